from docx.oxml.ns import qn

from service.layouts.page import new_draft
from service.layouts.table import Column, data_table, grid

COLUMNS = [Column("TT", 15, "center"), Column("Nhiệm vụ", 100), Column("Kết quả", 50)]


def table_of(**more):
    draft = new_draft("dang", title="Thử")
    rows = [
        ["{%tr for x in viec %}"],
        ["{{ loop.index }}", "{{ x.ten }}", "{{ x.ket_qua }}"],
        ["{%tr endfor %}"],
    ]
    return data_table(draft, COLUMNS, rows, **more)


def test_the_head_repeats_and_no_row_splits():
    table = table_of()
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_head_cells_are_never_empty():
    assert [c.text for c in table_of().rows[0].cells] == ["TT", "Nhiệm vụ", "Kết quả"]


def test_columns_keep_their_width_and_their_cells_their_side():
    table = table_of()
    assert [round(c.width.mm) for c in table.rows[2].cells] == [15, 100, 50]
    sides = [c.paragraphs[0].alignment for c in table.rows[2].cells]
    assert [str(s).split(" ")[0] for s in sides] == ["CENTER", "LEFT", "LEFT"]


def test_the_total_is_a_bold_last_row():
    last = table_of(total=["", "Tổng cộng", "{{ tong }}"]).rows[-1]
    assert [c.text for c in last.cells] == ["", "Tổng cộng", "{{ tong }}"]
    assert all(run.bold for c in last.cells for run in c.paragraphs[0].runs)


def test_a_grid_only_places_things():
    table = grid(new_draft("dang", title="Thử"), (77, 88), rows=2)
    assert table._tbl.tblPr.style == "TableNormal"
    assert table._tbl.find(".//" + qn("w:tblHeader")) is None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
