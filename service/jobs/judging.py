"""The check before the making: errors stop a paper, or the row of a batch, unless somebody answers for them.

Findings stay with the document as they were when its data was taken in; nothing is judged again when it is made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from service.catalog.package import Package
from service.checks.judge import Judgement, judge
from service.checks.override import Override
from service.checks.rulebook import Rulebook
from service.errors import FieldError, InvalidSubmission, StoppedByFindings
from service.intake.notes import Note
from service.intake.read import MAX_ERRORS, Intake
from service.jobs.order import Found, Rows, returned_by
from service.model import Finding, Severity, Submission


@dataclass(frozen=True)
class Bench:
    """What is judged by: the office's rule book, and the day of the check."""

    book: Rulebook
    today: date

    def judged(
        self, package: Package, submission: Submission, overrides: Sequence[Override] = ()
    ) -> Judgement:
        """Judge one submission; see service.checks.judge.judge."""
        return judge(package, submission, today=self.today, book=self.book, overrides=overrides)

    def passable(
        self, package: Package, submission: Submission, overrides: Sequence[Override] = ()
    ) -> Judgement:
        """Judge one submission that is to become papers now.

        Raises:
            StoppedByFindings: errors stand; carries each with its place, and the other findings too.
        """
        judgement = self.judged(package, submission, overrides)
        if judgement.blocking:
            raise StoppedByFindings(
                errors=[field_error(f) for f in judgement.blocking],
                findings=judgement.kept(),
            )
        return judgement

    def rows(self, package: Package, taken: Intake, overrides: Sequence[Override] = ()) -> Rows:
        """Judge the good rows of what was taken in; those with errors join the bad ones, each error at its cell."""
        judged: dict[int, Judgement] = {}
        stopped: list[int] = []
        found: list[Found] = []
        used: set[Override] = set()
        for number, submission in taken.good:
            own = [o for o in overrides if o.concerns(number)]
            judgement = self.judged(package, submission, own)
            used.update(o for o in own if o not in judgement.unused)
            if judgement.blocking:
                stopped.append(number)
            if judgement.findings or judgement.passed:
                judged[number] = judgement
                found += _located(taken, number, judgement)
        idle = tuple(o for o in overrides if o not in used)
        return _rows(taken, judged, stopped, found, idle)


def no_good_row(rows: Rows) -> InvalidSubmission:
    """Make the refusal of a batch without one row that can be made."""
    said = "Không có dòng nào dùng được. Xin sửa các lỗi rồi gửi lại."
    if not rows.found:
        return InvalidSubmission(said, errors=rows.errors)
    return StoppedByFindings(said, errors=rows.errors, findings=[f.as_dict() for f in rows.found])


def answered_for(kept: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Give those of a document's kept findings that were passed over."""
    return tuple(finding for finding in kept if "overridden" in finding)


def field_error(finding: Finding) -> FieldError:
    """Say a finding as an error of its field: what was found, what is required, how to mend it."""
    said = " ".join(
        part for part in (finding.found, f"Yêu cầu: {finding.required}", f"Cách sửa: {finding.mend}") if part
    )
    return FieldError(
        detail=f"{finding.place}: {said}" if finding.place else said,
        pointer=finding.pointer or "",
        rule=finding.rule,
        severity=str(finding.severity),
        source=finding.source,
    )


def _located(taken: Intake, number: int, judgement: Judgement) -> Iterable[Found]:
    every = [(f, "") for f in judgement.findings] + [(p.finding, p.reason) for p in judgement.passed]
    places = taken.located(number, [field_error(finding) for finding, _ in every])
    return [Found(finding, at, reason) for (finding, reason), at in zip(every, places, strict=True)]


def _rows(
    taken: Intake,
    judged: dict[int, Judgement],
    stopped: Sequence[int],
    found: Sequence[Found],
    idle: Sequence[Override],
) -> Rows:
    out = frozenset(stopped)
    wrong = [f.at for f in found if f.stops]
    errors = sorted((*taken.errors, *wrong), key=lambda e: e.row or 0)[:MAX_ERRORS]
    notes = [Note(row=o.row, why=f"{o.idle.found} {o.idle.mend}") for o in idle]
    told = replace(
        taken,
        good=tuple(row for row in taken.good if row[0] not in out),
        errors=tuple(errors),
        bad_rows=tuple(sorted((*taken.bad_rows, *stopped))),
        notes=(*taken.notes, *notes),
    )
    softer = [
        f.at for f in found if not f.stops and not f.reason and f.finding.severity is not Severity.ERROR
    ]
    return replace(
        Rows.of(told),
        judged=judged,
        found=tuple(found),
        returned=returned_by(told, softer),
        marked=returned_by(told, softer, every=True),
    )
