import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from service.layouts.look import PARTY, StyleLook
from service.layouts.styles import style_xml


def test_measures_become_twips_and_half_points():
    look = StyleLook(
        key="X", name="Tên", size=12.5, line=19, after=6, first_indent=10, align="both", outline=2
    )
    element = parse_xml(style_xml(look))
    spacing = next(element.iter(qn("w:spacing")))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule")), spacing.get(qn("w:after"))) == (
        "380",
        "exact",
        "120",
    )
    assert next(element.iter(qn("w:ind"))).get(qn("w:firstLine")) == "567"
    assert next(element.iter(qn("w:sz"))).get(qn("w:val")) == "25"
    assert next(element.iter(qn("w:outlineLvl"))).get(qn("w:val")) == "1"
    assert element.get(qn("w:customStyle")) == "1"


@pytest.mark.parametrize("look", PARTY.styles, ids=lambda s: s.key)
def test_parts_stand_in_the_order_of_the_schema(look):
    order = ["keepNext", "spacing", "ind", "jc", "outlineLvl"]
    found = [child.tag.split("}")[1] for child in parse_xml(style_xml(look)).find(qn("w:pPr"))]
    assert found == sorted(found, key=order.index)


def test_off_is_written_so_that_a_style_can_take_back_what_its_base_gives():
    off = parse_xml(style_xml(StyleLook(key="X", name="X", bold=False)))
    assert next(off.iter(qn("w:b"))).get(qn("w:val")) == "0"
