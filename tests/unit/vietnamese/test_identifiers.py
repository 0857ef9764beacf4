"""Identifiers: text with their zeros, refused with the likely cause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese import identifiers


def test_a_citizen_number_keeps_its_leading_zero():
    assert identifiers.cccd(" 079 090 001 234 ") == "079090001234"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("79090001234", "bỏ mất số 0"), ("123456789", "không còn giá trị"), ("0790900012345", "12 chữ số"),
        ("07909000123A", "chỉ gồm chữ số"), ("", "chỉ gồm chữ số"),
        ("1.08501E+09", "dạng lũy thừa"),
    ],
)  # fmt: skip
def test_a_wrong_citizen_number_is_refused_with_its_likely_cause(typed: str, says: str):
    with pytest.raises(ValueError, match=says):
        identifiers.cccd(typed)


@pytest.mark.parametrize("typed", ["079090001234", "12.345678"])
def test_new_and_old_party_cards_are_accepted(typed: str):
    assert identifiers.party_card(typed) == typed.replace(".", "")


@pytest.mark.parametrize("digits", ["1234567", "123456789", "1234567890", "1234567890123"])
def test_a_party_card_of_another_length_is_refused(digits: str):
    with pytest.raises(ValueError, match=f"12 chữ số.*có {len(digits)}"):
        identifiers.party_card(digits)


def test_what_is_no_number_is_quoted_short():
    with pytest.raises(ValueError, match="chỉ gồm chữ số") as refused:
        identifiers.cccd("x" * 10_000)
    assert len(str(refused.value)) < 120


def test_the_code_of_an_organisation_has_fourteen_digits():
    assert identifiers.party_organisation("00110022003344") == "00110022003344"
    with pytest.raises(ValueError, match="14 chữ số"):
        identifiers.party_organisation("0011")


@pytest.mark.parametrize(
    ("typed", "given"),
    [("0912 345 678", "0912345678"), ("+84 912.345.678", "0912345678"), ("+84 (0)912345678", "0912345678"),
     ("024 3825 1234", "02438251234")],
)  # fmt: skip
def test_telephone_numbers_are_given_with_their_leading_zero(typed: str, given: str):
    assert identifiers.phone(typed) == given


@pytest.mark.parametrize(
    "typed", ["912345678", "09123456789", "+1 202 555 0100", "+86 912 345 678", "gọi sau", ""]
)
def test_what_is_no_vietnamese_telephone_number_is_refused(typed: str):
    with pytest.raises(ValueError, match="điện thoại"):
        identifiers.phone(typed)


PROVINCES = st.integers(1, 96).map(lambda code: f"{code:03d}")
CITIZENS = st.builds(
    lambda province, rest: province + rest,
    PROVINCES,
    st.from_regex(r"[0-3][0-9]{8}", fullmatch=True, alphabet="0123456789"),
)
DIGITS = st.text("0123456789")
PARTED = st.lists(st.sampled_from(["", " ", ".", "-", "\u00a0"]), min_size=14, max_size=14)


@given(CITIZENS)
def test_the_zeros_of_every_citizen_number_are_proposed(number: str):
    assert identifiers.lost_zeros("cccd", str(int(number))) == number
    assert identifiers.lost_zeros("cccd", number) is None
    with pytest.raises(ValueError, match=number):
        identifiers.cccd(str(int(number)))


@given(DIGITS)
def test_nothing_is_proposed_that_is_no_such_number(digits: str):
    for kind, check in (
        ("cccd", identifiers.cccd),
        ("phone", identifiers.phone),
        ("party_card", identifiers.party_card),
        ("party_organisation", identifiers.party_organisation),
    ):
        meant = identifiers.lost_zeros(kind, digits)
        assert meant is None or (check(meant) == meant and int(meant) == int(digits))


@pytest.mark.parametrize(
    ("kind", "digits", "meant"),
    [
        ("cccd", "79 090 001 234", "079090001234"),
        ("cccd", "1085012345", "001085012345"),
        ("cccd", "97090001234", None),
        ("cccd", "79490001234", None),
        ("cccd", "123456789", None),
        ("cccd", "01085012345", None),
        ("party_card", "1234567", "01234567"),
        ("party_card", "123456", "00123456"),
        ("party_card", "12345", None),
        ("party_card", "79085012345", "079085012345"),
        ("phone", "912345678", "0912345678"),
        ("phone", "2438251234", "02438251234"),
        ("phone", "112345678", None),
        ("party_organisation", "1168053000001", "01168053000001"),
        ("cccd", "79090001234x", None),
    ],
)
def test_zeros_are_proposed_where_the_number_is_one_with_them(kind: str, digits: str, meant: str | None):
    assert identifiers.lost_zeros(kind, digits) == meant


@given(st.text("0123456789", min_size=14, max_size=14), PARTED)
def test_numbers_are_kept_by_their_digits_whatever_parts_them(digits: str, signs: list[str]):
    typed = "".join(f"{digit}{sign}" for digit, sign in zip(digits, signs, strict=True))
    assert identifiers.party_organisation(typed) == digits
    assert (
        identifiers.cccd("".join(f"{d}{s}" for d, s in zip(digits[:12], signs, strict=False))) == digits[:12]
    )


@given(st.text("35789", min_size=1, max_size=1), st.text("0123456789", min_size=8, max_size=8))
def test_every_way_of_writing_a_telephone_number_is_the_same(first: str, rest: str):
    number = f"0{first}{rest}"
    for typed in (number, f"+84{number[1:]}", f"+84 {number}", f"({number[:4]}) {number[4:7]}.{number[7:]}"):
        assert identifiers.phone(typed) == number


@given(PROVINCES, st.integers(1900, 2399), st.sampled_from(["nam", "nữ"]), st.integers(0, 999_999))
def test_what_a_citizen_number_is_made_of_is_read_from_it(province: str, born: int, sex: str, rest: int):
    figure = 2 * ((born - 1900) // 100) + (sex == "nữ")
    number = f"{province}{figure}{born % 100:02d}{rest:06d}"
    assert identifiers.citizen(number) == identifiers.Citizen(province, sex, born)


@pytest.mark.parametrize("text", ["", "123456789", "07909000123", "0790900012345", "07909000123A", "٠" * 12])
def test_what_is_no_citizen_number_tells_nothing(text: str):
    assert identifiers.citizen(text) is None
