import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from service.errors import NotFound
from service.layouts.look import FONT, LOOKS
from service.layouts.page import new_draft, save


@pytest.fixture(params=LOOKS)
def saved(request, tmp_path):
    save(new_draft(request.param, title="Thông báo"), tmp_path / "new" / "a.docx")
    return tmp_path / "new" / "a.docx"


def test_paper_is_a4_with_fixed_margins(saved):
    section = Document(str(saved)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(m.mm) for m in margins] == [20, 20, 30, 15]


def test_page_number_is_centred_ten_millimetres_from_the_top_and_not_on_page_one(saved):
    section = Document(str(saved)).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous
    assert round(section.header_distance.mm) == 10
    field = section.header.paragraphs[0]._p.find(qn("w:fldSimple"))
    assert field.get(qn("w:instr")).strip() == "PAGE"
    assert section.header.paragraphs[0].style.style_id == "Header"


def test_no_load_that_costs_at_every_conversion(saved):
    with zipfile.ZipFile(saved) as archive:
        names = " ".join(archive.namelist())
        styles = archive.read("word/styles.xml").decode()
    assert not any(word in names for word in ("theme", "customXml", "thumbnail", "webSettings", "numbering"))
    assert "latentStyles" not in styles and "Theme" not in styles
    assert styles.count("<w:style ") < 30


def test_language_is_vietnamese_and_the_only_font_is_times_new_roman(saved):
    document = Document(str(saved))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "vi-VN"
    fonts = {value for f in document.styles.element.iter(qn("w:rFonts")) for value in f.attrib.values()}
    assert fonts == {FONT}
    assert document.core_properties.title == "Thông báo"
    assert document.core_properties.author == ""


def test_headings_are_real_ones_in_black(saved):
    styles = Document(str(saved)).styles
    for level in (1, 2, 3):
        style = styles[f"Heading {level}"]
        assert style.element.find(qn("w:pPr")).find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)
        assert style.element.find(qn("w:rPr")).find(qn("w:color")) is None


def test_an_unknown_layout_makes_no_file():
    with pytest.raises(NotFound):
        new_draft("cong-ty", title="")
