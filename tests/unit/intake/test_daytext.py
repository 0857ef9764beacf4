from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.intake.daytext import WAYS, _as_said


@given(st.dates(date(1880, 1, 1), date(2120, 12, 31)), st.sampled_from(sorted(WAYS)), st.sampled_from("-/."))
def test_a_date_written_in_a_way_is_read_in_that_way(day, way, separator) -> None:
    order, _, start = way.partition("-")
    parts = {"d": f"{day.day}", "m": f"{day.month}", "y": f"{day.year:04}"}
    inside = start and int(start) <= day.year < int(start) + 100
    if inside:
        parts["y"] = f"{day.year % 100:02}"
    written = separator.join(parts[letter] for letter in order.replace("turned", "dmy"))
    assert _as_said(written, way) == f"{day:%d/%m/}{day.year:04}"


def test_a_short_year_without_a_century_stays_a_question() -> None:
    assert _as_said("5/2/61", "mdy") == ""
    assert _as_said("5/27/61", "dmy-1900") == ""


def test_the_century_is_the_one_that_begins_with_the_year_named() -> None:
    assert [_as_said(f"5/2/{year}", "dmy-1930") for year in ("30", "61", "29", "00")] == [
        "05/02/1930", "05/02/1961", "05/02/2029", "05/02/2000",
    ]  # fmt: skip
    assert (_as_said("5/2/61", "mdy-1900"), _as_said("5/2/61", "dmy-2000")) == ("02/05/1961", "05/02/2061")
