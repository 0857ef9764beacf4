"""Text as it is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.lines import MAX_CHARS, Refused, clean_text


@given(st.text(), st.booleans())
def test_clean_text_is_nfc_trimmed_and_stays_so(text: str, lines: bool):
    try:
        once = clean_text(text, many_lines=lines)
    except Refused:
        return
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert clean_text(once, many_lines=lines) == once


@pytest.mark.parametrize("typed", [" ế", "ế ", "\u00a0ế\u200b", "e\u0302\u0301", "e\u0302\u0301\n"])
def test_what_stands_around_a_text_and_how_it_is_composed_is_no_part_of_it(typed: str):
    assert clean_text(typed, many_lines=False) == "ế"


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\x85", "\ufffe", "\ud800"])
def test_a_control_character_is_refused_with_its_place(bad: str):
    with pytest.raises(Refused, match=f"U\\+{ord(bad):04X} ở vị trí 3") as caught:
        clean_text(f"ab{bad}c", many_lines=True)
    assert caught.value.rule == "control"


def test_line_breaks_are_for_fields_of_many_lines():
    assert clean_text("a\r\nb", many_lines=True) == "a\nb"
    with pytest.raises(Refused, match="xuống dòng sau “a”"):
        clean_text("a\r\nb", many_lines=False)


def test_a_tab_in_one_line_is_a_space():
    assert clean_text("a\tb", many_lines=False) == "a b"


def test_the_limit_counts_characters_after_tidying():
    assert len(clean_text(" " + "ế" * MAX_CHARS, many_lines=False)) == MAX_CHARS
    with pytest.raises(Refused, match=r"tối đa 100\.000 ký tự, tìm thấy 100\.001"):
        clean_text("x" * (MAX_CHARS + 1), many_lines=False)
