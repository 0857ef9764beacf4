"""A form as a tree of controls."""

import pytest

from service.errors import FieldError
from service.forms.schema import load_form
from service.web.pages.controls import Control, controls, place_of
from service.web.pages.entry import fresh, text_of
from tests.builders import a_form, a_list


def only(schema, **more) -> Control:
    form = load_form(a_form(a=schema))
    (control,) = controls(form, fresh(form), **more)
    return control


@pytest.mark.parametrize(
    ("schema", "widget"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "maxLength": 2000}, "long"),
        ({"type": "string", "format": "text"}, "lines"),
        ({"type": "string", "enum": ["Tốt", "Khá"]}, "choice"),
        ({"type": "string", "enum": list("abcde")}, "select"),
        ({"type": "boolean"}, "tick"),
        ({"type": "integer"}, "text"),
        ({"type": "object", "properties": {"b": {"type": "string"}}}, "group"),
        (a_list(b="string"), "list"),
    ],
)
def test_each_kind_of_field_has_its_widget(schema, widget: str) -> None:
    assert only(schema).widget == widget


@pytest.mark.parametrize(
    ("schema", "keyboard"),
    [
        ({"type": "integer", "minimum": 0}, "numeric"),
        ({"type": "integer"}, "decimal"),  # a minus sign must be within reach
        ({"type": "number"}, "decimal"),
        ({"type": "string", "format": "vn-phone"}, "tel"),
        ({"type": "string", "format": "vn-date"}, "text"),  # the keyboard of numbers has no slash
    ],
)
def test_a_phone_shows_the_keyboard_that_the_value_needs(schema, keyboard: str) -> None:
    assert only(schema).keyboard == keyboard


def test_a_hint_says_what_belongs_here_and_how_it_looks() -> None:
    schema = {"type": "string", "format": "vn-date", "description": "Ngày họp.", "examples": ["05/8/2026"]}
    assert only(schema).hint == "Ngày họp. Ghi ngày/tháng/năm. Ví dụ: 05/8/2026"


def test_hints_stand_in_the_first_row_only() -> None:
    form = load_form(a_form(vang=a_list(ten={"type": "string", "examples": ["An"]})))
    (rows,) = controls(form, {"vang": [{"ten": ""}, {"ten": ""}]})
    assert [row.children[0].hint for row in rows.children] == ["Ví dụ: An", ""]


def test_errors_stand_at_their_control() -> None:
    form = load_form(a_form(vang=a_list(ten="string")))
    wrong = FieldError(pointer="/vang/1/ten", detail="bắt buộc")
    (rows,) = controls(form, {"vang": [{"ten": "a"}, {"ten": ""}]}, [wrong])
    assert [row.children[0].errors for row in rows.children] == [(), ("bắt buộc",)]
    assert rows.children[1].children[0].described == "f-vang-1-ten-error"
    assert place_of(form, wrong.pointer) == rows.children[1].children[0].id


def test_a_place_that_the_page_does_not_have_gets_no_link() -> None:
    form = load_form(a_form(a="string"))
    assert place_of(form, "/khac") == place_of(form, "") == ""


def test_the_focus_goes_to_the_first_control_of_a_new_row() -> None:
    form = load_form(a_form(vang=a_list(ten="string", ly_do="string")))
    (rows,) = controls(form, {"vang": [{"ten": "", "ly_do": ""}]}, focus="/vang/0")
    assert [c.focus for c in rows.children[0].children] == [True, False]


def test_a_full_list_cannot_grow() -> None:
    form = load_form(a_form(vang=a_list(ten="string") | {"maxItems": 1}))
    assert controls(form, {"vang": []})[0].may_grow
    assert not controls(form, {"vang": [{"ten": ""}]})[0].may_grow


def test_a_date_is_written_as_papers_write_it_and_what_is_none_stays_as_typed() -> None:
    field = load_form(a_form(ngay={"type": "string", "format": "vn-date"})).fields[0]
    assert [text_of(field, v) for v in ("2026-09-05", "2026-02-05", "5/9")] == [
        "05/9/2026",
        "05/02/2026",
        "5/9",
    ]
