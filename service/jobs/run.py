"""Doing one job from where its rows say it stands: make → bind → sign → verify → finish.

A process killed in the middle leaves finished documents finished; the next run goes on with the others.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress

import structlog

from service.catalog.library import Library
from service.catalog.manifest import DocumentSpec
from service.catalog.package import Package
from service.database.rows import (
    DocumentRow,
    JobRow,
    change,
    count_documents,
    count_result,
    documents_of,
    get_document,
    get_dossier,
    get_job,
)
from service.database.schema import document, job
from service.errors import BrokenPackage, NotFound, ServiceError, StorageUnavailable
from service.jobs.dossier import bind_documents
from service.jobs.entries import progress_of
from service.jobs.sign import sign_dossier
from service.jobs.workshop import Workshop
from service.model import FULL, JobState, Submission, Verdict
from service.pipeline import STOPS_THE_JOB, Paper, each, paper_of, prove

MOST_ATTEMPTS = 5
"""Starts without a step forward: a job that takes the whole process down with it is not begun for ever."""

ROW_PATIENCE = 2.0
"""Seconds between two tries to write into a job's row that it failed, while the disk is full."""

BASIC = ("2b",)
"""What a dossier is held against that claims nothing: its verdict then says what it lacks for the least."""

log = structlog.get_logger(__name__)


class Interrupted(Exception):
    """The job was cancelled or the service is stopping."""


class Runner:
    """Runs jobs by id; several at once in different threads, one job never in two."""

    def __init__(self, shop: Workshop, *, patience: float = ROW_PATIENCE) -> None:
        self._shop = shop
        self._database = shop.database
        self._archive = shop.archive
        self._patience = patience
        self._stopping = threading.Event()
        self._idle = threading.Condition()
        self._in_hand: set[str] = set()
        self._again: set[str] = set()

    def run(self, job_id: str) -> None:
        """Do what is left of a job; every outcome is written into its row.

        An id that comes while its job is in hand lets the job be looked at again when it is put down: it may have been
        cancelled and asked for again meanwhile.
        """
        with self._idle:
            if job_id in self._in_hand:
                self._again.add(job_id)
                return
            self._in_hand.add(job_id)
        try:
            self._once(job_id)
        finally:
            with self._idle:
                self._in_hand.discard(job_id)
                again = job_id in self._again
                self._again.discard(job_id)
                self._idle.notify_all()
        if again:
            self.run(job_id)

    def stop(self, seconds: float = 20) -> None:
        """Put down the jobs in hand after the documents in hand; wait for that at most `seconds`."""
        self._stopping.set()
        with self._idle:
            self._idle.wait_for(lambda: not self._in_hand, timeout=seconds)

    def _once(self, job_id: str) -> None:
        attempts = 0
        try:
            row = self._begin(job_id)
            if row is None:
                return
            attempts = row.attempts
            self._finish(row, self._do(row))
        except Interrupted:
            log.info("job_put_down", job=job_id)
            self._put_down(job_id, attempts)
        except ServiceError as exc:
            log.warning("job_failed", job=job_id, code=exc.code, exc_info=exc)
            self._fail(job_id, exc)
        except Exception:  # one of the three places where nothing may escape
            log.exception("job_broke", job=job_id)
            self._fail(job_id, ServiceError())

    def _begin(self, job_id: str) -> JobRow | None:
        with self._database.write() as connection:
            try:
                row = get_job(connection, job_id)
            except NotFound:
                log.warning("job_unknown", job=job_id)
                return None
            if row.state.ended or self._stopping.is_set():
                return None
            change(
                connection,
                job,
                job_id,
                state=JobState.RUNNING,
                attempts=row.attempts + 1,
                started=self._shop.clock().isoformat(),
                options={**row.options, "ahead": progress_of(row)},  # the time left is told by this run alone
            )
        if row.attempts >= MOST_ATTEMPTS:
            self._fail(job_id, ServiceError(f"Đã thử {row.attempts} lần mà hệ thống đều dừng giữa chừng."))
            return None
        return row

    def _do(self, row: JobRow) -> ServiceError | None:
        if row.kind == "batch":
            self._make(row)
        if row.dossier and row.stage not in ("sign", "verify"):
            self._stage(row.id, "bind")
            bind_documents(self._shop, row)
        if row.dossier and row.stage != "verify" and row.options.get("sign"):
            self._stage(row.id, "sign")
            sign_dossier(self._shop, row.dossier)
        if row.options.get("verify", True):
            self._stage(row.id, "verify")
            return self._verify(row)
        return None

    def _stage(self, job_id: str, stage: str) -> None:
        with self._database.write() as connection:
            if get_job(connection, job_id).state.ended or self._stopping.is_set():
                raise Interrupted
            change(connection, job, job_id, stage=stage)

    def _goes_on(self, job_id: str) -> None:
        with self._database.read() as connection:
            if self._stopping.is_set() or get_job(connection, job_id).state.ended:
                raise Interrupted

    def _make(self, row: JobRow) -> None:
        with self._database.read() as connection:
            waiting = documents_of(connection, row.id, "queued")
        for document_row, outcome in each(self._make_one, waiting, self._shop.tools.workers):
            if isinstance(outcome, STOPS_THE_JOB):
                raise outcome
            self._goes_on(row.id)  # first: what fails because everything is being stopped has not failed
            if isinstance(outcome, ServiceError):
                self._reject(row.id, document_row, outcome)

    def _make_one(self, row: DocumentRow) -> None:
        shop = self._shop
        with shop.folder() as folder:
            finished = shop.make(paper_from(shop.library, row), folder, "van-ban")
            self._archive.keep_document(row.id, str(row.job), finished, shop.clock())

    def _reject(self, job_id: str, row: DocumentRow, exc: ServiceError) -> None:
        log.warning("document_failed", job=job_id, document=row.id, code=exc.code, exc_info=exc)
        now = self._shop.clock().isoformat()
        with self._database.write() as connection:
            if get_document(connection, row.id).state != "queued":
                return
            change(connection, document, row.id, state="failed", problem=exc.as_problem(), finished=now)
            count_result(connection, job_id, failed=1)

    def _verify(self, row: JobRow) -> ServiceError | None:
        """Judge what is not judged yet; what could not be judged stays open, and the job says why."""
        problem = None
        for document_row in self._unjudged(row):
            try:
                verdict = self._judged(document_row.sha256)
                self._archive.judge_document(document_row.id, row.id, verdict)
            except ServiceError as exc:
                self._goes_on(row.id)
                problem = exc
                if isinstance(exc, STOPS_THE_JOB):
                    return problem
            self._goes_on(row.id)
        try:
            self._verify_dossier(row.dossier)
        except ServiceError as exc:
            self._goes_on(row.id)
            problem = exc
        return problem

    def _judged(self, sha256: str | None, claims: Sequence[str] = FULL.flavours()) -> Verdict:
        with self._shop.folder() as folder:
            path = self._archive.fetch(sha256, ".pdf", folder / "can-kiem.pdf")
            return prove(self._shop.tools, path, claims)

    def _unjudged(self, row: JobRow) -> list[DocumentRow]:
        with self._database.read() as connection:
            if row.kind == "batch":
                rows = documents_of(connection, row.id, "done")
            else:
                rows = [get_document(connection, d) for d in row.options.get("documents", ())]
        return [r for r in rows if r.verified is None and r.state == "done" and not r.uploaded]

    def _verify_dossier(self, dossier_id: str | None) -> None:
        if dossier_id is None:
            return
        with self._database.read() as connection:
            row = get_dossier(connection, dossier_id)
        if row.sha256 is not None and row.verified is None:
            self._archive.judge_dossier(dossier_id, self._judged(row.sha256, row.claims or BASIC))

    def _finish(self, row: JobRow, problem: ServiceError | None) -> None:
        with self._database.write() as connection:
            if get_job(connection, row.id).state.ended:
                return
            counts = count_documents(connection, row.id)
            if counts.get("queued"):  # cancelled and asked for again in the last moment: its id is on the way
                change(connection, job, row.id, stage="make")
                return
            failed = counts.get("failed", 0) + int(row.options.get("bad_rows", 0))
            state = JobState.DONE
            if failed:
                state = JobState.PARTLY if counts.get("done") else JobState.FAILED
            change(
                connection,
                job,
                row.id,
                state=state,
                stage="done",
                problem=problem.as_problem() if problem else None,
                finished=self._shop.clock().isoformat(),
            )

    def _put_down(self, job_id: str, attempts: int) -> None:
        """Leave a job for the next start as if it had not been begun: it has taken nothing down."""
        with suppress(StorageUnavailable), self._database.write() as connection:
            least = min(attempts, get_job(connection, job_id).attempts)
            change(connection, job, job_id, attempts=least)

    def _fail(self, job_id: str, exc: ServiceError) -> None:
        """Write down why a job failed, as soon as the row can be written: the disk may be full."""
        while True:
            try:
                with self._database.write() as connection:
                    if not get_job(connection, job_id).state.ended:
                        now = self._shop.clock().isoformat()
                        outcome = {"state": JobState.FAILED, "problem": exc.as_problem(), "finished": now}
                        change(connection, job, job_id, **outcome)
            except StorageUnavailable:
                log.warning("job_row_not_written", job=job_id)
                if self._stopping.wait(self._patience):
                    return  # the sweep at the next start takes the job up again
            else:
                return


def paper_from(library: Library, row: DocumentRow) -> Paper:
    """Give the paper that a document's row asks for: by that version of the package if it is kept, else by the present.

    Raises:
        NotFound, BrokenPackage, FillFailed: the package is gone, broken, or has lost this template.
    """
    package = library.get(row.template, row.version)
    return paper_of(package, spec_of(package, row.part), Submission(row.data))


def spec_of(package: Package, part: str) -> DocumentSpec:
    """Give one template of a package by its key, or raise BrokenPackage."""
    for spec in package.documents:
        if spec.key == part:
            return spec
    raise BrokenPackage(f"Bộ mẫu {package.slug} không còn mẫu văn bản “{part}”.")
