import json
from typing import Any

import pytest

from service.errors import UnreadableInput
from service.intake.jsondata import read_rows
from tests.builders_forms import a_form
from tests.builders_intake import member_form

FORM = member_form()


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read_rows(data, FORM)
    return caught.value.detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_one_object_is_one_row_and_a_list_is_many(encoding: str) -> None:
    row: dict[str, Any] = {"ho_ten": "Nguyễn Văn An"}
    for value, rows in ((row, [row]), ([row, row], [row, row]), ({"rows": [row, 1]}, [row, 1]), ([], [])):
        assert read_rows(json.dumps(value, ensure_ascii=False).encode(encoding), FORM) == rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,\n "b" 2}', "dòng 2, cột 6: thiếu dấu hai chấm"),
        ('{"a": 1\n "b": 2}', "dòng 2, cột 2: thiếu dấu phẩy"),
        ('[{"a": ]', "dòng 1, cột 8: thiếu giá trị"),
        ('{"a": "b', "dòng 1, cột 7: dấu ngoặc kép mở ra mà không đóng"),
        ("{a: 1}", "dòng 1, cột 2: phải là tên trường trong dấu ngoặc kép"),
        ('{"a": 1} x', "dòng 1, cột 10: thừa nội dung"),
        ('{"a": "x\ny"}', "xuống dòng trong ngoặc kép"),
        ('{"a": "\\x"}', "dấu \\ dùng sai"),
        ("họ tên: An", "dòng 1, cột 1"),
        ('{"a": 1,}', "dòng 1, cột "),  # at the comma, or at the brace behind it before Python 3.13
    ],
)
def test_what_is_no_json_is_shown_at_its_place(text: str, words: str) -> None:
    assert words in refused(text.encode())


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none_are_refused_at_their_place(name: str) -> None:
    found = refused(f'[{{"ghi_chu": "NaN {name}"}},\n {{"diem": {name}}}]'.encode())
    assert "dòng 2, cột 11" in found
    assert name in found


def test_a_name_given_twice_is_refused() -> None:
    assert "“a” được ghi hai lần" in refused(b'[{"b": {"a": 1, "a": 2}}]')


@pytest.mark.parametrize("name", ["\\ud800", "a\\u0000", "\\ufffe"])
def test_a_name_that_no_paper_can_hold_is_refused(name: str) -> None:
    assert "xin xóa ký tự này" in refused(f'[{{"ho_ten": "An"}}, {{"{name}": 1}}]'.encode())


def test_deep_nesting_and_endless_figures_are_refused() -> None:
    assert "lồng quá nhiều cấp" in refused(b"[" * 200_000)
    assert "lồng quá nhiều cấp" in refused(b'{"a":' * 200_000)
    assert "số quá dài" in refused(b'{"a": ' + b"9" * 5_000 + b"}")


@pytest.mark.parametrize("text", ["5", '"An"', "null", "true"])
def test_a_single_value_is_no_row(text: str) -> None:
    assert "một đối tượng" in refused(text.encode())


@pytest.mark.parametrize("value", [{"rows": {"a": 1}}, {"rows": [{"ho_ten": "An"}], "ho_ten": "An"}])
def test_rows_beside_other_names_or_of_another_kind_are_no_envelope(value: object) -> None:
    assert read_rows(json.dumps(value).encode(), FORM) == [value]


def test_rows_that_are_a_field_of_the_form_are_no_envelope() -> None:
    form = a_form({"rows": {"type": "array", "items": {"type": "string"}}})
    assert read_rows(b'{"rows": ["a"]}', form) == [{"rows": ["a"]}]
