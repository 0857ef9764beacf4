"""Blanks, spaces, quotation marks and tone placements."""

import pytest

from tests.builders_checks import found, told

TABLE = {"rule": "D13", "texts": "*"}


@pytest.mark.parametrize(
    "blank",
    [
        "…………",
        "......",
        ". . . . .",
        "_____",
        "[…]",
        "[...]",
        "[ ]",
        "[ghi rõ họ tên]",
        "{{ ho_ten }}",
        "{% if x %}",
        "ngày …",
        "năm ...",
    ],
)
def test_a_blank_left_open_is_an_error_in_a_finished_paper_and_a_warning_in_a_value(blank: str) -> None:
    values = {"a": f"Đồng chí {blank} phụ trách."}
    for finished, severity in ((True, "E"), (False, "W")):
        findings = [f for f in found(TABLE, values, finished=finished) if "chỗ trống" in f.required]
        assert [f.severity for f in findings] == [severity]


@pytest.mark.parametrize(
    "text", ["a…", "v.v...", "xong….", "[1]", "[Phụ lục 2]", "“cắt […] bớt”", "5 {a}", "x_y"]
)
def test_what_is_no_blank_is_left_alone(text: str) -> None:
    assert [f for f in found(TABLE, {"a": text}, finished=True) if f.severity == "E"] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Có  hai khoảng", "hai khoảng trắng"),
        ("Trước phẩy , và", "trước dấu câu"),
        ("Từ\u200bẩn", "ký tự ẩn U+200B"),
        ("“mở mà không đóng", "1 dấu mở, 0 dấu đóng"),
        ("đóng mà không mở”", "0 dấu mở, 1 dấu đóng"),
    ],
)
def test_typing_slips_are_warnings(text: str, words: str) -> None:
    findings = found(TABLE, {"a": text})
    assert len(findings) == 1 and findings[0].severity == "W" and words in findings[0].found


def test_quotation_marks_of_two_kinds_are_told_once_for_the_paper() -> None:
    assert told(TABLE, {"a": "“cong”", "b": '"thẳng"', "c": '"nữa"'}) == ['W /b Lẫn dấu " và dấu “ ”.']
    assert told(TABLE, {"a": "“cong”", "b": "không có"}) == []
    assert told(TABLE, {"a": '"thẳng"', "b": 'màn hình 24"'}) == []


def test_tone_placements_of_two_kinds_are_told_once_at_the_rarer() -> None:
    values = {"a": "ủy viên, ủy ban, hòa giải", "b": "uỷ quyền", "c": "thủy lợi"}
    assert told(TABLE, values) == ["W /b Lẫn hai kiểu: “uỷ” (1 chỗ) và “ủy” (4 chỗ)."]
    assert told(TABLE, {"a": "uỷ viên, hoà giải", "b": "ủy ban"}) == [
        "W /b Lẫn hai kiểu: “ủy” (1 chỗ) và “uỷ” (2 chỗ)."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban, thủy lợi, khỏe, hòa",
        "Uỷ ban, thuỷ lợi, khoẻ, hoà",
        "quý, quỹ, quỳ",
        "hoàn toàn, khoảng, ngoài",
    ],
)
@pytest.mark.parametrize("name", ["Hòa", "Thuý", "Hoà", "Thúy"])
def test_one_placement_and_any_name_are_left_alone(text: str, name: str) -> None:
    assert told(TABLE, {"a": f"{text} do đồng chí Nguyễn Thị {name} phụ trách"}) == []
