"""A form and what was typed into it, as the tree of controls that the template draws; knows no HTML."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.errors import FieldError
from service.forms.schema import Field, Form
from service.web.pages.entry import TICKED, is_long, may_grow, text_of

FORMAT_HINTS: Mapping[str, str] = {
    "vn-date": "Ghi ngày/tháng/năm.",
    "vn-time": "Ghi giờ:phút.",
    "vn-month": "Ghi tháng/năm.",
    "vn-cccd": "12 chữ số.",
    "vn-party-card": "Các chữ số trên thẻ đảng viên.",
    "vn-party-organisation": "14 chữ số.",
}
FORMAT_EXAMPLES: Mapping[str, str] = {"vn-date": "05/02/2026", "vn-time": "17:00", "vn-month": "7/2026"}
KEYBOARDS: Mapping[str | None, str] = {
    "vn-cccd": "numeric",
    "vn-party-card": "numeric",
    "vn-party-organisation": "numeric",
    "vn-phone": "tel",
}
FEW_CHOICES = 4
LONGEST_EXAMPLE = 120


@dataclass(frozen=True, kw_only=True)
class Control:
    """One thing to draw. `children` are the members of a group or the rows of a list.

    `widget` is group, list, text, long (one long line), lines, choice (all choices in sight), select or tick. `focus`:
    the reader should find himself here.
    """

    pointer: str
    title: str
    widget: str
    hint: str = ""
    errors: tuple[str, ...] = ()
    required: bool = False
    value: str = ""
    options: tuple[str, ...] = ()
    keyboard: str = "text"
    wide: bool = False
    focus: bool = False
    may_grow: bool = False
    children: tuple["Control", ...] = ()

    @property
    def id(self) -> str:
        """The id of its element; names of fields have no hyphens."""
        return "f" + self.pointer.replace("/", "-")

    @property
    def described(self) -> str:
        """The ids of the elements that describe it."""
        parts = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.errors)
        return " ".join(parts)


@dataclass(frozen=True)
class _Drawing:
    errors: Mapping[str, list[str]]
    focus: str

    def control(self, field: Field, value: Any, pointer: str, *, row: int | None = None) -> Control:
        given: dict[str, Any] = {
            "pointer": pointer,
            "title": field.title,
            "hint": "" if row else _hint(field),
            "errors": tuple(self.errors.get(pointer, ())),
            "required": field.required,
            "focus": pointer == self.focus,
        }
        if field.kind == "object":
            children = (self.control(f, value[f.name], f"{pointer}/{f.name}", row=row) for f in field.fields)
            return Control(widget="group", children=tuple(children), **given)
        if field.item is not None:
            rows = (self.control(field.item, v, f"{pointer}/{n}", row=n) for n, v in enumerate(value))
            given |= {"children": tuple(rows), "may_grow": may_grow(field, len(value))}
            given["required"] = field.required and bool(field.schema.get("minItems"))
            return Control(widget="list", **given)
        widget = _widget(field, in_row=row is not None)
        given |= {"wide": widget in ("lines", "long", "choice"), "options": _options(field)}
        return Control(widget=widget, value=value, keyboard=_keyboard(field), **given)


def controls(
    form: Form, values: Mapping[str, Any], errors: Iterable[FieldError] = (), focus: str = ""
) -> tuple[Control, ...]:
    """Give the controls of a form with what was typed and what is wrong with it.

    `focus` is the pointer of a row: its first control gets the focus; or of a list.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for error in errors:
        said[error.pointer].append(error.detail)
    return _Drawing(said, _first_of(form, focus)).control(form.root, values, "").children


def place_of(form: Form, pointer: str) -> str:
    """Give the id of the element of a pointer, "" where the page has none."""
    return "f" + pointer.replace("/", "-") if pointer and form.find(pointer) else ""


def _first_of(form: Form, pointer: str) -> str:
    field = form.find(pointer) if pointer else None
    while field is not None and field.fields:
        pointer, field = f"{pointer}/{field.fields[0].name}", field.fields[0]
    return pointer


def _widget(field: Field, *, in_row: bool) -> str:
    if field.kind == "boolean":
        return "tick"
    if field.enum:
        return "select" if in_row or len(field.enum) > FEW_CHOICES else "choice"
    if field.kind != "string" or not is_long(field):
        return "text"
    return "lines" if field.many_lines else "long"


def _options(field: Field) -> tuple[str, ...]:
    return tuple(text_of(field, option) for option in field.enum if option is not None)


def _keyboard(field: Field) -> str:
    if field.kind in ("integer", "number"):
        return "numeric" if field.kind == "integer" and field.schema.get("minimum", -1) >= 0 else "decimal"
    return KEYBOARDS.get(field.format, "text")


def _hint(field: Field) -> str:
    """Say what belongs here: the form's own words, how to write it, one example."""
    parts = [field.description, FORMAT_HINTS.get(field.format or "", "")]
    example = (
        text_of(field, field.examples[0]) if field.examples and field.kind not in ("array", "object") else ""
    )
    example = example or FORMAT_EXAMPLES.get(field.format or "", "")
    if example and example != TICKED and not field.enum and len(example) <= LONGEST_EXAMPLE:
        parts.append(f"Ví dụ: {example}")
    return " ".join(part for part in parts if part)
