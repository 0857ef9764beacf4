"""Sums, subsets, changes, movements and repetitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_checks import found, told

COUNT = st.integers(0, 10**9)


@given(st.lists(COUNT, min_size=1, max_size=20), st.integers(-5, 5))
def test_a_total_is_found_wrong_exactly_when_it_is(parts: list[int], slip: int) -> None:
    values = {"tong": max(0, sum(parts) + slip), "phan": parts}
    findings = found({"rule": "T1", "total": "tong", "parts": "phan[]"}, values)
    assert (findings == ()) == (values["tong"] == sum(parts))


def test_long_sums_are_shown_shortly() -> None:
    findings = found({"rule": "T1", "total": "tong", "parts": "phan[]"}, {"tong": 1, "phan": [1] * 20})
    assert findings[0].found == "01 = 01 + 01 + 01 + … (20 số) … + 01: cộng các phần là 20, lệch 19."


def test_rows_are_judged_each_by_itself() -> None:
    table = {"rule": "T1", "each": "quy[]", "total": "thu", "parts": ["nop", "giu"]}
    rows = [{"thu": 10, "nop": 7, "giu": 3}, {"thu": 10, "nop": 7, "giu": 4}]
    findings = found(table, {"quy": rows})
    assert [(f.pointer, f.place) for f in findings] == [("/quy/1/thu", "Quy, dòng 2, Thu")]


@pytest.mark.parametrize(("part", "right"), [(95, True), (96, False), (0, True)])
def test_a_part_is_no_larger_than_the_whole(part: int, right: bool) -> None:
    findings = found(
        {"rule": "T2", "whole": "tong", "parts": ["mot", "hai"]}, {"tong": 95, "mot": part, "hai": 1}
    )
    assert (findings == ()) == right


def test_parts_named_in_rows_say_which_row() -> None:
    values = {"tong": 5, "dong": [{"so": 4}, {"so": 6}]}
    assert told({"rule": "T2", "whole": "tong", "parts": "dong[].so"}, values) == [
        "E /dong/1/so “So (dòng 2)” là 06, “Tong” là 05, vượt 1."
    ]


@pytest.mark.parametrize(
    ("percents", "right"),
    [
        (["33,3%", "33,3%", "33,3%"], True),
        (["33,3%", "33,3%", "33,1%"], False),
        (["50,1%", "50,0%"], True),
        (["50,1%", "50,1%"], False),
        (["50,15%", "50,0%"], False),
        (["40%", "60%"], True),
    ],
)
def test_shares_of_a_whole_make_a_hundred_but_for_rounding(percents: list[str], right: bool) -> None:
    assert (found({"rule": "T6", "percents": "ty_le[]"}, {"ty_le": percents}) == ()) == right


def test_running_totals_are_movements_too() -> None:
    table = {"rule": "T8", "start": "truoc", "gains": "trong_ky", "end": "luy_ke"}
    assert found(table, {"truoc": 120, "trong_ky": 30, "luy_ke": 150}) == ()
    assert told(table, {"truoc": 120, "trong_ky": 30, "luy_ke": 160}) == [
        "E /luy_ke 120 + 30 = 150, “Luy ke” ghi 160, lệch 10."
    ]


def test_losses_alone_are_a_movement() -> None:
    table = {"rule": "T8", "start": "dau", "losses": ["mat"], "end": "cuoi"}
    assert found(table, {"dau": 5, "mat": 2, "cuoi": 3}) == ()


SAME = {"rule": "T14", "figure": "cuoi", "texts": "*", "phrases": ["cuối năm có {} đảng viên"]}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Đến cuối năm có 33 đảng viên.", True),
        ("Đến Cuối  năm có 33 đảng viên.", True),
        ("Đến cuối năm có 34 đảng viên.", False),
        ("cuối năm có 1.033 đảng viên", False),
        ("đầu năm có 34 đảng viên", True),
    ],
)
def test_a_figure_repeated_in_a_sentence_is_the_same(text: str, right: bool) -> None:
    assert (found(SAME, {"cuoi": 33, "noi_dung": text}) == ()) == right


def test_figures_named_together_are_equal() -> None:
    values = {"a": 33, "b": 33, "c": 32}
    assert told({"rule": "T14", "figures": ["a", "b", "c"]}, values) == [
        "E /c “A” ghi 33, “C” ghi 32, lệch 1."
    ]
