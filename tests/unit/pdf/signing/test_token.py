"""A token signs through its library; SoftHSM stands for one. Where it is missing these tests fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from service.errors import BadSettings, SigningFailed
from service.pdf.signing.door import PdfSigner
from service.pdf.signing.means import Means
from tests.authority import Authority, a_key, now

ONE_PAGE = Path(__file__).parents[3] / "resources" / "nghi-quyet-2a-ua1.pdf"
PIN = "73519264"
LABEL = "Văn phòng"

PUT = """
import sys, pkcs11
module, label, pin, path, name = sys.argv[1:]
token = pkcs11.lib(module).get_token(token_label=label)
with token.open(user_pin=pin, rw=True) as session:
    session.create_object({
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: name, pkcs11.Attribute.ID: b"\\x01",
        pkcs11.Attribute.SUBJECT: b"", pkcs11.Attribute.VALUE: open(path, "rb").read(),
    })
"""


def _module() -> str:
    found = [p for p in Path("/usr/lib").glob("**/libsofthsm2.so") if p.is_file()]
    assert found, "softhsm2 is missing; ./test --setup-only installs it"
    return str(found[0])


@pytest.fixture
def token(lasting_authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A token with one key and its certificate; gives what is set for it."""
    tool = shutil.which("softhsm2-util")
    assert tool, "softhsm2 is missing; ./test --setup-only installs it"
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    key, module = a_key(), _module()
    _, certificate = lasting_authority.signer("Bí thư Đảng ủy", key=key)
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (tmp_path / "khoa.pem").write_bytes(pem)
    (tmp_path / "chung-thu.der").write_bytes(certificate.public_bytes(serialization.Encoding.DER))
    (tmp_path / "pin").write_text(f"{PIN}\n")

    def run(*arguments: str) -> None:
        subprocess.run(arguments, check=True, capture_output=True)

    run(tool, "--init-token", "--free", "--label", LABEL, "--so-pin", "87654321", "--pin", PIN)
    run(
        tool,
        "--import",
        str(tmp_path / "khoa.pem"),
        "--token",
        LABEL,
        "--label",
        "ky",
        "--id",
        "01",
        "--pin",
        PIN,
    )
    run(sys.executable, "-c", PUT, module, LABEL, PIN, str(tmp_path / "chung-thu.der"), "Chứng thư ký")
    return {"pkcs11": module, "pin_file": str(tmp_path / "pin"), "roots": str(lasting_authority.roots)}


def test_a_token_signs(token, tmp_path):
    made = PdfSigner(Means(**token), now).sign(ONE_PAGE, tmp_path / "da-ky.pdf")
    assert (made.signer, made.sound, made.trusted) == ("Bí thư Đảng ủy", True, True)


def test_token_and_certificate_can_be_named(token, tmp_path):
    named = {"token": LABEL, "certificate": "Chứng thư ký"}
    assert PdfSigner(Means(**token, **named), now).sign(ONE_PAGE, tmp_path / "a.pdf").sound
    beside = {"certificate": str(tmp_path / "chung-thu.der")}
    assert PdfSigner(Means(**token, **beside), now).sign(ONE_PAGE, tmp_path / "b.pdf").sound


def refused(kind, given, folder, **changed):
    with pytest.raises(kind) as raised:
        PdfSigner(Means(**{**given, **changed}), now).sign(ONE_PAGE, folder / "khong.pdf")
    assert not (folder / "khong.pdf").exists()
    assert PIN not in raised.value.detail
    return raised.value.detail


def test_a_wrong_pin_is_refused_without_being_said(token, tmp_path):
    (tmp_path / "sai").write_text("11112222")
    said = refused(BadSettings, token, tmp_path, pin_file=str(tmp_path / "sai"))
    assert "VANBAN_SIGN_PIN_FILE" in said
    assert "11112222" not in said


def test_a_token_that_is_not_plugged_in_can_be_tried_again(token, tmp_path):
    assert f"đang có “{LABEL}”" in refused(SigningFailed, token, tmp_path, token="Khác")


def test_a_certificate_that_is_not_there_is_told_with_those_that_are(token, tmp_path):
    said = refused(BadSettings, token, tmp_path, certificate="Khác")
    assert "“Chứng thư ký”" in said
    assert "VANBAN_SIGN_CERTIFICATE" in said
