"""Dates typed as text that may be read two ways: the month before the day, years of two digits.

Day, month, year is what our forms ask for. Where a column shows that it was typed otherwise, the sender is asked how
to read it: nothing is guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from service.errors import FieldError
from service.forms.places import pointer_of, shown
from service.intake.grid import At, letters
from service.intake.header import Header
from service.intake.notes import Note
from service.intake.plan import Column, key_of, place_of

ORDERS = {"dmy": "ngày/tháng/năm", "mdy": "tháng/ngày/năm"}
CENTURIES = ("1900", "2000", "1930")
WAYS = frozenset({*ORDERS, *(f"{order}-{start}" for order in ORDERS for start in CENTURIES)})

_TYPED = re.compile(r"\s*([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{2})\s*")
_MONTHS, _DAYS = 12, 31
_EXAMPLES = 3


@dataclass(frozen=True)
class Doubt:
    """What is not certain of a column of dates: the `order` of day and month, the century of `years`; `examples`."""

    order: bool
    years: bool
    examples: tuple[str, ...]


def doubt(values: Iterable[object]) -> Doubt | None:
    """Say what must be asked of a column of dates; None when each can be read one way only."""
    month_first, short = [], []
    for value in values:
        found = _TYPED.fullmatch(value) if isinstance(value, str) else None
        if found and int(found[1]) <= _MONTHS < int(found[3]) <= _DAYS:
            month_first.append(found[0].strip())
        if found and len(found[4]) == 2:
            short.append(found[0].strip())
    if not month_first and not short:
        return None
    examples = dict.fromkeys([*month_first[:2], *short, *month_first])
    return Doubt(bool(month_first), bool(short), tuple(examples)[:_EXAMPLES])


def read_days(header: Header, ways: Mapping[str, str]) -> tuple[Header, list[Note]]:
    """Read the typed dates of a sheet as the sender says; where nothing is said, doubtful cells are to be asked about.

    Args:
        header: the sheet.
        ways: column title or place → one of WAYS.

    Returns:
        The sheet with those cells as "dd/mm/yyyy", and a note for each.
    """
    new: dict[At, str] = {}
    asked: dict[At, tuple[str, str]] = {}
    for place, column in header.columns:
        if column.field.format != "vn-date":
            continue
        texts = _texts(header, place)
        if way := way_of(header, place, column, ways):
            new |= {(row, place): read for row, text in texts.items() if (read := _as_said(text, way))}
        elif (found := doubt(texts.values())) and found.order:
            said = f"đọc được hai cách, vì cột này có ngày ghi tháng trước (“{found.examples[0]}”)."
            asked |= {
                (row, place): ("ambiguous", f"“{shown(t)}” {said} Xin ghi rõ, hoặc chọn cách đọc khi gửi.")
                for row, t in texts.items()
                if _turns(t)
            }
    return _changed(header, new, asked, ways)


def way_of(header: Header, place: int, column: Column, ways: Mapping[str, str]) -> str:
    """Give what the sender says of a column of dates, "" when nothing."""
    names = {key_of(column.title), key_of(column.field.name), key_of(".".join(column.path))}
    sheets = {"", key_of(header.grid.name)} if not header.table.path else {key_of(header.grid.name)}
    for name, way in ways.items():
        at = place_of(name)
        if (at and at[1] == letters(place) and at[0] in sheets) or (not at and key_of(name) in names):
            return way
    return ""


def unknown_dates(headers: Iterable[Header], ways: Mapping[str, str]) -> list[FieldError]:
    """Name what the sender says of columns that hold no dates, or of dates in no known way."""
    every = [(h, place, c) for h in headers for place, c in h.columns if c.field.format == "vn-date"]
    found = []
    for name, way in ways.items():
        if way not in WAYS:
            said = f"Cách đọc ngày “{shown(way)}” không có. Xin dùng dmy hoặc mdy, ví dụ mdy-1930."
        elif not any(way_of(h, place, c, {name: way}) for h, place, c in every):
            said = f"Không có cột ngày nào là “{shown(name)}”. Xin ghi đúng tiêu đề cột."
        else:
            continue
        found.append(FieldError(pointer=pointer_of(("dates", name[:100])), rule="dates", detail=said))
    return found


def _texts(header: Header, place: int) -> dict[int, str]:
    return {
        row: cells[place]
        for row, cells in header.data()
        if place < len(cells) and isinstance(cells[place], str) and cells[place]
    }


def _as_said(text: str, way: str) -> str:
    """Give "dd/mm/yyyy"; "" when the text is no such date, which then is told at its cell."""
    found = _TYPED.fullmatch(text)
    if not found:
        return ""
    order, _, start = way.partition("-")
    day, month = (found[1], found[3]) if order == "dmy" else (found[3], found[1])
    year = found[4]
    if len(year) == 2:
        if not start:
            return ""
        year = str(int(start) + (int(year) - int(start)) % 100)
    return f"{int(day):02}/{int(month):02}/{year}" if 1 <= int(month) <= _MONTHS else ""


def _turns(text: str) -> bool:
    found = _TYPED.fullmatch(text)
    if not found or len(found[4]) == 2:
        return False
    return found[1] != found[3] and max(int(found[1]), int(found[3])) <= _MONTHS


def _changed(
    header: Header, new: Mapping[At, str], asked: Mapping[At, tuple[str, str]], ways: Mapping[str, str]
) -> tuple[Header, list[Note]]:
    if not new and not asked:
        return header, []
    grid, notes = header.grid, []
    rows = list(grid.rows)
    for (row, place), text in sorted(new.items()):
        was = rows[row][place]
        if was.strip() != text:
            order = ORDERS[way_of(header, place, header.at(place), ways).partition("-")[0]]
            number = None if header.table.path else row - header.row
            why = f"Ngày được đọc theo {order} như đã chọn."
            notes.append(Note(row=number, cell=grid.cell(row, place), before=was[:40], after=text, why=why))
        rows[row] = [*rows[row][:place], text, *rows[row][place + 1 :]]
    return replace(header, grid=replace(grid, rows=rows, asked={**grid.asked, **asked})), notes
