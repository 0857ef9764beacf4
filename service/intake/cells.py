"""One value of a submission to what a cell holds, so that reading the cell gives the value back."""

from datetime import date

from service.errors import InputTooLarge
from service.forms.places import Json
from service.forms.schema import Field
from service.intake.plan import BLANK
from service.vietnamese.dates import numeric_date
from service.vietnamese.numbers import group

Cell = None | int | float | str | date

YES, NO = "Có", "Không"
MAX_TEXT = 32_767
"""Characters that a cell of Excel holds, counted as UTF-16."""

FIRST_DAY = date(1900, 3, 1)
"""Before it, day numbers of sheets are off by one: 1900 has a 29 February there."""


def to_cell(field: Field, value: Json) -> Cell:
    """Give the typed cell of a value: None leaves it empty.

    Raises:
        InputTooLarge: longer than a cell may be.
    """
    if value is None or value in ("", []):
        return BLANK if field.default is not None else None
    if isinstance(value, bool | int | float):
        return _figure(value)
    if field.format == "vn-date":
        day = date.fromisoformat(str(value))
        return day if day >= FIRST_DAY else numeric_date(day)
    if field.format == "vn-month":
        year, month = str(value).split("-")
        return f"{int(month)}/{year}"
    lines = (
        [to_text(field.item or field, item) for item in value] if isinstance(value, list) else [str(value)]
    )
    return _short("\n".join(lines), field)


def _figure(value: float) -> Cell:
    if isinstance(value, bool):
        return YES if value else NO
    return value if float(f"{value:.16G}") == value else number_text(value)


def to_text(field: Field, value: Json) -> str:
    """Give the cell of a value as text, for CSV and for the example."""
    return as_text(to_cell(field, value))


def as_text(cell: Cell) -> str:
    """Write a cell as text that reads back the same."""
    if isinstance(cell, date):
        return numeric_date(cell)
    if isinstance(cell, int | float):
        return number_text(cell)
    return cell or ""


def number_text(number: float) -> str:
    """Write a number so that it reads one way only: 5631, 12,5; thousandths get a fourth place."""
    text = group(number).replace(".", "")
    return text + "0" if len(text.partition(",")[2]) == 3 else text


def _short(text: str, field: Field) -> str:
    size = len(text.encode("utf-16-le")) // 2
    if size > MAX_TEXT:
        raise InputTooLarge(
            f"{field.title}: ô bảng tính chứa nhiều nhất {group(MAX_TEXT)} ký tự, giá trị này có {group(size)}. "
            "Xin dùng tệp .json."
        )
    return text
