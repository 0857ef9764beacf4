"""Places: pointers there and back, and the words for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.places import label, path_of, pointer_of, schema_at, shown

SCHEMA = {
    "properties": {
        "vang": {
            "title": "Danh sách vắng mặt",
            "items": {"properties": {"ly_do": {"title": "Lý do"}, "x": True}},
        },
        "7": {"title": "Bảy"},
    }
}


@given(st.lists(st.text()))
def test_a_path_survives_being_written_as_a_pointer(path: list[str]):
    assert path_of(pointer_of(path)) == tuple(path)


def test_pointers_escape_as_rfc_6901_says():
    assert pointer_of(("a/b", "m~n", 0)) == "/a~1b/m~0n/0"
    assert pointer_of(()) == ""
    assert path_of("/~01") == ("~1",)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((), "Dữ liệu"),
        (("vang",), "Danh sách vắng mặt"),
        (("vang", 1, "ly_do"), "Danh sách vắng mặt, dòng 2, Lý do"),
        (("vang", "1", "ly_do"), "Danh sách vắng mặt, dòng 2, Lý do"),
        (("vang", 0, "x", "y"), "Danh sách vắng mặt, dòng 1, x, y"),
        (("7",), "Bảy"),
        (("la\x00" + "a" * 99,), "la�" + "a" * 57 + "…"),
    ],
)
def test_a_place_is_named_by_the_titles_on_the_way(path: tuple[str | int, ...], words: str):
    assert label(SCHEMA, path) == words


def test_a_place_that_the_schema_does_not_know_has_no_schema():
    assert schema_at(SCHEMA, ("vang", 3, "x")) == {}
    assert schema_at(SCHEMA, ("khac", "y")) == {}


@given(st.text())
def test_what_came_from_outside_is_shown_on_one_short_printable_line(text: str):
    assert shown(text).isprintable()
    assert len(shown(text)) <= 61
