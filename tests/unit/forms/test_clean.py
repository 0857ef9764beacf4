"""Cleaning: all errors at once, nothing guessed, nothing undefined, and clean stays clean."""

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import FieldError, InvalidSubmission
from service.forms import clean as room
from service.forms.clean import clean
from service.forms.schema import Form, load_form
from tests.builders_forms import a_form, submissions

PACKAGES = Path(__file__).parents[3] / "docx_templates"

EVERYTHING = a_form(
    {
        "ho_ten": {"type": "string", "format": "vn-name", "title": "Họ và tên"},
        "so_cccd": {"type": "string", "format": "vn-cccd", "title": "Số CCCD"},
        "ngay_hop": {"type": "string", "format": "vn-date", "title": "Ngày họp"},
        "gio": {"type": "string", "format": "vn-time", "title": "Giờ"},
        "thang": {"type": "string", "format": "vn-month", "title": "Tháng"},
        "dien_thoai": {"type": "string", "format": "vn-phone", "title": "Điện thoại"},
        "so_the": {"type": "string", "format": "vn-party-card", "title": "Số thẻ"},
        "ky_hieu": {"type": "string", "pattern": "^[A-Z]{2,4}$", "title": "Ký hiệu", "examples": ["CB"]},
        "ghi_chu": {"type": ["string", "null"], "title": "Ghi chú", "minLength": 2, "maxLength": 40},
        "noi_dung": {"type": "string", "format": "text", "title": "Nội dung"},
        "tong": {"type": "integer", "title": "Tổng số", "minimum": 0, "maximum": 9000},
        "ty_le": {"type": "number", "title": "Tỷ lệ", "minimum": 0, "maximum": 100},
        "dat": {"type": "boolean", "title": "Đạt"},
        "xep_loai": {"type": "string", "title": "Xếp loại", "enum": ["Tốt", "Khá"], "default": "Khá"},
        "don_vi": {
            "type": "object",
            "title": "Đơn vị",
            "required": ["ten"],
            "properties": {
                "ten": {"type": "string", "title": "Tên"},
                "co_dau": {"type": "boolean", "title": "Có dấu", "default": True},
            },
        },
        "vang": {
            "type": "array",
            "title": "Danh sách vắng mặt",
            "uniqueItems": True,
            "maxItems": 5,
            "items": {
                "type": "object",
                "required": ["ly_do"],
                "properties": {
                    "ly_do": {"type": "string", "title": "Lý do", "maxLength": 12},
                    "so_buoi": {"type": "integer", "title": "Số buổi"},
                },
            },
        },
        "noi_nhan": {"type": "array", "title": "Nơi nhận", "minItems": 2, "items": {"type": "string"}},
    },
    required=("ho_ten",),
)
TWO = a_form({"a": {"type": "string"}, "n": {"type": "integer", "default": 7}})
LIST = a_form({"ds": {"type": "array", "title": "Danh sách", "items": {"type": "string"}}})


def errors_of(form: Form, raw: object, *, lenient: bool = False) -> list[FieldError]:
    with pytest.raises(InvalidSubmission) as caught:
        clean(form, raw, lenient=lenient)
    return list(caught.value.errors)


def sentence_of(properties: dict[str, Any], raw: dict[str, Any], *, lenient: bool = False) -> str:
    [error] = errors_of(a_form(properties), raw, lenient=lenient)
    return error.detail


@given(submissions(EVERYTHING))
def test_what_is_clean_stays_as_it_is(raw: dict[str, Any]):
    once = clean(EVERYTHING, raw, lenient=False)
    assert clean(EVERYTHING, once.values, lenient=False) == once
    assert clean(EVERYTHING, once.values, lenient=True) == once


@given(submissions(EVERYTHING))
def test_every_name_of_the_form_has_a_value_in_nfc(raw: dict[str, Any]):
    submission = clean(EVERYTHING, raw, lenient=False)
    assert submission.values.keys() == {f.name for f in EVERYTHING.fields}
    assert submission.values["don_vi"].keys() == {"ten", "co_dau"}
    assert unicodedata.is_normalized("NFC", submission.canonical)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from([f.name for f in EVERYTHING.fields]) | st.text(), JUNK) | JUNK,
    st.booleans(),
)
def test_whatever_is_sent_is_either_clean_or_refused_with_places(raw: object, lenient: bool):
    try:
        once = clean(EVERYTHING, raw, lenient=lenient)
    except InvalidSubmission as exc:
        assert exc.errors
        assert all(e.detail.endswith((".", "?")) and e.rule for e in exc.errors)
        json.dumps(exc.as_problem(), ensure_ascii=False).encode()
    else:
        assert clean(EVERYTHING, once.values, lenient=False) == once


def test_all_errors_come_at_once_in_the_order_of_the_form():
    raw = {
        "hoten": "x",
        "so_cccd": "00109900111",
        "ngay_hop": "31/02/2026",
        "tong": "12",
        "don_vi": {"co_dau": False},
        "vang": [{"ly_do": "ốm"}, {"ly_do": "x" * 13}, {"lydo": "bận", "so_buoi": True}],
        "noi_nhan": ["Đảng ủy"],
    }
    assert [(e.pointer, e.rule) for e in errors_of(EVERYTHING, raw)] == [
        ("/ho_ten", "required"),
        ("/so_cccd", "format"),
        ("/ngay_hop", "format"),
        ("/tong", "type"),
        ("/don_vi/ten", "required"),
        ("/vang/1/ly_do", "maxLength"),
        ("/vang/2/ly_do", "required"),
        ("/vang/2/so_buoi", "type"),
        ("/vang/2/lydo", "unknown"),
        ("/noi_nhan", "minItems"),
        ("/hoten", "unknown"),
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({}, "Họ và tên: bắt buộc, chưa có giá trị."),
        ({"ho_ten": None}, "Họ và tên: bắt buộc, chưa có giá trị."),
        ({"ho_ten": " \u200b"}, "Họ và tên: bắt buộc, chưa có giá trị."),
        (
            {"ho_ten": "An", "ngay_hop": "31/02/2026"},
            "Ngày họp: 31/02/2026 không có trong lịch; xin nhập ngày đúng, ví dụ 28/02/2026.",
        ),
        (
            {"ho_ten": "An", "vang": [{"ly_do": "ốm"}, {"ly_do": "x" * 13}]},
            "Danh sách vắng mặt, dòng 2, Lý do: được có tối đa 12 ký tự, tìm thấy 13.",
        ),
        (
            {"ho_ten": "An", "vang": [{"ly_do": "ốm"}, {"ly_do": "ốm "}]},
            "Danh sách vắng mặt: không được có hai dòng giống nhau; dòng 2 giống dòng 1.",
        ),
        (
            {"ho_ten": "An", "ky_hieu": "cb"},
            "Ký hiệu: chưa đúng cách viết quy định, ví dụ “CB”; tìm thấy “cb”.",
        ),
        ({"ho_ten": "An", "tong": -1}, "Tổng số: phải từ 0 trở lên, tìm thấy -1."),
        ({"ho_ten": "An", "tong": True}, "Tổng số: phải là số nguyên, tìm thấy true."),
        ({"ho_ten": "An", "tong": 1.5}, "Tổng số: phải là số nguyên, tìm thấy số 1,5."),
        ({"ho_ten": "An", "ho_tn": "x"}, "Không có trường “ho_tn”; ý bạn là “ho_ten” (Họ và tên)?"),
        (
            {"ho_ten": "An", "don_vi": {"ten": "CB", "tenn": 1}},
            "Đơn vị: không có trường “tenn”; ý bạn là “ten” (Tên)?",
        ),
        (
            {"ho_ten": "An", "xep_loai": "khá"},
            "Xếp loại: phải là một trong các giá trị: Tốt; Khá. Tìm thấy “khá”. Ý bạn là “Khá”?",
        ),
        (
            {"ho_ten": "An", "ghi_chu": "a\x07b"},
            "Ghi chú: có ký tự điều khiển U+0007 ở vị trí 2; xin xóa ký tự này.",
        ),
        (
            {"ho_ten": "An", "ghi_chu": "a\nb"},
            "Ghi chú: chỉ được một dòng; xin bỏ chỗ xuống dòng sau “a”.",
        ),
    ],
)
def test_the_sentence_names_what_is_required_and_what_was_found(raw: dict[str, Any], sentence: str):
    assert [e.detail for e in errors_of(EVERYTHING, raw)] == [sentence]


@pytest.mark.parametrize("raw", [None, [], "x", 3, date(2026, 1, 1)])
@pytest.mark.parametrize("lenient", [True, False])
def test_a_submission_that_is_no_object_is_refused(raw: object, lenient: bool):
    [error] = errors_of(EVERYTHING, raw, lenient=lenient)
    assert (error.pointer, error.rule) == ("", "type")


def test_a_value_of_five_megabytes_is_refused_with_its_length():
    assert sentence_of({"a": {"type": "string", "format": "text", "title": "A"}}, {"a": "x" * 5_000_000}) == (
        "A: được có tối đa 100.000 ký tự, tìm thấy 5.000.000."
    )


def test_decomposed_text_comes_out_precomposed_and_trimmed():
    raw = {"ho_ten": unicodedata.normalize("NFD", "  Nguyễn  Thị Thuý ")}
    assert clean(EVERYTHING, raw, lenient=False).values["ho_ten"] == "Nguyễn Thị Thuý"


def test_text_of_many_lines_keeps_its_lines():
    values = clean(EVERYTHING, {"ho_ten": "An", "noi_dung": "một\r\nhai\n\nba"}, lenient=False).values
    assert values["noi_dung"] == "một\nhai\n\nba"


def test_hostile_text_is_kept_as_typed():
    text = "&<>\"'{{ }}{% %}"
    assert clean(TWO, {"a": text}, lenient=False).values["a"] == text


def test_what_was_not_sent_takes_its_default_or_is_empty():
    values = clean(EVERYTHING, {"ho_ten": "An"}, lenient=False).values
    assert values["xep_loai"] == "Khá"
    assert values["don_vi"] == {"ten": "", "co_dau": True}
    assert [values[n] for n in ("ngay_hop", "tong", "ty_le", "dat", "vang", "ghi_chu")] == [
        "", None, None, None, [], None,
    ]  # fmt: skip


def test_a_required_field_with_a_default_need_not_be_sent():
    fields = {
        "cap": {"type": "string", "default": "xã"},
        "so": {"type": "integer", "default": 0},
        "ds": {"type": "array", "items": {"type": "string"}, "default": ["Lưu"], "minItems": 1},
    }
    form = a_form(fields, required=("cap", "so", "ds"))
    for lenient in (True, False):
        assert clean(form, {}, lenient=lenient).values == {"cap": "xã", "so": 0, "ds": ["Lưu"]}
    assert [e.rule for e in errors_of(form, {"cap": "", "so": None})] == ["required"] * 2


@pytest.mark.parametrize("lenient", [True, False])
def test_what_was_left_blank_on_purpose_does_not_take_its_default(lenient: bool):
    assert clean(TWO, {"n": None}, lenient=lenient).values == {"a": "", "n": None}
    assert clean(EVERYTHING, {"ho_ten": "An", "xep_loai": ""}, lenient=lenient).values["xep_loai"] == ""


def test_an_optional_group_without_values_asks_for_nothing():
    values = clean(EVERYTHING, {"ho_ten": "An", "don_vi": {"ten": " "}}, lenient=False).values
    assert values["don_vi"] == {"ten": "", "co_dau": True}


def test_blank_rows_of_a_sheet_are_left_out_and_errors_keep_the_rows_of_the_sheet():
    rows = [{"ly_do": ""}, {"ly_do": "ốm"}, {"ly_do": None}, {"ly_do": "x" * 13}, {"ly_do": "ốm"}]
    found = errors_of(EVERYTHING, {"ho_ten": "An", "vang": rows}, lenient=True)
    assert [e.pointer for e in found] == ["/vang", "/vang/3/ly_do"]
    assert "dòng 5 giống dòng 2" in found[0].detail
    assert "dòng 4" in found[1].detail
    mistyped = [*rows[:3], {"ly_do": "bận", "so_buoi": "hai"}]
    [error] = errors_of(EVERYTHING, {"ho_ten": "An", "vang": mistyped}, lenient=True)
    assert error.pointer == "/vang/3/so_buoi"
    good = clean(EVERYTHING, {"ho_ten": "An", "vang": rows[:3]}, lenient=True).values["vang"]
    assert good == [{"ly_do": "ốm", "so_buoi": None}]


def test_lines_of_a_web_form_become_the_rows_of_a_plain_list():
    assert clean(LIST, {"ds": "Đảng ủy;\r\n\r\nLưu Chi bộ.\n"}, lenient=True).values["ds"] == [
        "Đảng ủy;",
        "Lưu Chi bộ.",
    ]
    assert [e.rule for e in errors_of(LIST, {"ds": "Đảng ủy"})] == ["type"]


def test_a_list_row_may_not_be_blank_in_json():
    assert [e.pointer for e in errors_of(LIST, {"ds": ["a", "", None]})] == ["/ds/1", "/ds/2"]


def test_a_required_list_or_group_left_out_of_a_sheet_is_judged_by_its_own_rules():
    inner = {
        "type": "object",
        "title": "Đơn vị",
        "required": ["ten"],
        "properties": {"ten": {"type": "string"}},
    }
    rows = {"type": "array", "minItems": 1, "items": {"type": "string"}}
    form = a_form({"dv": inner, "ds": rows}, required=("dv", "ds"))
    assert [e.pointer for e in errors_of(form, {}, lenient=True)] == ["/dv/ten", "/ds"]
    assert [e.pointer for e in errors_of(form, {})] == ["/dv", "/ds"]


def test_a_required_field_that_may_be_null_may_be_null():
    form = a_form({"so": {"type": ["integer", "null"]}}, required=("so",))
    assert clean(form, {"so": None}, lenient=False).values == {"so": None}
    assert clean(form, {}, lenient=True).values == {"so": None}
    assert [e.rule for e in errors_of(form, {})] == ["required"]


def test_rows_that_were_refused_are_not_called_alike():
    found = errors_of(EVERYTHING, {"ho_ten": "An", "vang": [1, 2]})
    assert [e.pointer for e in found] == ["/vang/0", "/vang/1"]


def test_rows_may_be_null_where_the_form_says_so():
    form = a_form({"ds": {"type": "array", "items": {"type": ["string", "null"]}}})
    assert clean(form, {"ds": ["a", None]}, lenient=False).values == {"ds": ["a", None]}


def test_too_many_rows_are_refused_without_being_read():
    assert sentence_of(
        {"ds": {"type": "array", "title": "Danh sách", "items": {"type": "string"}}}, {"ds": [1] * 10_001}
    ) == ("Danh sách: được có tối đa 10.000 dòng và 200.000 giá trị, tìm thấy 10.001 dòng.")


def test_as_many_rows_and_values_as_may_be_are_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "MAX_ROWS", 3)
    assert clean(LIST, {"ds": ["a", "b", "c"]}, lenient=False).values == {"ds": ["a", "b", "c"]}
    assert [e.rule for e in errors_of(LIST, {"ds": ["a"] * 4})] == ["size"]
    monkeypatch.setattr(room, "MAX_VALUES", 4)
    two = {"type": "object", "properties": {"b": {"type": "string"}, "c": {"type": "string"}}}
    form = a_form({"ds": {"type": "array", "items": two}})
    assert len(clean(form, {"ds": [{"b": "x"}] * 2}, lenient=False).values["ds"]) == 2
    assert [e.rule for e in errors_of(form, {"ds": [{"b": "x"}] * 3})] == ["size"]


def test_lists_within_lists_cannot_multiply(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "MAX_VALUES", 100)
    inner = {"type": "array", "title": "Trong", "items": {"type": "string"}}
    form = a_form({"ds": {"type": "array", "items": {"type": "object", "properties": {"trong": inner}}}})
    found = errors_of(form, {"ds": [{"trong": ["a"] * 40}] * 4})
    assert [e.pointer for e in found] == ["/ds/2/trong", "/ds/3/trong"]


def test_errors_beyond_what_anybody_reads_are_counted_as_more():
    with pytest.raises(InvalidSubmission, match=r"^Dữ liệu có hơn 1\.000 chỗ cần sửa\.") as caught:
        clean(LIST, {"ds": [1] * 5_000}, lenient=False)
    assert len(caught.value.errors) == 1_000
    assert caught.value.errors[-1].rule == "more"


def test_many_unknown_names_are_summed_up():
    found = errors_of(TWO, {f"k{n}": 1 for n in range(50)})
    assert len(found) == 21
    assert "còn 30 trường khác" in found[-1].detail
    assert found[-1].pointer == "/k20"


def test_deep_nesting_where_the_form_has_none_is_refused_at_once():
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert [e.rule for e in errors_of(TWO, {"a": deep, "n": {"x": deep}})] == ["type", "type"]


@pytest.mark.parametrize(
    "folder", sorted(p.parent for p in PACKAGES.glob("*/sample.json")), ids=lambda p: p.name
)
def test_the_sample_of_each_package_is_clean(folder: Path):
    form = load_form(json.loads((folder / "form.schema.json").read_text()))
    once = clean(form, json.loads((folder / "sample.json").read_text()), lenient=False)
    assert clean(form, once.values, lenient=True) == once
