"""Which cells are looked at closely."""

from hypothesis import given
from hypothesis import strategies as st

from service.forms.schema import Field, load_form
from service.intake.drafts import ERRORS, is_odd
from service.intake.mend import mended
from tests.builders import a_form

FIELDS = load_form(
    a_form(
        so={"type": "integer", "title": "Số"},
        ty_le={"type": "number", "title": "Tỷ lệ", "maximum": 100},
        ten={"type": "string", "title": "Tên", "format": "vn-name"},
        ngay={"type": "string", "title": "Ngày", "format": "vn-date"},
        chu={"type": "string", "title": "Chữ"},
    )
).root.fields
PIECES = (
    "12",
    "%",
    " ",
    "\n",
    "\u00a0",
    "\u200b",
    "\u0301",
    "\u2011",
    "–",
    "“",
    "a",
    "e\u0323",
    "Ế",
    "5,5",
    "ậ",
    "#",
    "E",
)


@given(st.sampled_from(FIELDS), st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_no_cell_that_would_be_mended_or_asked_about_is_passed_over(field: Field, text: str) -> None:
    try:
        changed = mended(field, text) is not None
    except ValueError:
        changed = True
    assert is_odd(text) or not changed or field.kind in ("integer", "number")


def test_no_failed_formula_is_passed_over() -> None:
    assert all(is_odd(text) for text in ERRORS)
    assert not is_odd("Ấp Mỹ Thạnh, xã Mỹ Thọ")
