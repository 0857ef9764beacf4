"""From the number on a document's first page one goes back to its line in the contents; nothing else is touched."""

from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from service.pdf.back import OURS, lead_back
from service.pdf.bind import UNSTAMPED, Part, bind
from service.pdf.roles import Role
from service.pdf.split import split
from service.pdf.stamp import PageNumbers
from service.pdf.tags import TagForest
from tests.builders import a_metadata
from tests.builders_pdf import tag_faults
from tests.finished import FinishedPdf

RESOURCES = Path(__file__).parents[2] / "resources"
FORM, MINUTES = RESOURCES / "cam-ket-libreoffice.pdf", RESOURCES / "bien-ban-libreoffice.pdf"
PARTS = [Part(FORM, "Mục lục", Role.CONTENTS), Part(MINUTES, "Biên bản"), Part(FORM, "Cam kết")]


def ways_back(path):
    return [(k.page, k.target, k.description) for k in FinishedPdf(path).links if "mục lục" in k.description]


def test_each_document_leads_back_to_the_contents_from_its_first_page(tmp_path):
    bind(PARTS, tmp_path / "out.pdf", a_metadata(), PageNumbers())
    assert ways_back(tmp_path / "out.pdf") == [
        (2, 1, "Về mục lục của hồ sơ, số thứ tự 1"),
        (4, 1, "Về mục lục của hồ sơ, số thứ tự 2"),
    ]
    with Pdf.open(tmp_path / "out.pdf") as pdf:
        assert tag_faults(pdf) == []
        link = pdf.pages[3].obj.Annots[-1]
        left, bottom, right, top = (float(edge) for edge in link.Rect)
        assert (470 < left < right < 560, 790 < bottom < top < 820) == (True, True)
        assert (int(link.F), pdf.pages[3].obj.Tabs) == (4, Name.S)


def test_the_way_back_is_the_last_thing_said_of_a_document(tmp_path):
    bind(PARTS, tmp_path / "with.pdf", a_metadata(), PageNumbers())
    bind(PARTS, tmp_path / "without.pdf", a_metadata())
    lines = FinishedPdf(tmp_path / "with.pdf").structure.splitlines()
    ends = [n for n, line in enumerate([*lines[2:], "  Part"], start=1) if line.startswith("  Part")]
    assert [lines[n] for n in ends[1:]] == ["    Link", "    Link"]
    left = [line for n, line in enumerate(lines) if n not in ends[1:]]
    assert left == FinishedPdf(tmp_path / "without.pdf").structure.splitlines()


@pytest.mark.parametrize(("parts", "numbers"), [(PARTS, UNSTAMPED), (PARTS[1:], PageNumbers())])
def test_without_numbers_or_without_contents_there_is_no_way_back(tmp_path, parts, numbers):
    bind(parts, tmp_path / "out.pdf", a_metadata(), numbers)
    assert ways_back(tmp_path / "out.pdf") == []


def test_a_document_taken_out_has_forgotten_it(tmp_path):
    bind(PARTS, tmp_path / "out.pdf", a_metadata(), PageNumbers())
    bind(PARTS[1:], tmp_path / "plain.pdf", a_metadata())
    for name in ("out", "plain"):
        (tmp_path / name).mkdir()
    for one, other in zip(
        split(tmp_path / "out.pdf", tmp_path / "out"),
        split(tmp_path / "plain.pdf", tmp_path / "plain"),
        strict=True,
    ):
        a, b = FinishedPdf(one.path), FinishedPdf(other.path)
        assert (a.structure, a.links, a.text) == (b.structure, b.links, b.text)
        with Pdf.open(one.path) as pdf, Pdf.open(other.path) as plain:
            assert tag_faults(pdf) == []
            assert OURS.encode() not in one.path.read_bytes()
            assert [("/Annots" in p.obj, "/Tabs" in p.obj) for p in pdf.pages] == [
                ("/Annots" in p.obj, "/Tabs" in p.obj) for p in plain.pages
            ]


def test_a_dossier_in_a_dossier_keeps_its_own_ways_back_and_all_its_tags(tmp_path):
    bind(PARTS, tmp_path / "in.pdf", a_metadata(), PageNumbers())
    (tmp_path / "out").mkdir()
    bind(
        [Part(tmp_path / "in.pdf", "Hồ sơ", conformed=True)],
        tmp_path / "out.pdf",
        a_metadata(),
        PageNumbers(),
    )
    (piece,) = split(tmp_path / "out.pdf", tmp_path / "out")
    one, other = FinishedPdf(piece.path), FinishedPdf(tmp_path / "in.pdf")
    assert (one.structure, one.links) == (other.structure, other.links)


def test_it_leads_to_the_very_line_where_lines_have_links(tmp_path):
    with Pdf.new() as pdf:
        contents, first, second = (pdf.add_blank_page().obj for _ in range(3))
        upper, lower = (
            pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=Array([90, y, 300, y + 12])))
            for y in (500, 486)
        )
        contents.Annots = Array([lower, upper])
        tags = TagForest(pdf, "vi-VN")
        for title in ("Một", "Hai"):
            tags.graft(Dictionary(K=Array([Dictionary(S=Name.Document)])), title)
        elsewhere = pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 1, 1])))
        box = (480.0, 800.0, 540.0, 812.0)
        lead_back(pdf, tags, [[lower, upper], [elsewhere]], [contents], [(0, first, box), (1, second, box)])
        place, fallback = first.Annots[0].Dest, second.Annots[0].Dest
        assert (place[0].objgen, place[1], float(place[3])) == (contents.objgen, Name.XYZ, 572.0)
        assert (fallback[0].objgen, fallback[1]) == (contents.objgen, Name.Fit)
