"""A timestamp over the whole file goes on proving a signature when all that was there at first has run out."""

from datetime import timedelta

import pikepdf
import pytest
from pikepdf import Name

from service.errors import SigningFailed
from service.model import After
from service.pdf.signing.archival import stamp
from service.pdf.signing.door import PdfSigner
from service.pdf.signing.look import look
from service.pdf.signing.means import Means
from service.pdf.signing.write import sign
from tests.authority import DAY, Authority, now

LATER = timedelta(days=400)


@pytest.fixture
def means(authority: Authority):
    return Means(**authority.means(pkcs12=authority.standing, level="B-LTA"))


@pytest.fixture
def short_lived(authority: Authority, monkeypatch):
    """Let the timestamp server have a certificate that soon runs out; give what changes back to the lasting one."""
    lasting = authority._tsa
    monkeypatch.setattr(authority, "_tsa", authority.stamping(now() + 10 * DAY))
    return lambda: monkeypatch.setattr(authority, "_tsa", lasting)


def test_a_signature_of_this_level_is_followed_by_a_timestamp_over_all(authority, means, dossier, tmp_path):
    made = PdfSigner(means, now).sign(dossier, tmp_path / "ky.pdf")
    assert (made.level, made.whole, made.after, made.trusted, made.problem) == (
        "B-LTA",
        True,
        After.PROOFS,
        True,
        "",
    )
    assert authority.asked.count("/tsa") >= 2
    with pikepdf.open(tmp_path / "ky.pdf") as pdf:
        _, added = pdf.Root.AcroForm.Fields
        assert added.V.Type == Name.DocTimeStamp
        assert max(float(edge) for edge in added.Rect) < 0
        start, long = (int(n) for n in list(added.V.ByteRange)[-2:])
    assert start + long == (tmp_path / "ky.pdf").stat().st_size


def test_it_proves_the_signature_after_signer_and_first_timestamp_have_run_out(
    means, dossier, tmp_path, short_lived
):
    path = tmp_path / "ky.pdf"
    sign(means, dossier, path, now())
    (alone,) = look(means, path, now() + LATER)
    assert (alone.level, alone.whole, alone.trusted) == ("B-LT", True, False)
    short_lived()
    stamp(means, path)
    (found,) = look(means, path, now() + LATER)
    assert (found.level, found.whole, found.trusted, found.sound) == ("B-LTA", True, True, True)


def test_a_further_signature_of_this_level_renews_the_proof_of_the_first(
    authority, means, dossier, tmp_path, short_lived
):
    first = Means(**authority.means(pkcs12=authority.standing, level="B-LT"))
    sign(first, dossier, tmp_path / "1.pdf", now())
    short_lived()
    PdfSigner(means, now).sign(tmp_path / "1.pdf", tmp_path / "2.pdf")
    found = look(means, tmp_path / "2.pdf", now() + LATER)
    assert [(s.level, s.trusted, s.sound) for s in found] == [("B-LTA", True, True)] * 2


def test_a_timestamp_that_does_not_hold_proves_nothing(means, dossier, tmp_path):
    path = tmp_path / "ky.pdf"
    sign(means, dossier, path, now())
    covered = path.stat().st_size
    stamp(means, path)
    data = bytearray(path.read_bytes())
    data[data.index(b"endobj", covered) - 2] ^= 1  # in what only the later timestamp covers
    path.write_bytes(data)
    (found,) = look(means, path, now())
    assert found.level != "B-LTA"


def test_a_further_signature_keeps_the_level_of_the_first(authority, means, dossier, tmp_path):
    signer = PdfSigner(means, now)
    signer.sign(dossier, tmp_path / "1.pdf")
    plain = Means(**authority.means(pkcs12=authority.standing))
    sign(plain, tmp_path / "1.pdf", tmp_path / "2.pdf", now())
    lasting = Means(**authority.means(pkcs12=authority.standing, level="B-LT"))
    sign(lasting, tmp_path / "2.pdf", tmp_path / "3.pdf", now())
    assert [(s.level, s.sound) for s in look(plain, tmp_path / "3.pdf", now())] == [
        ("B-LTA", True),
        ("B-B", True),
        ("B-LT", True),
    ]
    # The timestamp over all swears to what was there before it, not to the signatures that came later.
    assert [s.trusted for s in look(plain, tmp_path / "3.pdf", now() + LATER)] == [True, False, True]


def test_a_timestamp_of_whom_nobody_trusts_proves_nothing(authority, dossier, tmp_path):
    path, plain = tmp_path / "ky.pdf", Means(**authority.means(pkcs12=authority.standing))
    sign(plain, dossier, path, now())
    with Authority(tmp_path / "la", "CA lạ") as stranger:
        stamp(Means(**stranger.means(pkcs12=authority.standing, level="B-LTA")), path)
    assert [s.trusted for s in (*look(plain, path, now()), *look(plain, path, now() + LATER))] == [
        True,
        False,
    ]


def test_a_server_that_fails_leaves_no_file(authority, means, dossier, tmp_path):
    authority.broken = "down"
    with pytest.raises(SigningFailed, match="VANBAN_SIGN_TSA"):
        PdfSigner(means, now).sign(dossier, tmp_path / "ky.pdf")
    assert not list(tmp_path.iterdir())
