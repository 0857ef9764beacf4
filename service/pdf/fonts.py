"""Makes one font of the many subsets that the documents of a dossier carry, and cuts it down again for one document.

LibreOffice embeds in every file a subset with codes of its own, so that no two are equal and a dossier of a hundred
short papers is nearly all fonts. Where two subsets come from one font, their glyphs are laid into one program, and the
text on the pages is written in its codes. A font or page that LibreOffice did not write keeps what it has.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pikepdf import Array, Dictionary, Name, Object, Pdf

from service.pdf.recode import Foreign, content_of, recode
from service.pdf.truetype import CODES, FontProgram, Glyph, Limits, build, joined_limits

Sign = tuple[Glyph, int, str]
"""What a code stands for: what is drawn, its width, its characters in UTF-16 hexadecimal."""

Homes = list[dict[str, "SharedFont"]]
"""For each page of a document, the font to use under each name."""

_OF_THE_SUBSET = ("/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/ToUnicode", "/FontDescriptor")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]+)>")
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

    def has_room_for(self, subset: Subset) -> bool:
        """True when all signs of the subset would fit; code 0 stays free."""
        return len(self.codes.keys() | set(subset.signs.values())) < CODES

    def take(self, subset: Subset) -> bytes:
        """Take in the signs of a subset; give its codes' new codes, 0 for a code that it does not have."""
        self.limits = joined_limits(self.limits, subset.limits)
        table = bytearray(CODES)
        for code, sign in sorted(subset.signs.items()):
            table[code] = self.codes.setdefault(sign, len(self.codes) + 1)
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
        moves = ((font, self._move(font)) for font in fonts_of(source))
        moved = {font.objgen: move for font, move in moves if move is not None}
        try:
            written = [_rewritten(page.obj, moved) for page in source.pages] if moved else []
        except Foreign:
            written = []
        return [
            _moved_out(source, page.obj, content, moved)
            for page, content in zip(source.pages, written, strict=False)
        ]

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
                shared = self._font_for(subset)
                self._known[digest] = shared, shared.take(subset)
        return self._known[digest]

    def _font_for(self, subset: Subset) -> SharedFont:
        known = self._by_source.setdefault(subset.source, [])
        for shared in known:
            if shared.has_room_for(subset):
                return shared
        name = Name(f"/{_tag(len(self._fonts))}+{subset.name}")
        font = self._pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=name))
        font.FontDescriptor = self._pdf.make_indirect(Dictionary(Type=Name.FontDescriptor, FontName=name))
        shared = SharedFont(font, subset, subset.limits)
        known.append(shared)
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
    found = {f.objgen: f for page in pdf.pages for f in _page_fonts(page.obj).values() if f.is_indirect}
    return list(found.values())


def read_subset(font: Object) -> Subset | None:
    """Read a font as LibreOffice embeds TrueType; None for any other, which is to be left alone."""
    try:
        descriptor = font.FontDescriptor
        if font.Subtype != Name.TrueType or "/Encoding" in font:
            return None
        program = FontProgram(descriptor.FontFile2.read_bytes())
        first, widths = int(font.FirstChar), [int(width) for width in font.Widths]
        mapped = font.ToUnicode.read_bytes()
        if b"bfrange" in mapped:
            return None
        characters = {
            int(code, 16): said.decode().upper() for code, said in _MAPPED.findall(mapped) if code != b"00"
        }
        signs = {c: (program.drawn_for(c), widths[c - first], said) for c, said in characters.items()}
        name = str(font.BaseFont)[1:].partition("+")[2]
        return (
            Subset(name, program.origin, _entries(font), program.glyph(0), program.limits, signs)
            if name
            else None
        )
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


def _rewritten(page: Object, moved: Mapping[tuple[int, int], Move]) -> bytes:
    """Give the content of a page in the new codes; raises Foreign."""
    fonts = _page_fonts(page)

    def change(name: str, codes: bytes) -> bytes:
        if name not in fonts:
            raise Foreign
        if fonts[name].objgen not in moved:
            return codes
        new = codes.translate(moved[fonts[name].objgen][1])
        if 0 in new:
            raise Foreign
        return new

    return recode(content_of(page), change)


def _moved_out(
    source: Pdf, page: Object, content: bytes, moved: Mapping[tuple[int, int], Move]
) -> dict[str, SharedFont]:
    """Give the page its new content and leave it only the fonts that it keeps; say which take the others' places."""
    fonts = _page_fonts(page)
    chosen = {name: moved[font.objgen][0] for name, font in fonts.items() if font.objgen in moved}
    page.Contents = source.make_stream(content)
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
