"""How far a sheet reaches, told from its XML before anything lays it out in memory.

The quick way sees files as all known programs write them, every row and cell with its reference first. Any other file
goes the careful way, through an XML parser that counts only cells with a value: a million formatted empty rows are
then no rows.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import le
from typing import Any
from xml.parsers import expat

MAX_CELLS = 3_000_000
MAX_TAGS = 6_000_000

_TAG = re.compile(
    rb"<(?:[^\s<>/:!?]*:)?(?:c|row)(?=[\s/>])"
    rb'(?: r="([A-Z]{0,3})([0-9]{1,7})"(?: (?!r=)[A-Za-z:0-9]{1,40}="[^"<>&]*")*+ ?/?>)?'
)
_REFERENCE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)


@dataclass(frozen=True)
class Extent:
    """The last row and column, counted from 1, and how many cells there are."""

    rows: int
    columns: int
    cells: int


def measure(data: bytes) -> Extent | None:
    """Measure a sheet; None when its cells are not in order or it is no XML, which no program writes."""
    quick = _quickly(data)
    if quick is not None and quick.rows * quick.columns <= MAX_CELLS:
        return quick
    return _Careful().measure(data)


def _quickly(data: bytes) -> Extent | None:
    found = _TAG.findall(data)
    if not found:
        return None
    columns, digits = zip(*found, strict=True)
    if not all(digits):
        return None
    rows = list(map(int, digits))
    if not all(map(le, rows, rows[1:])):
        return None
    last = max(column_number(letters.decode()) if letters else 0 for letters in set(columns))
    return Extent(rows[-1], last, len(rows))


@lru_cache(20_000)
def column_number(letters: str) -> int:
    """Give the number of a column from 1: "A" → 1, "AA" → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Disordered(Exception):
    """The sheet is not as the format requires."""


class _TooMuch(Exception):
    """Enough was seen to know that the sheet is too large."""


class _Careful:
    """One reading by the XML parser; follows the rule that a missing reference means the next place."""

    def __init__(self) -> None:
        self.tags = self.cells = 0
        self.row = self.column = 0
        self.last_row = self.last_column = 0

    def measure(self, data: bytes) -> Extent | None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(data, True)
        except _TooMuch:
            return Extent(max(self.row, self.last_row), max(self.column, self.last_column), MAX_TAGS)
        except (expat.ExpatError, _Disordered, ValueError, LookupError):
            return None
        return Extent(self.last_row, self.last_column, self.cells)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.tags += 1
        if self.tags > MAX_TAGS:
            raise _TooMuch
        local = name.rpartition(":")[2]
        if local == "row":
            self._place(int(attributes.get("r", self.row + 1)), 0)
        elif local == "c":
            self._cell(attributes.get("r"))
        elif local in ("v", "is"):
            self.cells += 1
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)

    def _cell(self, reference: str | None) -> None:
        if reference is None:
            self._place(self.row, self.column + 1)
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise _Disordered
        self._place(int(found[2]), column_number(found[1]))

    def _place(self, row: int, column: int) -> None:
        if row < self.row:
            raise _Disordered
        self.row, self.column = row, column

    def _refuse(self, *_: Any) -> None:
        raise _Disordered
