import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from service.errors import InputTooLarge, UnreadableInput
from service.intake import workbook
from service.intake.grid import Grid
from service.intake.workbook import open_workbook
from tests.builders_intake import a_book, failed, saved, with_part

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
BOOK = a_book({"Một": [["a", 1, date(2026, 2, 5), True], ["b", 2.5]], "Hai": [[None], [None, "c"]]})
EMPTY = a_book({"A": [["x"]]})


def opened(folder: Path, data: bytes) -> tuple[Grid, ...]:
    return open_workbook(saved(folder, "a.xlsx", data))


def sheet_of(rows: str) -> bytes:
    """Make a sheet's XML around rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )


def replaced(part: str, old: bytes, new: bytes) -> bytes:
    return with_part(BOOK, part, lambda data: data.replace(old, new, 1))


def test_cells_come_typed_at_their_places(tmp_path: Path) -> None:
    one, two = opened(tmp_path, BOOK)
    assert (one.name, one.first, one.rows[0][:4]) == ("Một", True, ["a", 1.0, date(2026, 2, 5), True])
    assert (two.name, two.first, two.rows[1][1], two.cell(1, 1)) == ("Hai", False, "c", "Hai!B2")


def test_hidden_sheets_say_so(tmp_path: Path) -> None:
    grids = opened(tmp_path, a_book({"A": [["x"]], "B": [["x"]]}, hidden=("B",)))
    assert [g.hidden for g in grids] == [False, True]


def test_failed_formulas_are_seen(tmp_path: Path) -> None:
    (grid,) = opened(tmp_path, a_book({"A": [[failed("=1/0", "#DIV/0!"), failed("=NA()", "#N/A"), "t='e'"]]}))
    assert grid.rows == [["#DIV/0!", "#N/A", "t='e'"]]


@pytest.mark.parametrize("number", [b"NaN", b"-inf", b"1e999"])
def test_what_is_no_number_is_a_failed_formula(tmp_path: Path, number: bytes) -> None:
    (grid, _) = opened(tmp_path, replaced(SHEET, b"2.5", number))
    assert (grid.rows[0][1], grid.rows[1][:2]) == (1.0, ["b", "#NUM!"])


def test_macros_and_drawings_are_never_opened(tmp_path: Path) -> None:
    book = with_part(
        with_part(BOOK, "xl/vbaProject.bin", b"\xff" * 99), "xl/drawings/drawing1.xml", b"<broken"
    )
    assert len(opened(tmp_path, book)) == 2


def test_files_of_other_programs_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên", 5, date(2026, 2, 5)])
    target = io.BytesIO()
    book.save(target)
    (grid,) = opened(tmp_path, target.getvalue())
    assert grid.rows == [["Họ và tên", 5.0, date(2026, 2, 5)]]


def test_rows_without_values_are_no_rows(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c></row>' + "".join(
        f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(2, 100_001)
    )
    (grid,) = opened(tmp_path, with_part(EMPTY, SHEET, sheet_of(rows)))
    assert grid.rows == [[7.0]]


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>',
        "<c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c>",
        '<c r="A1" r="XFD1048576"><v>1</v></c>',
        '<c s="1"\n r="XFD1048576"><v>1</v></c>',
        '<c r="A1"><v>1</v></c></row><row r="900000"><c r="ZZ900000" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="ZZZ99999999"><v>1</v></c>',
        '<c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c>',
        '<c r="A1"><v>1</v></c></row><row r="-1"><c><v>1</v></c>',
    ],
)
def test_a_cell_far_out_or_out_of_order_is_refused_before_memory_is_taken(tmp_path: Path, cells: str) -> None:
    with pytest.raises((InputTooLarge, UnreadableInput)):
        opened(tmp_path, with_part(EMPTY, SHEET, sheet_of(f'<row r="1">{cells}</row>')))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (STRINGS, b"uniqueCount=", b'uniqueCount="4294967295" x='),
        (STRINGS, b'count="', b'count="&#57;99999999'),
        ("xl/styles.xml", b'<fonts count="1"', b'<fonts count="4000000000"'),
        (SHEET, b"<sheetData>", b"<sheetData"),
        ("xl/workbook.xml", b"</workbook>", b""),
        (STRINGS, b"<si>", b"<si"),
    ],
)
def test_a_damaged_or_boasting_part_is_refused(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    with pytest.raises(UnreadableInput, match="bị hỏng"):
        opened(tmp_path, replaced(part, old, new))


def test_a_doctype_far_out_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb += b"<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
    with pytest.raises(UnreadableInput, match="bị hỏng"):
        opened(tmp_path, with_part(EMPTY, SHEET, bomb))


def test_one_long_text_in_many_cells_is_refused(tmp_path: Path) -> None:
    text = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 301))
    book = with_part(BOOK, STRINGS, text)
    with pytest.raises(InputTooLarge, match="quá lớn"):
        opened(tmp_path, with_part(book, SHEET, sheet_of(cells)))
    for trick in ("<v>&#48;</v>", "<v><![CDATA[0]]></v>", "<v><!-- -->0</v>"):
        with pytest.raises(InputTooLarge, match="quá lớn"):
            opened(tmp_path, with_part(book, SHEET, sheet_of(cells.replace("<v>0</v>", trick))))


def test_many_cells_that_do_not_use_the_long_text_are_read(tmp_path: Path) -> None:
    text = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si><si><t>y</t></si></sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(1, 301))
    grids = opened(tmp_path, with_part(with_part(EMPTY, STRINGS, text), SHEET, sheet_of(cells)))
    assert len(grids[0].rows) == 300


def test_parts_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    for part in (STRINGS, SHEET):
        with pytest.raises(InputTooLarge, match="quá lớn"):
            opened(tmp_path, with_part(BOOK, part, b" " * (workbook.MAX_SHEET + 1)))


def test_sizes_that_lie_do_not_help(tmp_path: Path) -> None:
    bomb = with_part(BOOK, SHEET, b"x" * 9_000_000)
    small = re.sub(re.escape((9_000_000).to_bytes(4, "little")), (10).to_bytes(4, "little"), bomb)
    assert small != bomb
    with pytest.raises(UnreadableInput, match="bị hỏng"):
        opened(tmp_path, small)


def test_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    target = io.BytesIO(BOOK)
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(workbook.MAX_PARTS):
            archive.writestr(f"x{number}.bin", b"")
    with pytest.raises(InputTooLarge, match="quá lớn"):
        opened(tmp_path, target.getvalue())


def damage(flag: int) -> Callable[[bytes], bytes]:
    """Set the general flags of every entry of a zip, local and central."""

    def change(data: bytes) -> bytes:
        made = bytearray(data)
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            for found in re.finditer(re.escape(mark), data):
                made[found.start() + at] |= flag
        return bytes(made)

    return change


def test_a_locked_zip_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="mật khẩu"):
        opened(tmp_path, damage(1)(BOOK))


@pytest.mark.parametrize("cut", [30, 200, 2_000])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    with pytest.raises(UnreadableInput, match="bị hỏng"):
        opened(tmp_path, BOOK[:-cut])


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        info: Any = archive.getinfo(SHEET)
    made = bytearray(BOOK)
    made[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 0xFF
    with pytest.raises(UnreadableInput, match="bị hỏng"):
        opened(tmp_path, bytes(made))
