"""Rows that are part of the table and not of its data; names that look like them are data."""

from typing import Any

import pytest

from service.intake.furniture import without_furniture
from service.intake.grid import Grid
from service.intake.header import Header, read_header
from service.intake.plan import plan_of
from tests.builders_awkward import awkward_form
from tests.builders_forms import a_form
from tests.builders_intake import meeting_form

MAIN = plan_of(awkward_form()).main
TITLES = ["STT", "Họ và tên", "Ngày sinh", "Tỷ lệ (%)"]
AN = [1, "Nguyễn Văn An", "19/05/1985", 90.0]


def header(*rows: list[Any], titles: list[str] = TITLES) -> Header:
    found = read_header(Grid("A", [titles, *rows]), MAIN)
    assert found is not None
    return found


def left_out(*rows: list[Any], titles: list[str] = TITLES) -> list[int]:
    read, notes = without_furniture(header(*rows, titles=titles))
    gone = [row for row, cells in read.data() if not cells]
    assert [note.row for note in notes] == gone
    return gone


@pytest.mark.parametrize(
    "marks",
    [
        ["(1)", "(2)", "(3)", "(4)"],
        [1.0, 2.0, 3.0, 4.0],
        ["A", "B", "1", "2"],
        ["A", "1", "2", "3"],
        [None, "1", "2", "3"],
        ["1", "2", "3", None],
    ],
)
def test_the_row_that_numbers_the_columns_is_no_data(marks: list[Any]) -> None:
    assert left_out(marks, AN) == [1]


@pytest.mark.parametrize(
    "cells",
    [
        AN,
        ["1", "2"],
        [1, "2", None, 5.0],
        ["1", "3", "4", "5"],
        [1.5, 2.5, 3.5, 4.5],
        [3.0, "4", "5", "6"],
        [None, "1", None, None],
    ],
)
def test_other_first_rows_are_data(cells: list[Any]) -> None:
    assert left_out(cells, AN) == []


def test_rows_of_lists_that_begin_with_the_number_of_their_main_row_are_data() -> None:
    listed = plan_of(meeting_form()).lists[-1]
    found = read_header(Grid("A", [["Thuộc dòng số", "Nơi nhận"], [1.0, "2"], [2.0, "3"]]), listed)
    assert found is not None
    assert without_furniture(found)[1] == []


def test_rising_figures_under_columns_of_figures_are_data() -> None:
    assert left_out([1.0, 2.0], titles=["Tỷ lệ (%)", "Hệ số"]) == []
    scores = a_form({name: {"type": "integer", "title": name} for name in ("a", "b", "c")})
    found = read_header(Grid("A", [["a", "b", "c"], [1.0, 2.0, 3.0]]), plan_of(scores).main)
    assert found is not None
    assert without_furniture(found)[1] == []


@pytest.mark.parametrize(
    "words",
    [
        "Tổng cộng",
        "TỔNG CỘNG:",
        "Tổng",
        "To\u0302\u0309ng co\u0323\u0302ng",
        "Cộng",
        "Cộng: 30 người",
        "Tổng số 1.030 đảng viên",
    ],
)
def test_totals_are_no_data(words: str) -> None:
    assert left_out(AN, [words, None, None, 90.0], AN) == [2]
    assert left_out(AN, [None, words], AN) == [2]


def test_those_who_sign_are_no_data_nor_what_stands_below() -> None:
    foot = [
        [None, None, "Mỹ Thọ, ngày 05 tháng 02 năm 2026"],
        [None, "NGƯỜI LẬP BIỂU", None, "T/M CHI BỘ"],
        [None, None, None, "BÍ THƯ"],
        [None, "(Ký, ghi rõ họ tên)"],
        [None, "Lê Thị Cúc", None, "Trần Văn Hậu"],
    ]
    assert left_out(AN, *foot) == [2, 3, 4, 5, 6]
    assert left_out(AN, foot[1], foot[4], AN) == [2, 3]


def test_each_is_told_at_its_row_and_cell() -> None:
    grid = Grid("A", [["DANH SÁCH"], [], TITLES, AN, [None, "Tổng cộng", None, 1.0]])
    found = read_header(grid, MAIN)
    assert found is not None
    (note,) = without_furniture(found)[1]
    assert (note.row, note.cell) == (2, "B5")


def test_who_signs_may_be_a_row_of_a_list() -> None:
    listed = plan_of(meeting_form()).lists[1]
    found = read_header(Grid("A", [["Nơi nhận"], ["Bí thư chi bộ"], ["Nơi nhận"], ["Tổng số"]]), listed)
    assert found is not None
    assert [note.cell for note in without_furniture(found)[1]] == ["A3"]


@pytest.mark.parametrize("name", ["Tống Công", "Tong Cong", "Công", "Ký Phú", "Tổng Văn Cộng", "Bí Thư Lê"])
def test_names_stay(name: str) -> None:
    assert left_out(AN, [None, name, "19/05/1985", 90.0]) == []


@pytest.mark.parametrize("name", ["Tống Công", "Ký Phú", "Ngày 05 tháng 02 năm 2026", "Bí Thư Lê"])
def test_names_and_days_alone_in_a_row_stay(name: str) -> None:
    assert left_out(AN, [None, name]) == []


def test_a_post_beside_a_name_is_data() -> None:
    assert left_out(["Bí thư", "Nguyễn Văn An"], titles=["Ghi chú", "Họ và tên"]) == []
