"""Identifiers: text with their zeros, refused with the likely cause."""

import pytest

from service.vietnamese import identifiers


def test_a_citizen_number_keeps_its_leading_zero():
    assert identifiers.cccd(" 079 090 001 234 ") == "079090001234"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("79090001234", "bỏ mất số 0"), ("123456789", "không còn giá trị"), ("0790900012345", "12 chữ số"),
        ("07909000123A", "chỉ gồm chữ số"), ("", "chỉ gồm chữ số"),
    ],
)  # fmt: skip
def test_a_wrong_citizen_number_is_refused_with_its_likely_cause(typed: str, says: str):
    with pytest.raises(ValueError, match=says):
        identifiers.cccd(typed)


@pytest.mark.parametrize("typed", ["079090001234", "12.345678"])
def test_new_and_old_party_cards_are_accepted(typed: str):
    assert identifiers.party_card(typed) == typed.replace(".", "")


def test_a_party_card_of_another_length_is_refused():
    with pytest.raises(ValueError, match="12 chữ số"):
        identifiers.party_card("1234567890")


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


@pytest.mark.parametrize("typed", ["912345678", "09123456789", "+1 202 555 0100", "gọi sau", ""])
def test_what_is_no_vietnamese_telephone_number_is_refused(typed: str):
    with pytest.raises(ValueError, match="điện thoại"):
        identifiers.phone(typed)


def test_long_numbers_are_hidden_in_logs():
    assert identifiers.mask("CCCD 099001110001, số 123") == "CCCD *********001, số 123"
