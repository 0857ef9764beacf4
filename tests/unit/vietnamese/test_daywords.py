"""Dates in words: no figures in them, and each reads back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese.daywords import date_in_words, words_to_date


@given(st.dates(date(1000, 1, 1)))
def test_every_date_in_words_reads_back(day: date):
    written = date_in_words(day)
    assert words_to_date(written) == words_to_date(written.upper()) == day
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


@pytest.mark.parametrize(
    "said",
    [
        "Ngày mùng năm, tháng hai, năm hai nghìn không trăm hai mươi sáu.",
        "ngày mồng năm tháng Hai năm hai ngàn không trăm hai mươi sáu",
        "ngày  năm\u00a0tháng hai năm hai nghìn không trăm hai mươi sáu",
    ],
)
def test_dates_are_read_as_people_write_them(said: str):
    assert words_to_date(said) == date(2026, 2, 5)


@pytest.mark.parametrize(
    "said",
    [
        "ngày ba mươi mốt tháng hai năm hai nghìn không trăm hai mươi sáu",
        "ngày mùng mười một tháng hai năm hai nghìn không trăm hai mươi sáu",
        "ngày năm tháng mười ba năm hai nghìn không trăm hai mươi sáu",
        "ngày năm tháng hai năm một triệu tỷ",
        "ngày 05 tháng 02 năm 2026",
        "ngày kia",
        "",
    ],
)
def test_what_is_no_date_in_words_is_refused(said: str):
    with pytest.raises(ValueError, match=r"bằng chữ|Không có ngày|chỉ đi với"):
        words_to_date(said)
