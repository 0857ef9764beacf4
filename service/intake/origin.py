"""Which row of the sender's first file each row of a returned workbook was: it stands in a column of its own."""

from service.intake.header import Header
from service.intake.plan import origin_header
from service.intake.sheets import Drafted


def origin_place(header: Header) -> int | None:
    """Give the column that says which row of an earlier file each row was; None when there is none."""
    titles = header.grid.rows[header.row]
    return next((n for n, title in enumerate(titles) if origin_header(title) is not None), None)


def origin_of(header: Header, row: int) -> int | None:
    """Give what that column says of a row (both from 0), as it stands there; None when it was lost."""
    place, cells = origin_place(header), header.grid.rows[row]
    text = str(cells[place]).strip().removesuffix(".0") if place is not None and place < len(cells) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def origins(drafted: Drafted) -> dict[int, int] | None:
    """Give for each row of a returned workbook the row of data (from 1) that it was; None for any other file.

    Rows whose number was lost are left out.
    """
    header = drafted.headers[0]
    place = origin_place(header)
    if place is None:
        return None
    above = origin_header(header.grid.rows[header.row][place]) or 0
    told = {draft.number: origin_of(header, draft.at[1]) for draft in drafted.drafts}
    return {number: origin - above for number, origin in told.items() if origin is not None}
