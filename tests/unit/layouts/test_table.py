"""Grids only place things: no head, no border, no row split over pages."""

from docx.oxml.ns import qn

from service.layouts.page import new_draft
from service.layouts.table import grid


def test_a_grid_only_places_things():
    table = grid(new_draft("dang", title="Thử"), (77, 88), rows=2)
    assert table._tbl.tblPr.style == "TableNormal"
    assert table._tbl.find(".//" + qn("w:tblHeader")) is None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
