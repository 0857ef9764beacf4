"""A font cut down or joined with another still draws every glyph as before, and is a sound TrueType file."""

import struct
from pathlib import Path

import pikepdf
import pytest

from service.pdf.truetype import FontProgram, Glyph, Limits, build, components, joined_limits

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module")
def data():
    """The regular font of a paper as LibreOffice embedded it."""
    with pikepdf.open(RESOURCES / "cam-ket-libreoffice.pdf") as pdf:
        fonts = pdf.pages[0].obj.Resources.Font
        return next(iter(fonts.values())).FontDescriptor.FontFile2.read_bytes()


def rebuilt(data, codes):
    font = FontProgram(data)
    return build(font.origin, font.limits, font.glyphs[0], {code: font.drawn_for(code) for code in codes})


def test_every_glyph_is_drawn_as_before(data):
    codes = range(1, 40)
    font, other = FontProgram(data), FontProgram(rebuilt(data, codes))
    assert [other.drawn_for(code) for code in codes] == [font.drawn_for(code) for code in codes]
    assert other.origin == font.origin


def test_what_is_left_out_draws_nothing_of_its_own(data):
    font = FontProgram(rebuilt(data, [1, 2]))
    assert font.drawn_for(3) == font.glyphs[0]
    assert len(rebuilt(data, [1, 2])) < len(data) / 2


def test_accented_letters_bring_the_parts_that_they_are_made_of(data):
    font = FontProgram(data)
    code = next(code for code in range(1, 60) if font.drawn_for(code).parts)
    assert FontProgram(rebuilt(data, [code])).drawn_for(code).parts == font.drawn_for(code).parts


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


def test_a_large_font_is_written_with_long_offsets(data):
    font = FontProgram(data)
    huge = {code: Glyph(b"\0\1" + bytes(1998) + bytes([code]) * 2, b"\0\1\0\0") for code in range(1, 200)}
    made = FontProgram(build(font.origin, font.limits, font.glyphs[0], huge))
    assert all(made.drawn_for(code).outline == huge[code].outline + bytes(2) for code in huge)


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


def test_the_limits_of_two_subsets_hold_for_both():
    one = Limits(struct.pack(">3H", 1, 9, 3), struct.pack(">4h", -5, -1, 10, 20))
    other = Limits(struct.pack(">3H", 2, 4, 3), struct.pack(">4h", -2, -9, 30, 15))
    both = Limits(struct.pack(">3H", 2, 9, 3), struct.pack(">4h", -5, -9, 30, 20))
    assert joined_limits(one, other) == joined_limits(other, one) == both
    with pytest.raises(ValueError):
        joined_limits(one, Limits(bytes(32), one.bounds))
