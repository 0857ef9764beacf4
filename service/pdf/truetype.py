"""Reads and writes the TrueType subsets that LibreOffice embeds: enough to take glyphs out of one and into another.

A glyph is told by what it draws, not by its number: LibreOffice numbers the glyphs of every file anew. Must never
change an outline, a width or an instruction.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

# OpenType 1.9, "glyf": flags of a component, and how many bytes of arguments and scale follow its glyph number.
_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_SCALED = _SCALE | _XY_SCALE | _TWO_BY_TWO
_COMPONENT = struct.Struct(">HH").unpack_from
_DEEPEST = 8
_MOST_PIECES = 64
"""A letter with two marks is five glyphs. Without a bound, parts of parts of parts would take for ever to compare."""
_MOST_TABLES = 32
_COMPOSITE = 10  # bytes of a glyph's header: number of contours (-1 for a composite) and four bounds
_NEGATIVE = 0x80  # first byte of the number of contours: a composite has -1
_OF_THE_SUBSET = (b"cmap", b"glyf", b"hmtx", b"loca", b"maxp")
_ADJUSTMENT, _BOUNDS, _LOCA_FORMAT = slice(8, 12), slice(36, 44), slice(50, 52)  # of the head table
_METRICS = slice(34, 36)  # of the hhea table
_LEAST = {b"head": 54, b"hhea": 36, b"maxp": 32}
_MAXP_VERSION = b"\0\1\0\0"
_SHORT_LOCA_REACH = 0x1FFFE
CODES = 256
_LIBREOFFICE_CMAP = (0, 1, 1, 0, 0)
"""Version, one table, Macintosh, Roman, format 0."""


class Glyph(NamedTuple):
    """What a glyph draws, free of all numbers: its outline with component numbers zeroed, its metrics, its parts."""

    outline: bytes
    metrics: bytes
    parts: tuple["Glyph", ...] = ()


class Limits(NamedTuple):
    """The maxp table of a font, and the bounds of all its glyphs in its head table: left, bottom, right, top."""

    maxp: bytes
    bounds: bytes


class FontProgram:
    """One TrueType font. Raises ValueError for any other, and for one whose tables do not fit each other.

    What is read takes memory in proportion to `data`: no glyph and no table may claim the bytes of others.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._tables = _read_tables(data)
            self._offsets = self._read_loca()
            self.glyphs: Sequence[Glyph] = self._read_glyphs()
            """All glyphs by their numbers."""
        except (struct.error, KeyError, IndexError) as exc:
            raise ValueError("not a sound TrueType font") from exc

    @cached_property
    def origin(self) -> tuple[tuple[bytes, bytes], ...]:
        """What all subsets of one font have in common: instructions, control values, names, general metrics."""
        kept = {tag: table for tag, table in self._tables.items() if tag not in _OF_THE_SUBSET}
        for place in (_ADJUSTMENT, _BOUNDS, _LOCA_FORMAT):
            kept[b"head"] = _with(kept[b"head"], place, bytes(place.stop - place.start))
        kept[b"hhea"] = _with(kept[b"hhea"], _METRICS, bytes(2))
        return tuple(sorted(kept.items()))

    @property
    def limits(self) -> "Limits":
        """What the font says of the largest of its glyphs."""
        return Limits(self._tables[b"maxp"], self._tables[b"head"][_BOUNDS])

    @cached_property
    def codes(self) -> bytes:
        """The numbers of the glyphs for the codes 0 to 255; raises ValueError where LibreOffice's cmap is not there."""
        cmap = self._tables.get(b"cmap", b"")
        if len(cmap) < 12 + 6 + CODES:
            raise ValueError("no cmap, or a short one")
        version, tables, platform, encoding, offset = struct.unpack_from(">HHHHI", cmap)
        kind, length, _ = struct.unpack_from(">HHH", cmap, min(offset, len(cmap) - 6))
        codes = cmap[offset + 6 : offset + 6 + CODES]
        found = (version, tables, platform, encoding, kind)
        if found != _LIBREOFFICE_CMAP or len(codes) < CODES or length < CODES:
            raise ValueError("another cmap than LibreOffice's")
        return codes

    def _read_glyphs(self) -> list[Glyph]:
        """Read all glyphs: all the simple ones at once, then those that are made of others."""
        glyf, metrics = self._tables[b"glyf"], self._read_metrics()
        outlines = [_padded(glyf[start:end]) for start, end in pairwise(self._offsets)]
        read: list[Glyph | None] = [
            Glyph(outline, metric) if len(outline) < _COMPOSITE or outline[0] < _NEGATIVE else None
            for outline, metric in zip(outlines, metrics, strict=True)
        ]
        pieces = [1] * len(read)

        def composed(number: int, depth: int) -> Glyph:
            bare, parts = bytearray(outlines[number]), []
            for place, part in components(outlines[number]):
                bare[place] = bare[place + 1] = 0
                if depth == _DEEPEST:
                    raise ValueError("a glyph holds itself")
                parts.append(read[part] or composed(part, depth + 1))
                pieces[number] += pieces[part]
            if pieces[number] > _MOST_PIECES:
                raise ValueError("a glyph of too many parts")
            read[number] = glyph = Glyph(bytes(bare), metrics[number], tuple(parts))
            return glyph

        return [glyph or composed(number, 0) for number, glyph in enumerate(read)]

    def _read_metrics(self) -> list[bytes]:
        """Read advance and left side of all glyphs; the last ones may all have the advance of the last that says it."""
        count, table = len(self._offsets) - 1, self._tables[b"hmtx"]
        told = struct.unpack(">H", self._tables[b"hhea"][_METRICS])[0]
        if not 0 < told <= count or len(table) < 2 * (told + count):
            raise ValueError("glyphs without metrics")
        advance = table[4 * told - 4 : 4 * told - 2]
        full = [table[place : place + 4] for place in range(0, 4 * told, 4)]
        return full + [advance + table[place : place + 2] for place in range(4 * told, 2 * (told + count), 2)]

    def _read_loca(self) -> list[int]:
        loca, count = self._tables[b"loca"], struct.unpack_from(">H", self._tables[b"maxp"], 4)[0]
        if self._tables[b"head"][_LOCA_FORMAT] == b"\0\0":
            offsets = [2 * offset for offset in struct.unpack_from(f">{count + 1}H", loca)]
        else:
            offsets = list(struct.unpack_from(f">{count + 1}I", loca))
        if offsets != sorted(offsets) or offsets[-1] > len(self._tables[b"glyf"]):
            raise ValueError("glyphs that overlap or lie outside")
        return offsets


def components(outline: bytes) -> list[tuple[int, int]]:
    """Give the components of a composite glyph: where in the outline each one's number stands, and the number."""
    if len(outline) < _COMPOSITE or outline[0] < _NEGATIVE:
        return []
    found = []
    place, flags = _COMPOSITE, _MORE
    while flags & _MORE:
        flags, number = _COMPONENT(outline, place)
        found.append((place + 2, number))
        place += 8 if flags & _WORDS else 6
        if flags & _SCALED:
            place += 2 * bool(flags & _SCALE) + 4 * bool(flags & _XY_SCALE) + 8 * bool(flags & _TWO_BY_TWO)
    return found


def with_parts(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Give the glyphs in their order, each once, and behind them all that they are made of."""
    found = dict.fromkeys(glyphs)
    composed = [glyph for glyph in found if glyph.parts]
    for glyph in composed:
        for part in glyph.parts:
            if part not in found:
                found[part] = None
                if part.parts:
                    composed.append(part)
    return list(found)


def build(
    origin: tuple[tuple[bytes, bytes], ...], limits: Limits, glyphs: Sequence[Glyph], codes: bytes = b""
) -> bytes:
    """Write a font of `glyphs`, which are all different and hold their own parts, numbered in their order.

    `origin` and `limits` are those of the subsets that the glyphs are from (`joined_limits`). `codes` has the numbers
    of the glyphs for the codes from 0 on, all below 256; without, the font has no codes. The same glyphs give the same
    bytes.
    """
    numbers = {glyph: number for number, glyph in enumerate(glyphs)}
    outlines, offsets = [], [0]
    for glyph in numbers:
        outlines.append(_padded(_numbered(glyph, numbers)))
        offsets.append(offsets[-1] + len(outlines[-1]))
    short = offsets[-1] <= _SHORT_LOCA_REACH
    tables = dict(origin)
    tables |= {
        b"glyf": b"".join(outlines),
        b"head": _with(
            _with(tables[b"head"], _BOUNDS, limits.bounds), _LOCA_FORMAT, bytes(2) if short else b"\0\1"
        ),
        b"hhea": _with(tables[b"hhea"], _METRICS, struct.pack(">H", len(numbers))),
        b"hmtx": b"".join(glyph.metrics for glyph in numbers),
        b"loca": struct.pack(
            f">{len(offsets)}{'H' if short else 'I'}", *(o // 2 if short else o for o in offsets)
        ),
        b"maxp": _with(limits.maxp, slice(4, 6), struct.pack(">H", len(numbers))),
    }
    if codes:
        tables[b"cmap"] = struct.pack(">HHHHIHHH", 0, 1, 1, 0, 12, 0, 6 + CODES, 0) + codes.ljust(
            CODES, b"\0"
        )
    return _write_tables(tables)


def joined_limits(one: Limits, other: Limits) -> Limits:
    """Give the limits that hold for the glyphs of both fonts."""
    if one == other:
        return one
    words = zip(struct.unpack(">16H", one.maxp), struct.unpack(">16H", other.maxp), strict=True)
    left, bottom, right, top = zip(
        struct.unpack(">4h", one.bounds), struct.unpack(">4h", other.bounds), strict=True
    )
    bounds = struct.pack(">4h", min(left), min(bottom), max(right), max(top))
    return Limits(struct.pack(">16H", *map(max, words)), bounds)


def _numbered(glyph: Glyph, numbers: Mapping[Glyph, int]) -> bytes:
    if not glyph.parts:
        return glyph.outline
    outline = bytearray(glyph.outline)
    for (place, _), part in zip(components(glyph.outline), glyph.parts, strict=True):
        struct.pack_into(">H", outline, place, numbers[part])
    return bytes(outline)


def _padded(outline: bytes) -> bytes:
    """Give an outline as long as it is stored here: some of LibreOffice's end at two bytes, some at four."""
    return outline + bytes(-len(outline) % 4) if len(outline) % 4 else outline


def _with(table: bytes, place: slice, value: bytes) -> bytes:
    changed = bytearray(table)
    changed[place] = value
    return bytes(changed)


def _read_tables(data: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", data, 4)[0]
    if data[:4] not in (b"\0\1\0\0", b"true") or count > _MOST_TABLES:
        raise ValueError("not a TrueType font")
    entries = [struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(count)]
    tables = {tag: data[start : start + length] for tag, _, start, length in entries}
    if any(start + length > len(data) for _, _, start, length in entries):
        raise ValueError("tables that are cut off")
    if any(len(tables[tag]) < least for tag, least in _LEAST.items()):
        raise ValueError("tables that are too short")
    if len(tables[b"maxp"]) > _LEAST[b"maxp"] or tables[b"maxp"][:4] != _MAXP_VERSION:
        raise ValueError("another maxp table than that of outlines")
    return tables


def _write_tables(tables: Mapping[bytes, bytes]) -> bytes:
    """Write the table directory and the tables, with the checksums that OpenType asks for."""
    count = len(tables)
    reach = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">IHHHH", 0x00010000, count, 16 * reach, reach.bit_length() - 1, 16 * (count - reach)
    )
    body, directory, start = [], [], 12 + 16 * count
    head_at = 0
    for tag in sorted(tables):
        table = _with(tables[tag], _ADJUSTMENT, bytes(4)) if tag == b"head" else tables[tag]
        head_at = start if tag == b"head" else head_at
        padded = table + bytes(-len(table) % 4)
        directory.append(struct.pack(">4sIII", tag, _checksum(padded), start, len(table)))
        body.append(padded)
        start += len(padded)
    whole = bytearray(b"".join((header, *directory, *body)))
    struct.pack_into(">I", whole, head_at + 8, (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(padded: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
