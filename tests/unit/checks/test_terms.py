"""Paths into a submission: what they may be, where they lead, what is blank."""

import re
from decimal import Decimal

import pytest

from service.checks.rule import Kind
from service.checks.terms import ROWS, every_text, follow, read_term
from tests.builders_checks import a_form_like

VALUES = {
    "tong_so": 30,
    "ty_le": 92.5,
    "ngay": "2026-08-05",
    "gio": "19:00",
    "ghi_chu": "họp",
    "hop": {"loai": "thường kỳ"},
    "vang": [{"ho_ten": "An", "co_ly_do": True, "so": 1}, {"ho_ten": "Bé", "co_ly_do": False, "so": 2}],
    "khach": ["Hai", "Ba"],
}
FORM = a_form_like(VALUES)


def followed(
    source: object, kind: Kind, values: object = None, each: tuple[str, ...] = (), rows: tuple[int, ...] = ()
):
    found = follow(read_term(source, kind, FORM, each), values or VALUES, rows)
    return None if found is None else [(g.value, g.pointer, g.row) for g in found]


@pytest.mark.parametrize(
    ("source", "kind", "values"),
    [
        ("tong_so", Kind.FIGURE, [(30, "/tong_so", None)]),
        ("ty_le", Kind.FIGURE, [(Decimal("92.5"), "/ty_le", None)]),
        (100, Kind.FIGURE, [(100, "", None)]),
        ("hop.loai", Kind.TEXT, [("thường kỳ", "/hop/loai", None)]),
        ("=nghị quyết", Kind.TEXT, [("nghị quyết", "", None)]),
        ("len(vang)", Kind.FIGURE, [(2, "/vang", None)]),
        ("count(vang[].co_ly_do)", Kind.FIGURE, [(1, "/vang", None)]),
        ("sum(vang[].so)", Kind.FIGURE, [(3, "/vang", None)]),
        ("sum(tong_so)", Kind.FIGURE, [(30, "/tong_so", None)]),
        ("vang[].so", Kind.FIGURES, [(1, "/vang/0/so", 1), (2, "/vang/1/so", 2)]),
        ("khach[]", Kind.TEXTS, [("Hai", "/khach/0", 1), ("Ba", "/khach/1", 2)]),
    ],
)
def test_a_path_leads_to_values_with_their_places(source, kind, values) -> None:
    assert followed(source, kind) == values


def test_inside_each_a_path_starts_from_the_row_and_a_slash_from_the_top() -> None:
    each = ("vang", ROWS)
    assert followed("ho_ten", Kind.TEXT, each=each, rows=(1,)) == [("Bé", "/vang/1/ho_ten", None)]
    assert followed("/tong_so", Kind.FIGURE, each=each, rows=(1,)) == [(30, "/tong_so", None)]


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("tong", Kind.FIGURE, "không có trường “tong”"),
        ("vang.ho_ten", Kind.TEXTS, "không có trường"),
        ("tong_so[]", Kind.FIGURES, "không có trường"),
        ("ghi_chu", Kind.FIGURE, "không phải một số"),
        ("tong_so", Kind.TEXT, "không phải một ô chữ"),
        ("tong_so", Kind.DAY, "không phải một ngày"),
        ("ngay", Kind.CLOCK, "không phải giờ"),
        ("ghi_chu", Kind.FLAGS, "không phải các ô đúng/sai"),
        ("vang", Kind.FIGURE, "không phải một số"),
        ("len(tong_so)", Kind.FIGURE, "cần một danh sách"),
        ("sum(vang[].ho_ten)", Kind.FIGURE, "cần các số"),
        ("count(vang[].ho_ten)", Kind.FIGURE, "cần các ô đúng/sai"),
        ("len(vang)", Kind.TEXT, "chỉ dùng nơi cần số"),
        ("max(vang[].so)", Kind.FIGURE, "không phải đường dẫn"),
        ("Tổng số", Kind.FIGURE, "không phải đường dẫn"),
        ("=chữ", Kind.FIGURE, "không phải đường dẫn"),
        (5, Kind.TEXT, "cần đường dẫn"),
        (True, Kind.FIGURE, "cần đường dẫn"),
        (None, Kind.FIGURE, "cần đường dẫn"),
    ],
)
def test_any_other_path_is_refused(source, kind, words) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        read_term(source, kind, FORM, ())


@pytest.mark.parametrize(
    ("source", "kind", "change", "found"),
    [
        ("tong_so", Kind.FIGURE, {"tong_so": None}, None),
        ("vang[].so", Kind.FIGURES, {"vang": [{"so": 1}, {"so": None}]}, None),
        ("sum(vang[].so)", Kind.FIGURE, {"vang": [{"so": 1}, {"so": None}]}, None),
        ("sum(vang[].so)", Kind.FIGURE, {"vang": []}, None),
        ("len(vang)", Kind.FIGURE, {"vang": []}, [(0, "/vang", None)]),
        ("ngay", Kind.DAYS, {"ngay": ""}, []),
        ("gio", Kind.CLOCK, {"gio": ""}, []),
        ("ghi_chu", Kind.TEXT, {"ghi_chu": ""}, [("", "/ghi_chu", None)]),
        ("hop.loai", Kind.TEXT, {"hop": None}, []),
    ],
)
def test_what_is_blank_is_not_guessed(source, kind, change, found) -> None:
    assert followed(source, kind, {**VALUES, **change}) == found


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("92,30%", "92.30"),
        ("92.3 %", "92.3"),
        ("1.234,5", "1234.5"),
        ("-0,8", "-0.8"),
        ("NaN", None),
        ("nhiều", None),
    ],
)
def test_a_percentage_in_text_keeps_its_decimals(written: str, read: str | None) -> None:
    form = a_form_like({"p": "x"})
    found = follow(read_term("p", Kind.PERCENT, form, ()), {"p": written}, ())
    assert (found and str(found[0].value)) == read


def test_every_text_is_what_people_write_freely() -> None:
    assert [".".join(t.steps) for t in every_text(FORM)] == [
        "ghi_chu",
        "hop.loai",
        "vang.*.ho_ten",
        "khach.*",
    ]
