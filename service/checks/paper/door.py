"""The door of this room: a Word file of any origin is checked here when proven light, else in a child with limits.

The child costs half a second, most of it for its start; so a paper is counted first (service.checks.paper.light),
which takes a fraction of the check itself. Templates, and whatever is not proven, go to the child.
"""

import io
import threading
import zipfile
from pathlib import Path

from service.catalog.wordfile import WordFile, has_long_directory
from service.checks.paper.apart import examine_apart
from service.checks.paper.examine import (
    MAX_FILE_BYTES,
    PAPER,
    TEMPLATE,
    Asked,
    Examined,
    examine_paper,
    open_paper,
)
from service.checks.paper.light import is_light
from service.errors import BrokenPackage, Busy, UnreadableInput

__all__ = ["PAPER", "TEMPLATE", "Asked", "Examined", "examine_file"]

NEAR, NEAR_UNFOLDED = 16_000_000, 20_000_000
"""Bytes of a file, and of all that it unfolds to, up to which it is opened in this process."""

CHILDREN, PATIENCE = 3, 5.0
"""Children at one time, so that heavy files leave room for all else; seconds that one waits for its turn."""
_CHILDREN = threading.BoundedSemaphore(CHILDREN)


def examine_file(path: Path, name: str, asked: Asked) -> Examined:
    """Check one Word file as what it is; `name` is what people call it.

    Raises:
        UnreadableInput: no .docx, damaged, locked, or made to harm; the sentence says what it is.
        InputTooLarge: more than any paper has, or more work than the limits allow.
        InvalidSubmission: there is no such rule set.
        Busy: as many heavy files are being checked as this machine bears.
    """
    if asked.kind != TEMPLATE and _is_near(path):
        word = open_paper(path, name)
        if _is_light(word):
            return examine_paper(word, asked)
    if not _CHILDREN.acquire(timeout=PATIENCE):
        raise Busy("Đang kiểm tra nhiều tệp lớn cùng lúc. Xin thử lại sau một phút.")
    try:
        return examine_apart(path, name, asked)
    finally:
        _CHILDREN.release()


def _is_light(word: WordFile) -> bool:
    try:
        return is_light(word)
    except BrokenPackage as exc:
        raise UnreadableInput(exc.detail) from exc


def _is_near(path: Path) -> bool:
    """Say whether a file unfolds to little, or is refused before anything of it is unfolded."""
    try:
        size = path.stat().st_size
        if size > NEAR:
            return size > MAX_FILE_BYTES
        data = path.read_bytes()
        if has_long_directory(data):
            return True
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(i.file_size for i in archive.infolist()) <= NEAR_UNFOLDED
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True
