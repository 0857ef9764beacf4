"""Telling the engine of jobs: at first, after a stop, and again when somebody asks; and stopping one."""

import structlog

from service.database.rows import change, count_documents, documents_of, get_job, unfinished_jobs
from service.database.schema import document, job
from service.errors import Conflict, StorageUnavailable
from service.jobs.entries import with_asked
from service.jobs.workshop import Workshop
from service.model import JobState
from service.ports import Engine

log = structlog.get_logger(__name__)


def hand_over(shop: Workshop, engine: Engine, job_id: str) -> None:
    """Tell the engine of a committed job; one that it does not take has failed, and can be tried again."""
    try:
        engine.enqueue(job_id)
    except StorageUnavailable as exc:
        log.warning("job_not_handed_over", job=job_id, exc_info=exc)
        finished = shop.clock().isoformat()
        outcome = {"state": JobState.FAILED, "problem": exc.as_problem(), "finished": finished}
        with shop.database.write() as connection:
            change(connection, job, job_id, **outcome)


def sweep(shop: Workshop, engine: Engine) -> None:
    """Hand every unfinished job to the engine again: committed, but perhaps never enqueued, or left by a kill."""
    with shop.database.read() as connection:
        waiting = unfinished_jobs(connection)
    for job_id in waiting:
        hand_over(shop, engine, job_id)


def cancel(shop: Workshop, job_id: str, asked: str = "") -> None:
    """Stop a job after the document in hand; what is finished stays.

    Raises:
        Conflict: the job has ended already.
    """
    with shop.database.write() as connection:
        row = get_job(connection, job_id)
        if row.state.ended:
            raise Conflict("Lượt xử lý này đã kết thúc, không hủy được nữa.")
        ended = {"state": JobState.CANCELLED, "finished": shop.clock().isoformat()}
        change(connection, job, job_id, **ended, options=with_asked(row.options, asked))


def retry(shop: Workshop, engine: Engine, job_id: str, asked: str = "") -> None:
    """Run only what failed or was left, and bind again.

    Raises:
        Conflict: the job is still at work, or nothing in it failed that could be tried again.
    """
    with shop.database.write() as connection:
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
        fresh = {"state": JobState.QUEUED, "stage": "make", "attempts": 0, "problem": None, "finished": None}
        change(
            connection,
            job,
            job_id,
            **fresh,
            failed=row.failed - failed,
            options=with_asked(row.options, asked),
        )
    hand_over(shop, engine, job_id)
