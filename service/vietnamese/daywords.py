"""Dates wholly in words, as deeds and receipts add them: "ngày năm tháng Hai năm hai nghìn không trăm hai mươi sáu".

Months that are not written in figures begin with a capital (Decree 30/2020/NĐ-CP, Appendix II); the fourth is Tư.
"""

from datetime import date

from service.vietnamese.text import first_upper
from service.vietnamese.words import number_to_words

_FOURTH = "tư"


def date_in_words(day: date) -> str:
    """Write a date without figures."""
    month = _FOURTH if day.month == 4 else number_to_words(day.month)
    return f"ngày {number_to_words(day.day)} tháng {first_upper(month)} năm {number_to_words(day.year)}"
