"""How our workbooks look: typefaces, colours, widths; and what is said of each column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from service.forms.schema import Field
from service.intake.cells import to_text
from service.intake.grid import Percent
from service.intake.plan import Column

FONT = "Times New Roman"
DATA_TAB, LIST_TAB, HELP_TAB = "#8C1D18", "#C9A227", "#8A8A8A"
_RED, _SAND, _PALE, _INK = "#8C1D18", "#F4E6C8", "#FBF6EA", "#3B1210"

_LINE, _HIGHEST = 16.5, 400.0

_HINTS = {
    "vn-date": "Ghi ngày/tháng/năm, ví dụ 05/02/2026.",
    "vn-month": "Ghi tháng/năm, ví dụ 7/2026.",
    "vn-time": "Ghi giờ và phút, ví dụ 17:00.",
    "vn-cccd": "12 chữ số, giữ số 0 ở đầu.",
    "vn-phone": "10 chữ số, giữ số 0 ở đầu.",
    "vn-party-card": "12 chữ số (thẻ cũ: 8).",
    "vn-party-organisation": "14 chữ số, ví dụ 38.168.053.000.001.",
    "text": "Được viết nhiều dòng (Alt+Enter để xuống dòng).",
}
_WIDTHS = {
    "vn-date": 14,
    "vn-month": 12,
    "vn-time": 10,
    "vn-cccd": 17,
    "vn-phone": 15,
    "vn-party-card": 17,
    "vn-party-organisation": 21,
    "vn-name": 26,
    "text": 52,
}
_KINDS = {"integer": 12, "number": 12, "boolean": 10, "array": 40, "string": 28}

RED = {"bg_color": "#F8D0CE", "border": 1, "border_color": "#8C1D18"}
AMBER = {"bg_color": "#FCE8B2", "border": 1, "border_color": "#8A5A00"}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "text": {"num_format": "@", "text_wrap": True},
    "number": {},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
    "datetime": {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
    "time": {"num_format": "[hh]:mm", "align": "left"},
    "percent": {"num_format": "0.##%"},
}

KINDS: tuple[tuple[Any, str], ...] = (
    (Percent, "percent"),
    (bool, "number"),
    (int | float, "number"),
    (datetime, "datetime"),
    (date, "date"),
    (time | timedelta, "time"),
)
"""The first that fits: a bool is an int, a datetime a date."""


@dataclass(frozen=True)
class Looks:
    """The cell formats of one workbook."""

    needed: Any
    optional: Any
    band: Any
    text: Any
    number: Any
    key: Any
    date: Any
    heading: Any
    words: Any
    strong: Any


def looks(book: xlsxwriter.Workbook) -> Looks:
    """Make the formats."""
    head = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    open_cell = {"valign": "top", "locked": False}  # locking counts only where a sheet is protected
    body = {**open_cell, "text_wrap": True}
    return Looks(
        needed=book.add_format({**head, "bg_color": _RED, "font_color": "#FFFFFF", "border_color": _SAND}),
        optional=book.add_format({**head, "bg_color": _SAND, "font_color": _INK, "border_color": _RED}),
        band=book.add_format({**head, "bg_color": _PALE, "font_color": _RED, "border_color": _SAND}),
        text=book.add_format({**body, "num_format": "@"}),
        number=book.add_format({**open_cell, "align": "center", "num_format": "General"}),
        key=book.add_format({**open_cell, "align": "center", "font_color": "#6B6B6B"}),
        date=book.add_format({**open_cell, "align": "left", "num_format": "dd/mm/yyyy"}),
        heading=book.add_format({"bold": True, "font_size": 14, "font_color": _RED, "valign": "vcenter"}),
        words=book.add_format({**body, "num_format": "@", "border": 1, "border_color": _SAND}),
        strong=book.add_format({"bold": True, "font_color": _RED, "valign": "vcenter"}),
    )


def list_page(sheet: Any) -> None:
    """Let a sheet be a list under one row of titles: it stays in sight, and all columns fit on a page of paper."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RTrang &P/&N")


def width_of(column: Column) -> int:
    """Give the width of a column in characters: its kind's, or its choices', and room for the title's words."""
    field = column.field
    wide = _WIDTHS.get(field.format or "", _KINDS.get(field.kind, 20))
    if field.enum:
        wide = min(32, max(len(str(option)) for option in field.enum) + 4)
    longest_word = max(len(word) for word in column.title.split())
    wide = min(wide, int(field.schema.get("maxLength", wide)) + 3)
    return max(wide, longest_word + 3, min(20, len(column.title) // 2 + 2))


def height_of(texts: Iterable[tuple[str, int]]) -> float:
    """Give the height of a row in points for its texts and their columns' widths; not every program fits rows."""
    lines = [
        sum(max(1, -(-len(line) // int(width * 1.15))) for line in text.split("\n")) for text, width in texts
    ]
    return min(_HIGHEST, _LINE * max([1, *lines]))


def heading_of(column: Column) -> str:
    """Give the title as it stands in the header, required ones with a star."""
    return f"{column.title} *" if column.needed else column.title


def note_of(column: Column) -> str:
    """Say of a column what it is for, how to write it, what happens when it stays empty; one line each."""
    field = column.field
    lines = ["Bắt buộc." if column.needed else _when_empty(field)]
    lines += [field.description] if field.description else []
    hint = way_to_write(field)
    lines += [hint] if hint else []
    examples = [e for e in field.examples if e not in (None, "")]
    if examples:
        example = examples[0] if isinstance(examples[0], str) else to_text(field, examples[0])
        lines.append(f"Ví dụ: {example[:200]}")
    return "\n".join(line for line in lines if line)


def way_to_write(field: Field) -> str:
    """Say how a value is written: the choices, or the format."""
    if field.enum:
        return "Chọn: " + "; ".join(str(option) for option in field.enum if option is not None)[:400] + "."
    if field.kind == "boolean":
        return "Chọn Có hoặc Không."
    if field.kind == "array":
        return "Mỗi giá trị một dòng trong ô (Alt+Enter để xuống dòng)."
    if field.kind in ("integer", "number"):
        return "Ghi số nguyên." if field.kind == "integer" else "Ghi số."
    return _HINTS.get(field.format or "", "")


def _when_empty(field: Field) -> str:
    if field.default is None or field.default in ("", []):
        return "Không bắt buộc."
    default = to_text(field, field.default)
    return f"Để trống thì lấy: {default[:120]}{'…' if len(default) > 120 else ''}"


def kind_of(value: object) -> str:
    """Give the name in FORMATS of the kind of value that a cell held."""
    return next((name for kind, name in KINDS if isinstance(value, kind)), "text")
