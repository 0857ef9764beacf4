"""The engine of one machine: DBOS on a SQLite file, working in threads of this process.

DBOS keeps one registry per process, so one EmbeddedEngine may be started per process at a time.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from dbos import DBOS, SetEnqueueOptions
from dbos import error as dbos_error

QUEUE = "jobs"
POLL_SECONDS = 0.2

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

    def start(self) -> None:
        """Open the store, take up what was left, begin to work."""
        Path(self._url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        config: Any = {
            "name": "vanban",
            "system_database_url": self._url,
            "executor_id": "embedded",
            "application_version": "1",
            "run_admin_server": False,
            "log_level": "WARNING",
        }
        DBOS(config=config)
        self._workflow = DBOS.workflow(name="run_job")(self._run_job)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_SECONDS)

    def _run_job(self, job_id: str) -> None:
        self._run(job_id)

    def enqueue(self, job_id: str) -> None:
        """Hand over an id; harmless while the same id waits or runs."""
        if self._workflow is None:
            raise RuntimeError("The engine has not been started.")
        try:
            with SetEnqueueOptions(deduplication_id=job_id):
                DBOS.enqueue_workflow(QUEUE, self._workflow, job_id)
        except dbos_error.DBOSQueueDeduplicatedError:
            log.info("job_already_waiting", job=job_id)

    def stop(self) -> None:
        """Stop taking new work; work in hand is taken up again at the next start."""
        if self._workflow is not None:
            self._workflow = None
            DBOS.destroy(destroy_registry=True)
