"""What pages draw alike is stored once; what differs, or belongs to one place, is not."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from service.pdf.share import SharedObjects


def a_page(pdf, content=b"BT (a) Tj ET", program=b"font program", **entries):
    """Make a page with a font of its own, as each converted document has it."""
    file = pdf.make_stream(program)
    file.Length1 = len(program)
    descriptor = pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontFile2=file))
    font = pdf.make_indirect(Dictionary(Type=Name.Font, FontDescriptor=descriptor, Widths=Array([500, 600])))
    picture = pdf.make_stream(b"\x00\x01")
    picture.update(Dictionary(**entries))
    pdf.add_blank_page()
    page = pdf.pages[-1].obj
    page.Resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Im0=picture)))
    page.Contents = pdf.make_stream(content)
    return page


def shared(*pages):
    objects = SharedObjects()
    for page in pages:
        objects.share(page)


def same(one, other):
    return one.objgen == other.objgen


def test_equal_fonts_pictures_resources_and_contents_become_one():
    with Pdf.new() as pdf:
        one, other = a_page(pdf), a_page(pdf)
        shared(one, other)
        assert same(one.Resources, other.Resources)
        assert same(one.Contents, other.Contents)


def test_what_two_pages_of_a_later_document_hold_together_is_replaced_on_both():
    with Pdf.new() as pdf:
        one, other, third = (a_page(pdf) for _ in range(3))
        third.Resources = other.Resources
        shared(one, other, third)
        assert same(one.Resources, other.Resources)
        assert same(one.Resources, third.Resources)


def test_lists_that_stand_by_themselves_are_shared_too():
    """So do Word and Ghostscript write widths and colour spaces."""
    with Pdf.new() as pdf:
        one, other = a_page(pdf), a_page(pdf)
        for page in (one, other):
            page.Resources.Font.F1.Widths = pdf.make_indirect(Array([500, 600]))
        shared(one, other)
        assert same(one.Resources.Font.F1.Widths, other.Resources.Font.F1.Widths)
        assert same(one.Resources, other.Resources)


def test_a_font_that_differs_only_deep_inside_stays_its_own():
    with Pdf.new() as pdf:
        one, other = a_page(pdf), a_page(pdf, program=b"another program")
        shared(one, other)
        assert not same(one.Resources.Font.F1, other.Resources.Font.F1)
        assert same(one.Resources.XObject.Im0, other.Resources.XObject.Im0)


def test_equal_parts_of_different_fonts_are_shared():
    with Pdf.new() as pdf:
        one, other = a_page(pdf), a_page(pdf)
        other.Resources.Font.F1.Widths[0] = 501
        shared(one, other)
        assert not same(one.Resources.Font.F1, other.Resources.Font.F1)
        assert same(one.Resources.Font.F1.FontDescriptor, other.Resources.Font.F1.FontDescriptor)


def test_streams_of_equal_bytes_but_another_meaning_stay_apart():
    with Pdf.new() as pdf:
        one, other = a_page(pdf), a_page(pdf, Width=7)
        shared(one, other)
        assert not same(one.Resources.XObject.Im0, other.Resources.XObject.Im0)


def test_what_a_tag_points_into_belongs_to_one_place():
    with Pdf.new() as pdf:
        one, other = a_page(pdf, StructParent=5), a_page(pdf, StructParent=5)
        shared(one, other)
        assert not same(one.Resources.XObject.Im0, other.Resources.XObject.Im0)


def test_a_circle_of_objects_ends():
    with Pdf.new() as pdf:
        page = a_page(pdf)
        page.Resources.XObject.Im0.Self = page.Resources
        shared(page)
        assert same(page.Resources.XObject.Im0.Self, page.Resources)


def test_contents_in_pieces_and_a_page_without_contents_are_fine():
    with Pdf.new() as pdf:
        one, other, bare = a_page(pdf), a_page(pdf), a_page(pdf)
        one.Contents = Array([one.Contents])
        other.Contents = Array([other.Contents])
        del bare.Contents
        shared(one, other, bare)
        assert same(one.Contents[0], other.Contents[0])


def test_the_copies_are_not_written():
    sizes = []
    for copies in (1, 20):
        with Pdf.new() as pdf:
            shared(*(a_page(pdf, program=bytes(range(256)) * 40) for _ in range(copies)))
            stream = BytesIO()
            pdf.save(stream, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            sizes.append(len(stream.getvalue()))
    assert sizes[1] < sizes[0] + 20 * 300
