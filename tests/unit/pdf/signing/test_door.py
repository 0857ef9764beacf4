"""The child is given paths only and says what went wrong; whatever happens to it, nothing half made is left."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from service.errors import (
    BadSettings,
    Conflict,
    NotFound,
    SigningFailed,
    StorageUnavailable,
    ToolError,
    UnreadableInput,
)
from service.pdf.signing import door
from service.pdf.signing.door import NoSigner, PdfSigner, seems_signed
from service.pdf.signing.means import UNSET, Means
from tests.authority import PASSPHRASE, Authority, now

ONE_PAGE = Path(__file__).parents[3] / "resources" / "nghi-quyet-2a-ua1.pdf"


def test_a_file_is_signed_and_looked_at_in_a_child(authority: Authority, tmp_path):
    signer = PdfSigner(Means(**authority.means(pkcs12=authority.standing)), now)
    target = tmp_path / "da-ky.pdf"
    made = signer.sign(ONE_PAGE, target)
    assert signer.signatures(target) == (made,)
    assert made.sound
    assert seems_signed(target)
    assert not seems_signed(ONE_PAGE)
    assert [p.name for p in tmp_path.iterdir()] == ["da-ky.pdf"]


def test_a_refusal_of_the_child_is_the_same_refusal_here(authority: Authority, tmp_path):
    authority.broken = "down"
    signer = PdfSigner(Means(**authority.means(pkcs12=authority.standing, level="B-T")), now)
    with pytest.raises(SigningFailed, match="VANBAN_SIGN_TSA"):
        signer.sign(ONE_PAGE, tmp_path / "da-ky.pdf")
    assert not list(tmp_path.iterdir())


def test_a_file_whose_signature_does_not_hold_is_not_signed_again(authority: Authority, tmp_path):
    signer = PdfSigner(Means(**authority.means(pkcs12=authority.standing)), now)
    signer.sign(ONE_PAGE, tmp_path / "da-ky.pdf")
    data = bytearray((tmp_path / "da-ky.pdf").read_bytes())
    data[data.index(b"endobj") - 20] ^= 1
    (tmp_path / "da-ky.pdf").write_bytes(data)
    with pytest.raises(Conflict, match=r"VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ.*lấy lại tệp gốc"):
        signer.sign(tmp_path / "da-ky.pdf", tmp_path / "hai.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["da-ky.pdf"]


def test_a_file_of_a_stranger_is_looked_at_within_narrow_limits(authority: Authority, tmp_path, monkeypatch):
    signer = PdfSigner(Means(**authority.means(pkcs12=authority.standing)), now)
    made = signer.sign(ONE_PAGE, tmp_path / "da-ky.pdf")
    assert signer.signatures(tmp_path / "da-ky.pdf", strange=True) == (made,)
    monkeypatch.setattr(door, "NARROW", replace(door.NARROW, memory=60_000_000))
    with pytest.raises(ToolError, match="tệp da-ky"):
        signer.signatures(tmp_path / "da-ky.pdf", strange=True)
    assert signer.signatures(tmp_path / "da-ky.pdf") == (made,)


@pytest.mark.parametrize(
    "death",
    [
        f"sys.exit({PASSPHRASE!r})",
        f"raise ValueError({PASSPHRASE!r})",
        f"raise ValueError('two lines:\\n' + {PASSPHRASE!r})",
    ],
)
def test_a_child_that_dies_is_told_without_its_words(death, monkeypatch):
    monkeypatch.setattr(door, "_START", f"import sys; {death}")
    with structlog.testing.capture_logs() as logged, pytest.raises(ToolError) as raised:
        PdfSigner(Means(), now).signatures(ONE_PAGE)
    assert PASSPHRASE not in f"{raised.value.detail} {logged}"
    assert [entry["event"] for entry in logged] == ["signing_child_broke"]


def test_the_place_and_the_kind_of_an_error_are_told():
    trace = (
        b'Traceback\n  File "a.py", line 3, in b\n    x(secret)\n    ^^^\nValueError: one secret\nand another'
    )
    assert door._where(trace) == ['File "a.py", line 3, in b', "ValueError"]
    assert door._where(b"secret") == door._where(b"") == []


def test_a_child_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(door, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(door, "WIDE", replace(door.WIDE, wall_seconds=0.5))
    with pytest.raises(SigningFailed, match="đã dừng"):
        PdfSigner(Means(), now).signatures(ONE_PAGE)


def test_nothing_is_signed_without_a_key(tmp_path):
    assert NoSigner().problem == PdfSigner(Means(), now).problem == UNSET
    for signer in (NoSigner(), PdfSigner(Means(), now)):
        with pytest.raises(BadSettings, match="VANBAN_SIGN_PKCS12"):
            signer.sign(ONE_PAGE, tmp_path / "da-ky.pdf")


def test_a_signed_file_that_cannot_be_written_is_no_fault_of_the_program(authority: Authority, tmp_path):
    signer = PdfSigner(Means(**authority.means(pkcs12=authority.standing)), now)
    with pytest.raises(StorageUnavailable, match="Không ghi được tệp đã ký"):
        signer.sign(ONE_PAGE, tmp_path / "khong" / "da-ky.pdf")


def test_what_is_not_there_is_said(tmp_path):
    for ask in (PdfSigner(Means(), lambda: datetime.now(UTC)).signatures, seems_signed):
        with pytest.raises(NotFound):
            ask(tmp_path / "khong.pdf")
        with pytest.raises((UnreadableInput, NotFound)):
            ask(tmp_path)
    (tmp_path / "rong.pdf").touch()
    assert not seems_signed(tmp_path / "rong.pdf")


def test_the_service_never_loads_what_signs():
    code = "import service.app, service.__main__, sys; print([m for m in sys.modules if 'hanko' in m or 'pkcs11' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
