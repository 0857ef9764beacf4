"""One part renders on its own, and hollows that skipped rows leave are mended."""

import pytest

from service.catalog.markup import read_markup
from service.catalog.wordfile import open_word_bytes
from service.errors import BrokenPackage, FillFailed
from service.fill.part import CompiledPart, without_hollows
from tests.builders import a_docx


def part(text: str) -> CompiledPart:
    return CompiledPart(read_markup(open_word_bytes(a_docx(text), "m.docx"))[0], "m.docx")


def test_a_part_renders_to_xml_with_its_declaration() -> None:
    xml = part("{{ a }}").render({"a": "Đ"}, 100_000)
    assert xml.startswith("<?xml") and ">Đ</w:t>" in xml


def test_a_part_keeps_to_the_size_it_is_given() -> None:
    with pytest.raises(FillFailed, match="quá dài"):
        part("{{ a }}").render({"a": "x"}, 100)


def test_an_unsound_part_is_refused_under_the_name_of_its_file() -> None:
    with pytest.raises(BrokenPackage, match=r"m\.docx"):
        part("{{ a b }}")


@pytest.mark.parametrize(
    ("xml", "mended"),
    [
        ("<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"),
        ("<w:tc><w:tcPr/></w:tcPr></w:tc>", "<w:tc><w:tcPr/></w:tcPr><w:p/></w:tc>"),
        ("<w:tbl><w:tblPr/><w:tblGrid></w:tblGrid></w:tbl>", "<w:p/>"),
        (
            "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        ),
    ],
)
def test_hollows_are_mended(xml: str, mended: str) -> None:
    assert without_hollows(xml) == mended
