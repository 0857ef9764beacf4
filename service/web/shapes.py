"""Rows as the JSON that the contract promises; the pages read the same shapes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from service.catalog.package import Package
from service.database.rows import DocumentRow, DossierRow, JobRow
from service.model import JobState

API = "/api/v1"
VERIFY_SHARE = 20
"""Per cent of a job's progress that stands for judging."""
NOTHING_AHEAD = {"done": 0, "failed": 0, "judged": 0}


def template_shape(package: Package) -> dict[str, Any]:
    """Give a template package as it stands in the catalogue."""
    here = f"{API}/templates/{package.slug}"
    return {
        "slug": package.slug,
        "title": package.title,
        "description": package.description,
        "version": package.version,
        "layout": package.layout,
        "rules": package.rules,
        "links": {"self": here, "sheet": f"{here}/sheet.xlsx", "sample": f"{here}/sample.json"},
    }


def document_shape(row: DocumentRow) -> dict[str, Any]:
    """Give a document."""
    here = f"{API}/documents/{row.id}"
    return {
        "id": row.id,
        "template": row.template,
        "version": row.version,
        "number": row.number,
        "title": row.title,
        "state": row.state,
        "row": row.row,
        "pages": row.pages,
        "sha256": row.sha256,
        "findings": list(row.findings),
        "verified": row.verified,
        "verification": row.verdict,
        "problem": row.problem,
        "created": row.created,
        "links": _upload_links(row)
        if row.uploaded
        else {
            "self": here,
            "pdf": f"{here}/pdf",
            "docx": f"{here}/docx",
            "data": f"{here}/data",
            "job": f"{API}/jobs/{row.job}",
        },
    }


def upload_shape(row: DocumentRow) -> dict[str, Any]:
    """Give a paper that was not made here: what every document has, and what is known of the file that came."""
    said, data = row.record, json.loads(row.data)
    told = {name: said.get(name, "") for name in ("organ", "kind", "date", "subject")}
    return {**document_shape(row), **told, **data}


def _upload_links(row: DocumentRow) -> dict[str, str]:
    here = f"{API}/uploads/{row.id}"
    return {"self": here, "pdf": f"{here}/pdf", "original": f"{here}/original"}


def dossier_shape(row: DossierRow, documents: list[DocumentRow]) -> dict[str, Any]:
    """Give a dossier."""
    here = f"{API}/dossiers/{row.id}"
    return {
        "id": row.id,
        "title": row.title,
        "documents": [d.id for d in documents],
        "pages": row.pages,
        "profile": row.profile,
        "level": list(row.claims) if row.manifest else None,
        "below": list((row.manifest or {}).get("below", ())),
        "sha256": row.sha256,
        "verified": row.verified,
        "signature": signature_of(row),
        "created": row.created,
        "finished": row.finished,
        "links": {
            "self": here,
            "pdf": f"{here}/pdf",
            "manifest": f"{here}/manifest.json",
            "verification": f"{here}/verification.json",
            "zip": f"{here}/zip",
            "job": f"{API}/jobs/{row.job}",
        },
    }


def signature_of(row: DossierRow) -> Mapping[str, Any] | None:
    """Give what was found out of a dossier's signature when it was made; None where it is not signed."""
    found: Mapping[str, Any] | None = (row.manifest or {}).get("signature")
    return found


def job_shape(
    row: JobRow, now: datetime, verified: bool | None, failures: list[DocumentRow]
) -> dict[str, Any]:
    """Give a job; `failures` are its failed documents, whose problems stand among `errors` by row."""
    here = f"{API}/jobs/{row.id}"
    links = {"self": here, "events": f"{here}/events", "documents": f"{here}/documents"}
    if row.dossier and row.state in (JobState.DONE, JobState.PARTLY):
        links["dossier"] = f"{API}/dossiers/{row.dossier}"
    if row.state.ended and row.done:
        links["zip"] = f"{here}/zip"
    if row.options.get("returned"):
        links["errors"] = f"{here}/errors.xlsx"
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "state": row.state.value,
        "stage": row.stage,
        "template": row.template,
        "total": row.total,
        "done": row.done,
        "failed": row.failed,
        "judged": row.judged,
        "percent": percent(row),
        "eta_seconds": _eta(row, now),
        "verified": verified,
        "errors": [*row.row_errors, *(_failure(d) for d in failures)],
        "notes": list(row.options.get("notes", ())),
        "problem": row.problem,
        "created": row.created,
        "finished": row.finished,
        "links": links,
    }


def _failure(row: DocumentRow) -> dict[str, Any]:
    problem = row.problem or {}
    return {
        "pointer": "",
        **({"row": row.row} if row.row else {}),
        "rule": str(problem.get("type", "")).removeprefix("/problems/"),
        "detail": str(problem.get("detail", "")),
    }


def percent(row: JobRow) -> int:
    """Say how far a job is, 0 to 100; 100 only when it has ended."""
    if row.state.ended:
        return 100
    share = VERIFY_SHARE if row.options.get("verify", True) else 0
    made = (row.done + row.failed) / row.total if row.total else 1
    judged = row.judged / row.done if row.done else 0
    return min(99, int(made * (100 - share) + min(judged, 1) * share))


def _eta(row: JobRow, now: datetime) -> int | None:
    """Tell the seconds left by the pace of this run: an earlier one may have been yesterday."""
    if row.state.ended:
        return 0
    reached = percent(row)
    gained = reached - percent(replace(row, **row.options.get("ahead", NOTHING_AHEAD)))
    if row.state is not JobState.RUNNING or row.started is None or gained < 2:
        return None
    elapsed = (now - datetime.fromisoformat(row.started)).total_seconds()
    return max(1, round(elapsed * (100 - reached) / gained))
