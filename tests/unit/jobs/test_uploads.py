"""Papers from elsewhere go into dossiers among those made here; each level is told, and the whole claims no more."""

import json
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Pdf

from service.database.rows import get_document
from service.errors import InvalidSubmission, RefusedPdf, ToolError, ToolMissing
from service.jobs.order import Order
from service.jobs.uploads import Told, take_upload
from service.pdf.attach import enclosed
from service.pdf.claims import claimed
from service.pdf.signing.door import PdfSigner
from service.pdf.signing.means import Means
from service.wiring import now
from tests.builders_foreign import a_scan, attached, harmful, signed, written
from tests.fakes import A_SIGNATURE, FakeJudge, FakeSigner


def lend(office, signer):
    """Let the service of an office look at signatures with another signer."""
    object.__setattr__(office.shop, "tools", replace(office.shop.tools, signer=signer))


WHOLE = {"cover": False, "contents": False, "closing": False}


@pytest.fixture
def upload(tmp_path):
    def take(office, pdf, name="quyet-dinh.pdf", **told):
        path = pdf if not isinstance(pdf, pikepdf.Pdf) else written(pdf, tmp_path / name)
        return take_upload(office.shop, path, name, Told.from_dict(told))

    return take


def bound(office, ids, **order):
    job_id = office.desk.dossier(ids, Order(title="Hồ sơ", **{**WHOLE, **order}))
    assert office.job(job_id).state == "done", office.job(job_id).problem
    return office.dossier(job_id)


def laid(office, dossier, path):
    with office.shop.archive.open_dossier(dossier.id) as stream:
        path.write_bytes(stream.read())
    return path


def test_documents_and_uploads_are_bound_mixed_in_the_order_given(office, upload, tmp_path):
    made = [d.id for d in office.documents(office.batch("An", "Bình"))]
    scan = upload(
        office, a_scan(2, claim=("2", "B")), title="Quyết định 15", number="15-QĐ/ĐU", date="05/03/2026"
    )
    dossier = bound(office, [made[0], scan, made[1]])
    told = dossier.manifest["documents"]
    assert [(d["title"], d["first_page"], d["level"]) for d in told] == [
        ("Giấy mời An", 1, ["2a", "ua1"]),
        ("Quyết định 15", 2, ["2b"]),
        ("Giấy mời Bình", 4, ["2a", "ua1"]),
    ]
    assert told[1]["kind"] == "upload"
    assert [d["verified"] for d in told] == [True, True, True]
    assert told[1]["original"]["kept"] == "no"
    assert dossier.manifest["level"] == ["2b"]
    assert dossier.manifest["below"] == ["Tài liệu 2 “Quyết định 15”: PDF/A-2b."]
    assert claimed(laid(office, dossier, tmp_path / "hs.pdf")) == ("2b",)
    assert dossier.verified is True
    assert office.shop.tools.judge.judged.count(dossier.sha256) == 1  # once is enough
    assert dossier.record["end"] == "2026-03-05"


def test_one_paper_that_is_no_pdf_a_leaves_the_dossier_without_a_claim(office, upload, tmp_path):
    ids = [upload(office, a_scan(claim=("2", "B")), "a.pdf"), upload(office, a_scan(3), "b.pdf", title="Đơn")]
    dossier = bound(office, ids)
    assert dossier.manifest["level"] == []
    assert dossier.manifest["below"] == ["Tài liệu 2 “Đơn”: chưa đạt PDF/A."]
    assert claimed(laid(office, dossier, tmp_path / "hs.pdf")) == ()
    assert office.shop.tools.judge.asked[-1] == ("2b",)


def test_a_dossier_that_does_not_prove_its_claim_is_bound_again_without_it(an_office, upload, tmp_path):
    judge = FakeJudge()
    office = an_office(judge=judge)
    scan = upload(office, a_scan(claim=("2", "B")))
    judge.strict = True
    dossier = bound(office, [scan])
    assert (dossier.manifest["level"], dossier.verified) == ([], False)
    assert claimed(laid(office, dossier, tmp_path / "hs.pdf")) == ()


def test_without_the_judge_nothing_is_claimed(an_office, upload):
    office = an_office(judge=FakeJudge(error=ToolMissing("Thiếu veraPDF.")))
    scan = upload(office, a_scan(claim=("2", "B")))
    with office.shop.database.read() as connection:
        row = connection.exec_driver_sql("select verified, findings from document").one()
    assert row[0] is None
    assert "Thiếu veraPDF." in row[1]
    job = office.job(office.desk.dossier([scan], Order(title="Hồ sơ", verify=False, **WHOLE)))
    assert office.dossier(job.id).manifest["level"] == []


def test_a_signed_paper_is_kept_beside_as_it_came(office, upload, tmp_path):
    path = written(signed(a_scan(2)), tmp_path / "goc.pdf")
    paper = upload(office, path, "Quyết định đã ký.pdf")
    told = bound(office, [paper]).manifest["documents"][0]
    assert told["original"]["kept"] == "beside"
    assert told["original"]["file"] == "ban-goc/0001_quyet-dinh-da-ky.pdf"
    assert told["signatures"][0]["name"] == "Lê Thị Bích"
    with office.shop.archive.open_original(paper) as stream:
        assert stream.read() == path.read_bytes()


def found_of(office, document_id):
    with office.shop.database.read() as connection:
        row = get_document(connection, document_id)
    said = [f for f in row.findings if f["rule"] == "pdf-signature"]
    return json.loads(row.data)["signatures"][0]["checked"], said


@pytest.mark.parametrize(
    ("changed", "severity", "words"),
    [
        ({}, "I", "VĂN PHÒNG ĐẢNG ỦY: còn nguyên vẹn, chứng thư đáng tin"),
        ({"trusted": None}, "I", "còn nguyên vẹn, chưa biết chứng thư có đáng tin không"),
        ({"whole": False, "problem": "Các byte đã bị đổi."}, "W", "không đạt. Các byte đã bị đổi."),
        (
            {"trusted": False, "problem": "Chứng thư đã bị thu hồi."},
            "W",
            "không đạt. Chứng thư đã bị thu hồi.",
        ),
    ],
)
def test_what_a_signature_is_worth_is_told_and_kept(office, upload, changed, severity, words):
    one = replace(A_SIGNATURE, field="ChuKy1", **changed)
    signer = FakeSigner(found=[one])
    lend(office, signer)
    paper = upload(office, signed(a_scan()))
    checked, (finding,) = found_of(office, paper)
    assert signer.asked == [True]  # within the narrow limits for files of strangers
    assert checked == one.as_dict()
    assert finding["severity"] == severity
    assert words in finding["found"]
    told = bound(office, [paper]).manifest["documents"][0]["signatures"]
    assert told[0]["checked"] == one.as_dict()


@pytest.mark.parametrize(
    "signer",
    [
        FakeSigner(),
        FakeSigner(error=ToolError("Quá nặng.")),
        FakeSigner(found=[replace(A_SIGNATURE, field="X")]),
    ],
)
def test_a_signature_that_nobody_could_check_is_said_to_be_unchecked(office, upload, signer):
    lend(office, signer)
    checked, (finding,) = found_of(office, upload(office, signed(a_scan())))
    assert checked is None
    assert finding["found"] == "chữ ký số của Lê Thị Bích: chưa kiểm được"


def test_signatures_that_cannot_be_read_at_all_are_told_as_such(office, upload):
    """The field is there, its bytes are zeros: pyHanko itself says so."""
    lend(office, PdfSigner(Means(), now))
    checked, (finding,) = found_of(office, upload(office, signed(a_scan())))
    assert (checked["whole"], checked["sound"]) == (False, False)
    assert finding["severity"] == "W"
    assert "Lê Thị Bích: không đạt. Chữ ký hỏng" in finding["found"]


@pytest.mark.parametrize("make", [lambda: signed(a_scan()), lambda: attached("so-lieu.xml")])
def test_in_a_dossier_that_may_enclose_files_the_original_is_inside(office, upload, tmp_path, make):
    path = written(make(), tmp_path / "goc.pdf")
    dossier = bound(office, [upload(office, path, "goc.pdf")], profile="pdfa-3a")
    assert dossier.manifest["documents"][0]["original"]["kept"] == "enclosed"
    inside = {f.name: f.content for f in enclosed(laid(office, dossier, tmp_path / "hs.pdf"))}
    assert inside["0001_goc.pdf"] == path.read_bytes()
    assert json.loads(inside["manifest.json"])["level"] == dossier.manifest["level"]


def test_the_contents_says_what_was_told_of_a_paper(office, upload, tmp_path):
    paper = upload(
        office, a_scan(), number="15-QĐ/ĐU", title="Quyết định khen", organ="Đảng ủy xã", note="Bản sao"
    )
    dossier = bound(office, [paper], contents=True)
    words = " ".join(office.shop.tools.converter.texts[-1].split())
    assert all(part in words for part in ("15-QĐ/ĐU", "Quyết định khen", "Đảng ủy xã", "Bản sao"))
    assert dossier.pages == 2


def test_what_is_not_told_comes_from_the_file(office, upload):
    pdf = a_scan()
    pdf.docinfo["/Title"] = "Công văn 7"
    assert "Công văn 7" in title(office, upload(office, pdf))
    assert title(office, upload(office, a_scan(2), "to-trinh.pdf")) == "to-trinh"
    assert title(office, upload(office, a_scan(2), "Tờ\x07  trình.pdf")) == "Tờ trình"
    assert title(office, upload(office, a_scan(2), "\x07.pdf")) == "Tài liệu"
    pdf = a_scan()
    pdf.docinfo["/Title"] = "Microsoft Word - Document1"
    assert title(office, upload(office, pdf, title="Quyết định 15")) == "Quyết định 15"


def title(office, document_id):
    with office.shop.database.read() as connection:
        return connection.exec_driver_sql(f"select title from document where id = '{document_id}'").scalar()


def test_what_is_told_wrongly_is_refused_all_at_once():
    with pytest.raises(InvalidSubmission) as caught:
        Told.from_dict({"date": "32/13/2026", "title": "a\x07", "note": "x" * 301})
    assert {e.pointer for e in caught.value.errors} == {"/title", "/date", "/note"}
    assert Told.from_dict({"note": "x" * 300, "date": "5/3/2026"}) == Told(note="x" * 300, date="2026-03-05")


def test_of_a_refused_file_nothing_is_kept(office, tmp_path):
    with pytest.raises(RefusedPdf) as caught:
        take_upload(office.shop, harmful("launch", tmp_path / "a.pdf"), "a.pdf", Told())
    assert [(e.pointer, e.page) for e in caught.value.errors] == [("/file", 2)]
    assert office.kept() == []


def test_two_runs_give_the_same_bytes(office, upload):
    ids = [upload(office, signed(a_scan(2, claim=("2", "B"))))]
    assert bound(office, ids).sha256 == bound(office, ids).sha256


def test_a_dossier_of_uploads_alone_opens(office, upload, tmp_path):
    dossier = bound(office, [upload(office, a_scan(2))])
    with Pdf.open(laid(office, dossier, tmp_path / "hs.pdf")) as pdf:
        assert len(pdf.pages) == 2
