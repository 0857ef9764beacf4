"""Where LibreOffice puts its temporary files: into memory, where the machine has room there.

It writes each PDF three times and waits each time until the disk has it, which is a tenth of its whole work and of no
use: what counts is copied and flushed by the storage. Must never fill a small memory (a container's has 64 MB).
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name of its own and is ours alone
ROOM = 1 << 30  # bytes free in memory, else the disk
PREFIX = "vanban-"
TEMPORARY = "tmp"  # the name in the folder of a LibreOffice; the driver knows it too, and cannot import it


def memory() -> tuple[Path, ...]:
    """Give the folder in memory, nothing where it could never have the room."""
    try:
        return (MEMORY,) if shutil.disk_usage(MEMORY).total >= ROOM else ()
    except OSError:
        return ()


def make_quick(folder: Path) -> None:
    """Make `folder`, which does not exist yet; where memory has room it is a link to a new folder there."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(MEMORY).free >= ROOM:
            folder.symlink_to(tempfile.mkdtemp(prefix=PREFIX, dir=MEMORY))
            return
    folder.mkdir()


def remove_quick(folder: Path) -> None:
    """Remove what `make_quick` made; harmless when there is nothing."""
    with contextlib.suppress(OSError):
        if folder.is_symlink():
            shutil.rmtree(folder.readlink(), ignore_errors=True)
            folder.unlink()
            return
    shutil.rmtree(folder, ignore_errors=True)
