"""The fonts that a .docx asks for, read from its XML; it knows nothing of the fonts that are installed."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from service.errors import UnreadableInput

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BODIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_STYLE_MARKS = (f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle")
# Bullets and dingbats: LibreOffice has pictures of its own for them, and no Vietnamese text is written in them.
SYMBOLS = frozenset({"Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "OpenSymbol"})


def asked_fonts(docx: Path) -> tuple[str, ...]:
    """List, in order of the alphabet, the fonts for Latin text that a .docx uses.

    They stand in its text, in the styles in use with their ancestors, in the defaults, and in the theme where one of
    these points to it. Fonts of symbols are left out.

    Raises UnreadableInput when the file is not a .docx.
    """
    try:
        with zipfile.ZipFile(docx) as package:
            parts = {
                n: package.read(n) for n in package.namelist() if n.endswith(".xml") and n.startswith("word/")
            }
        trees = {name: etree.fromstring(data, _parser()) for name, data in parts.items()}
    except (OSError, zipfile.BadZipFile, etree.XMLSyntaxError) as exc:
        raise UnreadableInput("Tệp không phải là văn bản Word (.docx) đọc được.") from exc
    theme = next((_theme(tree) for name, tree in trees.items() if name.startswith("word/theme/")), {})
    bodies = [tree for name, tree in trees.items() if _BODIES.fullmatch(name)]
    fonts = {font for body in bodies for font in _fonts(body, theme)}
    styles = trees.get("word/styles.xml")
    if styles is not None:
        for element in _styles_in_use(styles, bodies):
            fonts.update(_fonts(element, theme))
    return tuple(sorted(fonts - SYMBOLS))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _theme(tree: etree._Element) -> dict[str, str]:
    """Give the Latin fonts of a theme as {"major": …, "minor": …}."""
    found = {}
    for kind in ("major", "minor"):
        latin = tree.find(f".//{_A}{kind}Font/{_A}latin")
        if latin is not None and latin.get("typeface"):
            found[kind] = str(latin.get("typeface"))
    return found


def _fonts(tree: etree._Element, theme: dict[str, str]) -> Iterator[str]:
    """Give the fonts named below an element; a theme's font wins over a name given with it (ECMA-376-1, 17.3.2.26)."""
    for element in tree.iter(f"{_W}rFonts"):
        for use in ("ascii", "hAnsi"):
            pointer = element.get(f"{_W}{use}Theme", "")
            named = theme.get(pointer[:5]) or element.get(f"{_W}{use}")
            if named:
                yield named


def _styles_in_use(styles: etree._Element, bodies: list[etree._Element]) -> Iterator[etree._Element]:
    """Give docDefaults and the styles that the bodies use, with those they are based on."""
    yield from styles.findall(f"{_W}docDefaults")
    known = {style.get(f"{_W}styleId", ""): style for style in styles.findall(f"{_W}style")}
    waiting = [mark.get(f"{_W}val", "") for body in bodies for mark in body.iter(*_STYLE_MARKS)]
    waiting += [name for name, style in known.items() if style.get(f"{_W}default") in ("1", "true")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        style = known.get(name)
        if style is None or name in seen:
            continue
        seen.add(name)
        waiting += [base.get(f"{_W}val", "") for base in style.findall(f"{_W}basedOn")]
        yield style
