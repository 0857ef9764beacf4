"""Figures: written the Vietnamese way, read back the same, never guessed."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese import numbers


@given(st.integers(-(10**18), 10**18))
def test_every_grouped_whole_number_reads_back(number: int):
    assert numbers.parse_number(numbers.group(number)) == number


@given(st.decimals(-(10**12), 10**12, places=4))
def test_every_grouped_decimal_reads_back(number: Decimal):
    assert numbers.parse_number(numbers.group(number)) == number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5.631", 5631), ("5 631", 5631), ("5\u00a0631", 5631), ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1.234,5", Decimal("1234.5")), ("1,234.5", Decimal("1234.5")), ("12,5", Decimal("12.5")),
        ("12.5", Decimal("12.5")), ("0.889", Decimal("0.889")), ("0,889", Decimal("0.889")),
        ("-3", -3),
        ("\u22123", -3), ("+3", 3), ("04", 4), (" 7 ", 7),
        ("5,6310", Decimal("5.631")), ("12.0", Decimal(12)),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(typed: str, read: int | Decimal):
    assert numbers.parse_number(typed) == read


def test_a_number_without_decimals_is_an_int():
    assert isinstance(numbers.parse_number("5.631"), int)
    assert isinstance(numbers.parse_number("12,0"), Decimal)


@pytest.mark.parametrize("typed", ["5,631", "-5,631", "999,000"])
def test_a_number_that_reads_two_ways_is_refused_with_both(typed: str):
    with pytest.raises(ValueError, match="đọc được hai cách") as refused:
        numbers.parse_number(typed)
    assert typed.replace(",", "") in str(refused.value)
    assert numbers.parse_number(typed + "0") == Decimal(typed.replace(",", "."))


@pytest.mark.parametrize(
    "typed",
    ["", "-", "abc", "1 23", "1234 567", "1.23.456", "05.631", "88,9%", "1e5", "nan", "٣", "1,2,3", ",5"],
)
def test_what_is_no_number_is_refused(typed: str):
    with pytest.raises(ValueError, match="không phải là số"):
        numbers.parse_number(typed)


def test_thousands_of_digits_are_refused_and_quoted_short():
    with pytest.raises(ValueError, match="dài quá") as refused:
        numbers.parse_number("9" * 5000)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(
    ("number", "places", "written"),
    [
        (5631, None, "5.631"), (1234.5, None, "1.234,5"), (0.1, None, "0,1"), (-5631, None, "-5.631"),
        (5.0, None, "5"), (92.305, 2, "92,31"), (2.5, 0, "3"), (-0.001, 1, "0,0"),
        (10**30, 15, "1" + ".000" * 10 + "," + "0" * 15),
    ],
)  # fmt: skip
def test_numbers_are_grouped_with_dots_and_rounded_half_up(number: float, places: int | None, written: str):
    assert numbers.group(number, places) == written


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), True, "5", None, 1e40])
def test_what_is_no_finite_number_is_not_written(bad: object):
    with pytest.raises(ValueError, match=r"Cần một số|hữu hạn"):
        numbers.group(bad)


@pytest.mark.parametrize("places", [-1, 16, 1.5, True])
def test_impossible_places_are_refused(places: object):
    with pytest.raises(ValueError, match="Số chữ số lẻ"):
        numbers.group(1, places)


def test_percentages_and_shares():
    assert numbers.percent(88.9) == "88,9%"
    assert numbers.share(240, 260) == "92,31%"
    assert numbers.share(27, 30, 1) == "90,0%"
    with pytest.raises(ValueError, match="tổng số bằng 0"):
        numbers.share(1, 0)


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 4))
def test_shares_are_rounded_half_up_from_the_counts(part: int, whole: int, places: int):
    exact = Fraction(100 * part, whole) * 10**places
    written = numbers.share(part, whole, places)
    assert written.endswith("%")
    digits = written[:-1].replace(".", "").replace(",", "")
    assert int(digits) == floor(exact + Fraction(1, 2))
    assert len(written[:-1].partition(",")[2]) == places


@given(st.decimals(0, 1000, places=2), st.integers(0, 3))
def test_a_percentage_reads_back_as_the_number_that_was_shown(number: Decimal, places: int):
    shown = numbers.percent(number, places).removesuffix("%")
    read = numbers.parse_number(shown + ("" if places != 3 or number >= 1000 else "0"))
    assert read == numbers.round_half_up(number, places)


@given(st.integers(-(10**15), 10**15))
def test_every_amount_reads_back_with_its_unit(amount: int):
    assert numbers.parse_money(numbers.money(amount)) == amount


@pytest.mark.parametrize(
    "typed",
    ["1.250.000 đồng", "1.250.000đ", "1,250,000 VNĐ", "1 250 000 vnd", "1250000 ĐỒNG.", "1.250.000 ₫",
     "1.250.000 đo\u0302\u0300ng"],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(typed: str):
    assert numbers.parse_money(typed) == 1_250_000


@given(st.integers(-(10**15), 10**15), st.sampled_from([1, 10**4, 10**6, 10**7, 10**9]))
def test_amounts_written_short_read_back(amount: int, scale: int):
    whole = amount // scale * scale
    assert numbers.parse_money(numbers.money_short(whole)) == whole


@pytest.mark.parametrize(
    ("amount", "written"),
    [(2_100_000_000, "2,1 tỷ đồng"), (20_000_000_000, "20 tỷ đồng"), (1_250_000, "1,25 triệu đồng"),
     (1_255_000, "1.255.000 đồng"), (1_234_567_000, "1.234.567.000 đồng"), (500_000, "500.000 đồng"), (0, "0 đồng"),
     (2_105_000_000, "2.105 triệu đồng")],
)  # fmt: skip
def test_large_amounts_are_written_short_where_nothing_is_lost(amount: int, written: str):
    assert numbers.money_short(amount) == written


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("2,1 tỷ", 2_100_000_000), ("500 nghìn đồng", 500_000), ("20 Triệu đồng", 20_000_000)],
)
def test_amounts_of_millions_are_read(typed: str, amount: int):
    assert numbers.parse_money(typed) == amount


def test_parts_of_a_dong_are_refused():
    with pytest.raises(ValueError, match="số nguyên"):
        numbers.parse_money("1,2345 nghìn đồng")


def test_three_digits_of_money_are_thousands_whatever_parts_them():
    assert numbers.parse_money("5,631 đồng") == numbers.parse_money("5.631 đồng") == 5631


@pytest.mark.parametrize(
    "typed",
    [
        "12,5 đồng",
        "1.25.000 đồng",
        "1.250,000 đồng",
        "đồng",
        "tỷ đồng",
        "1250000",
        "5 đô",
        "1.000" + " " * 72 + "đồng, và 5 triệu đồng nữa",
    ],
)
def test_what_is_no_amount_of_dong_is_refused(typed: str):
    with pytest.raises(ValueError, match="số tiền"):
        numbers.parse_money(typed)


def test_money_is_whole_dong():
    assert numbers.money(1_250_000) == "1.250.000 đồng"
    assert numbers.money(1_250_000.0) == "1.250.000 đồng"
    with pytest.raises(ValueError, match="số nguyên"):
        numbers.money(1.5)


@pytest.mark.parametrize(
    ("number", "written"), [(1, "I"), (4, "IV"), (14, "XIV"), (1994, "MCMXCIV"), (3999, "MMMCMXCIX")]
)
def test_roman_numerals(number: int, written: str):
    assert numbers.roman(number) == written


@given(st.integers(1, 3999))
def test_every_roman_numeral_reads_back(number: int):
    values = [
        dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000), strict=True))[c] for c in numbers.roman(number)
    ]
    read = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    assert read == number
    assert not any(four in numbers.roman(number) for four in ("IIII", "XXXX", "CCCC", "VV", "LL", "DD"))


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_numerals_end_where_they_end(number: int):
    with pytest.raises(ValueError, match="La Mã"):
        numbers.roman(number)
