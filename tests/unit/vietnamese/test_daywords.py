"""Dates in words: no figures in them, and each reads back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese.daywords import date_in_words
from tests.in_words import day_said


@given(st.dates(date(1000, 1, 1)))
def test_every_date_in_words_reads_back(day: date):
    written = date_in_words(day)
    assert day_said(written) == day
    assert not any(char.isdigit() for char in written)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "ngày năm tháng Hai năm hai nghìn không trăm hai mươi sáu"),
        (date(2025, 4, 24), "ngày hai mươi tư tháng Tư năm hai nghìn không trăm hai mươi lăm"),
        (date(1961, 11, 4), "ngày bốn tháng Mười một năm một nghìn chín trăm sáu mươi mốt"),
    ],
)
def test_months_begin_with_a_capital_and_the_fourth_is_tu(day: date, written: str):
    assert date_in_words(day) == written
