"""Only addresses under one that is set are asked."""

import aiohttp
import pytest

from service.pdf.signing.network import Door, within


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


class Asked:
    """Stands for a session of aiohttp and keeps what it is asked."""

    def __init__(self):
        self.calls = []

    def get(self, url, **options):
        self.calls.append(("GET", url, options))

    def post(self, url, **options):
        self.calls.append(("POST", url, options))


@pytest.mark.parametrize("way", ["get", "post"])
def test_no_redirection_is_followed_and_what_was_refused_is_known(way):
    session = Asked()
    door = Door(session, ("http://ca.vn/ocsp", "http://tsa.vn/"))
    getattr(door, way)("http://ca.vn/ocsp/1", data=b"x", allow_redirects=True)
    assert session.calls == [(way.upper(), "http://ca.vn/ocsp/1", {"data": b"x", "allow_redirects": False})]
    with pytest.raises(aiohttp.ClientError):
        getattr(door, way)("http://10.0.0.1/", data=b"x")
    assert (len(session.calls), door.refused) == (1, ["http://10.0.0.1/"])
