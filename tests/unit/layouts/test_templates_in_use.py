"""The templates that come with the service keep the measures of the layout that their package names."""

import tomllib
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from service.layouts.look import FONT, look_of

ROOT = Path(__file__).parents[3] / "docx_templates"
FILES = sorted(ROOT.glob("[!_]*/*.docx"))


@pytest.fixture(params=FILES, ids=lambda p: p.parent.name)
def template(request):
    package = tomllib.loads((request.param.parent / "package.toml").read_text("utf-8"))
    return Document(str(request.param)), look_of(package["layout"])


def test_there_are_templates():
    assert {"nghi-quyet-chi-bo", "ban-cam-ket"} <= {p.parent.name for p in FILES}


def test_margins_are_those_of_the_rule_set(template):
    document, look = template
    for section in document.sections:
        upright = section.page_height > section.page_width
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert not upright or [round(m.mm) for m in margins] == [look.top, look.bottom, look.left, look.right]
        assert round(section.header_distance.mm) == look.page_number_from_top


def test_the_only_font_is_times_new_roman_in_black(template):
    document, _ = template
    elements = [document.styles.element, document.element]
    fonts = {v for e in elements for f in e.iter(qn("w:rFonts")) for v in f.attrib.values()}
    colours = {c.get(qn("w:val")) for e in elements for c in e.iter(qn("w:color"))}
    assert fonts == {FONT}
    assert colours <= {"000000", "auto"}


def test_styles_keep_the_sizes_of_the_look(template):
    document, look = template
    size = {s.style_id: s.font.size.pt for s in document.styles if s.font.size}
    assert {s.key: s.size for s in look.styles if s.size}.items() <= size.items()


def test_data_tables_repeat_their_head_and_no_row_splits(template):
    document, _ = template
    for table in document.tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        repeats = table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert repeats == (table._tbl.tblPr.style == "TableGrid")


def test_every_tag_is_whole_in_one_run(template):
    document, _ = template
    for text in document.element.iter(qn("w:t")):
        assert (text.text or "").count("{") == (text.text or "").count("}")


SPACED = ("Heading1", "Heading2", "Heading3", "BodyText", "NoiNhan", "QuyenHanKy", "NguoiKy", "DiaDanhNgay")


def test_headings_and_signatures_stand_as_far_from_the_text_as_the_look_says(template):
    document, look = template
    for style in document.styles:
        if style.style_id in SPACED:
            wanted, found = look.style(style.style_id), style.paragraph_format
            points = [p.pt if p else 0 for p in (found.space_before, found.space_after, found.line_spacing)]
            assert points == pytest.approx([wanted.before or 0, wanted.after or 0, wanted.line or 0])
