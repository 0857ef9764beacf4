"""A workbook of ours while it is written: text stays text, the same input gives the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from service.intake.look import FONT

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - workbooks know no zones; fixed, for equal bytes
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": 12},
}


@contextmanager
def new_workbook(path: Path, title: str) -> Iterator[Any]:
    """Begin an .xlsx and write it when the context ends.

    Raises:
        OSError: the file cannot be written.
    """
    book = xlsxwriter.Workbook(str(path), deepcopy(_OPTIONS))  # it changes what it is given
    book.set_properties({"title": title, "created": _CREATED})
    yield book
    try:
        book.close()
    except FileCreateError as exc:
        raise OSError(*getattr(exc.__context__, "args", ())) from exc
