"""Makes one font of the many subsets that the documents of a dossier carry, and cuts it down again for one document.

LibreOffice embeds in every file a subset with codes of its own, so that no two are equal and a dossier of a hundred
short papers is nearly all fonts. Where two subsets come from one font, their glyphs are laid into one program, and the
text on the pages is written in its codes. A font or page that LibreOffice did not write keeps what it has.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from pikepdf import Array, Dictionary, Name, Object, Pdf

from service.pdf.recode import Change, Foreign, content_of, recode
from service.pdf.truetype import CODES, FontProgram, Glyph, Limits, build, joined_limits

Sign = tuple[Glyph, int, str]
"""What a code stands for: what is drawn, its width, its characters in UTF-16 hexadecimal."""

Homes = list[dict[str, "SharedFont"]]
"""For each page of a document, the font to use under each name."""

_OF_THE_SUBSET = ("/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/ToUnicode", "/FontDescriptor")
_MAPPED = re.compile(r"<([0-9A-F]{2})>\s*<([0-9A-F]+)>")
_BLOCK = 100  # a CMap lists at most so many characters in one block
_HEAD = """/CIDInit/ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<<
/Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
"""
_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


@dataclass(frozen=True)
class Subset:
    """One embedded subset: the font that it is from, and the sign of each of its codes."""

    name: str
    origin: tuple[tuple[bytes, bytes], ...]
    entries: tuple[tuple[str, bytes], ...]
    """The entries of font and descriptor that do not hang on the choice of glyphs."""
    nothing: Glyph
    limits: Limits
    signs: Mapping[int, Sign]

    @property
    def source(self) -> tuple[object, ...]:
        """Equal for two subsets that may become one font."""
        return self.name, self.origin, self.entries, self.nothing


@dataclass
class SharedFont:
    """A font of the dossier while it grows: the font object, and a code for each sign that is in it."""

    font: Object
    first: Subset
    limits: Limits
    codes: dict[Sign, int] = field(default_factory=dict)

    def take(self, subset: Subset) -> bytes | None:
        """Take in the signs of a subset; give its codes' new codes, 0 for a code that it does not have.

        None when there is no room for them: code 0 stays free.
        """
        codes = {code: self.codes.get(sign) for code, sign in subset.signs.items()}
        new = {subset.signs[code]: None for code in sorted(codes) if codes[code] is None}
        if len(self.codes) + len(new) >= CODES:
            return None
        self.limits = joined_limits(self.limits, subset.limits)
        self.codes.update(zip(new, count(len(self.codes) + 1)))
        table = bytearray(CODES)
        for code, there in codes.items():
            table[code] = there or self.codes[subset.signs[code]]
        return bytes(table)


Move = tuple[SharedFont, bytes]
"""Where the signs of a subset go: to which font, and to which code each code."""


class FontShelf:
    """All fonts of a dossier that were made of subsets."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._fonts: list[SharedFont] = []
        self._by_source: dict[tuple[object, ...], list[SharedFont]] = {}
        self._known: dict[bytes, Move | None] = {}

    def take_in(self, source: Pdf) -> Homes:
        """Write the text of `source` in the codes of the shelf's fonts and take its own away; see `hand_out`."""
        pages = [page.obj for page in source.pages]
        fonts = [_page_fonts(page) for page in pages]
        moves = {font.objgen: self._move(font) for font in _each_once(fonts)}
        moved = {number: move for number, move in moves.items() if move is not None}
        if not moved:
            return []
        try:
            written = [
                recode(content_of(page), _to_new_codes(held, moved))
                for page, held in zip(pages, fonts, strict=True)
            ]
        except Foreign:
            return []
        for page, content in zip(pages, written, strict=True):
            page.Contents.write(content)
        return [_moved_out(page, held, moved) for page, held in zip(pages, fonts, strict=True)]

    def hand_out(self, pages: Iterable[Object], homes: Homes) -> None:
        """Give the pages, now copied into the dossier, the fonts that `take_in` chose for them."""
        for page, chosen in zip(pages, homes, strict=False):
            for name, shared in chosen.items():
                page.Resources.Font[f"/{name}"] = shared.font

    def finish(self) -> None:
        """Write all fonts, whose glyphs are known only now."""
        for shared in self._fonts:
            subset = shared.first
            signs = {code: sign for sign, code in shared.codes.items()}
            write_subset(self._pdf, shared.font, subset, shared.limits, signs)

    def _move(self, font: Object) -> Move | None:
        """Say where the signs of a font go; many documents carry subsets that are equal to the last byte."""
        try:
            digest = _digest(font)
        except (AttributeError, KeyError):
            return None  # no TrueType font
        if digest not in self._known:
            subset = read_subset(font)
            self._known[digest] = None
            if subset is not None:
                self._known[digest] = self._taken(subset)
        return self._known[digest]

    def _taken(self, subset: Subset) -> Move | None:
        """Lay the signs of a subset into the first font of its kind that has room, or a new one."""
        for known in (*self._by_source.setdefault(subset.source, []), None):
            shared = known or self._new_font(subset)
            codes = shared.take(subset)
            if codes is not None:
                return shared, codes
        return None

    def _new_font(self, subset: Subset) -> SharedFont:
        name = Name(f"/{_tag(len(self._fonts))}+{subset.name}")
        font = self._pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=name))
        font.FontDescriptor = self._pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=name))
        shared = SharedFont(font, subset, subset.limits)
        self._by_source.setdefault(subset.source, []).append(shared)
        self._fonts.append(shared)
        return shared


def slim_fonts(pdf: Pdf) -> None:
    """Leave in every font of `pdf` only what its pages show; all codes stay as they are."""
    used: dict[tuple[int, int], set[int]] = {}
    try:
        for page in pdf.pages:
            fonts = _page_fonts(page.obj)

            def note(name: str, codes: bytes, fonts: Mapping[str, Object] = fonts) -> bytes:
                if name in fonts:
                    used.setdefault(fonts[name].objgen, set()).update(codes)
                return codes

            recode(content_of(page.obj), note)
    except Foreign:
        return
    for font in fonts_of(pdf):
        subset = read_subset(font)
        codes = used.get(font.objgen, set())
        if subset is not None and codes <= subset.signs.keys() and len(codes) < len(subset.signs):
            write_subset(pdf, font, subset, subset.limits, {code: subset.signs[code] for code in codes})


def fonts_of(pdf: Pdf) -> list[Object]:
    """Give all fonts that pages name, each once."""
    return _each_once(_page_fonts(page.obj) for page in pdf.pages)


def read_subset(font: Object) -> Subset | None:
    """Read a font as LibreOffice embeds TrueType; None for any other, which is to be left alone."""
    try:
        descriptor = font.FontDescriptor
        if font.Subtype != Name.TrueType or "/Encoding" in font:
            return None
        program = FontProgram(descriptor.FontFile2.read_bytes())
        first = int(font.FirstChar)
        widths = [int(width) for width in font.Widths.unparse().strip(b"[]").split()]
        mapped = font.ToUnicode.read_bytes().decode("ascii").upper()
        name = str(font.BaseFont).partition("+")[2]
        if "BFRANGE" in mapped or not name:
            return None
        said = {int(code, 16): characters for code, characters in _MAPPED.findall(mapped)}
        said.pop(0, None)
        signs = {code: (program.drawn_for(code), widths[code - first], said[code]) for code in said}
        return Subset(name, program.origin, _entries(font), program.glyphs[0], program.limits, signs)
    except (AttributeError, KeyError, ValueError, IndexError, TypeError):
        return None


def write_subset(pdf: Pdf, font: Object, subset: Subset, limits: Limits, signs: Mapping[int, Sign]) -> None:
    """Write these signs into the font object and its descriptor, as subset of the font that `subset` is from."""
    data = build(subset.origin, limits, subset.nothing, {code: sign[0] for code, sign in signs.items()})
    program = pdf.make_stream(data)
    program.Length1 = len(data)
    held = dict(subset.entries)
    descriptor = font.FontDescriptor
    descriptor.update(Object.parse(held["descriptor"]))
    descriptor.FontFile2 = program
    font.update(Object.parse(held["font"]))
    last = max(signs, default=0)
    font.FirstChar, font.LastChar = 0, last
    font.Widths = Array([signs[code][1] if code in signs else 0 for code in range(last + 1)])
    font.ToUnicode = pdf.make_stream(_to_unicode(signs).encode())


def _entries(font: Object) -> tuple[tuple[str, bytes], ...]:
    kept = Dictionary({key: value for key, value in font.items() if key not in _OF_THE_SUBSET})
    described = {key: v for key, v in font.FontDescriptor.items() if key not in ("/FontFile2", "/FontName")}
    return ("font", kept.unparse()), ("descriptor", Dictionary(described).unparse())


def _digest(font: Object) -> bytes:
    """Give a hash of a TrueType font and all that it holds; raises AttributeError when it lacks something."""
    said = sha256(repr(_entries(font)).encode())
    said.update(font.Widths.unparse(resolved=True) + font.BaseFont.unparse() + b"%d" % font.FirstChar)
    for stream in (font.ToUnicode, font.FontDescriptor.FontFile2):
        said.update(sha256(stream.read_raw_bytes()).digest())
    return said.digest()


def _page_fonts(page: Object) -> dict[str, Object]:
    fonts = page.get("/Resources", Dictionary()).get("/Font", Dictionary())
    return {name[1:]: font for name, font in fonts.items() if isinstance(font, Dictionary)}


def _each_once(fonts: Iterable[Mapping[str, Object]]) -> list[Object]:
    found = {font.objgen: font for held in fonts for font in held.values() if font.is_indirect}
    return list(found.values())


def _to_new_codes(fonts: Mapping[str, Object], moved: Mapping[tuple[int, int], Move]) -> Change:
    def change(name: str, codes: bytes) -> bytes:
        if name not in fonts:
            raise Foreign
        if fonts[name].objgen not in moved:
            return codes
        new = codes.translate(moved[fonts[name].objgen][1])
        if 0 in new:
            raise Foreign
        return new

    return change


def _moved_out(
    page: Object, fonts: Mapping[str, Object], moved: Mapping[tuple[int, int], Move]
) -> dict[str, SharedFont]:
    """Leave the page only the fonts that it keeps; say which of the shelf take the others' places."""
    chosen = {name: moved[font.objgen][0] for name, font in fonts.items() if font.objgen in moved}
    kept = Dictionary({f"/{name}": font for name, font in fonts.items() if name not in chosen})
    page.Resources = Dictionary({**dict(page.Resources.items()), "/Font": kept})
    return chosen


def _to_unicode(signs: Mapping[int, Sign]) -> str:
    lines = [f"<{code:02X}> <{signs[code][2]}>\n" for code in sorted(signs)]
    blocks = [lines[n : n + _BLOCK] for n in range(0, len(lines), _BLOCK)]
    return _HEAD + "".join(f"{len(b)} beginbfchar\n{''.join(b)}endbfchar\n" for b in blocks) + _TAIL


def _tag(number: int) -> str:
    """Give the six letters that tell the subsets of a file apart (ISO 32000-1, 9.6.4)."""
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(5, -1, -1))
