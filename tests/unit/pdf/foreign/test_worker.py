"""What harms is refused with its reason and its page; what is left is a copy that binds, with tags on every page."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from service.pdf.foreign import shape, streams
from tests.builders_foreign import (
    HARMFUL,
    LOCKED,
    a_scan,
    attached,
    broken,
    claiming,
    harmful,
    signed,
    with_field,
    written,
)
from tests.builders_pdf import a_tagged_pdf, tag_faults
from tests.finished import FinishedPdf

ON_THE_LAST_PAGE = {
    *(
        "JavaScript in a chain",
        "action of a page",
        "launch",
        "sending",
        "link to a file",
        "form",
        "film",
        "sound",
    ),
    *("deep drawing", "drawing of itself", "bomb", "huge page", "tiny page", "huge unit", "huge picture"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_harms_is_refused_with_its_reason_and_its_page(look, tmp_path, name):
    refused = look(harmful(name, tmp_path / "a.pdf"))["refused"]
    rule = HARMFUL[name][0]
    assert rule in {r["rule"] for r in refused}
    assert {r["page"] for r in refused if r["rule"] == rule} <= ({2} if name in ON_THE_LAST_PAGE else {None})
    assert all(r["said"] and r["mend"] for r in refused)
    assert not (tmp_path / "ban.pdf").exists()


@pytest.mark.parametrize("kind", LOCKED)
def test_a_locked_file_is_refused(look, tmp_path, kind):
    path = written(a_scan(), tmp_path / "a.pdf", encryption=LOCKED[kind])
    assert [r["rule"] for r in look(path)["refused"]] == ["encrypted"]


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("cut", "truncated"),
        ("not a PDF", "not-a-pdf"),
        ("empty", "not-a-pdf"),
        ("no pages", "no-pages"),
        ("trailing", "rubbish"),
        ("nested", "broken"),
    ],
)
def test_what_is_hardly_a_pdf_is_refused(look, tmp_path, kind, rule):
    assert [r["rule"] for r in look(broken(kind, tmp_path / "a.pdf"))["refused"]] == [rule]


def test_all_reasons_are_told_at_once(look, tmp_path):
    pdf = with_field(HARMFUL["JavaScript when opened"][1](a_scan(3)))
    pdf.pages[1].obj.MediaBox = Array([0, 0, 9_000, 9_000])
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))
    told = [(r["rule"], r["page"]) for r in look(written(pdf, tmp_path / "a.pdf"))["refused"]]
    assert told == [("active", None), ("active", 1), ("page-size", 2), ("form", 3)]


def test_too_many_pages_are_refused(look, tmp_path, monkeypatch):
    monkeypatch.setattr(shape, "MAX_PAGES", 2)
    assert look(written(a_scan(3), tmp_path / "a.pdf"))["refused"][0]["rule"] == "pages"


def test_all_streams_together_have_a_bound(look, tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "MAX_TOTAL", 100)
    assert look(written(a_scan(3), tmp_path / "a.pdf"))["refused"][0]["rule"] == "unfolds"


def test_a_few_bytes_behind_the_end_are_told_and_left_out(look, tmp_path):
    path = written(a_scan(), tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes() + b"\nmail\n")
    assert look(path)["behind"] == 4
    assert (tmp_path / "ban.pdf").read_bytes().rstrip().endswith(b"%%EOF")


def test_a_scan_gets_a_figure_on_each_page_that_says_what_it_is(look, tmp_path):
    told = look(written(a_scan(2, claim=("2", "B")), tmp_path / "a.pdf"))
    assert (told["pages"], told["tagged"], told["claims"]) == (2, False, ["2b"])
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert not tag_faults(copy)
        figures = list(copy.Root.StructTreeRoot.K[0].K)
        assert [str(f.Alt) for f in figures] == [f"Quyết định số 15, trang {n}/2" for n in (1, 2)]
        assert str(copy.Root.Metadata.read_bytes()).count("pdfuaid:part>") == 0


def test_a_page_with_text_but_no_tags_can_be_read(look, tmp_path):
    pdf = a_scan()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources.Font = Dictionary(F1=font)
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 12 Tf 50 700 Td (Cong hoa) Tj ET")
    look(written(pdf, tmp_path / "a.pdf"))
    assert "Cong hoa" in FinishedPdf(tmp_path / "thu.pdf").text[0]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert [str(kid.S) for kid in copy.Root.StructTreeRoot.K[0].K] == ["/P"]


def test_tags_that_stand_are_kept_and_called_by_their_standard_names(look, tmp_path):
    tree = ("Document", ("Tieude", "De muc"), ("P", "Mot doan"))
    path = written(a_tagged_pdf(tree, roles={"Tieude": "H1"}), tmp_path / "a.pdf")
    assert look(path)["tagged"]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert [str(kid.S) for kid in copy.Root.StructTreeRoot.K[0].K] == ["/H1", "/P"]
        assert "/RoleMap" not in copy.Root.StructTreeRoot


@pytest.mark.parametrize("fault", ["circle", "unknown type", "not marked"])
def test_tags_that_cannot_be_taken_over_are_replaced(look, tmp_path, fault):
    pdf = a_tagged_pdf(("Document", ("P", "Mot doan")))
    top = pdf.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, Array) else top
    if fault == "circle":
        top.K = Array([*(top.K if isinstance(top.K, Array) else [top.K]), top])
    elif fault == "unknown type":
        top.S = Name.LaLam
    else:
        pdf.Root.MarkInfo.Marked = False
    assert not look(written(pdf, tmp_path / "a.pdf"))["tagged"]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert not tag_faults(copy)


def test_a_signature_is_told_its_field_goes_its_picture_stays(look, tmp_path):
    told = look(written(signed(a_scan(2)), tmp_path / "a.pdf"))
    (signature,) = told["signatures"]
    assert (signature["name"], signature["page"], signature["whole"]) == ("Lê Thị Bích", 1, False)
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert "/AcroForm" not in copy.Root
        assert "/Annots" not in copy.pages[0].obj
        assert b"1 0 0 1 300 100 cm" in copy.pages[0].obj.Contents.read_bytes()


def test_a_signature_on_a_tagged_page_becomes_a_figure(look, tmp_path):
    pdf = signed(a_tagged_pdf(("Document", ("P", "Mot doan"))))
    assert look(written(pdf, tmp_path / "a.pdf"))["tagged"]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert not tag_faults(copy)
        kids = list(copy.Root.StructTreeRoot.K[0].K)
        assert [str(kid.S) for kid in kids] == ["/P", "/Figure"]
        assert str(kids[1].Alt) == "Chữ ký số trên Quyết định số 15"


@pytest.mark.parametrize(("seen", "kept"), [(False, True), (True, False)])
def test_a_signature_that_nobody_sees_or_made_draws_or_tells_nothing(look, tmp_path, seen, kept):
    told = look(written(signed(a_scan(), seen=seen, kept=kept), tmp_path / "a.pdf"))
    assert bool(told["signatures"]) is kept
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert (b"/Ky" in copy.pages[0].obj.Contents.read_bytes()) is seen


def test_a_file_of_a_known_kind_inside_is_told(look, tmp_path):
    assert look(written(attached("hoa-don.xml"), tmp_path / "a.pdf"))["attached"] == ["hoa-don.xml"]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert "/Names" not in copy.Root


def test_links_and_bookmarks_stay(look, tmp_path):
    pdf = a_scan(2)
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Trang hai", 1))
    there = Dictionary(S=Name.URI, URI=String("https://chinhphu.vn"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=there)
    pdf.pages[0].obj.Annots = Array([link])
    look(written(pdf, tmp_path / "a.pdf"))
    dossier = FinishedPdf(tmp_path / "thu.pdf")
    assert [(b.title, b.page) for b in dossier.bookmarks][1:] == [("Trang hai", 2)]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert str(copy.pages[0].obj.Annots[0].A.URI) == "https://chinhphu.vn"


def test_bookmarks_in_a_circle_are_left_out(look, tmp_path):
    pdf = a_scan()
    item = pdf.make_indirect(Dictionary(Title=String("x")))
    item.Next = item
    pdf.Root.Outlines = Dictionary(First=item, Last=item, Count=1)
    assert look(written(pdf, tmp_path / "a.pdf"))["pages"] == 1
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert "/Outlines" not in copy.Root


def test_colours_meant_by_another_profile_keep_it(look, tmp_path):
    pdf = claiming(a_scan(), "2", "B")
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    other = profile.read_bytes().replace("sRGB".encode("utf-16-be"), "aRGB".encode("utf-16-be"))
    profile.write(other.replace(b"sRGB", b"aRGB"))
    look(written(pdf, tmp_path / "a.pdf"))
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        drawing = copy.pages[0].obj.Resources.XObject.Trang
        assert "/DefaultRGB" in drawing.Resources.ColorSpace
        assert "sRGB".encode("utf-16-be") in copy.Root.OutputIntents[0].DestOutputProfile.read_bytes()


def test_the_same_file_gives_the_same_copy(look, tmp_path):
    path = written(signed(a_scan(2)), tmp_path / "a.pdf")
    look(path)
    first = (tmp_path / "ban.pdf").read_bytes()
    look(path)
    assert (tmp_path / "ban.pdf").read_bytes() == first
