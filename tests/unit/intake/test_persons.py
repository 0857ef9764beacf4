"""A row is held against its citizen number; what agrees, or is not said, is passed over."""

from typing import Any

import pytest

from service.forms.clean import clean
from service.intake.grid import Grid
from service.intake.header import Header, read_header
from service.intake.persons import disagreements, repeated
from service.intake.plan import plan_of
from service.model import Submission
from tests.builders_forms import a_form

FIELDS = {
    "ho_ten": {"type": "string", "title": "Họ và tên"},
    "sinh": {"type": "string", "format": "vn-date", "title": "Ngày sinh"},
    "vao_dang": {"type": "string", "format": "vn-date", "title": "Ngày vào Đảng"},
    "phai": {"type": "string", "enum": ["Nam", "Nữ"], "title": "Giới tính"},
    "cccd": {"type": "string", "format": "vn-cccd", "title": "Số CCCD"},
}
WOMAN_OF_1985 = "079185012345"


Good = tuple[tuple[int, Submission], ...]


def taken(fields: dict[str, Any], *rows: dict[str, Any]) -> tuple[Good, Header]:
    form = a_form(fields)
    header = read_header(
        Grid("A", [["DANH SÁCH"], [f["title"] for f in fields.values()], *[["x"] * len(fields)] * len(rows)]),
        plan_of(form).main,
    )
    assert header is not None
    return tuple(
        (n, clean(form, {"ho_ten": "An", **row}, lenient=True)) for n, row in enumerate(rows, 1)
    ), header


def told(fields: dict[str, Any] = FIELDS, **values: Any) -> list[str]:
    return [f"{note.cell} {note.why}" for note in disagreements(*taken(fields, values))]


def twice(*rows: dict[str, Any]) -> list[str]:
    return [f"{note.cell} {note.why}" for note in repeated(*taken(FIELDS, *rows))]


@pytest.mark.parametrize(
    "values",
    [
        {"cccd": WOMAN_OF_1985, "sinh": "19/5/1985", "phai": "Nữ", "vao_dang": "03/02/2010"},
        {"cccd": WOMAN_OF_1985},
        {"sinh": "19/5/1985", "phai": "Nam"},
    ],
)
def test_what_agrees_is_passed_over(values: dict[str, str]) -> None:
    assert told(**values) == []


def test_another_year_and_another_sex_are_told_at_the_number() -> None:
    assert told(cccd=WOMAN_OF_1985, sinh="19/5/1958", phai="Nam") == [
        "E3 Theo số CCCD, người này sinh năm 1985, dòng này ghi ngày sinh 19/05/1958; là nữ, dòng này ghi nam. "
        "Xin đối chiếu lại."
    ]


def test_the_same_two_figures_of_another_century_are_told() -> None:
    (said,) = told(cccd=WOMAN_OF_1985, sinh="19/5/1885")
    assert "sinh năm 1985, dòng này ghi ngày sinh 19/05/1885" in said


def test_two_birthdays_or_two_numbers_say_nothing() -> None:
    two = {**FIELDS, "sinh_con": {"type": "string", "format": "vn-date", "title": "Ngày sinh của con"}}
    assert told(two, cccd=WOMAN_OF_1985, sinh="19/5/1958", sinh_con="01/01/2010") == []


def test_a_person_who_stands_twice_is_told_by_number_else_by_name_and_birthday() -> None:
    one = {"cccd": WOMAN_OF_1985, "sinh": "19/5/1985", "phai": "Nữ"}
    assert twice(one, {**one, "phai": ""}) == ["E4 Số CCCD này đã có ở ô E3. Nếu nhập thừa, xin xóa bớt."]
    assert twice({"sinh": "19/5/1985"}, {"sinh": "20/5/1985"}, {"ho_ten": "AN", "sinh": "19/05/1985"}) == [
        "A5 Người cùng họ tên, ngày sinh này đã có ở ô A3. Nếu nhập thừa, xin xóa bớt."
    ]


def test_rows_alike_in_everything_and_people_of_one_name_are_not_told_here() -> None:
    one = {"cccd": WOMAN_OF_1985, "sinh": "19/5/1985"}
    assert twice(one, one) == []
    assert twice({}, {"phai": "Nữ"}, {"sinh": "19/5/1985"}, {"sinh": "19/5/1986"}) == []
