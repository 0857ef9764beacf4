"""A block that could spoil the XML is found without running anything; a sound one is left alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree

from service.catalog.balance import find_imbalances, find_open_block

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def kinds(source: str) -> list[str]:
    return [i.kind for i in find_imbalances(source)]


@pytest.mark.parametrize(
    "source",
    [
        P.format("{%\nif a %}x{%\nelse %}y{%\nendif %}"),
        "<w:body>{%\nfor d in ds %}" + P.format("{{\nd }}") + "{%\nendfor %}</w:body>",
        '<w:tc><w:tcPr><w:shd w:fill="{{\na }}"/></w:tcPr>' + P.format("x") + "</w:tc>",
        "<a>{%\nset x = 1 %}{#\n <b> #}</a>",
        "<a>{%\nif x > 1 %}<b/>{%\nendif %}</a>",
    ],
)
def test_sound_blocks_are_left_alone(source: str) -> None:
    assert find_imbalances(source) == []


def test_a_loop_that_crosses_cells_is_found() -> None:
    row = (
        "<w:tr><w:tc>" + P.format("{%\nfor d in ds %}{{\nd }}") + "</w:tc><w:tc>" + P.format("{%\nendfor %}")
    )
    assert kinds(f"<w:tbl>{row}</w:tc></w:tr></w:tbl>") == ["table"]


def test_a_block_over_paragraphs_is_harmless_to_the_file_but_told() -> None:
    assert kinds("<w:body>" + P.format("a {%\nif x %}b") + P.format("c{%\nendif %} d") + "</w:body>") == [
        "paragraph"
    ]


def test_a_block_that_opens_in_text_and_closes_outside_is_broken() -> None:
    assert kinds("<w:body>" + P.format("{%\nif x %}b") + "{%\nendif %}</w:body>") == ["broken"]


def test_the_line_is_that_of_the_opening_tag() -> None:
    source = '<a b="{{\nx }}">{{\ny }}{%\nif x %}<c>{%\nendif %}</c></a>'
    assert [i.line for i in find_imbalances(source)] == [4]


def test_the_innermost_open_block_is_found() -> None:
    assert find_open_block("{%\nif a %}{%\nfor b in c %}{%\nendfor %}") == 2
    assert find_open_block("{%\nif a %}{%\nendif %}") is None


XML = st.sampled_from(["<p>", "</p>", "<t>", "</t>", "x", "</t></p><p><t>"])


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, max_size=4).map("".join)
    branches = st.tuples(st.sampled_from("ab"), body, body)
    return st.one_of(
        branches.map(lambda b: f"{{%\nif {b[0]} %}}{b[1]}{{%\nelse %}}{b[2]}{{%\nendif %}}"),
        body.map(lambda b: f"{{%\nfor i in ds %}}{b}{{%\nendfor %}}"),
    )


@given(
    st.lists(st.recursive(XML, blocks), max_size=6).map("".join),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2),
)
def test_what_passes_is_well_formed_for_all_values(inner: str, a: bool, b: bool, turns: int) -> None:
    source = f"<x><p><t>{inner}</t></p></x>"
    assume(not find_imbalances(source))
    text = Environment(autoescape=True).from_string(source).render(a=a, b=b, ds=range(turns))
    assert etree.fromstring(text).tag == "x"
