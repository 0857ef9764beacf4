"""Each document has one bookmark that opens at its first page; its own bookmarks hang below it, closed."""

from io import BytesIO

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from service.pdf.outline import Bookmarks, own_bookmarks


def a_document(*titles):
    pdf = Pdf.new()
    pdf.add_blank_page()
    with pdf.open_outline() as outline:
        outline.root.extend(OutlineItem(title, 0) for title in titles)
    return pdf


def test_documents_with_and_without_bookmarks_stand_in_order():
    with Pdf.new() as pdf, a_document("I", "II") as rich, a_document() as bare:
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        bookmarks = Bookmarks(pdf)
        bookmarks.add(pdf.copy_foreign(own_bookmarks(rich)), "Nghị quyết", page)
        bookmarks.add(own_bookmarks(bare), "Biên bản", page)
        bookmarks.finish()
        stream = BytesIO()
        pdf.save(stream)
    with Pdf.open(stream) as written, written.open_outline() as outline:
        assert [(item.title, [kid.title for kid in item.children]) for item in outline.root] == [
            ("Nghị quyết", ["I", "II"]),
            ("Biên bản", []),
        ]
        first = written.Root.Outlines.First
        assert (first.Count, first.First.Parent.objgen) == (-2, first.objgen)
        assert first.Dest == Array([written.pages[0].obj, Name.XYZ, None, None, None])
        assert written.Root.Outlines.Count == 2


def test_an_empty_outline_is_no_bookmark():
    with Pdf.new() as pdf:
        pdf.Root.Outlines = Dictionary(Type=Name.Outlines, Count=0)
        assert own_bookmarks(pdf) is None
