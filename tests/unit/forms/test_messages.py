"""Messages: one exact sentence for each kind of error."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.forms.messages import MAX_ERRORS, check_schema, compile_schema, describe, field_error


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({"type": "integer"}, 1.5, "Trường A: phải là số nguyên, tìm thấy số 1,5."),
        (
            {"type": ["string", "null"]},
            [1],
            "Trường A: phải là null (để trống) hoặc văn bản, tìm thấy danh sách 1 dòng.",
        ),
        ({"type": "array"}, {"x": 1}, "Trường A: phải là danh sách, tìm thấy nhóm 1 trường."),
        ({"type": "object"}, True, "Trường A: phải là nhóm trường (đối tượng JSON), tìm thấy true."),
        (
            {"type": "boolean"},
            "",
            "Trường A: phải là true hoặc false (có hoặc không), tìm thấy văn bản trống.",
        ),
        (
            {"enum": ["Tốt", "Khá"]},
            "Xấu",
            "Trường A: phải là một trong các giá trị: Tốt; Khá. Tìm thấy “Xấu”.",
        ),
        ({"enum": ["Tốt", None]}, None, None),
        ({"enum": ["Tốt"]}, [], "Trường A: phải là một trong các giá trị: Tốt. Tìm thấy “danh sách 0 dòng”."),
        ({"const": "v1"}, "v2", "Trường A: phải là “v1”, tìm thấy văn bản “v2”."),
        ({"format": "uuid"}, "x", "Trường A: chưa đúng dạng uuid; tìm thấy “x”."),
        ({"pattern": "^a$"}, "b", "Trường A: chưa đúng cách viết quy định; tìm thấy “b”."),
        (
            {"pattern": "^a$", "examples": ["a"]},
            "b",
            "Trường A: chưa đúng cách viết quy định, ví dụ “a”; tìm thấy “b”.",
        ),
        ({"minLength": 3}, "ab", "Trường A: phải có ít nhất 3 ký tự, tìm thấy 2."),
        ({"maxLength": 1000}, "a" * 5631, "Trường A: được có tối đa 1.000 ký tự, tìm thấy 5.631."),
        ({"minItems": 2}, [1], "Trường A: phải có ít nhất 2 dòng, tìm thấy 1."),
        ({"maxItems": 1}, [1, 2], "Trường A: được có tối đa 1 dòng, tìm thấy 2."),
        (
            {"uniqueItems": True},
            [{"a": 1}, 2, {"a": 1}],
            "Trường A: không được có hai dòng giống nhau; dòng 3 giống dòng 1.",
        ),
        (
            {"uniqueItems": True},
            [{"a": 1, "b": 2}, {"b": 2, "a": 1}],
            "Trường A: không được có hai dòng giống nhau; dòng 2 giống dòng 1.",
        ),
        ({"uniqueItems": True}, [1, 1.0], "Trường A: không được có hai dòng giống nhau."),
        ({"minProperties": 1}, {}, "Trường A: phải có ít nhất 1 trường, tìm thấy 0."),
        ({"maxProperties": 0}, {"x": 1}, "Trường A: được có tối đa 0 trường, tìm thấy 1."),
        ({"minimum": 1.5}, 1, "Trường A: phải từ 1,5 trở lên, tìm thấy 1."),
        ({"minimum": 2025}, 2024, "Trường A: phải từ 2025 trở lên, tìm thấy 2024."),
        ({"maximum": 1799}, 2200, "Trường A: phải từ 1.799 trở xuống, tìm thấy 2.200."),
        ({"maximum": 100}, 101, "Trường A: phải từ 100 trở xuống, tìm thấy 101."),
        ({"exclusiveMinimum": 0}, 0, "Trường A: phải lớn hơn 0, tìm thấy 0."),
        ({"exclusiveMaximum": 9}, 10**400, "Trường A: phải nhỏ hơn 9, tìm thấy quá lớn."),
        ({"multipleOf": 2}, 3, "Trường A: chưa đúng quy định của biểu mẫu (multipleOf); tìm thấy số 3."),
        (
            {"anyOf": [{"type": "string"}, {"type": "null"}]},
            3,
            "Trường A: chưa đúng quy định của biểu mẫu (anyOf); tìm thấy số 3.",
        ),
    ],
)
def test_each_kind_of_error_has_its_sentence(schema: dict[str, Any], value: object, sentence: str | None):
    whole = {"properties": {"a": {"title": "Trường A", **schema}}}
    errors = check_schema(whole, {"a": value})
    assert [e.detail for e in errors] == ([sentence] if sentence else [])
    assert all(e.pointer == "/a" for e in errors)


BODY = {
    "type": "object",
    "required": ["template", "rows"],
    "additionalProperties": False,
    "properties": {
        "template": {"type": "string", "title": "Bộ mẫu"},
        "rows": {"type": "array", "title": "Dữ liệu nộp", "items": {"type": "object"}},
        "options": {"type": "object", "additionalProperties": False, "properties": {}},
    },
}


def test_all_errors_of_a_request_body_come_at_once():
    errors = check_schema(BODY, {"rows": [{}, 3], "templte": "x", "options": {"a/b": 1}})
    assert {e.pointer: e.detail for e in errors} == {
        "/template": "Bộ mẫu: bắt buộc, chưa có giá trị.",
        "/rows/1": "Dữ liệu nộp, dòng 2: phải là nhóm trường (đối tượng JSON), tìm thấy số 3.",
        "/templte": "Không có trường “templte”; ý bạn là “template” (Bộ mẫu)?",
        "/options/a~1b": "Options: không có trường “a/b”; các trường được dùng: không có.",
    }


def test_a_good_body_has_no_errors():
    assert check_schema(BODY, {"template": "x", "rows": []}, compile_schema(BODY)) == ()


def test_a_body_that_is_no_json_is_named():
    assert [e.rule for e in check_schema(BODY, {"template": "\ud800"})] == ["json"]


def test_errors_beyond_what_anybody_reads_end_with_a_word_of_it():
    errors = check_schema({"items": {"type": "string"}}, [1] * 5000)
    assert len(errors) == MAX_ERRORS
    assert errors[-1].rule == "more"


def test_an_unknown_name_is_proposed_by_the_title_too():
    schema = {"additionalProperties": False, "properties": {"dv": {"title": "Tên đơn vị"}}}
    [error] = check_schema(schema, {"ten_don_vi": 1})
    assert error.detail == "Không có trường “ten_don_vi”; ý bạn là “dv” (Tên đơn vị)?"


@pytest.mark.parametrize(("count", "rest"), [(12, ""), (13, "…")])
def test_only_the_first_dozen_of_choices_and_names_is_listed(count: int, rest: str):
    options = [f"{n}" for n in range(count)]
    [error] = check_schema({"enum": options}, "xấu")
    listed = "; ".join([*options[:12], *([rest] if rest else [])])
    assert error.detail == f"Dữ liệu: phải là một trong các giá trị: {listed}. Tìm thấy “xấu”."
    [error] = check_schema(
        {"additionalProperties": False, "properties": {f"q{n}": {} for n in options}}, {"z": 1}
    )
    assert error.detail.endswith("q11" + (f", {rest}." if rest else "."))


def test_a_sentence_that_begins_with_the_title_does_not_say_it_twice():
    schema = {"properties": {"ds": {"title": "Danh sách", "items": {"properties": {"so": {"title": "Số"}}}}}}
    assert field_error(schema, ("ds", 1, "so"), "x", "Số phải có.").detail == "Danh sách, dòng 2: Số phải có."
    assert field_error(schema, ("ds",), "x", "Không có.").detail == "Danh sách: không có."
    assert field_error(schema, ("ds",), "x", "JSON sai.").detail == "Danh sách: JSON sai."


@given(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.lists(st.none())
)
def test_whatever_is_found_can_be_said_on_one_line(value: object):
    assert describe(value).isprintable()
