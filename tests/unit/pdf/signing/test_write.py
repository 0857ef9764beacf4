"""A signed file is the file as it was, and after it a signature of the level that was asked for, or there is none."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from service.errors import BadSettings, Conflict, SigningFailed, UnreadableInput
from service.model import VIETNAM, After
from service.pdf.signing.look import look
from service.pdf.signing.means import Means
from service.pdf.signing.write import sign
from service.pdf.split import split
from tests.authority import DAY, PASSPHRASE, Authority, a_key, now
from tests.finished import FinishedPdf

ONE_PAGE = Path(__file__).parents[3] / "resources" / "nghi-quyet-2a-ua1.pdf"


def means_of(authority, **changed):
    return Means(**authority.means(**{"pkcs12": authority.standing, **changed}))


def signed(authority, source, folder, **changed):
    """Sign a file and look at it; give the path, and what is said of its one signature."""
    means, target = means_of(authority, **changed), folder / "da-ky.pdf"
    sign(means, source, target, now())
    (found,) = look(means, target, now())
    return target, found


@pytest.mark.parametrize(
    ("level", "asked"),
    [("B-B", set()), ("B-T", {"/tsa"}), ("B-LT", {"/tsa", "/ocsp"})],
)
def test_each_level_is_reached_and_holds(authority: Authority, dossier, tmp_path, level, asked):
    target, found = signed(authority, dossier, tmp_path, level=level)
    assert target.read_bytes().startswith(dossier.read_bytes())
    assert (found.level, found.whole, found.trusted, found.after) == (level, True, True, After.NOTHING)
    assert (found.signer, found.issuer) == ("VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ", "CA thử nghiệm")
    assert (bool(found.timestamp), found.authority) == (
        level != "B-B",
        "" if level == "B-B" else "TSA thử nghiệm",
    )
    assert found.sound
    assert not found.problem
    assert set(authority.asked) == asked
    with pikepdf.open(target) as pdf:
        assert ("/DSS" in pdf.Root) == (level == "B-LT")


def test_a_list_in_the_folder_of_roots_is_proof_enough(authority: Authority, dossier, tmp_path):
    listed = authority.roots / "goc.crl"
    listed.write_bytes(authority.crl())
    try:
        _, found = signed(authority, dossier, tmp_path, level="B-LT", revocation=())
    finally:
        listed.unlink()
    assert (found.level, found.sound) == ("B-LT", True)
    assert set(authority.asked) == {"/tsa"}


def test_the_mark_stands_at_the_top_right_and_says_who_and_when(authority, dossier, tmp_path):
    target, _ = signed(authority, dossier, tmp_path)
    with pikepdf.open(target) as pdf:
        page = pdf.pages[0]
        (field,) = [one for one in page.Annots if one.get("/FT") == Name.Sig]
        left, bottom, right, top = (float(edge) for edge in field.Rect)
        _, _, wide, high = (float(edge) for edge in page.MediaBox)
        assert wide / 3 < left < right < wide - 40
        assert high - 60 < bottom < top < high
        assert str(field.TU).startswith("Chữ ký số. Ký bởi: VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ. Thời gian ký: ")
        assert str(field.TU).endswith(" +07:00")
        assert page.Tabs == Name.S
        fonts = field.AP.N.Resources.Font
        assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in fonts.values())
        assert int(field.F) & 0b100111 == 4  # printed; not hidden, invisible or only for the screen


def test_the_field_is_told_to_a_screen_reader_and_nothing_else_changes(authority, dossier, tmp_path):
    target, _ = signed(authority, dossier, tmp_path)
    before, after = FinishedPdf(dossier), FinishedPdf(target)
    lines = after.structure.splitlines()
    assert lines[1] == "  Form"
    assert [lines[0], *lines[2:]] == before.structure.splitlines()
    assert (after.text, after.bookmarks, after.links, after.title) == (
        before.text,
        before.bookmarks,
        before.links,
        before.title,
    )
    with pikepdf.open(target) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        key, tree = int(field.StructParent), pdf.Root.StructTreeRoot.ParentTree
        entered = dict(zip(list(tree.Nums)[::2], list(tree.Nums)[1::2], strict=True))
        assert Name.Form == entered[key].S
        assert entered[key].K.Obj.objgen == field.objgen


def test_a_hidden_signature_has_no_place_on_the_page(authority, dossier, tmp_path):
    target, found = signed(authority, dossier, tmp_path, place="an")
    assert found.sound
    with pikepdf.open(target) as pdf:
        assert [float(edge) for edge in pdf.Root.AcroForm.Fields[0].Rect] == [0, 0, 0, 0]


def test_a_picture_lies_in_the_room_for_the_signature(authority, dossier, tmp_path):
    from PIL import Image

    Image.new("RGBA", (300, 100), (0, 40, 200, 128)).save(tmp_path / "ky.png")
    target, found = signed(authority, dossier, tmp_path, place="cho-ky", image=str(tmp_path / "ky.png"))
    assert found.sound
    with pikepdf.open(target) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        last = pdf.pages[-1].obj
        assert field.P.objgen == last.objgen
        assert FinishedPdf(target).structure.splitlines()[-1].strip() == "Form"
        picture = next(iter(field.AP.N.Resources.XObject.values()))
        assert (int(picture.Width), int(picture.SMask.Width)) == (300, 300)


def test_what_is_split_off_a_signed_dossier_is_what_is_split_off_the_unsigned(authority, dossier, tmp_path):
    target, _ = signed(authority, dossier, tmp_path)
    pieces = {}
    for path in (dossier, target):
        folder = tmp_path / path.stem
        folder.mkdir()
        pieces[path] = [piece.path.read_bytes() for piece in split(path, folder)]
    assert len(pieces[dossier]) == 2
    assert pieces[dossier] == pieces[target]


@pytest.mark.parametrize(
    ("first", "second"), [("B-B", "B-LT"), ("B-LT", "B-B"), ("B-T", "B-LT"), ("B-LT", "B-LT")]
)
def test_a_further_signature_leaves_the_first_whole_and_both_are_told(
    authority, dossier, tmp_path, first, second
):
    once, _ = signed(authority, dossier, tmp_path, level=first)
    archive, _ = authority.signer("LƯU TRỮ LỊCH SỬ TỈNH", "")
    means, twice = means_of(authority, pkcs12=archive, level=second), tmp_path / "hai.pdf"
    sign(means, once, twice, now())
    assert twice.read_bytes().startswith(once.read_bytes())
    told = [(s.field, s.signer, s.level, s.after, s.trusted, s.sound) for s in look(means, twice, now())]
    assert told == [
        ("ChuKySo", "VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ", first, After.PROOFS, True, True),
        ("ChuKySo2", "LƯU TRỮ LỊCH SỬ TỈNH", second, After.NOTHING, True, True),
    ]


def test_the_moment_is_the_one_that_was_given_and_the_timestamp_has_its_own(authority, tmp_path):
    means, when = means_of(authority, level="B-T"), now() - timedelta(hours=5)
    sign(means, ONE_PAGE, tmp_path / "ky.pdf", when.astimezone(VIETNAM))
    (found,) = look(means, tmp_path / "ky.pdf", now())
    assert found.signed_at == when.isoformat()
    assert found.timestamp > (now() - timedelta(hours=1)).isoformat()
    assert found.expires == (now() + 300 * DAY).date().isoformat()
    with pikepdf.open(tmp_path / "ky.pdf") as pdf:
        assert f"{when.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} +07:00" in str(pdf.Root.AcroForm.Fields[0].TU)


def test_a_further_signature_changes_neither_page_nor_tags(authority, dossier, tmp_path):
    once, _ = signed(authority, dossier, tmp_path)
    sign(means_of(authority), once, tmp_path / "hai.pdf", now())
    before, after = FinishedPdf(once), FinishedPdf(tmp_path / "hai.pdf")
    assert (after.structure, after.text, after.bookmarks) == (before.structure, before.text, before.bookmarks)
    with pikepdf.open(tmp_path / "hai.pdf") as pdf:
        _, added = pdf.Root.AcroForm.Fields
        assert max(float(edge) for edge in added.Rect) < 0
        assert "/AP" not in added
        assert int(added.F) & 0b100111 == 4
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    pieces = [piece.path.read_bytes() for piece in split(dossier, tmp_path / "a")]
    assert [piece.path.read_bytes() for piece in split(tmp_path / "hai.pdf", tmp_path / "b")] == pieces


def test_a_first_signature_that_lets_nothing_follow_is_respected(authority, tmp_path):
    certified(authority, ONE_PAGE, tmp_path / "khoa.pdf", fields.MDPPerm.NO_CHANGES)
    assert "chữ ký chứng nhận" in refusal(Conflict, authority, tmp_path / "khoa.pdf", tmp_path)
    certified(authority, ONE_PAGE, tmp_path / "mo.pdf", fields.MDPPerm.FILL_FORMS)
    target, means = tmp_path / "hai.pdf", means_of(authority)
    sign(means, tmp_path / "mo.pdf", target, now())
    assert [s.sound for s in look(means, target, now())] == [True, True]


def certified(authority, source, target, allowed):
    """Sign as an author who says what may follow."""
    pen = signers.SimpleSigner.load_pkcs12(str(authority.standing), passphrase=PASSPHRASE.encode())
    about = signers.PdfSignatureMetadata(
        field_name="TacGia", certify=True, docmdp_permissions=allowed, subfilter=fields.SigSeedSubFilter.PADES
    )
    out = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(source.read_bytes())), about, pen)
    target.write_bytes(out.getbuffer())


def refusal(kind, authority, source, folder, **changed):
    """Give the words of a refusal; nothing may have been written."""
    target = folder / "khong.pdf"
    with pytest.raises(kind) as raised:
        sign(means_of(authority, **changed), source, target, now())
    assert not target.exists()
    assert raised.value.detail.endswith(".")
    assert "mật khẩu thử nghiệm" not in raised.value.detail
    return raised.value.detail


def test_a_wrong_passphrase_is_refused_without_being_said(authority, tmp_path):
    secret = tmp_path / "sai"
    secret.write_text("không phải vậy")
    said = refusal(BadSettings, authority, ONE_PAGE, tmp_path, passphrase_file=str(secret))
    assert "VANBAN_SIGN_PASSPHRASE_FILE" in said
    assert "không phải vậy" not in said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pkcs12": "/khong/co.p12"}, "VANBAN_SIGN_PKCS12: không đọc được tệp /khong/co.p12"),
        ({"passphrase_file": "/khong/co"}, "VANBAN_SIGN_PASSPHRASE_FILE: không đọc được tệp /khong/co"),
        ({"pkcs12": str(ONE_PAGE)}, "hoặc tệp không phải PKCS#12"),
        ({"roots": "/khong/co"}, "VANBAN_SIGN_ROOTS: không đọc được thư mục /khong/co"),
        ({"pkcs12": "", "pkcs11": ""}, "Chưa đặt chứng thư để ký số"),
        ({"pkcs12": "", "pkcs11": "/khong/co.so"}, "VANBAN_SIGN_PKCS11: không có tệp thư viện /khong/co.so"),
        ({"pkcs12": "", "pkcs11": str(ONE_PAGE)}, "không phải thư viện PKCS#11"),
        ({"place": "cho-ky", "image": str(ONE_PAGE)}, "VANBAN_SIGN_IMAGE"),
    ],
)
def test_what_is_set_wrong_is_named(authority, dossier, tmp_path, changed, words):
    assert words in refusal(BadSettings, authority, dossier, tmp_path, **changed)


def test_a_certificate_out_of_its_time_does_not_sign(authority, tmp_path):
    old, _ = authority.signer(begin=now() - 9 * DAY, end=now() - 2 * DAY)
    said = refusal(BadSettings, authority, ONE_PAGE, tmp_path, pkcs12=old)
    assert f"đã hết hạn ngày {now() - 2 * DAY:%d/%m/%Y}" in said
    early, _ = authority.signer(begin=now() + DAY)
    assert "chỉ có hiệu lực từ ngày" in refusal(BadSettings, authority, ONE_PAGE, tmp_path, pkcs12=early)


@pytest.mark.parametrize("broken", ["down", "page", "cut", "redirect"])
def test_a_timestamp_server_that_fails_can_be_tried_again(authority, tmp_path, broken):
    authority.broken = broken
    said = refusal(SigningFailed, authority, ONE_PAGE, tmp_path, level="B-T")
    assert set(authority.asked) == {"/tsa"}
    assert "VANBAN_SIGN_TSA" in said
    assert "thử lại" in said


def test_a_server_that_is_not_there_can_be_tried_again(authority, tmp_path):
    nowhere = "http://127.0.0.1:9/tsa"
    assert nowhere in refusal(SigningFailed, authority, ONE_PAGE, tmp_path, level="B-T", tsa=nowhere)


def test_no_address_is_asked_that_is_not_set(authority, tmp_path):
    said = refusal(
        BadSettings, authority, ONE_PAGE, tmp_path, level="B-LT", revocation=("http://127.0.0.1:9/",)
    )
    assert f"{authority.address}/ocsp" in said
    assert "VANBAN_SIGN_REVOCATION" in said
    assert "/ocsp" not in authority.asked


def test_a_revoked_certificate_does_not_sign_for_long(authority, tmp_path):
    path, certificate = authority.signer()
    authority.revoked.add(certificate.serial_number)
    assert "thu hồi" in refusal(BadSettings, authority, ONE_PAGE, tmp_path, pkcs12=path, level="B-LT")


def test_a_signer_of_another_authority_does_not_reach_the_roots(authority, tmp_path):
    stranger, _ = authority.signer("Người lạ", "", key=a_key(), self_signed=True)
    said = refusal(BadSettings, authority, ONE_PAGE, tmp_path, pkcs12=stranger, level="B-LT")
    assert "VANBAN_SIGN_ROOTS" in said


def test_only_a_sound_file_is_signed(authority, dossier, tmp_path):
    junk = tmp_path / "rac.pdf"
    junk.write_bytes(b"%PDF-1.7\nkhong co gi")
    refusal(UnreadableInput, authority, junk, tmp_path)
    locked = tmp_path / "khoa.pdf"
    with pikepdf.open(ONE_PAGE) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "mật khẩu" in refusal(UnreadableInput, authority, locked, tmp_path)


def test_an_expired_certificate_counts_while_a_timestamp_proves_the_time(authority, tmp_path):
    means, target = means_of(authority, level="B-T"), tmp_path / "da-ky.pdf"
    sign(means, ONE_PAGE, target, now())
    later = now() + timedelta(days=400)
    (found,) = look(means, target, later)
    assert found.whole
    assert found.trusted
    plain = means_of(authority)
    sign(plain, ONE_PAGE, tmp_path / "tron.pdf", now())
    (found,) = look(plain, tmp_path / "tron.pdf", later)
    assert (found.whole, found.trusted) == (True, False)
    assert "hết hạn" in found.problem
