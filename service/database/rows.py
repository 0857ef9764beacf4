"""Rows as frozen values, and the statements that read and change them one kind at a time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, func, insert, literal, or_, select, update

from service.database.schema import LEFT, answer, document, dossier, dossier_document, job, upload
from service.errors import NotFound
from service.model import JobState


@dataclass(frozen=True)
class JobRow:
    """One job; see schema.job for the meaning of each member."""

    id: str
    kind: str
    template: str
    title: str
    state: JobState
    stage: str
    options: Mapping[str, Any]
    total: int
    done: int
    failed: int
    judged: int
    row_errors: Sequence[Mapping[str, Any]]
    problem: Mapping[str, Any] | None
    dossier: str | None
    attempts: int
    created: str
    started: str | None
    finished: str | None


@dataclass(frozen=True)
class DocumentRow:
    """One document; see schema.document."""

    id: str
    job: str | None
    position: int
    row: int | None
    template: str
    part: str
    version: str
    template_sha256: str
    state: str
    data: str
    title: str
    number: str
    file: str
    record: Mapping[str, Any]
    pages: int
    sha256: str | None
    docx_sha256: str | None
    findings: Sequence[Mapping[str, Any]]
    verified: bool | None
    verdict: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None
    created: str
    finished: str | None

    @property
    def uploaded(self) -> bool:
        """True for a paper that was not made here: `data` then says what is known of the file that came."""
        return not self.template


@dataclass(frozen=True)
class DossierRow:
    """One dossier; see schema.dossier."""

    id: str
    job: str
    title: str
    profile: str
    record: Mapping[str, Any]
    pages: int
    sha256: str | None
    manifest: Mapping[str, Any] | None
    verified: bool | None
    verdict: Mapping[str, Any] | None
    created: str
    finished: str | None

    @property
    def claims(self) -> tuple[str, ...]:
        """What the file claims, as veraPDF names it; empty for one that is no PDF/A."""
        told = self.manifest or {}
        return tuple(told.get("level", (self.profile.removeprefix("pdfa-"), "ua1")))


@dataclass(frozen=True)
class UploadRow:
    """One file that waits for its sender's answers; see schema.upload."""

    id: str
    template: str
    name: str
    said: Mapping[str, Any]
    created: str


JSON_COLUMNS = frozenset(
    {"options", "row_errors", "problem", "record", "findings", "verdict", "manifest", "said"},
)


def _packed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        k: json.dumps(v, ensure_ascii=False) if k in JSON_COLUMNS and v is not None else v
        for k, v in values.items()
    }


def _unpacked(row: Row[Any]) -> dict[str, Any]:
    return {k: json.loads(v) if k in JSON_COLUMNS and v is not None else v for k, v in row._mapping.items()}


def _job(row: Row[Any]) -> JobRow:
    values = _unpacked(row)
    return JobRow(**{**values, "state": JobState(values["state"])})


def add(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows; members that are JSON in the table are given as plain values."""
    packed = [_packed(row) for row in rows]
    if packed:
        connection.execute(insert(table), packed)


def change(connection: Connection, table: Table, row_id: str, **values: Any) -> None:
    """Change members of one row."""
    connection.execute(update(table).where(table.c.id == row_id).values(**_packed(values)))


def get_job(connection: Connection, job_id: str) -> JobRow:
    """Give one job, or raise NotFound."""
    row = connection.execute(select(job).where(job.c.id == job_id)).first()
    if row is None:
        raise NotFound(f"Không có lượt xử lý “{job_id[:40]}”.")
    return _job(row)


def unfinished_jobs(connection: Connection) -> list[str]:
    """Give the ids of jobs that are queued or running, oldest first."""
    states = [s for s in JobState if not s.ended]
    return list(connection.scalars(select(job.c.id).where(job.c.state.in_(states)).order_by(job.c.created)))


def recent_jobs(connection: Connection, limit: int) -> list[JobRow]:
    """Give the latest batches and dossiers, newest first; judging single documents is not shown."""
    query = select(job).where(job.c.kind != "verify").order_by(job.c.created.desc(), job.c.id).limit(limit)
    return [_job(row) for row in connection.execute(query)]


def count_result(
    connection: Connection, job_id: str, *, done: int = 0, failed: int = 0, judged: int = 0
) -> None:
    """Add to a job's counters in the caller's transaction; a step forward makes its attempts count anew."""
    added = {"done": job.c.done + done, "failed": job.c.failed + failed, "judged": job.c.judged + judged}
    added["attempts"] = literal(0)
    connection.execute(update(job).where(job.c.id == job_id).values(**added))


def get_document(connection: Connection, document_id: str) -> DocumentRow:
    """Give one document, or raise NotFound."""
    row = connection.execute(select(document).where(document.c.id == document_id)).first()
    if row is None:
        raise NotFound(f"Không có văn bản “{document_id[:40]}”.")
    return DocumentRow(**_unpacked(row))


def documents_of(connection: Connection, job_id: str, *states: str) -> list[DocumentRow]:
    """Give a job's documents in their order, only those in the given states if any are given."""
    query = select(document).where(document.c.job == job_id).order_by(document.c.position)
    if states:
        query = query.where(document.c.state.in_(states))
    return [DocumentRow(**_unpacked(row)) for row in connection.execute(query)]


def count_documents(connection: Connection, job_id: str) -> dict[str, int]:
    """Give how many documents of a job stand in each state."""
    query = select(document.c.state, func.count()).where(document.c.job == job_id).group_by(document.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def recent_documents(connection: Connection, limit: int) -> list[DocumentRow]:
    """Give the latest finished documents, newest first."""
    query = (
        select(document).where(document.c.state == "done").order_by(document.c.created.desc()).limit(limit)
    )
    return [DocumentRow(**_unpacked(row)) for row in connection.execute(query)]


def get_dossier(connection: Connection, dossier_id: str) -> DossierRow:
    """Give one dossier, or raise NotFound."""
    row = connection.execute(select(dossier).where(dossier.c.id == dossier_id)).first()
    if row is None:
        raise NotFound(f"Không có hồ sơ “{dossier_id[:40]}”.")
    return DossierRow(**_unpacked(row))


def pdf_is_named(connection: Connection, sha256: str) -> bool:
    """Say whether a dossier or a paper that was sent in is the PDF of this hash; documents made here never are."""
    sent_in = document.c.job.is_(None) & (
        (document.c.sha256 == sha256) | document.c.data.contains(sha256, autoescape=True)
    )
    found = select(
        or_(exists().where(dossier.c.sha256 == sha256), exists(select(document.c.id).where(sent_in)))
    )
    return bool(connection.scalar(found))


def dossier_documents(connection: Connection, dossier_id: str) -> list[DocumentRow]:
    """Give the documents of a dossier in their order."""
    query = (
        select(document)
        .join(dossier_document, dossier_document.c.document == document.c.id)
        .where(dossier_document.c.dossier == dossier_id)
        .order_by(dossier_document.c.position)
    )
    return [DocumentRow(**_unpacked(row)) for row in connection.execute(query)]


def forget_answers(connection: Connection, before: str) -> None:
    """Forget answers kept for Idempotency-Keys earlier than `before`."""
    connection.execute(delete(answer).where(answer.c.created < before))


def leave_answers(connection: Connection, key: str | None = None) -> None:
    """Mark the call with a key as left, to be finished when it is repeated; without a key all that are at work."""
    which = answer.c.status.is_(None) if key is None else answer.c.key == key
    connection.execute(update(answer).where(which).values(status=LEFT))


def get_upload(connection: Connection, upload_id: str) -> UploadRow | None:
    """Give one waiting file, None when it is not kept (any more)."""
    row = connection.execute(select(upload).where(upload.c.id == upload_id)).first()
    return UploadRow(**_unpacked(row)) if row is not None else None


def old_uploads(connection: Connection, before: str) -> list[str]:
    """Give the ids of waiting files that came earlier than `before`."""
    return list(connection.scalars(select(upload.c.id).where(upload.c.created < before)))


def forget_uploads(connection: Connection, ids: Iterable[str]) -> None:
    """Forget waiting files."""
    connection.execute(delete(upload).where(upload.c.id.in_(list(ids))))
