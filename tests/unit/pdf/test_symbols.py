"""Bullets and boxes of symbol fonts get their real characters; nothing is claimed of unknown signs."""

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from service.pdf.symbols import SYMBOLS, mend_symbols

MAP = b"1 beginbfchar\n<01> <%s>\nendbfchar"


def mapped(code, font="DAAAAA+OpenSymbol"):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    unicode_map = pdf.make_stream(MAP % code)
    made = pdf.make_indirect(Dictionary(Type=Name.Font, BaseFont=Name(f"/{font}"), ToUnicode=unicode_map))
    pdf.pages[0].obj.Resources = Dictionary(Font=pdf.make_indirect(Dictionary(F1=made)))
    mend_symbols(pdf)
    return unicode_map.read_bytes()


@pytest.mark.parametrize("code", SYMBOLS)
def test_each_known_sign_becomes_a_public_character(code):
    after = mapped(b"%04X" % code)
    assert after == MAP % (b"%04X" % ord(SYMBOLS[code]))
    assert not 0xE000 <= ord(SYMBOLS[code]) <= 0xF8FF


def test_an_unknown_sign_is_left_for_the_judge_to_refuse():
    assert mapped(b"F099") == MAP % b"F099"


def test_a_text_font_is_not_touched():
    assert mapped(b"F0B7", font="BAAAAA+LiberationSerif") == MAP % b"F0B7"


def test_a_font_without_a_map_and_a_page_without_fonts_are_fine():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.add_blank_page()
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=Dictionary(BaseFont=Name("/A+Symbol"))))
    mend_symbols(pdf)
    assert "/ToUnicode" not in pdf.pages[0].obj.Resources.Font.F1
