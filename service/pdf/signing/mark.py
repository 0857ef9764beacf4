"""The visible mark of a signature: who signed and when, or the picture of a signature, drawn to be fit for an archive.

An organ's signature on an electronic document stands at the top right of page 1, without a picture: its name and the
moment of signing in Times New Roman, upright, 10 pt, black (Nghị định 30/2020/NĐ-CP, Phụ lục I). The font is a subset
of Liberation Serif (SIL Open Font License) with all Vietnamese letters, made by LibreOffice, kept in `mark.pdf`, so it
is embedded, has right widths and ToUnicode. Runs in the child only.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from service.errors import BadSettings
from service.model import VIETNAM
from service.pdf.signing.keys import read_file
from service.pdf.signing.spots import Spot

FONT_FILE = Path(__file__).with_name("mark.pdf")
FONT, PICTURE = "/VBKy", "/VBHinh"
SIZE, LEADING, DESCENT = 10, 12, 2.5
MOST_LINES = 3
WIDTHS = (240, 330, 480)
MOST_PIXELS = 4_000_000
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4})>")
_TURNED = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass(frozen=True)
class Words:
    """What the mark says: `lines` as they are written, `said` for who cannot see them."""

    lines: tuple[str, ...]

    @property
    def said(self) -> str:
        """One sentence for a screen reader."""
        return f"Chữ ký số. {'. '.join(self.lines)}"


def words_of(name: str, organ: str, when: datetime) -> Words:
    """Say who signs and when, in Vietnamese time, its zone by ISO 8601; the organ where the name does not say it."""
    known = not organ or organ.casefold() in name.casefold()
    moment = f"{when.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} +07:00"
    return Words(
        (f"Ký bởi: {name}", *(() if known else (f"Cơ quan: {organ}",)), f"Thời gian ký: {moment}"),
    )


class Pen:
    """The font of the mark: breaks, measures and writes its lines."""

    def __init__(self) -> None:
        self._source = PdfFileReader(BytesIO(FONT_FILE.read_bytes()))
        page = self._source.root["/Pages"]["/Kids"][0]
        self._font = page["/Resources"]["/Font"]["/Ky"]
        pairs = _MAPPED.findall(self._font["/ToUnicode"].data)
        self._codes = {chr(int(sign, 16)): int(code, 16) for code, sign in pairs}
        self._widths = [float(width) for width in self._font["/Widths"]]

    def lines(self, words: Words) -> list[str]:
        """Break the words into lines as narrow as three of them allow."""
        broken: list[str] = []
        for limit in WIDTHS:
            broken = [line for text in words.lines for line in self._broken(self._known(text), limit)]
            if len(broken) <= MOST_LINES:
                break
        return broken

    def width(self, line: str) -> float:
        """Measure a line in points."""
        return sum(self._widths[self._codes[sign]] for sign in line) * SIZE / 1000

    def codes(self, line: str) -> str:
        """Write a line as the font has it, in hexadecimal."""
        return bytes(self._codes[sign] for sign in line).hex()

    def lend(self, writer: IncrementalPdfFileWriter) -> generic.IndirectObject:
        """Copy the font into a file."""
        return writer.add_object(writer.import_object(self._font))

    def _known(self, text: str) -> str:
        """Keep what the font has; a foreign letter loses its marks, any other sign becomes a question mark."""
        kept = []
        for sign in unicodedata.normalize("NFC", " ".join(text.split())):
            bare = unicodedata.normalize("NFD", sign)[0]
            kept.append(next((s for s in (sign, bare) if s in self._codes), "?"))
        return "".join(kept)

    def _broken(self, text: str, limit: float) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and self.width(longer) > limit:
                yield line
                line = word
            else:
                line = longer
        yield line


@dataclass(frozen=True)
class Drawn:
    """What is drawn in the field: its size as the reader sees it, the operators, and what these call by name."""

    wide: float
    high: float
    operators: str
    resources: generic.DictionaryObject


def draw_words(writer: IncrementalPdfFileWriter, pen: Pen, lines: list[str]) -> Drawn:
    """Draw the lines under each other, flush left."""
    wide, high = max(pen.width(line) for line in lines), LEADING * len(lines)
    shown = " T* ".join(f"<{pen.codes(line)}> Tj" for line in lines)
    start = high - LEADING + DESCENT
    operators = f"q 0 g BT {FONT} {SIZE} Tf {LEADING} TL 0 {start:.2f} Td {shown} ET Q"
    fonts = generic.DictionaryObject({pdf_name(FONT): pen.lend(writer)})
    return Drawn(wide, high, operators, generic.DictionaryObject({pdf_name("/Font"): fonts}))


def draw_picture(writer: IncrementalPdfFileWriter, path: str, wide: float, high: float) -> Drawn:
    """Draw a picture of a signature as large as the room allows, its background as it is (transparent or not).

    Raises:
        BadSettings: the picture cannot be read or is too large.
    """
    refused = BadSettings(
        f"VANBAN_SIGN_IMAGE: tệp {path} không phải ảnh PNG hay JPEG dùng được (nhiều nhất 4 triệu điểm ảnh)."
    )
    try:
        with Image.open(BytesIO(read_file(path, "VANBAN_SIGN_IMAGE")), formats=("PNG", "JPEG")) as source:
            if source.width * source.height > MOST_PIXELS:
                raise refused
            picture = source.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as exc:
        raise refused from exc
    veil = _samples(picture.getchannel("A"), "/DeviceGray")
    colours = _samples(picture.convert("RGB"), "/DeviceRGB")
    colours[pdf_name("/SMask")] = writer.add_object(veil)
    scale = min(wide / picture.width, high / picture.height)
    wide, high = picture.width * scale, picture.height * scale
    held = generic.DictionaryObject({pdf_name(PICTURE): writer.add_object(colours)})
    resources = generic.DictionaryObject({pdf_name("/XObject"): held})
    return Drawn(wide, high, f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm {PICTURE} Do Q", resources)


def _samples(picture: Image.Image, colours: str) -> generic.StreamObject:
    stream = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Image"),
            pdf_name("/Width"): generic.NumberObject(picture.width),
            pdf_name("/Height"): generic.NumberObject(picture.height),
            pdf_name("/ColorSpace"): pdf_name(colours),
            pdf_name("/BitsPerComponent"): generic.NumberObject(8),
        },
        stream_data=picture.tobytes(),
    )
    stream.compress()
    return stream


def appearance(drawn: Drawn, spot: Spot) -> Any:
    """Give the form that a viewer lays into the field, upright whatever way the page is turned."""
    box = [0, 0, drawn.wide, drawn.high]
    form = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(generic.FloatObject(f"{edge:.2f}") for edge in box),
            pdf_name("/Matrix"): generic.ArrayObject(
                generic.NumberObject(n) for n in (*_TURNED[spot.turn], 0, 0)
            ),
            pdf_name("/Resources"): drawn.resources,
        },
        stream_data=drawn.operators.encode("ascii"),
    )
    form.compress()
    return form
