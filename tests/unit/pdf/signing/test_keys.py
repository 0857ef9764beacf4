"""Passphrases are read as people write them into files; of several tokens the one that is named signs, or none."""

from types import SimpleNamespace

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from service.errors import BadSettings, SigningFailed
from service.pdf.signing.keys import _chosen, _secret, opened_key
from service.pdf.signing.means import Means
from tests.authority import PASSPHRASE, key_usage, now

READY = pkcs11.TokenFlag.TOKEN_INITIALIZED


@pytest.mark.parametrize(
    "written",
    [
        b"m\xe1\xba\xadt 1 ",
        b"m\xe1\xba\xadt 1 \n",
        b"m\xe1\xba\xadt 1 \r\n",
        b"\xef\xbb\xbfm\xe1\xba\xadt 1 \r\nsecond line\n",
    ],
)
def test_a_secret_is_the_first_line_of_its_file_with_its_spaces(tmp_path, written):
    (tmp_path / "mat-khau").write_bytes(written)
    assert _secret(str(tmp_path / "mat-khau"), "VANBAN_SIGN_PIN_FILE") == "mật 1 "


def test_a_secret_in_another_encoding_is_refused_without_being_said(tmp_path):
    (tmp_path / "mat-khau").write_bytes("bí mật".encode("utf-16"))
    with pytest.raises(BadSettings, match=r"VANBAN_SIGN_PIN_FILE: .* không phải chữ UTF-8") as raised:
        _secret(str(tmp_path / "mat-khau"), "VANBAN_SIGN_PIN_FILE")
    assert raised.value.__suppress_context__


def tokens(*labels, empty=()):
    """Play the library of a maker; labels are padded, as the standard has it."""
    made = [
        SimpleNamespace(
            label=f"{label:<32}", flags=READY * (label not in empty), slot=SimpleNamespace(slot_id=n)
        )
        for n, label in enumerate(labels, 7)
    ]
    slots = [SimpleNamespace(get_token=lambda one=one: one) for one in made]
    return SimpleNamespace(get_slots=lambda token_present: slots)


@pytest.mark.parametrize(
    ("wanted", "found"), [("Lưu trữ", "Lưu trữ"), ("7", "Văn phòng"), ("Văn phòng", "Văn phòng")]
)
def test_a_token_is_named_by_its_label_or_the_number_of_its_slot(wanted, found):
    assert _chosen(tokens("Văn phòng", "Lưu trữ"), wanted).label.strip() == found


def test_of_several_tokens_none_is_taken_by_chance():
    with pytest.raises(BadSettings, match="Có nhiều thiết bị ký: “Văn phòng”, “Lưu trữ”"):
        _chosen(tokens("Văn phòng", "Lưu trữ"), "")
    with pytest.raises(SigningFailed, match="Không thấy thiết bị “Khác”"):
        _chosen(tokens("Văn phòng", "Lưu trữ"), "Khác")
    assert _chosen(tokens("Văn phòng", "", empty=[""]), "").label.strip() == "Văn phòng"
    with pytest.raises(SigningFailed, match="Không thấy thiết bị ký nào"):
        _chosen(tokens("", empty=[""]), "")


def test_a_certificate_that_is_not_for_signatures_does_not_sign(authority):
    path, _ = authority.signer(usage=key_usage("key_encipherment"))
    with (
        pytest.raises(BadSettings, match="không được cấp để ký"),
        opened_key(Means(**authority.means(pkcs12=path)), [], now()),
    ):
        pass


def test_a_file_without_the_key_is_told_so(authority, tmp_path):
    (root,) = x509.load_pem_x509_certificates((authority.roots / "goc.crt").read_bytes())
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    path = tmp_path / "thieu.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"ky", None, None, [root], locked))
    with (
        pytest.raises(BadSettings, match="thiếu khóa riêng"),
        opened_key(Means(**authority.means(pkcs12=path)), [], now()),
    ):
        pass
