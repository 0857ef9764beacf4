"""Names: the order of Vietnamese lists, and capitals that never spoil a name."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese import names


def in_order(*people: str) -> bool:
    return sorted(set(people), key=names.sort_key) == list(people)


def test_letters_come_in_the_order_of_the_alphabet():
    assert in_order(
        "Anh", "Ân", "Dương", "Đặng", "Đỗ", "Lan", "Oanh", "Ông", "Ơn", "Út", "Uyên", "Ưng", "Ước"
    )


def test_tones_come_as_ngang_huyen_hoi_nga_sac_nang():
    assert in_order("Anh", "Ành", "Ảnh", "Ãnh", "Ánh", "Ạnh")


def test_given_name_decides_then_family_name_then_middle_name():
    assert in_order("Trần Văn An", "Lê Thị Bình", "Nguyễn Hữu Bình", "Nguyễn Văn Bình", "Đỗ Cường")
    assert in_order("Út", "Bùi Út", "Bùi Thị Út", "Hồ Út")


def test_an_office_may_put_the_middle_name_before_the_family_name():
    people = ["Lê Văn An", "Trần Hữu An", "Bùi Thị Bình"]
    assert sorted(people, key=names.sort_key) == people
    assert sorted(people, key=lambda name: names.sort_key(name, middle_first=True)) == [
        "Trần Hữu An", "Lê Văn An", "Bùi Thị Bình",
    ]  # fmt: skip


def test_a_tone_in_the_given_name_outweighs_the_family_name():
    assert in_order("Trần Hoa", "Lê Hòa")


def test_both_tone_placements_any_case_and_decomposed_text_give_one_key():
    key = names.sort_key("Nguyễn Thị Hòa")
    assert names.sort_key("NGUYỄN THỊ HOÀ") == key
    assert names.sort_key(unicodedata.normalize("NFD", "Nguyễn  Thị Hoà")) == key


def test_names_of_every_people_of_the_country_have_a_place():
    assert in_order("Y Wang Mlô", "H'Hen Niê", "Ksor Phước", "Điểu Xiêng")
    assert in_order("Y Čư", "Y Dư")


@given(st.lists(st.text(max_size=12), max_size=8))
def test_the_order_is_total_and_stable(people: list[str]):
    once = sorted(people, key=names.sort_key)
    assert sorted(once, key=names.sort_key) == once
    assert sorted(map(names.sort_key, people)) == [names.sort_key(person) for person in once]


LETTERS = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
MARKS = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = [letter for letter in LETTERS if letter in "aăâeêioôơuưy"]
SYLLABLES = st.tuples(
    st.sampled_from(LETTERS),
    st.sampled_from(VOWELS),
    st.integers(0, 5),
    st.sampled_from(["", "n", "ng", "t"]),
)


def written(syllable: tuple[str, str, int, str], capital: bool) -> str:
    first, vowel, tone, last = syllable
    word = unicodedata.normalize("NFC", f"{first}{vowel}{MARKS[tone]}{last}")
    return word.upper() if capital else word.title()


def rank(syllables: list[tuple[str, str, int, str]]) -> tuple[list[list[int]], list[int]]:
    """CLDR "vi" of words: all letters first, then all tones."""
    letters = [[LETTERS.index(c) for c in (one, vowel, *last)] for one, vowel, _, last in syllables]
    return letters, [tone for _, _, tone, _ in syllables]


@given(st.tuples(SYLLABLES, SYLLABLES, SYLLABLES), st.tuples(SYLLABLES, SYLLABLES, SYLLABLES), st.booleans())
def test_names_are_ordered_by_given_family_and_middle_name_each_by_letters_then_tones(
    one: tuple[Any, Any, Any], other: tuple[Any, Any, Any], capital: bool
):
    def expected(name: tuple[Any, Any, Any], *, middle_first: bool) -> Any:
        family, middle, given_name = name
        return [
            rank([part])
            for part in ((given_name, middle, family) if middle_first else (given_name, family, middle))
        ]

    def key(name: tuple[Any, Any, Any], *, middle_first: bool) -> bytes:
        return names.sort_key(" ".join(written(part, capital) for part in name), middle_first=middle_first)

    for middle_first in (False, True):
        told = key(one, middle_first=middle_first) < key(other, middle_first=middle_first)
        assert told is (expected(one, middle_first=middle_first) < expected(other, middle_first=middle_first))


@given(st.lists(SYLLABLES, min_size=1, max_size=4), st.lists(SYLLABLES, min_size=1, max_size=4))
def test_other_text_has_all_letters_before_all_tones(one: list[Any], other: list[Any]):
    keys = [names.text_key(" ".join(written(part, False) for part in text)) for text in (one, other)]
    assert (keys[0] < keys[1]) is (rank(one) < rank(other))


def test_other_text_is_ordered_from_its_first_word():
    assert sorted(["Ấp Mỹ Đa", "Ấp 10", "Ấp Mỹ", "Ấp Dừa"], key=names.text_key) == [
        "Ấp 10", "Ấp Dừa", "Ấp Mỹ", "Ấp Mỹ Đa",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("nguyễn văn  an", "Nguyễn Văn An"), ("NGUYỄN THỊ THUÝ", "Nguyễn Thị Thuý"),
        ("đặng thị út", "Đặng Thị Út"),
        ("h'hen niê", "H'Hen Niê"), ("h’hen niê", "H’Hen Niê"),
        ("Y MOAN ÊNUÔL", "Y Moan Ênuôl"), ("lê-na", "Lê-Na"), ("", ""),
        ("Nguyễn văn An", "Nguyễn văn An"), ("K'Brễu McDonald", "K'Brễu McDonald"),
    ],
)  # fmt: skip
def test_names_get_capitals_only_when_they_have_none_or_nothing_else(typed: str, written: str):
    assert names.proper_name(typed) == written


def test_capitals_keep_every_vietnamese_letter():
    assert names.upper("đảng uỷ xã mỹ thọ") == "ĐẢNG UỶ XÃ MỸ THỌ"
    assert names.upper(unicodedata.normalize("NFD", "ủy")) == "ỦY"


def test_a_mark_on_a_foreign_letter_counts_as_a_tone_and_not_as_a_letter():
    assert in_order("q", "q\u0303", "qa")


def test_people_of_one_name_stand_by_birthday_and_the_unknown_one_last():
    people = [
        ("Nguyễn Văn An", None),
        ("Nguyễn Văn An", date(1990, 5, 1)),
        ("Trần Văn An", date(1950, 1, 1)),
        ("Nguyễn Văn An", date(1985, 5, 19)),
        ("Đặng Văn Ân", date(1940, 1, 1)),
    ]
    assert sorted(people, key=lambda person: names.person_key(*person)) == [
        people[3], people[1], people[0], people[2], people[4],
    ]  # fmt: skip


def test_both_tone_placements_are_one_name():
    assert names.person_key("Lê Hòa", date(1990, 1, 1)) == names.person_key("Lê Hoà", date(1990, 1, 1))
