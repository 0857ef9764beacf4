import csv
import io

import pytest

from service.errors import InputTooLarge, UnreadableInput
from service.intake.delimited import read_grid
from service.intake.plan import plan_of
from service.vietnamese.legacy import Encoding, encode
from tests.builders_intake import member_form

MAIN = plan_of(member_form()).main


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_the_header(separator: str) -> None:
    target = io.StringIO()
    rows = [["Họ và tên", "Tên"], ["An, Bình; Cúc", "Ấp 1\nxã A; B, C"], ['nói "x"', ""]]
    csv.writer(target, delimiter=separator).writerows(rows)
    assert read_grid(target.getvalue().encode(), MAIN, max_rows=10).rows == rows


def test_a_file_may_say_its_separator() -> None:
    grid = read_grid("sep=^\r\nHọ và tên^Tên\r\nAn^B".encode(), MAIN, max_rows=10)
    assert grid.rows == [(), ["Họ và tên", "Tên"], ["An", "B"]]


def test_one_column_needs_no_separator() -> None:
    assert read_grid("Họ và tên\nAn\n".encode(), MAIN, max_rows=10).rows == [["Họ và tên"], ["An"]]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ('ho_ten,ten\nAn,"B\nC,D\n', 3),
        ('ho_ten,ten\n"An"x,B\n', 2),
        ('sep=,\nho_ten,ten\n"An"x,B\n', 3),
    ],
)
def test_quotes_out_of_place_are_shown_near_their_line(data: str, line: int) -> None:
    with pytest.raises(UnreadableInput, match=f"gần dòng {line}:"):
        read_grid(data.encode(), MAIN, max_rows=10)


def test_a_file_from_before_unicode_is_told_with_its_first_line_of_letters() -> None:
    line = "Nguyễn Thị Quỳnh;Đảng bộ xã lãnh đạo nhân dân thực hiện tốt nhiệm vụ, giữ vững quốc phòng"
    old = encode(line, Encoding.TCVN3)
    grid = read_grid(f"ho_ten;ten\n{old}\n".encode("latin-1"), MAIN, max_rows=10)
    assert (grid.written_in, grid.example) == ("TCVN3 (ABC)", (old, line))


def test_endless_cells_and_files_are_refused() -> None:
    with pytest.raises(UnreadableInput, match="quá dài"):
        read_grid(b"ho_ten,ten\n" + b"x" * 5_000_000, MAIN, max_rows=10)
    with pytest.raises(InputTooLarge, match="hơn 100 dòng, nhiều nhất 10"):
        read_grid(b"ho_ten\n" + b"An\n" * 1_000, MAIN, max_rows=10)


def test_a_row_of_endless_cells_is_cut() -> None:
    assert len(read_grid(b"ho_ten\n" + b"," * 100_000, MAIN, max_rows=10).rows[1]) == 2_000


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "'=1", "''+"])
def test_the_guard_of_a_text_that_looks_like_a_formula_is_taken_away(text: str) -> None:
    grid = read_grid(f"ho_ten,ten\n,'{text}\n".encode(), MAIN, max_rows=10)
    assert grid.rows[1] == ["", text]


@pytest.mark.parametrize("text", ["An", "'", "'a", "H'Hen", "=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert read_grid(f"ho_ten,ten\n,{text}\n".encode(), MAIN, max_rows=10).rows[1] == ["", text]
