"""Reads a font as LibreOffice embeds it: a subset of TrueType with codes of its own. Any other is refused."""

import struct
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from pikepdf import Dictionary, Name, Object, PdfError

from service.pdf.truetype import CODES, FontProgram

ODD = (AttributeError, KeyError, IndexError, TypeError, ValueError, RuntimeError, PdfError, struct.error)
"""What reading a font raises that is not written as LibreOffice writes it."""

_NAMED = ("BaseFont", "FirstChar", "FontDescriptor", "LastChar", "Subtype", "ToUnicode", "Type", "Widths")
_HELD = {f"/{key}" for key in _NAMED}
_SYMBOLIC = 4


class Said(NamedTuple):
    """What the dictionaries of an embedded subset say of it."""

    name: str
    described: bytes
    """The font descriptor without name and program."""
    widths: bytes
    """As a CIDFont has them: the first code, and the widths from there on in thousandths of the font size."""


@dataclass(frozen=True)
class Subset:
    """One embedded subset of a font: what is said of it, and its program."""

    said: Said
    program: FontProgram

    @property
    def source(self) -> tuple[object, ...]:
        """Equal for two subsets that may become one font: all that does not hang on the choice of glyphs."""
        return self.said.name, self.said.described, self.program.origin, self.program.glyphs[0]


def read_said(font: Object) -> Said:
    """Read the dictionaries of a font; raises one of `ODD` unless it is symbolic TrueType told by its program."""
    descriptor, first, widths = font.FontDescriptor, int(font.FirstChar), font.Widths
    name = str(font.BaseFont).partition("+")[2]
    alike = font.Subtype == Name.TrueType and font.keys() == _HELD and int(descriptor.Flags) & _SYMBOLIC
    coded = first >= 0 and first + len(widths) - 1 == int(font.LastChar) < CODES
    if not (name and alike and coded) or "/MissingWidth" in descriptor:
        raise ValueError("no font as LibreOffice writes it")
    described = {key: v for key, v in descriptor.items() if key not in ("/FontFile2", "/FontName")}
    return Said(name, Dictionary(described).unparse(), b"[%d %b]" % (first, widths.unparse(resolved=True)))


def read_subset(font: Object, said: Said) -> Subset:
    """Read the program of a font of which `said` was read; raises one of `ODD` for one of another make."""
    if b"<00> <FF>\nendcodespacerange" not in font.ToUnicode.read_bytes():
        raise ValueError("no characters for codes of one byte")
    program = FontProgram(font.FontDescriptor.FontFile2.read_bytes())
    if max(program.codes) >= len(program.glyphs):
        raise ValueError("a code leads to no glyph")
    return Subset(said, program)


def digest(font: Object, said: Said) -> bytes:
    """Give a hash of a font and all that it holds; raises ValueError when it is packed in an unusual way."""
    found = sha256(repr(said).encode())
    for stream in (font.ToUnicode, font.FontDescriptor.FontFile2):
        packed = stream.get("/Filter")
        if packed not in (None, Name.FlateDecode) or "/DecodeParms" in stream:
            raise ValueError("no stream as LibreOffice packs it")
        found.update(sha256(b"%d" % (packed is None) + stream.read_raw_bytes()).digest())
    return found.digest()
