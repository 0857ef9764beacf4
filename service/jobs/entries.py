"""The rows that a job, its documents and its dossier begin with."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import uuid4

from service.database.rows import JobRow
from service.model import JobState
from service.pipeline import Paper


def job_row(kind: str, template: str, title: str, options: Mapping[str, Any], now: str) -> dict[str, Any]:
    """Give what every job begins with; id and counters are the caller's to add."""
    return {
        "kind": kind,
        "template": template,
        "title": title,
        "state": JobState.QUEUED,
        "stage": "make",
        "options": options,
        "done": 0,
        "failed": 0,
        "judged": 0,
        "row_errors": [],
        "attempts": 0,
        "created": now,
    }


def with_asked(options: Mapping[str, Any], asked: str) -> dict[str, Any]:
    """Let a job remember the id of the call that changed it, so that the call is known when it is repeated."""
    return {**options, "asked": asked} if asked else dict(options)


def progress_of(row: JobRow) -> dict[str, int]:
    """Give how far a job is when a run of it begins."""
    return {"done": row.done, "failed": row.failed, "judged": row.judged}


def document_rows(
    job_id: str, found: Iterable[tuple[int, Paper]], now: str, kept: Callable[[int], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Give the rows of a job's documents in their order, each with the row of the data that it came from.

    `kept` gives the findings that stay with the documents of a row.
    """
    return [
        {
            "id": uuid4().hex,
            "job": job_id,
            "position": position,
            "row": row,
            "template": paper.package.slug,
            "part": paper.spec.key,
            "version": paper.package.version,
            "template_sha256": paper.package.sha256,
            "state": "queued",
            "data": paper.submission.canonical,
            "title": paper.metadata.title,
            "number": paper.metadata.number,
            "file": paper.file,
            "record": paper.metadata.as_dict(),
            "findings": kept(row),
            "verified": None,
            "verdict": None,
            "created": now,
        }
        for position, (row, paper) in enumerate(found, start=1)
    ]


def dossier_row(dossier_id: str, job_id: str, title: str, profile: str, now: str) -> dict[str, Any]:
    """Give what a dossier begins with."""
    row = {"id": dossier_id, "job": job_id, "title": title, "profile": profile}
    return row | {"record": {}, "pages": 0, "created": now}
