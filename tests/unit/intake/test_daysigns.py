"""What a column of dates tells of itself: certain, asked about, or read as the country writes and told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.intake.daysigns import Doubt, Signs, read_so, signs_of, turned_round
from service.intake.grid import Grid
from service.intake.header import read_header
from service.intake.plan import plan_of
from tests.builders_awkward import awkward_form

MAIN = plan_of(awkward_form()).main
WITH_DAY_ABOVE_TWELVE = st.dates(date(1900, 1, 1), date(2100, 12, 31)).filter(lambda day: day.day > 12)
BOTH_WAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).filter(
    lambda day: day.day <= 12 and day.day != day.month
)


def signs(*cells: Any, title: str = "Ngày sinh", shown: bool = False) -> Signs:
    rows = [[title], *[[cell] for cell in cells]]
    header = read_header(Grid("A", rows, month_first=frozenset({0} if shown else ())), MAIN)
    assert header is not None
    return signs_of(header, 0)


def american(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def ours(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def test_dates_that_read_one_way_only_leave_no_doubt() -> None:
    found = signs("05/02/1961", "27/5/1961", "1961-05-27", "tháng 5", 5, None, "99/99/1961", "03/03/1961")
    assert (found.doubt(), read_so(found)) == (None, [])
    assert signs("03/03/1961").doubt() is None


def test_a_month_first_and_a_short_year_are_doubts_with_examples() -> None:
    assert signs("05/02/1961", " 05/27/1961", "1.2.61").doubt() == Doubt(
        True, True, ("05/27/1961", "1.2.61", "05/02/1961")
    )


@given(st.lists(WITH_DAY_ABOVE_TWELVE | BOTH_WAYS, min_size=1))
def test_a_column_typed_month_first_is_never_read_in_silence(days: list[date]) -> None:
    found = signs(*map(american, days))
    certain = any(day.day > 12 for day in days)
    assert found.order is certain
    assert bool(read_so(found)) is not certain


@given(st.lists(WITH_DAY_ABOVE_TWELVE | BOTH_WAYS, min_size=1))
def test_a_column_typed_day_first_is_never_asked_about(days: list[date]) -> None:
    found = signs(*map(ours, days))
    assert not found.order
    assert bool(read_so(found)) is not any(day.day > 12 for day in days)


def test_dates_that_all_read_both_ways_are_told_with_an_example() -> None:
    found = signs("03/04/2026", "5-6-2026")
    assert found.doubt() == Doubt(False, False, ("03/04/2026", "5-6-2026"), assumed=True)
    assert read_so(found) == [
        "Ngày ghi chữ ở cột này được đọc theo ngày/tháng/năm: 03/04/2026 là ngày 03 tháng 4 năm 2026. "
        "Nếu tháng ghi trước, xin chọn lại cách đọc."
    ]


@pytest.mark.parametrize(
    "title", ["Ngày sinh (dd/mm/yyyy)", "Ngày sinh (d/m/yyyy)", "Ngày sinh (ngày, tháng, năm)"]
)
def test_a_title_that_says_day_first_settles_it(title: str) -> None:
    found = signs("03/04/2026", title=title)
    assert (found.doubt(), read_so(found)) == (None, [])


def test_a_title_that_says_month_first_is_asked_about() -> None:
    assert signs("03/04/2026", title="Ngày sinh (MM/DD/YYYY)").order
    assert not signs("27/04/2026", title="Ngày sinh (MM/DD/YYYY)").order
    above = read_header(Grid("A", [["(MM/DD/YYYY)"], ["Ngày sinh"], ["03/04/2026"]]), MAIN)
    assert above is not None
    assert signs_of(above, 0).order


def test_short_years_with_slashes_only_are_asked_for_their_order_too() -> None:
    assert signs("03/04/61", "5/6/62").order
    assert not signs("03.04.61", "5-6-62").order
    assert not signs("03/04/61", "27/6/62").order


def test_cells_that_show_the_month_first_speak_against_texts_that_read_both_ways() -> None:
    assert signs("03/04/2026", shown=True).order
    assert not signs("03/04/2026", "27/4/2026", shown=True).order
    assert read_so(signs(date(1961, 5, 2), shown=True)) == [
        "Ô của cột này hiện tháng trước ngày: ô hiện 5/2/1961 là ngày 02 tháng 5 năm 1961 (02/05/1961). "
        "Nếu không đúng ý, xin sửa ô."
    ]
    assert read_so(signs(date(1961, 5, 27), date(1961, 5, 5), shown=True)) == []


def test_cells_beside_days_left_as_text_may_be_turned() -> None:
    found = signs(date(1961, 5, 2), "27/05/1961", date(1961, 4, 4))
    assert found.turned == ((1, 0),)
    assert found.doubt() == Doubt(False, False, ("27/05/1961",), turned="02/05/1961")


def test_a_day_that_no_cell_can_hold_is_text_whatever_the_order_and_tells_of_no_turning() -> None:
    assert signs(date(1961, 5, 2), "24/02/1900").doubt() is None
    assert signs(date(1961, 5, 2), "24/03/1900").turned == ((1, 0),)
    assert signs(date(1961, 5, 2), "24/02/61").turned == ((1, 0),)


@pytest.mark.parametrize("other", [date(1961, 5, 13), "27.05.1961"])
def test_cells_are_not_turned_where_one_is_sound_or_the_text_is_of_dots(other: Any) -> None:
    texts = () if isinstance(other, str) else ("27/05/1961",)
    assert signs(date(1961, 5, 2), other, *texts).turned == ()


@given(BOTH_WAYS)
def test_turning_twice_gives_the_same_day(day: date) -> None:
    assert turned_round(turned_round(day)) == day
    assert turned_round(day) == date(day.year, day.day, day.month)


def test_a_year_that_is_none_is_no_example() -> None:
    assert read_so(signs("03/04/0000")) == []
