"""What is asked of a file before its rows are taken."""

from pathlib import Path
from typing import Any

from service.intake.notes import Answers
from service.intake.questions import Questions, questions_of
from service.intake.read import open_file
from service.vietnamese.legacy import Encoding, encode
from tests.builders_awkward import AN, HEAD, awkward_form, styled
from tests.builders_intake import a_book, meeting_form, saved

FORM = awkward_form()


def asked(folder: Path, data: bytes, form: Any = FORM, name: str = "a.xlsx", **said: Any) -> Questions:
    answers = Answers(**said)
    opened = open_file(saved(folder, name, data), name, form, max_rows=100, answers=answers)
    found = questions_of(opened, form, answers)
    assert found is not None
    return found


def test_nothing_is_asked_of_a_file_that_fits(tmp_path: Path) -> None:
    assert not asked(tmp_path, a_book({"Dữ liệu": [HEAD, AN]})).open


def test_nothing_is_asked_of_json(tmp_path: Path) -> None:
    opened = open_file(saved(tmp_path, "a.json", b'[{"ho_ten": "An"}]'), "a.json", FORM, max_rows=9)
    assert questions_of(opened, FORM, Answers()) is None


def test_columns_are_shown_with_a_proposal_and_their_first_two_values(tmp_path: Path) -> None:
    rows = [["Họ và tenn", "Ghi chú", "Lương", None], ["An", "một", 5.0, "?"], ["Bình", None, 7.5], ["Chi"]]
    found = asked(tmp_path, a_book({"Dữ liệu": rows}))
    assert found.about_columns
    assert [(c.key, c.title, c.target, c.sure, c.samples) for c in found.sheets[0].columns] == [
        ("@Dữ liệu!A", "Họ và tenn", "ho_ten", False, ("An", "Bình")),
        ("@Dữ liệu!B", "Ghi chú", "ghi_chu", True, ("một",)),
        ("@Dữ liệu!C", "Lương", "", False, ("5", "7,5")),
        ("@Dữ liệu!D", "", "", False, ("?",)),
    ]
    assert ("don_vi.ten", "Tên") in found.sheets[0].choices
    assert found.sheets[0].missing == ()


def test_one_field_is_proposed_once(tmp_path: Path) -> None:
    found = asked(tmp_path, a_book({"Dữ liệu": [["Họ và tenn", "Họ và têns"], ["An", "Bình"]]}))
    assert [c.target for c in found.sheets[0].columns] == ["ho_ten", ""]


def test_the_answers_close_the_questions(tmp_path: Path) -> None:
    data = a_book({"Dữ liệu": [["Họ và tenn", "Ngày sinh", "Lương"], ["An", "05/27/61", 5]]})
    found = asked(tmp_path, data, mapping={"@A": "ho_ten", "@C": ""})
    assert (found.about_columns, found.about_dates, found.open) == (False, True, True)
    days = found.sheets[0].columns[1].doubt
    assert days is not None
    assert (days.order, days.years, days.examples) == (True, True, ("05/27/61",))
    done = asked(tmp_path, data, mapping={"@A": "ho_ten", "@C": ""}, dates={"@B": "mdy-1930"})
    assert not done.open


def test_a_field_chosen_twice_stays_a_question(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        a_book({"Dữ liệu": [["A", "Họ và tên"], ["x", "An"]]}),
        mapping={"@A": "ho_ten", "@B": "ho_ten"},
    )
    assert found.about_columns
    assert "có hai lần" in found.errors[0].detail


def test_hidden_rows_and_columns_are_shown_and_explained_columns_are_answered(tmp_path: Path) -> None:
    data = styled([HEAD, AN, AN], hidden=(3,), veiled="B")
    found = asked(tmp_path, data)
    assert found.about_hidden
    assert found.sheets[0].hidden_rows == (3,)
    assert found.sheets[0].hidden_samples[0].startswith("Nguyễn Văn An")
    assert [c.letters for c in found.sheets[0].columns if c.hidden] == ["B"]
    assert not asked(tmp_path, styled([HEAD, AN], veiled="B"), mapping={"@B": "ngay_sinh"}).open
    assert not asked(tmp_path, data, hidden="take").open


def test_old_text_is_shown_before_and_after(tmp_path: Path) -> None:
    rows = [["Họ và tên"], [encode("Nguyễn Thị Đỗ Quyên", Encoding.TCVN3)]]
    found = asked(tmp_path, a_book({"Dữ liệu": rows})).old_text
    assert found is not None
    assert (found.sure, found.guesses) == (False, ("tcvn3",))
    assert found.examples[0][1] == "Nguyễn Thị Đỗ Quyên"
    by_font = asked(
        tmp_path, styled([["Họ và tên"], [encode("Nguyễn Văn An", Encoding.VNI)]], fonts={"A2": "VNI-Times"})
    ).old_text
    assert by_font is not None
    assert (by_font.sure, by_font.examples[0][1]) == (True, "Nguyễn Văn An")


def test_several_sheets_with_data_are_asked_about_and_lists_may_be_named(tmp_path: Path) -> None:
    rows = [["Họ và tên"], ["Nguyễn Văn An"]]
    found = asked(tmp_path, a_book({"Một": [HEAD, AN], "Hai": [HEAD, AN], "Ba": rows}))
    assert (found.about_sheets, found.sheets[0].name, found.spare) == (True, "Một", ("Hai", "Ba"))
    assert not asked(
        tmp_path, a_book({"Một": [HEAD, AN], "Hai": [HEAD, AN]}), sheets={"Hai": "Dữ liệu", "Một": ""}
    ).open
    meeting = asked(
        tmp_path, a_book({"Dữ liệu": [["Chủ trì"], ["An"]], "Lạ": [["x"], ["y"]]}), meeting_form()
    )
    assert meeting.about_sheets
    assert meeting.tables


def test_zeros_that_numbers_of_identity_lost_are_proposed_once_for_the_column(tmp_path: Path) -> None:
    rows = [["Họ và tên", "Số CCCD"], ["An", 1085012345], ["B", "79090001234"], ["C", "001085012345"]]
    found = asked(tmp_path, a_book({"Dữ liệu": rows}))
    assert found.about_zeros
    lost = found.sheets[0].columns[1].lost
    assert lost is not None
    assert (lost.count, lost.before, lost.after) == (2, "1085012345", "001085012345")
    for said in ("add", "keep"):
        assert not asked(tmp_path, a_book({"Dữ liệu": rows}), zeros=said).open
