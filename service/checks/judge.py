"""Judge one submission by the checks of its package: findings in order, errors that were passed over with a reason.

The door of this room. Judges values only; errors that still stand stop the paper (service.jobs.judging).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from service.catalog.package import Package
from service.checks.case import Case, Notice
from service.checks.declare import Bound, Declared, broken, declared
from service.checks.override import Override, Passed
from service.checks.rule import Kind
from service.checks.rulebook import OFF, Rulebook
from service.checks.rulefiles import our_rulebook
from service.checks.terms import ROWS, Term, follow
from service.checks.unprinted import RULE as UNPRINTED
from service.checks.unprinted import Places, places_of
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
    understood = _declared(package)
    if understood.findings:
        raise broken(understood.findings, package.slug)
    values = submission.values
    case = Case(
        book=book or our_rulebook(),
        day=paper_day(package, values),
        today=today,
        layout=package.layout,
        rules=package.rules,
    )
    found = check(understood.checks, package.form, values, case)
    found += _places(_Held(package)).unprinted(values, case.book.rules[UNPRINTED])
    in_force = case.rule_set
    return replace(_passed(found, overrides), rule_set=in_force.id if in_force else None)


def check(checks: Sequence[Bound], form: Form, values: Mapping[str, Any], case: Case) -> tuple[Finding, ...]:
    """Judge plain clean values by understood checks."""
    reader = _Values(values)
    found: list[Finding] = []
    for bound in checks:
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
    return _declared(package).findings


def paper_day(package: Package, values: Mapping[str, Any]) -> date | None:
    """Give the paper's own date: the field that the metadata of its first document name as date."""
    for document in package.documents:
        tag = _PLAIN_TAG.fullmatch(document.metadata.get("date", "").strip())
        value: Any = values
        for step in tag[1].split(".") if tag else ():
            value = value.get(step) if isinstance(value, Mapping) else None
        if tag and isinstance(value, str) and value:
            try:
                return date.fromisoformat(value)
            except ValueError:
                continue
    return None


class _Values:
    """Follows paths into one submission, each only once."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self._seen: dict[tuple[int, tuple[int, ...]], tuple[Any, ...]] = {}

    def arguments(self, bound: Bound, rows: tuple[int, ...]) -> dict[str, Any] | None:
        """Give what the rule is called with; None when too little is known to judge."""
        given = dict(bound.blanks)
        for name, terms in bound.terms.items():
            found = self._several(terms, rows)
            if bound.rule.parameters[name].many:
                given[name] = found
            elif found:
                given[name] = found[0]
        for group in bound.rule.needs:
            for name in group:
                if given[name] is None or given[name] == ():
                    break
            else:
                return given
        return None

    def _several(self, terms: tuple[Term, ...], rows: tuple[int, ...]) -> tuple[Any, ...]:
        key = (id(terms), rows)
        if key not in self._seen:
            found: list[Any] = []
            for term in terms:
                values = follow(term, self.values, rows)
                if values is None and term.kind is not Kind.TEXTS:
                    found = []  # one figure left blank: the whole cannot be judged
                    break
                found += values or ()
            self._seen[key] = tuple(found)
        return self._seen[key]


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


def _passed(found: tuple[Finding, ...], overrides: Sequence[Override]) -> Judgement:
    standing, passed, used = [], [], set()
    for finding in found:
        answer = next((o for o in overrides if o.meets(finding)), None)
        if answer is None or finding.severity is not Severity.ERROR:
            standing.append(finding)
        else:
            used.add(answer)
            passed.append(Passed(finding, answer.reason))
    unused = tuple(o for o in overrides if o not in used)
    return Judgement(tuple(standing), tuple(passed), unused)


class _Held:
    """A package as the key of a cache: two with the same files are the same."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def __hash__(self) -> int:
        return hash(self.package.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.package.sha256 == self.package.sha256


@lru_cache(maxsize=64)
def _declared_once(held: _Held) -> Declared:
    return declared(held.package)


@lru_cache(maxsize=64)
def _places(held: _Held) -> Places:
    return places_of(held.package)


def _declared(package: Package) -> Declared:
    return _declared_once(_Held(package))
