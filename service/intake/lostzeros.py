"""Numbers of identity that a sheet took for quantities and so robbed of their first zeros.

The number with its zeros is only proposed: whether it is the one that was meant, the sender says, for all columns at
once. Until then such a cell is wrong, and its error names the number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.forms.formats import with_zeros
from service.intake.cells import number_text
from service.intake.grid import At
from service.intake.header import Header
from service.intake.notes import Note

ADDED = "Đã thêm lại số 0 ở đầu mà bảng tính bỏ mất, như đã chọn."


@dataclass(frozen=True)
class Lost:
    """How many cells of a column lack zeros; the first of them as it stands and as it would be."""

    count: int
    before: str
    after: str


def lost_in(header: Header, place: int) -> Lost | None:
    """Look through a column; None when no cell of it lacks a zero."""
    found = list(_proposed(header, place))
    if not found:
        return None
    (row, _), after = found[0]
    return Lost(len(found), _text(header.grid.rows[row][place]), after)


def give_back(header: Header) -> tuple[Header, list[Note]]:
    """Give the sheet with the zeros added everywhere, and a note for each cell."""
    rows, notes = list(header.grid.rows), []
    for place, _ in header.columns:
        for at, after in _proposed(header, place):
            number = None if header.table.path else at[0] - header.row
            before = _text(rows[at[0]][place])
            notes.append(Note(row=number, cell=header.grid.cell(*at), before=before, after=after, why=ADDED))
            rows[at[0]] = [*rows[at[0]][:place], after, *rows[at[0]][place + 1 :]]
    return (replace(header, grid=replace(header.grid, rows=rows)) if notes else header), notes


def _proposed(header: Header, place: int) -> Iterator[tuple[At, str]]:
    field = header.at(place).field
    for row, cells in header.data():
        if place < len(cells) and (meant := with_zeros(field.format, cells[place])):
            yield (row, place), meant


def _text(value: object) -> str:
    return number_text(value) if isinstance(value, float) else str(value).strip()
