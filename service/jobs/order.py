"""What is asked of a job: the order, and the rows that the intake took."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from service.checks.judge import Judgement
from service.dossier.record import Details
from service.dossier.wanted import Wanted
from service.errors import FieldError
from service.intake.notes import Note
from service.intake.origin import origins
from service.intake.read import Intake
from service.intake.returned import write_returned
from service.model import Finding, Severity, Submission


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is wanted of a job: a dossier of its documents or not, its title, and whether veraPDF judges the results.

    `cover`, `contents` and `closing` are the parts that the dossier has of its own, `details` what is told of it.
    """

    title: str = ""
    dossier: bool = False
    verify: bool = True
    profile: str = "pdfa-2a"
    cover: bool = False
    contents: bool = False
    closing: bool = False
    details: Details = field(default_factory=Details)
    sign: bool = False
    """Whether the dossier is to be signed by the key that is set."""

    def wanted(self, title: str) -> Wanted:
        """Say what the dossier is to be; `title` stands where none was given."""
        return Wanted(
            title=self.title or title,
            profile=self.profile,
            cover=self.cover,
            contents=self.contents,
            closing=self.closing,
            details=self.details,
        )

    def options(self) -> dict[str, Any]:
        """Give what a job's row keeps of it; `wanted_of` reads the parts back."""
        parts = {"cover": self.cover, "contents": self.contents, "closing": self.closing}
        told = {"verify": self.verify, "profile": self.profile, "sign": self.sign, **parts}
        return told | {"metadata": asdict(self.details)}


@dataclass(frozen=True)
class Found:
    """A finding in a row of a batch: where it stands in what was sent, and the reason when it was passed over."""

    finding: Finding
    at: FieldError
    reason: str = ""

    @property
    def stops(self) -> bool:
        """True when its row is not made."""
        return self.finding.severity is Severity.ERROR and not self.reason

    def as_dict(self) -> dict[str, Any]:
        """Give the finding with row, column and cell."""
        place = {"row": self.at.row, "column": self.at.column, "cell": self.at.cell}
        told = {**self.finding.as_dict(), **{k: v for k, v in place.items() if v is not None}}
        return {**told, "overridden": {"reason": self.reason}} if self.reason else told


@dataclass(frozen=True)
class Rows:
    """The rows of a batch: good ones with their row numbers, and what is wrong with the others.

    `notes` tell what was mended; `returned` writes the wrong rows to a workbook, `marked` all rows with the wrong cells
    marked: None when no row is wrong. `judged` is what the rules said of a row, where they said something; `found` the
    same in the order of the rows, by cell.
    """

    good: Sequence[tuple[int, Submission]]
    errors: Sequence[FieldError] = ()
    bad_rows: Sequence[int] = ()
    notes: tuple[Note, ...] = ()
    returned: Callable[[Path], None] | None = None
    marked: Callable[[Path], None] | None = None
    judged: Mapping[int, Judgement] = field(default_factory=dict)
    found: tuple[Found, ...] = ()
    summary: str = ""
    origins: Mapping[int, int] = field(default_factory=dict)
    """Of a returned workbook: the row of the file that each row came from."""

    @classmethod
    def of(cls, taken: Intake) -> "Rows":
        """Take what the intake took."""
        return cls(
            taken.good,
            taken.errors,
            taken.bad_rows,
            taken.notes,
            returned_by(taken),
            returned_by(taken, every=True),
            summary=taken.summary,
            origins=(origins(taken.drafted) if taken.drafted else None) or {},
        )

    def kept(self, row: int) -> list[dict[str, Any]]:
        """Give what is kept of the judgement with each document of a row."""
        return self.judged[row].kept() if row in self.judged else []


def returned_by(
    taken: Intake, softer: Sequence[FieldError] = (), *, every: bool = False
) -> Callable[[Path], None] | None:
    """Give what writes the workbook of the wrong rows, or of `every` row; None when there is nothing to give back.

    `softer` is what the rules would have looked at again in those rows, though it stops nothing.
    """
    if taken.drafted is None or not taken.bad_rows:
        return None
    rows = [draft.number for draft in taken.drafted.drafts] if every else taken.bad_rows
    held = frozenset(rows)
    own = [error for error in softer if error.row in held]
    return partial(write_returned, taken.drafted, taken.errors, rows, softer=own)
