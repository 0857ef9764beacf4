"""What reading a file mended safely, and what the sender says beforehand about what only people can know."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from service.vietnamese.numbers import group

MAX_NOTES = 2_000
"""More than this nobody reads; the last one then says how many there are."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing that was read otherwise than it was written: where, before, after, and why (Vietnamese).

    `row` counts from 1, the header not counted; None for what concerns the header or the whole file.
    """

    why: str
    row: int | None = None
    cell: str | None = None
    before: str = ""
    after: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the members that are known."""
        return {k: v for k, v in asdict(self).items() if v not in (None, "")}


@dataclass(frozen=True)
class Answers:
    """What the sender says of a file.

    Attributes:
        mapping: column title → name or title of the field; "" leaves the column out.
        hidden: "take" or "skip" rows that are hidden in the sheet; "" asks.
        encoding: "tcvn3", "vni", "windows-1258", or "unicode" when nothing is to be converted; "" tells by the letters.
        sheets: name of a sheet → name or title of the list that it is, MAIN for the main one, "" leaves it out.
        dates: column title → how its typed dates are read: "dmy", "mdy", or "turned" when its cells that hold dates
            have day and month in each other's place; after a hyphen the first of the hundred years that two digits
            mean ("mdy-1930": 30 is 1930, 29 is 2029).
        zeros: "add" gives numbers of identity the zeros back that the sheet dropped at their head, "keep" leaves them
            as errors; "" asks.

    In `mapping` and `dates` "@C" stands for column C of the main sheet, "@Vắng mặt!C" for that of another.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    hidden: str = ""
    encoding: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    zeros: str = ""


HIDDEN = ("take", "skip")
ZEROS = ("add", "keep")
ENCODINGS = ("unicode", "tcvn3", "vni", "windows-1258")
NOTHING_SAID = Answers()


def gathered(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Give at most MAX_NOTES in the order of the rows; the last then counts the others."""
    found = sorted(notes, key=lambda note: (note.row is not None, note.row or 0))
    if len(found) <= MAX_NOTES:
        return tuple(found)
    rest = f"Còn {group(len(found) - MAX_NOTES + 1)} chỗ khác được xử lý như vậy."
    return (*found[: MAX_NOTES - 1], Note(why=rest))
