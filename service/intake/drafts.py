"""Sheets to raw values: one draft for each row of the main sheet, the rows of the lists joined to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from service.errors import FieldError
from service.forms.places import path_of, pointer_of, shown
from service.intake.grid import NOT_WORKED_OUT, Percent, is_empty
from service.intake.header import Header
from service.intake.mend import ODD, after, before, mended
from service.intake.notes import Note
from service.intake.plan import BLANK, LINK, Column, Names, Table

ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!"}
    | {"#GETTING_DATA", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!"}
    | {f"Err:{number}" for number in (*range(501, 533), 540)}
    | {NOT_WORKED_OUT}
)
"""What Excel and LibreOffice leave in a cell whose formula failed."""

_ODD = ODD.search

_COUNTED = frozenset({"integer", "number"})
"""Kinds of fields whose texts are all looked at: units and percentages stand in them."""

Place = tuple[Header, int]
"""A row of a sheet: its header and its position from 0."""


@dataclass(eq=False)
class Draft:
    """One row on its way to a submission: raw values, and where each came from.

    `marks` are the rows of lists that only say that the list is left blank.
    """

    number: int
    at: Place
    raw: dict[str, Any] = field(default_factory=dict)
    lists: dict[Names, list[Place]] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    marks: list[Place] = field(default_factory=list)

    def refuse(self, at: Place, column: int, path: tuple[str | int, ...], rule: str, detail: str) -> None:
        """Note what is wrong with one cell."""
        header, row = at
        title = next((c.title for place, c in header.columns if place == column), None)
        self.errors.append(
            FieldError(
                pointer=pointer_of(path),
                row=self.number,
                column=title or header.table.key_title,
                cell=header.grid.cell(row, column),
                rule=rule,
                detail=detail,
            )
        )

    def located(self, error: FieldError, tables: Mapping[Names, Header | Table]) -> FieldError:
        """Give the error its row, column and cell."""
        path = path_of(error.pointer)
        main, row = self.at
        for length in range(len(path), 0, -1):
            table = tables.get(path[:length])
            if table is not None and path[:length] not in main.places:
                return self._in_list(error, path[:length], path[length:], table)
        found = main.find(path) if path else None
        if found is None:
            return replace(error, row=self.number)
        return replace(error, row=self.number, column=found[1].title, cell=main.grid.cell(row, found[0]))

    def _in_list(self, error: FieldError, path: Names, inner: Names, table: Header | Table) -> FieldError:
        """Place an error of a list: at the cell of its row, else at the list's first row, else where that would be."""
        title = table.table.title if isinstance(table, Header) else table.title
        rows = self.lists.get(path, [])
        if inner and inner[0].isdigit() and int(inner[0]) < len(rows):
            header, row = rows[int(inner[0])]
            place, column = header.find(inner[1:]) or header.columns[0]
            return replace(error, row=self.number, column=column.title, cell=header.grid.cell(row, place))
        at = rows[0] if rows else (table, table.row + 1) if isinstance(table, Header) else None
        cell = at[0].grid.cell(at[1], at[0].columns[0][0]) if at else None
        return replace(error, row=self.number, column=title, cell=cell)


def draft_rows(header: Header, linked: frozenset[str]) -> tuple[list[Draft], list[FieldError]]:
    """Read the main sheet; a row that only has a number counts when a list points to it.

    Args:
        header: the header of the main sheet.
        linked: the numbers that rows of lists point to.

    Returns:
        The drafts, and the numbers that stand twice.
    """
    drafts: list[Draft] = []
    errors: list[FieldError] = []
    seen: dict[str, int] = {}
    for row, cells in header.data():
        draft = Draft(row - header.row, (header, row))
        key = _key(header, cells, row)
        if not _fill(draft, draft.raw, header, row, ()) and not (_link(header, cells) and key in linked):
            continue
        drafts.append(draft)
        if seen.setdefault(key, draft.number) != draft.number and header.table.keyed:
            first = header.grid.cell(header.row + seen[key], header.key or 0)
            said = f"Dòng số “{shown(key)}” đã dùng ở ô {first}. Xin cho mỗi dòng một số riêng."
            draft.refuse((header, row), header.key or 0, (), "twice", said)
            errors.append(draft.errors.pop())
    return drafts, errors


def keys_of(drafts: Sequence[Draft]) -> dict[str, Draft]:
    """Give the drafts by the number that rows of lists point to."""
    return {_key(draft.at[0], draft.at[0].grid.rows[draft.at[1]], draft.at[1]): draft for draft in drafts}


def linked_keys(headers: Sequence[Header]) -> frozenset[str]:
    """Give the numbers that rows of lists point to; rows without a number mean the first."""
    keys = set()
    for header in headers:
        for _, cells in header.data():
            if header.has_data(cells):
                keys.add(_link(header, cells) or "1")
    return frozenset(keys)


def join_list(header: Header, drafts: Mapping[str, Draft], only: Draft | None) -> Iterator[FieldError]:
    """Put the rows of a list sheet into their drafts; give an error for each row that belongs nowhere."""
    if header.key is None and only is None:
        said = f"Trang “{header.grid.name}” thiếu cột “{LINK}”: mỗi dòng phải ghi dòng của trang chính."
        cell = header.grid.cell(header.row, 0)
        yield FieldError(
            pointer=pointer_of(header.table.path), column=LINK, cell=cell, rule="link", detail=said
        )
        return
    for row, cells in header.data():
        if not header.has_data(cells):
            continue
        key = _link(header, cells)
        draft = drafts.get(key) if key else only
        if draft is None:
            yield _orphan(header, row, key, drafts)
        else:
            _join(draft, header, row, cells)


def _orphan(header: Header, row: int, key: str, drafts: Mapping[str, Draft]) -> FieldError:
    if key:
        known = ", ".join(list(drafts)[:8]) + (", …" if len(drafts) > 8 else "")
        said = f"Không có dòng số “{shown(key)}” ở trang chính (có: {known or 'chưa có dòng nào'})."
    else:
        said = f"Chưa ghi “{LINK}”: xin ghi dòng của trang chính mà dòng này thuộc về."
    cell = header.grid.cell(row, header.key or 0)
    path = pointer_of(header.table.path)
    return FieldError(pointer=path, column=LINK, cell=cell, rule="link", detail=said)


def _join(draft: Draft, header: Header, row: int, cells: Sequence[Any]) -> None:
    table = header.table
    holder = draft.raw
    for name in table.path[:-1]:
        holder = holder.setdefault(name, {})
    rows = holder.setdefault(table.path[-1], [])
    if not isinstance(rows, list):
        said = f"“{table.title}” đã có ở trang chính; xin chỉ nhập ở một nơi."
        draft.refuse((header, row), header.columns[0][0], table.path, "twice", said)
        return
    if table.field is not None and table.field.default and _only_blank_mark(header, cells):
        draft.marks.append((header, row))
        return
    at: tuple[str | int, ...] = (*table.path, len(rows))
    if header.columns[0][1].path == ():
        value: dict[str, Any] = {}
        _fill(draft, value, header, row, at)
        rows.append(value.get(""))
    else:
        item: dict[str, Any] = {}
        _fill(draft, item, header, row, at)
        rows.append(item)
    draft.lists.setdefault(table.path, []).append((header, row))


def _fill(
    draft: Draft, values: dict[str, Any], header: Header, row: int, above: tuple[str | int, ...]
) -> bool:
    """Put the cells of a row into nested values; blank cells are left out, so that defaults hold."""
    cells, asked = header.grid.rows[row], header.grid.asked
    width, any_data = len(cells), False
    for place, column in header.columns:
        value = cells[place] if place < width else ""
        kind = value.__class__
        if value == "" or value is None or (kind is str and value.isspace()):
            continue
        any_data = True
        if asked or kind is Percent or (kind is str and (column.field.kind in _COUNTED or is_odd(value))):
            value, wrong = _settled(draft, header, (row, place), column, value)
            if wrong:
                said = f"{column.title}: {wrong[1]}"
                draft.refuse((header, row), place, (*above, *column.path), wrong[0], said)
                continue
        if value == BLANK or column.many:
            value = _meant(column, value)
        if len(column.path) == 1:
            values[column.path[0]] = value
        else:
            _put(values, column.path, value)
    return any_data


def is_odd(text: str) -> bool:
    """Say whether a text is worth a closer look: a failed formula, a percentage, signs that may have to be mended."""
    return text[0] in "#E'" or text[-1] in "%\n" or not (text.isascii() or _ODD(text) is None)


def _put(values: dict[str, Any], path: Names, value: Any) -> None:
    for name in path[:-1]:
        values = values.setdefault(name, {})
    values[path[-1] if path else ""] = value


def _failed(value: str) -> str:
    if value == NOT_WORKED_OUT:
        return "công thức trong ô chưa được tính; xin mở tệp bằng Excel, lưu lại, hoặc nhập giá trị."
    return f"công thức trong ô bị lỗi ({value}); xin sửa công thức hoặc nhập giá trị."


def _settled(
    draft: Draft, header: Header, at: tuple[int, int], column: Column, value: Any
) -> tuple[Any, tuple[str, str] | None]:
    """Mend one cell and note it; give the value, and what is wrong or must be asked."""
    if isinstance(value, str) and value in ERRORS:
        return value, ("cell", _failed(value))
    if at in header.grid.asked:
        return value, header.grid.asked[at]
    try:
        found = mended(column.field, value)
    except ValueError as exc:
        return value, ("percent", str(exc))
    if found is None:
        return value, None
    new, why = found
    cell = header.grid.cell(*at)
    draft.notes.append(Note(row=draft.number, cell=cell, before=before(value), after=after(new), why=why))
    return new, None


def _meant(column: Column, value: Any) -> Any:
    if value == BLANK and column.field.default is not None:
        return None
    if column.many and not isinstance(value, str):
        return [value]
    return value


def _only_blank_mark(header: Header, cells: Sequence[Any]) -> bool:
    said = [cells[p] for p, _ in header.columns if p < len(cells) and not is_empty(cells[p])]
    return said == [BLANK]


def _at(cells: Sequence[Any], place: int) -> Any:
    return cells[place] if place < len(cells) else ""


def _key(header: Header, cells: Sequence[Any], row: int) -> str:
    """Give the number of a main row: what is written, else its position below the header."""
    return _link(header, cells) or str(row - header.row)


def _link(header: Header, cells: Sequence[Any]) -> str:
    value = "" if header.key is None else _at(cells, header.key)
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return "" if is_empty(value) else str(value).strip()[:100]
