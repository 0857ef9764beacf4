"""Tables of a template: the grids that hold header and signatures, and tables of data."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Row

from service.layouts.look import Align
from service.layouts.page import Draft
from service.layouts.prose import write

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True)
class Column:
    """One column of a data table: its head, its width in millimetres, and how its cells are set."""

    title: str
    width: float
    align: Align = "left"


def grid(draft: Draft, widths: Sequence[float], rows: int = 1) -> Table:
    """Add a table without borders that only places things (header, signatures); its rows never split.

    Widths in millimetres. It has no header row, so that a tagged PDF does not take it for data.
    """
    table = _fixed_table(draft, widths, rows, "TableNormal")
    for row in table.rows:
        _never_split(row)
    return table


def data_table(
    draft: Draft, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, total: Sequence[str] = ()
) -> Table:
    """Add a table with a black grid: the head repeats on each page, rows never split.

    A row of one text is a row of logic (`{%tr for x in xs %}`), gone once filled. `total` is a bold last row.
    """
    table = _fixed_table(draft, [c.width for c in columns], 1, "TableGrid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    head = table.rows[0]
    for cell, column in zip(head.cells, columns, strict=True):
        write(cell.paragraphs[0], column.title, "DauCotBang").paragraph_format.keep_with_next = True
    _repeat(head)
    for texts in rows:
        _add_row(table, columns, texts)
    if total:
        _add_row(table, columns, [f"**{t}**" if t else "" for t in total])
    for row in table.rows:
        _never_split(row)
    return table


def _fixed_table(draft: Draft, widths: Sequence[float], rows: int, style: str) -> Table:
    table: Table = draft.document.add_table(rows=rows, cols=len(widths))
    properties = table._tbl.tblPr
    properties.style = style
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _add_row(table: Table, columns: Sequence[Column], texts: Sequence[str]) -> None:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    padded = [*texts, *[""] * (len(columns) - len(texts))]
    for cell, column, text in zip(row.cells, columns, padded, strict=True):
        paragraph = write(cell.paragraphs[0], text, "ChuBang")
        paragraph._p.get_or_add_pPr().jc_val = _ALIGN[column.align]


def _never_split(row: _Row) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.insert(0, OxmlElement("w:cantSplit"))


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
