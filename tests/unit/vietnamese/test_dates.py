"""Dates: what is written reads back; what could be two days is refused; zeros stand where the rule says."""

import unicodedata
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese import dates


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))


@given(DAYS)
def test_every_written_date_reads_back(day: date):
    for write in (dates.long_date, dates.short_date, dates.numeric_date, date.isoformat):
        assert dates.parse_date(write(day)) == dates.parse_date(decomposed(write(day))) == day


@given(DAYS)
def test_every_written_month_reads_back(day: date):
    for write in (dates.month_year, dates.month_slash):
        written = write(day.year, day.month)
        assert dates.parse_month(written) == dates.parse_month(decomposed(written)) == (day.year, day.month)


@given(st.times())
def test_every_written_time_reads_back_to_the_minute(clock: time):
    written = dates.clock_words(clock)
    assert (
        dates.parse_time(written) == dates.parse_time(decomposed(written)) == time(clock.hour, clock.minute)
    )


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 5, 27), "ngày 27 tháng 5 năm 2026"),
        (date(2026, 10, 10), "ngày 10 tháng 10 năm 2026"),
        (date(2026, 1, 1), "ngày 01 tháng 01 năm 2026"),
    ],
)
def test_zeros_stand_before_days_below_ten_and_months_one_and_two(day: date, written: str):
    assert dates.long_date(day) == written


def test_short_dates_follow_the_same_rule_and_numeric_dates_pad_all():
    assert dates.short_date(date(2026, 9, 5)) == "05/9/2026"
    assert dates.short_date(date(2026, 2, 15)) == "15/02/2026"
    assert dates.numeric_date(date(2026, 9, 5)) == "05/09/2026"


def test_months_are_padded_in_full_and_bare_in_running_text():
    assert dates.month_year(2026, 2) == "tháng 02 năm 2026"
    assert dates.month_year(2026, 7) == "tháng 7 năm 2026"
    assert dates.month_slash(2026, 2) == "tháng 2/2026"


@pytest.mark.parametrize(
    "typed",
    ["5/2/2026", "05-02-2026", " 5.2.2026 ", "5 / 2 / 2026", "2026-02-05T00:00:00", "2026-02-05 00:00",
     "5/2/2026 0:00", "05/02/2026 00:00:00", "Ngày 05/02/2026",
     "2026/2/5", "NGÀY 05 THÁNG 02 NĂM 2026", "5 tháng 2, năm 2026", "ngày\u00a05 tháng 2/2026"],
)  # fmt: skip
def test_dates_are_read_as_people_type_them(typed: str):
    assert dates.parse_date(typed) == date(2026, 2, 5)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("5/2/26", "bốn chữ số: 1926 hoặc 2026"),
        ("5/2/2026 17:00", "không phải là ngày"),
        ("31/02/2026", "Không có ngày 31 tháng 2 năm 2026"),
        ("29/02/2026", "Không có ngày 29"),
        ("02/13/2026", "Không có tháng 13"),
        ("05/02/0226", "từ 1800"),
        ("05/02/20260", "từ 1800"),
        ("2026-02-05T17:00", "không phải là ngày"),
        ("5/2-2026", "không phải là ngày"),
        ("2026-02/05", "không phải là ngày"),
        ("46000", "không phải là ngày"),
        ("", "không phải là ngày"),
    ],
)
def test_what_is_no_date_or_two_dates_is_refused(typed: str, says: str):
    with pytest.raises(ValueError, match=says):
        dates.parse_date(typed)


def test_a_leap_day_is_a_day():
    assert dates.parse_date("29/02/2028") == date(2028, 2, 29)


@pytest.mark.parametrize("typed", ["2026-07", "7/2026", "07-2026", "tháng 7 năm 2026", "Tháng 7/2026"])
def test_months_are_read_as_people_type_them(typed: str):
    assert dates.parse_month(typed) == (2026, 7)


@pytest.mark.parametrize("typed", ["7/26", "13/2026", "tháng bảy", "2026"])
def test_what_is_no_month_is_refused(typed: str):
    with pytest.raises(ValueError, match=r"háng|bốn"):
        dates.parse_month(typed)


@pytest.mark.parametrize("typed", ["17:00", "17:00:00", "17h00", "17 giờ 00 phút", "17g00", "17h", "17 giờ"])
def test_times_are_read_as_people_type_them(typed: str):
    assert dates.parse_time(typed) == time(17, 0)


@pytest.mark.parametrize("typed", ["17", "17h5", "24:00", "17:60", "5 giờ chiều", "17:00:30"])
def test_what_is_no_time_is_refused(typed: str):
    with pytest.raises(ValueError, match="giờ"):
        dates.parse_time(typed)


def test_a_long_wrong_value_is_quoted_short():
    with pytest.raises(ValueError, match="…") as refused:
        dates.parse_date("x" * 10_000)
    assert len(str(refused.value)) < 200


def test_days_of_the_week_are_named():
    assert [dates.weekday(date(2026, 2, day)) for day in range(2, 9)] == [
        "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật",
    ]  # fmt: skip
