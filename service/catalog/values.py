"""How one value of a submission is written on paper: the functions behind the filters for single values.

Values are canonical: dates "2026-02-05", months "2026-02", times "17:00", numbers, text. What is empty ("" or
None) stays empty. What cannot be written raises Unwritable or another ValueError, with a Vietnamese sentence;
nothing is guessed. No function makes text much longer than what it was given.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2.runtime import Undefined

from service.vietnamese import dates, names, numbers
from service.vietnamese.text import nfc

LONGEST = 1_000_000
"""Characters that one filter may make at most."""


class Unwritable(ValueError):
    """A value, or an option, that a filter cannot write; the text is a Vietnamese sentence."""


def printable(value: Any) -> Any:
    """Give what `{{ … }}` prints: None as nothing, 88.9 as "88,9"; text, whole numbers and missing values as is.

    Raises:
        Unwritable: true/false, a list or an object, which no paper shows in this form.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        raise Unwritable("Giá trị đúng/sai không in thẳng được. Xin dùng bộ lọc co_khong hoặc danh_dau.")
    if isinstance(value, float | Decimal):
        return numbers.group(value).replace(".", "")
    if isinstance(value, int | Undefined):
        return value
    if isinstance(value, Mapping):
        raise Unwritable("Không in được cả một nhóm. Xin ghi rõ mục cần in, ví dụ {{ don_vi.ten }}.")
    raise Unwritable("Danh sách không in thẳng được. Xin dùng vòng lặp for, hoặc bộ lọc cot và join.")


def empty(value: Any) -> bool:
    """Tell None and blank text; a missing value is let through, to fail with its name where it is used."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(value: Any) -> str:
    """Give the text that would be printed; raises as `printable` does."""
    return str(printable(value))


def number_of(value: Any) -> numbers.Number:
    """Give a number, read from text if need be.

    Raises:
        ValueError: neither a number nor text that is one.
    """
    number = numbers.parse_number(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise Unwritable(f"Cần một số, nhưng nhận được “{text_of(value)[:40]}”.")
    return number


def date_of(value: Any) -> date:
    """Give a date; raises ValueError for what is none."""
    return dates.parse_date(text_of(value))


def month_of(value: Any) -> tuple[int, int]:
    """Give (year, month) of a month or of a whole date; raises ValueError for what is neither."""
    text = text_of(value)
    if text.count("-") == 2 or text.count("/") == 2:
        day = dates.parse_date(text)
        return day.year, day.month
    return dates.parse_month(text)


def written(write: Callable[..., str], read: Callable[[Any], Any]) -> Callable[..., str]:
    """Make a filter that leaves the empty empty, and reads any other value before writing it."""

    def apply(value: Any, *arguments: Any, **options: Any) -> str:
        return "" if empty(value) else write(read(value), *arguments, **options)

    return apply


def pad(value: Any, width: int = 2) -> str:
    """Put zeros before a whole number: 5 → "05"; the empty stays empty (a number left blank until issue)."""
    if empty(value):
        return ""
    text = text_of(value).strip()
    if not text.isascii() or not text.isdigit():
        raise Unwritable(f"Bộ lọc pad cần số nguyên không âm, nhưng nhận được “{text[:40]}”.")
    return text.zfill(_within(width, 1, 20))


def dots(value: Any, width: int = 12) -> Any:
    """Give a dotted line to write on where the value is empty, else the value."""
    return "." * _within(width, 1, 200) if empty(value) else printable(value)


def yes_no(value: Any, yes: str = "có", no: str = "không") -> str:
    """Say true or false in words; the empty stays empty."""
    if empty(value):
        return ""
    return yes if _truth(value) else no


def box(value: Any) -> str:
    """Give a ticked box for true and an open one for false or empty."""
    return "☒" if not empty(value) and _truth(value) else "☐"


def default(value: Any, other: Any = "", _also_false: bool = True) -> Any:
    """Give `other` for what is missing or empty; unlike Jinja's own, an optional text left out counts as missing."""
    return other if isinstance(value, Undefined) or empty(value) else value


def round_number(value: Any, decimals: int = 0) -> Any:
    """Round half up, to a number."""
    if empty(value):
        return ""
    rounded = numbers.round_half_up(number_of(value), decimals)
    return int(rounded) if decimals == 0 else float(rounded)


def replace(value: Any, old: str, new: str) -> str:
    """Put `new` for every `old`."""
    text = text_of(value)
    if not old or len(text) + text.count(old) * len(new) > LONGEST:
        raise Unwritable("Bộ lọc replace cần chữ phải thay, và kết quả không được quá dài.")
    return text.replace(old, new)


def lower(value: Any) -> str:
    """Give small letters."""
    return nfc(text_of(value)).lower()


def upper(value: Any) -> str:
    """Give capitals."""
    return names.upper(text_of(value))


def strip(value: Any) -> str:
    """Drop the spaces around."""
    return text_of(value).strip()


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unwritable(f"Cần giá trị đúng/sai, nhưng nhận được “{text_of(value)[:40]}”.")
    return value


def _within(width: Any, least: int, most: int) -> int:
    if isinstance(width, bool) or not isinstance(width, int) or not least <= width <= most:
        raise Unwritable(f"Độ dài ghi trong bộ lọc phải là số nguyên từ {least} đến {most}.")
    return width
