from hypothesis import given
from hypothesis import strategies as st

from service.intake.daytext import WAYS, _as_said


@given(st.dates(), st.sampled_from(sorted(WAYS)), st.sampled_from("-/."))
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
