"""A sheet as it was read: rows of typed cells, the names of its cells, and what its looks say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

At = tuple[int, int]
"""Row and column of a cell, from 0."""

Run = tuple[str, str]
"""A font's name and the text in it."""


NOT_WORKED_OUT = "#CHƯA-TÍNH"
"""Stands in a cell whose formula was never worked out by the program that wrote it."""


class Percent(float):
    """A number that its cell shows as a percentage: 0.889 shown as 88,9%."""


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet. `rows` begin at the sheet's first row; "" and None are empty cells. `first` is the leading sheet.

    `veiled` and `veiled_columns` are what the sheet hides; `fonts` are the fonts from before Unicode by cell, `runs`
    the texts in which fonts change; `asked` says of cells what must be asked before they can be read: rule, sentence.
    `written_in` names the old encoding of a whole text file, `example` is a line of it before and after. `month_first`
    are the columns whose dates are shown with the month before the day.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    first: bool = True
    hidden: bool = False
    veiled: frozenset[int] = frozenset()
    fonts: Mapping[At, str] = field(default_factory=dict)
    runs: Mapping[At, Sequence[Run]] = field(default_factory=dict)
    asked: Mapping[At, tuple[str, str]] = field(default_factory=dict)
    written_in: str = ""
    example: tuple[str, str] = ("", "")
    veiled_columns: frozenset[int] = frozenset()
    month_first: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> str:
        """Name a cell by positions from 0: "D17", or "Vắng mặt!B3" when this is not the first sheet."""
        place = f"{letters(column)}{row + 1}"
        return place if self.first else f"{self.name}!{place}"


def letters(column: int) -> str:
    """Name a column by its position from 0: "A", "Z", "AA"."""
    name, rest = "", column + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        name = chr(ord("A") + last) + name
    return name


def is_empty(value: object) -> bool:
    """Say whether nothing stands in a cell; spaces alone are nothing."""
    return value is None or (isinstance(value, str) and not value.strip())
