"""The header of a sheet: which row it is, which column is which field, what is wrong with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from service.errors import FieldError
from service.forms.places import pointer_of, shown
from service.intake.grid import Grid, is_empty, letters
from service.intake.plan import KEY, LINK, Column, Names, Table, key_of, origin_header
from service.vietnamese.text import closest

HEADER_ROWS = 15
"""The header is looked for in this many first rows."""

_COUNTERS = frozenset({"stt", "tt", "so thu tu"})

MAX_NAMED = 20
MAX_ALIKE = 60
"""Cells of a row that are compared with every title."""


@dataclass(frozen=True, eq=False)
class Header:
    """The header found in a grid: `row` and the columns' positions count from 0."""

    grid: Grid
    table: Table
    row: int
    columns: tuple[tuple[int, Column], ...]
    key: int | None
    errors: tuple[FieldError, ...]

    @cached_property
    def places(self) -> dict[Names, tuple[int, Column]]:
        """Where each field stands."""
        return {column.path: (place, column) for place, column in self.columns}

    def data(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Give the rows below the header with their positions from 0."""
        for number in range(self.row + 1, len(self.grid.rows)):
            yield number, self.grid.rows[number]

    def has_data(self, cells: Sequence[Any]) -> bool:
        """Say whether anything stands in the columns of a row; its number alone is nothing."""
        return any(place < len(cells) and not is_empty(cells[place]) for place, _ in self.columns)

    def at(self, place: int) -> Column:
        """Give the field of a column that is known."""
        return next(column for here, column in self.columns if here == place)

    def count(self) -> int:
        """Count the rows that hold something."""
        return sum(1 for _, cells in self.data() if self.has_data(cells))

    def find(self, path: tuple[str, ...]) -> tuple[int, Column] | None:
        """Give the column of a field, of the list it is in, or of the first member of an object."""
        for length in range(len(path), -1, -1):
            if (found := self.places.get(path[:length])) is not None:
                return found
        return next((found for names, found in self.places.items() if names[: len(path)] == path), None)


def best_row(rows: Sequence[Sequence[Any]], table: Table) -> tuple[int, int] | None:
    """Give the row that names most columns of a table, and how many; None when none names any."""
    best: tuple[int, int] | None = None
    for number, row in enumerate(rows[:HEADER_ROWS]):
        count = sum(1 for cell in row[:2000] if isinstance(cell, str) and _named(cell, table))
        if count and number:
            width = min(2000, max(len(above) for above in rows[max(0, number - 2) : number]))
            count += sum(1 for place in range(width) if _merged(rows, number, place, table))
        if count and (best is None or count > best[1]):
            best = (number, count)
    return best


def _alike_row(rows: Sequence[Sequence[Any]], table: Table) -> tuple[int, int] | None:
    """Give the row with most titles that are spelled almost as those of a table: two of them, or the only one."""
    titles = [column.title for column in table.columns]
    best: tuple[int, int] | None = None
    for number, row in enumerate(rows[:HEADER_ROWS]):
        count = sum(1 for cell in row[:MAX_ALIKE] if isinstance(cell, str) and closest(cell[:100], titles))
        if count >= min(2, len(titles)) and (best is None or count > best[1]):
            best = (number, count)
    return best


def _merged(rows: Sequence[Sequence[Any]], number: int, place: int, table: Table) -> str:
    """Give the title of a column whose header cells are merged downwards: it stands a row or two higher up."""
    if place < len(rows[number]) and not is_empty(rows[number][place]):
        return ""
    for row in reversed(rows[max(0, number - 2) : number]):
        cell = row[place] if place < len(row) else ""
        if isinstance(cell, str) and not is_empty(cell):
            return cell if _named(cell, table) or _counts(cell) else ""
    return ""


def _counts(title: str) -> bool:
    """Say whether a column only counts rows: nothing is lost without it."""
    return key_of(title[:200]) in _COUNTERS or origin_header(title[:200]) is not None


def _named(cell: str, table: Table) -> bool:
    key = key_of(cell[:200])
    return bool(table.named(key)) or (table.keyed and key == key_of(table.key_title))


def read_header(grid: Grid, table: Table) -> Header | None:
    """Find and read the header; None when there is none."""
    found = best_row(grid.rows, table) or _alike_row(grid.rows, table)
    if found is None:
        return None
    reading = _Reading(grid, table, found[0])
    width = max(len(row) for row in grid.rows[max(0, found[0] - 2) : found[0] + 1])
    for place, cell in enumerate((*grid.rows[found[0]], *[""] * width)[:width]):
        reading.take(place, _merged(grid.rows, found[0], place, table) if is_empty(cell) else cell)
    reading.missing()
    return Header(grid, table, found[0], tuple(reading.columns), reading.key, tuple(reading.errors))


class _Reading:
    def __init__(self, grid: Grid, table: Table, row: int) -> None:
        self.grid, self.table, self.row = grid, table, row
        self.columns: list[tuple[int, Column]] = []
        self.key: int | None = None
        self.errors: list[FieldError] = []
        self._unknown = 0

    def take(self, place: int, cell: object) -> None:
        """Decide which column a title names, if the sender did not say so."""
        said = self.table.explained_at(self.grid.name, letters(place)) if self.table.placed else None
        if said is not None:
            for column in filter(None, said):
                self._known(place, letters(place) if is_empty(cell) else str(cell).strip(), column)
        elif is_empty(cell):
            self._untitled(place)
        else:
            self._titled(place, " ".join(str(cell).split()))

    def _titled(self, place: int, title: str) -> None:
        key = key_of(title[:200])
        if key in self.table.left_out:
            return
        known = self.table.named(key)
        if len(known) != 1:
            known = self.table.known.get(key_of(f"{self._band(place)} {title[:200]}"), known)
        if not known and self.table.keyed and key in (key_of(KEY), key_of(LINK)):
            self._link(place, title)
        elif len(known) > 1:
            names = " hay ".join(f"“{c.title}”" for c in known[:4])
            self._error(place, title, "ambiguous", f"Cột “{shown(title)}” là {names}? Xin ghi đủ tiêu đề.")
        elif known:
            self._known(place, title, known[0])
        elif not _counts(title):
            self._strange(place, title)

    def _band(self, place: int) -> str:
        """Give what stands above a group of columns, whose cells are merged sideways."""
        above = self.grid.rows[self.row - 1] if self.row else ()
        return next((str(cell)[:200] for cell in reversed(above[: place + 1]) if not is_empty(cell)), "")

    def missing(self) -> None:
        """Name the columns that must be there and are not."""
        have = {column.path for _, column in self.columns}
        guessed = self._unknown or any(e.rule == "ambiguous" for e in self.errors)
        lost = [c for c in self.table.columns if c.needed and c.path not in have]
        where = "" if self.grid.first else f" ở trang “{self.grid.name}”"
        for column in lost:
            more = " (hoặc tiêu đề cột ghi chưa đúng)" if guessed else ""
            self.errors.append(
                FieldError(
                    pointer=pointer_of((*self.table.path, *column.path)),
                    column=column.title,
                    rule="missing-column",
                    detail=f"Thiếu cột bắt buộc “{column.title}”{where}{more}. Xin thêm cột này.",
                )
            )

    def _known(self, place: int, title: str, column: Column) -> None:
        earlier = next((p for p, c in self.columns if c.path == column.path), None)
        if earlier is None:
            self.columns.append((place, column))
        else:
            there = self.grid.cell(self.row, earlier)
            said = f"Cột “{shown(title)}” có hai lần (ô {there}). Xin giữ một cột."
            self._error(place, title, "twice", said)

    def _link(self, place: int, title: str) -> None:
        if self.key is None:
            self.key = place
        else:
            self._error(place, title, "twice", f"Cột “{shown(title)}” có hai lần. Xin giữ một cột.")

    def _untitled(self, place: int) -> None:
        rows = self.grid.rows
        if self._unknown > MAX_NAMED:
            return
        for row in range(self.row + 1, len(rows)):
            if place < len(rows[row]) and not is_empty(rows[row][place]):
                self._unknown += 1
                cell = self.grid.cell(row, place)
                said = f"Ô {cell} có dữ liệu nhưng cột không có tiêu đề. Xin ghi tiêu đề hoặc xóa cột này."
                self._error(place, "", "untitled", said)
                return

    def _strange(self, place: int, title: str) -> None:
        self._unknown += 1
        if self._unknown > MAX_NAMED:
            return
        have = {column.path for _, column in self.columns}
        free = {c.title: c for c in self.table.columns if c.path not in have}
        meant = closest(title[:100], free)
        hint = f"; ý bạn là “{meant}”?" if meant else ". Xin xóa cột này hoặc dùng đúng tiêu đề của bảng mẫu."
        path = (*self.table.path, *free[meant].path) if meant else ()
        self._error(place, title, "unknown", f"Biểu mẫu không có cột “{shown(title)}”{hint}", path)

    def _error(self, place: int, title: str, rule: str, sentence: str, path: Names = ()) -> None:
        """Note a fault; `path` is the field that is proposed for the column."""
        cell = self.grid.cell(self.row, place)
        pointer = pointer_of(path)
        self.errors.append(
            FieldError(pointer=pointer, column=title or None, cell=cell, rule=rule, detail=sentence)
        )
