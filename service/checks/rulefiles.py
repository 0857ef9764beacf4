"""Read the rule book from TOML files: ours, and over them those of an office, which writes only what differs.

An entry with the same id (or number) takes the place of ours. Everything that is wrong with an office's files is told
at once, each at its file and table.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from service.checks.rulebook import (
    LEVELS,
    MARKS,
    Abolished,
    Bands,
    Citation,
    Holder,
    Issuing,
    Rulebook,
    RuleSet,
    Standing,
    Threshold,
)
from service.errors import BadSettings
from service.vietnamese.text import closest

OURS = Path(__file__).parent / "rules"
LISTS: Mapping[str, tuple[str, type[Any]]] = {
    "rule_set": ("id", RuleSet),
    "citation": ("number", Citation),
    "abolished": ("id", Abolished),
    "issuing": ("body", Issuing),
    "holder": ("name", Holder),
}
"""Tables written as [[…]], each with the member that tells entries apart."""

_APART: Mapping[str, Sequence[str]] = {"citation": ("dated",), "holder": ("organ", "post", "starts")}

TABLES: Mapping[str, type[Any]] = {"rule": Standing, "threshold": Threshold, "bands": Bands}
"""Tables written as [name.entry]; an office weighs or sets ours otherwise and adds none."""

CHOICES: Mapping[str, Sequence[str]] = {
    "mark": MARKS,
    "severity": LEVELS,
    "lesser": LEVELS,
    "family": ("dang", "nha-nuoc"),
}

Kind = TypeVar("Kind")
Entries = dict[str, tuple[str, Any]]
"""Entries by key, each with the name of the file that it stands in."""


def load_rulebook(*folders: Path) -> Rulebook:
    """Read our data files, then those of each folder over them.

    Raises:
        BadSettings: a folder or file cannot be read, or an entry lacks something, has too much or the wrong kind of
            value; `detail` names all of them.
    """
    files = _Files()
    files.take(OURS)
    for folder in folders:
        files.take(folder)
    if files.faults:
        raise BadSettings(" ".join(files.faults))
    return files.book()


@lru_cache(maxsize=1)
def our_rulebook() -> Rulebook:
    """Give the rule book that comes with the service."""
    return load_rulebook()


class _Files:
    """Lays files over each other and notes what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.ours: dict[str, Entries] = {}
        self.merged: dict[str, Entries] = {key: {} for key in (*LISTS, *TABLES)}

    def take(self, folder: Path) -> None:
        """Lay the files of a folder over what was read before."""
        if not folder.is_dir():
            self.faults.append(f"Không có thư mục quy tắc {folder}. Xin sửa VANBAN_RULES.")
            return
        for path in sorted(folder.glob("*.toml")):
            name = path.name if folder == OURS else str(path)
            for key, value in self._read(path, name).items():
                self._merge(key, value, name)
        if not self.ours:
            self.ours = {key: dict(entries) for key, entries in self.merged.items()}

    def book(self) -> Rulebook:
        """Make the book of what was read without fault."""
        lists = {
            key: tuple(kind(**e) for _, e in self.merged[key].values()) for key, (_, kind) in LISTS.items()
        }
        tables = {
            key: {name: kind(**e) for name, (_, e) in self.merged[key].items()}
            for key, kind in TABLES.items()
        }
        return Rulebook(
            rule_sets=lists["rule_set"],
            citations=lists["citation"],
            abolished=lists["abolished"],
            issuing=lists["issuing"],
            holders=lists["holder"],
            rules=tables["rule"],
            thresholds=tables["threshold"],
            bands=tables["bands"],
        )

    def _read(self, path: Path, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as exc:
            self.faults.append(f"Không đọc được tệp quy tắc {name}: {exc}.")
            return {}

    def _merge(self, key: str, value: Any, name: str) -> None:
        if key in LISTS and isinstance(value, list):
            member, kind = LISTS[key]
            for entry in value:
                whole = _with_groups(entry) if kind is RuleSet else entry
                if self._fits(kind, whole, f"{name}, [[{key}]]"):
                    self.merged[key][f"{entry[member]}{_apart(key, entry)}"] = (name, whole)
        elif key in TABLES and isinstance(value, Mapping):
            for inner, entry in value.items():
                self._lay_over(key, inner, entry, name)
        else:
            self._fault(f"Tệp quy tắc {name}", f"không có mục “{key}”", key, (*LISTS, *TABLES))

    def _lay_over(self, key: str, inner: str, entry: Any, name: str) -> None:
        """Lay an office's few members over ours, so that it need not repeat sources."""
        place, ours = f"{name}, [{key}.{inner}]", self.merged[key].get(inner)
        if self.ours and ours is None:
            self._fault(
                f"Tệp quy tắc {place}", f"không có “{inner}” trong mục {key}", inner, self.merged[key]
            )
            return
        whole = {**ours[1], **entry} if ours and isinstance(entry, Mapping) else entry
        if not self._fits(TABLES[key], whole, place):
            return
        if ours and key == "threshold" and not _alike(whole["value"], ours[1]["value"]):
            self.faults.append(f"Tệp quy tắc {place}: value phải cùng kiểu với {ours[1]['value']!r}.")
        elif key == "threshold" and whole.get("choices") and whole["value"] not in whole["choices"]:
            self._choose(place, whole["value"], whole["choices"])
        else:
            self.merged[key][inner] = (name, whole)

    def _fits(self, kind: type[Any], entry: Any, place: str) -> bool:
        """Judge one entry; False when something was noted."""
        before = len(self.faults)
        if not isinstance(entry, Mapping):
            self.faults.append(f"Tệp quy tắc {place}: phải là một bảng.")
            return False
        members = {f.name: f for f in fields(kind)}
        for key, value in entry.items():
            if key not in members:
                self._fault(f"Tệp quy tắc {place}", f"không có mục “{key}”", key, members)
            elif key in CHOICES and value not in CHOICES[key]:
                self._choose(place, value, CHOICES[key])
            elif not _is(members[key].type, value):
                self.faults.append(
                    f"Tệp quy tắc {place}: {key} phải là {_words(members[key].type)}, tìm thấy {value!r}."
                )
        missing = [n for n, f in members.items() if n not in entry and f.default is MISSING]
        if missing:
            self.faults.append(f"Tệp quy tắc {place}: thiếu mục {', '.join(missing)}.")
        if kind is RuleSet and len(self.faults) == before:
            self._groups(entry, place)
        return len(self.faults) == before

    def _groups(self, entry: Mapping[str, Any], place: str) -> None:
        """A rule set has what the rule sets of its family have in common, for the rules read it."""
        family = [e for _, e in self.ours.get("rule_set", {}).values() if e["family"] == entry["family"]]
        for group in (n for n, value in entry.items() if isinstance(value, Mapping)):
            for key, value in family[0][group].items() if family else ():
                if all(key in other[group] for other in family) and not _alike(entry[group].get(key), value):
                    self.faults.append(
                        f"Tệp quy tắc {place}: {group}.{key} phải có và cùng kiểu với {value!r}."
                    )

    def _choose(self, place: str, value: Any, choices: Iterable[str]) -> None:
        self.faults.append(f"Tệp quy tắc {place}: “{value}” không dùng được. Chọn: {', '.join(choices)}.")

    def _fault(self, place: str, said: str, word: str, known: Iterable[str]) -> None:
        guess = closest(word, known)
        self.faults.append(f"{place}: {said}.{f' Ý bạn là “{guess}”?' if guess else ''}")


def _with_groups(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    groups = [f.name for f in fields(RuleSet) if f.type == Mapping[str, Any]]
    return {**{name: {} for name in groups}, **entry}


def _apart(key: str, entry: Mapping[str, Any]) -> str:
    """Two papers may bear one number, and one name hold several posts; this tells them apart."""
    return "".join(f"|{entry.get(member, '')}" for member in _APART.get(key, ()))


def _alike(value: Any, ours: Any) -> bool:
    number = (int, float)
    if isinstance(ours, number) and not isinstance(ours, bool):
        return isinstance(value, number) and not isinstance(value, bool) and value >= 0
    return isinstance(value, type(ours))


def _is_steps(value: Any) -> bool:
    if not _is_list_of(value, list) or not value:
        return False
    bounds = [step[0] for step in value if len(step) == 2 and _alike(step[0], 0)]
    return len(bounds) == len(value) and bounds == sorted(bounds, reverse=True)


def _is_list_of(value: Any, kind: type[Any]) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


_KINDS: Mapping[Any, tuple[Callable[[Any], bool], str]] = {
    str: (lambda v: isinstance(v, str) and bool(v.strip()), "chữ, không để trống"),
    bool: (lambda v: isinstance(v, bool), "true hoặc false"),
    dt.date: (lambda v: type(v) is dt.date, "ngày, viết như 2026-05-27 không có dấu ngoặc kép"),
    dt.date | None: (lambda v: type(v) is dt.date, "ngày, viết như 2026-05-27 không có dấu ngoặc kép"),
    Sequence[str]: (lambda v: _is_list_of(v, str), "danh sách chữ"),
    Mapping[str, Any]: (lambda v: isinstance(v, Mapping), "một bảng"),
    Sequence[Sequence[Any]]: (_is_steps, "các bậc [mức, nhãn] xếp từ cao xuống thấp"),
}


def _is(kind: Any, value: Any) -> bool:
    return kind not in _KINDS or _KINDS[kind][0](value)


def _words(kind: Any) -> str:
    return _KINDS[kind][1]
