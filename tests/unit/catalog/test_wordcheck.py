"""What a Word file carries beside its text is looked at: links, fields, revisions, fonts."""

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service.catalog.wordcheck import find_word_faults, fonts_of
from service.catalog.wordfile import open_word_bytes
from service.model import Finding
from tests.builders import RELATIONS, a_docx

Document = docx.document.Document


def faults(change: object) -> list[Finding]:
    data = a_docx("{{ a }}", change=change)
    return [f for f in find_word_faults(open_word_bytes(data, "m.docx")) if f.rule != "P11"]


def with_field(code: str) -> object:
    def change(document: Document) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        document.paragraphs[0]._p.append(field)

    return change


def test_an_ordinary_file_gives_nothing() -> None:
    assert faults(lambda d: None) == []


@pytest.mark.parametrize(
    ("kind", "target", "told"),
    [
        (KIND.IMAGE, "http://noi-khac/a.png", True),
        (KIND.IMAGE, "file:///etc/passwd", True),
        (KIND.HYPERLINK, "file:///etc/passwd", True),
        (KIND.HYPERLINK, "https://dangcongsan.vn", False),
        (KIND.HYPERLINK, "mailto:a@b.vn", False),
        (f"{RELATIONS}/attachedTemplate", "file:///C:/Normal.dotm", False),
    ],
)
def test_pointers_outside_are_told_but_plain_links(kind: str, target: str, told: bool) -> None:
    found = faults(lambda d: d.part.relate_to(target, kind, is_external=True))
    assert [f.rule for f in found] == ["P10"] * told


@pytest.mark.parametrize(
    ("code", "told"), [("INCLUDETEXT x.docx", True), ('DDEAUTO c "x"', True), ("PAGE", False)]
)
def test_fields_that_fetch_are_told(code: str, told: bool) -> None:
    assert [f.rule for f in faults(with_field(code))] == ["P10"] * told


def test_an_embedded_object_is_told() -> None:
    found = faults(lambda d: d.part.rels.get_or_add(KIND.OLE_OBJECT, d.part))
    assert [f.rule for f in found] == ["P10"]


def test_tracked_changes_are_warned_about() -> None:
    found = faults(lambda d: d.paragraphs[0]._p.append(OxmlElement("w:ins")))
    assert [f.rule for f in found] == ["P15"]


@pytest.mark.parametrize(
    ("font", "words"), [(".VnTime", "bảng mã cũ"), ("VNI-Times", "bảng mã cũ"), ("Phông Lạ", "bị thay")]
)
def test_fonts_that_would_come_out_wrong_are_warned_about(font: str, words: str) -> None:
    def change(document: Document) -> None:
        document.paragraphs[0].runs[0].font.name = font

    word = open_word_bytes(a_docx("x", change=change), "m.docx")
    assert font in fonts_of(word)
    assert any(words in f.found and f.rule == "P11" for f in find_word_faults(word))


def test_the_font_of_an_unused_style_is_not_asked_for() -> None:
    def change(document: Document) -> None:
        document.styles["Quote"].font.name = "Phông Lạ"

    assert "Phông Lạ" not in fonts_of(open_word_bytes(a_docx("x", change=change), "m.docx"))
