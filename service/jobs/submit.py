"""Taking work in: rows are committed first, then the engine is told.

An id that never reached the engine is swept up at start.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog

from service.catalog.package import Package
from service.database.rows import (
    add,
    change,
    count_documents,
    documents_of,
    get_document,
    get_job,
    unfinished_jobs,
)
from service.database.schema import document, dossier, job
from service.dossier.make import Wanted
from service.dossier.record import Details
from service.errors import Conflict, FieldError, InputError, InvalidSubmission, StorageUnavailable
from service.intake.notes import Note
from service.intake.read import Intake
from service.jobs.taken import keep_taken, returned_by
from service.jobs.workshop import Workshop
from service.model import JobState, Submission
from service.pipeline import Paper, papers
from service.ports import Engine

log = structlog.get_logger(__name__)


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


class Desk:
    """Takes in batches, single documents and dossiers; cancels, tries again, sweeps up."""

    def __init__(self, shop: Workshop, engine: Engine) -> None:
        self._shop = shop
        self._engine = engine
        self._database = shop.database

    def batch(self, package: Package, rows: Rows, order: Order) -> str:
        """Take in a batch and give the job's id.

        Raises:
            InvalidSubmission: no row is good; carries the errors of all of them.
        """
        if not rows.good:
            raise InvalidSubmission(
                "Không có dòng nào dùng được. Xin sửa các lỗi rồi gửi lại.", errors=rows.errors
            )
        found = [(n, paper) for n, values in rows.good for paper in papers(package, values)]
        if not found:
            raise InvalidSubmission("Theo dữ liệu này thì không có văn bản nào cần làm.")
        job_id, now = uuid4().hex, self._now()
        title = order.title or package.title
        options = order.options() | {"bad_rows": len(rows.bad_rows)}
        options |= keep_taken(self._shop, job_id, rows.notes, rows.returned)
        with self._database.write() as connection:
            dossier_id = uuid4().hex if order.dossier else None
            row = self._job_row("batch", package.slug, title, options)
            errors = [e.as_dict() for e in rows.errors]
            total = len(found) + len(rows.bad_rows)
            row |= {"id": job_id, "total": total, "failed": len(rows.bad_rows), "row_errors": errors}
            add(connection, job, [row | {"dossier": dossier_id}])
            add(connection, document, self._document_rows(job_id, found, now))
            if dossier_id:
                add(connection, dossier, [_dossier_row(dossier_id, job_id, title, order.profile, now)])
        self._hand_over(job_id)
        return job_id

    def document(self, package: Package, submission: Submission, *, verify: bool = True) -> list[str]:
        """Make the documents of one submission at once, keep them, and leave the judging to the engine.

        Raises:
            FillFailed, ToolError, StorageUnavailable, InvalidSubmission: nothing is kept then.
        """
        found = papers(package, submission)
        if not found:
            raise InvalidSubmission("Theo dữ liệu này thì không có văn bản nào cần làm.")
        with self._shop.folder() as folder:
            finished = [self._shop.make(p, folder, f"{n:03}") for n, p in enumerate(found)]
            for one in finished:
                self._shop.archive.keep_files(one)
        job_id, now = uuid4().hex, self._shop.clock()
        rows = self._document_rows(job_id, [(1, p) for p in found], now.isoformat())
        rows = [row | one.columns(now) for row, one in zip(rows, finished, strict=True)]
        ids = [row["id"] for row in rows]
        options = {"verify": verify, "documents": ids}
        done = {"id": job_id, "total": len(ids), "done": len(ids)}
        if not verify:
            done |= {"state": JobState.DONE, "stage": "done", "finished": now.isoformat()}
        with self._database.write() as connection:
            add(
                connection,
                job,
                [self._job_row("verify", package.slug, found[0].metadata.title, options) | done],
            )
            add(connection, document, rows)
        if verify:
            self._hand_over(job_id)
        return ids

    def dossier(self, documents: Sequence[str], order: Order) -> str:
        """Take in a dossier of finished documents, in the order given, and give the job's id.

        Raises:
            InvalidSubmission: a document is unknown, not finished, or named twice; each is named by its place.
        """
        self._check_documents(documents)
        job_id, dossier_id, now = uuid4().hex, uuid4().hex, self._now()
        options = order.options() | {"documents": list(documents)}
        done = {"id": job_id, "dossier": dossier_id, "total": len(documents), "done": len(documents)}
        with self._database.write() as connection:
            add(connection, job, [self._job_row("dossier", "", order.title, options) | done])
            add(connection, dossier, [_dossier_row(dossier_id, job_id, order.title, order.profile, now)])
        self._hand_over(job_id)
        return job_id

    def _check_documents(self, documents: Sequence[str]) -> None:
        if not documents:
            said = "Hồ sơ phải có ít nhất một văn bản."
            raise InvalidSubmission(errors=[FieldError(pointer="/documents", rule="minItems", detail=said)])
        errors, seen = [], set()
        with self._database.read() as connection:
            for n, document_id in enumerate(documents):
                said = ""
                try:
                    if get_document(connection, document_id).state != "done":
                        said = f"Văn bản {document_id} chưa làm xong nên chưa đóng được vào hồ sơ."
                except InputError as exc:
                    said = exc.detail
                if document_id in seen:
                    said = f"Văn bản {document_id} được nêu hai lần; xin bỏ bớt một lần."
                seen.add(document_id)
                if said:
                    errors.append(FieldError(pointer=f"/documents/{n}", detail=said))
        if errors:
            raise InvalidSubmission("Danh sách văn bản của hồ sơ chưa đúng.", errors=errors)

    def cancel(self, job_id: str) -> None:
        """Stop a job after the document in hand; what is finished stays.

        Raises:
            Conflict: the job has ended already.
        """
        with self._database.write() as connection:
            if get_job(connection, job_id).state.ended:
                raise Conflict("Lượt xử lý này đã kết thúc, không hủy được nữa.")
            change(connection, job, job_id, state=JobState.CANCELLED, finished=self._now())

    def retry(self, job_id: str) -> None:
        """Run only what failed or was left, and bind again.

        Raises:
            Conflict: the job is still at work, or nothing in it failed that could be tried again.
        """
        with self._database.write() as connection:
            row = get_job(connection, job_id)
            if not row.state.ended:
                raise Conflict("Lượt xử lý này còn đang chạy. Xin đợi xong rồi thử lại.")
            counts = count_documents(connection, job_id)
            failed = counts.get("failed", 0)
            left = failed or counts.get("queued") or row.problem or row.state is JobState.CANCELLED
            if not left:
                raise Conflict(
                    "Không có văn bản nào hỏng để làm lại. Dòng sai dữ liệu thì xin sửa tệp rồi gửi lại."
                )
            for broken in documents_of(connection, job_id, "failed"):
                change(connection, document, broken.id, state="queued", problem=None, finished=None)
            fresh = {
                "state": JobState.QUEUED,
                "stage": "make",
                "attempts": 0,
                "problem": None,
                "finished": None,
            }
            change(connection, job, job_id, **fresh, failed=row.failed - failed)
        self._hand_over(job_id)

    def sweep(self) -> None:
        """Hand every unfinished job to the engine again: committed, but perhaps never enqueued, or left by a kill."""
        with self._database.read() as connection:
            waiting = unfinished_jobs(connection)
        for job_id in waiting:
            self._hand_over(job_id)

    def _hand_over(self, job_id: str) -> None:
        """Tell the engine of a committed job; one that it does not take has failed, and can be tried again."""
        try:
            self._engine.enqueue(job_id)
        except StorageUnavailable as exc:
            log.warning("job_not_handed_over", job=job_id, exc_info=exc)
            outcome = {"state": JobState.FAILED, "problem": exc.as_problem(), "finished": self._now()}
            with self._database.write() as connection:
                change(connection, job, job_id, **outcome)

    def _now(self) -> str:
        return self._shop.clock().isoformat()

    def _job_row(self, kind: str, template: str, title: str, options: Mapping[str, Any]) -> dict[str, Any]:
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
            "created": self._now(),
        }

    def _document_rows(
        self, job_id: str, found: Iterable[tuple[int, Paper]], now: str
    ) -> list[dict[str, Any]]:
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
                "findings": [],
                "created": now,
            }
            for position, (row, paper) in enumerate(found, start=1)
        ]


def _dossier_row(dossier_id: str, job_id: str, title: str, profile: str, now: str) -> dict[str, Any]:
    row = {"id": dossier_id, "job": job_id, "title": title, "profile": profile}
    return row | {"record": {}, "pages": 0, "created": now}
