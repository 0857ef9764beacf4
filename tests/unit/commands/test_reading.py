from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest

from service.catalog.package import load_package
from service.checks.rulefiles import our_rulebook
from service.commands.reading import RETURNED, take
from service.errors import StorageUnavailable, UnreadableInput
from service.intake.read import read
from service.jobs.judging import Bench
from service.jobs.order import Rows
from tests.builders import a_package
from tests.builders_awkward import styled
from tests.builders_intake import a_book, member_form, saved


def taken(folder: Path, data: bytes, **wanted: Any) -> Rows:
    path = saved(folder, "ds.xlsx", data)
    said = {
        "mapping": (),
        "sheets": (),
        "dates": (),
        "hidden": None,
        "zeros": None,
        "encoding": None,
        "overrides": (),
    }
    said |= {"out": folder / "ra"} | wanted
    package = replace(load_package(a_package(folder)), form=member_form())
    return take(path, package, Bench(our_rulebook(), date(2026, 8, 5)), 100, said)


def test_wrong_rows_are_told_and_laid_into_the_folder_of_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = taken(tmp_path, a_book({"A": [["Họ và tên", "Điểm"], ["A\u200bn", 1], ["Bình", "sai"]]}))
    assert found.summary == "2 dòng: 1 đạt, 1 dòng lỗi"
    said = capsys.readouterr()
    assert said.out == ""
    assert "dòng 1, ô A2: Đã bỏ ký tự không nhìn thấy. A⟨U+200B⟩n → An" in said.err
    assert "dòng 2, ô B3: Điểm: phải là số" in said.err
    assert "2 dòng: 1 đạt, 1 dòng lỗi" in said.err
    again = read(tmp_path / "ra" / RETURNED, RETURNED, member_form(), max_rows=10)
    assert [e.cell for e in again.errors] == ["B2"]


def test_a_good_file_says_nothing_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken(tmp_path, a_book({"A": [["Họ và tên"], ["An"]]}))
    assert capsys.readouterr().err == ""
    assert not (tmp_path / "ra").exists()


def test_titles_hidden_rows_and_encoding_may_be_said(tmp_path: Path) -> None:
    data = styled([["Người, tên=gì", "Lương"], ["An", 5], ["Bình", 6]], hidden=(3,))
    found = taken(
        tmp_path, data, mapping=("Người, tên=gì=ho_ten", "Lương="), hidden="skip", encoding="unicode"
    )
    assert [submission.values["ho_ten"] for _, submission in found.good] == ["An"]


def test_a_mapping_without_a_title_is_a_slip_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter):
        taken(tmp_path, a_book({"A": [["Họ và tên"], ["An"]]}), mapping=("ho_ten",))


def test_many_notes_are_cut_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken(tmp_path, a_book({"A": [["Họ và tên"], *([f"A\u200b{'n' * n}"] for n in range(1, 31))]}))
    assert "… và 10 chỗ khác" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "ra").write_text("một tệp")
    with pytest.raises(StorageUnavailable, match="Không ghi được"):
        taken(tmp_path, a_book({"A": [["Họ và tên", "Điểm"], ["Bình", "sai"]]}))


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        taken(tmp_path, b"PK\x03\x04")


def test_the_sheet_and_the_way_of_dates_may_be_said(tmp_path: Path) -> None:
    data = a_book({"Cũ": [["Họ và tên"], ["An"]], "Mới": [["Họ và tên", "Ngày sinh"], ["Bình", "05/27/61"]]})
    found = taken(tmp_path, data, sheets=("Cũ=", "Mới=Dữ liệu"), dates=("Ngày sinh=mdy-1930",))
    assert [s.values["ngay_sinh"] for _, s in found.good] == ["1961-05-27"]
