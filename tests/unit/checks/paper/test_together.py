"""Papers given together: a number given twice, a number that falls while days rise; nothing of what nobody can know."""

from datetime import date
from pathlib import Path

import pytest

from service.checks.paper.together import together
from service.checks.rulefiles import load_rulebook
from tests.builders_papers import STATE, a_paper, judged

CONGRESS = date(2026, 6, 15)


def report(number: str, day: str, **lines):
    place = f"Mỹ Thọ, ngày {day}" if day else None
    return judged(a_paper(number=number, place_date=place, **lines))


FIRST = report("Số 05-NQ/CB", "05 tháng 8 năm 2026")


def told(*papers, **wanted) -> list[str]:
    named = [(f"{n}.docx", paper) for n, paper in enumerate((FIRST, *papers), start=1)]
    return [f"{f.severity} {f.rule} {f.place}: {f.found}" for f in together(named, **wanted)]


def test_a_number_given_twice_is_told_with_the_paper_that_has_it() -> None:
    twice = report("Số 05-NQ/CB", "12 tháng 9 năm 2026")
    assert told(twice) == ["W D1 2.docx: Số 05 đã cấp cho 1.docx (số 05, ngày 05/8/2026)."]
    assert told(twice, terms=[CONGRESS]) == ["E D1 2.docx: Số 05 đã cấp cho 1.docx (số 05, ngày 05/8/2026)."]
    (finding,) = together([("1", FIRST), ("2", twice)])
    assert "--term" in finding.mend
    assert (
        finding.required
        == "Mỗi số văn bản chỉ cấp một lần trong dãy số (Đảng: theo nhiệm kỳ; Nhà nước: theo năm)."
    )


def test_a_larger_number_on_an_earlier_day_is_told() -> None:
    assert told(report("Số 06-NQ/CB", "04 tháng 8 năm 2026")) == [
        "W D2 2.docx: Số 06 ngày 04/8/2026, nhưng 1.docx (số 05, ngày 05/8/2026) có ngày muộn hơn."
    ]


@pytest.mark.parametrize(
    ("number", "day", "lines"),
    [
        ("Số 06-NQ/CB", "05 tháng 8 năm 2026", {}),  # two papers of one day
        ("Số 05-BC/CB", "12 tháng 9 năm 2026", {"kind": "BÁO CÁO"}),
        ("Số 05-NQ/CB", "12 tháng 9 năm 2026", {"organ": "CHI BỘ ẤP 4"}),
        ("Số 05-NQ/CB", "12 tháng 9 năm 2027", {}),  # nobody knows of a congress between
        ("Số 09-NQ/CB", "12 tháng 9 năm 2026", {}),  # those between were perhaps not given
        ("Số 05-NQ/CB", "05 tháng 8 năm 2026", {}),  # the same paper, kept twice
        ("Số      -NQ/CB", "12 tháng 9 năm 2026", {}),
        ("Số 05-NQ/CB", "", {}),
    ],
)
def test_nothing_is_said_of_what_may_be_right(number: str, day: str, lines: dict) -> None:
    assert told(report(number, day, **lines)) == []


def test_a_congress_begins_the_numbers_anew() -> None:
    before = report("Số 05-NQ/CB", "14 tháng 6 năm 2026")
    on_its_day = report("Số 05-NQ/CB", "15 tháng 6 năm 2026")
    assert told(before, terms=[CONGRESS]) == []
    assert told(on_its_day, terms=[CONGRESS]) == [
        "E D1 1.docx: Số 05 đã cấp cho 2.docx (số 05, ngày 15/6/2026)."
    ]
    assert told(report("Số 05-NQ/CB", "12 tháng 9 năm 2027"), terms=[CONGRESS])


def test_papers_of_the_state_count_by_the_year() -> None:
    papers = [
        ("a", judged(a_paper(**STATE))),
        ("b", judged(a_paper(**{**STATE, "place_date": "Mỹ Thọ, ngày 12 tháng 9 năm 2026"}))),
        ("c", judged(a_paper(**{**STATE, "place_date": "Mỹ Thọ, ngày 04 tháng 01 năm 2027"}))),
    ]
    assert [(f.severity, f.rule, f.place) for f in together(papers)] == [("E", "D1", "b")]


def test_an_office_weighs_it_otherwise(tmp_path: Path) -> None:
    (tmp_path / "rieng.toml").write_text('[rule.D1]\nseverity = "tắt"\n[rule.D2]\nseverity = "I"\n', "utf-8")
    papers = [report("Số 05-NQ/CB", "12 tháng 9 năm 2026"), report("Số 06-NQ/CB", "04 tháng 8 năm 2026")]
    assert [t[:4] for t in told(*papers, book=load_rulebook(tmp_path))] == ["I D2"]
