import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from service.errors import FieldError
from service.forms.schema import Form
from service.intake.notes import Answers
from service.intake.origin import origins
from service.intake.plan import origin_title
from service.intake.read import Intake, read
from service.intake.returned import write_returned
from tests.builders_awkward import styled
from tests.builders_intake import a_book, meeting_form, member_form, saved

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Điểm"]
MEETING = {
    "Dữ liệu": [["Số", "Ngày họp"], [1, "05/02/2026"], ["sai", "31/02/2026"], [3, None], ["x", None]],
    "Vắng mặt": [
        ["Thuộc dòng số", "Họ và tên"],
        [1, "An"],
        [2, "Bình"],
        [2, "1234"],
        [3, "Chi"],
        [4, "Dũng"],
    ],
    "Nơi nhận": [["Thuộc dòng số", "Nơi nhận"], [2, "(để trống)"]],
}


def taken(folder: Path, data: bytes, form: Form, answers: Answers | None = None) -> Intake:
    path = saved(folder, "a.xlsx", data)
    return read(path, "a.xlsx", form, max_rows=10_000, answers=answers or Answers())


def returned(folder: Path, found: Intake) -> Any:
    assert found.drafted
    write_returned(found.drafted, found.errors, found.bad_rows, folder / "loi.xlsx")
    return openpyxl.load_workbook(folder / "loi.xlsx")


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_only_wrong_rows_come_back_coloured_and_explained(tmp_path: Path) -> None:
    rows = [[1, "An", "05/02/1985", 8], [2, "Bình", "31/02/1985", "=1+1"], [3, "Chi", None, 9]]
    book = returned(
        tmp_path, taken(tmp_path, a_book({"Trang 1": [["DANH SÁCH"], HEAD, *rows]}), member_form())
    )
    sheet = book["Trang 1"]
    assert cells(sheet) == [[*HEAD, origin_title(2)], [2, "Bình", "31/02/1985", "=1+1", 4]]
    assert "31/02/1985 không có trong lịch" in sheet["C2"].comment.text
    assert sheet["C2"].fill.start_color.rgb == "FFF8D0CE"
    assert sheet["B2"].comment is None
    assert sheet["D2"].data_type == "s"
    assert [row[:4] for row in cells(book["Lỗi"])[1:]] == [
        ["4", "C2", "Ngày sinh", "31/02/1985"],
        ["4", "D2", "Điểm", "=1+1"],
    ]


def test_what_is_said_of_a_whole_row_stands_at_the_first_field_of_it(tmp_path: Path) -> None:
    found = taken(tmp_path, a_book({"A": [HEAD, [1, "An"], [2, "Bình"]]}), member_form())
    assert found.drafted
    write_returned(found.drafted, [FieldError(row=2, detail="Trùng số.")], [2], tmp_path / "loi.xlsx")
    book = openpyxl.load_workbook(tmp_path / "loi.xlsx")
    assert book["A"]["A2"].comment is None
    assert book["A"]["B2"].comment.text == "Trùng số."
    assert [row[1] for row in cells(book["Lỗi"])[1:]] == ["B2"]


def test_nothing_in_it_can_start_as_a_formula(tmp_path: Path) -> None:
    row = ["=cmd|' /C calc'!A0", "+1", "@x"]
    returned(
        tmp_path, taken(tmp_path, a_book({"A": [["Họ và tên", "Ngày sinh", "Tên"], row]}), member_form())
    )
    archive = zipfile.ZipFile(tmp_path / "loi.xlsx")
    assert not [n for n in archive.namelist() if b"<f>" in archive.read(n) or b"hyperlink" in archive.read(n)]


def test_lists_come_back_with_their_rows_linked_as_before(tmp_path: Path) -> None:
    book = returned(tmp_path, taken(tmp_path, a_book(MEETING), meeting_form()))
    assert book.sheetnames == ["Dữ liệu", "Vắng mặt", "Nơi nhận", "Lỗi"]
    assert cells(book["Dữ liệu"]) == [
        ["Dòng số", "Số", "Ngày họp", origin_title(1)],
        ["2", "sai", "31/02/2026", 3],
        ["4", "x", None, 5],
    ]
    assert cells(book["Vắng mặt"]) == [["Thuộc dòng số", "Họ và tên"], [2, "Bình"], [2, "1234"], [4, "Dũng"]]
    assert "phải là họ và tên" in book["Vắng mặt"]["B3"].comment.text
    assert "Vắng mặt!B3" in [row[1] for row in cells(book["Lỗi"])]


def test_mended_and_sent_again_it_is_the_rest_of_the_batch(tmp_path: Path) -> None:
    book = returned(tmp_path, taken(tmp_path, a_book(MEETING), meeting_form()))
    book["Dữ liệu"]["B2"], book["Dữ liệu"]["C2"], book["Dữ liệu"]["B3"] = 2, "28/02/2026", 4
    book["Vắng mặt"]["B3"] = "Bảo"
    target = io.BytesIO()
    book.save(target)
    again = taken(tmp_path, target.getvalue(), meeting_form())
    assert again.errors == ()
    values = [submission.values for _, submission in again.good]
    assert [v["so"] for v in values] == [2, 4]
    assert [[p["ho_ten"] for p in v["vang"]] for v in values] == [["Bình", "Bảo"], ["Dũng"]]
    assert [v["noi_nhan"] for v in values] == [[], ["Lưu"]]


def test_what_was_explained_once_needs_no_second_word(tmp_path: Path) -> None:
    data = a_book({"A": [["Tên người", "Lương", "Điểm"], ["An", 5, "sai"]]})
    for answers in ({"Tên người": "ho_ten", "Lương": ""}, {"@A": "ho_ten", "@B": ""}):
        returned(tmp_path, taken(tmp_path, data, member_form(), Answers(answers)))
        again = read(tmp_path / "loi.xlsx", "loi.xlsx", member_form(), max_rows=10)
        assert [(e.column, e.rule) for e in again.errors] == [("Điểm", "type")]


def test_it_says_where_each_row_was_also_the_second_time(tmp_path: Path) -> None:
    rows = [["DANH SÁCH"], ["Họ và tên", "Điểm"], ["An", 1], ["Bình", "x"], ["Chi", 2], ["Dũng", "y"]]
    first = taken(tmp_path, a_book({"A": rows}), member_form())
    assert first.drafted
    assert origins(first.drafted) is None
    book = returned(tmp_path, first)
    book["A"]["B2"] = 5
    target = io.BytesIO()
    book.save(target)
    second = taken(tmp_path, target.getvalue(), member_form())
    assert second.drafted
    assert origins(second.drafted) == {1: 2, 2: 4}
    book = returned(tmp_path, second)
    assert cells(book["A"]) == [["Họ và tên", "Điểm", origin_title(2)], ["Dũng", "y", 6]]
    assert [row[:2] for row in cells(book["Lỗi"])[1:]] == [["6", "B2"]]


def test_a_returned_workbook_of_a_former_version_is_read_as_it_was_meant(tmp_path: Path) -> None:
    head = ["Họ và tên", "Điểm", "Dòng trong tệp gốc"]
    found = taken(tmp_path, a_book({"A": [head, ["Bình", 5, 2], ["Dũng", "y", 4]]}), member_form())
    assert found.drafted
    assert (found.notes, origins(found.drafted)) == ((), {1: 2, 2: 4})
    book = returned(tmp_path, found)
    assert cells(book["A"]) == [head, ["Dũng", "y", 4]]
    assert [row[:2] for row in cells(book["Lỗi"])[1:]] == [["", "B2"]]


def test_the_row_of_origin_is_the_one_at_the_left_edge_whatever_stands_above(tmp_path: Path) -> None:
    for above in range(4):
        rows = [["DANH SÁCH"]] * above + [["Họ và tên", "Điểm"], ["An", 1], ["Bình", "x"]]
        data = a_book({"A": rows})
        book = returned(tmp_path, taken(tmp_path, data, member_form()))
        sent = openpyxl.load_workbook(io.BytesIO(data))["A"]
        assert sent.cell(book["A"]["C2"].value, 1).value == book["A"]["A2"].value == "Bình"


def test_typed_cells_keep_their_types(tmp_path: Path) -> None:
    rows = [["Họ và tên", "Điểm", "Dự bị", "Số CCCD"], ["An", 0.5, True, "12"]]
    book = returned(tmp_path, taken(tmp_path, styled(rows), member_form()))
    assert cells(book["Dữ liệu"])[1] == ["An", 0.5, True, "12", 2]


def test_a_csv_and_a_sheet_called_as_ours_get_sheets_of_their_own(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.csv", b"ho_ten,diem\nAn,sai\n")
    found = read(path, "a.csv", member_form(), max_rows=10)
    assert returned(tmp_path, found).sheetnames == ["Dữ liệu", "Lỗi"]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    found = taken(tmp_path, a_book(MEETING), meeting_form())
    returned(tmp_path, found)
    first = (tmp_path / "loi.xlsx").read_bytes()
    returned(tmp_path, found)
    assert (tmp_path / "loi.xlsx").read_bytes() == first


def test_a_date_that_was_asked_about_does_not_come_back_as_certain(tmp_path: Path) -> None:
    rows = [[1, "An", date(1961, 5, 2), 8], [2, "Bình", "27/05/1961", 9]]
    book = returned(tmp_path, taken(tmp_path, a_book({"A": [HEAD, *rows]}), member_form()))
    assert cells(book["A"])[1] == [1, "An", "02/05/1961", 8, 2]
    again = taken(tmp_path, (tmp_path / "loi.xlsx").read_bytes(), member_form())
    assert [("02/05/1961 là ngày 02 tháng 5 năm 1961" in note.why) for note in again.notes] == [True]
