"""The dated figures: no day without rules, no doubt hidden, and an office's own files over ours."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from service.checks.rulebook import MARKS, plain_number
from service.checks.rulefiles import load_rulebook, our_rulebook
from service.errors import BadSettings

BOOK = our_rulebook()
WHOLE = "subject = 'a'\nreplaced_by = 'b'\nmark = 'chắc chắn'"
RULE_SET = (
    "[[rule_set]]\nid = '06-HD'\nfamily = 'dang'\ntitle = 'a'\n"
    "starts = 2027-01-01\nsource = 'a'\nmark = 'chắc chắn'"
)


def with_file(folder: Path, text: str):
    (folder / "co-quan.toml").write_text(text, encoding="utf-8")
    return load_rulebook(folder)


@pytest.mark.parametrize(
    ("family", "day", "id_"),
    [
        ("dang", date(2018, 4, 2), None),
        ("dang", date(2018, 4, 3), "36-HD/VPTW"),
        ("dang", date(2026, 5, 26), "36-HD/VPTW"),
        ("dang", date(2026, 5, 27), "05-HD/VPTW"),
        ("dang", None, "05-HD/VPTW"),
        ("nha-nuoc", date(2020, 3, 5), "30/2020/NĐ-CP"),
        ("khac", date(2026, 5, 27), None),
        ("khac", None, None),
    ],
)
def test_the_rule_set_of_a_day(family: str, day: date | None, id_: str | None) -> None:
    found = BOOK.rule_set(family, day)
    assert (found.id if found else None) == id_


def test_rule_sets_of_a_family_follow_each_other_without_gap_or_overlap() -> None:
    for family in {r.family for r in BOOK.rule_sets}:
        own = sorted((r for r in BOOK.rule_sets if r.family == family), key=lambda r: r.starts)
        assert own[-1].ends is None
        for earlier, later in pairwise(own):
            assert earlier.ends + timedelta(days=1) == later.starts


def test_what_the_two_party_rule_sets_differ_in() -> None:
    old, new = (BOOK.rule_set("dang", day) for day in (date(2026, 5, 26), date(2026, 5, 27)))
    assert (old.recipients["separator"], new.recipients["separator"]) == (",", ";")
    assert (old.letter["subject"], new.letter["subject"]) == ("V/v", "về việc")
    assert ("proposal_to" in old.letter, new.letter["proposal_to"]) == (False, "Kính trình")
    assert old.page == new.page and old.number == new.number


def test_every_entry_says_how_sure_it_is() -> None:
    entries = [*BOOK.rule_sets, *BOOK.citations, *BOOK.abolished, *BOOK.issuing]
    entries += [*BOOK.rules.values(), *BOOK.thresholds.values(), *BOOK.bands.values()]
    assert {e.mark for e in entries} == set(MARKS)


def test_doubt_is_shown_with_the_source() -> None:
    assert BOOK.rules["M10"].words == "Điều lệ Đảng (chưa kiểm chứng)"
    assert BOOK.rules["T1"].words == "Đối chiếu số liệu trong văn bản"


@pytest.mark.parametrize(
    ("number", "since"),
    [
        ("66-QĐ/TW", date(2026, 1, 9)),
        ("36-HD/VPTW", date(2026, 5, 27)),
        ("124-QĐ/TW", date(2025, 8, 30)),
        ("25-HD/BTCTW", date(2025, 10, 31)),
        ("37-QĐ/TW", date(2026, 7, 26)),
        ("20-QĐ/TW", date(2026, 7, 26)),
        ("294-QĐ/TW", date(2026, 7, 26)),
        ("24-QĐ/TW", date(2025, 5, 26)),
    ],
)
def test_the_register_of_replaced_papers(number: str, since: date) -> None:
    assert [c.since for c in BOOK.replaced[number]] == [since]


def test_no_paper_is_replaced_before_it_was_made() -> None:
    assert all(c.since > c.dated for c in BOOK.citations if c.dated)


@pytest.mark.parametrize("written", ["36-HD/VPTW", "36‑HD/VPTW", "36 - HD/VPTW", "36 – HD/VPTW"])
def test_a_number_is_found_however_its_hyphen_is_written(written: str) -> None:
    assert plain_number(BOOK.replaced_pattern.search(f"số {written}, ngày")[0]) == "36-HD/VPTW"


@pytest.mark.parametrize(
    "written", ["136-HD/VPTW", "36-HD/VPTWĐ", "2036-HD/VPTW", "5/36-HD/VPTW", "36-HD/VPTW-A"]
)
def test_a_longer_number_is_another(written: str) -> None:
    assert BOOK.replaced_pattern.search(written) is None


def test_bands_hold_at_their_bounds() -> None:
    bands = BOOK.bands["meeting_quality"]
    assert [bands.at(v) for v in (100, 90, 89.9, 70, 50, 49, 0, -1)] == [
        "Tốt", "Tốt", "Khá", "Khá", "Trung bình", "Kém", "Kém", None,
    ]  # fmt: skip


def test_an_office_writes_only_what_differs(tmp_path: Path) -> None:
    book = with_file(
        tmp_path, '[rule.M8]\nseverity = "W"\n[threshold.excellent_base]\nvalue = "tốt và xuất sắc"\n'
    )
    assert book.rules["M8"].severity == "W" and book.rules["M8"].source == BOOK.rules["M8"].source
    assert book.threshold("excellent_base") == "tốt và xuất sắc"
    assert book.rules["M1"] == BOOK.rules["M1"]


def test_an_office_adds_and_replaces_citations(tmp_path: Path) -> None:
    text = """
[[citation]]
number = "12-HD/ĐU"
subject = "việc khác"
replaced_by = "Hướng dẫn 15-HD/ĐU"
since = 2026-09-01
mark = "chắc chắn"
"""
    book = with_file(tmp_path, text)
    assert len(book.citations) == len(BOOK.citations) + 1
    assert book.replaced["12-HD/ĐU"][0].since == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rule = ", "co-quan.toml: Invalid value"),
        ("[rul.M1]\nseverity = 'W'", "không có mục “rul”. Ý bạn là “rule”?"),
        ("[rule.M1]\nseverty = 'W'", "không có mục “severty”. Ý bạn là “severity”?"),
        ("[rule.M1]\nseverity = 'X'", "“X” không dùng được. Chọn: E, W, I, tắt."),
        ("[rule.M99]\nseverity = 'W'", "không có “M99” trong mục rule. Ý bạn là “M9”?"),
        ("[rule]\nM1 = 'W'", "phải là một bảng"),
        ("[[citation]]\nnumber = '1-HD/A'\nmark = 'chắc chắn'", "thiếu mục"),
        ("[[citation]]\nnumber = '1-HD/A'\nmark = 'đúng'", "Chọn: chắc chắn, một nguồn, chưa kiểm chứng."),
        ("[citation]\nnumber = '1'", "không có mục “citation”"),
        ("[rule.M1]\nsource = 5", "[rule.M1]: source phải là chữ"),
        ("[threshold.excellent_percent]\nvalue = 'hai mươi'", "value phải cùng kiểu với 20"),
        ("[threshold.excellent_base]\nvalue = 'tot'", "Chọn: tốt, tốt và xuất sắc."),
        ("[threshold.excelent_base]\nvalue = 'tốt'", "Ý bạn là “excellent_base”?"),
        ("[bands.meeting_quality]\nsteps = [[0, 'Kém'], [90, 'Tốt']]", "xếp từ cao xuống thấp"),
        (f"[[citation]]\nnumber = '1-HD/A'\n{WHOLE}\nsince = '2026-01-01'", "since phải là ngày"),
        ("[[rule_set]]\nid = '06-HD'\nfamily = 'khac'", "“khac” không dùng được. Chọn: dang, nha-nuoc."),
        (RULE_SET, "heading.title phải có"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadSettings) as refused:
        with_file(tmp_path, text)
    assert words in refused.value.detail


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as refused:
        load_rulebook(
            tmp_path / "khong-co", _folder(tmp_path, "[rule.M1]\nseverity = 'X'\n[rule.M2]\nlesser = 'Y'")
        )
    for words in ("Không có thư mục quy tắc", "[rule.M1]", "[rule.M2]", "VANBAN_RULES"):
        assert words in refused.value.detail


def test_an_office_may_add_a_rule_set_of_its_own(tmp_path: Path) -> None:
    ours = (Path(__file__).parents[3] / "service/checks/rules/05-hd-vptw.toml").read_text("utf-8")
    changed = ours.replace('id = "05-HD/VPTW"', 'id = "06-HD/VPTW"').replace("2026-05-27", "2027-01-01")
    book = load_rulebook(_folder(tmp_path, changed))
    assert [book.rule_set("dang", date(y, 12, 31)).id for y in (2026, 2027)] == ["05-HD/VPTW", "06-HD/VPTW"]


def _folder(folder: Path, text: str) -> Path:
    (folder / "co-quan.toml").write_text(text, encoding="utf-8")
    return folder
