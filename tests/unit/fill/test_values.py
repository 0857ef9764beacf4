"""Values stand in Word XML as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup, escape

from service.fill.values import in_paragraphs, in_run, on_one_line

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t")
)


@given(TEXT)
def test_text_comes_back_from_the_xml_as_typed(text: str) -> None:
    root = etree.fromstring(f'<x xmlns:w="w"><w:t xml:space="preserve">{escape(in_run(text))}</w:t></x>')
    signs = {"{w}br": "\n", "{w}tab": "\t", "{w}t": ""}
    assert "".join(signs[e.tag] + (e.text or "") for e in root) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (5, "5"), (2.5, "2,5"), ("", ""), (" a ", " a "), ("None", "None")]
)
def test_plain_values_as_text(value: object, text: str) -> None:
    assert in_run(value) == text


@pytest.mark.parametrize("value", [[1], {"a": 1}, True])
def test_values_without_a_text_of_their_own_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="Xin"):
        in_run(value)


def test_windows_line_ends_are_one_break() -> None:
    assert in_run("a\r\nb").count("<w:br/>") == 1


def test_what_is_markup_already_is_left_alone() -> None:
    assert in_run(Markup("<w:br/>\n")) == "<w:br/>\n"


def test_one_line_has_no_breaks() -> None:
    assert on_one_line(" a\n b\tc ") == "a b c"
    assert on_one_line(None) == ""


def test_lines_become_paragraphs_with_the_joiner_between() -> None:
    split = in_paragraphs(["|", "#"])
    assert split("a <\nb\tc", 1) == Markup('a &lt;#b</w:t><w:tab/><w:t xml:space="preserve">c')
    assert split("một", 0) == "một"
    assert split(None, 0) == ""
