from hypothesis import given
from hypothesis import strategies as st

from service.intake.daytext import WAYS, _as_said, doubt


def test_dates_that_read_one_way_only_leave_no_doubt() -> None:
    assert doubt(["05/02/1961", "27/5/1961", "1961-05-27", "tháng 5", 5, None, "99/99/1961"]) is None


def test_a_month_first_and_a_short_year_are_doubts_with_examples() -> None:
    found = doubt(["05/02/1961", " 05/27/1961", "1.2.61"])
    assert found is not None
    assert (found.order, found.years, found.examples) == (True, True, ("05/27/1961", "1.2.61"))


@given(st.dates(), st.sampled_from(sorted(WAYS)), st.sampled_from("-/."))
def test_a_date_written_in_a_way_is_read_in_that_way(day, way, separator) -> None:
    order, _, start = way.partition("-")
    parts = {"d": f"{day.day}", "m": f"{day.month}", "y": f"{day.year:04}"}
    inside = start and int(start) <= day.year < int(start) + 100
    if inside:
        parts["y"] = f"{day.year % 100:02}"
    written = separator.join(parts[letter] for letter in order)
    assert _as_said(written, way) == f"{day:%d/%m/}{day.year:04}"


def test_a_short_year_without_a_century_stays_a_question() -> None:
    assert _as_said("5/2/61", "mdy") == ""
    assert _as_said("5/27/61", "dmy-1900") == ""
