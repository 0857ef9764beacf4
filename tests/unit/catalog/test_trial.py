"""A trial rendering finds the tag that fails, by its place."""

from service.catalog.markup import read_markup
from service.catalog.trial import find_render_fault
from service.catalog.wordfile import open_word_bytes
from tests.builders import a_docx

MARKUP = read_markup(open_word_bytes(a_docx("{{ a }}", "{{ b|ngay }} {{ c }}"), "m.docx"))[0]


def test_values_that_fit_give_nothing() -> None:
    assert find_render_fault(MARKUP, {"a": 1, "b": "2026-02-05", "c": ""}) is None


def test_the_failing_tag_is_named() -> None:
    fault = find_render_fault(MARKUP, {"a": 1, "b": "hôm qua", "c": ""})
    assert fault is not None and fault.rule == "P14"
    assert "{{ b|ngay }}" in fault.found and "đoạn 2" in str(fault.place)
    missing = find_render_fault(MARKUP, {"a": 1, "b": ""})
    assert missing is not None and "“c”" in missing.found
