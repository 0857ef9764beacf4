"""Each row of a contents leads to its own document, or the template is said to be at fault."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from service.errors import ConversionFailed
from service.pdf.contents import lead, linked_rows


def a_contents(*links_in_rows):
    """Make a tree with a table of so many links in each row; give it and the annotations."""
    pdf = pikepdf.new()
    annotations = []

    def link():
        annotation = pdf.make_indirect(Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.GoTo)))
        annotations.append(annotation)
        return pdf.make_indirect(
            Dictionary(S=Name.Link, K=Array([Dictionary(Type=Name.OBJR, Obj=annotation)]))
        )

    rows = [
        Dictionary(S=Name.TR, K=Array([Dictionary(S=Name.TD, K=Array([link() for _ in range(count)]))]))
        for count in links_in_rows
    ]
    root = Dictionary(K=Array([Dictionary(S=Name.Table, K=Array([pdf.make_indirect(row) for row in rows]))]))
    return pdf, root, annotations


def test_all_links_of_a_row_go_to_the_first_page_of_its_document():
    pdf, root, annotations = a_contents(0, 2, 1)
    pages = [pdf.add_blank_page().obj for _ in range(2)]
    lead(linked_rows(root), [("Nghị quyết", "1", pages[0]), ("Biên bản", "4", pages[1])])
    assert [str(a.Contents) for a in annotations] == ["Nghị quyết, trang 1"] * 2 + ["Biên bản, trang 4"]
    assert [a.Dest[0].objgen for a in annotations] == [pages[n].objgen for n in (0, 0, 1)]
    assert not any("/A" in a for a in annotations)


def test_a_contents_without_links_stays_without():
    pdf, root, _ = a_contents(0, 0)
    lead(linked_rows(root), [("Nghị quyết", "1", pdf.add_blank_page().obj)])
    assert linked_rows(root) == []


def test_rows_that_do_not_match_the_documents_are_refused():
    pdf, root, _ = a_contents(1, 1)
    with pytest.raises(ConversionFailed, match="2 dòng mang liên kết cho 1 văn bản"):
        lead(linked_rows(root), [("Nghị quyết", "1", pdf.add_blank_page().obj)])
