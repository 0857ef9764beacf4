"""Places are named as a person finds them in Word."""

import docx

from service.catalog.places import Place, spots, words_around
from service.catalog.wordfile import open_word_bytes, parse_xml
from tests.builders import a_docx


def places(data: bytes) -> list[tuple[str, str]]:
    word = open_word_bytes(data, "mau.docx")
    root = parse_xml(word.members["word/document.xml"])
    return [("".join(s.paragraph.itertext()), s.where) for s in spots(root)]


def test_paragraphs_without_text_do_not_count() -> None:
    assert places(a_docx("một", "", "hai"))[-1] == ("hai", "đoạn 2")


def test_cells_are_named_by_table_row_and_cell() -> None:
    found = dict(places(a_docx("trước", table=[["a", "b"], ["c", "d"]])))
    assert found["d"] == "bảng 1, hàng 2, ô 2"


def test_a_cell_of_several_paragraphs_also_names_the_paragraph() -> None:
    def grow(document: docx.document.Document) -> None:
        document.tables[0].cell(0, 0).add_paragraph("thêm")

    assert ("thêm", "bảng 1, hàng 1, ô 1, đoạn 2") in places(a_docx(table=[["a"]], change=grow))


def test_a_table_inside_a_cell_is_told_from_the_outer_one() -> None:
    def nest(document: docx.document.Document) -> None:
        inner = document.tables[0].cell(0, 1).add_table(1, 1)
        inner.cell(0, 0).text = "trong"

    found = dict(places(a_docx(table=[["a", "b"]], change=nest)))
    assert found["trong"] == "bảng 1, hàng 1, ô 2, bảng con, hàng 1, ô 1"


def test_the_head_of_the_column_is_known() -> None:
    word = open_word_bytes(a_docx(table=[["STT", "Họ tên"], ["1", "{{ x }}"]]), "mau.docx")
    heads = [s.heading for s in spots(parse_xml(word.members["word/document.xml"])) if s.heading]
    assert heads == ["STT", "Họ tên"]


def test_words_around_are_cut_at_spaces() -> None:
    text = "một hai ba bốn năm sáu bảy tám chín mười {{ x }} mười một mười hai mười ba mười bốn"
    around = words_around(text, text.index("{{"), text.index("}}") + 2)
    assert around.startswith("…") and around.endswith("…")
    assert "{{ x }}" in around and len(around) < 75


def test_a_place_reads_as_a_sentence() -> None:
    assert str(Place("đầu trang", "đoạn 1", "Số {{ so }}")) == "đầu trang, đoạn 1 (“Số {{ so }}”)"
