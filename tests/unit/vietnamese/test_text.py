"""Text: one normal form, nothing forbidden, keys that ignore what people vary."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese import text


@given(st.text())
def test_nfc_and_tidy_done_twice_change_nothing_more(value: str):
    assert text.nfc(text.nfc(value)) == text.nfc(value)
    assert text.tidy(text.tidy(value)) == text.tidy(value)


@given(st.text())
def test_fold_done_twice_changes_nothing_more(value: str):
    assert text.fold(text.fold(value)) == text.fold(value)


def test_decomposed_text_becomes_precomposed():
    assert text.tidy(unicodedata.normalize("NFD", "Nguyễn Thị Thuý")) == "Nguyễn Thị Thuý"


def test_tidy_keeps_spaces_within_and_drops_those_around():
    assert text.tidy("\ufeff\u00a0 Ấp\u00a0Mỹ  Thọ \u200b\n") == "Ấp\u00a0Mỹ  Thọ"


@given(st.text())
def test_a_printable_line_is_one_line_that_a_document_can_hold(value: str):
    line = text.printable_line(value)
    assert text.find_control(line) is None
    assert line == text.printable_line(line) == " ".join(line.split())


def test_a_printable_line_loses_nothing_else():
    assert text.printable_line(" Biên\x07 bản\t\nsố\uffff  5 ") == "Biên bản số 5"


def test_tidy_makes_every_line_end_a_newline():
    assert text.tidy("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_tidy_does_not_swallow_control_characters_that_must_be_refused():
    assert text.find_control(text.tidy("abc\x1c")) == 3


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff", "\ud800"])
def test_a_forbidden_character_is_found_at_its_index(bad: str):
    assert text.find_control(f"Mỹ{bad}Thọ") == 2


def test_tabs_and_line_ends_are_allowed():
    assert text.find_control("a\tb\nc\r\n") is None


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("thuý", "thúy"), ("uỷ", "ủy"), ("khoẻ", "khỏe")])
def test_both_tone_placements_fold_together(old: str, new: str):
    assert text.fold(old) == text.fold(new)


@given(
    st.sampled_from(["b", "đ", "gi", "h", "kh", "l", "ng", "qu", "s", "t", "th", "tr", "x", ""]),
    st.sampled_from(["oa", "oe", "uy"]),
    st.sampled_from("\u0300\u0309\u0303\u0301\u0323"),
    st.booleans(),
)
def test_every_syllable_of_two_placements_is_one_when_searched_and_two_when_kept(
    first: str, rime: str, tone: str, upper: bool
):
    old, new = first + rime + tone, first + rime[0] + tone + rime[1]
    typed = (old.upper(), new.upper()) if upper else (old, new)
    assert text.fold(typed[0]) == text.fold(typed[1]) == text.fold(first + rime)
    assert text.tidy(typed[0]) != text.tidy(typed[1])


def test_fold_ignores_marks_case_and_runs_of_spaces():
    assert text.fold("  ĐẢNG\u00a0  Ủy ") == text.fold("đảng uỷ") == "dang uy"


def test_a_slug_is_plain_ascii():
    assert text.slug("Nghị quyết số 05-NQ/ĐU, tháng 02/2026") == "nghi-quyet-so-05-nq-du-thang-02-2026"


def test_a_slug_is_cut_between_words_or_within_one_that_is_too_long():
    assert text.slug("Nghị quyết tháng 02", 14) == "nghi-quyet"
    assert text.slug("Nghị quyết", 10) == "nghi-quyet"
    assert text.slug("a" * 30, 10) == "a" * 10


@given(st.text(), st.integers(1, 40))
def test_a_slug_holds_only_what_a_file_name_may(value: str, limit: int):
    made = text.slug(value, limit)
    assert len(made) <= limit
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-") and not made.endswith("-")


def test_the_closest_word_ignores_marks_and_punctuation():
    assert text.closest("Họ tên", ["ngay_hop", "ho_ten", "ten"]) == "ho_ten"


def test_nothing_is_closest_to_a_word_unlike_all():
    assert text.closest("xyz", ["ho_ten", "ngay_hop"]) is None


def test_first_upper_leaves_the_rest_as_typed():
    assert text.first_upper("ủy ban MTTQ") == "Ủy ban MTTQ"
    assert text.first_upper("") == ""
