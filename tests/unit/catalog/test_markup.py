"""Tags are found whole wherever Word put them, and every line of the source knows its tag."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree

from service.catalog.markup import TAG, PartMarkup, read_markup, split_tag
from service.catalog.wordfile import open_word_bytes
from service.errors import BrokenPackage
from tests.builders import a_docx, members_of, with_members


def markup_of(data: bytes) -> PartMarkup:
    return read_markup(open_word_bytes(data, "mau.docx"))[0]


def rendered(data: bytes, **values: object) -> str:
    return Environment(autoescape=True).from_string(markup_of(data).source).render(values)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 25), max_size=6))
def test_a_tag_is_whole_however_word_split_it(cuts: list[int]) -> None:
    text = "Ông {{ ho_ten }}, sinh {{ ngay|upper }}."
    edges = sorted({0, *(c for c in cuts if c < len(text)), len(text)})
    runs = [text[a:b] for a, b in pairwise(edges)]
    xml = rendered(a_docx(runs), ho_ten="An", ngay="x")
    assert "".join(etree.fromstring(xml).itertext()) == "Ông An, sinh X."


def test_curly_quotes_inside_tags_become_straight_and_stay_outside() -> None:
    found = markup_of(a_docx("“Trích” {{ d|default(‘không’) }} {% if a == “x” %}y{% endif %}"))
    assert [t.text for t in found.tags][:2] == ["{{ d|default('không') }}", '{% if a == "x" %}']
    assert "“Trích”" in found.source


def test_comparisons_and_ampersands_inside_tags_are_read_as_typed() -> None:
    assert ">đúng<" in rendered(a_docx("{% if 2 > 1 and 'a&b' == x %}đúng{% endif %}"), x="a&b")


def test_docxtpl_prefixes_take_paragraphs_and_rows_away() -> None:
    data = a_docx(
        "{%p if a %}",
        "giữ",
        "{%p endif %}",
        table=[["STT"], ["{%tr for x in ds %}"], ["{{ x }}"], ["{%tr endfor %}"]],
    )
    xml = rendered(data, a=False, ds=["m", "n"])
    assert "giữ" not in xml
    assert xml.count("<w:tr>") == 3


def test_each_line_names_its_tag_and_place() -> None:
    found = markup_of(a_docx("{{ a }} và {{ b }}", table=[["{{ a }}"]]))
    tags = [found.tag_at(line) for line in range(2, 5)]
    assert [t.place.where for t in tags if t] == ["đoạn 1", "đoạn 1", "bảng 1, hàng 1, ô 1"]
    assert [t.inner for t in tags if t] == ["a", "b", "a"]
    assert found.tag_at(1) is None and found.tag_at(99) is None


def test_a_tag_that_docxtpl_moves_keeps_its_name() -> None:
    found = markup_of(a_docx(table=[["{% cellbg mau %}{{ a }}", "{{ b }}"]]))
    inners = {found.tag_at(i).inner for i in range(2, len(found.lines) + 2)}  # type: ignore[union-attr]
    assert {"cellbg mau", "a", "b"} >= inners >= {"a", "b"}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Ông {{ ho_ten", "{{"),
        ("Ông ho_ten }}", "}}"),
        ("{% if x", "{%"),
        ("{{ a và {{ b }}", "{{ a và {{ b }}"),
    ],
)
def test_a_brace_without_its_partner_is_a_fault_at_its_place(text: str, sign: str) -> None:
    found = markup_of(a_docx("đầu", text))
    assert [(f.found, f.place.where) for f in found.faults] == [(sign, "đoạn 2")]
    assert found.source == ""


def test_headers_footers_and_notes_are_read_too() -> None:
    word = open_word_bytes(a_docx("{{ a }}", header="{{ b }}", footer="{{ c }}"), "mau.docx")
    assert [(m.part.label, m.tags[0].inner) for m in read_markup(word)] == [
        ("thân văn bản", "a"),
        ("đầu trang", "b"),
        ("chân trang", "c"),
    ]


def test_the_words_before_a_tag_are_its_label_else_the_head_of_its_column() -> None:
    data = a_docx("1. Họ và tên: {{ ho_ten }}; ngày sinh: {{ sinh }}", table=[["Lý do"], ["{{ ly_do }}"]])
    assert [t.label for t in markup_of(data).tags] == ["Họ và tên", "ngày sinh", "Lý do"]


def test_text_that_a_prefix_would_take_away_is_known() -> None:
    found = markup_of(a_docx("Kính gửi {%p if a %}", "{%p endif %}"))
    assert [t.beside for t in found.tags] == ["Kính gửi", ""]


def test_braces_can_be_printed() -> None:
    assert "{{ x }}" in rendered(a_docx("viết {_{ x }_} {{ a }}"), a=1).replace("&#123;", "{").replace(
        "&#125;", "}"
    )


def test_strict_open_xml_is_refused_with_what_to_do() -> None:
    data = a_docx("{{ a }}")
    body = members_of(data)["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with pytest.raises(BrokenPackage, match="Strict Open XML"):
        markup_of(with_members(data, {"word/document.xml": body}))


def test_a_tag_is_taken_apart() -> None:
    assert split_tag("{%tr for d in vang %}") == ("{%", "tr", "for d in vang")
    assert split_tag("{{ r.ten }}") == ("{{", "", "r.ten")
    assert split_tag("{%- if a -%}") == ("{%", "", "if a")


def test_only_whole_tags_are_tags() -> None:
    assert TAG.findall("a {{ b }} {c} {% d %} {# e #}") == ["{{ b }}", "{% d %}", "{# e #}"]
