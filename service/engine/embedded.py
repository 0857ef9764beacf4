"""The engine of one machine: DBOS on a SQLite file, working in threads of this process.

DBOS keeps one registry per process, so one EmbeddedEngine may be started per process at a time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import structlog
from dbos import DBOS
from dbos import error as dbos_error
from sqlalchemy.exc import SQLAlchemyError

from service.errors import StorageUnavailable

QUEUE = "jobs"
POLL_SECONDS = 0.2
FORGOTTEN_AFTER = 100
"""Runs between two times of forgetting those that are over: each leaves 1.3 KB."""
_OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = structlog.get_logger(__name__)


class EmbeddedEngine:
    """Implements ports.Engine.

    `url` is a sqlite:/// URL, `run` does one job (idempotent), `concurrency` jobs at a time. The application version is
    fixed: DBOS would otherwise hash the source and leave the jobs of the former version behind after an upgrade.
    """

    def __init__(self, url: str, run: Callable[[str], None], *, concurrency: int = 4) -> None:
        self._url = url
        self._run = run
        self._concurrency = concurrency
        self._workflow: Callable[[str], None] | None = None
        self._handed_over = count(1)

    def start(self) -> None:
        """Open the store, take up what was left, begin to work.

        Raises:
            StorageUnavailable: the store cannot be opened.
        """
        config: Any = {
            "name": "vanban",
            "system_database_url": self._url,
            "executor_id": "embedded",
            "application_version": "1",
            "run_admin_server": False,
            "log_level": "WARNING",
        }
        with _translated():
            Path(self._url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
            DBOS(config=config)
            workflow = DBOS.workflow(name="run_job")(self._carrier())
            DBOS.launch()
            DBOS.register_queue(
                QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_SECONDS
            )
            _forget_what_is_over()
        self._workflow = workflow

    def _carrier(self) -> Callable[[str], None]:
        """Give a plain function: DBOS writes attributes on what it registers, which a method does not take."""

        def run_job(job_id: str) -> None:
            self._run(job_id)

        return run_job

    def enqueue(self, job_id: str) -> None:
        """Hand over an id; `run` is called once for each time, so an id that comes while it runs is run again.

        Before the start and after the stop nothing happens: the sweep at the next start hands over what its row says.

        Raises:
            StorageUnavailable: the store cannot be written.
        """
        workflow = self._workflow
        if workflow is None:
            log.info("engine_not_running", job=job_id)
            return
        with _translated():
            DBOS.enqueue_workflow(QUEUE, workflow, job_id)
            if next(self._handed_over) % FORGOTTEN_AFTER == 0:
                _forget_what_is_over()

    def stop(self) -> None:
        """Stop taking new work; work in hand is taken up again at the next start."""
        if self._workflow is not None:
            self._workflow = None
            DBOS.destroy(destroy_registry=True)


def _forget_what_is_over() -> None:
    """Drop the records of runs that are over: how a job went, its own row says."""
    while over := DBOS.list_workflows(
        status=_OVER, limit=FORGOTTEN_AFTER, load_input=False, load_output=False
    ):
        DBOS.delete_workflows([run.workflow_id for run in over])


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, dbos_error.DBOSException, OSError) as exc:
        raise StorageUnavailable from exc
