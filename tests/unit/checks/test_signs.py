"""The quick look before the careful one: no sign hides what would be found.

Every finder is tried with its sign and without, every rule with and without the texts that are of no concern to it, on
texts put together of right and wrong pieces.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.catalog.package import load_package
from service.checks import prose, spelling, wording
from service.checks.case import Case
from service.checks.declare import understand
from service.checks.index import RULES
from service.checks.judge import check, find
from service.checks.percentages import find_styles
from service.checks.rulebook import telling
from service.checks.rulefiles import our_rulebook
from service.checks.sentences import find_shares, find_words
from service.forms.clean import clean
from service.model import Finding
from tests.builders_checks import a_form_like

ROOT = Path(__file__).parents[3] / "docx_templates"
BOOK = our_rulebook()
SPACES = (" ", " ", " ", "  ", "\n", "\u00a0", "", "\t", " \n ")
WORDS = (
    *(
        "ngày",
        "Ngày",
        "NGÀY",
        "tháng",
        "THÁNG",
        "năm",
        "Năm",
        "thứ Hai",
        "thứ 7",
        "Chủ nhật",
        "chủ  Nhật",
        "hằng tháng",
    ),
    *(
        "5",
        "05",
        "31",
        "30",
        "29",
        "2",
        "02",
        "07",
        "12",
        "13",
        "131",
        "2026",
        "2027",
        "0026",
        "٣",
        "２０２６",
    ),
    *("0", "00", "ngày 0/3", "00/5/2026", "ngày 0 tháng 4 năm 2026"),
    *(
        "5/2/2026",
        "31/2/2026",
        "31.02.2026",
        "30-2-2026",
        "29/2/2027",
        "9/13/2026",
        "1/31/2/2026",
        "ngày 31/2",
        "12/13",
    ),
    *(
        "ngày 5 tháng 07 năm 2026",
        "Ngày 05 tháng 7,năm 2026",
        "ngày 30 tháng 2",
        "Hai, ngày 09/7/2026",
        "(thứ Ba)",
    ),
    *(
        "36-HD/VPTW",
        "37 ‑ QĐ/TW",
        "Quy định số 37-QĐ/TW ngày 25/10/2021",
        "01/2011/QH13",
        "12-KH/ĐU",
        "thay thế",
    ),
    *(
        "huyện ủy",
        "Huyện  Uỷ",
        "UBND huyện",
        "HUYỆN UỶ",
        "thị trấn",
        "Thị\nTrấn",
        "thị xã",
        "ủy ban nhân dân",
        "quận",
        "cũ",
    ),
    *(
        "240/260",
        "240/260 đạt 92,3%",
        "46/46 (chiếm 99%)",
        "9/12 kỳ, tỷ lệ 74,00 %",
        "92.3%",
        "5 %",
        "1.250",
        "= 12,5%",
    ),
    *(
        "12 (mười ba)",
        "5 tờ (bằng chữ: năm mươi tờ)",
        "(12",
        "12; mười hai)",
        ")",
        "(",
        "%",
        "/",
        "-",
        ".",
        ",",
        ";",
        ":",
    ),
    *(
        "…",
        "……",
        "...",
        ". . . .",
        "_____",
        "___",
        "[…]",
        "[ghi rõ]",
        "{{ x }}",
        "{% if",
        "%}",
        "số …",
        "“",
        "”",
        '"',
    ),
    *(
        "\u200b",
        "\u00ad",
        "hòa",
        "hoà",
        "ủy",
        "uỷ",
        "quý",
        "Quý",
        "quỳ",
        "hoạt",
        "toàn",
        "thuý",
        "Uý",
        "ủyb",
        "khoẻ",
        "Đảng",
    ),
)
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=14).map(
    lambda pieces: "".join(word + space for word, space in pieces)
)
FINDERS: tuple[Callable[[str], tuple[Any, ...]], ...] = (
    prose.find_false_days,
    prose.find_badly_padded,
    prose.find_cited_days,
    find_shares,
    find_words,
    find_styles,
    spelling.find_blanks,
    spelling.find_stray,
)


def in_any_case(words: str) -> st.SearchStrategy[str]:
    return st.lists(st.booleans(), min_size=len(words), max_size=len(words)).map(
        lambda large: "".join(c.upper() if up else c for c, up in zip(words, large, strict=True))
    )


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.__name__)
@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_a_finder_finds_the_same_with_and_without_its_sign(
    finder: Callable[[str], tuple[Any, ...]], text: str
) -> None:
    plain: Callable[[str], tuple[Any, ...]] = finder.__wrapped__  # type: ignore[attr-defined]
    assert finder(text) == plain(text)


@settings(max_examples=100, deadline=None)
@given(text=texts)
def test_replaced_papers_and_names_that_are_gone_are_found_with_and_without_their_signs(text: str) -> None:
    capital = re.search("/[A-ZĐ]", text)
    plain = wording.read_citations(text, BOOK.replaced_pattern) if capital else ()
    assert wording.find_replaced(text, BOOK) == plain
    for entry in BOOK.abolished:
        words, history = tuple(entry.words), tuple(entry.history)
        assert wording.find_gone(text, entry) == wording.read_gone(text, words, history, entry.until.year)


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(list(BOOK.abolished[0].words)).flatmap(in_any_case),
    space=st.sampled_from(SPACES[:7]),
)
def test_a_name_is_seen_in_any_case_and_with_any_spaces(name: str, space: str) -> None:
    for spelling_of_uy in (name, name.replace("ủy", "uỷ")):
        text = f"Tại {spelling_of_uy.replace(' ', space or ' ')} năm 2026."
        assert wording.may_name_what_is_gone(text, BOOK)
        assert wording.find_gone(text, BOOK.abolished[0]) or "\n" in space  # a line ends the sentence


@given(
    st.lists(
        st.lists(st.sampled_from(["huyện", "ủy", "thị", "xã", "trấn", "UBND", "quận"]), min_size=1).map(
            " ".join
        ),
        min_size=1,
    )
)
def test_every_name_holds_one_of_the_telling_words(names: list[str]) -> None:
    chosen = telling(names)
    assert all(any(word in name.lower().split() for word in chosen) for name in names)


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(st.one_of(in_any_case("ngày 5 tháng 2 năm 2026 "), in_any_case("Ngày 31/4 "), texts)).map(
        "".join
    )
)
def test_dates_in_words_are_read_in_any_case(text: str) -> None:
    known = r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*,?\s*năm\s+(\d{4}))?(?!\d)"
    hits = [hit.groups() for hit in re.finditer(known, text, re.IGNORECASE)]
    assert [hit.groups() for hit in prose.DAY_IN_WORDS.finditer(text)] == hits


def rules_of_texts() -> list[str]:
    return [rule.id for rule in RULES.values() if rule.sees]


@pytest.mark.parametrize("rule", rules_of_texts())
@settings(max_examples=50, deadline=None)
@given(written=st.lists(texts, min_size=1, max_size=5))
def test_a_rule_finds_the_same_without_the_texts_that_do_not_concern_it(
    rule: str, written: list[str]
) -> None:
    values: dict[str, Any] = {f"o_{n}": text for n, text in enumerate(written)} | {"ngay": "2026-08-05"}
    table: dict[str, Any] = {"rule": rule, "texts": "*"} | ({"days": ["ngay"]} if rule == "D6" else {})
    form = a_form_like(dict.fromkeys(values, "chữ") | {"ngay": "2026-08-05"})
    (bound,) = understand([table], form).checks
    assert bound.sorted_texts
    case = Case(book=BOOK, day=date(2026, 8, 5))
    careful = replace(bound, rule=replace(bound.rule, sees=None, together=False))
    assert check([bound], form, values, case) == check([careful], form, values, case)


def found_with_care(slug: str, values: dict[str, Any]) -> list[Finding]:
    """Judge by every rule on every text."""
    package = load_package(ROOT / slug)
    day = date.fromisoformat(values["ngay_cam_ket"])
    case = Case(book=BOOK, day=day, layout=package.layout, rules=package.rules)
    checks = understand(package.checks, package.form).checks
    careful = [replace(c, rule=replace(c.rule, sees=None, together=False)) for c in checks]
    return list(check(careful, package.form, values, case))


LONG = (
    "tu_tuong_chinh_tri",
    "dao_duc_loi_song",
    "to_chuc_ky_luat",
    "tac_phong_le_loi",
    "chuc_trach_nhiem_vu",
)


@settings(max_examples=30, deadline=None)
@given(planted=st.fixed_dictionaries(dict.fromkeys(LONG, texts)))
def test_a_package_finds_the_same_as_every_rule_on_every_text(planted: dict[str, str]) -> None:
    package = load_package(ROOT / "ban-cam-ket")
    pieces = {name: f"{package.sample[name]} {' '.join(text.split())}" for name, text in planted.items()}
    submission = (
        clean(package.form, {**package.sample, **pieces}, lenient=True) if printable(pieces) else None
    )
    if submission is not None:
        found = [f for f in find(package, submission) if f.rule != "P19"]
        assert found == found_with_care("ban-cam-ket", submission.values)


def printable(pieces: dict[str, str]) -> bool:
    return all(
        text.replace("\u200b", "").replace("\u00ad", "").replace("\u00a0", "").isprintable()
        for text in pieces.values()
    )


def test_a_repeated_text_is_judged_in_every_submission_and_by_every_book() -> None:
    package = load_package(ROOT / "ban-cam-ket")
    wrong = clean(package.form, {**package.sample, "to_chuc_ky_luat": "Nộp ngày 31/4/2027."}, lenient=False)
    assert [f.rule for f in find(package, wrong)] == [f.rule for f in find(package, wrong)] == ["D5"]
