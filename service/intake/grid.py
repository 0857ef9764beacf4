"""A sheet as it was read: rows of typed cells, and the names of its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet. `rows` begin at the sheet's first row; "" and None are empty cells. `first` is the leading sheet."""

    name: str
    rows: Sequence[Sequence[Any]]
    first: bool = True
    hidden: bool = False

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
