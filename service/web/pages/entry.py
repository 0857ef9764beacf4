"""What was typed into a form page: from posted names to plain values, from values to texts, rows added and dropped.

A posted name is the JSON pointer of its field ("/vang/0/ho_ten"). Texts stay as typed; only forms.clean judges them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from service.forms.places import path_of
from service.forms.schema import Field, Form
from service.vietnamese.dates import short_date

DEEPEST = 12
"""Steps of a pointer; a form is far less deep (forms.subset.MAX_DEPTH)."""

LONGEST_INPUT = 200
"""Text that may be longer gets a box of several lines, also where its value is one line."""

TICKED = "x"


def typed(form: Form, posted: MultiDict[str, str]) -> dict[str, Any]:
    """Give what was posted in the shape of the form; the form alone leads, other names are passed over."""
    tree = _tree(posted)
    return {f.name: _typed(f, tree.get(f.name)) for f in form.fields}


def texts(field: Field, value: Any) -> Any:
    """Give a clean value as the texts that one would type for it, in the same shape."""
    if field.kind == "object":
        members = value if isinstance(value, Mapping) else {}
        return {f.name: texts(f, members.get(f.name)) for f in field.fields}
    if field.item is not None:
        return [texts(field.item, v) for v in value or ()]
    return text_of(field, value)


def text_of(field: Field, value: Any) -> str:
    """Write one value as papers and people write it: 05/9/2026, 7/2026, 94,5; true is a tick."""
    if isinstance(value, bool) or value is None:
        return TICKED if value else ""
    if isinstance(value, float):
        whole, _, part = str(value).partition(".")
        return f"{whole},{part}0" if len(part) == 3 else f"{whole},{part}"  # "1,234" would read two ways
    if field.format == "vn-date":
        return _day(str(value))
    if field.format == "vn-month":
        year, _, month = str(value).partition("-")
        return f"{int(month)}/{year}" if month else year
    return str(value)


def _day(text: str) -> str:
    """Write a date as papers do, 05/9/2026; what is no date stays as it was typed."""
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return text


def fresh(form: Form) -> dict[str, Any]:
    """Give the texts of a form that nobody has touched: defaults, and one row in lists that must not be empty."""
    values: dict[str, Any] = texts(form.root, form.empty())
    _open_lists(form.root, values)
    return values


def add_row(form: Form, values: dict[str, Any], pointer: str) -> str:
    """Add a row to the list at `pointer`; give the pointer of the new row, "" where there is no such list."""
    field, rows = form.find(pointer), _at(values, pointer)
    if field is None or field.item is None or not isinstance(rows, list) or not may_grow(field, len(rows)):
        return ""
    row = texts(field.item, field.item.empty())
    _open_lists(field.item, row)
    rows.append(row)
    return f"{pointer}/{len(rows) - 1}"


def drop_row(values: dict[str, Any], pointer: str) -> str:
    """Drop the row at `pointer`; give the pointer of its list, "" where there is no such row."""
    above, _, place = pointer.rpartition("/")
    rows = _at(values, above)
    if not isinstance(rows, list) or not place.isdecimal() or int(place) >= len(rows):
        return ""
    del rows[int(place)]
    return above


def may_grow(field: Field, rows: int) -> bool:
    """Say whether a list of so many rows may have one more."""
    return rows < int(field.schema.get("maxItems", 1_000))


def is_long(field: Field) -> bool:
    """Say whether a text wants a box of several lines."""
    return field.many_lines or (
        field.format is None and not field.enum and int(field.schema.get("maxLength", 0)) > LONGEST_INPUT
    )


def _tree(posted: MultiDict[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name in posted:
        steps = path_of(name) if name.startswith("/") else ()
        if not 0 < len(steps) <= DEEPEST:
            continue
        node = tree
        for step in steps[:-1]:
            inner = node.setdefault(step, {})
            if not isinstance(inner, dict):
                break
            node = inner
        else:
            node[steps[-1]] = posted.getlist(name)[
                -1
            ]  # a tick comes after the empty value that stands for none
    return tree


def _typed(field: Field, node: Any) -> Any:
    if field.kind == "object":
        members = node if isinstance(node, dict) else {}
        return {f.name: _typed(f, members.get(f.name)) for f in field.fields}
    if field.item is not None:
        rows = node if isinstance(node, dict) else {}
        places = sorted((int(n), n) for n in rows if n.isdecimal() and len(n) < 6)
        return [_typed(field.item, rows[n]) for _, n in places]
    text = node if isinstance(node, str) else ""
    if is_long(field) and not field.many_lines:
        return " ".join(text.split("\n")).replace(
            "\r", ""
        )  # the box breaks lines that the value may not have
    return text


def _at(values: Any, pointer: str) -> Any:
    for step in path_of(pointer):
        if isinstance(values, list) and step.isdecimal() and int(step) < len(values):
            values = values[int(step)]
        elif isinstance(values, dict):
            values = values.get(step)
        else:
            return None
    return values


def _open_lists(field: Field, values: dict[str, Any]) -> None:
    for part in field.fields:
        if part.kind == "object":
            _open_lists(part, values[part.name])
        elif part.item is not None and not values[part.name] and part.schema.get("minItems"):
            row = texts(part.item, part.item.empty())
            values[part.name].append(row)
            _open_lists(part.item, row)
