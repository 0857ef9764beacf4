"""One raw value to one typed value of a field, or the sentence that says why not.

Strict (JSON): types must be right; text is still made canonical. Lenient (sheets, web forms): text and numbers are read
as the field's type when they can mean one thing only. Knows single values; lists and objects are in clean.py.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import lru_cache

from service.forms.formats import NUMBERS_OF_DIGITS, canonical, from_cell, serial_date
from service.forms.lines import Refused, clean_text
from service.forms.messages import BIGGEST, describe, figure, not_listed, wrong_type
from service.forms.places import Json, shown
from service.forms.schema import Field
from service.vietnamese.numbers import NoNumber, group, parse_number
from service.vietnamese.text import fold

_EXACT_IN_SHEETS = 10**15
"""Sheets keep 15 digits; a longer number has lost its last ones."""

_TRUE = frozenset({"x", "co", "true", "1", "dung", "roi", "yes", "v", "✓", "✔", "☑", "☒"})
_FALSE = frozenset({"", "khong", "false", "0", "sai", "chua", "no", "-", "☐"})
_TWO_WAYS = {
    "integer": re.compile(r"[-+]?[1-9]\d{0,2},\d{3}", re.ASCII),
    "number": re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII),
}
"""Thousands or thousandths: "5,631" for a whole number, "1.234" too where decimals are possible."""

_LONGEST_TICK, _LONGEST_CHOICE = 20, 200
"""Characters; what is longer is none, and is not folded to find that out."""

_AS_TEXT = " Xin định dạng ô là Văn bản (Text) rồi nhập lại."


_key = lru_cache(4096)(fold)
"""Choices repeat from row to row of a sheet, folding them is what takes the time."""


def coerce(field: Field, raw: object, *, lenient: bool) -> Json:
    """Give the clean value of a scalar field; text without content gives "".

    Raises:
        Refused: the value is of the wrong type, reads two ways, breaks its format or is not among the choices.
    """
    value = _READERS[field.kind](field, raw, lenient)
    if field.enum and value not in field.enum and value != "":
        return _choice(field, value, lenient=lenient)
    return value


def _text(field: Field, raw: object, lenient: bool) -> str:
    if isinstance(raw, str):
        text = clean_text(raw, many_lines=field.many_lines)
    elif lenient:
        text = _text_of_cell(field, raw)
    else:
        raise Refused("type", wrong_type("string", raw))
    if field.format is None or field.many_lines or not text:
        return text
    try:
        return canonical(field.format, text)
    except ValueError as exc:
        from_number = field.format in NUMBERS_OF_DIGITS and not isinstance(raw, str)
        hint = _AS_TEXT if from_number and "bảng tính" not in str(exc) else ""
        raise Refused("format", f"{exc}{hint}") from exc


def _text_of_cell(field: Field, raw: object) -> str:
    """Read what a sheet holds as a number, date or time; 12.0 is "12", never "12.0"."""
    try:
        if (text := from_cell(field.format, raw)) is not None:
            return text
    except ValueError as exc:
        raise Refused("format", str(exc)) from exc
    if isinstance(raw, date | time):
        raise Refused("type", f"phải là văn bản; bảng tính đã đổi thành {describe(raw)}.{_AS_TEXT}")
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise Refused("type", wrong_type("string", raw))
    if field.format in ("vn-date", "vn-month", "vn-time"):
        day = serial_date(raw)
        meant = f" Nếu ý là ngày {day}, xin định dạng ô là Ngày." if day else ""
        raise Refused("format", f"phải là ngày tháng hoặc giờ, tìm thấy số {figure(raw)}.{meant}")
    if abs(raw) >= _EXACT_IN_SHEETS:
        raise Refused("format", f"số dài hơn 15 chữ số nên bảng tính đã làm tròn.{_AS_TEXT}")
    return str(int(raw)) if raw == int(raw) else group(raw).replace(".", "")


def _number(field: Field, raw: object, lenient: bool) -> int | float:
    if isinstance(raw, str) and lenient:
        number: int | float | Decimal = _number_of_text(field, raw)
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        number = raw
    else:
        raise Refused("type", wrong_type(field.kind, raw))
    if not -BIGGEST <= number <= BIGGEST:
        found = figure(number) if isinstance(number, float) else "số quá lớn"
        raise Refused("range", f"phải là số trong khoảng ±{group(BIGGEST)}, tìm thấy {found}.")
    if number == int(number):
        return int(number)
    if field.kind == "integer":
        raise Refused("type", wrong_type("integer", float(number)))
    if isinstance(number, Decimal) and Decimal(str(float(number))) != number:
        raise Refused("range", f"có quá nhiều chữ số lẻ, tìm thấy “{shown(raw)}”.")
    return float(number)


def _number_of_text(field: Field, raw: str) -> int | Decimal:
    text = clean_text(raw, many_lines=False)
    if text.isascii() and text.isdecimal():
        if len(text) > len(str(BIGGEST)):
            raise Refused("range", f"phải là số không quá {group(BIGGEST)}, tìm thấy {len(text)} chữ số.")
        return int(text)
    if _TWO_WAYS[field.kind].fullmatch(text):
        whole = re.sub("[.,]", "", text)
        other = text.replace(",", ".") if field.kind == "integer" else text.replace(".", ",") + "0 (số lẻ)"
        raise Refused("ambiguous", f"“{text}” đọc được hai cách; xin ghi {whole} hoặc {other}.")
    try:
        return parse_number(text)
    except NoNumber as exc:
        raise Refused("type", _no_number(field, text, str(exc))) from exc
    except ValueError as exc:
        raise Refused("type", f"phải là {'số nguyên' if field.kind == 'integer' else 'số'}. {exc}") from exc


def _no_number(field: Field, text: str, said: str) -> str:
    """Say what is wanted by the field's own example; where it has none, a number with and without decimals."""
    if field.kind != "integer":
        return f"phải là số. {said}"
    example = next((e for e in field.examples if isinstance(e, int)), 30)
    return f"phải là số nguyên, tìm thấy “{shown(text)}”. Xin ghi bằng chữ số, ví dụ {example}."


def _truth(_field: Field, raw: object, lenient: bool) -> bool:
    if isinstance(raw, bool):
        return raw
    if lenient and isinstance(raw, str | int | float):
        text = raw.strip() if isinstance(raw, str) else f"{raw:g}"
        key = _key(text) if len(text) <= _LONGEST_TICK else text
        if key in _TRUE or key in _FALSE:
            return key in _TRUE
        raise Refused("type", f"xin ghi x hoặc có, để trống hoặc không; tìm thấy {describe(raw)}.")
    raise Refused("type", wrong_type("boolean", raw))


def _choice(field: Field, value: Json, *, lenient: bool) -> Json:
    """Match a choice; lenient also without marks and case, when that leaves exactly one."""
    if lenient and isinstance(value, str) and len(value) <= _LONGEST_CHOICE:
        key = _key(value)
        meant = [o for o in field.enum if isinstance(o, str) and _key(o) == key]
        if len(meant) == 1:
            return str(meant[0])
    raise Refused("enum", not_listed(field.enum, value))


_READERS: Mapping[str, Callable[[Field, object, bool], Json]] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": _truth,
}
