"""The door of this room: a Word file of any origin is checked here when it is small, else in a child with limits."""

import io
import zipfile
from pathlib import Path

from service.catalog.wordfile import has_long_directory
from service.checks.paper.apart import examine_apart
from service.checks.paper.examine import MAX_FILE_BYTES, PAPER, TEMPLATE, Asked, Examined, examine

__all__ = ["PAPER", "TEMPLATE", "Asked", "Examined", "examine_file"]

NEAR, NEAR_UNFOLDED = 16_000_000, 2_000_000
"""Bytes of a file, and of the XML that it unfolds to, up to which it is checked in this process."""


def examine_file(path: Path, name: str, asked: Asked) -> Examined:
    """Check one Word file as what it is; `name` is what people call it.

    Raises:
        UnreadableInput: no .docx, damaged, locked, or made to harm; the sentence says what it is.
        InputTooLarge: more than any paper has, or more work than the limits allow.
        InvalidSubmission: there is no such rule set.
    """
    return examine(path, name, asked) if _is_near(path) else examine_apart(path, name, asked)


def _is_near(path: Path) -> bool:
    try:
        size = path.stat().st_size
        if size > NEAR:
            return size > MAX_FILE_BYTES  # refused by its size alone
        data = path.read_bytes()
        if has_long_directory(data):
            return True
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [i for i in archive.infolist() if i.filename.lower().endswith((".xml", ".rels"))]
            return sum(i.file_size for i in parts) <= NEAR_UNFOLDED
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True  # refused before anything is unfolded
