"""The child in which heavy Word files are checked (service.limited): its answer as JSON, and how that is read again.

A paper proven light is checked where we are (service.checks.paper.door): that costs no process, and most are.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from service.checks.paper.examine import Asked, Examined, examine
from service.checks.paper.judge import PaperReport
from service.errors import FieldError, InputError, InputTooLarge, InvalidSubmission, UnreadableInput
from service.limited import Limits, OutOfLimitsError, apart
from service.model import Finding, Severity

LIMITS = Limits(memory=1_500_000_000, cpu_seconds=30, wall_seconds=45, answer=20_000_000)
_REFUSALS: Mapping[str, type[InputError]] = {
    kind.code: kind for kind in (UnreadableInput, InputTooLarge, InvalidSubmission)
}


def examine_apart(path: Path, name: str, asked: Asked, limits: Limits = LIMITS) -> Examined:
    """Check a file in a child; raises as examine, and InputTooLarge when it takes more than the limits."""
    try:
        told = apart(__name__, [str(path.resolve()), name, json.dumps(_asked(asked))], limits)
    except OutOfLimitsError as exc:
        raise InputTooLarge(
            f"{name} quá lớn hoặc quá phức tạp nên không kiểm tra được trong giới hạn cho phép. "
            "Xin tách thành nhiều tệp rồi kiểm tra từng tệp."
        ) from exc
    answer = json.loads(told)
    if "refused" in answer:
        errors = [FieldError(**error) for error in answer["errors"]]
        raise _REFUSALS.get(answer["refused"], UnreadableInput)(answer["detail"], errors=errors)
    findings = tuple(Finding(**{**f, "severity": Severity(f["severity"])}) for f in answer["findings"])
    return Examined(answer["kind"], findings, _report(answer["report"], findings))


def main(arguments: Sequence[str]) -> None:
    """Be the child: check the file named by path, name and what is asked; write the answer to stdout."""
    path, name, told = arguments
    try:
        examined = examine(Path(path), name, _read_asked(json.loads(told)))
        answer: dict[str, Any] = {
            "kind": examined.kind,
            "findings": [f.as_dict() for f in examined.findings],
            "report": _told(examined.report),
        }
    except InputError as exc:
        answer = {"refused": exc.code, "detail": exc.detail, "errors": [e.as_dict() for e in exc.errors]}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def _asked(asked: Asked) -> dict[str, Any]:
    days = {
        name: day.isoformat() if day else None for name, day in (("day", asked.day), ("today", asked.today))
    }
    return {
        "kind": asked.kind,
        "rules": asked.rules,
        **days,
        "folders": [str(f.resolve()) for f in asked.folders],
    }


def _read_asked(told: dict[str, Any]) -> Asked:
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in ("day", "today")}
    return Asked(kind=told["kind"], rules=told["rules"], folders=tuple(map(Path, told["folders"])), **days)


def _told(report: PaperReport | None) -> dict[str, Any] | None:
    if report is None:
        return None
    return {**vars(report), "day": report.day.isoformat() if report.day else None, "findings": None}


def _report(told: dict[str, Any] | None, findings: tuple[Finding, ...]) -> PaperReport | None:
    if told is None:
        return None
    day = date.fromisoformat(told["day"]) if told["day"] else None
    return PaperReport(**{**told, "day": day, "findings": findings})
