"""The only place that joins the parts: settings become tools, rows, files and an engine. Here is the one clock."""

import fcntl
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import IO, Any

import structlog

from service.archive.keep import Archive
from service.catalog.add import Additions
from service.catalog.library import Library
from service.checks.rulefiles import load_rulebook
from service.convert.leftovers import sweep
from service.convert.pool import SofficePool
from service.database.connection import Database
from service.database.rows import forget_answers, leave_answers
from service.engine.embedded import EmbeddedEngine
from service.errors import BadSettings, StorageUnavailable
from service.fill.template import Templates
from service.jobs.run import Runner
from service.jobs.submit import Desk
from service.jobs.waiting import clear
from service.jobs.workshop import Workshop
from service.pdf.roles import Start
from service.pdf.signing.door import PdfSigner
from service.pdf.signing.means import Means
from service.pdf.stamp import PageNumbers, Place
from service.pdf.verify import VeraJudge
from service.pipeline import OWN_FRAME, Tools
from service.ports import Clock, Converter, Engine, Judge, Storage
from service.settings import Settings
from service.storage.local import LocalStorage

ANSWERS_KEPT = timedelta(hours=24)
"""How long a call with an Idempotency-Key can be repeated."""

HIDDEN = re.compile(r"\b(?P<ours>[0-9a-f]{16}|[0-9a-f]{32,64})\b|(?<!\d)\d{9,12}(?!\d)")
"""Numbers of identity, party cards and telephones; our own ids and hashes, which have such runs in them, are not."""

PATIENCE = 20.0
"""Seconds that a new service waits for the former one to leave the data folder."""


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
    lock: IO[bytes]
    """Held as long as this service uses the data folder."""

    def start(self) -> None:
        """Clear away what a killed process left half done, then begin to work with what it left to do."""
        self.additions.clear()
        with self.shop.database.write() as connection:
            forget_answers(connection, (self.shop.clock() - ANSWERS_KEPT).isoformat())
            leave_answers(connection)
        clear(self.shop)
        self.engine.start()
        self.desk.sweep()

    def secret(self) -> bytes:
        """Give the key that signs sessions: made at the first start, kept in the data folder for its owner only.

        Raises:
            StorageUnavailable: it can be neither read nor made.
        """
        path = self.settings.data_folder / "secret"
        fresh = path.with_name(".secret.part")
        try:
            with suppress(FileExistsError):
                fresh.unlink(missing_ok=True)
                handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as writer:
                    writer.write(token_bytes(32))
                os.link(fresh, path)  # whole or not at all, and never over an older one
            fresh.unlink(missing_ok=True)
            return path.read_bytes()
        except OSError as exc:
            raise StorageUnavailable from exc

    def close(self) -> None:
        """Put the work down and stop all processes; safe to call twice."""
        tools = self.shop.tools
        self.runner.stop()
        tools.converter.close()
        tools.judge.close()
        self.runner.stop(5)  # whoever waited for one of the two has its answer now
        self.engine.stop()
        self.shop.database.close()
        self.lock.close()


def library(settings: Settings) -> Library:
    """Give the template packages that the settings name, and those that people added; raises as check_templates."""
    settings.check_templates()
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
        frame=frame(settings),
        numbers=PageNumbers(
            settings.page_number, Place(settings.page_number_place), Start(settings.page_number_from)
        ),
        signer=PdfSigner(Means.of(settings.values), now),
    )


def frame(settings: Settings) -> Path:
    """Give the folder with the templates of a dossier's own parts: that of the last folder that has one, else ours."""
    own = [root / OWN_FRAME.name for root in settings.templates if (root / OWN_FRAME.name).is_dir()]
    return own[-1] if own else OWN_FRAME


def soffice_pool(settings: Settings, scratch: Path) -> SofficePool:
    """Give a pool of LibreOffice processes as the settings want it."""
    return SofficePool(
        soffice=settings.soffice_path,
        python=settings.uno_python_path,
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
    storage: Storage | None = None,
    engine: Callable[[Callable[[str], None]], Engine] | None = None,
    clock: Clock = now,
) -> Service:
    """Join the service; tests give fakes in place of the outside programs, the storage and the engine.

    Raises:
        BadSettings, StorageUnavailable: the settings or the data folder cannot be used.
    """
    settings.check_exposure()
    data = settings.data_folder
    work = data / "work"
    with ExitStack() as undo:
        lock = undo.enter_context(claim(data))
        _empty(work)
        _empty(data / "tools" / "verapdf")
        sweep(data / "tools" / "soffice")
        database = undo.enter_context(closing(Database(settings.database_url)))
        packages = library(settings)
        shop = Workshop(
            database=database,
            archive=Archive(database, storage or LocalStorage(settings.storage_folder)),
            library=packages,
            tools=tools(settings, data / "tools", converter, judge),
            clock=clock,
            work=work,
            book=load_rulebook(*settings.rules),
        )
        runner = Runner(shop)
        chosen = engine(runner.run) if engine else EmbeddedEngine(settings.engine_url, runner.run)
        additions = Additions(added_templates(settings), packages)
        undo.pop_all()
    return Service(settings, packages, additions, shop, runner, Desk(shop, chosen), chosen, lock)


def claim(data: Path, patience: float = PATIENCE) -> IO[bytes]:
    """Make the data folder, for its owner only, and hold its lock until the file given is closed.

    Two services on one folder would empty each other's work. A former service that is just being stopped is waited
    for; one that was killed holds nothing.

    Raises:
        BadSettings: another service uses the folder.
        StorageUnavailable: the folder cannot be made or written.
    """
    with _writing(data):
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (data / "lock").open("ab")
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                lock.close()
                raise BadSettings(
                    f"Một dịch vụ Văn Bản khác đang dùng thư mục dữ liệu {data}. "
                    "Xin dừng dịch vụ đó, hoặc chọn thư mục khác bằng VANBAN_DATA."
                ) from None
            time.sleep(0.1)
        else:
            return lock


def _empty(folder: Path) -> None:
    """Empty a folder of work in hand: what a killed process left there is of no use to anybody."""
    with _writing(folder.parent):
        rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _writing(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StorageUnavailable(
            f"Không ghi được vào thư mục dữ liệu {data}. Xin kiểm tra quyền ghi và chỗ trống, "
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
    return {k: masked(v) for k, v in event.items()}


def masked(value: Any) -> Any:
    """Give a plain value with all numbers of identity in its texts hidden."""
    if isinstance(value, str):
        return HIDDEN.sub(lambda found: found["ours"] or "•••", value)
    if isinstance(value, dict):
        return {k: masked(v) for k, v in value.items()}
    return [masked(v) for v in value] if isinstance(value, list | tuple) else value
