"""Dates, months and times of day: reading what people type, writing what official papers require.

A zero stands before days 1 to 9 and before months 1 and 2 only ("ngày 05 tháng 02", but "ngày 05 tháng 9"):
it keeps 1 and 2 from being made 11, 12 or 21. 36-HD/VPTW and 05-HD/VPTW; Decree 30/2020/NĐ-CP, Appendix I.
"""

import re
from datetime import date, time

from service.vietnamese.text import nfc

# Birthdays in old files reach back to the nineteenth century; a year outside this range is a slip.
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_SEP = r"\s*([-/.])\s*"
_MIDNIGHT = r"(?:[T ]+0?0:00(?::00(?:\.0+)?)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_SEP}([0-9]{{1,2}})\s*\2\s*([0-9]{{1,2}}){_MIDNIGHT}")
_DAY_FIRST = re.compile(rf"(?:ngày\s+)?([0-9]{{1,2}}){_SEP}([0-9]{{1,2}})\s*\2\s*([0-9]+){_MIDNIGHT}", re.I)
_IN_WORDS = re.compile(
    r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})(?:,?\s+năm\s+|\s*/\s*)([0-9]+)", re.I
)
_MONTH_FIRST = re.compile(r"(?:tháng\s+)?([0-9]{1,2})(?:\s*[-/.]\s*|,?\s+năm\s+)([0-9]+)", re.I)
_YEAR_MONTH = re.compile(r"([0-9]{4})\s*[-/.]\s*([0-9]{1,2})")
_CLOCK = re.compile(r"([0-9]{1,2})\s*(?::|h|g|giờ)\s*([0-9]{2})\s*(?:phút|ph|p|:00)?", re.I)
_WHOLE_HOUR = re.compile(r"([0-9]{1,2})\s*(?:h|g|giờ)", re.I)


def parse_date(text: str) -> date:
    """Read a date: yyyy-mm-dd, d/m/yyyy, d-m-yyyy, d.m.yyyy, "ngày 05 tháng 02 năm 2026", "ngày 05/02/2026".

    A midnight time after the figures, as sheets add it, is left out.

    Raises:
        ValueError: not a date, a day that does not exist, or a year of two digits, which would be a guess.
    """
    text = nfc(text).strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(text, found[1], found[3], found[4])
    if found := _DAY_FIRST.fullmatch(text):
        return _date(text, found[4], found[3], found[1])
    if found := _IN_WORDS.fullmatch(text):
        return _date(text, found[3], found[2], found[1])
    raise ValueError(f"“{_short(text)}” không phải là ngày. Xin ghi ngày/tháng/năm, ví dụ 05/02/2026.")


def parse_month(text: str) -> tuple[int, int]:
    """Read a month as (year, month): yyyy-mm, m/yyyy, m-yyyy, "tháng 7 năm 2026", "tháng 7/2026".

    Raises:
        ValueError: not a month, or a year of two digits.
    """
    text = nfc(text).strip()
    if found := _YEAR_MONTH.fullmatch(text):
        first = _date(text, found[1], found[2], "1")
    elif found := _MONTH_FIRST.fullmatch(text):
        first = _date(text, found[2], found[1], "1")
    else:
        raise ValueError(f"“{_short(text)}” không phải là tháng. Xin ghi tháng/năm, ví dụ 7/2026.")
    return first.year, first.month


def parse_time(text: str) -> time:
    """Read a time of day to the minute: 17:00, 17:00:00, 17h00, 17g00, 17h, "17 giờ 00 phút".

    Raises:
        ValueError: not a time, or minutes of one digit ("17h5" may be 17:05 or 17:50).
    """
    text = nfc(text).strip()
    found = _CLOCK.fullmatch(text) or _WHOLE_HOUR.fullmatch(text)
    if not found:
        raise ValueError(f"“{_short(text)}” không phải là giờ. Xin ghi giờ và phút, ví dụ 17:00.")
    hour, minute = int(found[1]), int(found[2]) if found.re is _CLOCK else 0
    if hour > 23 or minute > 59:
        raise ValueError(f"Không có giờ “{_short(text)}”. Giờ từ 0 đến 23, phút từ 00 đến 59.")
    return time(hour, minute)


def long_date(day: date) -> str:
    """Write a date as under the name of an official paper: "ngày 05 tháng 02 năm 2026" (05-HD/VPTW)."""
    return f"ngày {day.day:02d} tháng {_month(day.month)} năm {day.year}"


def short_date(day: date) -> str:
    """Write a date as in the body of a Party paper: "05/9/2026", "05/02/2026" (05-HD/VPTW)."""
    return f"{day.day:02d}/{_month(day.month)}/{day.year}"


def numeric_date(day: date) -> str:
    """Write a date for lists and tables, every part padded: "05/09/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def month_year(year: int, month: int) -> str:
    """Write a month in full, months 1 and 2 padded: "tháng 02 năm 2026", "tháng 7 năm 2026"."""
    return f"tháng {_month(month)} năm {year}"


def month_slash(year: int, month: int) -> str:
    """Write a month as titles and running text do, never padded: "tháng 7/2026"."""
    return f"tháng {month}/{year}"


def clock_words(clock: time) -> str:
    """Write a time of day as minutes do: "17 giờ 00 phút"."""
    return f"{clock.hour:02d} giờ {clock.minute:02d} phút"


def weekday(day: date) -> str:
    """Name the day of the week: "thứ Hai" … "thứ Bảy", "Chủ nhật" (Decree 30/2020/NĐ-CP, Appendix II)."""
    return _WEEKDAYS[day.weekday()]


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def _date(text: str, year: str, month: str, day: str) -> date:
    if len(year) == 2:
        raise ValueError(f"Năm trong “{_short(text)}” phải ghi đủ bốn chữ số: 19{year} hoặc 20{year}.")
    if len(year) != 4 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise ValueError(f"Năm trong “{_short(text)}” phải từ {_FIRST_YEAR} đến {_LAST_YEAR}.")
    if not 1 <= int(month) <= 12:
        raise ValueError(f"Không có tháng {int(month)} trong “{_short(text)}”. Xin ghi ngày trước tháng.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError as exc:
        raise ValueError(f"Không có ngày {int(day)} tháng {int(month)} năm {year}.") from exc


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
