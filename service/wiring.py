"""The only place that joins the parts: settings become tools, rows, files and an engine. Here is the one clock."""

import logging
import re
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from service.archive.keep import Archive
from service.catalog.add import Additions
from service.catalog.library import Library
from service.convert.pool import SofficePool
from service.database.connection import Database
from service.database.rows import forget_answers
from service.engine.embedded import EmbeddedEngine
from service.errors import StorageUnavailable
from service.fill.template import Templates
from service.jobs.run import Runner
from service.jobs.submit import Desk
from service.jobs.workshop import Workshop
from service.pdf.verify import VeraJudge
from service.pipeline import Tools
from service.ports import Clock, Converter, Engine, Judge
from service.settings import Settings
from service.storage.local import LocalStorage

ANSWERS_KEPT = timedelta(hours=24)
"""How long a call with an Idempotency-Key can be repeated."""

IDENTITY_NUMBERS = re.compile(r"(?<!\d)\d{9,12}(?!\d)")


def now() -> datetime:
    """Give the present in UTC; passed to whoever needs it."""
    return datetime.now(UTC)  # noqa: TID251 - the one door of the clock


@dataclass(frozen=True)
class Service:
    """Everything joined, for the web and the worker."""

    settings: Settings
    library: Library
    additions: Additions
    shop: Workshop
    runner: Runner
    desk: Desk
    engine: Engine

    def start(self) -> None:
        """Clear away what a killed process left half done, then begin to work with what it left to do."""
        self.additions.clear()
        with self.shop.database.write() as connection:
            forget_answers(connection, (self.shop.clock() - ANSWERS_KEPT).isoformat(), unfinished=True)
        self.engine.start()
        self.desk.sweep()

    def secret(self) -> bytes:
        """Give the key that signs sessions: made at the first start, kept in the data folder for its owner only."""
        path = self.settings.data_folder / "secret"
        with suppress(FileExistsError), path.open("xb") as writer:
            path.chmod(0o600)
            writer.write(token_bytes(32))
        return path.read_bytes()

    def close(self) -> None:
        """Put the work down and stop all processes; safe to call twice."""
        self.runner.stop()
        self.engine.stop()
        self.shop.tools.converter.close()
        self.shop.tools.judge.close()
        self.shop.database.close()


def library(settings: Settings) -> Library:
    """Give the template packages that the settings name, and those that people added."""
    return Library((*settings.templates, added_templates(settings)))


def added_templates(settings: Settings) -> Path:
    """Give the folder of the packages that people added."""
    return settings.data_folder / "templates"


def tools(
    settings: Settings, scratch: Path, converter: Converter | None = None, judge: Judge | None = None
) -> Tools:
    """Give the tools; LibreOffice and veraPDF start with their first work, in folders under `scratch`."""
    return Tools(
        templates=Templates(),
        converter=converter or soffice_pool(settings, scratch / "soffice"),
        judge=judge or vera_judge(settings, scratch / "verapdf"),
        workers=settings.worker_count + 1,
    )


def soffice_pool(settings: Settings, scratch: Path) -> SofficePool:
    """Give a pool of LibreOffice processes as the settings want it."""
    return SofficePool(
        soffice=Path(settings.soffice) if settings.soffice else None,
        python=Path(settings.uno_python) if settings.uno_python else None,
        workers=settings.worker_count,
        timeout=settings.convert_timeout,
        memory_mb=settings.soffice_memory,
        restart_after=settings.soffice_restart,
        scratch=scratch,
    )


def vera_judge(settings: Settings, scratch: Path) -> VeraJudge:
    """Give the judge as the settings want it."""
    scratch.mkdir(parents=True, exist_ok=True)
    return VeraJudge(memory_mb=settings.verify_memory, timeout=settings.verify_timeout, scratch=scratch)


@contextmanager
def borrowed_tools(settings: Settings) -> Iterator[Tools]:
    """Give tools for one command, in a folder that is removed afterwards."""
    with TemporaryDirectory(prefix="vanban-") as scratch:
        made = tools(settings, Path(scratch))
        try:
            yield made
        finally:
            made.converter.close()
            made.judge.close()


def build(
    settings: Settings,
    *,
    converter: Converter | None = None,
    judge: Judge | None = None,
    engine: Callable[[Callable[[str], None]], Engine] | None = None,
    clock: Clock = now,
) -> Service:
    """Join the service; tests give fakes in place of the outside programs and the engine.

    Raises:
        BadSettings, StorageUnavailable: the settings or the data folder cannot be used.
    """
    settings.check_exposure()
    data = settings.data_folder
    work = data / "work"
    _fresh(work)
    database = Database(settings.database_url)
    packages = library(settings)
    shop = Workshop(
        database=database,
        archive=Archive(database, LocalStorage(settings.storage_folder)),
        library=packages,
        tools=tools(settings, data / "tools", converter, judge),
        clock=clock,
        work=work,
    )
    runner = Runner(shop)
    chosen = engine(runner.run) if engine else EmbeddedEngine(settings.engine_url, runner.run)
    additions = Additions(added_templates(settings), packages)
    return Service(settings, packages, additions, shop, runner, Desk(shop, chosen), chosen)


def _fresh(work: Path) -> None:
    """Empty the folder of work in hand: what a killed process left there is of no use to anybody."""
    try:
        rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StorageUnavailable(
            f"Không ghi được vào thư mục dữ liệu {work.parent}. Xin kiểm tra quyền ghi và chỗ trống, "
            "hoặc chọn thư mục khác bằng VANBAN_DATA."
        ) from exc


def start_logging(level: str) -> None:
    """Log JSON lines to stderr, with identity numbers masked."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _masked,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _masked(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {k: IDENTITY_NUMBERS.sub("•••", v) if isinstance(v, str) else v for k, v in event.items()}
