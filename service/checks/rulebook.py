"""The dated figures that rules go by: rule sets, replaced citations, thresholds, severities.

Read from TOML files by service.checks.rulefiles; judges nothing.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from service.vietnamese.text import fold

MARKS = ("chắc chắn", "một nguồn", "chưa kiểm chứng")
OFF = "tắt"
LEVELS = ("E", "W", "I", OFF)


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """Rules of layout in force from `starts` to `ends` (both included). The groups are the tables of the file."""

    id: str
    family: str
    title: str
    starts: dt.date
    ends: dt.date | None = None
    source: str
    mark: str
    number: Mapping[str, Any]
    date: Mapping[str, Any]
    signing: Mapping[str, Any]
    recipients: Mapping[str, Any]
    letter: Mapping[str, Any]
    page: Mapping[str, Any]
    heading: Mapping[str, Any]
    sizes: Mapping[str, Any]
    styles: Mapping[str, Any]

    def holds_on(self, day: dt.date) -> bool:
        """Say whether it was in force on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A paper that another replaced on `since`; its own date tells it from others of the same number."""

    number: str
    subject: str
    replaced_by: str
    since: dt.date
    mark: str
    dated: dt.date | None = None
    dated_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Abolished:
    """Names of bodies and places that are gone after `until`; `history` are words of a sentence about the past."""

    id: str
    until: dt.date
    words: Sequence[str]
    history: Sequence[str]
    mend: str
    source: str
    mark: str

    @cached_property
    def signs(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """A few words, one of which stands in every text that bears a name, with what stands around it; all small."""
        return tuple((word, _sign(word, self.words)) for word in telling(self.words))


@dataclass(frozen=True, kw_only=True)
class Issuing:
    """Which types of paper a kind of body may not issue, from `starts` on."""

    body: str
    starts_with: Sequence[str]
    not_allowed: Sequence[str]
    starts: dt.date
    source: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who held a post of a body from `starts` to `ends` (both included): one line of an office's register."""

    organ: str
    post: str
    name: str
    starts: dt.date
    ends: dt.date | None = None

    def held_on(self, day: dt.date) -> bool:
        """Say whether the post was theirs on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How much a rule weighs and what it rests on; `lesser` weighs its softer case."""

    severity: str
    source: str
    mark: str
    lesser: str = "W"

    @property
    def words(self) -> str:
        """The source as the reader sees it, with its doubt."""
        return self.source if self.mark == MARKS[0] else f"{self.source} ({self.mark})"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One figure or choice that an office may set otherwise."""

    value: Any
    meaning: str
    source: str
    mark: str
    choices: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Steps from the highest down: at or above a bound, this label or score."""

    steps: Sequence[Sequence[Any]]
    source: str
    mark: str

    def at(self, value: Any) -> Any:
        """Give the label or score of a value; None below the lowest bound."""
        return next((label for bound, label in self.steps if value >= bound), None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rulebook:
    """Everything together; one book is another only when it is the same."""

    rule_sets: tuple[RuleSet, ...]
    citations: tuple[Citation, ...]
    abolished: tuple[Abolished, ...]
    issuing: tuple[Issuing, ...]
    rules: Mapping[str, Standing]
    thresholds: Mapping[str, Threshold]
    bands: Mapping[str, Bands]
    holders: tuple[Holder, ...] = ()

    @cached_property
    def replaced(self) -> Mapping[str, tuple[Citation, ...]]:
        """The replaced papers by number; one number may be that of several."""
        numbers = dict.fromkeys(plain_number(c.number) for c in self.citations)
        return {n: tuple(c for c in self.citations if plain_number(c.number) == n) for n in numbers}

    @cached_property
    def replaced_by_symbol(self) -> tuple[str, ...]:
        """What their numbers have from the last slash to the next hyphen: "/TW", "/QH13"."""
        symbols = (re.search(r"/?[^/\s‑–-]*", n[n.rfind("/") :] if "/" in n else "") for n in self.replaced)
        return tuple(dict.fromkeys(s[0] for s in symbols if s))

    @cached_property
    def replaced_pattern(self) -> re.Pattern[str]:
        """Finds any of their numbers however the hyphen is written, never inside a longer one."""
        each = "|".join(re.escape(n).replace(r"\-", r"\s?[-‑–]\s?") for n in self.replaced)
        return re.compile(rf"(?<![\d/-])(?:{each})(?![\w-])")

    def rule_set(self, family: str, day: dt.date | None) -> RuleSet | None:
        """Give the rule set of a family in force on a day; the newest without one; None before the first."""
        newest_first = self._by_family.get(family, ())
        if day is None:
            return newest_first[0] if newest_first else None
        return next((r for r in newest_first if r.holds_on(day)), None)

    @cached_property
    def _by_family(self) -> Mapping[str, tuple[RuleSet, ...]]:
        newest_first = sorted(self.rule_sets, key=lambda r: r.starts)[::-1]
        return {f: tuple(r for r in newest_first if r.family == f) for f in {r.family for r in newest_first}}

    def holders_of(self, organ: str, post: str, day: dt.date) -> tuple[str, ...]:
        """Give the names of those who held a post of a body on a day; none where the register does not say."""
        known = self._posts.get((fold(organ), plain_post(post)), ())
        return tuple(holder.name for holder in known if holder.held_on(day))

    @cached_property
    def _posts(self) -> Mapping[tuple[str, str], tuple[Holder, ...]]:
        posts: dict[tuple[str, str], tuple[Holder, ...]] = {}
        for holder in self.holders:
            key = fold(holder.organ), plain_post(holder.post)
            posts[key] = (*posts.get(key, ()), holder)
        return posts

    def threshold(self, name: str) -> Any:
        """Give the value of a threshold."""
        return self.thresholds[name].value


def telling(names: Sequence[str]) -> tuple[str, ...]:
    """Choose the words to look for first: long ones that many names share, for "huyện" is rarer than "ủy" or "nhân"."""
    left = [set(name.lower().split()) or {""} for name in names]
    chosen: list[str] = []
    while left:
        shared = Counter(word for name in left for word in name)
        chosen.append(max(sorted(shared), key=lambda word: len(word) * shared[word]))
        left = [name for name in left if chosen[-1] not in name]
    return tuple(dict.fromkeys(_both_ways(chosen)))


def _sign(word: str, names: Sequence[str]) -> re.Pattern[str]:
    """Match a word with the next one in any name; where it is the last of one, with the space before it."""
    words = [name.lower().split() for name in _both_ways(names)]
    after = sorted({re.escape(b) for w in words for a, b in pairwise(w) if a == word})
    ends = [rf"\s+(?:{'|'.join(after)})"] if after else []
    if any(w[-1:] == [word] for w in words):
        ends.append("" if [word] in words else rf"(?<=\s{re.escape(word)})")
    return re.compile(f"{re.escape(word)}(?:{'|'.join(ends)})")


def _both_ways(names: Iterable[str]) -> list[str]:
    """Give names with the mark of uy on either letter."""
    return [way for name in names for way in (name, name.replace("ủy", "uỷ"))]


def plain_post(post: str) -> str:
    """Write a post so that "Bí thư Chi bộ" and "BÍ THƯ" are the same."""
    return fold(post).removesuffix(" chi bo")


def plain_number(number: str) -> str:
    """Give a number and symbol with its hyphens plain and close: "36 ‑ HD/VPTW" → "36-HD/VPTW"."""
    return re.sub(r"\s?[-‑–]\s?", "-", number)
