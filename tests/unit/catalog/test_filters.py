"""Filters: every example of the table is true, the page for authors shows the table, nothing is guessed."""

import re
from pathlib import Path

import pytest

from service.catalog.filters import EXAMPLE_VALUES, FILTERS
from service.catalog.lists import by_name
from service.catalog.sandbox import sandbox

PAGE = Path(__file__).parents[3] / "docs" / "bo-loc.md"


def written(expression: str, **values: object) -> str:
    return sandbox(xml=False).from_string("{{ " + expression + " }}").render(values)


@pytest.mark.parametrize("name", FILTERS)
def test_the_example_of_every_filter_is_true(name: str):
    assert written(FILTERS[name].example, **EXAMPLE_VALUES) == FILTERS[name].result


def test_the_page_for_authors_shows_every_filter_as_it_is():
    rows = re.findall(
        r"^\| `(\w+)` \| (.*?) \| `\{\{ (.*?) \}\}` \| (.*?) \|$", PAGE.read_text("utf-8"), re.M
    )
    shown = {name: (words, example.replace(r"\|", "|"), out) for name, words, example, out in rows}
    assert shown == {name: (entry.help, entry.example, entry.result) for name, entry in FILTERS.items()}
    assert len(rows) == len(FILTERS)


DATES_AND_NUMBERS = [
    "ngay",
    "ngay_ngan",
    "ngay_so",
    "thang_nam",
    "thang_gach",
    "nam",
    "thu",
    "gio",
    "so",
    "phan_tram",
    "tien",
    "tien_bang_chu",
    "bang_chu",
    "la_ma",
    "pad",
    "lam_tron",
    "co_khong",
    "hoa",
    "thuong",
    "dau_hoa",
    "ten_rieng",
    "trim",
]


@pytest.mark.parametrize("name", DATES_AND_NUMBERS)
@pytest.mark.parametrize("nothing", ["", None])
def test_what_is_empty_stays_empty(name: str, nothing: str | None):
    assert written(f"x | {name}", x=nothing) == ""


@pytest.mark.parametrize("nothing", ["", None, []])
def test_an_empty_list_is_a_list_of_nothing(nothing: object):
    assert (
        written("x | length ~ '/' ~ x | tong ~ '/' ~ x | cot('a') | noi ~ x | first ~ x | last", x=nothing)
        == "0/0/"
    )


@pytest.mark.parametrize(
    ("expression", "value", "says"),
    [
        ("x | ngay", "31/02/2026", "Không có ngày 31"), ("x | ngay", 46000, "không phải là ngày"),
        ("x | thang_nam", "2026", "không phải là tháng"), ("x | gio", "chiều", "không phải là giờ"),
        ("x | so", "5,631", "đọc được hai cách"), ("x | so", True, "đúng/sai"), ("x | so", [1], "Danh sách"),
        ("x | so(99)", 1, "từ 0 đến 15"), ("x | tien", 1.5, "số nguyên"), ("x | la_ma", 4000, "La Mã"),
        ("x | ty_le(0)", 5, "tổng số bằng 0"), ("x | pad", -5, "không âm"), ("x | pad", "5a", "không âm"),
        ("x | pad(1000000)", 5, "từ 1 đến 20"), ("x | gach(10**9)", "", "từ 1 đến 200"),
        ("x | co_khong", "rồi", "đúng/sai"), ("x | hoa", {"a": 1}, "cả một nhóm"),
        ("x | cot('diem')", [{"ten": "A"}], "không có mục “diem”"), ("x | join", "abc", "cần một danh sách"),
        ("x | tong", ["ba"], "không phải là số"), ("x | replace('', 'a')", "abc", "cần chữ phải thay"),
        ("x | join(x | join)", ["a" * 1000] * 1000, "quá dài"), ("x | replace('a', x)", "a" * 2000, "quá dài"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused_in_words(expression: str, value: object, says: str):
    with pytest.raises(ValueError, match=says):
        written(expression, x=value)


@pytest.mark.parametrize(
    ("expression", "value", "result"),
    [
        ("x | so(1)", 1234.56, "1.234,6"), ("x | so", "5.631", "5.631"), ("x | phan_tram(2)", 90, "90,00%"),
        ("x | bang_chu", 9.5, "chín phẩy năm"), ("x | thang_gach", "2026-11-05", "tháng 11/2026"),
        ("x | thang_nam", "05/01/2026", "tháng 01 năm 2026"), ("x | pad(3)", "7", "007"), ("x | gach", "có", "có"),
        ("x | gach(3)", None, "..."), ("x | danh_dau", False, "☐"), ("x | danh_dau", None, "☐"),
        ("x | co_khong('dự bị', 'chính thức')", False, "chính thức"), ("x | d('–')", None, "–"),
        ("x | d('–')", 0, "0"), ("x | noi", ["Một"], "Một"), ("x | noi", ["A", "", "B"], "A và B"),
        ("x | sort | join(' ')", ["Đỗ", "Ơn", "Dương", "Ông"], "Dương Đỗ Ông Ơn"),
        ("x | sort(true) | join(' ')", [1, 3, 2], "3 2 1"), ("x | sort | join(' ')", ["b", "", 2, "a", 10], "2 10 a b"),
        ("x | tong", [0.1, 0.2, "1.000"], "1000,3"), ("x | round", 2.5, "3"), ("x | ty_le(30, 1)", 27, "90,0%"),
        ("x | ty_le(30)", None, ""), ("x | length", "năm", "3"),
    ],
)  # fmt: skip
def test_filters_take_their_options(expression: str, value: object, result: str):
    assert written(expression, x=value) == result


@pytest.mark.parametrize("name", sorted(set(FILTERS) - {"default", "d", "e", "escape"}))
def test_a_missing_value_fails_with_its_name(name: str):
    argument = {"ty_le": "(2)", "cot": "('a')", "replace": "('a', 'b')"}.get(name, "")
    with pytest.raises(Exception, match="Không có giá trị cho “ho_tne”"):
        written(f"ho_tne | {name}{argument}")


def test_people_of_one_name_are_ordered_by_birthday_whatever_writes_it() -> None:
    people = [
        {"ho_ten": "Nguyễn Văn An", "n": 1},
        {"ho_ten": "Nguyễn Văn An", "ngay_sinh": "05/02/1990", "n": 2},
        {"ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985-12-01", "n": 3},
        {"ho_ten": "Nguyễn Văn An", "ngay_sinh": "1985", "n": 4},
        {"ho_ten": "Lê Văn An", "ngay_sinh": "", "n": 5},
    ]
    assert [one["n"] for one in by_name(people)] == [5, 3, 2, 1, 4]


def test_the_middle_name_may_come_before_the_family_name() -> None:
    people = [{"ho_ten": name} for name in ("Đỗ Anh Bình", "An Văn Bình", "Lê Anh Bình")]
    assert [p["ho_ten"] for p in by_name(people)] == ["An Văn Bình", "Đỗ Anh Bình", "Lê Anh Bình"]
    assert [p["ho_ten"] for p in by_name(people, dem_truoc=True)] == [
        "Đỗ Anh Bình",
        "Lê Anh Bình",
        "An Văn Bình",
    ]
