"""Days of a paper and the rules in force on them."""

from datetime import date

import pytest

from tests.builders_checks import found, told

DAYS = {"rule": "D6", "days": ["hop", "ky"], "deadlines": "viec[].han", "texts": "*"}
VALUES = {
    "hop": "2026-08-05",
    "ky": "2026-08-06",
    "viec": [{"han": "2026-08-25"}],
    "can_cu": "Nghị quyết số 12-NQ/ĐU, ngày 06/8/2026 của Đảng ủy xã",
}


def test_days_that_run_forward_are_left_alone() -> None:
    assert found(DAYS, VALUES, today=date(2026, 8, 6)) == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ky": "2026-08-04"}, "E /ky “Hop” ngày 05/8/2026, “Ky” ngày 04/8/2026."),
        ({"viec": [{"han": "2026-08-05"}]}, "W /viec/0/han Thời hạn 05/8/2026, văn bản ngày 06/8/2026."),
        (
            {"can_cu": "Nghị quyết số 12-NQ/ĐU, ngày 07/8/2026"},
            "W /can_cu “12-NQ/ĐU, ngày 07/8/2026” sau ngày văn bản 06/8/2026.",
        ),
    ],
)
def test_each_day_out_of_order_is_told(change, says) -> None:
    values = {**VALUES, **change}
    assert says in told(DAYS, values)


def test_a_paper_dated_ahead_is_told_only_when_the_day_is_known() -> None:
    assert told(DAYS, VALUES, today=date(2026, 8, 5)) == ["W /ky Ngày 06/8/2026, hôm nay là 05/8/2026."]
    assert found(DAYS, VALUES, today=None) == ()


def test_days_left_blank_are_passed_over() -> None:
    values = {**VALUES, "hop": ""}
    assert found(DAYS, values, like=VALUES) == ()


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2025-06-14", False), ("2025-06-15", True), ("2030-06-14", True), ("2030-06-15", False)],
)
def test_a_paper_lies_inside_its_term(day: str, inside: bool) -> None:
    table = {"rule": "D6", "days": "ky", "term_from": "tu", "term_to": "den"}
    findings = told(table, {"ky": day, "tu": "2025-06-15", "den": "2030-06-14"})
    assert (findings == []) == inside


@pytest.mark.parametrize(
    ("day", "rules", "due"),
    [
        ("2026-05-26", "36-HD/VPTW", None),
        ("2026-05-27", "05-HD/VPTW", None),
        ("2026-05-26", "05-HD/VPTW", "36-HD/VPTW"),
        ("2026-05-27", "36-HD/VPTW", "05-HD/VPTW"),
        ("2026-05-27", "30/2020/NĐ-CP", None),
        ("2026-05-27", "quy tắc riêng", None),
        ("2010-05-27", "05-HD/VPTW", None),
    ],
)
def test_the_rules_are_those_in_force_on_the_day(day: str, rules: str, due: str | None) -> None:
    findings = found({"rule": "D7", "day": "ngay"}, {"ngay": day}, rules=rules)
    assert [f.mend.split()[4].rstrip(",") for f in findings] == ([due] if due else [])
