"""Dates as the sender says that they are meant: the month before the day, years of two digits, cells turned round.

What the dates of a column tell themselves is in daysigns.py; where they leave a doubt, their cells are asked about.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from service.errors import FieldError
from service.forms.places import pointer_of, shown
from service.intake.daysigns import MONTHS, TYPED, Signs, read_so, signs_of, turned_round
from service.intake.grid import At, letters
from service.intake.header import Header
from service.intake.notes import Note
from service.intake.plan import Column, key_of, place_of
from service.vietnamese.dates import numeric_date

TURNED = "turned"
ORDERS = {"dmy": "ngày/tháng/năm", "mdy": "tháng/ngày/năm", TURNED: "ngày/tháng/năm, ô kiểu ngày thì đảo lại"}
CENTURIES = ("1900", "2000", "1930")
WAYS = frozenset({*ORDERS, *(f"{order}-{start}" for order in ORDERS for start in CENTURIES)})


def read_days(header: Header, ways: Mapping[str, str]) -> tuple[Header, list[Note]]:
    """Read the dates of a sheet as the sender says; where nothing is said, doubtful cells are to be asked about.

    Args:
        header: the sheet.
        ways: column title or place → one of WAYS.

    Returns:
        The sheet with those cells as they are meant, and a note for each; a note for a column that was read as the
        country writes dates, though nothing in it says so.
    """
    new: dict[At, str | date] = {}
    asked: dict[At, tuple[str, str]] = {}
    told: list[Note] = []
    for place, column in header.columns:
        if column.field.format != "vn-date":
            continue
        signs = signs_of(header, place)
        if way := way_of(header, place, column, ways):
            new |= dict(_read(header, place, signs, way))
        else:
            asked |= dict(_doubtful(header, place, signs))
            cell = header.grid.cell(header.row, place)
            told += [Note(cell=cell, why=f"“{column.title}”: {said}") for said in read_so(signs)]
    changed, notes = _changed(header, new, asked, ways)
    return changed, [*told, *notes]


def _read(header: Header, place: int, signs: Signs, way: str) -> Iterator[tuple[At, str | date]]:
    for row, text in _texts(header, place).items():
        if read := _as_said(text, way):
            yield (row, place), read
    if way.startswith(TURNED):
        yield from ((at, turned_round(day)) for at, day in signs.kept if day.day <= MONTHS)


def _doubtful(header: Header, place: int, signs: Signs) -> Iterator[tuple[At, tuple[str, str]]]:
    """Give what is to be asked of the cells of a column."""
    if signs.order:
        why = _why(signs)
        for row, text in _texts(header, place).items():
            if _turns(text):
                said = f"“{shown(text)}” đọc được hai cách, vì {why} Xin ghi rõ, hoặc chọn cách đọc khi gửi."
                yield (row, place), ("ambiguous", said)
    days = dict(signs.kept)
    for at in signs.turned:
        meant = numeric_date(turned_round(days[at]))
        left = next(text for text in signs.day_first if "." not in text)
        said = (
            f"ô là ngày {numeric_date(days[at])}, có thể bảng tính đã đảo ngày và tháng của {meant}, vì cột này "
            f"còn ngày ghi chữ (“{left}”). Xin xem lại, hoặc chọn cách đọc khi gửi."
        )
        yield at, ("ambiguous", said)


def _why(signs: Signs) -> str:
    if signs.month_first:
        return f"cột này có ngày ghi tháng trước (“{signs.month_first[0]}”)."
    if signs.said == "mdy":
        return "tiêu đề cột ghi tháng trước ngày."
    if signs.shown:
        return "ô ngày của cột này hiện tháng trước ngày."
    return "năm ghi hai chữ số theo lối nước ngoài."


def way_of(header: Header, place: int, column: Column, ways: Mapping[str, str]) -> str:
    """Give what the sender says of a column of dates, "" when nothing."""
    names = {key_of(column.title), key_of(column.field.name), key_of(".".join(column.path))}
    cells = header.grid.rows[header.row]
    names |= {key_of(cells[place])} - {""} if place < len(cells) else set()
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
            said = f"Cách đọc ngày “{shown(way)}” không có. Xin dùng dmy, mdy hoặc turned, ví dụ mdy-1930."
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
    found = TYPED.fullmatch(text)
    if not found:
        return ""
    order, _, start = way.partition("-")
    day, month = (found[3], found[1]) if order == "mdy" else (found[1], found[3])
    year = found[4]
    if len(year) == 2:
        if not start:
            return ""
        year = str(int(start) + (int(year) - int(start)) % 100)
    return f"{int(day):02}/{int(month):02}/{year}" if 1 <= int(month) <= MONTHS else ""


def _turns(text: str) -> bool:
    found = TYPED.fullmatch(text)
    if not found or len(found[4]) == 2:
        return False
    return found[1] != found[3] and max(int(found[1]), int(found[3])) <= MONTHS


def _changed(
    header: Header,
    new: Mapping[At, str | date],
    asked: Mapping[At, tuple[str, str]],
    ways: Mapping[str, str],
) -> tuple[Header, list[Note]]:
    if not new and not asked:
        return header, []
    grid, notes = header.grid, []
    rows = list(grid.rows)
    for (row, place), value in sorted(new.items(), key=lambda item: item[0]):
        was, text = _written(rows[row][place]), _written(value)
        if was != text:
            order = ORDERS[way_of(header, place, header.at(place), ways).partition("-")[0]]
            number = None if header.table.path else row - header.row
            why = f"Ngày được đọc theo {order} như đã chọn."
            notes.append(Note(row=number, cell=grid.cell(row, place), before=was[:40], after=text, why=why))
        rows[row] = [*rows[row][:place], value, *rows[row][place + 1 :]]
    return replace(header, grid=replace(grid, rows=rows, asked={**grid.asked, **asked})), notes


def _written(value: object) -> str:
    return numeric_date(value) if isinstance(value, date) else str(value).strip()
