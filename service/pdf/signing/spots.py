"""Where on a page the mark of a signature stands, as the reader sees the page. Runs in the child only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

SIDE = 42.5
"""15 mm from the right edge, as the text."""
FRAME, ASCENT = 30.0, 12.0
"""Below the frame of a cover, which Word draws 24 pt from the edge; what a line of text needs over its baseline."""
_NUMBER = re.compile(
    rb"\nQ\n/Artifact <</Type /Pagination /Subtype /Header>> ?BDC\nq 0 g BT \S+ \S+ Tf 1 0 0 1 ([\d.]+) "
)
GAP = 8.0
LEAST_ROOM, MOST_ROOM, OPEN_ROOM = 44.0, 170.0, 60.0
ROOM_WIDE, LINE = 150.0, 16.0
ASIDE, ALIKE = 60.0, 60.0
"""How far a signature block may reach over the middle of the page, and how far its lines may lie from each other's."""
LAST_PAGES = 3


@dataclass(frozen=True)
class Sheet:
    """One page: its edges in its own coordinates, and by how much it is shown turned (clockwise)."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def seen(self) -> tuple[float, float]:
        """Width and height as the reader sees them."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turn in (90, 270) else (wide, high)

    def box(self, x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
        """Turn a place as the reader sees it, from the lower left, into edges in the page's own coordinates."""
        corners = [self._own(x, y), self._own(x + wide, y + high)]
        (x1, x2), (y1, y2) = (sorted(c[k] for c in corners) for k in (0, 1))
        return round(x1, 2), round(y1, 2), round(x2, 2), round(y2, 2)

    def _own(self, x: float, y: float) -> tuple[float, float]:
        wide, high = self.right - self.left, self.top - self.bottom
        own = {0: (x, y), 90: (wide - y, x), 180: (wide - x, high - y), 270: (y, high - x)}[self.turn]
        return self.left + own[0], self.bottom + own[1]


@dataclass(frozen=True)
class Spot:
    """Where the field lies: the page (from 0), its edges there, how the page is turned."""

    page: int
    box: tuple[float, float, float, float]
    turn: int


@dataclass(frozen=True)
class Room:
    """The room left for a signature between the words above and the name below: its middle, lower edge, height."""

    page: int
    middle: float
    lower: float
    high: float


def sheet_of(page: Any) -> Sheet:
    """Read the edges of a page of pypdf."""
    box = page.cropbox
    left, bottom, right, top = (float(edge) for edge in (box.left, box.bottom, box.right, box.top))
    return Sheet(left, bottom, right, top, int(page.rotation) % 360)


def top_right(page: Any, wide: float, high: float) -> Spot:
    """Give the place at the top right of a page, left of the dossier's running number where one stands there."""
    sheet = sheet_of(page)
    seen_wide, seen_high = sheet.seen
    number = 0.0 if sheet.turn else _number(page)
    right = number - GAP if number else seen_wide - SIDE
    free = FRAME + high if sheet.turn else _free(page, sheet)
    top = FRAME if free >= FRAME + high else max(0.0, (free - high) / 2)
    return Spot(0, sheet.box(right - wide, seen_high - top - high, wide, high), sheet.turn)


def _free(page: Any, sheet: Sheet) -> float:
    """Give how far down from the upper edge nothing is written, but for the running number."""
    half = (sheet.left + sheet.right) / 2
    number = _number(page)
    lines = [one for one in _lines(page) if one.right > half and not (number and one.left >= number - 1)]
    return sheet.top - max((one.baseline for one in lines), default=sheet.bottom) - ASCENT


def _number(page: Any) -> float:
    """Give where the running number begins, 0 where none stands at the top right (see `service.pdf.stamp`)."""
    try:
        contents = page["/Contents"].get_object()
        last = contents[-1].get_object() if isinstance(contents, list) else contents
        found = _NUMBER.match(last.get_data())
    except (KeyError, IndexError, AttributeError, PyPdfError):
        return 0
    return float(found[1]) if found else 0


@dataclass(frozen=True)
class Line:
    """A piece of text on a page: its ends and its baseline in the page's own coordinates."""

    left: float
    right: float
    baseline: float

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.left + self.right) / 2


def signature_room(data: BytesIO) -> Room | None:
    """Find the lowest room for a signature at the right of the last pages; None where none is left.

    The room is what lies between two lines that stand one over the other with four empty lines between (Hướng dẫn
    05-HD/VPTW: the office above, the name below), or below the last line where the name is not written. Pages that
    are shown turned are not looked at.
    """
    reader = PdfReader(data)
    for number in reversed(range(max(0, len(reader.pages) - LAST_PAGES), len(reader.pages))):
        page = reader.pages[number]
        sheet = sheet_of(page)
        found = None if sheet.turn else _room(_lines(page), sheet)
        if found is not None:
            middle, lower, high = found
            return Room(number, middle, lower, high)
    return None


def _lines(page: Any) -> list[Line]:
    """Give the pieces of text of a page; a letter is taken to be half as wide as high."""
    found: list[Line] = []

    def visit(text: str, current: list[float], matrix: list[float], _font: Any, size: float) -> None:
        words = text.strip()
        if words:
            x, y = matrix[4], matrix[5]
            a, b, c, d, e, f = current
            left, long = a * x + c * y + e, len(words) * size * abs(matrix[0]) * abs(a) / 2
            found.append(Line(left, left + long, b * x + d * y + f))

    page.extract_text(visitor_text=visit)
    return found


def _room(lines: Sequence[Line], sheet: Sheet) -> tuple[float, float, float] | None:
    """Give middle, lower edge and height of the lowest room at the right."""
    half = (sheet.left + sheet.right) / 2
    right = sorted((one for one in lines if one.right > half), key=lambda one: one.baseline)
    for below, above in pairwise(right):
        room = above.baseline - below.baseline - LINE
        beside = min(below.left, above.left) > half - ASIDE and abs(below.middle - above.middle) < ALIKE
        if beside and LEAST_ROOM <= room <= MOST_ROOM:
            return above.middle, below.baseline + LINE - 2, room
    last = right[0] if right else None
    if last is not None and last.left > half - ASIDE and last.baseline - sheet.bottom > 2 * OPEN_ROOM:
        return last.middle, last.baseline - OPEN_ROOM - 6, OPEN_ROOM
    return None
