"""Rows that belong to a table and not to its data: numbers of columns, titles once more, totals, those who sign.

Official tables have a row "(1) (2) (3)" under the titles, the titles again on each page, a row "Tổng cộng" and a block
of signatures at the foot. None of them is a person or a paper; they are left out, and each is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from service.forms.places import shown
from service.intake.grid import is_empty
from service.intake.header import Header
from service.intake.notes import Note
from service.vietnamese.text import nfc

_NUMBER = re.compile(r"\(?([1-9][0-9]?|[A-Z])\)?")
_LEAST = 2
"""One number alone under one title may be data, and so may two without brackets."""
_TOTAL = re.compile(r"(?:tổng|tổng cộng|tổng số|cộng)(?:\s*:)?(?:\s*\d[\d.]*(?:\s+\w+){0,3})?\s*[:.]?")
_SIGNED = re.compile(
    r"người lập(?:\s+(?:biểu|bảng|danh sách))?|nơi nhận:?|t/m\s.+|tm\.\s?.+|thủ trưởng.*|xác nhận của .+|ký tên"
    r"|(?:phó\s+)?bí thư(?:\s+(?:chi|đảng)\s.+)?|\((?:đã\s+)?ký\b.*\)"
    r"|[\w\s.]{2,40},\s*ngày[\s\d.…]*tháng[\s\d.…]*năm[\s\d.…]*"
)
"""Read with their marks: Tống Công is a name, Tổng cộng is none."""
_LONGEST = 80
_SIGNERS = 2
"""Cells of a row below a signature: the names of those who sign."""


def without_furniture(header: Header) -> tuple[Header, list[Note]]:
    """Give the sheet with those rows empty, so that the others keep their numbers, and a note for each."""
    found = dict(_found(header))
    if not found:
        return header, []
    rows = [() if row in found else cells for row, cells in enumerate(header.grid.rows)]
    notes = [_note(header, row, why) for row, why in sorted(found.items())]
    return replace(header, grid=replace(header.grid, rows=rows)), notes


def _found(header: Header) -> Iterator[tuple[int, str]]:
    rows = list(header.data())
    if rows and _numbers_columns(header, rows[0][1]):
        yield rows[0][0], "Dòng đánh số cột, không phải dữ liệu, nên được bỏ qua."
        rows = rows[1:]
    heads = header.grid.rows[header.row]
    titles = {place: _plain(cell) for place, cell in enumerate(heads) if not is_empty(cell)}
    for row, cells in rows:
        if _repeats(titles, cells):
            yield row, "Dòng lặp lại tiêu đề, không phải dữ liệu, nên được bỏ qua."
    if not header.table.path:
        yield from _feet(rows)


def _repeats(titles: Mapping[int, str], cells: Sequence[Any]) -> bool:
    """Say whether a row has the titles once more, each in its place."""
    first = next((place for place, cell in enumerate(cells) if not is_empty(cell)), None)
    if first is None or not isinstance(cells[first], str) or _plain(cells[first]) != titles.get(first):
        return False
    said = {place: _plain(cell) for place, cell in enumerate(cells) if not is_empty(cell)}
    return len(said) >= min(_LEAST, len(titles)) and said.items() <= titles.items()


def _feet(rows: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, str]]:
    signed = False
    for row, cells in rows:
        first = _plain(next((cell for cell in cells if not is_empty(cell)), ""))
        if _TOTAL.fullmatch(first):
            yield row, f"Dòng “{_first(cells)}” là dòng tổng, không phải dữ liệu, nên được bỏ qua."
        elif signed or _SIGNED.fullmatch(first):
            words = [_plain(cell) for cell in cells if not is_empty(cell)]
            if words and (all(map(_SIGNED.fullmatch, words)) or (signed and len(words) <= _SIGNERS)):
                signed = True
                yield (
                    row,
                    f"Dòng “{_first(cells)}” là phần ký ở cuối bảng, không phải dữ liệu, nên được bỏ qua.",
                )


def _plain(cell: Any) -> str:
    return " ".join(nfc(cell[:_LONGEST]).casefold().split()) if isinstance(cell, str) else ""


def _first(cells: Sequence[Any]) -> str:
    return shown(" ".join(str(next(cell for cell in cells if not is_empty(cell))).split()))


def _numbers_columns(header: Header, cells: Sequence[Any]) -> bool:
    """Say whether a row counts the columns: (1), (2), or A, B, 1; under columns of figures alone 1, 2 may be data."""
    if header.key is not None:
        return False  # rows of our own workbooks begin with a number that means something
    names = [f"{c:g}" if isinstance(c, float) else str(c).strip() for c in cells if not is_empty(c)]
    found = [_NUMBER.fullmatch(name) for name in names]
    bare = all(name.isdigit() for name in names)
    if len(found) < _LEAST + bare or not all(found):
        return False
    marks = [one[1] for one in found if one]
    rising = all(_follows(before, after) for before, after in pairwise(marks))
    kinds = {column.field.kind for place, column in header.columns if place < len(cells)}
    return rising and marks[0] in ("1", "2", "A") and not kinds <= {"integer", "number"}


def _follows(before: str, after: str) -> bool:
    if before.isdigit():
        return after.isdigit() and int(after) == int(before) + 1
    return after == "1" or (not after.isdigit() and ord(after) == ord(before) + 1)


def _note(header: Header, row: int, why: str) -> Note:
    number = None if header.table.path else row - header.row
    cells = header.grid.rows[row]
    place = next(place for place, cell in enumerate(cells) if not is_empty(cell))
    return Note(row=number, cell=header.grid.cell(row, place), why=why)
