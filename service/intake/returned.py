"""The sender's own rows given back: what is wrong is coloured, explained at its cell, and listed on a sheet of its own.

The rows asked for stand in it, with the rows of the lists that belong to them: those with errors, which mended and sent
again are the rest of a batch, or all of a file of which nothing was made yet. Titles are the form's own, so that
nothing has to be explained twice. Everything is written as text, number or date: nothing can start as a formula.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from service.errors import FieldError
from service.intake.book import new_workbook
from service.intake.cells import MAX_TEXT
from service.intake.drafts import Draft, Place, keys_of
from service.intake.grid import is_empty, letters
from service.intake.header import Header
from service.intake.look import AMBER, FORMATS, RED, kind_of, list_page
from service.intake.origin import origin_of, origin_place
from service.intake.plan import ERRORS, MAIN, ORIGIN, key_of, origin_header, origin_title
from service.intake.sheets import Drafted
from service.vietnamese.dates import numeric_date

MAX_COMMENTS = 5_000
"""Comments weigh; beyond this many the sheet of errors alone explains."""
_TITLES = (ORIGIN, "Ô trong tệp này", "Cột", "Giá trị đã ghi", "Cần sửa", "Mức", "Quy tắc", "Nguồn")
_WIDTHS = (16, 16, 26, 34, 80, 12, 10, 44)
_LEVELS = {"W": "Nên xem lại", "I": "Cho biết"}
_ERROR = "Phải sửa"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
At = tuple[int, int]


@dataclass(frozen=True)
class _Part:
    """One sheet to be written: which rows of which header, with their numbers where rows are linked."""

    header: Header
    rows: Sequence[tuple[str, int]]
    name: str

    @property
    def numbered(self) -> bool:
        """True when a column must be added: rows were counted by their place, and that changes."""
        return self.header.table.keyed and self.header.key is None


@dataclass(frozen=True)
class _Said:
    """What is said of cells, by sheet and the cell's old name: what must be mended, what should be looked at again."""

    wrong: Mapping[tuple[str, str], Sequence[str]]
    softer: Mapping[tuple[str, str], Sequence[str]]

    def of(self, at: tuple[str, str]) -> tuple[Sequence[str], bool]:
        """Give all that is said of a cell, and whether it must be mended."""
        wrong = self.wrong.get(at, ())
        return (*wrong, *(f"{_LEVELS['W']}: {said}" for said in self.softer.get(at, ()))), bool(wrong)


def write_returned(
    drafted: Drafted,
    errors: Sequence[FieldError],
    rows: Sequence[int],
    path: Path,
    *,
    softer: Sequence[FieldError] = (),
) -> None:
    """Write the workbook (.xlsx) of some rows, what is wrong with them marked.

    Args:
        drafted: the sheets as they were read.
        errors: what is wrong, by cell.
        rows: the numbers of the rows that are given back.
        path: where to.
        softer: what should be looked at again in those rows, marked in another colour.
    """
    wanted = set(rows)
    drafts = [draft for draft in drafted.drafts if draft.number in wanted]
    parts = list(_parts(drafted, drafts))
    with new_workbook(path, "Các dòng cần sửa") as book:
        formats = {name: book.add_format({"valign": "top", **look}) for name, look in FORMATS.items()}
        wrong, soft = (
            {name: book.add_format({"valign": "top", **look, **mark}) for name, look in FORMATS.items()}
            for mark in (RED, AMBER)
        )
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
        writer = _Writer(formats, wrong, soft, heading)
        said = _Said(_by_cell(errors, parts, drafted), _by_cell(softer, parts, drafted))
        for part in parts:
            writer.part(book.add_worksheet(part.name), part, said)
        every = sorted((*errors, *softer), key=lambda e: e.row or 0)
        writer.listed(book.add_worksheet(ERRORS), _lines(every, parts, drafted, writer.moved))


def _parts(drafted: Drafted, drafts: Sequence[Draft]) -> Iterator[_Part]:
    main, *lists = drafted.headers
    taken: set[str] = set()
    keys = {id(draft): key for key, draft in keys_of(drafts).items()}
    yield _Part(main, [(keys[id(draft)], draft.at[1]) for draft in drafts], _sheet_name(main, taken))
    for header in lists:
        found: list[tuple[str, int]] = []
        for draft in drafts:
            places: list[Place] = [*draft.lists.get(header.table.path, ()), *draft.marks]
            found += [(keys[id(draft)], row) for at, row in places if at is header]
        if found:
            yield _Part(header, found, _sheet_name(header, taken))


def _sheet_name(header: Header, taken: set[str]) -> str:
    """Give the sheet its own name as far as .xlsx allows it, for .ods allows more."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", header.grid.name).split()).strip("'")[:31]
    name = plain if plain and plain.casefold() != ERRORS.casefold() else (header.table.sheet or MAIN)
    while name.casefold() in taken:
        name = f"{name[:26]} ({len(taken) + 1})"
    taken.add(name.casefold())
    return name


def _by_cell(
    errors: Sequence[FieldError], parts: Sequence[_Part], drafted: Drafted
) -> dict[tuple[str, str], list[str]]:
    """Gather what is said of each cell, by sheet and the cell's old name; of a whole row at its first cell."""
    said: dict[tuple[str, str], list[str]] = {}
    for error in errors:
        place = _place(error, parts, drafted)
        if place:
            said.setdefault(place, []).append(error.detail)
    return said


def _place(error: FieldError, parts: Sequence[_Part], drafted: Drafted) -> tuple[str, str] | None:
    main = drafted.headers[0]
    if error.cell is None:
        if error.row is None:
            return None
        return parts[0].name, main.grid.cell(main.row + error.row, main.columns[0][0])
    for part in parts:
        if not part.header.grid.first and error.cell.startswith(part.header.grid.name + "!"):
            return part.name, error.cell
    return next(((part.name, error.cell) for part in parts if part.header.grid.first), None)


class _Writer:
    """Writes the sheets; `moved` tells where each cell of the old file stands now."""

    def __init__(
        self, formats: Mapping[str, Any], wrong: Mapping[str, Any], softer: Mapping[str, Any], heading: Any
    ) -> None:
        self.formats, self.wrong, self.softer, self.heading = formats, wrong, softer, heading
        self.moved: dict[tuple[str, str], str] = {}
        self._comments = 0

    def part(self, sheet: Any, part: _Part, said: _Said) -> None:
        """Write one sheet."""
        header, shift = part.header, int(part.numbered)
        titles = _titles(header)
        if shift:
            sheet.write_string(0, 0, header.table.key_title, self.heading)
        for place, title in titles.items():
            sheet.set_column(place + shift, place + shift, 22)
            sheet.write_string(0, place + shift, title, self.heading)
        list_page(sheet)
        self._origins(sheet, part, max(titles) + shift + 1)
        for new_row, (number, row) in enumerate(part.rows, 1):
            if shift:
                sheet.write_string(new_row, 0, number, self.formats["text"])
            cells = header.grid.rows[row]
            for place in titles:
                old = header.grid.cell(row, place)
                value = cells[place] if place < len(cells) else None
                if isinstance(value, date) and (row, place) in header.grid.asked:
                    value = numeric_date(value)  # a date that was asked about must not come back as certain
                here, must = said.of((part.name, old))
                look = self.formats if not here else self.wrong if must else self.softer
                self._cell(sheet, (new_row, place + shift), value, here, look)
                if here:
                    self.moved[part.name, old] = xlsxwriter.utility.xl_rowcol_to_cell(new_row, place + shift)

    def _origins(self, sheet: Any, part: _Part, place: int) -> None:
        """Say in the last column which row of the sender's file each row was, if that is not said already."""
        header = part.header
        if header.table.path or origin_place(header) is not None:
            return
        sheet.set_column(place, place, 18)
        sheet.write_string(0, place, origin_title(header.row + 1), self.heading)
        for new_row, (_, row) in enumerate(part.rows, 1):
            sheet.write_number(new_row, place, row + 1, self.formats["number"])

    def _cell(self, sheet: Any, at: At, value: Any, said: Sequence[str], looks: Mapping[str, Any]) -> None:
        kind = kind_of(value)
        look = looks[kind]
        if is_empty(value):
            if said:
                sheet.write_blank(*at, None, look)
        elif isinstance(value, bool):
            sheet.write_boolean(*at, value, look)
        elif kind in ("number", "percent"):
            sheet.write_number(*at, float(value), look)
        elif kind == "text":
            sheet.write_string(*at, str(value)[:MAX_TEXT], look)
        else:
            sheet.write_datetime(*at, value, look)
        if said and self._comments < MAX_COMMENTS:
            self._comments += 1
            sheet.write_comment(*at, "\n".join(said)[:2_000], {"x_scale": 2, "y_scale": 1.2, "font_size": 10})

    def listed(self, sheet: Any, lines: Iterable[Sequence[str]]) -> None:
        """Write the sheet of errors; all its cells are text."""
        for place, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, title, self.heading)
        list_page(sheet)
        for row, line in enumerate(lines, 1):
            for place, text in enumerate(line):
                sheet.write_string(row, place, text[:MAX_TEXT], self.formats["text"])


def _titles(header: Header) -> dict[int, str]:
    """Give the titles by place: the form's own where a column is known, without what the sender left out."""
    known = {place: column.title for place, column in header.columns}
    if header.key is not None:
        known[header.key] = header.table.key_title
    written = {n: str(cell) for n, cell in enumerate(header.grid.rows[header.row]) if not is_empty(cell)}
    kept = {n: title for n, title in written.items() if not _left_out(header, n, title)}
    return {n: title[:MAX_TEXT] for n, title in sorted({**kept, **known}.items())}


def _left_out(header: Header, place: int, title: str) -> bool:
    out = header.table.explained_at(header.grid.name, letters(place)) == (None,)
    return out or key_of(title) in header.table.left_out


def _lines(
    errors: Sequence[FieldError],
    parts: Sequence[_Part],
    drafted: Drafted,
    moved: Mapping[tuple[str, str], str],
) -> Iterator[Sequence[str]]:
    values = {header.grid.name: header for header in drafted.headers}
    names = {part.name: part.header.grid.name for part in parts}
    for error in errors:
        place = _place(error, parts, drafted)
        now = moved.get(place, "") if place else ""
        where = f"{place[0]}!{now}" if place and now and place[0] != parts[0].name else now
        header = values.get(names[place[0]]) if place else None
        found = _found(header, place[1]) if header and place else ""
        level = _LEVELS.get(error.severity or "", _ERROR)
        rule = error.rule if error.severity and error.rule else ""
        yield (
            _row_of(error, drafted.headers[0]),
            where,
            error.column or "",
            found,
            error.detail,
            level,
            rule,
            error.source or "",
        )


def _row_of(error: FieldError, main: Header) -> str:
    """Give the row of the sender's first file that an error is of, as the left edge of its sheet counts.

    A workbook of a former version counted otherwise; of its rows nothing is said.
    """
    if not error.row:
        return ""
    row, place = main.row + error.row, origin_place(main)
    if place is None:
        return str(row + 1)
    return str(origin_of(main, row) or "") if origin_header(main.grid.rows[main.row][place]) else ""


def _found(header: Header, cell: str) -> str:
    """Give what stands in a cell of the old file, by the cell's name."""
    name = cell.rpartition("!")[2]
    row, column = xlsxwriter.utility.xl_cell_to_rowcol(name)
    cells = header.grid.rows[row] if row < len(header.grid.rows) else ()
    value = cells[column] if column < len(cells) else ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value)
