"""Every rule of layout fires, stays silent and holds its bound; docs/quy-tac.md says of each what the code says."""

import re
import unicodedata
from pathlib import Path

import pytest

from service.checks.paper.judge import LAYOUT_RULES
from service.checks.paper.words import misspelled
from service.checks.rulefiles import our_rulebook
from service.vietnamese.text import nfc
from tests.builders_papers import STATE, Letters, a_paper, judged, told
from tests.cases_papers import NEW_DAY, PAPER_CASES, PaperCase, letter_paper, margins

PAGE = Path(__file__).parents[4] / "docs" / "quy-tac.md"
each_rule = pytest.mark.parametrize(("rule", "case"), PAPER_CASES.items(), ids=PAPER_CASES)


def found(rule: str, lines: dict) -> list[str]:
    return [f.found for f in judged(a_paper(**lines)).findings if f.rule == rule]


def section(rule: str, case: PaperCase) -> str:
    """Write what the page says of one rule."""
    standing = our_rulebook().rules[rule]
    spec = next(r for r in LAYOUT_RULES if r.id == rule)
    lesser = "" if standing.lesser == standing.severity else f" (trường hợp nhẹ: {standing.lesser})"
    lines = [
        f"### {rule}. {spec.requires}",
        "",
        f"- Mức: **{standing.severity}**{lesser}. Nguồn: {standing.words}.",
        f"- Ví dụ: {case.says}",
    ]
    return "\n".join(lines)


def test_a_paper_that_is_right_has_no_findings_however_it_is_typed() -> None:
    for typed in (False, True):
        assert told(a_paper(typed=typed)) == []
        assert told(a_paper(typed=typed, **STATE)) == []


def test_the_cases_are_those_of_the_rules() -> None:
    assert [r.id for r in LAYOUT_RULES] == list(PAPER_CASES)


@each_rule
def test_a_rule_fires_with_its_sentence(rule: str, case: PaperCase) -> None:
    findings = [f for f in judged(a_paper(**case.fires)).findings if f.rule == rule]
    assert findings[0].found == case.says
    assert findings[0].severity == our_rulebook().rules[rule].severity
    assert findings[0].required and findings[0].mend and findings[0].place and findings[0].source


@each_rule
def test_a_rule_is_silent_when_all_is_right(rule: str, case: PaperCase) -> None:
    assert found(rule, case.silent) == []


@each_rule
def test_a_rule_holds_at_its_bound(rule: str, case: PaperCase) -> None:
    assert found(rule, case.bound) == ([case.at_bound] if case.at_bound else [])


@each_rule
def test_the_page_says_of_a_rule_what_the_code_says(rule: str, case: PaperCase) -> None:
    assert section(rule, case) in PAGE.read_text("utf-8")


def test_only_the_planted_mistake_is_found() -> None:
    """A mistake of one kind brings no findings of other kinds with it."""
    for rule, case in PAPER_CASES.items():
        others = [t for t in told(a_paper(**case.fires), "E", "W") if not re.match(rf"{rule} ", t)]
        assert others == [], rule


def test_foreign_paper_sizes_are_told_and_a_small_invitation_may_be_a5() -> None:
    assert found("L1", {"change": letter_paper}) == ["Khổ giấy 216 × 279 mm."]
    assert found("L1", {"change": margins(left=29.2)}) == ["Lề trái 29,2 mm."]


def test_the_long_name_of_an_organ_may_shrink_and_is_told_only() -> None:
    name = "CHI BỘ TRƯỜNG TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ MỸ THỌ"
    report = judged(a_paper(organ=name, looks={"organ": Letters(12, bold=True)}))
    assert [(f.rule, f.severity) for f in report.findings] == [("L3", "I")]
    assert told(a_paper(organ=name, looks={"organ": Letters(11, bold=True)}), "W") == ["L3 Đang để cỡ 11."]


def test_a_size_wrong_in_many_paragraphs_is_one_finding_that_names_them() -> None:
    assert told(a_paper(looks={"body": Letters(13)})) == [
        "L3 6 đoạn cỡ 13: đoạn 4, đoạn 5, đoạn 6, đoạn 7, đoạn 8 và 1 đoạn khác."
    ]


def test_the_measure_is_that_of_the_rule_set_of_the_day() -> None:
    assert judged(a_paper(**NEW_DAY)).rule_set == "05-HD/VPTW"
    report = judged(a_paper(**NEW_DAY), rules="36-HD/VPTW")
    assert (report.rule_set, report.findings[0].source) == ("36-HD/VPTW", "Hướng dẫn 36-HD/VPTW (03/4/2018)")


def test_a_forgotten_space_is_told_only() -> None:
    report = judged(a_paper(body=("Chi bộ họp, các đảngviên dự đủ.",)))
    assert [(f.rule, f.severity, f.found) for f in report.findings] == [
        ("L13", "I", "“đảngviên” có thể thiếu dấu cách.")
    ]


@pytest.mark.parametrize("word", ["gía", "thưc", "Tâp", "qủa", "ngiêm", "kông", "huỵên"])
def test_words_that_no_spelling_allows_are_found(word: str) -> None:
    assert misspelled(nfc(f"{word} tốt")) == (nfc(word),)


@pytest.mark.parametrize(
    "word", ["giá", "hoà", "hòa", "thuỷ", "quý", "nguyễn", "ôtô", "vắcxin", "côngtenơ", "khuỷu"]
)
def test_words_of_people_are_left_alone(word: str) -> None:
    assert misspelled(f"có {word} tốt") == ()


def test_letters_and_marks_stored_apart_are_told_and_read() -> None:
    data = a_paper(organ=unicodedata.normalize("NFD", "CHI BỘ ẤP MỸ THẠNH"))
    assert judged(data).organ == "CHI BỘ ẤP MỸ THẠNH"
    assert told(data) == ["L2 Chữ Unicode tổ hợp ở 1 đoạn: bảng 1, hàng 1, ô 1, đoạn 2."]
