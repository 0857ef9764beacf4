"""No text, however odd, makes a finder work more than in proportion to its length; the measure is a ratio of times."""

import re
import time
from collections.abc import Callable

import pytest

from service.checks import percentages, prose, sentences, series, spelling, wording
from service.checks.case import Case, Text
from service.checks.paper import changes, counts, meetings, words
from service.checks.paper.pieces import pieces
from service.checks.paper.reading import read_paper
from service.checks.rulefiles import our_rulebook
from tests.builders_papers import a_paper, opened

BOOK = our_rulebook()
UNITS = (
    "1", " ", "(", ".", "a", "1/", "1.", "1 ", "1/1/1", "…", "“", "“a", "[ ", "ngày ", "ngày 1 tháng 1 ", "1-A", "Số ",
    "trong đó ", "1 a", "1+", "1 = 1", "cấp xã 1, ", "1/1 đạt ", "1 (", "1 (một ", "thứ Hai ", "36-HD/VPTW ", "hoà ",
    "Tổng số đảng viên 3 ", "1 hộ, trong đó 1 hộ ", "đầu năm 1 hộ, ",
    "1/1 đảng viên ", "giảm từ 1% còn 1% ", "có mặt 1 vắng 1 ", "Nguyễn Văn An ",
    "Chủ trì: đồng chí ", "\u2003", "1\u00a0", "\n",
)  # fmt: skip
HEADS = ("", "1", "1 (x", "Số", "ngày 1 tháng 1", "thứ Hai", "36-HD/VPTW", "cấp tỉnh", "1/1 đạt", "“")


def number_line(text: str) -> object:
    line = Text(text, "/so", "số")
    return list(series.number_line(Case(book=BOOK), line=line, symbol=None))


def told_of(text: str) -> object:
    """All that is read of a meeting, over one paragraph."""
    text = prose.looked_at(text)
    searched = [p for m in (counts, meetings) for p in vars(m).values() if isinstance(p, re.Pattern)]
    return [sum(1 for _ in pattern.finditer(text)) for pattern in searched]


def signs_of(text: str) -> object:
    """All that is looked for before a closer look, nothing remembered from the time before."""
    for remembered in (prose.looked_at, prose.lowered, prose.dates_in_words):
        remembered.cache_clear()
    return [sign(prose.looked_at(text)) for sign in SIGNS]


SIGNS: tuple[Callable[[str], object], ...] = (
    prose.doubts_a_day,
    prose.doubts_a_zero,
    prose.may_cite_a_day,
    sentences.may_share,
    sentences.may_spell_out,
    percentages.may_differ,
    spelling.may_slip,
    lambda text: wording.may_name_what_is_gone(text, BOOK),
)
FINDERS: dict[str, Callable[[str], object]] = {
    "days": prose.find_false_days.__wrapped__,
    "padding": prose.find_badly_padded.__wrapped__,
    "cited days": prose.find_cited_days.__wrapped__,
    "sentences": prose.sentences.__wrapped__,
    "unquoted": prose.unquoted,
    "sums": sentences.find_sums.__wrapped__,
    "awards": sentences.find_awards.__wrapped__,
    "shares": sentences.find_shares.__wrapped__,
    "words": sentences.find_words.__wrapped__,
    "styles": percentages.find_styles.__wrapped__,
    "blanks": spelling.find_blanks.__wrapped__,
    "stray": spelling.find_stray.__wrapped__,
    "tones": spelling.find_tones.__wrapped__,
    "citations": lambda text: wording.read_citations.__wrapped__(
        prose.looked_at(text), BOOK.replaced_pattern
    ),
    "spelling": words.misspelled,
    "names": lambda text: list(words.find_names(text)),
    "numbers": number_line,
    "parts": lambda text: changes.find_parts.__wrapped__(prose.looked_at(text)),
    "changes": lambda text: changes.find_changes.__wrapped__(prose.looked_at(text)),
    "movements": lambda text: changes.find_movements.__wrapped__(prose.looked_at(text)),
    "meetings": told_of,
    "signs": signs_of,
}
LENGTH, TIMES = 800, 8
MOST = 3 * TIMES
"""A finder that is quadratic takes the square of TIMES, 64; one in proportion takes TIMES, give or take."""


def seconds(finder: Callable[[str], object], text: str) -> float:
    taken = []
    for _ in range(3):
        began = time.process_time()
        finder(text)
        taken.append(time.process_time() - began)
    return min(taken)


def ratio(finder: Callable[[str], object], head: str, unit: str) -> float:
    short, long = (head + (unit * length)[:length] + "\x00" for length in (LENGTH, LENGTH * TIMES))
    return seconds(finder, long) / max(seconds(finder, short), 1e-4)


@pytest.mark.parametrize("name", FINDERS)
def test_the_work_grows_with_the_length_of_the_text(name: str) -> None:
    finder = FINDERS[name]
    wandering = [(h, u) for u in UNITS for h in HEADS if ratio(finder, h, u) > MOST]
    assert [pair for pair in wandering if ratio(finder, *pair) > MOST] == []


@pytest.mark.parametrize(
    "text", ["1" + " " * 3000 + "(x", "36-HD/VPTW" + " " * 3000 + "x", "Số" + " " * 3000 + "-1"]
)
def test_thousands_of_blanks_are_one(text: str) -> None:
    """Each of these took minutes with a few hundred blanks: three that may be left out stood beside one another."""
    assert len(prose.looked_at(text)) < 20
    for finder in FINDERS.values():
        finder(text)
    paper = read_paper(opened(a_paper(number=text)))
    assert max(len(piece.text) for p in paper.paragraphs[:4] for piece in pieces(p)) < 40


def test_newlines_still_part_sentences() -> None:
    assert prose.looked_at("a  \n\n b \u00a0c\u00a0d\te") == "a\nb c\u00a0d\te"
