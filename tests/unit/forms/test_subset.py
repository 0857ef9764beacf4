"""The subset: what a form may not use is named with its place."""

from typing import Any

import pytest

from service.forms.subset import find_faults


def form(**parts: Any) -> dict[str, Any]:
    return {"type": "object", "properties": parts}


@pytest.mark.parametrize(
    ("schema", "pointer", "rule"),
    [
        ({"type": "array"}, "", "type"),
        ([], "", "type"),
        ({"type": "object"}, "", "properties"),
        (
            {**form(a={"type": "string"}), "additionalProperties": True},
            "/additionalProperties",
            "additionalProperties",
        ),
        ({**form(a={"type": "string"}), "required": ["b"]}, "/required", "required"),
        ({**form(a={"type": "string"}), "required": "b"}, "/required", "required"),
        ({**form(a={"type": "string"}), "$ref": "#"}, "/$ref", "keyword"),
        ({**form(a={"type": "string"}), "title": 3}, "/title", "schema"),
        (form(a=True), "/properties/a", "type"),
        (form(a={}), "/properties/a/type", "type"),
        (form(a={"type": ["string", "integer"]}), "/properties/a/type", "type"),
        (form(a={"type": ["array", "null"], "items": {"type": "string"}}), "/properties/a/type", "type"),
        (form(Ho={"type": "string"}), "/properties/Ho", "name"),
        (form(items={"type": "string"}), "/properties/items", "name"),
        *(
            (form(**{name: {"type": "string"}}), f"/properties/{name}", "name")
            for name in ("loop", "in", "set")
        ),
        (form(a={"type": "string", "format": "date"}), "/properties/a/format", "format"),
        (form(a={"type": "string", "minimum": 1}), "/properties/a/minimum", "keyword"),
        (form(a={"type": "string", "minLength": 3, "maxLength": 2}), "/properties/a/minLength", "minLength"),
        (form(a={"type": "string", "minLength": -1}), "/properties/a/minLength", "schema"),
        (form(a={"type": "string", "pattern": "(?=a)"}), "/properties/a/pattern", "schema"),
        (form(a={"type": "string", "pattern": "a" * 501}), "/properties/a/pattern", "pattern"),
        (form(a={"type": "string", "title": "\ud800"}), "", "schema"),
        (form(a={"type": "array"}), "/properties/a", "items"),
        (form(a={"type": "array", "items": {"type": "array"}}), "/properties/a/items", "items"),
        (form(a={"type": "string", "default": "a "}), "/properties/a/default", "default"),
        (form(a={"type": "string", "default": ""}), "/properties/a/default", "default"),
        (form(a={"type": "integer", "default": "1"}), "/properties/a/default", "default"),
        (
            form(a={"type": "string", "format": "vn-date", "default": "1/2/2026"}),
            "/properties/a/default",
            "default",
        ),
        (form(a={"type": "string", "enum": ["x"], "default": "y"}), "/properties/a/default", "default"),
        (
            form(a={"type": "array", "items": {"type": "string"}, "default": [" x"]}),
            "/properties/a/default",
            "default",
        ),
        (
            form(a={"type": "string", "format": "vn-date", "examples": ["31/02/2026"]}),
            "/properties/a/examples",
            "examples",
        ),
        (
            form(a={"type": "string", "maxLength": 2, "examples": ["abc"]}),
            "/properties/a/examples",
            "examples",
        ),
    ],
)
def test_what_leaves_the_subset_is_named_with_its_place(schema: Any, pointer: str, rule: str):
    assert [(f.pointer, f.rule) for f in find_faults(schema)] == [(pointer, rule)]


def test_all_faults_of_the_structure_come_at_once():
    faults = find_faults(form(A={"type": "string"}, b={"type": "strin"}, c={"type": "array"}))
    assert [f.pointer for f in faults] == ["/properties/A", "/properties/b/type", "/properties/c"]
    assert all(f.detail.startswith("form.schema.json tại /properties/") for f in faults)


def test_deep_forms_and_huge_forms_are_refused():
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(500):
        deep = form(a=deep)
    assert [f.rule for f in find_faults(deep)] == ["depth"]
    many = {f"a{n}": {"type": "string"} for n in range(499)}
    assert [f.rule for f in find_faults(form(b={"type": "string"}, c={"type": "string"}, **many))] == ["size"]
    assert [f.rule for f in find_faults(form(b=form(**many), c={"type": "string"}))] == ["size"]
    listed = {"type": "array", "items": form(**many)}
    assert [f.rule for f in find_faults(form(b=listed, c={"type": "string"}))] == ["size"]
    assert find_faults(form(b=form(**many))) == ()


def test_a_form_may_be_six_objects_deep_and_a_length_may_be_fixed():
    deep: dict[str, Any] = {"type": "string", "minLength": 3, "maxLength": 3}
    for _ in range(6):
        deep = form(a=deep)
    assert find_faults(deep) == ()
    assert [f.rule for f in find_faults(form(a=deep))] == ["depth"]


def test_examples_may_be_written_as_people_write():
    assert find_faults(form(a={"type": "string", "format": "vn-date", "examples": ["05/02/2026"]})) == ()
