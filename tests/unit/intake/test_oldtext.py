from service.intake.grid import Grid
from service.intake.oldtext import UNICODE_ALONE, modernise
from service.vietnamese.legacy import Encoding, encode

TEXT = "Đảng bộ xã lãnh đạo thực hiện nhiệm vụ, giữ vững đoàn kết, đấu tranh phòng chống tham nhũng"
OLD = encode(TEXT, Encoding.TCVN3)
NAME = encode("Nguyễn Thị Hậu", Encoding.TCVN3)


def test_sheets_in_unicode_are_given_back_as_they_are() -> None:
    grids = (Grid("A", [[TEXT, 1.0, None]]),)
    modern, turned = modernise(grids, "")
    assert (modern, turned) == ([grids[0]], [])


def test_one_sheet_in_old_text_explains_a_name_on_another() -> None:
    modern, turned = modernise((Grid("A", [[OLD]]), Grid("B", [[NAME]], first=False)), "")
    assert [grid.rows for grid in modern] == [[[TEXT]], [["Nguyễn Thị Hậu"]]]
    assert [(t.grid, t.at, t.after) for t in turned] == [("A", (0, 0), TEXT), ("B", (0, 0), "Nguyễn Thị Hậu")]


def test_too_little_is_asked_about_with_both_readings_and_left_as_it_is() -> None:
    modern, turned = modernise((Grid("A", [[NAME]]),), "")
    assert (modern[0].rows, turned) == ([[NAME]], [])
    assert "TCVN3 (ABC), đọc là “Nguyễn Thị Hậu”" in modern[0].asked[0, 0][1]


def test_the_sender_may_say_that_nothing_is_old() -> None:
    modern, turned = modernise((Grid("A", [[OLD]], fonts={(0, 0): ".VnTime"}),), "unicode")
    assert (modern[0].rows, turned) == ([[OLD]], [])


def test_fonts_are_believed_for_plain_letters_of_capital_fonts_too() -> None:
    grid = Grid("A", [["an", "an"]], fonts={(0, 0): ".VnTimeH", (0, 1): ".VnTime"})
    assert modernise((grid,), "")[0][0].rows == [["AN", "an"]]


def test_a_word_that_is_good_unicode_stays_in_a_column_that_has_both() -> None:
    rows = [[OLD], ["Đặng Thị Lôc"], ["Tô"]]
    assert modernise((Grid("A", rows),), "")[0][0].rows == [[TEXT], ["Đặng Thị Lôc"], ["Tô"]]


def test_the_letters_by_which_unicode_is_known_at_once_are_in_no_old_text() -> None:
    alone = [chr(code) for code in range(0x110000) if UNICODE_ALONE.match(chr(code))]
    assert set("ăđĩũơưạảấầỹỷ") < set(alone)
    assert all(c > "\u00ff" and c.isalpha() for c in alone)


def test_a_word_in_unicode_among_telltale_letters_leaves_its_cell_alone() -> None:
    mixed = f"{NAME} (nay là Nguyễn Thị Hậu)"
    modern, _ = modernise((Grid("A", [[OLD], [mixed], [NAME]]),), "")
    assert modern[0].rows == [[TEXT], [mixed], ["Nguyễn Thị Hậu"]]
