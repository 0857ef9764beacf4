"""Formats: one canonical text each, and a sentence for what cannot be one."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.formats import canonical, from_cell, serial_date, with_zeros
from service.forms.subset import FORMATS
from service.vietnamese.text import nfc
from tests.builders_forms import a_form, values


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("vn-date", "05/02/2026", "2026-02-05"),
        ("vn-date", "5-2-2026", "2026-02-05"),
        ("vn-date", "29/02/2028", "2028-02-29"),
        ("vn-month", "7/2026", "2026-07"),
        ("vn-time", "17 giờ 00 phút", "17:00"),
        ("vn-cccd", "001099001110", "001099001110"),
        ("vn-party-card", "12345678", "12345678"),
        ("vn-phone", "+84 912 345 678", "0912345678"),
        ("vn-name", "H'Hen   Niê", "H'Hen Niê"),
        ("text", "  a ", "  a "),
        (None, "a", "a"),
    ],
)
def test_what_people_type_becomes_one_text(name: str | None, typed: str, kept: str):
    assert canonical(name, typed) == kept


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("vn-date", "31/02/2026", "31/02/2026 không có trong lịch; xin nhập ngày đúng, ví dụ 28/02/2026."),
        ("vn-date", "2026-02-29", "2026-02-29 không có trong lịch; xin nhập ngày đúng, ví dụ 28/02/2026."),
        (
            "vn-date",
            "22325",
            "“22325” không phải là ngày. Xin ghi ngày/tháng/năm, ví dụ 05/02/2026. "
            "Nếu ý là ngày 13/02/1961, xin ghi đúng như vậy.",
        ),
        ("vn-name", "123", "phải là họ và tên bằng chữ, tìm thấy “123”."),
        ("vn-name", "An, Bình", "họ và tên chỉ gồm chữ cái; xin bỏ ký tự “,” trong “An, Bình”."),
        ("vn-name", "An2", "họ và tên chỉ gồm chữ cái; xin bỏ ký tự “2” trong “An2”."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(name: str, typed: str, sentence: str):
    with pytest.raises(ValueError, match=re.escape(sentence)) as caught:
        canonical(name, typed)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("vn-date", "5/2/26"),
        ("vn-date", "13/13/2026"),
        ("vn-month", "13/2026"),
        ("vn-time", "25:00"),
        ("vn-cccd", "1"),
    ],
)
def test_what_reads_two_ways_or_none_is_refused(name: str, typed: str):
    with pytest.raises(ValueError, match=r"\.$"):
        canonical(name, typed)


@given(st.data())
def test_a_canonical_text_is_its_own_canonical_text(data: st.DataObject):
    name = data.draw(st.sampled_from([f for f in FORMATS if f != "text"]))
    typed = nfc(data.draw(values(a_form({"a": {"type": "string", "format": name}}).fields[0])))
    once = canonical(name, typed)
    assert canonical(name, once) == once


@pytest.mark.parametrize(
    ("name", "cell", "kept"),
    [
        ("vn-date", date(2026, 2, 5), "2026-02-05"),
        ("vn-date", datetime(2026, 2, 5), "2026-02-05"),
        ("vn-month", date(2026, 7, 1), "2026-07"),
        ("vn-time", time(17, 0), "17:00"),
        ("vn-time", time(16, 59, 59, 999_999), "17:00"),
        ("vn-time", timedelta(hours=7, minutes=30), "07:30"),
        ("vn-time", date(2026, 1, 1), None),
        ("vn-date", 46000, None),
        (None, date(2026, 2, 5), None),
    ],
)
def test_dates_and_times_of_a_sheet_are_read_as_such(name: str | None, cell: object, kept: str | None):
    assert from_cell(name, cell) == kept


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("vn-date", datetime(2026, 2, 5, 17), r"05/02/2026 17:00"),
        ("vn-month", date(2026, 7, 15), "15/07/2026.*ví dụ 7/2026"),
        ("vn-time", timedelta(hours=25), "vượt 24 giờ"),
        ("vn-time", timedelta(hours=24), "vượt 24 giờ"),
        ("vn-time", timedelta(hours=-1), "trong ngày"),
        ("vn-time", time(23, 59, 59, 999_999), "vượt 24 giờ"),
        ("vn-time", time(17, 0, 30), "cả giây"),
    ],
)
def test_a_cell_that_would_lose_part_of_its_value_is_refused(name: str, cell: object, words: str):
    with pytest.raises(ValueError, match=rf"{words}.*\.$"):
        from_cell(name, cell)


def test_a_bare_number_of_days_is_proposed_as_a_date():
    assert serial_date(46000) == "09/12/2025"
    assert serial_date(10_000) == "18/05/1927"
    assert serial_date(80_000) == "11/01/2119"
    assert (serial_date(7), serial_date(9_999), serial_date(80_001)) == (None, None, None)
    assert serial_date(float("nan")) is None


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (912345678.0, "0912345678"),
        (912345678, "0912345678"),
        ("912 345 678", "0912345678"),
        (-912345678.0, None),
        (912345678.5, None),
        (float("nan"), None),
        (True, None),
        (None, None),
    ],
)
def test_zeros_are_proposed_for_numbers_and_texts_of_digits_only(cell: object, meant: str | None):
    assert with_zeros("vn-phone", cell) == meant
    assert with_zeros("vn-name", cell) is None
