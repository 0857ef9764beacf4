import pytest
from docx.oxml.ns import qn

from service.layouts.header import (
    MOTTO_LINE,
    PARTY_LINE,
    party_header,
    personal_header,
    state_header,
    title_block,
)
from service.layouts.page import new_draft

LONG = "CHI BỘ TRƯỜNG TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ NGUYỄN VĂN TIẾP B"
NAMES = {"above": "ĐẢNG BỘ XÃ MỸ THỌ", "organ": LONG}
REST = {"number": "Số 05-NQ/CB", "place_date": "Mỹ Thọ, ngày 05 tháng 02 năm 2026"}


def lines(cell):
    return [p.text for p in cell.paragraphs]


def styles(cell):
    return [p.style.style_id for p in cell.paragraphs]


@pytest.fixture
def party():
    draft = new_draft("dang", title="Nghị quyết")
    party_header(draft, **NAMES, **REST)
    return draft.document.tables[0]


def test_party_header_has_names_above_and_number_level_with_the_date(party):
    assert lines(party.cell(0, 0)) == ["ĐẢNG BỘ XÃ MỸ THỌ", LONG, "*"]
    assert lines(party.cell(0, 1)) == [PARTY_LINE]
    assert lines(party.cell(1, 0)) == ["Số 05-NQ/CB"]
    assert lines(party.cell(1, 1)) == ["Mỹ Thọ, ngày 05 tháng 02 năm 2026"]


def test_only_the_line_of_the_party_is_ruled(party):
    ruled = [
        p.text for c in party._cells for p in c.paragraphs if p._p.find(".//" + qn("w:pBdr")) is not None
    ]
    assert ruled == [PARTY_LINE]


def test_asterisk_and_number_are_centred_whatever_the_length_of_the_name(party):
    assert styles(party.cell(0, 0))[-1] == styles(party.cell(1, 0))[0] == "SoKyHieu"
    style = party.cell(1, 0).paragraphs[0].style
    assert style.element.find(qn("w:pPr")).find(qn("w:jc")).get(qn("w:val")) == "center"


def test_a_layout_grid_has_neither_borders_nor_a_header_row_nor_empty_cells(party):
    assert party._tbl.find(".//" + qn("w:tblHeader")) is None
    assert party._tbl.tblPr.find(qn("w:tblBorders")) is None
    assert all(c.text.strip() for c in party._cells)


def test_minutes_have_neither_number_nor_date():
    draft = new_draft("dang", title="Biên bản")
    party_header(draft, **NAMES, number="", place_date="")
    assert len(draft.document.tables[0].rows) == 1


def test_state_header_has_name_and_motto_of_the_nation():
    draft = new_draft("nha-nuoc", title="Quyết định")
    state_header(draft, **NAMES, number="Số: 05/QĐ-UBND", place_date=REST["place_date"])
    table = draft.document.tables[0]
    assert lines(table.cell(0, 1))[1] == MOTTO_LINE
    assert "*" not in lines(table.cell(0, 0))
    assert len(list(table._tbl.iter(qn("w:pBdr")))) == 2


def test_a_personal_paper_has_no_number_and_no_asterisk():
    draft = new_draft("ca-nhan", title="Bản cam kết")
    personal_header(draft, **NAMES, place_date=REST["place_date"])
    table = draft.document.tables[0]
    assert lines(table.cell(0, 0)) == list(NAMES.values())
    assert lines(table.cell(0, 1)) == [PARTY_LINE, REST["place_date"]]


@pytest.mark.parametrize(
    ("layout", "close"), [("dang", ["-----"]), ("nha-nuoc", [""]), ("ca-nhan", [])], ids=str
)
def test_the_title_is_closed_in_the_way_of_its_layout(layout, close):
    draft = new_draft(layout, title="Thông báo")
    title_block(draft, kind="THÔNG BÁO", about="Về lịch họp")
    assert [p.text for p in draft.document.paragraphs] == ["THÔNG BÁO", "Về lịch họp", *close]
