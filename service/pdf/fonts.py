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
from itertools import count

from pikepdf import Array, Dictionary, Name, Object, Pdf

from service.pdf.subset import ODD, Subset, digest, read_said, read_subset
from service.pdf.truetype import CODES, FontProgram, Glyph, Limits, build, joined_limits, with_parts

Homes = Sequence[dict[str, Object]]
"""For each page of a document, the font of the dossier to use under each name."""

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
            said = read_said(font)
            known = digest(font, said)
            if known not in self._known:
                self._known[known] = None
                self._known[known] = self._laid(font, read_subset(font, said))
        except ODD:
            return None
        return self._known[known]

    def _laid(self, font: Object, subset: Subset) -> Object:
        """Lay the glyphs of a subset into the first font of its kind that has room, or a new one."""
        alike = self._by_source.setdefault(subset.source, [])
        shared = next((one for one in alike if one.has_room(subset.program)), None) or self._new_font(subset)
        return self._composite(font, subset, shared, shared.take(subset.program))

    def _new_font(self, subset: Subset) -> SharedFont:
        descriptor = self._pdf.make_indirect(Object.parse(subset.said.described))
        descriptor.FontName = _tagged(len(self._fonts), subset.said.name)
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
            W=Object.parse(subset.said.widths),
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
    for number, font in enumerate(fonts_of(pdf)):
        with suppress(*ODD):
            _separate(pdf, font, number)


def fonts_of(pdf: Pdf) -> list[Object]:
    """Give all fonts that pages name, each once."""
    named = (page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary()) for page in pdf.pages)
    held = (font for fonts in named for _, font in fonts.items() if isinstance(font, Dictionary))
    return list({font.objgen: font for font in held if font.is_indirect}.values())


def _separate(pdf: Pdf, font: Object, number: int) -> None:
    if font.Subtype != Name.Type0 or font.Encoding.read_bytes() != _ONE_BYTE:
        return
    held = font.DescendantFonts[0]
    (first, widths), map_ = held.W, held.CIDToGIDMap.read_bytes()
    program = FontProgram(held.FontDescriptor.FontFile2.read_bytes())
    drawn = [program.glyphs[glyph] for glyph in struct.unpack(f">{len(map_) // 2}H", map_)]
    if len(drawn) > CODES:
        raise ValueError("more codes than a byte can tell apart")
    glyphs = with_parts([program.glyphs[0], *drawn])
    numbers = {glyph: n for n, glyph in enumerate(glyphs)}
    data = build(program.origin, program.limits, glyphs, bytes(numbers[glyph] for glyph in drawn))
    # Another font of the document may hang on the same descriptor and program: each gets its own.
    descriptor = pdf.make_indirect(Dictionary(dict(held.FontDescriptor.items())))
    descriptor.FontName = _tagged(number, str(font.BaseFont).partition("+")[2])
    _write_program(pdf, descriptor, data)
    simple = Dictionary(
        Subtype=Name.TrueType,
        BaseFont=descriptor.FontName,
        FirstChar=first,
        LastChar=int(first) + len(widths) - 1,
        Widths=widths,
        FontDescriptor=descriptor,
    )
    del font.DescendantFonts, font.Encoding
    font.update(simple)


def _write_program(pdf: Pdf, descriptor: Object, data: bytes) -> None:
    descriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))


def _tagged(number: int, name: str) -> Name:
    """Give a font name with the six letters that tell the subsets of a file apart (ISO 32000-1, 9.6.4)."""
    letters = "".join(chr(ord("A") + number // 26**place % 26) for place in range(5, -1, -1))
    return Name(f"/{letters}+{name}")
