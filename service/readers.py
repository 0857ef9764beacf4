"""How the text of a setting is read; whatever cannot be meant raises ValueError, and its help says the rest."""

import os
import re
from collections.abc import Callable
from pathlib import Path

NO_PAGE_NUMBER = "khong"
PAGE_NUMBER_SIGNS = frozenset(" ()-./0123456789:ST[]acdghilmnrstvxơốồờủ–")
"""The signs that the font of the page numbers has; see service/pdf/stamp.py."""


def count(text: str) -> int:
    """Take a whole number from 0."""
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def seconds(text: str) -> float:
    """Take a span of time in seconds."""
    value = float(text)
    if not 0 < value < 1e9:
        raise ValueError(text)
    return value


def level(text: str) -> str:
    """Take a level of the log."""
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError(text)
    return text.upper()


def folders(text: str) -> tuple[Path, ...]:
    """Take folders with the system's own sign between them."""
    return tuple(Path(part).expanduser() for part in text.split(os.pathsep) if part)


def sqlite(text: str) -> str:
    """Take the URL of an SQLite file."""
    if text and not text.startswith("sqlite:///"):
        raise ValueError(text)
    return text


def file(text: str) -> str:
    """Take the URL of a folder."""
    if text and not text.startswith("file:"):
        raise ValueError(text)
    return text


def page_number(text: str) -> str:
    """Take the form of the page number, "" where none is drawn."""
    form = "" if text == NO_PAGE_NUMBER else text
    if form and (form.count("{n}") != 1 or not PAGE_NUMBER_SIGNS.issuperset(_bare(form))):
        raise ValueError(text)
    return form


def _bare(form: str) -> str:
    return form.replace("{n}", "", 1).replace("{total}", "", 1)


def one_of(*choices: str) -> Callable[[str], str]:
    """Give what takes one of these words."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def address(text: str) -> str:
    """Take an address of a server without a password in it; what is written there would be shown."""
    if text and not re.fullmatch(r"https?://[^\s/@]+(/[^\s@]*)?", text):
        raise ValueError(text)
    return text


def addresses(text: str) -> str:
    """Take addresses of servers with spaces between them."""
    return " ".join(address(part) for part in text.split())
