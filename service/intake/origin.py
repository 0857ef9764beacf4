"""Which row of the sender's first file each row of a returned workbook was: it stands in a column of its own."""

from service.intake.header import Header
from service.intake.plan import ORIGIN, key_of
from service.intake.sheets import Drafted


def origin_place(header: Header) -> int | None:
    """Give the column that says which row of an earlier file each row was; None when there is none."""
    titles = header.grid.rows[header.row]
    return next((n for n, t in enumerate(titles) if isinstance(t, str) and key_of(t) == key_of(ORIGIN)), None)


def origins(drafted: Drafted) -> dict[int, int] | None:
    """Give for each row of a returned workbook the row of the file that it came from; None for any other file.

    Rows whose number was lost are left out.
    """
    header = drafted.headers[0]
    place = origin_place(header)
    if place is None:
        return None
    found = {}
    for draft in drafted.drafts:
        cells = header.grid.rows[draft.at[1]]
        text = str(cells[place]).strip().removesuffix(".0") if place < len(cells) else ""
        if text.isascii() and text.isdigit() and len(text) < 9:
            found[draft.number] = int(text)
    return found
