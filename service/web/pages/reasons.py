"""The boxes in which a person says why a paper is made though the rules found errors; knows no HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from service.checks.override import LONGEST_REASON, Override, fault_of_reason
from service.vietnamese.text import tidy

PREFIX = "ly-do "
"""A posted name is "ly-do M1 /tong_so"; those of fields begin with a slash."""

ANYWHERE = ""


@dataclass(frozen=True, kw_only=True)
class Box:
    """One reason to be given: for a rule at a place, and what was found there."""

    rule: str
    pointer: str
    place: str
    found: tuple[str, ...]
    position: int
    value: str = ""
    error: str = ""
    longest: int = LONGEST_REASON

    @property
    def name(self) -> str:
        """The name under which it is posted."""
        return f"{PREFIX}{self.rule} {self.pointer}"

    @property
    def id(self) -> str:
        """The id of its element."""
        return f"ly-do-{self.position}"


@dataclass(frozen=True)
class Reasons:
    """What was posted: the overrides that can be taken, texts and faults by (rule, pointer)."""

    overrides: tuple[Override, ...]
    texts: Mapping[tuple[str, str], str]
    faults: Mapping[tuple[str, str], str]


NO_REASONS = Reasons((), {}, {})


def read_reasons(posted: MultiDict[str, str], *, every: bool) -> Reasons:
    """Read the boxes; with `every` a box left blank is a fault, else it says nothing."""
    texts: dict[tuple[str, str], str] = {}
    for name in posted:
        rule, _, pointer = name.removeprefix(PREFIX).partition(" ")
        if name.startswith(PREFIX) and (every or posted[name].strip()):
            texts[rule, pointer] = tidy(posted[name])
    faults = {key: fault for key, text in texts.items() if (fault := fault_of_reason(text))}
    taken = [Override(*key, reason=text) for key, text in texts.items() if key not in faults]
    return Reasons(tuple(taken), texts, faults)


def boxes(findings: Iterable[Mapping[str, Any]], reasons: Reasons, *, by_place: bool) -> tuple[Box, ...]:
    """Give a box for each error found (as in the member `findings` of a problem), or for each rule of a whole batch."""
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for finding in findings:
        if finding["severity"] == "E":
            key = (finding["rule"], (finding.get("pointer") or "") if by_place else ANYWHERE)
            place = str(finding.get("place", "")) if by_place else ""
            found.setdefault(key, (place, []))[1].append(finding["found"])
    return tuple(
        Box(
            rule=rule,
            pointer=pointer,
            place=place,
            found=tuple(dict.fromkeys(said)),
            position=position,
            value=reasons.texts.get((rule, pointer), ""),
            error=reasons.faults.get((rule, pointer), ""),
        )
        for position, ((rule, pointer), (place, said)) in enumerate(found.items(), start=1)
    )
