from pathlib import Path

from service.intake.notes import Note
from service.intake.read import read, take_rows
from service.jobs.order import returned_by
from service.jobs.taken import KEPT_NOTES, keep_taken
from tests.builders_intake import a_book, member_form, saved
from tests.builders_service import Office


def test_json_and_good_files_have_nothing_to_give_back(tmp_path: Path) -> None:
    assert returned_by(take_rows([{"ho_ten": 5}], member_form(), max_rows=5)) is None
    path = saved(tmp_path, "a.xlsx", a_book({"A": [["Họ và tên"], ["An"]]}))
    assert returned_by(read(path, "a.xlsx", member_form(), max_rows=5)) is None


def test_the_workbook_is_kept_under_the_job_and_goes_with_it(office: Office, tmp_path: Path) -> None:
    path = saved(tmp_path, "a.xlsx", a_book({"A": [["Họ và tên"], ["1234"]]}))
    taken = read(path, "a.xlsx", member_form(), max_rows=5)
    options = keep_taken(office.shop, "a" * 32, (Note(why="x"),) * 500, returned_by(taken))
    assert options["returned"]
    assert len(options["notes"]) == KEPT_NOTES
    with office.shop.archive.open_returned("a" * 32) as stream:
        assert stream.read(2) == b"PK"


def test_nothing_is_kept_of_a_file_without_wrong_rows(office: Office) -> None:
    assert keep_taken(office.shop, "b" * 32, (), None) == {"returned": 0, "notes": []}
