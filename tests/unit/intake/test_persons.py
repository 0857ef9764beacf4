"""A row is held against its citizen number; what agrees, or is not said, is passed over."""

from typing import Any

import pytest

from service.forms.clean import clean
from service.intake.grid import Grid
from service.intake.header import read_header
from service.intake.persons import disagreements
from service.intake.plan import plan_of
from tests.builders_forms import a_form

FIELDS = {
    "ho_ten": {"type": "string", "title": "Họ và tên"},
    "sinh": {"type": "string", "format": "vn-date", "title": "Ngày sinh"},
    "vao_dang": {"type": "string", "format": "vn-date", "title": "Ngày vào Đảng"},
    "phai": {"type": "string", "enum": ["Nam", "Nữ"], "title": "Giới tính"},
    "cccd": {"type": "string", "format": "vn-cccd", "title": "Số CCCD"},
}
WOMAN_OF_1985 = "079185012345"


def told(fields: dict[str, Any] = FIELDS, **values: Any) -> list[str]:
    form = a_form(fields)
    rows = [[f["title"] for f in fields.values()], ["x"] * len(fields)]
    header = read_header(Grid("A", rows), plan_of(form).main)
    assert header is not None
    submission = clean(form, {"ho_ten": "An", **values}, lenient=True)
    return [f"{note.cell} {note.why}" for note in disagreements(((1, submission),), header)]


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
        "E2 Theo số CCCD, người này sinh năm 1985, dòng này ghi ngày sinh 19/05/1958; là nữ, dòng này ghi nam. "
        "Xin đối chiếu lại."
    ]


def test_two_birthdays_or_two_numbers_say_nothing() -> None:
    twice = {**FIELDS, "sinh_con": {"type": "string", "format": "vn-date", "title": "Ngày sinh của con"}}
    assert told(twice, cccd=WOMAN_OF_1985, sinh="19/5/1958", sinh_con="01/01/2010") == []
