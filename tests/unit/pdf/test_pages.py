"""Pages are copied with all that points at them."""

from io import BytesIO

from pikepdf import Array, Dictionary, Name, Pdf, String

from service.pdf.pages import Pages


def a_file(count):
    pdf = Pdf.new()
    for number in range(count):
        pdf.add_blank_page()
        pdf.pages[-1].obj.Number = number
    pdf.pages[0].obj.Next = pdf.pages[-1].obj
    return pdf


def test_belongings_go_to_the_new_pages():
    with Pdf.new() as pdf, a_file(3) as first, a_file(2) as second:
        pages = Pages(pdf)
        for source in (first, second):
            place = source.make_indirect(Dictionary(Page=source.pages[1].obj, Words=String("x")))
            added, copied = pages.copy(source, {"Place": place, "Also": Array([place])})
            assert copied.Place.Page.objgen == added[1].objgen
            assert copied.Also[0].objgen == copied.Place.objgen
        pages.finish()
        assert len(pages) == 5
        stream = BytesIO()
        pdf.save(stream)
    with Pdf.open(stream) as written:
        assert [int(page.obj.Number) for page in written.pages] == [0, 1, 2, 0, 1]
        assert written.pages[0].obj.Next.objgen == written.pages[2].obj.objgen
        assert all(Name.Page == page.obj.Type for page in written.pages)
