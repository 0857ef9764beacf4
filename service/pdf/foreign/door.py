"""The way in for PDFs from elsewhere: a child looks through the file, then veraPDF says what the copy reaches.

What a file reaches is what it claims itself, as far as veraPDF confirms it of the file and of the copy that is bound.
A file that claims nothing is taken for no PDF/A, though the copy might be brought to pass as one: nobody has said of it
what its colours mean or that nothing is missing, and a dossier may not say so in its place.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pikepdf

from service.errors import FieldError, RefusedPdf, ToolError, UnreadableInput
from service.limited import Limits, OutOfLimitsError, apart
from service.model import NO_LEVEL, Level, Metadata, Verdict
from service.pdf.files import save
from service.pdf.foreign.reasons import AGAIN, Reason
from service.pdf.foreign.worker import UNDATED
from service.pdf.metadata import write_metadata
from service.pdf.verify import FLAVOURS
from service.ports import Judge

LIMITS = Limits(memory=500_000_000, cpu_seconds=8, wall_seconds=30, file_size=300_000_000, answer=20_000_000)
_HEAVY = Reason("heavy", "tệp quá nặng hoặc quá phức tạp nên không đọc được trong giới hạn cho phép", AGAIN)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A PDF from elsewhere that can be bound: the copy, and what is known of the file that it was made from.

    `claims` is what the file says that it is, `level` what was proved, `verdict` what veraPDF said of the file (None
    when it claims nothing or could not be asked; `unjudged` says why). `said` is what it says of itself: title, number,
    organ, kind, date, language. `behind` counts stray bytes behind its end.
    """

    copy: Path
    pages: int
    sha256: str
    copy_sha256: str
    level: Level
    claims: tuple[str, ...]
    verdict: Verdict | None
    unjudged: str
    tagged: bool
    signatures: tuple[Mapping[str, Any], ...]
    attached: tuple[str, ...]
    said: Mapping[str, str]
    behind: int

    @property
    def keeps_original(self) -> bool:
        """True when the copy lacks what the file had: signatures that can be checked, files inside."""
        return bool(self.signatures or self.attached)


def take_in(path: Path, copy: Path, title: str, judge: Judge, limits: Limits = LIMITS) -> Taken:
    """Look through the PDF at `path` and write the copy to bind to `copy`; `title` is what the paper is called.

    Raises:
        RefusedPdf: it cannot be bound; carries every reason.
        StorageUnavailable: the copy cannot be written.
    """
    trial = copy.with_name(f".{copy.stem}.thu.pdf")
    try:
        told = _told(path, copy, trial, title, limits)
        verdict, level, unjudged = _judged(judge, path, trial, tuple(told["claims"]))
    finally:
        trial.unlink(missing_ok=True)
    return Taken(
        copy=copy,
        pages=told["pages"],
        sha256=_sha256(path),
        copy_sha256=_sha256(copy),
        level=level,
        claims=tuple(told["claims"]),
        verdict=verdict,
        unjudged=unjudged,
        tagged=told["tagged"],
        signatures=tuple(told["signatures"]),
        attached=tuple(told["attached"]),
        said=told["said"],
        behind=told["behind"],
    )


def _told(path: Path, copy: Path, trial: Path, title: str, limits: Limits) -> Mapping[str, Any]:
    files = [str(p.resolve()) for p in (path, copy, trial)]
    try:
        answer: Mapping[str, Any] = json.loads(apart("service.pdf.foreign.worker", (*files, title), limits))
    except OutOfLimitsError as exc:
        raise _refusal([_HEAVY]) from exc
    if "refused" in answer:
        raise _refusal([Reason(**reason) for reason in answer["refused"]])
    return answer


def _refusal(reasons: Sequence[Reason]) -> RefusedPdf:
    errors = [FieldError(pointer="/file", rule=r.rule, page=r.page, detail=r.detail) for r in reasons]
    return RefusedPdf(errors=errors)


def _judged(
    judge: Judge, path: Path, trial: Path, claims: tuple[str, ...]
) -> tuple[Verdict | None, Level, str]:
    """Ask what the file and the copy reach; give the verdict on the file, the level, and why nobody could say."""
    known = [claim for claim in claims if claim in FLAVOURS]
    if not known:
        return None, NO_LEVEL, ""
    try:
        verdict = judge.judge(path, known)
        proved = Level.of(f.flavour for f in verdict.flavours if f.compliant)
        for level in _downwards(proved):
            _claim(trial, level)
            if judge.judge(trial, level.flavours()).compliant:
                return verdict, level, ""
    except (ToolError, UnreadableInput) as exc:
        return None, NO_LEVEL, exc.detail
    return verdict, NO_LEVEL, ""


def _downwards(proved: Level) -> Iterator[Level]:
    """Give what the copy may still reach, the best first."""
    levels = (proved, Level(proved.archive, False), Level("b" if proved.archive else "", False))
    yield from dict.fromkeys(level for level in levels if level.flavours())


def _claim(trial: Path, level: Level) -> None:
    with pikepdf.open(trial, allow_overwriting_input=True) as pdf:
        write_metadata(pdf, Metadata(title="Thử", created=UNDATED), level=level)
        save(pdf, trial)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
