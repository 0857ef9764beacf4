"""Which fonts a .docx asks for."""

import zipfile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from service.convert.docx_fonts import asked_fonts
from service.errors import UnreadableInput


@pytest.fixture
def save(tmp_path):
    def write(document):
        document.save(str(tmp_path / "a.docx"))
        return tmp_path / "a.docx"

    return write


def test_fonts_of_runs_headers_and_theme_are_asked_for(save):
    document = Document()
    document.add_paragraph().add_run("chữ").font.name = "Arial"
    document.sections[0].header.paragraphs[0].add_run("đầu trang").font.name = "Verdana"
    fonts = asked_fonts(save(document))
    assert {"Arial", "Verdana"} <= set(fonts)
    assert "Cambria" in fonts  # the minor font of the theme, to which the defaults of python-docx point
    assert list(fonts) == sorted(fonts)


def test_a_style_counts_with_its_ancestors_when_it_is_used(save):
    document = Document()
    old = document.styles.add_style("Gốc", WD_STYLE_TYPE.PARAGRAPH)
    old.font.name = "Georgia"
    young = document.styles.add_style("Con", WD_STYLE_TYPE.PARAGRAPH)
    young.base_style = old
    document.styles.add_style("Không dùng", WD_STYLE_TYPE.PARAGRAPH).font.name = "Consolas"
    document.add_paragraph("chữ", style=young)
    fonts = asked_fonts(save(document))
    assert "Georgia" in fonts
    assert "Consolas" not in fonts


def test_fonts_of_symbols_are_left_out(save):
    document = Document()
    document.add_paragraph().add_run("x").font.name = "Wingdings"
    assert "Wingdings" not in asked_fonts(save(document))


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_docx_is_refused(tmp_path, content):
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(UnreadableInput):
        asked_fonts(tmp_path / "a.docx")


def test_broken_xml_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("word/document.xml", "<w:document")
    with pytest.raises(UnreadableInput):
        asked_fonts(tmp_path / "a.docx")
