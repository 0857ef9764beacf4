"""Makes one font of the many subsets that the documents of a dossier carry, and takes it apart again for one document.

LibreOffice embeds in every file a subset with codes of its own, so that no two are equal and a dossier of a hundred
short papers is nearly all fonts. Where subsets come from one font, their glyphs are laid into one program; each
document keeps its codes with their widths and characters, and gets a map that leads from its codes to the glyphs
(ISO 32000-1, 9.7.4.2). So no page is rewritten. A font that LibreOffice did not write is left as it is.
"""

import struct
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError

from service.pdf.truetype import FontProgram, Glyph, Limits, build, joined_limits, with_parts

Homes = Sequence[dict[str, Object]]
"""For each page of a document, the font of the dossier to use under each name."""

_ODD = (AttributeError, KeyError, IndexError, TypeError, ValueError, RuntimeError, PdfError)
"""What reading a font raises that is not written as LibreOffice writes it."""

_HELD = {
    "/BaseFont",
    "/FirstChar",
    "/FontDescriptor",
    "/LastChar",
    "/Subtype",
    "/ToUnicode",
    "/Type",
    "/Widths",
}
_SYMBOLIC = 4
_MOST_GLYPHS = 0xFFFF
_COLLECTION = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
_ONE_BYTE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin
/Registry (Adobe) def
/Ordering (Identity) def
/Supplement 0 def
end def
/CMapName /OneByteIdentityH def
/CMapVersion 1 def
/CMapType 1 def
/WMode 0 def
1 begincodespacerange
<00> <FF>
endcodespacerange
1 begincidrange
<00> <FF> 0
endcidrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True)
class Subset:
    """One embedded subset of a font: its program, its widths, and all that does not hang on the choice of glyphs."""

    name: str
    described: bytes
    """The font descriptor without name and program."""
    program: FontProgram
    widths: Object
    """As a CIDFont has them: the first code, and the widths from there on in thousandths of the font size."""

    @property
    def source(self) -> tuple[object, ...]:
        """Equal for two subsets that may become one font."""
        program = self.program
        return self.name, self.described, program.origin, len(program.limits.maxp), program.glyphs[0]


@dataclass
class SharedFont:
    """A font of the dossier while it grows: its descriptor, and a number for each glyph that is in it."""

    descriptor: Object
    first: Subset
    limits: Limits
    numbers: dict[Glyph, int] = field(default_factory=dict)

    def has_room(self, program: FontProgram) -> bool:
        """Say whether the glyphs of a subset will fit in, even if all are new."""
        return len(self.numbers) + len(program.glyphs) <= _MOST_GLYPHS

    def take(self, program: FontProgram) -> bytes:
        """Take in the glyphs of a subset; give the numbers that its codes lead to, as a CIDToGIDMap has them."""
        drawn = [program.glyphs[number] for number in program.codes.rstrip(b"\0")]
        new = [glyph for glyph in with_parts([program.glyphs[0], *drawn]) if glyph not in self.numbers]
        self.numbers.update(zip(new, count(len(self.numbers))))
        self.limits = joined_limits(self.limits, program.limits)
        return struct.pack(f">{len(drawn)}H", *(self.numbers[glyph] for glyph in drawn))


class FontShelf:
    """All fonts of a dossier that were made of subsets."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._fonts: list[SharedFont] = []
        self._by_source: dict[tuple[object, ...], list[SharedFont]] = {}
        self._known: dict[bytes, Object | None] = {}
        self._encoding: Object | None = None

    def take_in(self, source: Pdf) -> Homes:
        """Take its fonts from `source`, all that can be shared; say which to give its pages; see `hand_out`."""
        taken: dict[tuple[int, int], dict[str, Object]] = {}
        homes = []
        for page in source.pages:
            fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
            if fonts.is_indirect and fonts.objgen not in taken:
                taken[fonts.objgen] = self._taken_from(fonts)
            homes.append(taken.get(fonts.objgen, {}))
        return homes

    def hand_out(self, pages: Iterable[Object], homes: Homes) -> list[Object]:
        """Give the pages, now copied into the dossier, the fonts that `take_in` chose for them; say which these are."""
        given: dict[tuple[int, int], dict[str, Object]] = {}
        for page, chosen in zip(pages, homes, strict=True):
            if chosen and page.Resources.Font.objgen not in given:
                page.Resources.Font.update(chosen)
                given[page.Resources.Font.objgen] = chosen
        return [font for chosen in given.values() for font in chosen.values()]

    def finish(self) -> None:
        """Write all fonts, whose glyphs are known only now."""
        for shared in self._fonts:
            program = build(shared.first.program.origin, shared.limits, list(shared.numbers))
            _write_program(self._pdf, shared.descriptor, program)

    def _taken_from(self, fonts: Object) -> dict[str, Object]:
        found = {name: self._shared(font) for name, font in fonts.items()}
        chosen = {name: font for name, font in found.items() if font is not None}
        for name in chosen:
            del fonts[name]
        return chosen

    def _shared(self, font: Object) -> Object | None:
        """Give the font to use in the dossier; many documents carry subsets that are equal to the last byte."""
        try:
            described = _described(font)
            digest = _digest(font, described)
            if digest not in self._known:
                self._known[digest] = None
                self._known[digest] = self._laid(font, read_subset(font, described))
        except _ODD:
            return None
        return self._known[digest]

    def _laid(self, font: Object, subset: Subset) -> Object:
        """Lay the glyphs of a subset into the first font of its kind that has room, or a new one."""
        alike = self._by_source.setdefault(subset.source, [])
        shared = next((one for one in alike if one.has_room(subset.program)), None) or self._new_font(subset)
        return self._composite(font, subset, shared, shared.take(subset.program))

    def _new_font(self, subset: Subset) -> SharedFont:
        descriptor = self._pdf.make_indirect(Object.parse(subset.described))
        descriptor.FontName = Name(f"/{_tag(len(self._fonts))}+{subset.name}")
        shared = SharedFont(descriptor, subset, subset.program.limits)
        self._by_source[subset.source].append(shared)
        self._fonts.append(shared)
        return shared

    def _composite(self, font: Object, subset: Subset, shared: SharedFont, glyphs: bytes) -> Object:
        """Make the font of one document: its codes are its own, its glyphs are those of the shared font."""
        name = shared.descriptor.FontName
        below = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Object.parse(_COLLECTION),
            CIDToGIDMap=self._pdf.make_stream(glyphs),
            DW=0,
            FontDescriptor=shared.descriptor,
            W=subset.widths,
        )
        whole = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            DescendantFonts=Array([self._pdf.make_indirect(below)]),
            Encoding=self._one_byte(),
            ToUnicode=self._pdf.copy_foreign(font.ToUnicode),
        )
        return self._pdf.make_indirect(whole)

    def _one_byte(self) -> Object:
        """Give the encoding in which every byte is a code, its own CID: there is none among the predefined ones."""
        if self._encoding is None:
            self._encoding = self._pdf.make_stream(
                _ONE_BYTE,
                Type=Name.CMap,
                CMapName=Name.OneByteIdentityH,
                CIDSystemInfo=Object.parse(_COLLECTION),
                WMode=0,
            )
        return self._encoding


def separate_fonts(pdf: Pdf) -> None:
    """Make of every shared font of `pdf`, a document cut out of a dossier, the subset that the document came with."""
    for font in fonts_of(pdf):
        with suppress(*_ODD):
            _separate(pdf, font)


def fonts_of(pdf: Pdf) -> list[Object]:
    """Give all fonts that pages name, each once."""
    named = (page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary()) for page in pdf.pages)
    found = {font.objgen: font for fonts in named for _, font in fonts.items() if font.is_indirect}
    return list(found.values())


def read_subset(font: Object, described: bytes | None = None) -> Subset:
    """Read a font as LibreOffice embeds TrueType: symbolic, its codes told by its program.

    Raises one of AttributeError, KeyError, IndexError, TypeError, ValueError and PdfError for any other.
    """
    name = str(font.BaseFont).partition("+")[2]
    alike = (
        font.Subtype == Name.TrueType and font.keys() == _HELD and int(font.FontDescriptor.Flags) & _SYMBOLIC
    )
    if not (name and alike and b"<00> <FF>\nendcodespacerange" in font.ToUnicode.read_bytes()):
        raise ValueError("no font as LibreOffice writes it")
    widths = Object.parse(b"[%d %b]" % (int(font.FirstChar), font.Widths.unparse(resolved=True)))
    program = FontProgram(font.FontDescriptor.FontFile2.read_bytes())
    if max(program.codes) >= len(program.glyphs):
        raise ValueError("a code leads to no glyph")
    return Subset(name, described or _described(font), program, widths)


def _separate(pdf: Pdf, font: Object) -> None:
    if font.Subtype != Name.Type0 or font.Encoding.read_bytes() != _ONE_BYTE:
        return
    held = font.DescendantFonts[0]
    map_ = held.CIDToGIDMap.read_bytes()
    program = FontProgram(held.FontDescriptor.FontFile2.read_bytes())
    drawn = [program.glyphs[number] for number in struct.unpack(f">{len(map_) // 2}H", map_)]
    glyphs = with_parts([program.glyphs[0], *drawn])
    numbers = {glyph: number for number, glyph in enumerate(glyphs)}
    codes = bytes(numbers[glyph] for glyph in drawn)
    _write_program(pdf, held.FontDescriptor, build(program.origin, program.limits, glyphs, codes))
    first, widths = held.W
    del font.DescendantFonts, font.Encoding
    font.update(
        Dictionary(
            Subtype=Name.TrueType,
            FirstChar=first,
            LastChar=int(first) + len(widths) - 1,
            Widths=widths,
            FontDescriptor=held.FontDescriptor,
        )
    )


def _write_program(pdf: Pdf, descriptor: Object, data: bytes) -> None:
    descriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))


def _described(font: Object) -> bytes:
    left = ("/FontFile2", "/FontName")
    return Dictionary({key: v for key, v in font.FontDescriptor.items() if key not in left}).unparse()


def _digest(font: Object, described: bytes) -> bytes:
    """Give a hash of a font and all that it holds; raises AttributeError when it lacks something."""
    streams = (font.ToUnicode, font.FontDescriptor.FontFile2)
    left = ("/FontDescriptor", "/ToUnicode", "/Widths")
    said = sha256(Dictionary({key: v for key, v in font.items() if key not in left}).unparse())
    said.update(described + font.Widths.unparse(resolved=True))
    for stream in streams:
        said.update(sha256(stream.read_raw_bytes()).digest())
    return said.digest()


def _tag(number: int) -> str:
    """Give the six letters that tell the subsets of a file apart (ISO 32000-1, 9.6.4)."""
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(5, -1, -1))
