"""The running page number of a dossier: drawn as an artifact, in a font of its own, beside all that is there.

What a page drew before stays as it was, byte by byte, between a saved and a restored graphics state; no tag and no text
of it is touched (ISO 32000-1, 14.8.2.2: pagination artifacts). The font is a subset of Liberation Serif (SIL Open Font
License) made by LibreOffice, kept in `page-numbers.pdf`; it has the letters that forms like “Tờ số {n}” need.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

from pikepdf import Array, Dictionary, Object, Pdf

from service.pdf.roles import Start, Stretch
from service.vietnamese.numbers import roman

FONT_FILE = Path(__file__).with_name("page-numbers.pdf")
FONT = "/VBSoTrang"
SIZE = 11
_TOP, _SIDE, _BOTTOM = (
    39.7,
    42.5,
    28.3,
)  # 14, 15 and 10 mm: on the line of the documents' own number, clear of it
_OPEN = b"q\n"
_MARK = b"\nQ\n/Artifact <</Type /Pagination /Subtype /"
_NAMED = re.compile(rb" BT (/\S+) ")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4})>")

_DEPTH, _LINE = 3, 14
"""Points that letters reach below the line they stand on, and from line to line."""

# The matrix that turns upright text on a page that is shown turned (Rotate, clockwise).
_TURNED = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in the page's own space."""


class Place(StrEnum):
    """Where on the page the number stands; the middle of the top belongs to the document's own."""

    TOP_RIGHT = "tren-phai"
    BOTTOM_CENTRE = "duoi-giua"
    BOTTOM_RIGHT = "duoi-phai"


@dataclass(frozen=True)
class PageNumbers:
    """How the pages of a dossier are numbered; an empty form: counted and labelled, but nothing is drawn.

    `form` has {n} and, if wished, {total}.
    """

    form: str = "Tr. {n}/{total}"
    place: Place = Place.TOP_RIGHT
    start: Start = Start.DOCUMENTS


def stamp(
    pdf: Pdf,
    pages: Sequence[Object],
    stretch: Stretch,
    numbers: PageNumbers,
    contents: Stretch = Stretch(0, 0),  # noqa: B008 - frozen
) -> dict[int, Box]:
    """Draw the numbers on the numbered ones of all `pages`, and Roman ones on those of the contents.

    Gives where the numbers stand, by the position of the page (from 0).
    """
    if not numbers.form or not stretch.count:
        return {}
    pen = _Pen(pdf, numbers)
    for n, page in enumerate(pages[contents.begin : contents.begin + contents.count], start=1):
        pen.draw(page, roman(n).lower())
    return {
        stretch.begin + n - 1: pen.draw(page, numbers.form.format(n=n, total=stretch.count))
        for n, page in enumerate(pages[stretch.begin : stretch.begin + stretch.count], start=1)
    }


def unstamp(page: Object) -> None:
    """Take the number off a page again, in place; harmless on a page that has none."""
    if not _numbers_on(page):
        return
    contents = page.Contents
    page.Contents = contents[1] if len(contents) == 3 else Array(list(contents)[1:-1])
    fonts, named = page.Resources.Font, _NAMED.search(contents[-1].read_bytes())
    if named is not None and (name := named[1].decode()) in fonts:
        del fonts[name]


def _numbers_on(page: Object) -> int:
    """Count the numbers that stand on a page: it may have come in a dossier that was bound in a dossier."""
    held = page.get("/Contents")
    contents, found = list(held) if isinstance(held, Array) else [], 0
    while (
        len(contents) >= 2
        and contents[0].read_bytes() == _OPEN
        and contents[-1].read_bytes().startswith(_MARK)
    ):
        contents, found = contents[1:-1], found + 1
    return found


class _Pen:
    """The font and the shared pieces with which all pages of one file are stamped."""

    def __init__(self, pdf: Pdf, numbers: PageNumbers) -> None:
        self._pdf, self._place = pdf, numbers.place
        with Pdf.open(FONT_FILE) as source:
            held = next(iter(source.pages[0].obj.Resources.Font.values()))
            self._font: Object = pdf.copy_foreign(held)
        pairs = _MAPPED.findall(self._font.ToUnicode.read_bytes())
        self._codes = {chr(int(sign, 16)): int(code, 16) for code, sign in pairs}
        self._widths = [float(width) for width in self._font.Widths]
        self._before = pdf.make_stream(_OPEN)

    def draw(self, page: Object, text: str) -> Box:
        codes = [self._codes[sign] for sign in text]
        width = sum(self._widths[c] for c in codes) * SIZE / 1000
        unit = float(page.get("/UserUnit", 1))
        turned, x, y = self._spot(page, width, unit)
        place = f"{' '.join(map(str, turned))} {x:.2f} {y:.2f}"
        kind = b"Header" if self._place is Place.TOP_RIGHT else b"Footer"
        name = self._lent_font(page)
        words = f"BDC\nq 0 g BT {name} {SIZE / unit:g} Tf {place} Tm <{bytes(codes).hex()}> Tj ET Q\nEMC"
        drawn = self._pdf.make_stream(_MARK + kind + b">> " + words.encode())
        held = page.get("/Contents", Array())
        page.Contents = Array([self._before, *(held if isinstance(held, Array) else [held]), drawn])
        return _box(turned, x, y, width, unit)

    def _lent_font(self, page: Object) -> str:
        """Let the page have the font; give the name by which it calls it, which the page's own fonts do not have."""
        if "/Resources" not in page:
            page.Resources = Dictionary()
        if "/Font" not in page.Resources:
            page.Resources.Font = Dictionary()
        fonts, name, more = page.Resources.Font, FONT, count(2)
        while name in fonts and fonts[name].objgen != self._font.objgen:
            name = f"{FONT}{next(more)}"
        if name not in fonts:
            fonts[name] = self._font
        return name

    def _spot(
        self, page: Object, width: float, unit: float
    ) -> tuple[tuple[int, int, int, int], float, float]:
        """Place text of this width as the reader sees the page, whatever way it is turned: its turn, and its start.

        Numbers that stand there already keep their place. A page may measure in units of its own, so many points each
        (ISO 32000-1, 8.3.2.3).
        """
        left, bottom, right, top = (float(edge) * unit for edge in page.get("/CropBox", page.MediaBox))
        turn = int(page.get("/Rotate", 0)) % 360
        wide, high = right - left, top - bottom
        seen_wide, seen_high = (high, wide) if turn in (90, 270) else (wide, high)
        x = (seen_wide - width) / 2 if self._place is Place.BOTTOM_CENTRE else seen_wide - _SIDE - width
        aside = _LINE * _numbers_on(page)
        y = seen_high - _TOP - aside if self._place is Place.TOP_RIGHT else _BOTTOM + aside
        if turn == 90:
            x, y = wide - y, x
        elif turn == 180:
            x, y = wide - x, high - y
        elif turn == 270:
            x, y = y, high - x
        return _TURNED[turn], (left + x) / unit, (bottom + y) / unit


def _box(turned: tuple[int, int, int, int], x: float, y: float, width: float, unit: float) -> Box:
    """Give the box around text that starts at a point."""
    a, b, c, d = turned
    across = [x + (a * along + c * up) / unit for along in (0, width) for up in (-_DEPTH, SIZE)]
    upward = [y + (b * along + d * up) / unit for along in (0, width) for up in (-_DEPTH, SIZE)]
    return min(across), min(upward), max(across), max(upward)
