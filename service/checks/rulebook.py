"""The dated figures that rules go by, read from TOML files: rule sets, replaced citations, thresholds, severities.

An office lays its own files over ours: an entry with the same id (or number) takes the place of ours. Reads files once
and judges nothing.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from service.errors import BadSettings
from service.vietnamese.text import closest

OURS = Path(__file__).parent / "rules"
MARKS = ("chắc chắn", "một nguồn", "chưa kiểm chứng")
LEVELS = ("E", "W", "I", "tắt")

Kind = TypeVar("Kind")


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


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Steps from the highest down: at or above a bound, this label or score."""

    steps: Sequence[Sequence[Any]]
    source: str
    mark: str

    def at(self, value: Any) -> Any:
        """Give the label or score of a value; None below the lowest bound."""
        return next((label for bound, label in self.steps if value >= bound), None)


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """Everything together."""

    rule_sets: tuple[RuleSet, ...]
    citations: tuple[Citation, ...]
    abolished: tuple[Abolished, ...]
    issuing: tuple[Issuing, ...]
    rules: Mapping[str, Standing]
    thresholds: Mapping[str, Threshold]
    bands: Mapping[str, Bands]

    @cached_property
    def replaced(self) -> Mapping[str, tuple[Citation, ...]]:
        """The replaced papers by number; one number may be that of several."""
        numbers = dict.fromkeys(plain_number(c.number) for c in self.citations)
        return {n: tuple(c for c in self.citations if plain_number(c.number) == n) for n in numbers}

    @cached_property
    def replaced_pattern(self) -> re.Pattern[str]:
        """Finds any of their numbers however the hyphen is written, never inside a longer one."""
        each = "|".join(re.escape(n).replace(r"\-", r"\s?[-‑–]\s?") for n in self.replaced)
        return re.compile(rf"(?<![\d/-])(?:{each})(?![\w-])")

    def rule_set(self, family: str, day: dt.date | None) -> RuleSet | None:
        """Give the rule set of a family in force on a day; the newest without one; None before the first."""
        own = sorted((r for r in self.rule_sets if r.family == family), key=lambda r: r.starts)
        if day is None:
            return own[-1] if own else None
        return next((r for r in reversed(own) if r.holds_on(day)), None)

    def threshold(self, name: str) -> Any:
        """Give the value of a threshold."""
        return self.thresholds[name].value

    def with_severities(self, severities: Mapping[str, str]) -> "Rulebook":
        """Weigh rules as an office wants: rule id → "E", "W", "I" or "tắt" (not judged at all).

        Raises:
            BadSettings: an unknown rule or severity.
        """
        rules = dict(self.rules)
        for rule, level in severities.items():
            if rule not in rules:
                raise BadSettings(f"Không có quy tắc “{rule}”.{_guess(rule, rules)}")
            _one_of(level, LEVELS, f"quy tắc {rule}")
            softer = max(level, rules[rule].lesser, key=LEVELS.index)
            rules[rule] = replace(rules[rule], severity=level, lesser=softer)
        return replace(self, rules=rules)


def load_rulebook(*folders: Path) -> Rulebook:
    """Read our data files, then those of each folder over them.

    Raises:
        BadSettings: a file cannot be read, or an entry lacks something or has too much.
    """
    merged: dict[str, dict[str, Any]] = {}
    for folder in (OURS, *folders):
        for path in sorted(folder.glob("*.toml")):
            _merge(merged, _read(path), path.name)
    return Rulebook(
        rule_sets=_all(merged, RuleSet, "rule_set"),
        citations=_all(merged, Citation, "citation"),
        abolished=_all(merged, Abolished, "abolished"),
        issuing=_all(merged, Issuing, "issuing"),
        rules=_named(merged, Standing, "rule"),
        thresholds=_named(merged, Threshold, "threshold"),
        bands=_named(merged, Bands, "bands"),
    )


@lru_cache(maxsize=1)
def our_rulebook() -> Rulebook:
    """Give the rule book that comes with the service."""
    return load_rulebook()


def plain_number(number: str) -> str:
    """Give a number and symbol with its hyphens plain and close: "36 ‑ HD/VPTW" → "36-HD/VPTW"."""
    return re.sub(r"\s?[-‑–]\s?", "-", number)


LISTS = {"rule_set": "id", "citation": "number", "abolished": "id", "issuing": "body"}
"""Tables written as [[…]], each with the member that tells entries apart."""

TABLES = ("rule", "threshold", "bands")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as exc:
        raise BadSettings(f"Không đọc được tệp quy tắc {path.name}: {exc}.") from exc


def _merge(merged: dict[str, dict[str, Any]], read: Mapping[str, Any], name: str) -> None:
    for key, value in read.items():
        into = merged.setdefault(key, {})
        if key in LISTS and isinstance(value, list):
            for entry in value:
                into[str(entry.get(LISTS[key])) + _apart(key, entry)] = (name, entry)
        elif key in TABLES and isinstance(value, Mapping):
            into.update({inner: (name, _over(into.get(inner), entry)) for inner, entry in value.items()})
        else:
            known = (*LISTS, *TABLES)
            raise BadSettings(f"Tệp quy tắc {name}: không có mục “{key}”.{_guess(key, known)}")


def _apart(key: str, entry: Mapping[str, Any]) -> str:
    """Two papers may bear one number; their dates tell them apart."""
    return f"|{entry.get('dated', '')}" if key == "citation" else ""


def _over(ours: Any, theirs: Any) -> Any:
    """Lay an office's few members over ours, so that it need not repeat sources."""
    return {**ours[1], **theirs} if ours and isinstance(theirs, Mapping) else theirs


def _all(merged: Mapping[str, Mapping[str, Any]], kind: type[Kind], key: str) -> tuple[Kind, ...]:
    return tuple(_made(kind, entry, f"{name}, [[{key}]]") for name, entry in merged.get(key, {}).values())


def _named(merged: Mapping[str, Mapping[str, Any]], kind: type[Kind], key: str) -> dict[str, Kind]:
    entries = merged.get(key, {})
    return {inner: _made(kind, entry, f"{name}, [{key}.{inner}]") for inner, (name, entry) in entries.items()}


def _made(kind: type[Kind], entry: Any, place: str) -> Kind:
    if not isinstance(entry, Mapping):
        raise BadSettings(f"Tệp quy tắc {place}: phải là một bảng.")
    known = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    for key in entry:
        if key not in known:
            raise BadSettings(f"Tệp quy tắc {place}: không có mục “{key}”.{_guess(key, known)}")
    if kind is RuleSet:
        entry = {**{name: {} for name in known[known.index("number") :]}, **entry}
    for name, choices in (("mark", MARKS), ("severity", LEVELS), ("lesser", LEVELS)):
        if name in entry:
            _one_of(entry[name], choices, place)
    try:
        return kind(**entry)
    except TypeError as exc:
        raise BadSettings(f"Tệp quy tắc {place}: thiếu mục ({exc}).") from exc


def _one_of(value: Any, choices: Sequence[str], place: str) -> None:
    if value not in choices:
        raise BadSettings(f"{place}: “{value}” không dùng được. Chọn: {', '.join(choices)}.")


def _guess(word: str, known: Iterable[str]) -> str:
    guess = closest(word, known)
    return f" Ý bạn là “{guess}”?" if guess else ""
