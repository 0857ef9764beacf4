"""Tags and the values they use are listed with their places, from every part of a template."""

from service.catalog.markup import read_markup
from service.catalog.tags import find_text_variables, find_variables
from service.catalog.wordfile import WordFile, open_word_bytes
from tests.builders import a_docx


def word(*args: object, **more: object) -> WordFile:
    return open_word_bytes(a_docx(*args, **more), "mau.docx")


def test_tags_of_all_parts_come_in_reading_order() -> None:
    markups = read_markup(word("{{ a }}", table=[["{{ b }}"]], header="{{ c }}"))
    tags = [tag for markup in markups for tag in markup.tags]
    assert [(t.inner, f"{t.place.part}, {t.place.where}") for t in tags] == [
        ("a", "thân văn bản, đoạn 1"),
        ("b", "thân văn bản, bảng 1, hàng 1, ô 1"),
        ("c", "đầu trang, đoạn 1"),
    ]


def test_loop_variables_are_told_as_members_of_their_list() -> None:
    rows = [["{%tr for d in vang %}"], ["{{ d.ho_ten }}"], ["{%tr endfor %}"]]
    found = find_variables(read_markup(word(table=rows)))
    assert [(v.path, v.place.split(" (")[0]) for v in found] == [
        ("vang", "thân văn bản, bảng 1, hàng 1, ô 1"),
        ("vang[].ho_ten", "thân văn bản, bảng 1, hàng 2, ô 1"),
    ]


def test_a_part_that_cannot_be_parsed_is_passed_over() -> None:
    found = find_variables(read_markup(word("{{ a b }}", header="{{ c }}")))
    assert [v.path for v in found] == ["c"]


def test_short_texts_are_read_too() -> None:
    found = find_text_variables("Nghị quyết {{ so }}", "package.toml, title")
    assert [(v.path, v.place, v.tag) for v in found] == [("so", "package.toml, title", None)]
