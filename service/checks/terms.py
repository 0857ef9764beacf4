"""The paths by which a package points into a submission, and how they are followed.

    tong_so                        a field                       cuoc_hop.tong_so     a field of a group
    vang[].ho_ten                  that field of every row       =nghị quyết          this very word
    len(vang)                      how many rows                 /chinh_thuc          from the top, inside `each`
    sum(khen_thuong[].tap_the)     their sum                     count(vang[].co_ly_do)  how many are ticked

Reads nothing but the form when a path is understood, and nothing but the values when it is followed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from service.checks.case import Given, Number
from service.checks.rule import Kind
from service.forms.schema import Field, Form

ROWS = "*"
_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\[\])?(?:\.[a-z][a-z0-9_]*(?:\[\])?)*")
_CALL = re.compile(r"(len|sum|count)\((.*)\)")
_TEXT_KINDS = (Kind.TEXT, Kind.TEXTS)
_DAY_KINDS = (Kind.DAY, Kind.DAYS)
_PASSED_OVER = frozenset({Kind.DAY, Kind.DAYS, Kind.CLOCK})  # a day left blank leaves the others in order
_NUMBER_KINDS = (Kind.FIGURE, Kind.FIGURES)
_PERCENT_KINDS = (Kind.PERCENT, Kind.PERCENTS)


@dataclass(frozen=True)
class Term:
    """One path understood: how it is counted, its steps (ROWS after each list), the title of what it leads to.

    `steps` are from the top; the first `scope` of them are those of `each`.
    """

    how: str
    steps: tuple[str, ...]
    kind: Kind
    name: str
    literal: Any = None

    @cached_property
    def many(self) -> bool:
        """True when it leads through a list that is not counted or added up."""
        return self.how == "value" and ROWS in self.steps

    @cached_property
    def field(self) -> str | None:
        """The name of the field at the top of the form that it is; None when it leads elsewhere."""
        return self.steps[0] if self.how == "value" and len(self.steps) == 1 else None

    @cached_property
    def pointer(self) -> str | None:
        """The one place that it leads to; None when rows come between."""
        return None if ROWS in self.steps else "".join(f"/{step}" for step in self.steps)


def read_term(source: object, kind: Kind, form: Form, scope: tuple[str, ...]) -> Term:
    """Understand one path.

    Raises:
        ValueError: it is no path, leads nowhere, or to a field of another kind; the sentence says which.
    """
    if isinstance(source, int) and not isinstance(source, bool) and kind in _NUMBER_KINDS:
        return Term("literal", (), kind, str(source), source)
    if not isinstance(source, str):
        raise ValueError(f"cần đường dẫn tới một trường, tìm thấy {source!r}.")  # noqa: TRY004 - one kind
    if source.startswith("=") and kind in _TEXT_KINDS:
        return Term("literal", (), kind, source[1:].strip(), source[1:].strip())
    call = _CALL.fullmatch(source)
    how, path = (call[1], call[2]) if call else ("value", source)
    if call and kind not in _NUMBER_KINDS:
        raise ValueError(f"{how}(…) chỉ dùng nơi cần số.")
    steps = _steps(path, scope)
    field = field_at(form, steps)
    if field is None:
        raise ValueError(f"biểu mẫu không có trường “{path}”.")
    _fits(how, field, kind, path)
    return Term(how, steps, kind, field.title)


def field_at(form: Form, steps: tuple[str, ...]) -> Field | None:
    """Give the field that steps lead to, None when they lead nowhere or past a list without []."""
    return form.find("".join(f"/{s}" for s in steps))


def _steps(path: str, scope: tuple[str, ...]) -> tuple[str, ...]:
    top = path.startswith("/")
    bare = path.removeprefix("/")
    if not _PATH.fullmatch(bare):
        raise ValueError(f"“{path}” không phải đường dẫn; viết như vang[].ho_ten hoặc len(vang).")
    own = tuple(
        s for name in bare.split(".") for s in ((name[:-2], ROWS) if name.endswith("[]") else (name,))
    )
    return own if top else scope + own


def _fits(how: str, field: Field, kind: Kind, path: str) -> None:
    """Refuse a field of another kind than the rule takes."""
    if how == "value":
        if not _takes(kind, field):
            raise ValueError(f"“{path}” ({field.title}) không phải {_wanted(kind)}.")
        return
    wanted = {"len": ("array",), "sum": ("integer", "number"), "count": ("boolean",)}[how]
    if field.kind not in wanted:
        words = {"len": "một danh sách", "sum": "các số", "count": "các ô đúng/sai"}[how]
        raise ValueError(f"{how}({path}): cần {words}.")


def _takes(kind: Kind, field: Field) -> bool:
    if kind in _NUMBER_KINDS:
        return field.kind in ("integer", "number")
    if kind in _PERCENT_KINDS:
        return field.kind in ("integer", "number", "string")
    if kind in _DAY_KINDS:
        return field.format == "vn-date"
    if kind is Kind.CLOCK:
        return field.format == "vn-time"
    return field.kind == ("boolean" if kind is Kind.FLAGS else "string")


def _wanted(kind: Kind) -> str:
    return {Kind.DAY: "một ngày (vn-date)", Kind.DAYS: "ngày (vn-date)", Kind.CLOCK: "giờ (vn-time)"}.get(
        kind, kind.value
    )


def every_text(form: Form) -> list[Term]:
    """Give the paths of all texts that people write freely: no dates, names, numbers or choices."""
    return [
        Term(
            "value",
            tuple(pointer.split("/")[1:]) + ((ROWS,) if field.kind == "array" else ()),
            Kind.TEXTS,
            field.title,
        )
        for pointer, field in form.walk()
        if _free(field) or (field.kind == "array" and field.item is not None and _free(field.item))
    ]


def _free(field: Field) -> bool:
    return field.kind == "string" and field.format in (None, "text") and not field.enum


def follow(term: Term, values: Mapping[str, Any], rows: tuple[int, ...]) -> list[Given[Any]] | None:
    """Give the values that a path leads to, each with its place; None when one of them is blank and a number.

    `rows` are the positions of `each`, which take the place of its first ROWS.
    """
    if term.field is not None:
        return _plain(term, term.field, values)
    if term.how == "literal":
        return [Given(term.literal, "", term.name, literal=True)]
    ends = (
        list(_walk(values, term.steps, "", list(rows), None)) if term.pointer is None else _one(term, values)
    )
    if term.how == "value":
        return _read_all(term, ends)
    return _counted(term, ends) if ends else None


def _plain(term: Term, name: str, values: Mapping[str, Any]) -> list[Given[Any]] | None:
    """Read a field at the top of the form, as most are."""
    if name not in values:
        return []
    value = _READERS[term.kind](values[name])
    if value is None:
        return [] if term.kind in _PASSED_OVER else None
    return [Given(value, term.pointer or "", term.name)]


def _one(term: Term, values: Any) -> list[tuple[str, int | None, Any]]:
    """Follow a path without rows."""
    for step in term.steps:
        if not isinstance(values, dict) or step not in values:
            return []
        values = values[step]
    return [(term.pointer or "", None, values)]


def _counted(term: Term, ends: list[tuple[str, int | None, Any]]) -> list[Given[Any]] | None:
    pointer = ends[0][0] if term.how == "len" or ends[0][1] is None else _list_of(ends[0][0])
    found = [value for _, _, value in ends]
    if term.how == "len":
        count: Number = sum(len(v) for v in found if isinstance(v, list))
    elif term.how == "count":
        count = sum(1 for v in found if v is True)
    else:
        numbers = [_number(v) for v in found]
        known = [n for n in numbers if n is not None]
        if len(known) < len(numbers):
            return None
        count = sum(known)
    return [Given(count, pointer, term.name)]


def _list_of(pointer: str) -> str:
    """Give the list that a pointer leads into: "/vang/0/co_ly_do" → "/vang"."""
    steps = pointer.split("/")
    last = max((i for i, s in enumerate(steps) if s.isdigit()), default=len(steps))
    return "/".join(steps[:last])


def _read_all(term: Term, ends: list[tuple[str, int | None, Any]]) -> list[Given[Any]] | None:
    read, name, passed_over = _READERS[term.kind], term.name, term.kind in _PASSED_OVER
    found = []
    for pointer, row, raw in ends:
        value = read(raw)
        if value is not None:
            found.append(Given(value, pointer, name, row))
        elif not passed_over:
            return None
    return found


def _walk(
    value: Any, steps: tuple[str, ...], pointer: str, rows: list[int], row: int | None
) -> Iterator[tuple[str, int | None, Any]]:
    """Give (pointer, row, value) of every end; rows that `each` fixed do not count as rows."""
    for place, step in enumerate(steps):
        if step == ROWS:
            if not isinstance(value, list):
                return
            if rows:
                index = rows.pop(0)
                value, pointer = value[index], f"{pointer}/{index}"
                continue
            for index, item in enumerate(value):
                yield from _walk(item, steps[place + 1 :], f"{pointer}/{index}", [], index + 1)
            return
        if not isinstance(value, dict) or step not in value:
            return
        value, pointer = value[step], f"{pointer}/{step}"
    yield pointer, row, value


def _number(value: Any) -> Number | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) else Decimal(str(value))


def _percent(value: Any) -> Number | None:
    """Read a percentage as a number or as text with the decimals it shows: "92,30%"."""
    if not isinstance(value, str):
        return _number(value)
    bare = value.strip().removesuffix("%").strip()
    try:
        read = Decimal(bare.replace(".", "").replace(",", ".") if "," in bare else bare)
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _clock(value: Any) -> time | None:
    return time.fromisoformat(value) if isinstance(value, str) and value else None


def _flag(value: Any) -> bool:
    return value is True


_READERS = {
    Kind.FIGURE: _number,
    Kind.FIGURES: _number,
    Kind.PERCENT: _percent,
    Kind.PERCENTS: _percent,
    Kind.TEXT: _text,
    Kind.TEXTS: _text,
    Kind.DAY: _day,
    Kind.DAYS: _day,
    Kind.CLOCK: _clock,
    Kind.FLAGS: _flag,
}
