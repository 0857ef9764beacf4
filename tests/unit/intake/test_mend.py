import pytest

from service.forms.schema import Field
from service.intake.grid import Percent
from service.intake.mend import COMPOSED, MARK, PERCENT, PLAIN, UNIT, UNSEEN, after, before, mended
from tests.builders_forms import a_form

FORM = a_form(
    {
        "chu": {"type": "string", "title": "Chữ"},
        "viec": {"type": "array", "title": "Việc", "items": {"type": "string", "title": "Việc"}},
        "ten": {"type": "string", "title": "Tên", "format": "vn-name"},
        "ngay": {"type": "string", "title": "Ngày", "format": "vn-date"},
        "so": {"type": "number", "title": "Số"},
        "ty_le": {"type": "number", "title": "Tỷ lệ hoàn thành"},
        "diem": {"type": "number", "title": "Điểm", "maximum": 100},
        "tien": {"type": "integer", "title": "Số tiền"},
        "nghin": {"type": "integer", "title": "Kinh phí (nghìn đồng)"},
        "trieu": {"type": "number", "title": "Kinh phí (triệu đồng)"},
        "phan": {"type": "number", "title": "Phần", "maximum": 1},
    }
)


def field(name: str) -> Field:
    return FORM.root.by_name[name]


@pytest.mark.parametrize(
    ("name", "value", "meant", "why"),
    [
        ("chu", "a\u200bb\ufeff", "ab", UNSEEN),
        ("chu", "Nguye\u0302\u0303n", "Nguyễn", COMPOSED),
        ("ten", "Nguyễn\u00a0An", "Nguyễn An", PLAIN),
        ("ngay", "1\u20115\u20112026", "1-5-2026", PLAIN),
        ("so", "\u22125", "-5", PLAIN),
        ("so", "1\u202f234\u200b", "1 234", f"{UNSEEN} {PLAIN}"),
        ("chu", Percent(0.889), "88,9%", PERCENT),
        ("ty_le", Percent(0.889), 88.9, PERCENT),
        ("diem", Percent(0.07), 7.0, PERCENT),
        ("phan", Percent(0.07), 0.07, PERCENT),
        ("ty_le", "92,31%", 92.31, PERCENT),
        ("phan", "50 %", 0.5, PERCENT),
        ("tien", "1.250.000 đồng", 1_250_000, UNIT),
        ("tien", "1.250.000\u00a0đ", 1_250_000, UNIT),
        ("tien", "5,631 VNĐ", 5_631, UNIT),
        ("ngay", "'05/02/1961", "05/02/1961", MARK),
        ("so", "'12\u00a0345", "12 345", f"{PLAIN} {MARK}"),
    ],
)
def test_what_means_one_thing_only_is_mended_and_the_reason_told(
    name: str, value: object, meant: object, why: str
) -> None:
    assert mended(field(name), value) == (meant, why)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("chu", "số\u00a01 – “mục”\u2011A"),
        ("ten", "H’Hen Niê\u2011Kđăm"),
        ("chu", "100%"),
        ("so", 5.0),
        ("ngay", "05/02/2026"),
        ("trieu", "5 đồng"),
        ("nghin", "5.000 đồng"),
        ("tien", "12,5 đồng"),
        ("chu", "1.250.000 đồng"),
        ("chu", "'quoted"),
        ("viec", "'một\nhai\u00a0ba – mục\u2011A"),
        ("ten", "'Hen Niê"),
        ("ten", "nguyễn VĂN an"),
    ],
)
def test_what_people_typed_on_purpose_stays(name: str, value: object) -> None:
    assert mended(field(name), value) is None


@pytest.mark.parametrize("value", [Percent(0.889), "88,9%"])
def test_a_percentage_that_may_be_a_share_is_asked_about(value: object) -> None:
    with pytest.raises(ValueError, match=r"88,9%; xin ghi 88,9 hoặc 0,889"):
        mended(field("so"), value)


def test_notes_show_what_cannot_be_seen() -> None:
    assert before("a\u200bb") == "a⟨U+200B⟩b"
    assert before(Percent(0.5)) == "50%"
    assert (after(88.9), after("x")) == ("88,9", "x")
