"""Taking work in: rows are committed first, then the engine is told.

An id that never reached the engine is swept up at start.
"""

from collections.abc import Sequence
from uuid import uuid4

from service.catalog.package import Package
from service.checks.override import Override
from service.database.rows import DocumentRow, add
from service.database.schema import document, dossier, job
from service.errors import InvalidSubmission
from service.intake.read import Intake
from service.jobs import again, mended
from service.jobs.choice import check_documents, check_sign
from service.jobs.entries import document_rows, dossier_row, job_row
from service.jobs.judging import no_good_row
from service.jobs.order import Order, Rows
from service.jobs.taken import keep_taken
from service.jobs.workshop import Workshop
from service.model import JobState, Submission
from service.pipeline import papers
from service.ports import Engine


class Desk:
    """Takes in batches, single documents and dossiers; cancels, tries again, sweeps up."""

    def __init__(self, shop: Workshop, engine: Engine) -> None:
        self._shop = shop
        self._engine = engine
        self._database = shop.database

    def judged(self, package: Package, taken: Intake, overrides: Sequence[Override] = ()) -> Rows:
        """Judge the rows that were taken in by the office's rules; those that an error stops are among the bad ones."""
        return self._shop.bench.rows(package, taken, overrides)

    def batch(self, package: Package, rows: Rows, order: Order, job_id: str = "") -> str:
        """Take in a batch of judged rows and give the job's id: a new one, or the one given.

        Raises:
            InvalidSubmission: no row is good, with the errors of all; or there is no key to sign the dossier with.
        """
        check_sign(self._shop.tools.signer, order)
        if not rows.good:
            raise no_good_row(rows)
        found = [(n, paper) for n, values in rows.good for paper in papers(package, values)]
        if not found:
            raise InvalidSubmission("Theo dữ liệu này thì không có văn bản nào cần làm.")
        job_id, now = job_id or uuid4().hex, self._now()
        title = order.title or package.title
        options = order.options() | {"bad_rows": len(rows.bad_rows), "bad": list(rows.bad_rows)}
        options |= {"rows": len(rows.good) + len(rows.bad_rows), "attempt": 1}
        if rows.origins:
            # The file is itself a returned workbook: what it says of its rows is what the next one will say.
            options["origins"] = {str(origin): number for number, origin in rows.origins.items()}
        options |= keep_taken(self._shop, job_id, rows.notes, rows.returned)
        with self._database.write() as connection:
            dossier_id = uuid4().hex if order.dossier else None
            row = job_row("batch", package.slug, title, options, now)
            errors = [e.as_dict() for e in rows.errors]
            total = len(found) + len(rows.bad_rows)
            row |= {"id": job_id, "total": total, "failed": len(rows.bad_rows), "row_errors": errors}
            add(connection, job, [row | {"dossier": dossier_id}])
            add(connection, document, document_rows(job_id, found, now, rows.kept))
            if dossier_id:
                add(connection, dossier, [dossier_row(dossier_id, job_id, title, order.profile, now)])
        again.hand_over(self._shop, self._engine, job_id)
        return job_id

    def document(
        self,
        package: Package,
        submission: Submission,
        *,
        verify: bool = True,
        overrides: Sequence[Override] = (),
        document_id: str = "",
    ) -> list[DocumentRow]:
        """Make and keep the documents of one submission at once; give their rows, and leave the verdict to the engine.

        The first one bears `document_id` where one is given.

        Raises:
            StoppedByFindings: the rules found errors that nobody answers for.
            FillFailed, ToolError, StorageUnavailable, InvalidSubmission: nothing is kept then.
        """
        judgement = self._shop.bench.passable(package, submission, overrides)
        found = papers(package, submission)
        if not found:
            raise InvalidSubmission("Theo dữ liệu này thì không có văn bản nào cần làm.")
        with self._shop.folder() as folder:
            finished = [self._shop.make(p, folder, f"{n:03}") for n, p in enumerate(found)]
            for one in finished:
                self._shop.archive.keep_files(one)
        job_id, now = uuid4().hex, self._shop.clock()
        rows = document_rows(job_id, [(1, p) for p in found], now.isoformat(), lambda _: judgement.kept())
        rows = [row | one.columns(now) for row, one in zip(rows, finished, strict=True)]
        rows[0]["id"] = document_id or rows[0]["id"]
        ids = [row["id"] for row in rows]
        options = {"verify": verify, "documents": ids}
        done = {"id": job_id, "total": len(ids), "done": len(ids)}
        if not verify:
            done |= {"state": JobState.DONE, "stage": "done", "finished": now.isoformat()}
        row = job_row("verify", package.slug, found[0].metadata.title, options, now.isoformat())
        with self._database.write() as connection:
            add(connection, job, [row | done])
            add(connection, document, rows)
        if verify:
            again.hand_over(self._shop, self._engine, job_id)
        return [DocumentRow(**row) for row in rows]

    def dossier(self, documents: Sequence[str], order: Order, job_id: str = "") -> str:
        """Take in a dossier of finished documents, in the order given; give the job's id: a new one, or the one given.

        Raises:
            InvalidSubmission: a document is unknown, not finished, or named twice; each is named by its place. Or
                there is no key to sign with.
        """
        check_sign(self._shop.tools.signer, order)
        check_documents(self._database, documents)
        job_id, dossier_id, now = job_id or uuid4().hex, uuid4().hex, self._now()
        options = order.options() | {"documents": list(documents)}
        done = {"id": job_id, "dossier": dossier_id, "total": len(documents), "done": len(documents)}
        with self._database.write() as connection:
            add(connection, job, [job_row("dossier", "", order.title, options, now) | done])
            add(connection, dossier, [dossier_row(dossier_id, job_id, order.title, order.profile, now)])
        again.hand_over(self._shop, self._engine, job_id)
        return job_id

    def cancel(self, job_id: str, asked: str = "") -> None:
        """Stop a job after the document in hand; what is finished stays. The job remembers the call, `asked`.

        Raises:
            Conflict: the job has ended already.
        """
        again.cancel(self._shop, job_id, asked)

    def retry(self, job_id: str, asked: str = "") -> None:
        """Run only what failed or was left, and bind again. The job remembers the call, `asked`.

        Raises:
            Conflict: the job is still at work, or nothing in it failed that could be tried again.
        """
        again.retry(self._shop, self._engine, job_id, asked)

    def mend(
        self,
        job_id: str,
        package: Package,
        taken: Intake,
        overrides: Sequence[Override] = (),
        asked: str = "",
    ) -> None:
        """Take in the rows of a job that were wrong and are mended now, and run it again; see jobs.mended."""
        mended.take_in(self._shop, job_id, package, taken, overrides, asked)
        again.hand_over(self._shop, self._engine, job_id)

    def sweep(self) -> None:
        """Hand every unfinished job to the engine again."""
        again.sweep(self._shop, self._engine)

    def _now(self) -> str:
        return self._shop.clock().isoformat()
