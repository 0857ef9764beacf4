"""What stands in for a font, and the fontconfig file that decides it. fontconfig comes with LibreOffice."""

import pypdf
import pytest
from docx import Document

from service.convert import fonts
from service.convert.fonts import font_findings, installed, substitutions, write_conf
from service.errors import ToolMissing
from service.model import Severity

pytestmark = pytest.mark.soffice

EXPECTED = {
    "Times New Roman": "Liberation Serif",
    "Arial": "Liberation Sans",
    "Calibri": "Carlito",
    "Calibri Light": "Carlito",
    "Cambria": "Noto Serif",
    "Courier New": "Liberation Mono",
}


def _docx(folder, names):
    document = Document()
    for name in names:
        document.add_paragraph().add_run(f"Cộng hòa Ắ Ữ {name}").font.name = name
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


def test_each_font_of_word_has_its_complete_stand_in():
    found = {one.asked: one for one in substitutions(EXPECTED)}
    assert {asked: one.drawn for asked, one in found.items()} == EXPECTED
    assert all(one.vietnamese and not one.exact for one in found.values())


def test_a_font_that_is_there_is_drawn_itself():
    (found,) = substitutions(["Liberation Serif"])
    assert found.exact
    assert found.drawn == "Liberation Serif"


def test_carlito_counts_as_vietnamese_though_it_lacks_bare_marks():
    assert any(face.vietnamese for face in installed() if "Carlito" in face.families)


def test_a_suspect_family_without_vietnamese_letters_is_hidden(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_SUSPECTS", ("OpenSymbol", "Liberation"))
    write_conf(tmp_path / "fonts.conf")
    names = {name for face in installed(tmp_path / "fonts.conf") for name in face.families}
    assert "OpenSymbol" not in names
    assert "Liberation Serif" in names


def test_libreoffice_draws_what_was_told(real_pool, tmp_path):
    real_pool().convert(_docx(tmp_path, EXPECTED), tmp_path / "ra.pdf")
    page = pypdf.PdfReader(tmp_path / "ra.pdf").pages[0]
    names = [str(font["/BaseFont"]).split("+")[1] for font in page["/Resources"]["/Font"].values()]
    drawn = {name.removesuffix("-Regular") for name in names}  # LibreOffice 25 says it of more fonts
    assert drawn == {"LiberationSerif", "LiberationSans", "LiberationMono", "Carlito", "NotoSerif"}


def test_every_substitution_is_told_and_an_old_code_page_is_an_error(tmp_path):
    found = {f.found: f for f in font_findings(_docx(tmp_path, ["Times New Roman", ".VnTime", "Lạ Hoắc"]))}
    by_rule = {finding.rule: finding for finding in found.values()}
    assert by_rule["font-legacy"].severity is Severity.ERROR
    assert by_rule["font-substituted"].severity is Severity.WARNING
    assert by_rule["font-stand-in"].severity is Severity.INFO
    assert "“Lạ Hoắc”" in by_rule["font-substituted"].required


@pytest.mark.parametrize("name", ["a-b", "a:b", "a,b", "a\\b", "Khác: đậm, nghiêng-1"])
def test_odd_names_do_not_confuse_the_question(name):
    (found,) = substitutions([name])
    assert not found.exact


def test_without_fontconfig_the_package_is_named(monkeypatch):
    monkeypatch.setattr(fonts, "PATH", "/nonexistent")
    with pytest.raises(ToolMissing, match="fontconfig"):
        installed()
