import pytest

from service.intake.extent import Extent, column_number, measure


def sheet(rows: str) -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


def test_usual_sheets_are_measured_by_their_references() -> None:
    rows = '<row r="1" spans="1:2"><c r="A1"/><c r="AB1" s="1" t="s"><v>0</v></c></row><row r="7"></row>'
    assert measure(sheet(rows)) == Extent(7, 28, 4)


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c><v>1</v></c><c r="C1"><v>1</v></c><c><v>1</v></c></row><row r="9"><c s="2"/></row>',
        "<row r='1'><c r='D1'><is><t>x</t></is></c></row><row r='9'/>",
        '<x:row r="1" xmlns:x="x"><x:c s="1" r="D1"><x:v>1</x:v></x:c></x:row>',
        '<row r="1"><c r="D1" s="1"><v>1</v></c><c r="XFD1" s="1"></c></row><row r="1048576"><c r="XFD1048576"/></row>',
    ],
)
def test_other_sheets_are_measured_by_their_values(rows: str) -> None:
    found = measure(sheet(rows))
    assert found is not None
    assert (found.rows, found.columns) == (1, 4)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"/></row><row r="1"><c r="A1"/></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="x"/>',
        '<row r="1"><c r="A1" r="B1"/></row>',
        "<row",
    ],
)
def test_what_no_program_writes_has_no_extent(rows: str) -> None:
    assert measure(sheet(rows)) is None


def test_an_empty_sheet_has_no_cells() -> None:
    assert measure(sheet("")) == Extent(0, 0, 0)


def test_columns_are_numbered_from_one() -> None:
    assert [column_number(n) for n in ("A", "z", "AA", "XFD")] == [1, 26, 27, 16384]
