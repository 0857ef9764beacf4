"""Dates wholly in words, as deeds and receipts add them: "ngày năm tháng Hai năm hai nghìn không trăm hai mươi sáu".

Months that are not written in figures begin with a capital (Decree 30/2020/NĐ-CP, Appendix II); the fourth is Tư.
"""

import re
from datetime import date

from service.vietnamese.text import first_upper, nfc
from service.vietnamese.words import number_to_words, words_to_number

_SAID = re.compile(r"ngày\s+(?:(m[ùồ]ng)\s+)?(\D+?),?\s+tháng\s+(\D+?),?\s+năm\s+(\D+)", re.IGNORECASE)
_FOURTH = "tư"
_LAST_OF_MUNG = 10
"""The first ten days may be said with "mùng" before them."""


def date_in_words(day: date) -> str:
    """Write a date without figures."""
    month = _FOURTH if day.month == 4 else number_to_words(day.month)
    return f"ngày {number_to_words(day.day)} tháng {first_upper(month)} năm {number_to_words(day.year)}"


def words_to_date(text: str) -> date:
    """Read a date in words back, in any case, with or without "mùng" and commas.

    Raises:
        ValueError: not the words of a date, or of a day that does not exist.
    """
    said = _SAID.fullmatch(nfc(text).strip().rstrip("."))
    if said is None:
        raise ValueError(f"“{text.strip()[:80]}” không phải là ngày viết bằng chữ.")
    number, month, year = (words_to_number(part) for part in said.groups()[1:])
    try:
        day = date(year, month, number)
    except (ValueError, OverflowError) as exc:
        raise ValueError(f"Không có ngày {number} tháng {month} năm {year}.") from exc
    if said[1] and number > _LAST_OF_MUNG:
        raise ValueError(f"“{said[1]}” chỉ đi với ngày 1 đến ngày {_LAST_OF_MUNG}.")
    return day
