"""One value at a time: exact where it can be, refused where it would be a guess."""

import math
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.coerce import coerce
from service.forms.lines import Refused
from service.forms.schema import Field
from service.vietnamese.numbers import group
from tests.builders_forms import a_form


def field(**schema: Any) -> Field:
    return a_form({"a": schema}).fields[0]


TEXT, WHOLE = field(type="string"), field(type="integer")
NUMBER, TRUTH = field(type="number"), field(type="boolean")
DAY, CCCD = field(type="string", format="vn-date"), field(type="string", format="vn-cccd")
CHOICE = field(type="string", enum=["Tốt", "Khá", "Không lý do", "Không lý đo"])


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (TEXT, 12.0, "12"),
        (TEXT, 5631, "5631"),
        (TEXT, 1234.5, "1234,5"),
        (TEXT, -3.0, "-3"),
        (WHOLE, "5.631", 5631),
        (WHOLE, "5 631", 5631),
        (WHOLE, "12", 12),
        (WHOLE, "9007199254740991", 2**53 - 1),
        (WHOLE, 12.0, 12),
        (WHOLE, "12,0", 12),
        (NUMBER, "88,9", 88.9),
        (NUMBER, "12.5", 12.5),
        (NUMBER, "1.234,5", 1234.5),
        (NUMBER, "1,2340", 1.234),
        (NUMBER, "1.250.000", 1250000),
        (NUMBER, 12.0, 12),
        (DAY, "05/02/2026", "2026-02-05"),
        (DAY, date(2026, 2, 5), "2026-02-05"),
        (CCCD, 123456789012.0, "123456789012"),
        (CHOICE, "tot", "Tốt"),
        (CHOICE, "KHÁ", "Khá"),
    ],
)
def test_a_sheet_value_is_read_as_the_type_of_its_field(kind: Field, raw: object, value: object):
    found = coerce(kind, raw, lenient=True)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "raw", ["x", "X", "có", "Co", "TRUE", "1", 1, 1.0, "đúng", "rồi", "v", *"✓✔☑☒", True]
)
def test_what_people_tick_is_true(raw: object):
    assert coerce(TRUTH, raw, lenient=True) is True


@pytest.mark.parametrize("raw", ["", "  ", "không", "FALSE", "sai", "chưa", "no", "0", 0, 0.0, *"-☐", False])
def test_what_people_leave_out_is_false(raw: object):
    assert coerce(TRUTH, raw, lenient=True) is False


@pytest.mark.parametrize(
    ("kind", "raw", "rule", "words"),
    [
        (WHOLE, "5,631", "ambiguous", "“5,631” đọc được hai cách; xin ghi 5631 hoặc 5.631."),
        (NUMBER, "1.234", "ambiguous", "“1.234” đọc được hai cách; xin ghi 1234 hoặc 1,2340 (số lẻ)."),
        (NUMBER, "1,234", "ambiguous", "“1,234” đọc được hai cách; xin ghi 1234 hoặc 1,2340 (số lẻ)."),
        (WHOLE, "12,5", "type", "số nguyên"),
        (WHOLE, 12.5, "type", "phải là số nguyên, tìm thấy số 12,5."),
        (WHOLE, "mười", "type", "phải là số nguyên, tìm thấy “mười”. Xin ghi bằng chữ số, ví dụ 30."),
        (NUMBER, "mười", "type", "phải là số. “mười” không phải là số. Xin ghi ví dụ 5.631 hoặc 88,9."),
        (field(type="integer", examples=[2027]), "hai bảy", "type", "Xin ghi bằng chữ số, ví dụ 2027."),
        (WHOLE, "9" * 5000, "range", "tìm thấy 5000 chữ số"),
        (WHOLE, date(2026, 1, 1), "type", "tìm thấy ngày 01/01/2026"),
        (NUMBER, "0,12345678901234567890123", "range", "quá nhiều chữ số lẻ"),
        (TRUTH, "có lẽ", "type", "xin ghi x hoặc có, để trống hoặc không"),
        (TRUTH, 2, "type", "tìm thấy số 2"),
        (TRUTH, "x" + " " * 20 + "(xin nghỉ)", "type", "xin ghi x hoặc có"),
        (NUMBER, "5" + " " * 60 + "hoặc 6", "type", "không phải là số"),
        (CHOICE, "Tốt" + " " * 200 + "hay Khá", "enum", "phải là một trong"),
        (TRUTH, [], "type", "tìm thấy danh sách 0 dòng"),
        (TEXT, True, "type", "tìm thấy true"),
        (TEXT, math.nan, "type", "NaN"),
        (TEXT, date(2026, 2, 1), "type", "bảng tính đã đổi thành ngày 01/02/2026"),
        (TEXT, datetime(2026, 2, 1, 7), "type", "ngày giờ 01/02/2026 07:00"),
        (TEXT, time(7, 30), "type", "giờ 07:30"),
        (TEXT, 1e15, "format", "bảng tính đã làm tròn"),
        (TEXT, -1e15, "format", "bảng tính đã làm tròn"),
        (TEXT, b"x", "type", "không đọc được"),
        (CCCD, 79085012345.0, "format", "có 11. Có thể bảng tính đã bỏ mất số 0 ở đầu"),
        (CCCD, 12.0, "format", "Xin định dạng ô là Văn bản (Text)"),
        (DAY, 46000, "format", "Nếu ý là ngày 09/12/2025"),
        (
            field(type="string", format="vn-time"),
            0.5,
            "format",
            "phải là ngày tháng hoặc giờ, tìm thấy số 0,5.",
        ),
        (DAY, "5/2/26", "format", "bốn chữ số"),
        (DAY, datetime(2026, 2, 5, 17), "format", "ô có cả giờ"),
        (DAY, timedelta(hours=1), "type", "không đọc được"),
        (CHOICE, "khong ly do", "enum", "Ý bạn là"),
        (CHOICE, 3, "enum", "Tìm thấy “3”"),
    ],
)
def test_what_would_be_a_guess_is_refused(kind: Field, raw: object, rule: str, words: str):
    with pytest.raises(Refused) as caught:
        coerce(kind, raw, lenient=True)
    assert caught.value.rule == rule
    assert words in str(caught.value)


@pytest.mark.parametrize("raw", ["12", 79085012345.0, "79085012345"])
def test_only_a_cell_with_a_number_that_lacks_no_zeros_is_told_to_become_text(raw: object):
    with pytest.raises(Refused) as caught:
        coerce(CCCD, raw, lenient=True)
    assert "(Text)" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (TEXT, 12), (TEXT, True), (TEXT, None), (WHOLE, "12"), (WHOLE, True), (WHOLE, 1.5), (NUMBER, "1"),
        (NUMBER, False), (TRUTH, 1), (TRUTH, "true"), (CHOICE, "tốt"), (DAY, 46000), (DAY, date(2026, 1, 1)),
        (WHOLE, math.nan), (NUMBER, math.inf), (NUMBER, -math.inf), (WHOLE, 10**400), (NUMBER, 2**53),
    ],
)  # fmt: skip
def test_json_must_have_the_right_type(kind: Field, raw: object):
    with pytest.raises(Refused, match=r"\.|\?$"):
        coerce(kind, raw, lenient=False)


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_a_whole_number_is_read_back_as_written(number: int):
    assert coerce(WHOLE, group(number), lenient=True) == number
    assert coerce(WHOLE, number, lenient=False) == number


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_with_decimals_is_read_back_as_written(number: Any):
    assert coerce(NUMBER, group(number), lenient=True) == float(number)
