"""Ratings at their bounds; what an office may set otherwise."""

from dataclasses import replace

import pytest

from service.checks.rulebook import Rulebook
from service.checks.rulefiles import our_rulebook
from tests.builders_checks import found

CAP = {"rule": "T10", "excellent": "xuat_sac", "good": "tot"}
LABEL = {"rule": "T11", "score": "diem", "label": "muc", "above": "vuot"}
FIRST, SECOND, THIRD, FOURTH = (
    "Hoàn thành xuất sắc nhiệm vụ",
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành nhiệm vụ",
    "Không hoàn thành nhiệm vụ",
)


def with_threshold(name: str, value: object) -> Rulebook:
    book = our_rulebook()
    return replace(book, thresholds={**book.thresholds, name: replace(book.thresholds[name], value=value)})


@pytest.mark.parametrize(
    ("excellent", "good", "right"),
    [(4, 20, True), (5, 20, False), (4, 23, True), (0, 4, True), (1, 4, False), (1, 5, True)],
)
def test_the_first_level_is_a_fifth_of_the_second(excellent: int, good: int, right: bool) -> None:
    findings = found(CAP, {"xuat_sac": excellent, "tot": good})
    assert (findings == ()) == right
    assert all(f.severity == "W" for f in findings)


@pytest.mark.parametrize(
    ("excellent", "good", "right"), [(4, 20, True), (5, 19, False), (5, 20, True), (1, 4, True)]
)
def test_an_office_may_count_both_levels(excellent: int, good: int, right: bool) -> None:
    book = with_threshold("excellent_base", "tốt và xuất sắc")
    assert (found(CAP, {"xuat_sac": excellent, "tot": good}, book=book) == ()) == right


def test_an_office_may_set_another_share() -> None:
    book = with_threshold("excellent_percent", 25)
    assert found(CAP, {"xuat_sac": 5, "tot": 20}, book=book) == ()


@pytest.mark.parametrize(
    ("score", "label", "above", "severity"),
    [
        (90, FIRST, 30, None),
        (90, FIRST, 29.9, "W"),
        (90, SECOND, 29.9, None),
        (90, SECOND, 30, "W"),
        (89.99, FIRST, 40, "E"),
        (89.99, SECOND, 40, None),
        (70, SECOND, 0, None),
        (69.99, SECOND, 0, "E"),
        (50, THIRD, 0, None),
        (49.99, THIRD, 0, "E"),
        (49.99, FOURTH, 0, None),
        (75, FOURTH, 0, "W"),
        (75, "mức khác", 0, None),
    ],
)
def test_a_rating_is_that_of_its_score(score: float, label: str, above: float, severity: str | None) -> None:
    findings = found(LABEL, {"diem": float(score), "muc": label, "vuot": float(above)})
    assert [f.severity.value for f in findings] == ([severity] if severity else [])


def test_without_the_share_above_the_score_alone_counts() -> None:
    table = {"rule": "T11", "score": "diem", "label": "muc"}
    assert found(table, {"diem": 90, "muc": FIRST}) == ()


@pytest.mark.parametrize(
    ("label", "punished", "right"), [(FIRST, True, False), (SECOND, True, True), (FIRST, False, True)]
)
def test_whoever_was_disciplined_is_not_of_the_first_level(label: str, punished: bool, right: bool) -> None:
    table = {"rule": "T12", "each": "dang_vien[]", "flags": "ky_luat", "label": "muc"}
    assert (found(table, {"dang_vien": [{"ky_luat": punished, "muc": label}]}) == ()) == right


def test_those_not_rated_are_left_out_of_those_rated() -> None:
    table = {"rule": "T9", "levels": ["a", "b"], "rated": "xl", "members": "tong", "not_rated": "chua"}
    values = {"a": 4, "b": 26, "xl": 30, "tong": 33, "chua": 3}
    assert found(table, values) == ()
    assert found(table, {**values, "chua": None}, like=values) == ()
    assert [f.found for f in found(table, {**values, "chua": 4})] == ["33 - 04 = 29, “Xl” ghi 30, lệch 1."]
