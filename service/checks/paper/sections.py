"""The sections of a paper: page size, margins, and where its page numbers stand.

Reads parsed trees only; says what is there and judges nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from service.catalog.wordfile import R, W, WordFile, parse_xml
from service.checks.paper.looks import Styles

_TWIPS_PER_MM = 1440 / 25.4
_FIELD = re.compile(r"\bPAGE\b", re.IGNORECASE)


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


@dataclass(frozen=True)
class Section:
    """One section's page in millimetres; `numbers` are the settings of paragraphs that hold a page number."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    title_page: bool
    numbers: tuple[tuple[str, str], ...]
    """(where: "header" or "footer" or "first header" …, alignment)."""


def sections(word: WordFile, root: etree._Element, styles: Styles) -> Iterator[Section]:
    """Give the sections of the body in order; a header holds on until another takes its place."""
    name = next(part.name for part in word.text_parts if part.kind == "main")
    targets = {arrow.id: arrow.target for arrow in word.relationships(name)}
    carried: dict[str, tuple[str, str]] = {}
    for properties in root.iter(_w("sectPr")):
        if next(properties.iterancestors(_w("sectPrChange")), None) is not None:
            continue
        size, margins = properties.find(_w("pgSz")), properties.find(_w("pgMar"))
        for kind in ("header", "footer"):
            for arrow in properties.findall(_w(f"{kind}Reference")):
                which = arrow.get(_w("type"), "default")
                align = _page_field(word, targets.get(arrow.get(f"{{{R}}}id", ""), ""), styles)
                carried[f"{which} {kind}"] = (f"{which} {kind}".removeprefix("default "), align)
        told = {k: _mm(margins, k) for k in ("top", "bottom", "left", "right")}
        title = properties.find(_w("titlePg"))
        yield Section(
            _mm(size, "w"), _mm(size, "h"), **told,
            title_page=title is not None and title.get(_w("val"), "1") not in ("0", "false", "off"),
            numbers=tuple((where, align) for where, align in carried.values() if align),
        )  # fmt: skip


def _page_field(word: WordFile, name: str, styles: Styles) -> str:
    """Give the alignment of the paragraph with the page number; "" when the part has none."""
    if name not in word.members:
        return ""
    for paragraph in parse_xml(word.members[name]).iter(_w("p")):
        codes = [e.text or "" for e in paragraph.iter(_w("instrText"))]
        codes += [e.get(_w("instr"), "") for e in paragraph.iter(_w("fldSimple"))]
        if _FIELD.search(" ".join(codes)):
            framed = next(paragraph.iter(_w("framePr")), None)
            if framed is not None:
                return framed.get(_w("xAlign"), "left")
            text = "".join(t.text or "" for t in paragraph.iter(_w("t"), _w("tab")))
            tabs = sum(1 for run in paragraph.iter(_w("r")) for _ in run.iterchildren(_w("tab"), _w("ptab")))
            align = styles.paragraph(paragraph.find(_w("pPr"))).align
            return "center" if tabs == 1 and align == "left" and len(text) < 20 else align
    return ""


def _mm(element: etree._Element | None, name: str) -> float:
    value = element.get(_w(name), "") if element is not None else ""
    try:
        return abs(float(value)) / _TWIPS_PER_MM if len(value) < 12 else 0.0
    except ValueError:
        return 0.0
