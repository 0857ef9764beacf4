"""The form: its fields, its public schema, its places."""

import json

import jsonschema_rs
import pytest

from service.errors import BrokenPackage
from service.forms.schema import load_form

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$comment": "không công khai",
    "type": "object",
    "title": "Nghị quyết",
    "description": "Nghị quyết chi bộ",
    "required": ["trich_yeu"],
    "properties": {
        "trich_yeu": {
            "type": "string",
            "title": "Trích yếu",
            "description": "Về việc gì",
            "examples": ["về A"],
        },
        "so": {"type": ["integer", "null"], "title": "Số"},
        "loai": {"type": "string", "title": "Loại", "enum": ["A", "B"], "default": "A"},
        "noi_dung": {"type": "string", "format": "text"},
        "don_vi": {"type": "object", "title": "Đơn vị", "properties": {"ten": {"type": "string"}}},
        "vang": {
            "type": "array",
            "title": "Danh sách vắng mặt",
            "items": {"type": "object", "properties": {"ly_do": {"type": "string", "title": "Lý do"}}},
        },
        "noi_nhan": {"type": "array", "items": {"type": "string"}, "default": ["Lưu Chi bộ."]},
    },
}
FORM = load_form(SCHEMA)


def test_fields_keep_the_order_titles_and_rules_of_the_form():
    assert [f.name for f in FORM.fields] == list(SCHEMA["properties"])
    first, number, kind, text = FORM.fields[:4]
    assert (first.title, first.description, first.required, first.examples) == (
        "Trích yếu", "Về việc gì", True, ("về A",),
    )  # fmt: skip
    assert (number.kind, number.nullable, number.required) == ("integer", True, False)
    assert (kind.enum, kind.default) == (("A", "B"), "A")
    assert text.many_lines
    assert text.title == "noi_dung"


def test_the_public_schema_is_closed_titled_and_valid():
    public = FORM.schema
    jsonschema_rs.meta.validate(public)
    assert public["additionalProperties"] is False
    assert public["properties"]["vang"]["items"]["additionalProperties"] is False
    assert public["properties"]["noi_dung"]["title"] == "noi_dung"
    assert public["properties"]["trich_yeu"]["minLength"] == 1
    assert "minLength" not in public["properties"]["noi_dung"]
    assert "$comment" not in public


def test_a_form_read_from_its_own_public_schema_is_the_same():
    again = load_form(json.loads(json.dumps(FORM.schema)))
    assert again.sha256 == FORM.sha256
    assert again.schema == FORM.schema


def test_the_hash_changes_with_the_form():
    other = {**SCHEMA, "title": "Nghị quyết khác"}
    assert load_form(other).sha256 != FORM.sha256


@pytest.mark.parametrize(
    ("pointer", "title"),
    [
        ("", "Nghị quyết"),
        ("/trich_yeu", "Trích yếu"),
        ("/vang/12/ly_do", "Lý do"),
        ("/vang/*/ly_do", "Lý do"),
        ("/don_vi/ten", "ten"),
    ],
)
def test_a_field_is_found_by_its_pointer(pointer: str, title: str):
    field = FORM.find(pointer)
    assert field is not None
    assert field.title == title


@pytest.mark.parametrize("pointer", ["/khong_co", "/vang/x", "/trich_yeu/a", "/noi_nhan/0/a", "/a/b/c"])
def test_a_place_outside_the_form_is_not_found(pointer: str):
    assert FORM.find(pointer) is None


def test_labels_give_the_title_of_every_place():
    assert FORM.labels["/vang/*/ly_do"] == "Lý do"
    assert list(FORM.labels)[:3] == ["/trich_yeu", "/so", "/loai"]
    assert FORM.label("/vang/1/ly_do") == "Danh sách vắng mặt, dòng 2, Lý do"


def test_the_empty_values_leave_nothing_undefined():
    assert FORM.empty() == {
        "trich_yeu": "",
        "so": None,
        "loai": "A",
        "noi_dung": "",
        "don_vi": {"ten": ""},
        "vang": [],
        "noi_nhan": ["Lưu Chi bộ."],
    }


def test_empty_values_are_fresh_each_time():
    FORM.empty()["noi_nhan"].append("x")
    assert FORM.empty()["noi_nhan"] == ["Lưu Chi bộ."]


def test_a_broken_form_is_refused_with_the_number_of_places():
    with pytest.raises(BrokenPackage, match="1 chỗ") as caught:
        load_form({"type": "object", "properties": {"items": {"type": "string"}}})
    assert [e.rule for e in caught.value.errors] == ["name"]
