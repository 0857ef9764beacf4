"""Theme fonts are written out where they are used, so that the theme can stay behind."""

import pytest
from lxml import etree

from service.catalog.wordfile import W
from service.fill.theme import A, flatten_theme, theme_fonts

THEME = etree.fromstring(
    f'<a:theme xmlns:a="{A}"><a:fontScheme>'
    '<a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface="Cs"/>'
    '<a:font script="Jpan" typeface="Mincho"/></a:minorFont></a:fontScheme></a:theme>'
)


def tree(inner: str) -> etree._Element:
    return etree.fromstring(f'<w:document xmlns:w="{W}" xmlns:a="{A}">{inner}</w:document>')


def names(element: etree._Element) -> dict[str, str]:
    return {k.rpartition("}")[2]: v for k, v in element[0].attrib.items()}


def test_theme_names_become_fonts_and_win_over_names_beside_them() -> None:
    text = tree(
        '<w:rFonts w:asciiTheme="minorHAnsi" w:ascii="Arial" w:hAnsiTheme="majorHAnsi" w:cstheme="minorBidi"/>'
    )
    assert flatten_theme(THEME, None, [text]) is False
    assert names(text) == {"ascii": "Calibri", "hAnsi": "Cambria", "cs": "Cs"}


def test_what_the_theme_leaves_open_is_dropped() -> None:
    text = tree('<w:rFonts w:eastAsiaTheme="minorEastAsia" w:ascii="Arial"/>')
    flatten_theme(THEME, None, [text])
    assert names(text) == {"ascii": "Arial"}


def test_the_language_of_the_settings_names_the_script() -> None:
    settings = etree.fromstring(
        f'<w:settings xmlns:w="{W}"><w:themeFontLang w:eastAsia="ja-JP"/></w:settings>'
    )
    text = tree('<w:rFonts w:eastAsiaTheme="minorEastAsia"/>')
    flatten_theme(THEME, settings, [text])
    assert names(text) == {"eastAsia": "Mincho"}


def test_colours_keep_the_value_that_word_wrote_beside_the_theme_name() -> None:
    text = tree('<w:color w:val="365F91" w:themeColor="accent1" w:themeShade="BF"/>')
    flatten_theme(THEME, None, [text])
    assert names(text) == {"val": "365F91"}


@pytest.mark.parametrize("drawing", ["<a:schemeClr/>", "<a:fontRef/>"])
def test_a_drawing_that_needs_the_theme_keeps_it_and_nothing_changes(drawing: str) -> None:
    text = tree(f'<w:rFonts w:asciiTheme="minorHAnsi"/>{drawing}')
    assert flatten_theme(THEME, None, [text]) is True
    assert names(text) == {"asciiTheme": "minorHAnsi"}


def test_fonts_by_theme_name() -> None:
    assert theme_fonts(THEME, {})["majorAscii"] == "Cambria"
    assert theme_fonts(THEME, {"ea": "Hang"})["minorEastAsia"] == ""
