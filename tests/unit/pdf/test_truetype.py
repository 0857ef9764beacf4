"""A font cut down or joined with another still draws every glyph as before, and is a sound TrueType file."""

import struct
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pdf.truetype import (
    FontProgram,
    Glyph,
    Limits,
    _write_tables,
    build,
    components,
    joined_limits,
    with_parts,
)

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module")
def data():
    """The regular font of a paper as LibreOffice embedded it."""
    with pikepdf.open(RESOURCES / "cam-ket-libreoffice.pdf") as pdf:
        fonts = pdf.pages[0].obj.Resources.Font
        return next(iter(fonts.values())).FontDescriptor.FontFile2.read_bytes()


def rebuilt(data, codes):
    font = FontProgram(data)
    drawn = {code: font.glyphs[font.codes[code]] for code in codes}
    glyphs = with_parts([font.glyphs[0], *drawn.values()])
    return build(
        font.origin,
        font.limits,
        glyphs,
        bytes(glyphs.index(drawn[code]) if code in drawn else 0 for code in range(max(codes) + 1)),
    )


def drawn_for(font, code):
    return font.glyphs[font.codes[code]]


def test_every_glyph_is_drawn_as_before(data):
    codes = range(1, 40)
    font, other = FontProgram(data), FontProgram(rebuilt(data, codes))
    assert [drawn_for(other, code) for code in codes] == [drawn_for(font, code) for code in codes]
    assert other.origin == font.origin


def test_what_is_left_out_draws_nothing_of_its_own(data):
    font = FontProgram(rebuilt(data, [1, 2]))
    assert drawn_for(font, 3) == font.glyphs[0]
    assert len(rebuilt(data, [1, 2])) < len(data) / 2


def test_accented_letters_bring_the_parts_that_they_are_made_of(data):
    font = FontProgram(data)
    code = next(code for code in range(1, 60) if drawn_for(font, code).parts)
    assert drawn_for(FontProgram(rebuilt(data, [code])), code).parts == drawn_for(font, code).parts


def test_parts_follow_once_and_deep_ones_too():
    dot, stroke = Glyph(b"dot", b""), Glyph(b"stroke", b"")
    letter = Glyph(b"letter", b"", (stroke, dot))
    accented = Glyph(b"accented", b"", (letter, dot))
    assert with_parts([accented, accented, stroke]) == [accented, stroke, letter, dot]


def test_a_font_without_codes_has_none(data):
    font = FontProgram(data)
    bare = FontProgram(build(font.origin, font.limits, list(dict.fromkeys(font.glyphs))))
    assert set(bare.glyphs) == set(font.glyphs)
    with pytest.raises(ValueError):
        bare.codes  # noqa: B018 - reading it is the test


def test_the_same_glyphs_give_the_same_bytes_and_right_checksums(data):
    made = rebuilt(data, range(1, 30))
    assert made == rebuilt(data, range(1, 30))
    assert sum(struct.unpack(f">{len(made) // 4}I", made)) & 0xFFFFFFFF == 0xB1B0AFBA
    count = struct.unpack_from(">H", made, 4)[0]
    for n in range(count):
        tag, checksum, start, length = struct.unpack_from(">4sIII", made, 12 + 16 * n)
        table = made[start : start + length] + bytes(-length % 4)
        if tag == b"head":
            table = table[:8] + bytes(4) + table[12:]
        assert sum(struct.unpack(f">{len(table) // 4}I", table)) & 0xFFFFFFFF == checksum, tag


def composite(parts):
    """Give the outline of a glyph made of so many parts, its component numbers zeroed."""
    pieces = [struct.pack(">HHbb", 0x0002 | (0x0020 if n + 1 < parts else 0), 0, n, 1) for n in range(parts)]
    outline = struct.pack(">hhhhh", -1, 0, 0, 5, 5) + b"".join(pieces)
    return outline + bytes(-len(outline) % 4)


METRICS = st.binary(min_size=4, max_size=4)
SIMPLE = st.builds(
    lambda drawn, metrics: Glyph(b"\0\1" + drawn, metrics),
    st.integers(3, 20).flatmap(lambda words: st.binary(min_size=4 * words - 2, max_size=4 * words - 2)),
    METRICS,
)
GLYPHS = st.recursive(
    SIMPLE,
    lambda parts: st.builds(
        lambda held, metrics: Glyph(composite(len(held)), metrics, tuple(held)),
        st.lists(parts, min_size=1, max_size=3),
        METRICS,
    ),
    max_leaves=6,
)


@given(st.lists(GLYPHS, min_size=1, max_size=40), st.data())
def test_what_is_written_is_read_again(data, drawn, choice):
    font = FontProgram(data)
    glyphs = with_parts(drawn)
    codes = bytes(choice.draw(st.lists(st.integers(0, min(len(glyphs), 256) - 1), max_size=256)))
    again = FontProgram(build(font.origin, font.limits, glyphs, codes))
    assert again.glyphs == glyphs
    assert again.origin == font.origin
    assert not codes or again.codes == codes.ljust(256, b"\0")


def test_a_large_font_is_written_with_long_offsets(data):
    font = FontProgram(data)
    huge = [Glyph(b"\0\1" + bytes(1998) + bytes([n]) * 4, b"\0\1\0\0") for n in range(200)]
    made = FontProgram(build(font.origin, font.limits, huge, bytes(range(200))))
    assert all(drawn_for(made, n).outline == huge[n].outline for n in range(200))


@pytest.mark.parametrize("broken", [b"", b"OTTO" + bytes(100), b"\0\1\0\0\0\1" + bytes(6)])
def test_other_fonts_are_refused(broken):
    with pytest.raises(ValueError):
        FontProgram(broken)


def test_a_glyph_made_of_itself_is_refused(data):
    font = FontProgram(data)
    number = next(n for n in range(1, 100) if font.glyphs[n].parts)
    glyf = font._tables[b"glyf"]
    start, end = font._offsets[number : number + 2]
    place, _ = components(glyf[start:end])[0]
    spoiled = bytearray(data)
    struct.pack_into(">H", spoiled, data.index(glyf) + start + place, number)
    with pytest.raises(ValueError):
        FontProgram(bytes(spoiled))


def offsets(font, *changed):
    told = list(font._offsets)
    for place, offset in changed:
        told[place] = offset
    return {b"loca": struct.pack(f">{len(told)}I", *told), b"head": put(font, b"head", 50, 1)}


def put(font, tag, place, value):
    table = bytearray(font._tables[tag])
    struct.pack_into(">H", table, place, value)
    return bytes(table)


UNSOUND = {
    "glyphs that overlap": lambda font: offsets(font, (3, 0)),
    "a glyph outside": lambda font: offsets(font, (-1, len(font._tables[b"glyf"]) + 4)),
    "too few offsets": lambda font: {b"loca": font._tables[b"loca"][:-2]},
    "too few metrics": lambda font: {b"hmtx": font._tables[b"hmtx"][:-2]},
    "no full metrics": lambda font: {b"hhea": put(font, b"hhea", 34, 0)},
    "more metrics than glyphs": lambda font: {b"hhea": put(font, b"hhea", 34, 0xFFFF)},
    "more glyphs than there are": lambda font: {b"maxp": put(font, b"maxp", 4, 0xFFFF)},
    "a long maxp": lambda font: {b"maxp": font._tables[b"maxp"] + b"\0"},
    "a maxp without outlines": lambda font: {b"maxp": put(font, b"maxp", 2, 0x5000)},
    "a short head": lambda font: {b"head": font._tables[b"head"][:40]},
    "too many tables": lambda font: {b"x%03d" % n: b"" for n in range(30)},
}


@pytest.mark.parametrize("change", UNSOUND.values(), ids=UNSOUND.keys())
def test_a_font_whose_tables_do_not_fit_each_other_is_refused(data, change):
    font = FontProgram(data)
    FontProgram(_write_tables(font._tables))
    with pytest.raises(ValueError):
        FontProgram(_write_tables(font._tables | change(font)))


OTHER_CODES = {
    "two cmaps": (2, b"\0\2"),
    "for Windows": (4, b"\0\3"),
    "another format": (12, b"\0\6"),
    "too short by its own word": (14, b"\0\x20"),
    "beyond its end": (8, b"\0\0\1\0"),
}


@pytest.mark.parametrize(("place", "value"), OTHER_CODES.values(), ids=OTHER_CODES.keys())
def test_codes_of_another_make_are_refused(data, place, value):
    font = FontProgram(data)
    cmap = font._tables[b"cmap"]
    changed = cmap[:place] + value + cmap[place + len(value) :]
    with pytest.raises(ValueError):
        FontProgram(_write_tables(font._tables | {b"cmap": changed})).codes  # noqa: B018 - reading it is the test


def test_a_table_that_is_cut_off_is_refused(data):
    with pytest.raises(ValueError):
        FontProgram(data[:-4])


def test_a_glyph_of_parts_of_parts_without_end_is_refused_at_once(data):
    """Each of six glyphs is made ten times of the one before: a million outlines to compare."""
    font = FontProgram(data)
    plain = next(glyph for glyph in font.glyphs if glyph.outline and not glyph.parts)
    heap = [plain]
    for _ in range(6):
        outline = b"\xff\xff" + bytes(8) + b"\0\x20\0\0\0\0" * 9 + bytes(6)
        heap.append(Glyph(outline, plain.metrics, (heap[-1],) * 10))
    with pytest.raises(ValueError):
        FontProgram(build(font.origin, font.limits, heap))


def test_the_limits_of_two_subsets_hold_for_both():
    one = Limits(struct.pack(">16H", 1, 9, *range(14)), struct.pack(">4h", -5, -1, 10, 20))
    other = Limits(struct.pack(">16H", 2, 4, *range(14)), struct.pack(">4h", -2, -9, 30, 15))
    both = Limits(struct.pack(">16H", 2, 9, *range(14)), struct.pack(">4h", -5, -9, 30, 20))
    assert joined_limits(one, other) == joined_limits(other, one) == both
