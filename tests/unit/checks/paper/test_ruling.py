"""The lines under a heading are missed when nothing stands for them, and found however they are drawn."""

from collections.abc import Callable

import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.builders_papers import STATE, Letters, a_paper, add_line, judged, told

MISSED = "L5 Không có nét kẻ dưới {}."


def test_the_party_has_one_under_its_title_the_state_three() -> None:
    assert told(a_paper(ruled=())) == [MISSED.format("dòng ĐẢNG CỘNG SẢN VIỆT NAM")]
    assert sorted(told(a_paper(**{**STATE, "ruled": ()}))) == [
        MISSED.format(name) for name in ("tiêu ngữ", "trích yếu", "tên cơ quan ban hành")
    ]
    (finding,) = judged(a_paper(ruled=())).findings
    assert finding.severity == "W"
    assert finding.place.startswith("bảng 1, hàng 1, ô 2")


def title_of(document: Document):
    cell = document.tables[0].rows[0].cells[1]
    return next(p for p in cell.paragraphs if p.text)


def empty_below(side: str) -> Callable[[Document], None]:
    """Draw the line on an empty paragraph below the title."""

    def change(document: Document) -> None:
        title = title_of(document)
        below = title.insert_paragraph_before("")
        title._p.addnext(below._p)
        add_line(below, side)

    return change


def typed_below(document: Document) -> None:
    title = title_of(document)
    below = title.insert_paragraph_before("____________")
    title._p.addnext(below._p)


def shape(document: Document) -> None:
    """Anchor a drawing to the first paragraph below the grid, which is the type of the paper."""
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:drawing"))
    document.paragraphs[0]._p.append(run)


def cell_border(document: Document) -> None:
    borders, bottom = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "single")
    borders.append(bottom)
    document.tables[0].rows[0].cells[1]._tc.get_or_add_tcPr().append(borders)


def by_style(document: Document) -> None:
    style = document.styles.add_style("Có kẻ", WD_STYLE_TYPE.PARAGRAPH)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    bottom.set(qn("w:val"), "single")
    borders.append(bottom)
    style.element.get_or_add_pPr().append(borders)
    title_of(document).style = style


WAYS = {
    "a border of the next": empty_below("top"),
    "a border of an empty one below": empty_below("bottom"),
    "underscores": typed_below,
    "a shape": shape,
    "the border of its cell": cell_border,
    "a border of its style": by_style,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_line_is_found_however_it_is_drawn(way: str) -> None:
    assert told(a_paper(ruled=(), change=WAYS[way])) == []


def test_underlined_letters_are_a_line() -> None:
    assert told(a_paper(ruled=(), looks={"title": Letters(15, bold=True, underline=True)})) == []


@pytest.mark.parametrize("value", ["nil", "none"])
def test_a_border_that_is_none_draws_nothing(value: str) -> None:
    def change(document: Document) -> None:
        title_of(document)._p.find(f".//{qn('w:bottom')}").set(qn("w:val"), value)

    assert told(a_paper(change=change)) == [MISSED.format("dòng ĐẢNG CỘNG SẢN VIỆT NAM")]


def test_a_drawing_in_the_body_is_none_of_the_heading() -> None:
    def change(document: Document) -> None:
        shape(document)
        drawing = document.paragraphs[0]._p.r_lst[-1]
        document.paragraphs[8]._p.append(drawing)

    assert told(a_paper(ruled=(), change=change)) == [MISSED.format("dòng ĐẢNG CỘNG SẢN VIỆT NAM")]


def table_of_style(font: str, *, direct: str = "") -> Callable[[Document], None]:
    """Add a table whose style names the font of its cells."""

    def change(document: Document) -> None:
        style = document.styles.add_style("Bảng số liệu", WD_STYLE_TYPE.TABLE)
        style.font.name, style.font.size = font, Pt(14)
        table = document.add_table(1, 1)
        table.style = style
        run = table.rows[0].cells[0].paragraphs[0].add_run("Tổ đảng số một")
        if direct:
            run.font.name = direct

    return change


@pytest.mark.parametrize(
    ("font", "direct", "found"),
    [
        ("Arial", "", ["L2 Phông Arial (1 đoạn: bảng 3, hàng 1, ô 1)."]),
        ("Times New Roman", "", []),
        ("Arial", "Times New Roman", []),
    ],
)
def test_the_font_of_a_table_style_is_that_of_its_cells(font: str, direct: str, found: list[str]) -> None:
    assert told(a_paper(change=table_of_style(font, direct=direct)), "W") == found


def test_a_paragraph_style_goes_before_the_style_of_the_table() -> None:
    def change(document: Document) -> None:
        table_of_style("Arial")(document)
        document.styles["Normal"].font.name = "Times New Roman"

    assert told(a_paper(change=change), "W") == []
