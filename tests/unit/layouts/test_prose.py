import pytest
from docx.oxml.ns import qn

from service.layouts.page import new_draft
from service.layouts.prose import body, control, heading, rule_above, rule_below


@pytest.fixture
def draft():
    return new_draft("dang", title="Thử")


def test_every_tag_stays_whole_in_one_run(draft):
    paragraph = body(draft, "Họ và tên: **{{ ho_ten | hoa }}**, __{{ chuc_vu }}__ {% if a %}x{% endif %}.")
    runs = [(r.text, r.bold, r.italic) for r in paragraph.runs]
    assert ("{{ ho_ten | hoa }}", True, None) in runs
    assert ("{{ chuc_vu }}", None, True) in runs
    assert all(r.text.count("{") == r.text.count("}") for r in paragraph.runs)


def test_names_with_single_underscores_are_not_taken_for_italics(draft):
    assert body(draft, "{{ ngay_hop }} {{ don_vi.ten_cap_tren }}").runs[0].italic is None


def test_headings_carry_their_level_and_can_open_a_page(draft):
    paragraph = heading(draft, "PHỤ LỤC", new_page=True)
    assert paragraph.style.name == "Heading 1"
    assert paragraph.paragraph_format.page_break_before


def test_the_last_paragraph_can_be_kept_with_the_signature(draft):
    assert body(draft, "Hết.", keep_next=True).paragraph_format.keep_with_next
    assert body(draft, "Sau bảng.", after_table=True).paragraph_format.space_before.pt == 6
    assert body(draft, "Thường.").paragraph_format.keep_with_next is None


def test_a_tag_of_logic_stands_alone(draft):
    assert control(draft, "{%p if x %}").text == "{%p if x %}"


@pytest.mark.parametrize(("rule", "side"), [(rule_below, "bottom"), (rule_above, "top")])
def test_a_rule_is_a_border_of_the_paragraph_and_not_a_drawing(draft, rule, side):
    paragraph = body(draft, "ĐẢNG CỘNG SẢN VIỆT NAM")
    rule(paragraph, indent_mm=10)
    properties = paragraph._p.pPr
    assert properties.find(qn("w:pBdr")).find(qn(f"w:{side}")).get(qn("w:val")) == "single"
    assert {properties.find(qn("w:ind")).get(qn(f"w:{end}")) for end in ("left", "right")} == {"567"}
    assert paragraph._p.find(".//" + qn("w:drawing")) is None
