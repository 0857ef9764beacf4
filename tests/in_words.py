"""Read amounts and dates in words back, as strictly as the writer writes them; the inverse that properties need."""

import re
from datetime import date

from service.vietnamese.words import words_to_number


def amount_said(text: str) -> int:
    """Give 1200000 for "Một triệu hai trăm nghìn đồng"."""
    assert text[0].isupper()
    return words_to_number(text.removesuffix(" đồng"))


def day_said(text: str) -> date:
    """Give the day of "ngày năm tháng Hai năm hai nghìn không trăm hai mươi sáu"."""
    said = re.fullmatch(r"ngày (\D+) tháng (\D+?) năm (\D+)", text)
    assert said, text
    assert said[2][0].isupper(), "a month in words begins with a capital (Decree 30/2020/NĐ-CP, Appendix II)"
    day, month, year = map(words_to_number, said.groups())
    return date(year, month, day)
