"""Any form gets an example that it accepts, the author's own words first."""

from typing import Any

import pytest

from service.catalog.example import example_values
from service.forms.clean import clean
from service.forms.schema import load_form
from service.forms.subset import FORMATS
from tests.builders import a_form, a_list


def accepted(schema: dict[str, Any]) -> dict[str, Any]:
    form = load_form(schema)
    values = example_values(form.schema)
    assert clean(form, values, lenient=False).values
    return values


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"type": "string", "title": "Họ tên"}, "Họ tên"),
        ({"type": "string", "title": "Họ tên", "maxLength": 2}, "Họ"),
        ({"type": "string", "title": "Mã", "minLength": 4}, "Mãxx"),
        ({"type": "string", "title": "Mã", "pattern": "^[0-9]+$", "examples": ["12"]}, "12"),
        ({"type": "string", "title": "Loại", "enum": ["A", "B"]}, "A"),
        ({"type": "string", "title": "Loại", "enum": ["A", "B"], "default": "B"}, "B"),
        ({"type": ["string", "null"], "title": "Mã", "enum": [None, "A"]}, "A"),
        ({"type": "integer", "title": "Số"}, 1),
        ({"type": "integer", "title": "Số", "minimum": 5}, 5),
        ({"type": "number", "title": "Số", "maximum": 0.5}, 0.5),
        ({"type": "number", "title": "Số", "minimum": -3, "maximum": -2}, -2),
        ({"type": "boolean", "title": "Có"}, True),
        ({"type": "array", "title": "Danh sách", "items": {"type": "string"}, "minItems": 2}, ["Ví dụ"] * 2),
    ],
)
def test_each_kind_of_field_has_an_example(field: dict[str, Any], value: object) -> None:
    assert accepted(a_form(x=field))["x"] == value


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_has_an_example(name: str) -> None:
    accepted(a_form(x={"type": "string", "title": "Ô", "format": name}, required=["x"]))


def test_groups_and_lists_are_filled_to_their_ground() -> None:
    inner = a_form(ten="string", vang=a_list(ho_ten="string", so="integer"))
    values = accepted(a_form(don_vi={k: v for k, v in inner.items() if k != "title"}))
    assert values["don_vi"]["vang"] == [{"ho_ten": "Ho ten", "so": 1}]
