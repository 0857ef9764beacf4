"""Posted names to values and back."""

import json
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from service.forms.clean import clean
from service.forms.schema import Form, load_form
from service.web.pages.entry import LONGEST_INPUT, add_row, drop_row, fresh, text_of, texts, typed
from tests.builders import a_form, a_list

TEMPLATES = Path(__file__).parents[3] / "docx_templates"
SLUGS = sorted(p.parent.name for p in TEMPLATES.glob("*/form.schema.json"))


def form_of(**fields) -> Form:
    return load_form(a_form(**fields))


def posted(values, pointer="") -> list[tuple[str, str]]:
    """What a browser sends of texts in the shape of a form."""
    if isinstance(values, str):
        return [(pointer, values)]
    pairs = values.items() if isinstance(values, dict) else enumerate(values)
    return [pair for name, value in pairs for pair in posted(value, f"{pointer}/{name}")]


@pytest.mark.parametrize("slug", SLUGS)
def test_what_the_page_shows_of_a_sample_cleans_to_the_sample(slug: str) -> None:
    form = load_form(json.loads((TEMPLATES / slug / "form.schema.json").read_text("utf-8")))
    sample = clean(form, json.loads((TEMPLATES / slug / "sample.json").read_text("utf-8")), lenient=False)
    shown = texts(form.root, sample.values)
    assert clean(form, typed(form, MultiDict(posted(shown))), lenient=True) == sample


@pytest.mark.parametrize(
    ("schema", "value", "text"),
    [
        ({"type": "string", "format": "vn-date"}, "2026-02-05", "05/02/2026"),
        ({"type": "string", "format": "vn-month"}, "2026-07", "7/2026"),
        ({"type": "string"}, "a-b-c", "a-b-c"),
        ({"type": "number"}, 94.5, "94,5"),
        ({"type": "number"}, 1.234, "1,2340"),
        ({"type": "integer"}, 5631, "5631"),
        ({"type": "boolean"}, True, "x"),
        ({"type": "boolean"}, False, ""),
    ],
)
def test_a_value_is_shown_as_people_type_it_and_reads_back(schema, value, text) -> None:
    form = form_of(a=schema)
    assert text_of(form.fields[0], value) == text
    assert clean(form, {"a": text}, lenient=True).values == {"a": value}


def test_names_that_the_form_does_not_have_are_passed_over() -> None:
    form = form_of(a="string", b={"type": "object", "properties": {"c": {"type": "string"}}})
    deep = "/a" + "/b" * 5_000
    sent = MultiDict({"/a": "1", "/a/x": "2", "/b": "3", "/khac": "4", "a": "5", deep: "6", "//": "7"})
    assert typed(form, sent) == {"a": "1", "b": {"c": ""}}


def test_rows_come_in_the_order_of_their_numbers_whatever_these_are() -> None:
    form = form_of(vang=a_list(ten="string"))
    sent = MultiDict({"/vang/10/ten": "c", "/vang/2/ten": "b", "/vang/0/ten": "a", "/vang/x/ten": "d"})
    assert [row["ten"] for row in typed(form, sent)["vang"]] == ["a", "b", "c"]


def test_an_unticked_box_keeps_its_row() -> None:
    form = form_of(vang=a_list(co={"type": "boolean"}))
    sent = MultiDict([("/vang/0/co", ""), ("/vang/1/co", ""), ("/vang/1/co", "x")])
    assert typed(form, sent)["vang"] == [{"co": ""}, {"co": "x"}]


def test_a_long_line_typed_into_a_box_is_one_line_and_a_text_keeps_its_lines() -> None:
    form = form_of(
        dong={"type": "string", "maxLength": LONGEST_INPUT + 1}, doan={"type": "string", "format": "text"}
    )
    sent = MultiDict({"/dong": "một\r\nhai", "/doan": "một\r\nhai"})
    assert typed(form, sent) == {"dong": "một hai", "doan": "một\r\nhai"}


def test_a_fresh_form_has_its_defaults_and_one_row_where_a_row_is_needed() -> None:
    needed = a_list(ten="string", con={"type": "string", "default": "x"}) | {"minItems": 1}
    form = load_form(a_form(required=["can"], can=needed, khong=a_list(ten="string")))
    assert fresh(form) == {"can": [{"ten": "", "con": "x"}], "khong": []}


def test_a_row_is_added_at_the_end_and_dropped_from_its_place() -> None:
    form = form_of(nhom={"type": "object", "properties": {"vang": a_list(ten="string")}})
    values = {"nhom": {"vang": [{"ten": "a"}]}}
    assert add_row(form, values, "/nhom/vang") == "/nhom/vang/1"
    assert values["nhom"]["vang"] == [{"ten": "a"}, {"ten": ""}]
    assert drop_row(values, "/nhom/vang/0") == "/nhom/vang"
    assert values["nhom"]["vang"] == [{"ten": ""}]


@pytest.mark.parametrize("pointer", ["", "/", "/a", "/vang/0", "/vang/7", "/vang/-1", "/khac/0", "x"])
def test_a_pointer_to_no_list_changes_nothing(pointer: str) -> None:
    form = form_of(a="string", vang=a_list(ten="string") | {"maxItems": 1})
    values = {"a": "1", "vang": [{"ten": "b"}]}
    assert add_row(form, values, pointer) == add_row(form, values, "/vang") == ""
    assert pointer == "/vang/0" or drop_row(values, pointer) == ""
    assert values == {"a": "1", "vang": [{"ten": "b"}]}
