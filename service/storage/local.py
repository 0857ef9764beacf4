"""Files under write-once keys in a local folder."""

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from uuid import uuid4

from service.errors import Conflict, NotFound, StorageUnavailable

INCOMING = ".incoming"
RESERVE = 16_000_000
"""Bytes of the disk that files leave free, so that the rows which say that it is full can still be written."""


class LocalStorage:
    """Implements ports.Storage. A file is copied into `.incoming`, flushed to the disk, then linked to its name.

    One process at a time: what is found in `.incoming` at the start was left by a process that was killed.
    """

    def __init__(self, folder: Path, *, reserve: int = RESERVE) -> None:
        self._folder = folder
        self._reserve = reserve
        with _translated():
            shutil.rmtree(folder / INCOMING, ignore_errors=True)
            (folder / INCOMING).mkdir(parents=True, exist_ok=True)

    def put(self, key: str, path: Path) -> None:
        """Keep a copy of `path`; see ports.Storage."""
        target = self._place(key)
        with _translated():
            self._leave_room(path)
            if not target.parent.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True)
                _flush_folder(target.parent.parent)
            waiting = self._folder / INCOMING / uuid4().hex
            try:
                _copy_durably(path, waiting)
                try:
                    os.link(waiting, target)  # fails if the name exists: write once
                except FileExistsError:
                    if not filecmp.cmp(waiting, target, shallow=False):
                        raise Conflict(f"Khóa {key} đã giữ một tệp khác.") from None
            finally:
                with suppress(OSError):
                    waiting.unlink(missing_ok=True)
            _flush_folder(target.parent)

    def _leave_room(self, path: Path) -> None:
        if shutil.disk_usage(self._folder).free - path.stat().st_size < self._reserve:
            raise StorageUnavailable

    def open(self, key: str) -> BinaryIO:
        """Open a kept file."""
        with _translated(key):
            return self._place(key).open("rb")

    def fetch(self, key: str, target: Path) -> None:
        """Link a kept file to `target`, or copy it where the disk is another."""
        source = self._place(key)
        with _translated(key):
            try:
                os.link(source, target)
            except FileExistsError:
                raise
            except OSError:
                shutil.copyfile(source, target)

    def delete(self, prefix: str) -> None:
        """Forget one file, or a folder with all that is in it."""
        place = self._place(prefix)
        with _translated():
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        parts = PurePosixPath(key).parts
        if not parts or key.startswith("/") or any(p in ("..", ".") for p in parts):
            raise NotFound("Không có tệp này trong kho.")
        return self._folder.joinpath(*parts)


@contextmanager
def _translated(key: str = "") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as exc:
        raise NotFound(f"Kho không có tệp {key}.") from exc
    except OSError as exc:
        raise StorageUnavailable from exc


def _copy_durably(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("xb") as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
