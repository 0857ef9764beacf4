"""Numbers in words: the table of the schoolbook, and every number reads back."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese import words
from tests.in_words import amount_said


@given(st.one_of(st.integers(-(10**15), 10**15), st.integers(-10_000, 10_000)))
def test_every_number_reads_back_from_its_words(number: int):
    assert words.words_to_number(words.number_to_words(number)) == number


@given(st.integers(0, 10**15))
def test_southern_spellings_read_back_too(number: int):
    spoken = words.number_to_words(number, linh="lẻ", nghin="ngàn", tu="bốn", ty="tỉ")
    assert words.words_to_number(spoken.upper()) == number


def test_the_words_of_an_office_are_its_own_and_precomposed():
    office = {name: unicodedata.normalize("NFD", word) for name, word in SPOKEN.items()}
    assert (
        words.number_to_words(1_000_024_101, **office)
        == "một tỉ không trăm hai mươi bốn ngàn một trăm lẻ một"
    )


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_different_numbers_have_different_words(one: int, other: int):
    assert (words.number_to_words(one) == words.number_to_words(other)) is (one == other)


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"),
        (24, "hai mươi tư"), (25, "hai mươi lăm"), (64, "sáu mươi tư"), (101, "một trăm linh một"),
        (105, "một trăm linh năm"), (111, "một trăm mười một"),
        (115, "một trăm mười lăm"), (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"), (1021, "một nghìn không trăm hai mươi mốt"),
        (1_000_001, "một triệu không trăm linh một"), (1_001_000, "một triệu không trăm linh một nghìn"),
        (2_100_000_000, "hai tỷ một trăm triệu"), (10**15, "một triệu tỷ"), (-5, "âm năm"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_in_the_schoolbook(number: int, spoken: str):
    assert words.number_to_words(number) == spoken


@pytest.mark.parametrize("bad", [10**15 + 1, -(10**15) - 1, 1.5])
def test_what_cannot_be_read_is_refused(bad: float):
    with pytest.raises(ValueError, match=r"chữ số|số nguyên"):
        words.number_to_words(bad)


@pytest.mark.parametrize(
    "said", ["", "âm", "hai hai", "mười năm", "năm mươi đồng", "âm không", "hai mươi một", "tỷ"]
)
def test_words_that_are_no_number_are_refused(said: str):
    with pytest.raises(ValueError, match="viết bằng chữ"):
        words.words_to_number(said)


@pytest.mark.parametrize(
    ("number", "spoken"),
    [(12.5, "mười hai phẩy năm"), (2.05, "hai phẩy không năm"), (3.25, "ba phẩy hai mươi lăm"),
     (9, "chín"), (9.0, "chín"), (-0.5, "âm không phẩy năm"), (-1.5, "âm một phẩy năm")],
)  # fmt: skip
def test_decimals_are_read_after_the_comma(number: float, spoken: str):
    assert words.decimal_to_words(number) == spoken


@given(st.decimals(-(10**12), 10**12, places=6))
def test_every_decimal_reads_back_from_its_words(number: Decimal):
    assert words.words_to_decimal(words.decimal_to_words(number)) == number


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_read_back_as_decimals_too(number: int):
    assert words.words_to_decimal(words.decimal_to_words(number)) == number


@pytest.mark.parametrize(
    "said", ["hai phẩy", "phẩy năm", "hai phẩy không", "hai phẩy âm năm", "hai phẩy năm phẩy năm", "phẩy"]
)
def test_words_that_are_no_decimal_are_refused(said: str):
    with pytest.raises(ValueError, match="viết bằng chữ"):
        words.words_to_decimal(said)


@pytest.mark.parametrize(
    ("said", "number"),
    [("một nghìn linh năm", 1005), ("một ngàn lẻ năm", 1005), ("hai triệu linh một nghìn", 2_001_000)],
)
def test_hundreds_that_are_none_may_be_left_out_before_linh(said: str, number: int):
    assert words.words_to_number(said) == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("bẩy mươi bẩy", 77),
        ("ba mươi nhăm", 35),
        ("hai tỹ", 2 * 10**9),
        ("hai tỉ", 2 * 10**9),
        ("hai mươi bốn", 24),
    ],
)
def test_older_and_other_spellings_are_read_composed_or_not(said: str, number: int):
    assert words.words_to_number(said) == words.words_to_number(unicodedata.normalize("NFD", said)) == number


SPOKEN = {"linh": "lẻ", "nghin": "ngàn", "tu": "bốn", "ty": "tỉ"}


@given(st.integers(0, 10**15), st.decimals(0, 10**9, places=3))
def test_an_office_may_choose_its_words_everywhere_and_all_read_back(amount: int, number: Decimal):
    assert amount_said(words.money_words(amount, **SPOKEN)) == amount
    assert words.words_to_decimal(words.decimal_to_words(number, **SPOKEN)) == number


def test_a_word_that_means_something_else_is_no_choice():
    with pytest.raises(ValueError, match="cách đọc khác của “nghìn”"):
        words.number_to_words(1000, nghin="triệu")


def test_money_in_words_starts_with_a_capital():
    assert words.money_words(1_250_000) == "Một triệu hai trăm năm mươi nghìn đồng"


@given(st.integers(0, 10**15))
def test_every_amount_reads_back_from_its_words(amount: int):
    assert amount_said(words.money_words(amount)) == amount
