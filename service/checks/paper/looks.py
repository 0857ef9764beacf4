"""How text of a Word file looks once all styles are laid over one another: font, size, weight, alignment, gaps.

Order, as Word has it: defaults of the file, paragraph style with those it is based on, character style, the run itself
(ISO/IEC 29500-1, 17.7.2); in a table the table's style comes before that of the paragraph. What a table style says of
single rows and columns alone is left out. Reads parsed trees only.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from lxml import etree

from service.catalog.places import TBL, TC, TEXT_BOX
from service.catalog.wordfile import W, WordFile, parse_xml

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFF = frozenset({"0", "false", "off", "none"})
_TWIPS_PER_MM = 1440 / 25.4
_WORDS_OWN = {"font": "Times New Roman", "size": 10.0}
"""What Word takes where no file says anything."""
_DEEPEST = 20
"""Styles based on one another beyond this are a loop or nonsense."""


@dataclass(frozen=True)
class RunLook:
    """How letters look; `size` in points."""

    font: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    capitals: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class ParagraphLook:
    """How a paragraph is set: `line_pt` is an exact or least line height."""

    align: str = "left"
    line_pt: float | None = None
    below: bool = False
    """It has a line below."""
    numbered: bool = False
    """Word numbers it."""


_RUN = frozenset(f.name for f in fields(RunLook))
_PARAGRAPH = frozenset(f.name for f in fields(ParagraphLook))


class Styles:
    """The styles of one file; answers are remembered."""

    def __init__(self, word: WordFile) -> None:
        self._fonts = _theme_fonts(word)
        self._styles: dict[str, tuple[str, dict[str, Any]]] = {}
        self._default: dict[str, str] = {}
        self._base: dict[str, Any] = dict(_WORDS_OWN)
        self._seen: dict[tuple[str, str], Mapping[str, Any]] = {}
        root = _part(word, "wordprocessingml.styles+xml")
        if root is not None:
            self._read(root)

    def table_of(self, paragraph: etree._Element) -> str:
        """Name the style of the table whose cell holds a paragraph; "" outside tables and inside text boxes."""
        holder = next(paragraph.iterancestors(TC, TEXT_BOX), None)
        table = next(holder.iterancestors(TBL), None) if holder is not None and holder.tag == TC else None
        if table is None:
            return ""
        return _child_value(table.find(_w("tblPr")), "tblStyle") or self._default.get("table", "")

    def paragraph(self, properties: etree._Element | None, table: str = "") -> ParagraphLook:
        """Say how a paragraph with these `w:pPr` is set, in a table of this style."""
        own = self._direct(properties)
        told = {**self._of_style(self._style_of(properties), table), **own}
        return ParagraphLook(**{k: v for k, v in told.items() if k in _PARAGRAPH})

    def run(self, paragraph: etree._Element | None, run: etree._Element | None, table: str = "") -> RunLook:
        """Say how a run looks by the `w:pPr` around it and its own `w:rPr`, in a table of this style."""
        named = _child_value(run, "rStyle")
        told = {**self._of_style(self._style_of(paragraph), table)}
        if named in self._styles:
            told |= self._chain(named)
        told |= self._direct(run)
        return RunLook(**{k: v for k, v in told.items() if k in _RUN})

    def _read(self, root: etree._Element) -> None:
        for part in root.iter(_w("docDefaults")):
            for properties in part.iter(_w("rPr"), _w("pPr")):
                self._base |= self._direct(properties)
        for style in root.iter(_w("style")):
            key = style.get(_w("styleId"), "")
            told: dict[str, Any] = {}
            whole = (e for e in style.findall(_w("tblStylePr")) if e.get(_w("type")) == "wholeTable")
            for element in (style, *whole):
                for name in ("pPr", "rPr"):
                    told |= self._direct(element.find(_w(name)))
            self._styles[key] = (_child_value(style, "basedOn"), told)
            if style.get(_w("default")) in ("1", "true", "on"):
                self._default.setdefault(style.get(_w("type"), ""), key)

    def _style_of(self, properties: etree._Element | None) -> str:
        return _child_value(properties, "pStyle") or self._default.get("paragraph", "")

    def _of_style(self, key: str, table: str) -> Mapping[str, Any]:
        if (key, table) not in self._seen:
            around = self._chain(table) if table else {}
            self._seen[key, table] = {**self._base, **around, **self._chain(key)}
        return self._seen[key, table]

    def _chain(self, key: str) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for _ in range(_DEEPEST):
            if key not in self._styles:
                break
            key, own = self._styles[key]
            told = {**own, **told}
        return told

    def _direct(self, properties: etree._Element | None) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for element in properties if properties is not None else ():
            read = _READERS.get(element.tag)
            if read is not None:
                told |= read(element)
            elif element.tag == _w("rFonts") and (font := self._font(element)):
                told["font"] = font
        return told

    def _font(self, element: etree._Element) -> str:
        """Vietnamese letters take the font of "high ANSI"; a theme's font goes before a name beside it."""
        for slot in ("hAnsi", "ascii"):
            name = self._fonts.get(element.get(_w(f"{slot}Theme"), "")) or element.get(_w(slot))
            if name:
                return name
        return ""


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _child_value(element: etree._Element | None, name: str) -> str:
    child = element.find(_w(name)) if element is not None else None
    return child.get(_w("val"), "") if child is not None else ""


def _on(element: etree._Element) -> bool:
    return element.get(_w("val"), "1") not in _OFF


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text and len(text) < 12 else None
    except ValueError:
        return None


def _size(element: etree._Element) -> dict[str, Any]:
    half = _number(element.get(_w("val")))
    return {"size": half / 2} if half else {}


def _align(element: etree._Element) -> dict[str, Any]:
    value = element.get(_w("val"), "left")
    return {"align": {"start": "left", "end": "right", "distribute": "both"}.get(value, value)}


def _spacing(element: etree._Element) -> dict[str, Any]:
    line, rule = _number(element.get(_w("line"))), element.get(_w("lineRule"), "auto")
    if line is None:
        return {}
    return {"line_pt": None if rule == "auto" else line / 20}


_READERS: Mapping[str, Callable[[etree._Element], dict[str, Any]]] = {
    _w("b"): lambda e: {"bold": _on(e)},
    _w("i"): lambda e: {"italic": _on(e)},
    _w("u"): lambda e: {"underline": _on(e)},
    _w("caps"): lambda e: {"capitals": _on(e)},
    _w("vanish"): lambda e: {"hidden": _on(e)},
    _w("sz"): _size,
    _w("jc"): _align,
    _w("spacing"): _spacing,
    _w("pBdr"): lambda e: {
        "below": any(_on(line) and line.get(_w("val")) != "nil" for line in e.iter(_w("bottom")))
    },
    _w("numPr"): lambda e: {"numbered": _child_value(e, "numId") != "0"},
}


def _part(word: WordFile, ending: str) -> etree._Element | None:
    name = next((n for n, kind in word.content_types.items() if kind.endswith(ending)), None)
    return parse_xml(word.members[name]) if name is not None and name in word.members else None


def _theme_fonts(word: WordFile) -> dict[str, str]:
    return dict(_named_fonts(_part(word, "officedocument.theme+xml")))


def _named_fonts(theme: etree._Element | None) -> Iterator[tuple[str, str]]:
    for size in ("major", "minor") if theme is not None else ():
        latin = theme.find(f".//{{{_A}}}{size}Font/{{{_A}}}latin") if theme is not None else None
        face = latin.get("typeface", "") if latin is not None else ""
        if face:
            yield from ((f"{size}Ascii", face), (f"{size}HAnsi", face))
