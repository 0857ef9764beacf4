"""From what the intake took to what a job keeps of it: rows, notes, and the workbook of the rows that were wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.errors import Conflict
from service.intake.notes import Note
from service.jobs.workshop import Workshop

KEPT_NOTES = 200
"""Notes that stay with the job; all of them are told when the file is only checked."""


def keep_taken(
    shop: Workshop,
    job_id: str,
    notes: tuple[Note, ...],
    returned: Callable[[Path], None] | None,
    attempt: int = 1,
) -> dict[str, Any]:
    """Keep the workbook of the wrong rows with the job, and give the options that tell of it and of the notes.

    `attempt` counts the files that were sent for the job; each may have wrong rows. A workbook that a killed call left,
    so that no row names it, stays beside the new one.

    Raises:
        StorageUnavailable: it could not be written.
    """
    if returned is not None:
        with shop.folder() as folder:
            path = folder / "loi.xlsx"
            returned(path)
            attempt = _keep_returned(shop, job_id, path, attempt)
    return {"returned": attempt if returned else 0, "notes": [note.as_dict() for note in notes[:KEPT_NOTES]]}


def _keep_returned(shop: Workshop, job_id: str, path: Path, attempt: int) -> int:
    while True:
        try:
            shop.archive.keep_returned(job_id, path, attempt)
        except Conflict:
            attempt += 1
        else:
            return attempt
