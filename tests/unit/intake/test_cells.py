from datetime import date

import pytest

from service.errors import InputTooLarge
from service.intake.cells import as_text, number_text, to_cell
from tests.builders_forms import a_form

FORM = a_form(
    {
        "chu": {"type": "string"},
        "mac_dinh": {"type": "string", "default": "x"},
        "ngay": {"type": "string", "format": "vn-date"},
        "thang": {"type": "string", "format": "vn-month"},
        "ds": {"type": "array", "items": {"type": "number"}},
    }
)


@pytest.mark.parametrize(
    ("name", "value", "cell"),
    [
        ("chu", "", None),
        ("chu", None, None),
        ("mac_dinh", "", "(để trống)"),
        ("chu", True, "Có"),
        ("chu", False, "Không"),
        ("ngay", "2026-02-05", date(2026, 2, 5)),
        ("ngay", "1890-02-05", "05/02/1890"),
        ("thang", "2026-07", "7/2026"),
        ("ds", [1, 2.5], "1\n2,5"),
        ("ds", [], None),
    ],
)
def test_each_value_has_its_cell(name: str, value: object, cell: object) -> None:
    assert to_cell(FORM.root.by_name[name], value) == cell  # type: ignore[arg-type]


def test_numbers_are_written_so_that_they_read_one_way() -> None:
    assert [number_text(n) for n in (5631, 1.5, 1.234, -0.5)] == ["5631", "1,5", "1,2340", "-0,5"]


def test_cells_have_a_text() -> None:
    assert [as_text(c) for c in (None, "a", 2.5, date(2026, 2, 5))] == ["", "a", "2,5", "05/02/2026"]


def test_a_text_longer_than_a_cell_is_refused_and_json_named() -> None:
    with pytest.raises(InputTooLarge, match=r"32\.767 ký tự, giá trị này có 32\.768.*\.json"):
        to_cell(FORM.root.by_name["chu"], "ă" * 32_768)
    with pytest.raises(InputTooLarge, match=r"giá trị này có 32\.768"):
        to_cell(FORM.root.by_name["chu"], "𠀋" * 16_384)  # two of the units that Excel counts
    assert to_cell(FORM.root.by_name["chu"], "ă" * 32_767) == "ă" * 32_767
