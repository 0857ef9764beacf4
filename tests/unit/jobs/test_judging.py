"""What the rules find stops a paper or its row, unless somebody answers for it; nothing else is stopped by that."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from service.catalog.package import Package, load_package
from service.checks.judge import Judgement
from service.checks.override import Override, Passed, read_overrides
from service.checks.rulefiles import our_rulebook
from service.errors import InvalidSubmission, StoppedByFindings
from service.intake.read import Intake, read, take_rows
from service.jobs.judging import Bench, no_good_row
from service.jobs.order import Order, Rows
from service.model import Finding, Severity, Submission
from tests.builders_checks import a_roll_call, roll_call
from tests.builders_intake import a_book, saved
from tests.builders_service import Office, invited
from tests.fakes import RefusingConverter

BENCH = Bench(our_rulebook(), date(2026, 8, 5))
REASON = "Đảng ủy xã đã xác nhận số liệu."
HEADS = ["Chi bộ", "Tổng số", "Có mặt", "Vắng"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return load_package(a_roll_call(tmp_path_factory.mktemp("mau")))


def test_an_error_stops_a_submission_and_says_all_that_was_found(package: Package) -> None:
    with pytest.raises(StoppedByFindings) as stopped:
        BENCH.passable(package, Submission.of(roll_call("An", present=14)))
    (error,) = stopped.value.errors
    assert (error.pointer, error.rule, error.severity) == ("/tong_so", "M1", "E")
    for part in ("Tổng số: 30 = 14 + 03", "Yêu cầu: Số có mặt", "Cách sửa: Đếm lại"):
        assert part in error.detail
    assert [(f["rule"], f["severity"]) for f in stopped.value.findings] == [("M1", "E"), ("M10", "W")]


def test_warnings_stop_nothing(package: Package) -> None:
    judgement = BENCH.passable(package, Submission.of(roll_call("An", present=14, absent=16)))
    assert [f["rule"] for f in judgement.kept()] == ["M10"]


def test_values_that_speak_of_tags_and_blanks_stop_nothing(package: Package) -> None:
    judgement = BENCH.passable(package, Submission.of(roll_call("&<>\"' {{ x }}{% y %} ……")))
    assert {f["severity"] for f in judgement.kept()} == {"W"}


def test_an_error_answered_for_is_kept_with_its_reason(package: Package) -> None:
    wrong = Submission.of(roll_call("An", present=26))
    (kept,) = BENCH.passable(package, wrong, [Override("M1", "/tong_so", REASON)]).kept()
    assert (kept["rule"], kept["severity"], kept["overridden"]) == ("M1", "E", {"reason": REASON})


def test_an_answer_that_nothing_asks_for_is_a_warning(package: Package) -> None:
    right = Submission.of(roll_call("An"))
    (kept,) = BENCH.passable(package, right, [Override("M1", "", REASON)]).kept()
    assert (kept["rule"], kept["severity"]) == ("M1", "W")
    assert "để bỏ qua" in kept["found"]


def test_only_the_rows_with_errors_are_stopped_each_at_its_cell(package: Package, tmp_path: Path) -> None:
    rows = [
        ["An", 30, 27, 3],
        ["Bình", 30, 26, 3],
        ["Cao", "sáu", 1, 1],
        ["Dũng", 30, 14, 16],
        ["Em", 30, 9, 3],
    ]
    path = saved(tmp_path, "a.xlsx", a_book({"A": [HEADS, *rows]}))
    judged = BENCH.rows(package, read(path, "a.xlsx", package.form, max_rows=9))
    assert [number for number, _ in judged.good] == [1, 4]
    assert list(judged.bad_rows) == [2, 3, 5]
    assert [(e.row, e.cell, e.rule) for e in judged.errors] == [
        (2, "B3", "M1"),
        (3, "B4", "type"),
        (5, "B6", "M1"),
    ]
    assert judged.summary == "5 dòng: 2 đạt, 3 dòng lỗi"
    assert [(f.at.cell, f.finding.rule, f.stops) for f in judged.found] == [
        ("B3", "M1", True),
        ("C5", "M10", False),
        ("B6", "M1", True),
        ("C6", "M10", False),
    ]
    assert [f["rule"] for f in judged.kept(4)] == ["M10"] and judged.kept(1) == []


def test_the_workbook_given_back_marks_errors_and_warnings_apart_with_rule_and_source(
    package: Package, tmp_path: Path
) -> None:
    path = saved(tmp_path, "a.xlsx", a_book({"A": [HEADS, ["An", 30, 14, 16], ["Em", 30, 9, 3]]}))
    judged = BENCH.rows(package, read(path, "a.xlsx", package.form, max_rows=9))
    assert judged.returned is not None
    judged.returned(tmp_path / "loi.xlsx")
    book = openpyxl.load_workbook(tmp_path / "loi.xlsx")
    data, listed = book.worksheets
    assert [c.value for c in data[2]] == ["Em", 30, 9, 3, 3]
    assert [c.fill.fgColor.rgb for c in data[2][:4]] == ["00000000", "FFF8D0CE", "FFFCE8B2", "00000000"]
    assert data["C2"].comment.text.startswith("Nên xem lại: ")
    assert [[c.value for c in row][5:7] for row in listed.iter_rows(min_row=2)] == [
        ["Phải sửa", "M1"],
        ["Nên xem lại", "M10"],
    ]
    assert listed["H2"].value.startswith("Mẫu biên bản, nghị quyết") and listed["B3"].value == "C2"


def test_an_answer_counts_for_its_row_or_for_all(package: Package) -> None:
    taken = take_rows([roll_call("An", present=26), roll_call("Bình", present=26)], package.form, max_rows=9)
    one = BENCH.rows(package, taken, [Override("M1", "", REASON, 2)])
    assert [n for n, _ in one.good] == [2] and [e.row for e in one.errors] == [1]
    assert one.found[1].as_dict()["overridden"] == {"reason": REASON}
    every = BENCH.rows(package, taken, [Override("M1", "", REASON), Override("M1", "", REASON, 7)])
    assert [n for n, _ in every.good] == [1, 2]
    assert [n.row for n in every.notes] == [7] and "ở dòng 7 để bỏ qua" in every.notes[0].why


def test_a_batch_without_one_good_row_names_errors_and_findings(package: Package) -> None:
    taken = take_rows([roll_call("An", present=26), {"chi_bo": 5}], package.form, max_rows=9)
    refusal = no_good_row(BENCH.rows(package, taken))
    assert isinstance(refusal, StoppedByFindings)
    assert {e.row for e in refusal.errors} == {1, 2} and refusal.findings[0]["row"] == 1


@pytest.mark.parametrize(
    ("given", "pointer", "words"),
    [
        ({"rule": "M99", "reason": REASON}, "/overrides/0/rule", "Ý bạn là “M9”?"),
        (
            {"rule": "M1", "pointer": "/tong", "reason": REASON},
            "/overrides/0/pointer",
            "không có chỗ “/tong”",
        ),
        ({"rule": "M1", "reason": " " * 20}, "/overrides/0/reason", "phải ghi lý do"),
        ({"rule": "M1", "reason": "đã biết"}, "/overrides/0/reason", "dài 7 ký tự"),
        ({"rule": "M1", "reason": "x" * 501}, "/overrides/0/reason", "cần từ 10 đến 500 ký tự"),
        ({"rule": "M1", "reason": "đã xác nhận\x07 rồi"}, "/overrides/0/reason", "ký tự điều khiển"),
        ({"rule": "M1", "reason": "đã xác nhận\nrồi nhé"}, "/overrides/0/reason", "xuống dòng"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(
    package: Package, given: dict[str, str], pointer: str, words: str
) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        read_overrides([given], package.form, BENCH.book)
    assert [e.pointer for e in refused.value.errors] == [pointer]
    assert words in refused.value.errors[0].detail


@pytest.mark.parametrize("length", [10, 500])
def test_a_reason_holds_at_its_bounds(package: Package, length: int) -> None:
    (override,) = read_overrides([{"rule": "M1", "reason": "x" * length}], package.form, BENCH.book)
    assert override.reason == "x" * length


def test_what_was_found_and_answered_for_stays_through_a_failure_and_a_retry(
    an_office: Callable[..., Office],
) -> None:
    converter = RefusingConverter(["An"])
    office = an_office(converter=converter)
    finding = Finding(
        rule="M1", severity=Severity.ERROR, required="a", found="b", mend="c", pointer="/ho_ten"
    )
    judged = {1: Judgement((), (Passed(finding, REASON),))}
    job_id = office.batch(rows=Rows([(1, invited("An"))], judged=judged), dossier=True)
    assert office.states(job_id) == ["failed"]
    converter.words = []
    office.desk.retry(job_id)
    (document,) = office.documents(job_id)
    assert document.state == "done" and document.findings == judged[1].kept()
    manifest = office.dossier(job_id).manifest
    assert manifest is not None and manifest["documents"][0]["overridden"] == judged[1].kept()


def test_what_was_found_in_a_mended_row_stays_with_its_document(
    an_office: Callable[..., Office], tmp_path: Path
) -> None:
    office = an_office()
    a_roll_call(office.templates)
    package = office.service.library.get("diem-danh")

    def taken(name: str, *rows: list[object]) -> Intake:
        return read(saved(tmp_path, name, a_book({"A": [*rows]})), name, package.form, max_rows=9)

    wrong = ["Bình", "sáu", 1, 1]
    sent = taken("a.xlsx", HEADS, ["An", 30, 27, 3], wrong, wrong)
    job_id = office.desk.batch(package, office.desk.judged(package, sent), Order())
    returned = taken("b.xlsx", [*HEADS, "Dòng trong tệp gốc"], ["Cao", 30, 14, 16, 3])
    office.desk.mend(job_id, package, returned)
    assert [(d.row, [f["rule"] for f in d.findings]) for d in office.documents(job_id)] == [
        (1, []),
        (3, ["M10"]),
    ]
