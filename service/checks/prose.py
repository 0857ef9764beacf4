"""What running text says: days, citations, names of bodies, left-over blanks, spelling styles.

Finds and gives words; service.checks.wording judges. Each finder looks at one text, and closely only at one that shows
its sign: a batch has tens of thousands of texts, and next to nothing is wrong in them.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from typing import Any, TypeVar

from service.vietnamese.dates import long_date, parse_date, weekday
from service.vietnamese.text import fold

LONGEST_TEXT = 20_000
"""Characters of one text that are looked at; no paper has more in one field."""

REMEMBERED = 4096
"""Texts whose answer each finder keeps."""

Found = TypeVar("Found", bound=tuple[Any, ...])

lowered = lru_cache(64)(str.lower)
"""Small letters of a text; several finders ask for those of the same text, one after another."""

_NGAY, _THANG, _NAM = (
    "".join(f"[{c}{c.upper()}]" for c in word) for word in ("ngày", "tháng", "năm")
)  # several times as quick as re.IGNORECASE
DAY_IN_WORDS = re.compile(
    rf"{_NGAY}\s+(\d{{1,2}})\s+{_THANG}\s+(\d{{1,2}})(?:\s*,?\s*{_NAM}\s+(\d{{4}}))?(?!\d)"
)
_SLASHES = re.compile(r"(?<![\d/.\-])(ngày\s+)?(\d{1,2})([/.-])(\d{1,2})\3(\d{4})(?![\d/-])", re.IGNORECASE)
_NO_YEAR = re.compile(rf"{_NGAY}\s+(\d{{1,2}})/(\d{{1,2}})(?![\d/]|\.\d)")
_MAYBE_A_DAY = re.compile(r"\d[/.-]\d{1,2}[/.-]\d{4}|[Nn]gày\s+\d|\d\s+tháng\s+\d")
_WEEKDAY = re.compile(
    r"\b(thứ\s+(?:Hai|Ba|Tư|Năm|Sáu|Bảy|[2-7])|[Cc]hủ\s+[Nn]hật)\s*[,(]?\s*(?:ngày\s+)?"
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s*,?\s*năm\s+\d{4})(?!\d)"
)
_WEEKDAY_AFTER = re.compile(
    r"(\d{1,2}/\d{1,2}/\d{4})\s*\(\s*(thứ\s+(?:Hai|Ba|Tư|Năm|Sáu|Bảy|[2-7])|[Cc]hủ\s+[Nn]hật)\s*\)"
)
_WEEKDAY_DIGIT = {"2": "hai", "3": "ba", "4": "tu", "5": "nam", "6": "sau", "7": "bay"}
_CITED = re.compile(
    r"(?<!\d)\d{1,6}\s?[-‑/]\s?[A-ZĐ]{1,12}[/-][A-ZĐ]{1,12}[^,;.()\n]{0,10},?\s*\(?ngày\s+(\d{1,2}[/-]\d{1,2}[/-]\d{4})"
)
_LONGEST_QUOTE = 1000
_WIDE = re.compile(r"\s{2,}")
_AFTER_DAY = re.compile(r"/(?:(?<=(\d\d).)|(?<=(\d).))(\d{1,2})/(\d{4})")
_DOTTED, _HYPHENED = re.compile(r"\.\d{1,2}\.\d{4}"), re.compile(r"-\d{1,2}-\d{4}")
_IN_WORDS = re.compile(r"tháng(?:(?<=(\d\d)\s.{5})|(?<=(\d)\s.{5}))\s+(\d{1,2})(?:(\s*,?\s*)năm\s+(\d{4}))?")
_DAY_OF_NO_YEAR = re.compile(r"gày\s+\d{1,2}/\d{1,2}(?![\d/]|\.\d)")
_THU, _CHU_NHAT = re.compile(r"thứ\s+(?:Hai|Ba|Tư|Năm|Sáu|Bảy|[2-7])"), re.compile(r"hủ\s+[Nn]hật")
_CITED_DAY = re.compile(r"ngày\s+\d{1,2}[/-]\d")
_SYMBOL = re.compile(r"[-‑/]\s?[A-ZĐ]")
_SENTENCE_END = re.compile(r"[.;!?](?=\s)|\n")
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")


@lru_cache(64)
def looked_at(text: str) -> str:
    """Give what the finders look at: the beginning of a text, each run of blanks as one.

    Without long runs no search wanders in them: three blanks in a row that each may be left out take a thousand steps
    for ten spaces, and a billion for a thousand.
    """
    text = text[:LONGEST_TEXT]
    return text if text.isprintable() and "  " not in text else _WIDE.sub(_narrow, text)


def _narrow(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "


@dataclass(frozen=True)
class Sentence:
    """A sentence without what it quotes, and the years it names."""

    text: str
    years: tuple[int, ...]


def shows(
    sign: Callable[[str], object], *, as_typed: bool = False
) -> Callable[[Callable[[str], Found]], Callable[[str], Found]]:
    """Let a finder look at those texts only that show a sign, and remember what it found in them.

    The sign is cheap, and sees the text as the finder does (`looked_at`, or as it was typed). No text without it holds
    anything to be found: a test tries every finder with and without its sign.
    """

    def behind(find: Callable[[str], Found]) -> Callable[[str], Found]:
        remembered = lru_cache(REMEMBERED)(find)

        @wraps(find)
        def found(text: str) -> Found:
            return remembered(text) if sign(text if as_typed else looked_at(text)) else nothing

        return found

    nothing: Any = ()
    return behind


@lru_cache(64)
def dates_in_words(text: str) -> tuple[tuple[str, ...], ...]:
    """Give (day, month, what stands before the year, year) of what may be dates in words, in small letters."""
    low = lowered(text)
    if "tháng" not in low:
        return ()
    return tuple((two or one, *rest) for two, one, *rest in _IN_WORDS.findall(low))


def doubts_a_day(text: str) -> bool:
    """Most days are right ones written as usual; all others, and weekdays, want a closer look."""
    for day, month, _, year in dates_in_words(text):
        if _is_strange(day, month, year):
            return True
    if "/" in text:
        for two, one, month, year in _AFTER_DAY.findall(text):
            if _is_strange(two or one, month, year):
                return True
        if "gày" in (low := lowered(text)) and _DAY_OF_NO_YEAR.search(low):
            return True
    return bool(
        _DOTTED.search(text)
        or ("-" in text and _HYPHENED.search(text))
        or ("thứ" in text and _THU.search(text))
        or ("hật" in text and _CHU_NHAT.search(text))
    )


def _is_strange(day: str, month: str, year: str) -> bool:
    return not (1 <= int(month) <= 12 and 1 <= int(day) <= _last_day(int(month), int(year or 2000)))


def doubts_a_zero(text: str) -> bool:
    """Say whether a date in words may not be written as official papers write it."""
    for day, month, between, year in dates_in_words(text):
        usual = f"{int(month):02d}" if int(month) < 3 else str(int(month))
        spaced = between.strip(",") != ""
        if year and not (
            spaced and len(day) == 2 and day.isascii() and (month, year) == (usual, str(int(year)))
        ):
            return True
    return False


@shows(doubts_a_day)
def find_false_days(text: str) -> tuple[tuple[str, str], ...]:
    """Give (words, why) of each day that no calendar has, and of each weekday that is not that day's."""
    if not _MAYBE_A_DAY.search(text):
        return ()
    text = looked_at(text)
    return tuple(dict.fromkeys((*_not_in_calendar(text), *_wrong_weekdays(text))))


@shows(doubts_a_zero)
def find_badly_padded(text: str) -> tuple[tuple[str, str], ...]:
    """Give (as written, as it should be) of dates in words whose zeros are not those of official papers."""
    if "tháng" not in text:
        return ()
    found = []
    for hit in DAY_IN_WORDS.finditer(unquoted(looked_at(text))):
        day = _day(hit[3] or "", hit[2], hit[1])
        if day is not None:
            right, written = long_date(day), " ".join(hit[0].split())
            shown = " ".join(written.replace(",", "").split())
            if shown.lower() != right:
                found.append((written, right))
    return tuple(dict.fromkeys(found))


def may_cite_a_day(text: str) -> bool:
    """Say whether there may be a citation with its day."""
    return bool("ngày" in text and _CITED_DAY.search(text) and _SYMBOL.search(text))


@shows(may_cite_a_day)
def find_cited_days(text: str) -> tuple[tuple[str, date], ...]:
    """Give (words, day) of each citation with its day: "05-HD/VPTW, ngày 27/5/2026"."""
    found = []
    for hit in _CITED.finditer(looked_at(text)):
        try:
            found.append((hit[0], parse_date(hit[1])))
        except ValueError:
            continue  # D5 speaks of it
    return tuple(found)


@lru_cache(REMEMBERED)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences, quotations left out."""
    pieces = _SENTENCE_END.split(unquoted(looked_at(text)))
    return tuple(Sentence(p, tuple(map(int, _YEAR.findall(p)))) for p in pieces if p.strip())


def unquoted(text: str) -> str:
    """Give a text without what stands between “ and ” on one line."""
    kept, at = [], 0
    closes = text.find("”")
    opens = text.find("“") if closes >= 0 else -1
    while opens >= 0:
        closes = closes if closes > opens else text.find("”", opens)
        if closes < 0:
            break
        if closes - opens <= _LONGEST_QUOTE + 1 and "\n" not in text[opens:closes]:
            kept.append(text[at : opens + 1])
            at = closes
        opens = text.find("“", max(opens + 1, at))
    return "".join((*kept, text[at:]))


def _not_in_calendar(text: str) -> Iterator[tuple[str, str]]:
    for hit in _SLASHES.finditer(text):
        day, month, year = int(hit[2]), int(hit[4]), int(hit[5])
        if hit[1] or (1 <= month <= 12 and 1 <= day <= 31 and hit[3] == "/"):
            yield from _judge_day(hit[0], day, month, year)
    for hit in DAY_IN_WORDS.finditer(text):
        yield from _judge_day(hit[0], int(hit[1]), int(hit[2]), int(hit[3] or 2000))
    for hit in _NO_YEAR.finditer(text):
        yield from _judge_day(hit[0], int(hit[1]), int(hit[2]), 2000)


def _judge_day(words: str, day: int, month: int, year: int) -> Iterator[tuple[str, str]]:
    if not 1 <= month <= 12:
        yield words, f"không có tháng {month}"
        return
    last = _last_day(month, year)
    if not 1 <= day <= last:
        named = f" năm {year}" if month == 2 and str(year) in words else ""
        yield words, f"tháng {month}{named} có {last} ngày"


@lru_cache(REMEMBERED)
def _last_day(month: int, year: int) -> int:
    return calendar.monthrange(max(1, min(year, 9999)), month)[1]


def _wrong_weekdays(text: str) -> Iterator[tuple[str, str]]:
    hits = [(h[0], h[1], h[2]) for h in _WEEKDAY.finditer(text)]
    hits += [(h[0], h[2], h[1]) for h in _WEEKDAY_AFTER.finditer(text)]
    for words, name, day in hits:
        try:
            right = weekday(parse_date(day))
        except ValueError:
            continue
        given = fold(name).replace("thu ", "")
        if _WEEKDAY_DIGIT.get(given, given) != fold(right).replace("thu ", ""):
            yield words, f"ngày đó là {right}"


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
