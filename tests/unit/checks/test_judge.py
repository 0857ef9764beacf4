"""Judging: places, severities, overrides with reasons, and which rules are in force."""

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.catalog.package import Package, load_package
from service.checks.judge import Override, find, judge
from service.checks.rulebook import Rulebook
from service.checks.rulefiles import load_rulebook
from service.errors import InvalidSubmission
from service.forms.clean import clean
from service.model import Severity, Submission
from tests.builders_branch import PACKAGES
from tests.builders_forms import submissions

ROOT = Path(__file__).parents[3] / "docx_templates"
REASON = "Đảng ủy xã đã xác nhận số liệu tại Công văn số 12-CV/ĐU."


@pytest.fixture(scope="module")
def minutes() -> Package:
    return load_package(ROOT / "bien-ban-sinh-hoat-chi-bo")


def submission(package: Package, **change: Any) -> Submission:
    return clean(package.form, {**copy.deepcopy(package.sample), **change}, lenient=False)


def test_a_finding_names_place_rule_required_found_mend_and_source(minutes: Package) -> None:
    finding = find(minutes, submission(minutes, co_mat=26))[0]
    assert finding.as_dict() == {
        "rule": "M1",
        "severity": Severity.ERROR,
        "required": "Số có mặt cộng số vắng bằng tổng số được triệu tập.",
        "found": "30 = 26 + 03: có mặt cộng vắng là 29, lệch 1.",
        "mend": finding.mend,
        "pointer": "/tong_so",
        "place": "Tổng số đảng viên được triệu tập",
        "source": "Mẫu biên bản, nghị quyết sinh hoạt chi bộ theo Hướng dẫn 42-HD/BTCTW (28/10/2025) (một nguồn)",
    }
    assert finding.mend.startswith("Đếm lại rồi sửa cho khớp.")


@pytest.mark.parametrize(
    "name", ["tong_so", "chinh_thuc", "co_mat", "vang", "vang_co_ly_do", "vang_khong_ly_do", "so_bieu_quyet"]
)
@pytest.mark.parametrize("step", [-1, 1])
def test_no_figure_of_a_meeting_can_be_wrong_alone(minutes: Package, name: str, step: int) -> None:
    found = find(minutes, submission(minutes, **{name: minutes.sample[name] + step}))
    assert any(f.severity is Severity.ERROR for f in found)


def test_an_error_answered_for_no_longer_blocks_and_its_reason_is_kept(minutes: Package) -> None:
    wrong = submission(minutes, co_mat=26)
    assert judge(minutes, wrong).blocking
    judged = judge(minutes, wrong, overrides=[Override("M1", "/tong_so", REASON)])
    assert judged.blocking == judged.findings == judged.unused == ()
    assert [(p.finding.rule, p.reason) for p in judged.passed] == [("M1", REASON)]
    assert judged.kept() == [{**judged.passed[0].finding.as_dict(), "overridden": {"reason": REASON}}]


def test_an_override_counts_for_its_own_place_only(minutes: Package) -> None:
    wrong = submission(minutes, co_mat=26)
    elsewhere = Override("M1", "/co_mat", REASON)
    judged = judge(minutes, wrong, overrides=[elsewhere, Override("M1", "", REASON)])
    assert judged.blocking == () and judged.unused == (elsewhere,)
    assert judge(minutes, wrong, overrides=[elsewhere]).blocking


def test_a_warning_needs_no_override_and_takes_none(minutes: Package) -> None:
    short = submission(minutes, gio_ket_thuc="15:00")
    judged = judge(minutes, short, overrides=[Override("M5", "", REASON)])
    assert [f.rule for f in judged.findings] == ["M5"] and judged.passed == ()


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_override_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(InvalidSubmission, match="phải ghi lý do"):
        Override("M1", "/tong_so", reason)


def weighed(folder: Path, rule: str, level: str) -> Rulebook:
    """Give our rules, of which an office weighs one otherwise."""
    (folder / "co-quan.toml").write_text(f"[rule.{rule}]\nseverity = '{level}'\n", encoding="utf-8")
    return load_rulebook(folder)


@pytest.mark.parametrize(("level", "found"), [("E", ["E"]), ("W", ["W"]), ("I", ["I"]), ("tắt", [])])
def test_an_office_weighs_rules_as_it_wants(
    minutes: Package, tmp_path: Path, level: str, found: list[str]
) -> None:
    book = weighed(tmp_path, "M1", level)
    judged = judge(minutes, submission(minutes, co_mat=26), book=book)
    assert [f.severity.value for f in judged.findings if f.rule == "M1"] == found


def test_the_softer_case_is_never_the_harder(minutes: Package, tmp_path: Path) -> None:
    values = submission(minutes, danh_sach_vang=[])
    assert {f.severity for f in find(minutes, values) if f.rule == "M4"} == {Severity.WARNING}
    book = weighed(tmp_path, "M4", "I")
    assert {f.severity for f in judge(minutes, values, book=book).findings if f.rule == "M4"} == {
        Severity.INFO
    }


def test_a_package_may_weigh_a_rule_otherwise(minutes: Package) -> None:
    voted = [{"noi_dung": "Thông qua Nghị quyết", "tan_thanh": 12, "khong_tan_thanh": 12, "khac": 1}]
    assert [(f.rule, f.severity) for f in find(minutes, submission(minutes, bieu_quyet=voted))] == [
        ("M8", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("day", "rule_set", "rules"),
    [
        ("2026-05-26", "36-HD/VPTW", ["D7"]),
        ("2026-05-27", "05-HD/VPTW", []),
        ("2026-10-10", "05-HD/VPTW", []),
    ],
)
def test_the_paper_s_own_date_chooses_the_rules(
    minutes: Package, day: str, rule_set: str, rules: list[str]
) -> None:
    values = submission(minutes, ngay_hop=day, thoi_su="Thông tin thời sự trong tháng.")
    judged = judge(minutes, values)
    assert judged.rule_set == rule_set
    assert [f.rule for f in judged.findings] == rules


def test_findings_come_in_the_order_of_the_checks_and_once_each(minutes: Package) -> None:
    wrong = submission(minutes, so_bieu_quyet=29)
    rules = [f.rule for f in find(minutes, wrong)]
    assert rules.count("M7") == len({f.found for f in find(minutes, wrong) if f.rule == "M7"})
    assert rules == sorted(rules, key=["M1", "M7", "M8"].index)


@pytest.mark.parametrize("slug", PACKAGES)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_any_valid_submission_is_judged_whatever_it_holds(slug: str, data: st.DataObject) -> None:
    package = load_package(ROOT / slug)
    raw = data.draw(submissions(package.form))
    for finding in find(package, clean(package.form, raw, lenient=False), today=date(2026, 8, 5)):
        assert finding.found and finding.mend and finding.place and finding.source
