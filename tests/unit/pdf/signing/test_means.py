"""What is set for signing is held together, and what is missing is named by its setting."""

import pytest

from service.pdf.signing.means import Means
from service.settings import Settings


def test_the_settings_become_the_means():
    environ = {
        "VANBAN_SIGN_PKCS12": "/k.p12",
        "VANBAN_SIGN_REVOCATION": "http://a.vn/ocsp  http://b.vn/",
        "VANBAN_SIGN_TIMEOUT": "7",
    }
    means = Means.of(Settings.from_env(environ).values)
    assert (means.pkcs12, means.level, means.place, means.timeout) == ("/k.p12", "B-B", "tren-phai", 7.0)
    assert means.revocation == ("http://a.vn/ocsp", "http://b.vn/")
    assert Means.from_dict(means.as_dict()) == means
    assert not means.problem


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "VANBAN_SIGN_PKCS12"),
        ({"pkcs12": "a", "pkcs11": "b"}, "VANBAN_SIGN_PKCS11"),
        ({"pkcs11": "b"}, "VANBAN_SIGN_PIN_FILE"),
        ({"pkcs12": "a", "level": "B-T"}, "VANBAN_SIGN_TSA"),
        ({"pkcs12": "a", "level": "B-LT", "tsa": "http://a"}, "VANBAN_SIGN_ROOTS"),
        ({"pkcs12": "a", "level": "B-LTA", "tsa": "http://a"}, "VANBAN_SIGN_ROOTS"),
    ],
)
def test_what_is_missing_is_named(given, named):
    assert named in Means(**given).problem
