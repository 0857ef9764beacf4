"""The running number is drawn beside all that is on a page, and can be taken off again without a trace."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from service.pdf.bind import Part, bind
from service.pdf.roles import Stretch
from service.pdf.stamp import FONT, SIZE, PageNumbers, Place, stamp, unstamp
from service.readers import PAGE_NUMBER_SIGNS
from service.settings import BY_NAME
from tests.builders import a_metadata
from tests.finished import FinishedPdf

MINUTES = Path(__file__).parents[2] / "resources" / "bien-ban-libreoffice.pdf"


def a_page(turn=0, size=(595, 842)):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=size).obj
    page.Contents = pdf.make_stream(b"0.5 g")
    if turn:
        page.Rotate = turn
    return pdf, page


def place_of(page):
    """Give the text matrix of the number."""
    drawn = page.Contents[-1].read_bytes().decode()
    return [float(n) for n in drawn.split("Tf ")[1].split(" Tm")[0].split()]


def test_text_and_tags_of_a_dossier_are_the_same_but_for_the_numbers(tmp_path):
    parts = [Part(MINUTES, "Biên bản")] * 2
    bind(parts, tmp_path / "plain.pdf", a_metadata())
    bind(parts, tmp_path / "numbered.pdf", a_metadata(), PageNumbers())
    plain, numbered = FinishedPdf(tmp_path / "plain.pdf"), FinishedPdf(tmp_path / "numbered.pdf")
    assert plain.structure == numbered.structure
    for n, (before, after) in enumerate(zip(plain.text, numbered.text, strict=True), start=1):
        assert after.split() == [*before.split(), "Tr.", f"{n}/4"]


def test_the_number_is_an_artifact_between_saved_and_restored_states():
    pdf, page = a_page()
    stamp(pdf, [page], Stretch(0, 1), PageNumbers())
    before, own, number = (stream.read_bytes() for stream in page.Contents)
    assert (before, own) == (b"q\n", b"0.5 g")
    assert number.startswith(b"\nQ\n/Artifact <</Type /Pagination /Subtype /Header>> BDC\nq")
    assert number.endswith(b"ET Q\nEMC")


@pytest.mark.parametrize("contents", ["one", "many", "none"])
def test_a_number_taken_off_leaves_the_page_as_it_was(contents):
    pdf, page = a_page()
    if contents == "many":
        page.Contents = Array([pdf.make_stream(b"0 g"), pdf.make_stream(b"1 g")])
    elif contents == "none":
        del page.Contents
    before = [] if contents == "none" else page.Contents.objgen
    stamp(pdf, [page], Stretch(0, 1), PageNumbers())
    assert FONT in page.Resources.Font
    unstamp(page)
    unstamp(page)
    assert FONT not in page.Resources.Font
    if contents == "one":
        assert page.Contents.objgen == before
    elif contents == "many":
        assert [s.read_bytes() for s in page.Contents] == [b"0 g", b"1 g"]


def test_a_page_without_a_number_is_left_alone_by_taking_off():
    pdf, page = a_page()
    page.Contents = Array([pdf.make_stream(b"q\n"), pdf.make_stream(b"0 g"), pdf.make_stream(b"Q")])
    unstamp(page)
    assert len(page.Contents) == 3


@pytest.mark.parametrize(
    ("place", "turn", "size", "corner"),
    [
        (Place.TOP_RIGHT, 0, (595, 842), (595, 842)),
        (Place.TOP_RIGHT, 0, (842, 595), (842, 595)),
        (Place.TOP_RIGHT, 90, (595, 842), (0, 842)),
        (Place.TOP_RIGHT, 180, (595, 842), (0, 0)),
        (Place.TOP_RIGHT, 270, (595, 842), (595, 0)),
        (Place.BOTTOM_RIGHT, 0, (595, 842), (595, 0)),
        (Place.BOTTOM_RIGHT, 90, (595, 842), (595, 842)),
    ],
)
def test_the_number_stands_in_its_corner_whatever_way_the_page_is_turned(place, turn, size, corner):
    pdf, page = a_page(turn, size)
    stamp(pdf, [page], Stretch(0, 1), PageNumbers("{n}", place))
    *_, x, y = place_of(page)
    assert abs(x - corner[0]) < 60
    assert abs(y - corner[1]) < 60


def test_a_page_that_measures_in_units_of_its_own_gets_a_number_of_the_same_size():
    pdf, page = a_page(size=(59.5, 84.2))
    page.UserUnit = 10
    (box,) = stamp(pdf, [page], Stretch(0, 1), PageNumbers("{n}")).values()
    plain, usual = a_page(size=(595, 842))
    (known,) = stamp(plain, [usual], Stretch(0, 1), PageNumbers("{n}")).values()
    assert [edge * 10 for edge in box] == pytest.approx(known)
    assert b" 1.1 Tf " in page.Contents[-1].read_bytes()


def test_the_middle_is_the_middle_for_any_length():
    pdf, page = a_page()
    stamp(pdf, [page], Stretch(0, 1), PageNumbers("Tờ số {n}/{total}", Place.BOTTOM_CENTRE))
    x = place_of(page)[4]
    assert 250 < x < 297


def test_only_numbered_pages_are_drawn_on_and_an_empty_form_draws_nothing():
    pdf = pikepdf.new()
    pages = [pdf.add_blank_page().obj for _ in range(3)]
    stamp(pdf, pages, Stretch(1, 1), PageNumbers())
    stamp(pdf, pages, Stretch(0, 3), PageNumbers(form=""))
    assert ["/Font" in p.get("/Resources", Dictionary()) for p in pages] == [False, True, False]


def test_the_settings_know_the_signs_of_the_font():
    pdf, page = a_page()
    signs = "".join(sorted(PAGE_NUMBER_SIGNS))
    stamp(pdf, [page], Stretch(0, 1), PageNumbers(signs + "{n}"))
    shown = page.Contents[-1].read_bytes().decode().split(" Tm <")[1].split(">")[0]
    assert len(bytes.fromhex(shown)) == len(signs) + 1
    assert page.Resources.Font[FONT].Subtype == Name.TrueType


@pytest.mark.parametrize("form", ["Tr. {n}/{total}", "Trang {n}", "Tờ số {n}", "- {n} -", "{n}", "[{n}]"])
def test_forms_that_offices_use_can_be_set(form):
    assert BY_NAME["page_number"].read(form) == form


def test_no_number_can_be_set_too():
    assert BY_NAME["page_number"].read("khong") == ""


@pytest.mark.parametrize("form", ["Trang", "{n}{n}", "{n} {x}", "Page {n}", "{n.real}", "{total}"])
def test_forms_that_cannot_be_drawn_are_refused(form):
    with pytest.raises(ValueError):
        BY_NAME["page_number"].read(form)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_it_is_told_where_the_numbers_stand(turn):
    pdf, page = a_page(turn)
    (box,) = stamp(pdf, [page], Stretch(0, 1), PageNumbers()).values()
    *_, x, y = place_of(page)
    left, bottom, right, top = box
    assert left - 0.01 <= x <= right + 0.01
    assert bottom - 0.01 <= y <= top + 0.01
    assert round(min(right - left, top - bottom)) == SIZE + 3
    assert 0 < left < right < 595
    assert 0 < bottom < top < 842
