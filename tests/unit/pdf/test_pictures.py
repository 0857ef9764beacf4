"""A described picture is read where it stands; what nobody described is an artifact; no page looks different."""

from pikepdf import Array, Dictionary, Name

from service.pdf.mend import mend_tags
from service.pdf.tags import is_a, read_parents, top_elements, walk
from tests.builders_pdf import a_tagged_pdf, reopened, shape, tag_faults

BOX = Dictionary(O=Name.Layout, BBox=Array([100, 600, 160, 660]), Width=1.2)
CLIPPED = b"/Artifact BMC\nQ q %s re\nW* n\nq 60 0 0 60 100 600 cm\n/Im1 Do Q\nEMC"
PAGE = b"/Artifact BMC\nq 0 0 612 792 re\nW* n\nEMC"


def a_page(*tops, drawn=()):
    """Make a page whose pictures are drawn after its text."""
    pdf = a_tagged_pdf(*tops)
    page = pdf.pages[0].obj
    page.Contents.write(b"\n".join((PAGE, page.Contents.read_bytes(), *drawn)))
    return pdf


def mended(pdf):
    mend_tags(pdf)
    again = reopened(pdf)
    assert not tag_faults(again)
    return again


def content(pdf):
    return pdf.pages[0].obj.Contents.read_bytes()


def test_a_described_figure_gets_the_drawing_in_its_box():
    other = CLIPPED % b"300 600 60 60"
    picture = CLIPPED % b"100.5 600.1 59 59.8"
    tree = ("Document", ("P", "Dau", ("Figure", {"A": BOX, "Alt": "Con dau"}), "sau"))
    pdf = mended(a_page(tree, drawn=(other, picture)))
    assert shape(pdf) == [("Document", ("P", 0, ("Figure", 2), 1))]
    assert content(pdf).count(b"/Artifact BMC") == 2
    assert content(pdf).endswith(picture.replace(b"/Artifact BMC", b"/Figure<</MCID 2>>BDC"))


def test_two_figures_in_one_box_get_a_drawing_each():
    figure = ("Figure", {"A": BOX, "Alt": "Con dau"})
    pdf = mended(a_page(("Document", ("P", figure, figure)), drawn=[CLIPPED % b"100 600 60 60"] * 2))
    assert shape(pdf) == [("Document", ("P", ("Figure", 0), ("Figure", 1)))]


def test_a_page_that_only_had_a_picture_gets_a_key():
    pdf = a_page(("Document", ("P", ("Figure", {"A": BOX, "Alt": "x"}))), drawn=[CLIPPED % b"100 600 60 60"])
    del pdf.pages[0].obj["/StructParents"]
    pdf.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array())
    pdf = mended(pdf)
    assert [len(held) for held in read_parents(pdf.Root.StructTreeRoot).values()] == [1]


def test_a_figure_whose_drawing_is_not_found_keeps_its_words():
    for drawn in (CLIPPED % b"100 600 20 20", CLIPPED % b"90 600 60 60", b"/Artifact BMC\nf\nEMC"):
        pdf = mended(a_page(("Document", ("P", ("Figure", {"A": BOX, "Alt": "x"}))), drawn=[drawn]))
        (figure,) = (e for e in walk(top_elements(pdf.Root.StructTreeRoot)[0]) if is_a(e, Name.Figure))
        assert str(figure.Alt) == "x"
        assert content(pdf).endswith(drawn)


def as_figure(pdf, *numbers):
    """Let marked content be a figure's, as LibreOffice marks drawn shapes."""
    page = pdf.pages[0].obj
    drawn = page.Contents.read_bytes()
    for number in numbers:
        drawn = drawn.replace(b"/X<</MCID %d>>BDC" % number, b"/Figure<</MCID %d>>BDC" % number)
    page.Contents.write(drawn)
    return pdf


def test_an_undescribed_shape_becomes_an_artifact():
    pdf = mended(as_figure(a_tagged_pdf(("Document", ("P", "truoc", ("Figure", {"A": BOX}, "ve")))), 1))
    assert shape(pdf) == [("Document", ("P", 0))]
    assert content(pdf).count(b"/Artifact BMC") == 1


def test_the_text_in_an_undescribed_frame_stays_in_its_place():
    tree = ("Document", ("P", ("Figure", {"A": BOX}, "khung", ("P", "chu trong khung"))), ("P", "sau"))
    pdf = mended(as_figure(a_tagged_pdf(tree), 0))
    assert shape(pdf) == [("Document", ("P", ("Div", ("P", 1))), ("P", 2))]


def test_a_figure_that_has_its_drawing_is_left_as_it_is():
    pdf = as_figure(a_tagged_pdf(("Document", ("P", ("Figure", {"A": BOX, "Alt": "x"}, "ve")))), 0)
    before = content(pdf)
    assert content(mended(pdf)) == before


def test_an_undescribed_figure_whose_drawing_is_not_found_is_left_for_verapdf_to_tell():
    pdf = mended(a_tagged_pdf(("Document", ("P", ("Figure", {"A": BOX}, "ve")))))
    assert shape(pdf) == [("Document", ("P", ("Figure", 0)))]
