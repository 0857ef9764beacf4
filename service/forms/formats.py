"""The formats that a text field may have: from what people type to the one canonical text that is kept.

    vn-date        "05/02/2026", "2026-02-05"     → "2026-02-05"
    vn-time        "17 giờ 00 phút", "17h00"      → "17:00"
    vn-month       "7/2026"                       → "2026-07"
    vn-cccd        12 digits                      vn-party-card   12 or 8 digits
    vn-phone       "+84 912 345 678"              → "0912345678"
    vn-party-organisation  14 digits, dots between them may be typed
    vn-name        letters, spaces made single    text            lines kept

A canonical text is its own canonical text. Never guesses: what reads two ways is refused by the sentence that says
how to write it.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from service.vietnamese.dates import parse_date, parse_month, parse_time
from service.vietnamese.identifiers import cccd, lost_zeros, party_card, party_organisation, phone

NUMBERS_OF_DIGITS: Mapping[str, str] = {
    "vn-cccd": "cccd",
    "vn-phone": "phone",
    "vn-party-card": "party_card",
    "vn-party-organisation": "party_organisation",
}
"""Formats of digits that may begin with 0, by what identifiers.lost_zeros calls them."""

_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_EXCEL_EPOCH = date(1899, 12, 30)


def canonical(name: str | None, text: str) -> str:
    """Give the canonical text of a format; a format without a rule of its own leaves the text alone.

    Raises:
        ValueError: the sentence says what is required and what was found.
    """
    rule = _RULES.get(name or "")
    return rule(text) if rule else text


def from_cell(name: str | None, value: object) -> str | None:
    """Give the canonical text of a date, time or month that a sheet holds as such; None when it is none of these.

    Raises:
        ValueError: part of the value would be lost (the hour of a date, the day of a month).
    """
    if name == "vn-time" and isinstance(value, time | timedelta):
        return _clock(value)
    if name in ("vn-date", "vn-month") and isinstance(value, date):
        if isinstance(value, datetime) and value.time() != time():
            raise ValueError(f"ô có cả giờ ({value:%d/%m/%Y %H:%M}); xin chỉ nhập ngày.")
        if name == "vn-date":
            return date.isoformat(value)
        if value.day != 1:
            raise ValueError(
                f"ô là ngày {value:%d/%m/%Y}; xin nhập tháng/năm, ví dụ {value.month}/{value.year}."
            )
        return f"{value:%Y-%m}"
    return None


def with_zeros(name: str | None, value: object) -> str | None:
    """Give a number of digits with the zeros that a sheet dropped, to propose it; None when none are missing."""
    kind = NUMBERS_OF_DIGITS.get(name or "")
    if kind is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float):
        return lost_zeros(kind, str(int(value))) if value.is_integer() and 0 < value < 10**15 else None
    return lost_zeros(kind, str(value))


def serial_date(number: float) -> str | None:
    """Give the day that a sheet means by a bare number of days ("09/12/2025" for 46000), to propose it."""
    if not 10_000 <= number <= 80_000:
        return None
    return f"{_EXCEL_EPOCH + timedelta(days=int(number)):%d/%m/%Y}"


def _clock(value: time | timedelta) -> str:
    seconds = (
        value.total_seconds()
        if isinstance(value, timedelta)
        else value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    )
    minutes, rest = divmod(round(seconds), 60)
    if rest or not 0 <= minutes < 24 * 60:
        raise ValueError("phải là giờ và phút trong ngày, ví dụ 17:00; ô có cả giây hoặc vượt 24 giờ.")
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@lru_cache(4096)
def _date(text: str) -> str:
    try:
        return parse_date(text).isoformat()
    except ValueError as exc:
        day = serial_date(int(text)) if text.isascii() and text.isdecimal() and len(text) == 5 else None
        meant = f" Nếu ý là ngày {day}, xin ghi đúng như vậy." if day else ""
        raise ValueError(_not_in_calendar(text) or f"{exc}{meant}") from exc


def _not_in_calendar(text: str) -> str | None:
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    if not (1 <= month <= 12 and 1800 <= year <= 2199 and day > calendar.monthrange(year, month)[1]):
        return None
    last = calendar.monthrange(year, month)[1]
    return f"{text} không có trong lịch; xin nhập ngày đúng, ví dụ {last:02d}/{month:02d}/{year}."


def _month(text: str) -> str:
    year, month = parse_month(text)
    return f"{year:04d}-{month:02d}"


def _time(text: str) -> str:
    return f"{parse_time(text):%H:%M}"


def _name(text: str) -> str:
    """Check a person's name; ethnic-minority names such as H'Hen or Y Moan, and names of one word, are names."""
    name = " ".join(text.split())
    if name.replace(" ", "").isalpha():
        return name
    if not any(c.isalpha() for c in name):
        raise ValueError(f"phải là họ và tên bằng chữ, tìm thấy “{name[:40]}”.")
    if strange := next((c for c in name if not (c.isalpha() or c in " '’ʼ-‑.")), None):
        raise ValueError(f"họ và tên chỉ gồm chữ cái; xin bỏ ký tự “{strange}” trong “{name[:40]}”.")
    return name


_RULES: Mapping[str, Callable[[str], str]] = {
    "vn-date": _date,
    "vn-time": _time,
    "vn-month": _month,
    "vn-cccd": cccd,
    "vn-phone": phone,
    "vn-party-card": party_card,
    "vn-party-organisation": party_organisation,
    "vn-name": _name,
}
