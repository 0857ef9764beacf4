"""Short texts and conditions of a package."""

import pytest

from service.errors import FillFailed
from service.fill.text import holds, render_text


def test_values_come_out_unescaped_and_are_never_run() -> None:
    assert render_text("Nghị quyết {{ a }}", {"a": "& <b> {{ 7*7 }}"}) == "Nghị quyết & <b> {{ 7*7 }}"


def test_filters_work_as_in_templates() -> None:
    assert render_text("{{ d|ngay }}{% if so %} {{ so|pad }}{% endif %}", {"d": "2026-02-05", "so": 5}) == (
        "ngày 05 tháng 02 năm 2026 05"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ khong_co }}", "khong_co"),
        ("{{ a", "Không tính được"),
        ("{{ a|ngay }}", "Không tính được"),
        ("{{ a() }}", "gọi hàm"),
    ],
)
def test_what_cannot_be_worked_out_is_told(text: str, words: str) -> None:
    with pytest.raises(FillFailed, match=words):
        render_text(text, {"a": "x"})


def test_a_text_has_a_bound() -> None:
    with pytest.raises(FillFailed, match="dài quá"):
        render_text("{{ a }}", {"a": "x" * 20_001})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("a", True), ("not a", False), ("b > 2 and a", True), ("ds", False), ("ds|length == 0", True)],
)
def test_conditions(condition: str, expected: bool) -> None:
    assert holds(condition, {"a": "x", "b": 3, "ds": []}) is expected


@pytest.mark.parametrize("condition", ["khong_co", "a >", "a.upper()", "a > 5"])
def test_a_condition_that_cannot_be_worked_out_is_told(condition: str) -> None:
    with pytest.raises(FillFailed, match="Không tính được"):
        holds(condition, {"a": "x"})
