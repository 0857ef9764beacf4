"""A pool of warm LibreOffice processes: the Converter that the service uses.

It must never hang (every wait for a process is bounded, and the time in the queue is not conversion time), hand over a
file that it has not looked at, or leave a process, a socket or a folder behind, even when the service was killed.
"""

import contextlib
import queue
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from service.convert.fonts import write_conf
from service.convert.leftovers import RunFolder
from service.convert.probe import find_python, find_soffice, gone
from service.convert.profile import DOES_NOT_START, Tools, prepare, write_tiny_docx
from service.convert.quick import TEMPORARY, memory
from service.convert.soffice import AttemptFailedError, Session
from service.errors import Busy, ConversionFailed, ServiceError, StorageUnavailable, ToolError

ATTEMPTS = 2
MEGABYTE = 1024 * 1024
DISK_FLOOR = MEGABYTE  # bytes; below this a failure is laid to the disk
FAILING = 2
"""So many starts one after another that failed mean that no process can be started."""
AGAIN = 30.0
"""Seconds after which a pool whose last start failed tries by itself again."""


class _Slot:
    """The place of one process in the pool; held by one thread at a time."""

    def __init__(self) -> None:
        self.session: Session | None = None

    @property
    def fresh(self) -> bool:
        """True when no document has come out of the process yet."""
        return self.session is None or self.session.converted == 0

    def drop(self) -> None:
        """End the process, if there is one."""
        session, self.session = self.session, None
        if session is not None:
            session.stop()


class SofficePool:
    """Converts with `workers` LibreOffice processes, started when they are first needed.

    Args:
        soffice: the program, or None to search for it.
        python: an interpreter with `uno`, or None to search for it.
        workers: how many processes; as many as cores is best.
        timeout: seconds that one conversion may take.
        memory_mb: resident megabytes of one process that end it, in the middle of a conversion too.
        restart_after: conversions after which a process is replaced.
        scratch: folder for profiles and temporary files; other pools may use it at the same time.
    """

    def __init__(  # noqa: PLR0913 - keywords only, one for each setting
        self,
        *,
        soffice: Path | None,
        python: Path | None,
        workers: int,
        timeout: float,
        memory_mb: int,
        restart_after: int,
        scratch: Path,
    ) -> None:
        self._programs = (soffice, python)
        self._timeout = timeout
        self._memory_mb = memory_mb
        self._restart_after = restart_after
        self._scratch = scratch.absolute()
        self._slots = [_Slot() for _ in range(workers)]
        # Last in, first out: a pool that is not busy keeps few processes, and those warm.
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        for slot in self._slots:
            self._free.put(slot)
        self._lock = threading.Lock()
        self._run: RunFolder | None = None
        self._shared: tuple[Path, Tools] | None = None
        self._started = 0
        self._failed_starts = 0
        self._trying = False
        self._closed = False
        self._ended = threading.Event()

    def convert(self, source: Path, target: Path) -> None:
        """Write `target` (tagged PDF/A-2b of at least one page); waits for a free process first.

        Raises ToolMissing, ToolTimeout or ConversionFailed after a second try on a fresh process, StorageUnavailable
        when the disk is full, Busy when the pool is closed.
        """
        with _disk_errors():
            # LibreOffice would make an empty page of an empty file.
            if not source.is_file() or source.stat().st_size == 0:
                raise ConversionFailed("Không thấy tệp Word cần chuyển sang PDF, hoặc tệp trống.")
        with self._slot() as slot:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    self._attempt(slot, source.absolute(), target.absolute())
                except AttemptFailedError as failed:
                    final = attempt == ATTEMPTS or (failed.repeats and slot.fresh)
                    if failed.lost or not final:
                        slot.drop()
                    self._raise_if_closed()
                    self._raise_if_full(target)
                    if final:
                        raise failed.error from failed
                else:
                    break

    @property
    def problem(self) -> str:
        """Say why nothing can be converted, as far as it is known; looks at files alone and starts nothing."""
        shared = self._shared
        programs = (shared[1].soffice, shared[1].python) if shared else self._programs
        return gone(*programs) or (DOES_NOT_START if self._failed_starts >= FAILING else "")

    def close(self) -> None:
        """End all processes and remove all temporary files; a conversion under way raises Busy in its thread."""
        with self._lock:
            self._closed = True
        self._ended.set()
        for slot in self._slots:
            session = slot.session
            if session is not None:
                session.kill()
        # Whoever holds a slot gives it back soon now: nothing can be waited for any more.
        held = [self._free.get() for _ in self._slots]
        for slot in held:
            slot.drop()
            self._free.put(slot)
        with self._lock:
            run, self._run = self._run, None
        if run is not None:
            run.remove()

    @contextlib.contextmanager
    def _slot(self) -> Iterator[_Slot]:
        """Lend a slot; a process that is worn out is replaced in the background before the slot is lent again."""
        slot = self._free.get()
        worn = False
        try:
            self._raise_if_closed()
            yield slot
            worn = self._worn(slot)
        finally:
            renewer = threading.Thread(target=self._renew, args=(slot,), daemon=True)
            try:
                if worn:
                    renewer.start()
            except RuntimeError:  # the interpreter is ending, or is out of threads: who comes next renews it
                worn = False
            if not worn:
                self._free.put(slot)

    def _worn(self, slot: _Slot) -> bool:
        session = slot.session
        if session is None:
            return False
        return session.converted >= self._restart_after or session.state()[1] > self._memory_mb * MEGABYTE

    def _renew(self, slot: _Slot) -> None:
        try:
            slot.drop()
            self._raise_if_closed()
            self._start(slot)
        except (ServiceError, AttemptFailedError):
            slot.drop()  # whoever needs the process next will be told
        finally:
            self._free.put(slot)

    def _start(self, slot: _Slot) -> None:
        """Give the slot a process that has converted a tiny document, unless it has one at work."""
        if not slot.fresh:
            return
        session = self._living(slot)
        source, target = (session.folder / TEMPORARY / f"tiny{ending}" for ending in (".docx", ".pdf"))
        with _disk_errors():
            write_tiny_docx(source)
        session.convert(source, target, self._timeout)
        _check(target)

    def _attempt(self, slot: _Slot, source: Path, target: Path) -> None:
        session = self._living(slot)
        made, part = session.folder / TEMPORARY / "made.pdf", target.with_name(target.name + ".part")
        try:
            session.convert(source, made, self._timeout)
            _check(made)
            with _disk_errors():
                shutil.copyfile(made, part)
                part.replace(target)
        finally:
            for path in (made, part):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        session.converted += 1

    def _living(self, slot: _Slot) -> Session:
        """Give the slot's process, a new one when there is none or it died while nobody looked."""
        if slot.session is not None and slot.session.state()[0]:
            return slot.session
        slot.drop()
        try:
            with _disk_errors():
                folder, profile, tools = self._ready()
                slot.session = Session(folder, profile, tools, self._memory_mb)
            # Closed meanwhile: `close` may have looked at this slot before it had a process.
            self._raise_if_closed()
            slot.session.start()
        except ToolError:
            self._note_failed_start(FAILING)
            raise
        except AttemptFailedError:
            self._note_failed_start(1)
            raise
        self._failed_starts = 0
        return slot.session

    def _note_failed_start(self, weight: int) -> None:
        """Count it, and try again later: work may be kept away from a service that says that it has no LibreOffice."""
        with self._lock:
            self._failed_starts += weight
            begins, self._trying = not self._trying, True
        if begins:
            threading.Thread(target=self._try_again, name="start-libreoffice", daemon=True).start()

    def _try_again(self) -> None:
        while not self._ended.wait(AGAIN):
            slot = self._free.get()
            try:
                self._start(slot)
                self._failed_starts = 0  # also where a process was at work all the time
            except (ServiceError, AttemptFailedError):
                slot.drop()
            finally:
                self._free.put(slot)
            with self._lock:
                self._trying = self._failed_starts > 0
                if not self._trying:
                    return

    def _ready(self) -> tuple[Path, Path, Tools]:
        """Give the folder of the next process, the profile and the tools; the last two are made ready once."""
        with self._lock:
            self._raise_if_closed()
            if self._shared is None:
                self._scratch.mkdir(parents=True, exist_ok=True)
                soffice, python = find_soffice(self._programs[0]), find_python(self._programs[1])
                self._run = self._run or RunFolder(self._scratch)
                conf = self._run.path / "fonts.conf"
                write_conf(conf)
                tools = Tools(soffice=soffice, python=python, fonts_conf=conf, cache=self._scratch / "cache")
                self._shared = prepare(self._scratch, self._run.path, tools), tools
            self._started += 1
            return self._shared[1].fonts_conf.parent / str(self._started), *self._shared

    def _raise_if_closed(self) -> None:
        if self._closed:
            raise Busy("Hệ thống đang dừng nên chưa chuyển được văn bản. Xin thử lại sau ít phút.")

    def _raise_if_full(self, target: Path) -> None:
        with _disk_errors():
            if any(shutil.disk_usage(p).free < DISK_FLOOR for p in (target.parent, self._scratch, *memory())):
                raise StorageUnavailable


def _check(path: Path) -> None:
    """Look at what LibreOffice wrote: it may say that all is well and write nothing."""
    try:
        with path.open("rb") as file:
            header = file.read(5)
        # Without recovery, and without what the library does to all pages when it opens a file: that is work for later.
        with pikepdf.open(path, attempt_recovery=False, inherit_page_attributes=False) as pdf:
            pages = len(pdf.pages)
    except (OSError, pikepdf.PdfError):
        header, pages = b"", 0
    if header != b"%PDF-" or pages == 0:
        error = ConversionFailed("LibreOffice báo đã xong nhưng không ghi ra tệp PDF dùng được.")
        raise AttemptFailedError(error, lost=False, repeats=True)


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StorageUnavailable from exc
