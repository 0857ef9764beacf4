"""Percentages by their counts, rounded half up; their style; numbers with their words."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.vietnamese.numbers import share
from service.vietnamese.words import money_words, number_to_words
from tests.builders_checks import found, told

T3 = {"rule": "T3", "part": "dat", "whole": "tong", "percent": "ty_le"}
T7 = {**T3, "rule": "T7"}
T13 = {"rule": "T13", "figure": "so", "words": "chu"}


@given(st.integers(1, 10**6), st.data(), st.integers(0, 3))
def test_a_share_worked_out_is_never_found_wrong(whole: int, data: st.DataObject, places: int) -> None:
    part = data.draw(st.integers(0, whole))
    assert found(T3, {"dat": part, "tong": whole, "ty_le": share(part, whole, places)}) == ()


@given(st.integers(1, 5_000), st.data())
def test_any_other_share_is_found_wrong(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    given_ = data.draw(st.decimals(0, 100, places=1))
    right = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    findings = found(T3, {"dat": part, "tong": whole, "ty_le": f"{given_}%".replace(".", ",")})
    assert (findings == ()) == (given_ == right)


@pytest.mark.parametrize(
    ("written", "severity"),
    [
        ("92,31%", None),
        ("92,30%", "W"),
        ("92,3%", None),
        ("92%", None),
        ("92,4%", "E"),
        ("93%", "E"),
        ("không rõ", None),
    ],
)
def test_decimals_shown_are_those_rounded_to(written: str, severity: str | None) -> None:
    findings = found(T3, {"dat": 240, "tong": 260, "ty_le": written})
    assert [f.severity.value for f in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(("number", "right"), [(92.31, True), (92.3, True), (92, True), (92.4, False)])
def test_a_percentage_may_be_a_number(number: float, right: bool) -> None:
    assert (found(T3, {"dat": 240, "tong": 260, "ty_le": number}) == ()) == right


def test_nothing_is_a_share_of_nothing() -> None:
    assert found([T3, T7], {"dat": 0, "tong": 0, "ty_le": "0%"}) == ()


@pytest.mark.parametrize(
    ("part", "whole", "written", "severity"),
    [
        (46, 46, "100%", None),
        (46, 46, "99%", "E"),
        (45, 46, "100%", "E"),
        (299, 300, "100%", "W"),
        (45, 46, "97,8%", None),
    ],
)
def test_all_is_a_hundred_and_a_hundred_is_all(
    part: int, whole: int, written: str, severity: str | None
) -> None:
    findings = found(T7, {"dat": part, "tong": whole, "ty_le": written})
    assert [f.severity.value for f in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("percents", "right"),
    [(["88,9%", "92,3%"], True), (["88,9%", "92,30%"], False), (["88,9%", "100%", "0%"], True)],
)
def test_a_table_has_one_style(percents: list[str], right: bool) -> None:
    assert (found({"rule": "T4", "percents": "cot[]"}, {"cot": percents}) == ()) == right


@given(st.integers(0, 10**12))
def test_words_of_a_number_are_never_found_wrong(number: int) -> None:
    values = {"so": number, "chu": f"({money_words(number)}./.)"}
    assert found(T13, values) == ()
    assert (
        found({"rule": "T13", "texts": "*"}, {"noi_dung": f"{number} ({number_to_words(number)}) phiếu"})
        == ()
    )


def test_words_of_another_number_are_found() -> None:
    assert told(T13, {"so": 64, "chu": "Sáu mươi lăm tờ"}) == [
        "E /chu Bằng số 64, bằng chữ “Sáu mươi lăm tờ”."
    ]
    assert told(T13, {"so": 64, "chu": "sáu tư"}) == [
        "E /chu Bằng số 64, không đọc được phần bằng chữ “sáu tư”."
    ]
    assert found(T13, {"so": 64, "chu": ""}, like={"so": 64, "chu": "x"}) == ()


def test_decimals_are_held_against_their_words_too() -> None:
    assert found(T13, {"so": 12.5, "chu": "mười hai phẩy năm"}) == ()
    (finding,) = found(T13, {"so": 12.5, "chu": "mười hai"})
    assert finding.mend == "Ghi bằng chữ: mười hai phẩy năm."


def test_a_number_too_large_to_be_said_is_passed_over() -> None:
    assert found(T13, {"so": 10**15 + 1, "chu": "nhiều"}) == ()


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("Có mặt 27/30 đồng chí (91%).", "T3", "27/30 = 90%, đang ghi 91%."),
        ("Có mặt 27/30 đồng chí (90%).", "T3", None),
        ("Có mặt 45/46 đồng chí, đạt 100%.", "T7", "45/46 là 97,83%, đang ghi 100%."),
        ("30/30 đồng chí, đạt 99%.", "T7", "30/30 là 100%, đang ghi 99%."),
    ],
)
def test_a_share_in_a_sentence_is_told_by_one_rule_alone(text: str, rule: str, said: str | None) -> None:
    heard = {r: told({"rule": r, "texts": "*"}, {"noi_dung": text}) for r in ("T3", "T7")}
    assert heard == {"T3": [], "T7": []} | ({rule: [f"E /noi_dung {said}"]} if said else {})
