"""Only addresses under one that is set are asked."""

import pytest

from service.pdf.signing.network import within


@pytest.mark.parametrize(
    ("url", "begin", "allowed"),
    [
        ("http://ca.vn/ocsp", "http://ca.vn", True),
        ("http://ca.vn/ocsp/a", "http://ca.vn/ocsp", True),
        ("http://ca.vn/ocsp", "http://ca.vn/ocsp/", True),
        ("http://ca.vn.la.com/ocsp", "http://ca.vn", False),
        ("http://ca.vn@la.com/ocsp", "http://ca.vn", False),
        ("http://ca.vn/ocspx", "http://ca.vn/ocsp", False),
        ("https://ca.vn/ocsp", "http://ca.vn/ocsp", False),
        ("http://ca.vn:8080/ocsp", "http://ca.vn/ocsp", False),
        ("file:///etc/passwd", "http://ca.vn", False),
        ("http://[", "http://ca.vn", False),
        ("http://ca.vn/ocsp/../admin", "http://ca.vn/ocsp", False),
        ("http://ca.vn/ocsp/%2E%2e/admin", "http://ca.vn/ocsp", False),
        ("http://ca.vn/ocsp/..%2Fadmin", "http://ca.vn/ocsp", False),
        ("http://ca.vn/ocsp/a..b", "http://ca.vn/ocsp", True),
    ],
)
def test_an_address_lies_under_another_or_not(url, begin, allowed):
    assert within(url, begin) is allowed
