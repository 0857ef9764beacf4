"""One folder for each running pool, and the removal of those whose service was killed.

A folder is locked as long as the process that made it lives (the kernel lets go of the lock however that ends), so
nothing is decided by process numbers, which are given out again. It must never touch the folder of a living pool, or
a process that does not name the folder in its own command line.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from service.convert.soffice import remove_folder

PREFIX = "run-"
PATIENCE = 2.0  # seconds for killed processes to be gone
PAUSE = 0.01


class RunFolder:
    """A locked folder below `scratch` for the profiles of one pool; making it sweeps what killed pools left."""

    def __init__(self, scratch: Path) -> None:
        with _locked(scratch / "lock"):
            sweep(scratch)
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=scratch))
            self._lock = os.open(self.path / "lock", os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def remove(self) -> None:
        """Remove the folder; all its processes have ended."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def sweep(scratch: Path) -> int:
    """End the processes of pools that are no more and remove their files; gives how many pools that were."""
    swept = 0
    for folder in scratch.glob(PREFIX + "*"):
        with contextlib.suppress(BlockingIOError, FileNotFoundError):
            lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _end_processes(folder)
                for profile in folder.glob("*/profile"):
                    remove_folder(profile.parent)
                shutil.rmtree(folder, ignore_errors=True)
                swept += 1
            finally:
                os.close(lock)
    return swept


def _end_processes(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found, starting = _processes(folder)
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not found and not starting:
            return
        time.sleep(PAUSE)


def _processes(folder: Path) -> tuple[list[int], bool]:
    """List the living processes that name the folder in their command line; tell whether others are just starting.

    Between its exec and its first instruction a process has a program and, for a moment, no command line yet.
    """
    mark = f"{folder}/".encode()
    found, starting = [], False
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            if mark in command and int(entry.name) != os.getpid():
                found.append(int(entry.name))
            elif not command:
                (entry / "exe").readlink()  # a zombie and a thread of the kernel have none: OSError
                starting = True
    return found, starting


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
