"""What is said of a signature: who, when, whole or not, trusted or not, and what came after it."""

from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.status import SignatureCoverageLevel

from service.errors import UnreadableInput
from service.model import After
from service.pdf.signing.look import _after, look
from service.pdf.signing.means import Means
from service.pdf.signing.write import sign
from tests.authority import DAY, PASSPHRASE, a_key, key_usage, now


@pytest.fixture(scope="session")
def signed(lasting_authority, dossier, tmp_path_factory):
    target = tmp_path_factory.mktemp("ky") / "da-ky.pdf"
    sign(Means(**lasting_authority.means(pkcs12=lasting_authority.standing)), dossier, target, now())
    return target


def looked(authority, path, **changed):
    means = Means(**authority.means(pkcs12=authority.standing, **changed))
    (found,) = look(means, path, now())
    return found


def test_without_trust_roots_it_is_not_said_whether_it_can_be_trusted(authority, signed):
    found = looked(authority, signed, roots="")
    assert (found.whole, found.trusted, found.sound) == (True, None, True)
    assert "VANBAN_SIGN_ROOTS" in found.problem


def test_one_byte_changed_is_noticed(authority, signed, tmp_path):
    data = bytearray(signed.read_bytes())
    place = data.index(b"endobj")
    data[place - 20] ^= 1
    changed = tmp_path / "doi.pdf"
    changed.write_bytes(data)
    found = looked(authority, changed)
    assert not found.whole
    assert not found.sound
    assert "đã bị đổi sau khi ký" in found.problem


def test_a_page_appended_is_noticed(authority, signed, tmp_path):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.writer import PageObject

    appended = tmp_path / "them.pdf"
    with signed.open("rb") as source:
        writer = IncrementalPdfFileWriter(source)
        empty = writer.add_object(generic.StreamObject(stream_data=b""))
        box = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 200, 200))
        writer.insert_page(PageObject(contents=empty, media_box=box))
        with appended.open("wb") as target:
            writer.write(target)
    found = looked(authority, appended)
    assert (found.whole, found.after, found.sound) == (True, After.CONTENT, False)
    assert "thêm hoặc sửa nội dung" in found.problem


def test_a_page_appended_by_rewriting_the_file_is_noticed(authority, signed, tmp_path):
    written = tmp_path / "viet-lai.pdf"
    with pikepdf.open(signed) as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    assert not looked(authority, written).sound


def signed_elsewhere(authority, source, target, *usage, **about):
    """Sign with another program, by a certificate that is for this alone."""
    path, _ = authority.signer("Lê Thị Bích", "", usage=key_usage(*usage))
    pen = signers.SimpleSigner.load_pkcs12(str(path), passphrase=PASSPHRASE.encode())
    told = signers.PdfSignatureMetadata(field_name="Khac", **about)
    out = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(source.read_bytes())), told, pen)
    target.write_bytes(out.getbuffer())
    (found,) = look(Means(**authority.means(pkcs12=authority.standing)), target, now())
    return found


@pytest.mark.parametrize(
    ("usage", "trusted"),
    [("digital_signature", True), ("content_commitment", True), ("key_encipherment", False)],
)
def test_a_certificate_that_is_not_for_signatures_is_not_trusted(
    authority, dossier, tmp_path, usage, trusted
):
    found = signed_elsewhere(authority, dossier, tmp_path / "ky.pdf", usage)
    assert (found.whole, found.trusted) == (True, trusted)
    assert found.level == ""  # no PAdES


def test_a_signature_value_that_nobody_made_is_noticed(authority, signed, tmp_path):
    """All bytes are as they were, only the proof by the key is not one."""
    data = bytearray(signed.read_bytes())
    (one,) = PdfFileReader(BytesIO(data)).embedded_signatures
    value = one.signer_info["signature"].native.hex().encode()
    place = data.lower().index(value)
    data[place : place + 2] = b"%02x" % (int(value[:2], 16) ^ 1)
    (tmp_path / "gia.pdf").write_bytes(data)
    found = looked(authority, tmp_path / "gia.pdf")
    assert (found.whole, found.sound) == (False, False)


def test_a_signer_who_vouches_for_himself_is_not_trusted(authority, dossier, tmp_path):
    path, _ = authority.signer("Người lạ", "", key=a_key(), self_signed=True)
    means = Means(**authority.means(pkcs12=path))
    sign(means, dossier, tmp_path / "la.pdf", now())
    (found,) = look(means, tmp_path / "la.pdf", now())
    assert (found.whole, found.trusted, found.sound) == (True, False, False)
    assert "nơi cấp đáng tin" in found.problem


def test_a_signer_who_was_revoked_is_not_trusted_once_the_list_is_here(authority, dossier, tmp_path):
    path, certificate = authority.signer()
    means = Means(**authority.means(pkcs12=path))
    sign(means, dossier, tmp_path / "thu-hoi.pdf", now())
    authority.revoked.add(certificate.serial_number)
    listed = authority.roots / "goc.crl"
    listed.write_bytes(authority.crl())
    try:
        (found,) = look(means, tmp_path / "thu-hoi.pdf", now())
    finally:
        listed.unlink()
    assert found.trusted is False
    assert "thu hồi" in found.problem


@pytest.mark.parametrize("days", [3, 100, 400])
def test_proofs_that_have_run_out_do_not_speak_against_what_they_proved(authority, dossier, tmp_path, days):
    """An OCSP answer counts for a day, the signer's certificate for 300; the timestamp says that all was good then."""
    means = Means(**authority.means(pkcs12=authority.standing, level="B-LT"))
    sign(means, dossier, tmp_path / "lau-dai.pdf", now())
    (found,) = look(means, tmp_path / "lau-dai.pdf", now() + days * DAY)
    assert (found.level, found.trusted, found.problem) == ("B-LT", True, "")


def test_that_a_certificate_was_revoked_does_not_run_out(authority, dossier, tmp_path):
    path, certificate = authority.signer()
    means = Means(**authority.means(pkcs12=path, level="B-LT"))
    sign(means, dossier, tmp_path / "thu-hoi.pdf", now())
    authority.revoked.add(certificate.serial_number)
    listed = authority.roots / "goc.crl"
    listed.write_bytes(authority.crl())
    try:
        (found,) = look(means, tmp_path / "thu-hoi.pdf", now() + 30 * DAY)
    finally:
        listed.unlink()
    assert found.trusted is False


@pytest.mark.parametrize(
    ("level", "allowed", "after"),
    [
        (ModificationLevel.FORM_FILLING, True, After.PROOFS),
        (ModificationLevel.LTA_UPDATES, True, After.PROOFS),
        (ModificationLevel.FORM_FILLING, False, After.CONTENT),  # certified: nothing may follow
        (ModificationLevel.ANNOTATIONS, True, After.CONTENT),
        (ModificationLevel.OTHER, True, After.CONTENT),
    ],
)
def test_what_followed_is_harmless_only_where_the_signer_allowed_it(level, allowed, after):
    covered = SignatureCoverageLevel.ENTIRE_REVISION
    assert _after(SimpleNamespace(coverage=covered, modification_level=level, docmdp_ok=allowed)) is after


def test_a_file_without_signatures_has_none_and_no_pdf_is_refused(authority, dossier, tmp_path):
    means = Means(**authority.means(pkcs12=authority.standing))
    assert look(means, dossier, now()) == []
    junk = tmp_path / "rac.pdf"
    junk.write_bytes(b"rac")
    with pytest.raises(UnreadableInput):
        look(means, junk, now())


def test_a_signature_whose_bytes_are_rubbish_proves_nothing(authority, signed, tmp_path):
    data = signed.read_bytes()
    place = data.index(b"/Contents <") + 200
    broken = tmp_path / "hong.pdf"
    broken.write_bytes(data[:place] + b"0" * 60 + data[place + 60 :])
    try:
        (found,) = look(Means(**authority.means(pkcs12=authority.standing)), broken, now())
    except UnreadableInput:
        return
    assert not found.sound
