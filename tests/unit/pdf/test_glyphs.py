"""Glyphs of a piece of marked content are counted as LibreOffice writes them; anything else is not guessed at."""

import pikepdf
import pytest

from service.pdf.glyphs import UNKNOWN, Glyphs


def counted(content):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pdf.make_stream(content)
    return Glyphs().count(pdf.pages[0].obj, 7)


@pytest.mark.parametrize(
    ("shown", "glyphs"),
    [
        (b"<01>Tj", 1),
        (b"(:C)Tj", 2),
        (b"[<01>1(@)-1(QG)]TJ", 4),
        (rb"(a\)\\\051)Tj", 4),
        (rb"[<0A0b 0C>(x)-2<FF>]TJ", 5),
        (b"", 0),
    ],
)
def test_codes_of_all_strings_are_counted(shown, glyphs):
    content = (
        b"/X<</MCID 6>>BDC (before)Tj EMC /X<</MCID 7>>BDC\nq BT 1 0 Td /F1 14 Tf " + shown + b" ET Q\nEMC"
    )
    assert counted(content) == glyphs


@pytest.mark.parametrize("content", [b"", b"/X /Properties7 BDC (x)Tj EMC", b"/X<</MCID 8>>BDC (x)Tj EMC"])
def test_what_is_not_found_is_never_short(content):
    assert counted(content) == UNKNOWN


def test_a_page_in_many_streams_is_read_whole():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pikepdf.Array(
        [pdf.make_stream(b"/X<</MCID 7>>BDC"), pdf.make_stream(b"(abc)Tj EMC")]
    )
    assert Glyphs().count(pdf.pages[0].obj, 7) == 3
