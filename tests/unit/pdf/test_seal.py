"""A seal stays while a page shows the same, and changes with a drawing, a font or a size."""

from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, ObjectStreamMode, Pdf

from service.pdf.seal import Sealer

PAPER = Path(__file__).parents[2] / "resources" / "cam-ket-libreoffice.pdf"


def seal(path, change=lambda pdf: None):
    with Pdf.open(path) as pdf:
        change(pdf)
        return Sealer(pdf).seal(1, len(pdf.pages))


def draw(pdf):
    content = pdf.pages[0].obj.Contents
    content.write(content.read_bytes().replace(b"<01>", b"<02>", 1))


def redraw_a_glyph(pdf):
    font = next(iter(pdf.pages[0].obj.Resources.Font.values())).FontDescriptor.FontFile2
    data = bytearray(font.read_bytes())
    data[len(data) // 2] ^= 1
    font.write(bytes(data))


def resize(pdf):
    pdf.pages[0].obj.MediaBox = Array([0, 0, 10, 10])


def test_storing_it_another_way_changes_nothing(tmp_path):
    with Pdf.open(PAPER) as pdf:
        pdf.save(tmp_path / "a.pdf", compress_streams=False, object_stream_mode=ObjectStreamMode.generate)
        pdf.save(tmp_path / "b.pdf", linearize=True, recompress_flate=True)
    assert seal(tmp_path / "a.pdf") == seal(tmp_path / "b.pdf") == seal(PAPER)


@pytest.mark.parametrize("change", [draw, redraw_a_glyph, resize])
def test_a_change_to_what_is_shown_is_seen(change):
    assert seal(PAPER, change) != seal(PAPER)


def test_each_page_has_its_own():
    with Pdf.open(PAPER) as pdf:
        sealer = Sealer(pdf)
        assert sealer.seal(1, 1) != sealer.seal(2, 1)


def test_a_drawing_that_holds_itself_ends():
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        held = pdf.make_indirect(Dictionary())
        held.Again = held
        pdf.pages[0].obj.Resources = held
        assert len(Sealer(pdf).seal(1, 1)) == 64
