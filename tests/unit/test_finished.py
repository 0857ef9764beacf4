"""Facts are read as they stand in the file."""

from pathlib import Path

from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.finished import Bookmark, FinishedPdf, Link

MINUTES = Path(__file__).parents[1] / "resources" / "bien-ban-libreoffice.pdf"


def test_pages_text_bookmarks_and_links_are_read():
    facts = FinishedPdf(MINUTES)
    assert facts.pages == len(facts.text) == 2
    assert "Chi bộ đã hoàn thành 12 nhiệm vụ." in facts.text[0]
    assert facts.bookmarks == (
        Bookmark(1, "I. Đánh giá kết quả tháng trước", 1),
        Bookmark(2, "a) Tồn tại", 1),
        Bookmark(1, "II. Nhiệm vụ tháng này", 2),
    )
    assert Link(2, "phần I", 1, None) in facts.links
    assert Link(2, "cổng thông tin", None, "https://dangcongsan.vn/") in facts.links


def test_the_structure_is_indented_and_says_what_elements_say_of_themselves(tmp_path):
    with Pdf.open(MINUTES) as pdf:
        top = pdf.Root.StructTreeRoot.K[0]
        figure = Dictionary(S=Name.Figure, T=String("Dấu"), Alt=String("Con dấu"), ID=String("dau"))
        cell = Dictionary(S=Name.TH, A=Array([Dictionary(O=Name.Table, Scope=Name.Row, ColSpan=2), 0]))
        top.K = Array([pdf.make_indirect(figure), Dictionary(S=Name.TR, K=cell), 7])
        pdf.save(tmp_path / "out.pdf")
    assert FinishedPdf(tmp_path / "out.pdf").structure.splitlines() == [
        "Document",
        "  Figure “Dấu” [Con dấu] #dau",
        "  TR",
        "    TH Scope=Row ColSpan=2",
    ]


def test_a_bare_file_has_no_title_no_tags_no_bookmarks_and_a_lost_link_goes_nowhere(tmp_path):
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 1, 1]), Dest=String("mất"))
        pdf.pages[0].obj.Annots = Array([link])
        pdf.save(tmp_path / "bare.pdf")
    facts = FinishedPdf(tmp_path / "bare.pdf")
    assert (facts.title, facts.language, facts.structure, facts.bookmarks) == ("", "", "", ())
    assert facts.links == (Link(1, "", None, None),)
