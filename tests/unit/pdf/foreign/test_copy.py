"""What other programs write oddly comes out of the copy right: words, boxes, places, keys and names of the tags."""

import pytest
from lxml import etree
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from service.pdf.bind import Part, bind
from service.pdf.split import split
from service.pdf.stamp import PageNumbers
from service.pdf.tags import read_ids
from tests.builders import a_metadata
from tests.builders_foreign import a_scan, written
from tests.builders_pdf import a_tagged_pdf, tag_faults


def a_link(pdf, **members):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), **members)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    return pdf


@pytest.mark.parametrize("title", ["Giấy\x01 mời\x00", "Giấy\uffff mời", "\u200bGiấy mời\r\n"])
def test_what_a_document_cannot_hold_is_left_out_of_title_and_language(look, tmp_path, title):
    pdf = a_scan()
    pdf.docinfo["/Title"], pdf.Root.Lang = String(title), String("tiếng\x02Việt")
    said = look(written(pdf, tmp_path / "a.pdf"), "")["said"]
    assert (said["title"], said["language"]) == ("Giấy mời", "")
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert "Giấy mời" in "".join(etree.fromstring(copy.Root.Metadata.read_bytes()).itertext())
        assert str(copy.Root.Lang) == "vi-VN"


@pytest.mark.parametrize(
    ("media", "crop", "seen"),
    [
        ([595, 842, 0, 0], None, [0, 0, 595, 842]),
        ([0, 0, 595, 842], [-1000, -1000, 4000, 6000], [0, 0, 595, 842]),
        ([0, 0, 595, 842], [400, 600, 100, 100], [100, 100, 400, 600]),
        ([0, 0, 595, 842], [2000, 2000, 3000, 3000], [0, 0, 595, 842]),
        ([-300, -400, 295, 442], [0, 0, 0, 0], [-300, -400, 295, 442]),
    ],
)
def test_the_running_number_finds_the_corner_of_what_is_seen(look, tmp_path, media, crop, seen):
    pdf = a_scan()
    pdf.pages[0].obj.MediaBox = Array(media)
    if crop:
        pdf.pages[0].obj.CropBox = Array(crop)
    look(written(pdf, tmp_path / "a.pdf"))
    with Pdf.open(tmp_path / "thu.pdf") as dossier:
        page = dossier.pages[0].obj
        assert [float(edge) for edge in page.get("/CropBox", page.MediaBox)] == seen
        x, y = map(float, page.Contents[-1].read_bytes().split(b" Tm")[0].split()[-2:])
        assert (0 < seen[2] - x < 90, 0 < seen[3] - y < 45) == (True, True)


@pytest.mark.parametrize("place", [[0, "/Fit"], [None, "/Fit"], []])
def test_a_place_in_no_page_is_forgotten_and_what_was_bound_can_be_split(look, tmp_path, place):
    told = Array([Name(one) if isinstance(one, str) else one for one in place])
    look(written(a_link(a_scan(), Dest=told, A=Name.Odd), tmp_path / "a.pdf"))
    assert [piece.pages for piece in split(tmp_path / "thu.pdf", tmp_path)] == [1]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert not {"/Dest", "/A"} & set(copy.pages[0].obj.Annots[0].keys())


def test_a_place_in_another_file_stays_through_binding_and_splitting(look, tmp_path):
    away = Dictionary(S=Name.GoToR, F=String("khac.pdf"), D=Array([0, Name.Fit]))
    look(written(a_link(a_scan(), A=away), tmp_path / "a.pdf"))
    (piece,) = split(tmp_path / "thu.pdf", tmp_path)
    with Pdf.open(piece.path) as pdf:
        assert int(pdf.pages[0].obj.Annots[0].A.D[0]) == 0


def test_tags_and_bookmarks_of_pages_that_were_cut_out_before_go(look, tmp_path):
    pdf = a_tagged_pdf(("Document", ("P", "con"), ("Sect", ("H1", {"ID": String("b")}, "mat"))))
    gone = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 9, 9])))
    _kept, lost = pdf.Root.StructTreeRoot.K[0].K
    lost.K[0].Pg = gone
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Mất", Array([gone, Name.Fit])))
    assert look(written(pdf, tmp_path / "a.pdf"))["tagged"]
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        root = copy.Root.StructTreeRoot
        assert ([str(kid.S) for kid in root.K[0].K], "/IDTree" in root) == (["/P"], False)
        assert "/Dest" not in copy.Root.Outlines.First


def test_keys_that_lead_to_no_element_do_not_lead_to_those_of_another_paper(look, tmp_path):
    pdf = a_tagged_pdf(("Document", ("P", "a")))
    pdf.add_blank_page()
    pdf.pages[1].obj.StructParents = 7
    look(written(pdf, tmp_path / "a.pdf"))
    with Pdf.open(tmp_path / "ban.pdf") as copy:
        assert ["/StructParents" in page.obj for page in copy.pages] == [True, False]


def test_tags_without_a_way_from_the_pages_to_them_are_replaced(look, tmp_path):
    pdf = a_tagged_pdf(("Document", ("P", "a")))
    del pdf.Root.StructTreeRoot["/ParentTree"]
    assert not look(written(pdf, tmp_path / "a.pdf"))["tagged"]
    with Pdf.open(tmp_path / "thu.pdf") as dossier:
        assert not tag_faults(dossier)


def test_ids_that_stand_in_no_tree_of_ids_stay_apart(look, tmp_path):
    header = ("TH", {"ID": String("cột 1")}, "a")
    cell = ("TD", {"A": Dictionary(O=Name.Table, Headers=Array([String("cột 1")]))}, "b")
    look(written(a_tagged_pdf(("Document", ("Table", ("TR", header, cell)))), tmp_path / "a.pdf"))
    parts = [Part(tmp_path / "ban.pdf", f"Giấy {n}", conformed=True) for n in (1, 2)]
    bind(parts, tmp_path / "ho-so.pdf", a_metadata())
    with Pdf.open(tmp_path / "ho-so.pdf") as pdf:
        ids = read_ids(pdf.Root.StructTreeRoot)
        assert list(ids) == ["1.cột 1", "2.cột 1"]
        assert [str(ids[name].P.K[1].A.Headers[0]) for name in ids] == list(ids)


@pytest.mark.parametrize(("name", "known"), [("m.xml", True), ("m.exe", False)])
def test_files_that_go_with_an_element_are_told_or_refused_and_not_copied(look, tmp_path, name, known):
    pdf = a_tagged_pdf(("Document", ("P", "a")))
    held = pdf.make_stream(b"MZ", Type=Name.EmbeddedFile)
    file = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=held))
    pdf.Root.StructTreeRoot.K[0].K[0].AF = Array([pdf.make_indirect(file)])
    told = look(written(pdf, tmp_path / "a.pdf"))
    if known:
        assert told["attached"] == [name]
        assert b"EmbeddedFile" not in (tmp_path / "ban.pdf").read_bytes()
    else:
        assert [reason["rule"] for reason in told["refused"]] == ["attachment"]


def test_what_could_not_be_numbered_is_refused(look, tmp_path):
    pdf = a_tagged_pdf(("Document", ("P", "a")))
    pdf.pages[0].obj.Resources = Dictionary(Font=Name.None_)
    told = look(written(pdf, tmp_path / "a.pdf"))
    assert [reason["rule"] for reason in told["refused"]] == ["broken"]


def test_a_dossier_bound_in_a_dossier_comes_out_as_it_went_in(look, tmp_path):
    """With its own numbers, which stay readable beside those of the dossier around it, and all of its tags."""
    look(written(a_tagged_pdf(("Document", ("P", "a"), ("P", "b"))), tmp_path / "a.pdf"))
    once = [Part(tmp_path / "ban.pdf", "Giấy", conformed=True)]
    bind(once, tmp_path / "trong.pdf", a_metadata(), PageNumbers("{n}"))
    look(tmp_path / "trong.pdf")
    (tmp_path / "ban.pdf").replace(tmp_path / "vao.pdf")
    bind(
        [Part(tmp_path / "vao.pdf", "Hồ sơ trong", conformed=True)],
        tmp_path / "ngoai.pdf",
        a_metadata(),
        PageNumbers(),
    )
    with Pdf.open(tmp_path / "ngoai.pdf") as pdf:
        drawn = [s.read_bytes() for s in pdf.pages[0].obj.Contents][-2:]
        inner, outer = (float(words.split(b" Tm")[0].split()[-1]) for words in drawn)
        assert inner - outer == pytest.approx(14)
        assert len(pdf.pages[0].obj.Resources.Font) == 2
    (piece,) = split(tmp_path / "ngoai.pdf", tmp_path)
    with Pdf.open(piece.path) as pdf, Pdf.open(tmp_path / "vao.pdf") as before:
        page, was = pdf.pages[0].obj, before.pages[0].obj
        assert [s.read_bytes() for s in page.Contents] == [s.read_bytes() for s in was.Contents]
        assert sorted(page.Resources.Font.keys()) == sorted(was.Resources.Font.keys())
        assert not tag_faults(pdf)
