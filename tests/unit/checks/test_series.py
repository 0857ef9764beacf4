"""Numbers of papers: in the Party by term, in the State by year; written as each wants."""

from datetime import date

import pytest

from tests.builders_checks import found, told

TABLE = {"numbers": "so[].so", "series": "so[].loai", "days": "so[].ngay"}
STATE = {"layout": "nha-nuoc", "rules": "30/2020/NĐ-CP"}


def register(*rows: tuple[int, str, str]) -> dict[str, object]:
    return {"so": [{"so": n, "loai": kind, "ngay": day} for n, kind, day in rows]}


TWO_YEARS = register((1, "NQ", "2026-12-30"), (1, "NQ", "2027-01-05"))


def test_the_party_does_not_begin_anew_each_year_and_the_state_does() -> None:
    assert told({"rule": "D1", **TABLE}, TWO_YEARS) == ["E /so/1/so Số 01 đã có ở dòng 1."]
    assert found({"rule": "D1", **TABLE}, TWO_YEARS, **STATE) == ()


def test_a_new_term_begins_anew() -> None:
    rows = register(
        (40, "NQ", "2025-06-14"), (1, "NQ", "2025-06-15"), (2, "NQ", "2025-07-05"), (41, "NQ", "2025-06-14")
    )
    values = {**rows, "nhiem_ky": ["2025-06-15"]}
    for rule in ("D1", "D2"):
        assert found({"rule": rule, **TABLE, "term_starts": "nhiem_ky[]"}, values) == ()
    again = {**values, "so": [*rows["so"], {"so": 1, "loai": "NQ", "ngay": "2025-06-14"}]}
    assert found({"rule": "D1", **TABLE, "term_starts": "nhiem_ky[]"}, again) == ()


def test_types_of_paper_are_numbered_apart() -> None:
    assert found({"rule": "D1", **TABLE}, register((9, "NQ", "2026-08-01"), (9, "KL", "2026-08-01"))) == ()


def test_numbers_alone_can_be_judged() -> None:
    assert told(
        {"rule": "D1", "numbers": "so[].so"}, register((3, "NQ", "2026-08-01"), (3, "KL", "2026-08-02"))
    ) == ["E /so/1/so Số 03 đã có ở dòng 1."]


def test_a_later_number_does_not_bear_an_earlier_day() -> None:
    rows = register((8, "NQ", "2026-08-05"), (9, "NQ", "2026-08-04"), (10, "NQ", "2026-08-06"))
    assert told({"rule": "D2", **TABLE}, rows) == [
        "W /so/1/ngay Số 09 ngày 04/8/2026, số 08 lại ngày 05/8/2026."
    ]


def test_many_missing_numbers_are_told_shortly() -> None:
    rows = register((1, "NQ", "2026-08-05"), (9, "NQ", "2026-08-06"))
    assert told({"rule": "D2", **TABLE}, rows) == ["W /so/1/so Thiếu số 02, 03, 04, 05, 06 …."]


def test_a_number_far_off_does_not_hold_anything_up() -> None:
    rows = register((1, "NQ", "2026-08-05"), (10**12, "NQ", "2026-08-06"))
    assert len(found({"rule": "D2", **TABLE}, rows)) == 1


def test_days_left_blank_leave_the_order_unjudged() -> None:
    rows = register((1, "NQ", ""), (9, "NQ", "2026-08-06"))
    like = register((1, "NQ", "2026-08-05"))
    assert found({"rule": "D2", **TABLE}, rows, like=like) == ()


@pytest.mark.parametrize(
    "line", ["Số 09-NQ/CB", "Số 10-NQ/CB", "Số 100-NQ/CB", "Số      -NQ/CB", "Số 05-CTr/ĐU", "Số 03-BC/UBKT"]
)
def test_party_numbers_rightly_written_are_left_alone(line: str) -> None:
    assert found({"rule": "D3", "line": "dong"}, {"dong": line}) == ()


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("Số: 03-NQ/CB", "Ghi “Số 03-NQ/CB”."),
        ("Số 9-NQ/CB", "Ghi “Số 09-NQ/CB”."),
        ("Số 05/NQ-CB", "Ghi “Số 05-NQ/CB”."),
        ("NQ số 5", "Ghi theo mẫu: Số 05-NQ/CB."),
    ],
)
def test_party_numbers_wrongly_written_are_set_right(line: str, mend: str) -> None:
    assert [f.mend for f in found({"rule": "D3", "line": "dong"}, {"dong": line})] == [mend]


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("Số: 05/QĐ-UBND", None),
        ("Số 5-QĐ/UBND", "Ghi “Số: 05/QĐ-UBND”."),
        ("Số 05/QĐ-UBND", "Ghi “Số: 05/QĐ-UBND”."),
    ],
)
def test_state_numbers_have_their_colon_and_slash(line: str, mend: str | None) -> None:
    findings = found({"rule": "D3", "line": "dong"}, {"dong": line}, **STATE)
    assert [f.mend for f in findings] == ([mend] if mend else [])


@pytest.mark.parametrize(
    ("symbol", "right"), [("CB", True), ("ĐU", True), ("BCĐ138", True), ("NQ/CB", False), ("Chi bộ", False)]
)
def test_the_organ_s_symbol_stands_alone(symbol: str, right: bool) -> None:
    assert (found({"rule": "D3", "symbol": "ky_hieu"}, {"ky_hieu": symbol}) == ()) == right


def test_a_paper_older_than_all_rule_sets_is_not_judged_by_them() -> None:
    assert found({"rule": "D3", "line": "dong"}, {"dong": "Số: 3"}, day=date(2010, 1, 1)) == ()
