"""How a form lies in a workbook: one main sheet, one sheet for each list, linked by a row number.

Members of an object become columns of their own. Reading and writing share this plan, so that they cannot disagree.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cached_property

from service.errors import FieldError, InvalidSubmission
from service.forms.places import pointer_of, shown
from service.forms.schema import Field, Form
from service.vietnamese.text import closest, fold

MAIN = "Dữ liệu"
EXAMPLE = "Ví dụ"
GUIDE = "Hướng dẫn"
CHOICES = "Danh mục"
ERRORS = "Lỗi"
OUR_SHEETS = (EXAMPLE, GUIDE, CHOICES, ERRORS)
"""Sheets that explain; what stands in them is never data."""

ORIGIN = "Dòng Excel trong tệp gốc"
"""The column of a returned workbook that says which row of the sender's file each row was, as its left edge counts."""

KEY = "Dòng số"
LINK = "Thuộc dòng số"
BLANK = "(để trống)"
"""Written in a cell whose field has a default, to leave it blank on purpose."""

Names = tuple[str, ...]

Place = tuple[str, str]
"""A column by its place: the key of its sheet's name ("" for the main sheet) and its letters."""

_WORDS = re.compile("[a-z0-9]+")
_PLACE = re.compile(r"@(?:(.+)!)?([A-Za-z]{1,3})")
_ORIGINS = re.compile(r"dong excel trong tep goc tieu de o dong (\d{1,7})|dong trong tep goc")
"""The keys of that column's titles: with the row of the header, and as it was in former versions."""
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31


_DAY_HINT = re.compile(
    r" (?:d{1,2} m{1,2} y{2,4}|m{1,2} d{1,2} y{2,4}|y{4} m{1,2} d{1,2}|n{1,2} t{1,2} n{2,4}|ngay thang nam)$"
)
"""How dates are to be typed, as titles often say: "Ngày sinh (dd/mm/yyyy)"."""


def key_of(text: object) -> str:
    """Give what two spellings of one title share: no marks, no case, no punctuation."""
    return " ".join(_WORDS.findall(fold(str(text))))


def origin_title(header: int) -> str:
    """Title the column of origins: with the row of the sender's header, so that the rows of data can be counted."""
    return f"{ORIGIN} (tiêu đề ở dòng {header})"


def origin_header(title: object) -> int | None:
    """Give the row of the header that a title of the column of origins tells; None for any other title.

    0 where rows were counted below the header, as former versions did.
    """
    found = _ORIGINS.fullmatch(key_of(title)) if isinstance(title, str) else None
    return int(found[1] or 0) if found else None


@dataclass(frozen=True, eq=False)
class Column:
    """One column: `path` leads from the row's object to the field; () is a plain value of a list.

    `band` names the objects above. `needed` is true when every row must have a value.
    """

    path: Names
    field: Field
    title: str
    band: str
    needed: bool

    @cached_property
    def many(self) -> bool:
        """True when the cell holds a list, one value a line."""
        return self.field.kind == "array"


@dataclass(frozen=True, eq=False)
class Table:
    """One sheet: `path` leads from the submission to the list, () is the main sheet.

    `extra` are columns that are understood though the workbook to fill does not have them; `aliases` and `left_out`
    are titles as the sender explained them, `placed` are columns named by their place (None leaves one out).
    """

    path: Names
    title: str
    sheet: str
    columns: tuple[Column, ...]
    extra: tuple[Column, ...] = ()
    field: Field | None = None
    keyed: bool = True
    aliases: Mapping[str, Column] = dataclass_field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    placed: Mapping[Place, Column | None] = dataclass_field(default_factory=dict)

    @property
    def key_title(self) -> str:
        """The title of the column that links the sheets."""
        return LINK if self.path else KEY

    @cached_property
    def known(self) -> dict[str, tuple[Column, ...]]:
        """Every spelling of a header that names a column (or several, then it must be said which)."""
        names: dict[str, tuple[Column, ...]] = {}
        for column in (*self.columns, *self.extra):
            full = f"{column.band} {column.field.title}"
            spellings = {
                key_of(s) for s in (column.title, column.field.title, full, ".".join(column.path))
            } | {key_of(column.field.name)}
            for spelling in sorted(spellings - {""}):
                names[spelling] = (*names.get(spelling, ()), column)
        titles = {key_of(c.title): (c,) for c in reversed(self.columns)}
        return {**names, **titles, **{title: (column,) for title, column in self.aliases.items()}}

    def named(self, key: str) -> tuple[Column, ...]:
        """Give the columns of this key; of dates also where it goes on to say how they are typed."""
        if found := self.known.get(key):
            return found
        bare = _DAY_HINT.sub("", key)
        dates = self.known.get(bare, ()) if bare != key else ()
        return tuple(column for column in dates if column.field.format == "vn-date")

    def meant(self, target: str) -> Column | None:
        """Give the one column of this name, else of this title."""
        every = (*self.columns, *self.extra)
        exact = next((c for c in every if c.path and ".".join(c.path) == target.strip()), None)
        found = self.known.get(key_of(target), ())
        return exact or (found[0] if len(found) == 1 else None)

    def explained_at(self, sheet: str, letters: str) -> tuple[Column | None] | None:
        """Give what the sender says of a column by its place; None when nothing is said."""
        for place in ((key_of(sheet), letters), *((("", letters),) if not self.path else ())):
            if place in self.placed:
                return (self.placed[place],)
        return None


@dataclass(frozen=True, eq=False)
class Plan:
    """All sheets of a form."""

    main: Table
    lists: tuple[Table, ...]


def plan_of(form: Form) -> Plan:
    """Lay a form out in sheets.

    Raises:
        InvalidSubmission: the form has lists within lists, which no sheet can show.
    """
    columns = tuple(_columns(form.root, (), (), True))
    found = tuple(_lists(form.root, ()))
    main = tuple(c for c in columns if not c.many)
    extra = tuple(c for c in columns if c.many and c.field.item and c.field.item.kind != "object")
    taken = {key_of(s) for s in (MAIN, *OUR_SHEETS)}
    lists = tuple(_list_table(path, field, taken) for path, field in found)
    return Plan(Table((), form.title, MAIN, _titled(main), extra, keyed=bool(lists)), lists)


def explained(plan: Plan, mapping: Mapping[str, str]) -> Plan:
    """Add what the sender says of titles: title → name or title of the field, "" to leave the column out.

    Raises:
        InvalidSubmission: a field that the form does not have; `errors` names each.
    """
    if not mapping:
        return plan
    errors = []
    tables = [plan.main, *plan.lists]
    for title, target in mapping.items():
        place = place_of(title)
        hits = {n: column for n, t in enumerate(tables) if target.strip() and (column := t.meant(target))}
        if not key_of(target):
            tables = [_left_out(t, title, place) for t in tables]
        elif not hits:
            errors.append(_unknown_target(title, target, tables))
        for n, column in hits.items():
            tables[n] = _named_by_sender(tables[n], title, place, column)
    if errors:
        raise InvalidSubmission(f"Cách ghép cột chưa đúng. {errors[0].detail}", errors=errors)
    return Plan(tables[0], tuple(tables[1:]))


def place_of(title: str) -> Place | None:
    """Read "@C" (column C of the main sheet) or "@Vắng mặt!C"; None for a title."""
    found = _PLACE.fullmatch(title.strip())
    return (key_of(found[1] or ""), found[2].upper()) if found else None


def _left_out(table: Table, title: str, place: Place | None) -> Table:
    if place:
        return replace(table, placed={**table.placed, place: None})
    return replace(table, left_out=table.left_out | {key_of(title)})


def _named_by_sender(table: Table, title: str, place: Place | None, column: Column) -> Table:
    if place:
        return replace(table, placed={**table.placed, place: column})
    return replace(table, aliases={**table.aliases, key_of(title): column})


def _unknown_target(title: str, target: str, tables: Sequence[Table]) -> FieldError:
    names = [".".join(c.path) for t in tables for c in t.columns] + [
        c.title for t in tables for c in t.columns
    ]
    meant = closest(target[:100], names)
    hint = f"; ý bạn là “{meant}”?" if meant else "."
    said = f"Biểu mẫu không có trường “{shown(target)}” để ghép với cột “{shown(title)}”{hint}"
    return FieldError(pointer=pointer_of(("mapping", title[:100])), rule="mapping", detail=said)


def _columns(field: Field, path: Names, bands: Names, needed: bool) -> Iterator[Column]:
    for part in field.fields:
        here = (*path, part.name)
        must = needed and part.required and not part.nullable and part.default is None
        if part.kind == "object":
            yield from _columns(part, here, (*bands, part.title), needed and part.required)
        else:
            yield Column(here, part, part.title, " – ".join(bands), must)


def _lists(field: Field, path: Names) -> Iterator[tuple[Names, Field]]:
    for part in field.fields:
        if part.kind == "array":
            yield (*path, part.name), part
        else:
            yield from _lists(part, (*path, part.name))


def _list_table(path: Names, field: Field, taken: set[str]) -> Table:
    item = field.item or field
    if item.kind != "object":
        columns = [Column((), item, field.title, "", needed=True)]
    else:
        columns = list(_columns(item, (), (), True))
    for column in columns:
        inner = column.field.item
        if column.many and (inner is None or inner.kind == "object" or inner.many_lines):
            raise InvalidSubmission(
                f"Danh sách “{column.field.title}” nằm trong danh sách “{field.title}” nên biểu mẫu này "
                "không trình bày được trong bảng tính. Xin gửi dữ liệu bằng tệp .json."
            )
    return Table(path, field.title, _sheet_name(field, taken), _titled(tuple(columns)), (), field)


def _titled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give every column a title of its own: its field's, else with the object's before, else with its name after."""
    used = Counter(key_of(c.title) for c in columns) + Counter((key_of(KEY), key_of(LINK)))
    full = [
        replace(c, title=f"{c.band} – {c.title}") if c.band and used[key_of(c.title)] > 1 else c
        for c in columns
    ]
    again = Counter(key_of(c.title) for c in full) + Counter((key_of(KEY), key_of(LINK)))
    return tuple(
        replace(c, title=f"{c.title} ({'.'.join(c.path)})") if again[key_of(c.title)] > 1 else c for c in full
    )


def _sheet_name(field: Field, taken: set[str]) -> str:
    """Shorten a title to what a sheet may be called; the field's own name where two would be alike."""
    plain = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", field.title).split()).strip("'")
    if len(plain) > _LONGEST_SHEET_NAME:
        plain = (
            plain[: _LONGEST_SHEET_NAME + 1].rpartition(" ")[0].rstrip(" ,;.-–")
            or plain[:_LONGEST_SHEET_NAME]
        )
    name, count = plain, 1
    while key_of(name) in taken or not key_of(name):
        count += 1
        name = f"{(plain or field.name)[: _LONGEST_SHEET_NAME - 5].rstrip()} ({count})"
    taken.add(key_of(name))
    return name
