"""Figures inside sentences: sums, shares with their percentages, numbers with their words.

Finds only what can mean one thing: "240/260 … chiếm 92,3%" is a share, "dịp 30/4" is a day. Pure functions on one text,
which look closely only at one that shows their sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from service.checks.figures import difference, said
from service.checks.prose import REMEMBERED, looked_at, shows
from service.vietnamese.words import words_to_number

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)"
_SUM = rf"{NUMBER}(?:\s{{0,3}}\+\s{{0,3}}{NUMBER}){{1,30}}"
_EQUATION = re.compile(
    rf"(?<![\d.,+/-])(?:({NUMBER})\s*=\s*({_SUM})|({_SUM})\s*=\s*({NUMBER}))(?![\d.,]*[\d+*/%-])"
)
_OF_LEVELS = re.compile(
    rf"(?<![\d.,])({NUMBER})\s[^\d.;!?\n]{{1,80}}?\b(?:trong\s+đó|gồm)\b\s*:?\s*((?:[^.;!?\n]|\.(?=\d)){{1,400}})",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    rf"(cấp\s+(?:trung\s+ương|tỉnh|huyện|xã|cơ\s+sở))\s*(?:có|là|:)?\s*({NUMBER})", re.IGNORECASE
)
_ANY = re.compile(NUMBER)
_OF_AWARDS = re.compile(
    r"([^.;!?\n]{1,300})[.,;:]\s+trong\s+đó\s*,?\s*((?:[^.;!?\n]|\.(?=\d)){1,600})", re.IGNORECASE
)
_AWARDED = re.compile(rf"(?<![\d.,/])({NUMBER})\s+(?:lượt\s+)?(tập\s+thể|cá\s+nhân)\b", re.IGNORECASE)
_AWARDING = re.compile(
    r"\b(?:TW|T\.Ư|trung\s+ương|tỉnh|thành\s+phố|huyện|xã|phường|cơ\s+sở)\b", re.IGNORECASE
)

_LINK = r"(?:đạt(?:\s+t[ỷỉ]\s+lệ)?|chiếm(?:\s+t[ỷỉ]\s+lệ)?|t[ỷỉ]\s+lệ|bằng|tương\s+đương|=|\()\s*:?\s*"
_SHARE = re.compile(
    rf"(?<![\d.,/])({NUMBER})\s?/\s?({NUMBER})(?![\d/]|[.,]\d)[^\d.;:!?%\n]{{0,100}}?{_LINK}(\d+(?:[.,]\d+)?)\s?%",
    re.IGNORECASE,
)
_SHARED_OUT = re.compile(
    rf"/(?<![/.,]\d/)(?<![/.,]\d\d/)\s?{NUMBER}(?![\d/]|[.,]\d)[^\d.;:!?%\n]{{0,100}}?{_LINK}\d+(?:[.,]\d+)?\s?%",
    re.IGNORECASE,
)
"""A share without its part; the year of a day is none."""
_DAY_BEFORE = re.compile(
    r"(?:ngày|mùng|lễ|dịp|tết|quốc\s+khánh|quốc\s+tế\s+\w+(?:\s+\w+)?|trước|sau|từ|đến|và|-|–)\s*$",
    re.IGNORECASE,
)
_OF_A_PLAN = re.compile(
    r"\s*(?:so\s+với|kế\s+hoạch|chỉ\s+tiêu|nghị\s+quyết|dự\s+toán|KH\b|NQ\b)", re.IGNORECASE
)

_UNIT = r"(?:đồng|tờ|trang|bản|phiếu)"
_IN_WORDS = re.compile(
    rf"(?<![\d.,/])({NUMBER})\s*{_UNIT}?\s*[(;,]?\s*\(?(?:viết\s+)?(bằng\s+chữ)?\s*:?\s*([^()\d\n]{{2,200}})\)",
    re.I,
)
_CLOSED = re.compile(r"\)(?<=[^()\d\n]{2}\))")
_UNIT_AFTER = re.compile(rf"(?:\s+{_UNIT})?(?:\s+chẵn)?\s*[./]*\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Share:
    """A share in a sentence: 240 of 260, shown as 92.30 per cent, in these words."""

    part: int
    whole: int
    shown: Decimal
    words: str


def number_of(text: str) -> int | None:
    """Read a whole number as it stands in a sentence: "12.651" → 12651."""
    bare = text.replace(".", "")
    return int(bare) if bare.isdigit() and len(bare) <= 18 else None


@lru_cache(REMEMBERED)
def find_sums(text: str) -> tuple[str, ...]:
    """Say each sum of a text that does not add up: equations, and levels that exceed their total."""
    if "=" not in text and "cấp" not in text:
        return ()
    text = looked_at(text)
    return (*_equations(text), *_levels(text))


@lru_cache(REMEMBERED)
def find_awards(text: str) -> tuple[str, ...]:
    """Say where bodies or people honoured by single levels are together more than all of them.

    "54 tập thể … Trong đó, 01 tập thể được TW khen, 03 tập thể được tỉnh khen, 51 tập thể …": one and the same may
    have been honoured twice, so this is never certain.
    """
    if "rong đó" not in text:
        return ()
    found: list[str] = []
    for hit in _OF_AWARDS.finditer(looked_at(text)):
        clauses = re.split(r",\s", hit[2])
        levels = [" ".join(level.lower().split()) for c in clauses for level in _AWARDING.findall(c)[:1]]
        if len(levels) == len(clauses) == len(set(levels)):
            found += _more_than_all(hit[1], clauses)
    return tuple(found)


def _more_than_all(whole: str, clauses: list[str]) -> Iterator[str]:
    totals = [(" ".join(unit.lower().split()), number_of(n)) for n, unit in _AWARDED.findall(whole)]
    for unit, total in totals:
        parts = [n for c in clauses for n, u in _AWARDED.findall(c) if " ".join(u.lower().split()) == unit]
        numbers = [number_of(n) or 0 for n in parts]
        alone = [u for u, _ in totals].count(unit) == 1
        if alone and total is not None and len(numbers) > 1 and sum(numbers) > total:
            shown, gap = " + ".join(map(said, numbers)), difference(sum(numbers), total)
            yield f"{said(total)} {unit} = {shown}: tổng các cấp là {said(sum(numbers))}, lệch {gap}."


def may_share(text: str) -> bool:
    """Say whether there may be a share with its percentage."""
    return bool("%" in text and "/" in text and _SHARED_OUT.search(text))


@shows(may_share)
def find_shares(text: str) -> tuple[Share, ...]:
    """Give each share of a text that stands with its percentage; days and shares of a plan are left out."""
    text = looked_at(text)
    found = []
    for hit in _SHARE.finditer(text):
        part, whole = number_of(hit[1]), number_of(hit[2])
        if _DAY_BEFORE.search(text, max(0, hit.start() - 25), hit.start()) or _OF_A_PLAN.match(
            text, hit.end()
        ):
            continue
        if part is not None and whole and part <= whole:
            found.append(Share(part, whole, Decimal(hit[3].replace(",", ".")), " ".join(hit[0].split())))
    return tuple(found)


def may_spell_out(text: str) -> bool:
    """Say whether words in brackets may follow a number."""
    return bool(")" in text and _CLOSED.search(text))


@shows(may_spell_out)
def find_words(text: str) -> tuple[tuple[str, bool], ...]:
    """Say each number of a text that its words in brackets contradict; False: the words cannot be read at all."""
    if "(" not in text:
        return ()
    found = []
    for hit in _IN_WORDS.finditer(looked_at(text)):
        number, written = number_of(hit[1]), _UNIT_AFTER.sub("", hit[3]).strip(" ,.:/")
        try:
            said_so = words_to_number(written)
        except ValueError:
            if hit[2]:
                found.append((f"{hit[1]}: không đọc được phần bằng chữ “{written[:80]}”.", False))
            continue
        if number is not None and said_so != number:
            found.append((f"Bằng số {said(number)}, bằng chữ “{written}” là {said(said_so)}.", True))
    return tuple(found)


def _equations(text: str) -> Iterator[str]:
    for hit in _EQUATION.finditer(text):
        total, terms = number_of(hit[1] or hit[4]), (hit[2] or hit[3]).split("+")
        numbers = [n for n in (number_of(t.strip()) for t in terms) if n is not None]
        if total is not None and len(numbers) == len(terms) and sum(numbers) != total:
            gap = difference(sum(numbers), total)
            yield f"{' '.join(hit[0].split())}: cộng lại là {said(sum(numbers))}, lệch {gap}."


def _levels(text: str) -> Iterator[str]:
    """Levels exclude one another, so that together they cannot exceed what they are levels of."""
    for hit in _OF_LEVELS.finditer(text):
        levels = {" ".join(name.lower().split()): number_of(n) or 0 for name, n in _LEVEL.findall(hit[2])}
        total, every = number_of(hit[1]), _ANY.findall(hit[2])
        if total is not None and 1 < len(levels) == len(every) and sum(levels.values()) > total:
            shown, added = " + ".join(map(said, levels.values())), sum(levels.values())
            yield f"{said(total)} = {shown}: tổng các cấp là {said(added)}, lệch {difference(added, total)}."
