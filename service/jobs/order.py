"""What is asked of a job: the order, and the rows that the intake took."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from service.dossier.make import Wanted
from service.dossier.record import Details
from service.errors import FieldError
from service.intake.notes import Note
from service.intake.read import Intake
from service.jobs.taken import returned_by
from service.model import Submission


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

    def wanted(self, title: str) -> Wanted:
        """Say what the dossier is to be; `title` stands where none was given."""
        parts = {"cover": self.cover, "contents": self.contents, "closing": self.closing}
        return Wanted(title=self.title or title, profile=self.profile, details=self.details, **parts)

    def options(self) -> dict[str, Any]:
        """Give what a job's row keeps of it; `wanted_of` reads the parts back."""
        parts = {"cover": self.cover, "contents": self.contents, "closing": self.closing}
        return {"verify": self.verify, "profile": self.profile, **parts, "metadata": asdict(self.details)}


@dataclass(frozen=True)
class Rows:
    """The rows of a batch: good ones with their row numbers, and what is wrong with the others.

    `notes` tell what was mended; `returned` writes the wrong rows to a workbook, None when there is none.
    """

    good: Sequence[tuple[int, Submission]]
    errors: Sequence[FieldError] = ()
    bad_rows: Sequence[int] = ()
    notes: tuple[Note, ...] = ()
    returned: Callable[[Path], None] | None = None

    @classmethod
    def of(cls, taken: Intake) -> "Rows":
        """Take what the intake took."""
        return cls(taken.good, taken.errors, taken.bad_rows, taken.notes, returned_by(taken))
