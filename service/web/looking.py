"""Reading rows for an answer: one short transaction, then shapes."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from flask import Response, jsonify

from service.database.rows import (
    DocumentRow,
    DossierRow,
    JobRow,
    documents_of,
    dossier_documents,
    get_document,
    get_dossier,
    get_job,
    recent_documents,
    recent_jobs,
)
from service.errors import NotFound
from service.web.joined import joined
from service.web.shapes import document_shape, dossier_shape, job_shape


def job(job_id: str) -> dict[str, Any]:
    """Give a job's shape."""
    with joined().shop.database.read() as connection:
        row = get_job(connection, job_id)
        failures = documents_of(connection, job_id, "failed") if row.failed else []
        dossier = get_dossier(connection, row.dossier) if row.dossier else None
        documents = documents_of(connection, job_id, "done") if row.state.ended and not dossier else []
    return job_shape(row, joined().shop.clock(), _verified(dossier, documents), failures)


def taken_in(job_id: str) -> tuple[Response, int, dict[str, str]]:
    """Say that a job was taken in, and where it stands now."""
    return jsonify(job(job_id)), 202, {"Location": f"/api/v1/jobs/{job_id}"}


def job_row(job_id: str) -> JobRow:
    """Give a job's row, without what its documents say."""
    with joined().shop.database.read() as connection:
        return get_job(connection, job_id)


def _verified(dossier: DossierRow | None, documents: list[DocumentRow]) -> bool | None:
    """A job is verified when its dossier is, or without one when every document is."""
    if dossier is not None:
        return dossier.verified
    verdicts = [d.verified for d in documents]
    if False in verdicts:
        return False
    return True if verdicts and None not in verdicts else None


def jobs(limit: int = 30) -> list[dict[str, Any]]:
    """Give the latest jobs without their errors."""
    with joined().shop.database.read() as connection:
        rows: list[JobRow] = recent_jobs(connection, limit)
    return [job_shape(row, joined().shop.clock(), None, []) for row in rows]


def document_row(document_id: str) -> DocumentRow:
    """Give a document's row."""
    with joined().shop.database.read() as connection:
        return get_document(connection, document_id)


def job_documents(job_id: str) -> list[DocumentRow]:
    """Give the rows of a job's documents: its own, or those of the dossier that it binds."""
    with joined().shop.database.read() as connection:
        row = get_job(connection, job_id)
        if row.kind == "batch" or row.dossier is None:
            return documents_of(connection, job_id)
        return dossier_documents(connection, row.dossier)


def recent_rows(limit: int) -> list[DocumentRow]:
    """Give the rows of the latest documents."""
    with joined().shop.database.read() as connection:
        return recent_documents(connection, limit)


def known_rows(ids: Iterable[str]) -> list[DocumentRow]:
    """Give the rows of these documents, those that are there."""
    rows = []
    with joined().shop.database.read() as connection:
        for document_id in ids:
            with suppress(NotFound):
                rows.append(get_document(connection, document_id))
    return rows


def documents(limit: int = 30) -> list[dict[str, Any]]:
    """Give the latest documents."""
    with joined().shop.database.read() as connection:
        return [document_shape(row) for row in recent_documents(connection, limit)]


def dossier(dossier_id: str) -> tuple[DossierRow, list[DocumentRow]]:
    """Give a dossier's row and those of its documents in order."""
    with joined().shop.database.read() as connection:
        return get_dossier(connection, dossier_id), dossier_documents(connection, dossier_id)


def dossier_json(dossier_id: str) -> dict[str, Any]:
    """Give a dossier's shape."""
    return dossier_shape(*dossier(dossier_id))
