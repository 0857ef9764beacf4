"""The grids of a template, which hold header and signatures."""

from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table

from service.layouts.page import Draft


def grid(draft: Draft, widths: Sequence[float], rows: int = 1) -> Table:
    """Add a table without borders that only places things; its rows never split.

    Widths in millimetres. It has no header row, so that a tagged PDF does not take it for data.
    """
    table: Table = draft.document.add_table(rows=rows, cols=len(widths))
    properties = table._tbl.tblPr
    properties.style = "TableNormal"
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    return table
