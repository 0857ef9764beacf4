"""Judge one submission by the checks of its package: findings in order, errors that were passed over with a reason.

The door of this room. Judges values only; errors that still stand stop the paper (service.jobs.judging).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from service.catalog.package import Package
from service.checks.case import Case, Notice
from service.checks.declare import Bound, Declared, broken, declared
from service.checks.override import Override, Passed
from service.checks.rulebook import OFF, Rulebook
from service.checks.rulefiles import our_rulebook
from service.checks.terms import ROWS
from service.checks.unprinted import RULE as UNPRINTED
from service.checks.unprinted import Places, places_of
from service.checks.values import Concern, Values, concern_of
from service.forms.schema import Form
from service.model import Finding, Severity, Submission

_PLAIN_TAG = re.compile(r"\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}")


@dataclass(frozen=True)
class Judgement:
    """What came of it. `rule_set` is the id of the rules of layout in force on the paper's date."""

    findings: tuple[Finding, ...]
    passed: tuple[Passed, ...] = ()
    unused: tuple[Override, ...] = ()
    rule_set: str | None = None

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The errors that still stand."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def told(self) -> tuple[Finding, ...]:
        """What stands, and what is said of overrides that had nothing to pass over."""
        return (*self.findings, *(o.idle for o in self.unused))

    def kept(self) -> list[dict[str, Any]]:
        """Give all that is kept with a document: findings, those passed over with `overridden: {reason}`."""
        return [*(p.as_dict() for p in self.passed), *(f.as_dict() for f in self.told)]


def find(package: Package, submission: Submission, *, today: date | None = None) -> tuple[Finding, ...]:
    """Give what our own rule book finds in a submission, in the order of the package's checks.

    Raises:
        BrokenPackage: the [[check]] tables of the package are wrong; `faults` says how.
    """
    return judge(package, submission, today=today).findings


def judge(
    package: Package,
    submission: Submission,
    *,
    today: date | None = None,
    book: Rulebook | None = None,
    overrides: Sequence[Override] = (),
) -> Judgement:
    """Judge a submission by the checks of its package.

    Args:
        package: the package; its [[check]] tables say which rule looks at which fields.
        submission: the clean values.
        today: the day of the check; without it nothing is said of papers dated ahead.
        book: figures, citations and severities as the office set them; ours when left out.
        overrides: errors that somebody answers for.

    Raises:
        BrokenPackage: the [[check]] tables of the package are wrong.
    """
    book = book or our_rulebook()
    ready = _ready(_Held(package), book)
    if ready.declared.findings:
        raise broken(ready.declared.findings, package.slug)
    values = submission.values
    case = Case(
        book=book,
        day=_day(ready.days, values),
        today=today,
        layout=package.layout,
        rules=package.rules,
    )
    found = check(ready.declared.checks, package.form, values, case, ready.concern)
    found += ready.places.unprinted(values, book.rules[UNPRINTED])
    in_force = case.rule_set
    return _passed(found, overrides, in_force.id if in_force else None)


def check(
    checks: Sequence[Bound],
    form: Form,
    values: Mapping[str, Any],
    case: Case,
    concern: Concern | None = None,
) -> tuple[Finding, ...]:
    """Judge plain clean values by understood checks; `concern` is what `concern_of` gives for them, to be kept."""
    reader = Values(values, concern or concern_of(checks, case.book))
    found: list[Finding] = []
    for bound in checks:
        if reader.is_silent(bound):
            continue
        standing = case.book.rules[bound.rule.id]
        severity = bound.severity or standing.severity
        if OFF in (severity, standing.severity):
            continue
        for rows in _rows(values, bound.each):
            given = reader.arguments(bound, rows)
            if given is None:
                continue
            for notice in bound.rule.judge(case, **given):
                weight = _softer(severity, standing.lesser) if notice.lesser else severity
                if weight != OFF:
                    found.append(_finding(bound, notice, weight, standing.words, form))
    return tuple(dict.fromkeys(found))


def faults(package: Package) -> tuple[Finding, ...]:
    """Give what is wrong with a package's [[check]] tables, for `vanban check`."""
    return _declared(_Held(package)).findings


def _days(package: Package) -> tuple[tuple[str, ...], ...]:
    """Give the paths of the fields that the metadata of the documents name as date."""
    tags = (_PLAIN_TAG.fullmatch(d.metadata.get("date", "").strip()) for d in package.documents)
    return tuple(tuple(tag[1].split(".")) for tag in tags if tag)


def _day(paths: Sequence[tuple[str, ...]], values: Mapping[str, Any]) -> date | None:
    for path in paths:
        value: Any = values
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and value:
            try:
                return date.fromisoformat(value)
            except ValueError:
                continue
    return None


def _rows(values: Any, each: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Give the positions at which a check is repeated; once without any when it is not."""
    if not each:
        yield ()
        return
    for place, step in enumerate(each):
        if step == ROWS:
            for index, item in enumerate(values if isinstance(values, list) else ()):
                for inner in _rows(item, each[place + 1 :]):
                    yield (index, *inner)
            return
        values = values.get(step) if isinstance(values, Mapping) else None


def _softer(severity: str, lesser: str) -> str:
    order = [*Severity, OFF]
    return max(severity, lesser, key=order.index)


def _finding(bound: Bound, notice: Notice, weight: str, source: str, form: Form) -> Finding:
    pointer = notice.at.pointer
    return Finding(
        rule=bound.rule.id,
        severity=Severity(weight),
        required=notice.required or bound.rule.requires,
        found=notice.found,
        mend=notice.mend,
        pointer=pointer,
        place=form.label(pointer),
        source=source,
    )


def _passed(found: tuple[Finding, ...], overrides: Sequence[Override], rule_set: str | None) -> Judgement:
    if not overrides:
        return Judgement(found, rule_set=rule_set)
    standing, passed, used = [], [], set()
    for finding in found:
        answer = next((o for o in overrides if o.meets(finding)), None)
        if answer is None or finding.severity is not Severity.ERROR:
            standing.append(finding)
        else:
            used.add(answer)
            passed.append(Passed(finding, answer.reason))
    unused = tuple(o for o in overrides if o not in used)
    return Judgement(tuple(standing), tuple(passed), unused, rule_set)


class _Held:
    """A package as the key of a cache: two with the same files are the same."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def __hash__(self) -> int:
        return hash(self.package.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.package.sha256 == self.package.sha256


@dataclass(frozen=True)
class _Ready:
    """What does not hang on the submission: understood checks, paths of the paper's date, where values print."""

    declared: Declared
    days: tuple[tuple[str, ...], ...]
    places: Places
    concern: Concern


@lru_cache(maxsize=64)
def _declared(held: _Held) -> Declared:
    return declared(held.package)


@lru_cache(maxsize=64)
def _ready(held: _Held, book: Rulebook) -> _Ready:
    understood, package = _declared(held), held.package
    return _Ready(understood, _days(package), places_of(package), concern_of(understood.checks, book))
