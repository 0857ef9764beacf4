import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from service.catalog.package import load_package
from service.errors import InputTooLarge, InvalidSubmission, NotFound, UnreadableInput
from service.forms.schema import Form
from service.intake.notes import Answers
from service.intake.read import Intake, read, take_rows
from service.intake.sheet import write_blank
from tests.builders_forms import a_form
from tests.builders_intake import Formula, Rows, a_book, failed, meeting_form, member_form, saved

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = sorted((ROOT / "samples").iterdir())
HEADER = ["Họ và tên", "Ngày sinh", "Số CCCD", "Xếp loại", "Dự bị", "Điểm", "Tên"]


def read_bytes(folder: Path, name: str, data: bytes, form: Form, max_rows: int = 100) -> Intake:
    return read(saved(folder, name, data), name, form, max_rows=max_rows)


def read_rows(folder: Path, *rows: Any, form: Form | None = None) -> Intake:
    return read_bytes(folder, "a.xlsx", a_book({"Dữ liệu": rows}), form or member_form())


def values(taken: Intake) -> list[dict[str, Any]]:
    assert taken.errors == ()
    return [submission.values for _, submission in taken.good]


def places(errors: Any) -> list[tuple[int | None, str | None, str | None, str | None]]:
    return [(e.row, e.column, e.cell, e.rule) for e in errors]


def refusal(folder: Path, sheets: dict[str, Rows], form: Form, hidden: tuple[str, ...] = ()) -> Any:
    with pytest.raises(InvalidSubmission) as caught:
        read_bytes(folder, "a.xlsx", a_book(sheets, hidden), form)
    return caught.value


def test_typed_cells_become_the_types_of_the_form(tmp_path: Path) -> None:
    row = ["Nguyễn Văn An", date(1985, 5, 19), "001085012345", "tot", "x", 8.5, "Ấp 1"]
    assert values(read_rows(tmp_path, HEADER, row)) == [
        {
            "ho_ten": "Nguyễn Văn An",
            "ngay_sinh": "1985-05-19",
            "so_cccd": "001085012345",
            "xep_loai": "Tốt",
            "du_bi": True,
            "diem": 8.5,
            "don_vi": {"ten": "Ấp 1"},
        }
    ]


def test_blank_cells_take_the_default_and_the_mark_leaves_them_blank(tmp_path: Path) -> None:
    form = a_form({"ten": {"type": "string"}, "cap": {"type": "string", "default": "xã"}}, ("ten",))
    taken = read_rows(tmp_path, ["ten", "cap"], ["a", None], ["b", "  "], ["c", "(để trống)"], form=form)
    assert [v["cap"] for v in values(taken)] == ["xã", "xã", ""]


def test_an_empty_cell_of_a_required_column_with_a_default_takes_it_as_the_blank_workbook_says(
    tmp_path: Path,
) -> None:
    form = a_form({"ten": {"type": "string"}, "cap": {"type": "string", "default": "xã"}}, ("ten", "cap"))
    write_blank(form, tmp_path / "b.xlsx", title="Thử", sample=None)
    head = openpyxl.load_workbook(tmp_path / "b.xlsx")["Dữ liệu"]["B1"]
    assert (head.value, head.comment.text) == ("cap", "Để trống thì lấy: xã")
    assert values(read_rows(tmp_path, ["ten", "cap"], ["a", None], form=form)) == [{"ten": "a", "cap": "xã"}]
    assert values(read_rows(tmp_path, ["ten"], ["a"], form=form)) == [{"ten": "a", "cap": "xã"}]


def test_zeros_given_back_are_told_at_their_row_and_cell(tmp_path: Path) -> None:
    book = a_book({"Dữ liệu": [["DANH SÁCH"], HEADER, ["An", None, 1085012345]]})
    path = saved(tmp_path, "a.xlsx", book)
    taken = read(path, "a.xlsx", member_form(), max_rows=10, answers=Answers(zeros="add"))
    assert values(taken)[0]["so_cccd"] == "001085012345"
    assert [(n.row, n.cell, n.before, n.after) for n in taken.notes] == [
        (1, "C3", "1085012345", "001085012345")
    ]


def test_days_of_a_workbook_that_counts_from_1904_are_the_days_that_it_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Họ và tên", "Ngày sinh"])
    book.active.append(["An", date(1961, 5, 2)])
    book.save(tmp_path / "a.xlsx")
    taken = read(tmp_path / "a.xlsx", "a.xlsx", member_form(), max_rows=10)
    assert values(taken)[0]["ngay_sinh"] == "1961-05-02"


def test_whole_numbers_of_a_sheet_are_whole(tmp_path: Path) -> None:
    form = a_form({"so": {"type": "integer"}, "ky_hieu": {"type": "string"}})
    assert values(read_rows(tmp_path, ["so", "ky_hieu"], [5.0, 12.0], form=form)) == [
        {"so": 5, "ky_hieu": "12"}
    ]


def test_every_error_of_every_row_is_given_at_its_cell_and_good_rows_are_kept(tmp_path: Path) -> None:
    taken = read_rows(
        tmp_path,
        HEADER,
        ["Nguyễn Văn An"],
        [None, "31/02/2026", 1085012345],
        [],
        ["Trần Thị Út", None, None, "Giỏi"],
        [],
    )
    assert (taken.total, taken.bad_rows, [n for n, _ in taken.good]) == (3, (2, 4), [1])
    assert places(taken.errors) == [
        (2, "Họ và tên", "A3", "required"),
        (2, "Ngày sinh", "B3", "format"),
        (2, "Số CCCD", "C3", "format"),
        (4, "Xếp loại", "D5", "enum"),
    ]


def test_a_failed_formula_is_an_error_at_its_cell_and_named_once(tmp_path: Path) -> None:
    taken = read_rows(tmp_path, ["Họ và tên", "Điểm"], [failed("=NA()", "#N/A"), failed("=1/0", "#DIV/0!")])
    assert places(taken.errors) == [(1, "Họ và tên", "A2", "cell"), (1, "Điểm", "B2", "cell")]
    assert "#DIV/0!" in taken.errors[1].detail


def test_a_formula_gives_its_kept_value(tmp_path: Path) -> None:
    sum_of = Formula("=1+7")
    sum_of.result = 8
    assert values(read_rows(tmp_path, ["Họ và tên", "Điểm"], ["An", sum_of]))[0]["diem"] == 8


def test_the_header_is_found_below_other_words(tmp_path: Path) -> None:
    taken = read_rows(
        tmp_path,
        ["DANH SÁCH ĐẢNG VIÊN"],
        [],
        [None, "STT", "HỌ VÀ TÊN (*)", "so_cccd"],
        [None, 1, "An", "12"],
    )
    assert places(taken.errors) == [(1, "Số CCCD", "D4", "format")]


@pytest.mark.parametrize("title", ["don_vi.ten", "Đơn vị – Tên", "đơn vị - tên", "Tên *", "ten"])
def test_columns_are_known_by_name_title_and_title_without_marks(tmp_path: Path, title: str) -> None:
    assert values(read_rows(tmp_path, ["ho ten", title], ["An", "Ấp 1"]))[0]["don_vi"] == {"ten": "Ấp 1"}


def test_wrong_columns_are_all_named_at_once_with_what_was_meant(tmp_path: Path) -> None:
    book = {"Dữ liệu": [["Ngay sinnh", "Điểm", "diem", "Quê quán", None], [None, 1, 2, 3, "thừa"]]}
    errors = refusal(tmp_path, book, member_form()).errors
    assert [(e.cell, e.rule) for e in errors] == [
        ("A1", "unknown"),
        ("C1", "twice"),
        ("D1", "unknown"),
        ("E1", "untitled"),
        (None, "missing-column"),
    ]
    assert "ý bạn là “Ngày sinh”?" in errors[0].detail
    assert "có hai lần (ô B1)" in errors[1].detail
    assert errors[3].detail.startswith("Ô E2 có dữ liệu")
    assert errors[4].pointer == "/ho_ten"


def test_a_title_of_two_fields_asks_which(tmp_path: Path) -> None:
    person = {"type": "object", "properties": {"ten": {"type": "string", "title": "Tên"}}}
    form = a_form({"chu_tri": {"title": "Chủ trì", **person}, "thu_ky": {"title": "Thư ký", **person}})
    errors = refusal(tmp_path, {"Dữ liệu": [["Tên"], ["An"]]}, form).errors
    assert [e.rule for e in errors] == ["ambiguous"]
    assert "“Chủ trì – Tên” hay “Thư ký – Tên”" in errors[0].detail


def test_lists_are_joined_by_the_number_of_their_row(tmp_path: Path) -> None:
    book = {
        "Dữ liệu": [["Dòng số", "Số", "Chủ trì"], [1, 5, "An"], [2, 6, None]],
        "Vắng mặt": [["Thuộc dòng số", "Họ và tên", "Việc"], [2, "Bình", "họp\nđi xa"], [1, "Cúc", None]],
        "Khách mời": [["Thuộc dòng số", "Khách mời"], ["1", "Ông Dũng"]],
        "Ví dụ": [["gì cũng được"]],
    }
    first, second = values(read_bytes(tmp_path, "a.xlsx", a_book(book), meeting_form()))
    assert first["vang"] == [{"ho_ten": "Cúc", "ly_do": "việc riêng", "viec": []}]
    assert second["vang"] == [{"ho_ten": "Bình", "ly_do": "việc riêng", "viec": ["họp", "đi xa"]}]
    assert (first["hop"], first["noi_nhan"]) == ({"chu_tri": "An", "khach": ["Ông Dũng"]}, ["Lưu"])


def test_with_one_main_row_lists_need_no_number(tmp_path: Path) -> None:
    book = {"Dữ liệu": [["Số"], [5]], "vang": [["Họ và tên"], ["Bình"], [], ["Cúc"]]}
    (row,) = values(read_bytes(tmp_path, "a.xlsx", a_book(book), meeting_form()))
    assert [p["ho_ten"] for p in row["vang"]] == ["Bình", "Cúc"]


def test_a_plain_list_may_stand_in_the_main_sheet(tmp_path: Path) -> None:
    (row,) = values(read_rows(tmp_path, ["Số", "Nơi nhận"], [5, "Đảng ủy\nLưu"], form=meeting_form()))
    assert row["noi_nhan"] == ["Đảng ủy", "Lưu"]


def test_a_plain_list_at_two_places_is_asked_about(tmp_path: Path) -> None:
    book = {"Dữ liệu": [["Số", "Nơi nhận"], [5, "Lưu"]], "Nơi nhận": [["Nơi nhận"], ["Đảng ủy"]]}
    taken = read_bytes(tmp_path, "a.xlsx", a_book(book), meeting_form())
    assert places(taken.errors) == [(1, "Nơi nhận", "Nơi nhận!A2", "twice")]


def test_a_list_with_a_default_can_be_left_empty_on_purpose(tmp_path: Path) -> None:
    book = {"Dữ liệu": [["Số"], [5]], "Nơi nhận": [["Nơi nhận"], ["(để trống)"]]}
    (row,) = values(read_bytes(tmp_path, "a.xlsx", a_book(book), meeting_form()))
    assert row["noi_nhan"] == []


def test_errors_in_lists_name_sheet_and_cell(tmp_path: Path) -> None:
    book = {
        "Dữ liệu": [["Dòng số", "Số"], [1, 5], [2, "năm"]],
        "Vắng mặt": [
            ["Thuộc dòng số", "Họ và tên", "Lý do"],
            [2, "An", None],
            [1, "Bình", None],
            [2, "123", None],
        ],
    }
    taken = read_bytes(tmp_path, "a.xlsx", a_book(book), meeting_form())
    assert places(taken.errors) == [
        (2, "Số", "B3", "type"),
        (2, "Họ và tên", "Vắng mặt!B4", "format"),
    ]
    assert [e.pointer for e in taken.errors] == ["/so", "/vang/1/ho_ten"]


def test_an_error_of_a_whole_list_names_its_sheet(tmp_path: Path) -> None:
    form = a_form(
        {"so": {"type": "integer"}, "ds": {"type": "array", "minItems": 2, "items": {"type": "string"}}},
        ("so", "ds"),
    )
    book = {"Dữ liệu": [["so"], [5]], "ds": [["ds"], ["một"]]}
    taken = read_bytes(tmp_path, "a.xlsx", a_book(book), form)
    assert places(taken.errors) == [(1, "ds", "ds!A2", "minItems")]
    assert places(read_rows(tmp_path, ["so"], [5], form=form).errors) == [(1, "ds", None, "minItems")]


def test_a_list_row_that_belongs_nowhere_stops_the_file_and_row_errors_are_told_too(tmp_path: Path) -> None:
    book = {
        "Dữ liệu": [["Dòng số", "Số"], [1, 5], [2, "năm"]],
        "Vắng mặt": [["Thuộc dòng số", "Họ và tên"], [3, "An"], [None, "Bình"]],
    }
    errors = refusal(tmp_path, book, meeting_form()).errors
    assert [(e.cell, e.rule) for e in errors] == [
        ("Vắng mặt!A2", "link"),
        ("Vắng mặt!A3", "link"),
        ("B3", "type"),
    ]


def test_a_list_sheet_without_numbers_is_told_once(tmp_path: Path) -> None:
    book = {"Dữ liệu": [["Số"], [5], [6]], "Vắng mặt": [["Họ và tên"], ["An"], ["Bình"]]}
    assert [(e.cell, e.rule) for e in refusal(tmp_path, book, meeting_form()).errors] == [
        ("Vắng mặt!A1", "link")
    ]


def test_a_number_used_twice_is_refused_at_its_cell(tmp_path: Path) -> None:
    book = {"Dữ liệu": [["Dòng số", "Số"], [1, 5], [1, 6]]}
    errors = refusal(tmp_path, book, meeting_form()).errors
    assert places(errors) == [(2, "Dòng số", "A3", "twice")]
    assert "đã dùng ở ô A2" in errors[0].detail


def test_a_row_with_a_number_alone_counts_when_a_list_points_to_it_even_without_numbers(
    tmp_path: Path,
) -> None:
    book = {"Dữ liệu": [["Dòng số", "Số"], [1, None]], "Vắng mặt": [["Họ và tên"], ["An"]]}
    taken = read_bytes(tmp_path, "a.xlsx", a_book(book), meeting_form())
    assert places(taken.errors) == [(1, "Số", "B2", "required")]


def test_sheets_whose_data_would_be_lost_are_refused(tmp_path: Path) -> None:
    main: Rows = [["Số", "Ngày họp"], [5, None]]
    people: Rows = [["Họ và tên"], ["An"]]
    assert "“Vắng mặt”?" in refusal(tmp_path, {"Dữ liệu": main, "Vắng măt 2": people}, meeting_form()).detail
    assert "gộp" in refusal(tmp_path, {"Dữ liệu": main, "Ấp 2": main}, meeting_form()).detail
    assert (
        "hai trang"
        in refusal(tmp_path, {"Dữ liệu": main, "Vắng mặt": people, "vang": people}, meeting_form()).detail
    )
    assert (
        "tiêu đề"
        in refusal(tmp_path, {"Dữ liệu": main, "Vắng mặt": [["gì?"], ["An"]]}, meeting_form()).detail
    )


def test_hidden_and_empty_sheets_do_not_matter(tmp_path: Path) -> None:
    book = a_book({"Trang1": [["Số"], [5]], "Ẩn": [["Số"], [6]], "Sheet3": []}, hidden=("Ẩn",))
    assert [v["so"] for v in values(read_bytes(tmp_path, "a.xlsx", book, meeting_form()))] == [5]


def test_cells_outside_the_first_sheet_carry_its_name(tmp_path: Path) -> None:
    book = a_book({"Bìa": [["Danh sách"]], "Dữ liệu": [["Họ và tên"], ["12"]]})
    assert [e.cell for e in read_bytes(tmp_path, "a.xlsx", book, member_form()).errors] == ["Dữ liệu!A2"]


def test_a_sheet_without_rows_or_header_says_so(tmp_path: Path) -> None:
    for rows, words in (
        ([], "trống"),
        ([["Họ và tên"]], "chưa có dòng dữ liệu"),
        ([["Họ và tên"], [" "]], "chưa có dòng dữ liệu"),
        ([["khác", "lạ"], ["An", "B"]], "dòng tiêu đề"),
    ):
        with pytest.raises(UnreadableInput, match=words):
            read_rows(tmp_path, *rows)


def test_too_many_rows_are_refused_with_both_numbers(tmp_path: Path) -> None:
    book = a_book({"Dữ liệu": [["Họ và tên"], *[["An"]] * 20_000]})
    with pytest.raises(InputTooLarge, match=r"20\.000 dòng, nhiều nhất 10\.000 dòng một lô; xin chia thành"):
        read_bytes(tmp_path, "a.xlsx", book, member_form(), max_rows=10_000)
    with pytest.raises(InputTooLarge, match=r"3 dòng, nhiều nhất 2 dòng"):
        read_bytes(tmp_path, "a.csv", "Họ và tên\nAn\nBình\nCúc\n".encode(), member_form(), max_rows=2)
    with pytest.raises(InputTooLarge, match=r"3 dòng, nhiều nhất 2 dòng"):
        take_rows([{}, {}, {}], member_form(), max_rows=2)


def test_csv_reads_like_a_sheet(tmp_path: Path) -> None:
    text = "Họ và tên;Điểm;Ngày sinh\nAn;8,5;05/02/1990\n;x;\n"
    taken = read_bytes(tmp_path, "a.csv", text.encode("utf-8-sig"), member_form())
    assert taken.good[0][1].values["diem"] == 8.5
    assert places(taken.errors) == [(2, "Họ và tên", "A3", "required"), (2, "Điểm", "B3", "type")]


def test_csv_of_a_form_with_required_lists_names_the_workbook(tmp_path: Path) -> None:
    form = a_form(
        {
            "so": {"type": "integer"},
            "ds": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
        },
        ("ds",),
    )
    with pytest.raises(InvalidSubmission, match=r"\.xlsx"):
        read_bytes(tmp_path, "a.csv", b"so\n5\n", form)


def test_json_rows_are_strict_and_errors_carry_their_row() -> None:
    taken = take_rows([{"ho_ten": "An"}, {"ho_ten": "An", "diem": "8"}, 5], member_form(), max_rows=10)
    assert [n for n, _ in taken.good] == [1]
    assert [(e.row, e.pointer, e.rule) for e in taken.errors] == [(2, "/diem", "type"), (3, "", "type")]
    assert (taken.total, taken.bad_rows) == (3, (2, 3))


def test_no_rows_and_no_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="trống"):
        take_rows([], member_form(), max_rows=10)
    with pytest.raises(NotFound, match=r"khong-co\.json"):
        read(tmp_path / "khong-co.json", "khong-co.json", member_form(), max_rows=10)
    with pytest.raises(UnreadableInput, match="Không mở được"):
        read(tmp_path, "thu-muc.json", member_form(), max_rows=10)


def test_more_errors_than_anyone_reads_are_cut_but_every_bad_row_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.intake.read.MAX_ERRORS", 10)
    taken = take_rows([{"x": 1, "y": 2}] * 20, member_form(), max_rows=20)
    assert (len(taken.errors), len(taken.bad_rows)) == (10, 20)
    assert taken.errors[-1].rule == "more"


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda p: p.name)
def test_the_twins_of_a_sample_hold_the_same_submissions(folder: Path) -> None:
    form = load_package(ROOT / "docx_templates" / folder.name).form
    taken = read(folder / "submission.json", "submission.json", form, max_rows=100)
    assert taken.errors == ()
    twins = [path for path in sorted(folder.glob("submission.*")) if path.suffix != ".json"]
    assert twins
    for path in twins:
        assert read(path, path.name, form, max_rows=100) == taken


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda p: p.name)
def test_a_wrong_sample_gets_exactly_the_expected_problems(folder: Path) -> None:
    form = load_package(ROOT / "docx_templates" / folder.name).form
    taken = read(folder / "wrong.json", "wrong.json", form, max_rows=100)
    expected = [{"row": 1, **p} for p in json.loads((folder / "wrong.expected.json").read_bytes())]
    assert [{"row": e.row, "pointer": e.pointer, "rule": e.rule} for e in taken.errors] == expected


def test_numbers_before_names_of_sheets_may_be_those_of_another_edition(tmp_path: Path) -> None:
    form = load_package(ROOT / "docx_templates/nghi-quyet-chi-bo").form
    path = ROOT / "samples/nghi-quyet-chi-bo/submission.xlsx"
    book = openpyxl.load_workbook(path)
    book["4.a) Biểu dương"].title, book["4.b) Nhắc nhở"].title = "4. Biểu dương", "4. Nhắc nhở"
    book.save(tmp_path / "a.xlsx")
    former, latter = (read(p, "a.xlsx", form, max_rows=9) for p in (tmp_path / "a.xlsx", path))
    assert values(former) == values(latter)
    assert values(latter)[0]["danh_gia"]["bieu_duong"]
