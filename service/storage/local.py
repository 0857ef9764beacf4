"""Files under write-once keys in a local folder."""

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from service.errors import Conflict, NotFound, StorageUnavailable


class LocalStorage:
    """Implements ports.Storage. A file is copied beside its place, flushed to the disk, then linked to its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _translated():
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, path: Path) -> None:
        """Keep a copy of `path`; see ports.Storage."""
        target = self._place(key)
        with _translated():
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting = target.with_name(f".{target.name}.{os.getpid()}.{id(path):x}.part")
            try:
                _copy_durably(path, waiting)
                try:
                    os.link(waiting, target)  # fails if the name exists: write once
                except FileExistsError:
                    if not filecmp.cmp(waiting, target, shallow=False):
                        raise Conflict(f"Khóa {key} đã giữ một tệp khác.") from None
            finally:
                waiting.unlink(missing_ok=True)
            _flush_folder(target.parent)

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
        """Forget the folder `prefix`."""
        with _translated():
            shutil.rmtree(self._place(prefix), ignore_errors=True)

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
