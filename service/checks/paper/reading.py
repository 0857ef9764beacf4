"""Read a Word paper from anywhere: paragraphs in the order of reading with their letters and places, tables, pages.

What is deleted, hidden by a copy for old readers or only a field's instruction is left out; what is inserted counts.
Text in an old encoding is turned into Unicode by its font, so that the other rules can read it. All is bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from service.catalog.places import FALLBACK, TEXT_BOX, Spot, spots, words_around
from service.catalog.wordfile import TextPart, W, WordFile, parse_xml
from service.checks.paper.looks import ParagraphLook, RunLook, Styles
from service.checks.paper.sections import Section, sections
from service.errors import InputTooLarge
from service.vietnamese.legacy import decode, is_capital_font, of_font
from service.vietnamese.text import nfc

MAX_TEXT_BYTES = 24_000_000
MAX_PARAGRAPHS = 40_000
MAX_PARAGRAPH = 100_000
"""Bytes of XML that carry text, paragraphs, and letters of one paragraph; a book of a thousand pages stays below."""

_STYLING = re.compile(r"(?:wordprocessingml\.styles|officedocument\.theme)\+xml$")


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


_SKIPPED = frozenset(
    {FALLBACK, TEXT_BOX, *map(_w, ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "rt", "sdtPr"))}
)
_SIGNS = {_w("tab"): "\t", _w("ptab"): "\t", _w("br"): "\n", _w("cr"): "\n", _w("noBreakHyphen"): "-"}
_REVISIONS = tuple(map(_w, ("ins", "del", "moveFrom", "moveTo")))


@dataclass(frozen=True)
class Run:
    """Letters of one look."""

    text: str
    look: RunLook


@dataclass(frozen=True, eq=False)
class Paragraph:
    """One paragraph: its runs, how it is set, where it stands."""

    runs: tuple[Run, ...]
    look: ParagraphLook
    spot: Spot
    part: TextPart
    index: int
    unready: bool = False
    """A content control in it still shows its prompt."""

    @cached_property
    def text(self) -> str:
        """Give its letters, NFC."""
        return nfc("".join(run.text for run in self.runs))

    @property
    def decomposed(self) -> bool:
        """True when letters and their marks are stored apart (Unicode tổ hợp)."""
        return "".join(run.text for run in self.runs) != self.text

    @property
    def in_table(self) -> bool:
        """True inside a table or a text box."""
        return bool(self.spot.holders)

    def place(self, words: str = "") -> str:
        """Name the place as a person finds it, with words around `words` or its beginning."""
        where = self.spot.where if self.part.kind == "main" else f"{self.part.label}, {self.spot.where}"
        text = " ".join(self.text.split())
        start = max(text.find(" ".join(words.split())), 0) if words else 0
        around = words_around(text, start, min(len(text), start + max(len(words), 20))) if text else ""
        return f"{where} (“{around}”)" if around else where


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, how many columns it spans, its first paragraph."""

    text: str
    span: int
    paragraph: Paragraph
    merged: bool
    """It goes on from the row above."""


@dataclass(frozen=True)
class Paper:
    """One Word file as it is read."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[tuple[tuple[Cell, ...], ...], ...]
    sections: tuple[Section, ...]
    revised: str
    """The name of a part that still shows tracked changes, "" when none does."""
    commented: str

    @property
    def main(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the body, tables and text boxes included."""
        return tuple(p for p in self.paragraphs if p.part.kind == "main")


def parts_read(word: WordFile) -> tuple[str, ...]:
    """Name the parts that are read of a file: those with text, and those that say how it looks."""
    styling = (n for n, t in word.content_types.items() if _STYLING.search(t))
    return tuple(n for n in (*(part.name for part in word.text_parts), *styling) if n in word.members)


def read_paper(word: WordFile) -> Paper:
    """Read a Word file that is open.

    Raises:
        InputTooLarge: more text than any paper has.
        BrokenPackage: a part is not sound XML.
    """
    size = sum(len(word.members[name]) for name in parts_read(word))
    if size > MAX_TEXT_BYTES:
        raise InputTooLarge(
            f"Văn bản Word có {size // 1_000_000} MB chữ bên trong, nhiều hơn mức {MAX_TEXT_BYTES // 1_000_000} MB. "
            "Xin tách thành nhiều tệp rồi kiểm tra từng tệp."
        )
    styles = Styles(word)
    roots = [(part, parse_xml(word.members[part.name])) for part in word.text_parts]
    paragraphs: list[Paragraph] = []
    for part, root in roots:
        for paragraph in _paragraphs(part, root, styles, len(paragraphs)):
            if len(paragraphs) >= MAX_PARAGRAPHS:
                raise InputTooLarge(f"Văn bản Word có quá {MAX_PARAGRAPHS:,} đoạn.".replace(",", "."))
            paragraphs.append(paragraph)
    by_element = {p.spot.paragraph: p for p in paragraphs}
    main = next(root for part, root in roots if part.kind == "main")
    return Paper(
        tuple(paragraphs),
        tuple(_tables(main, by_element)),
        tuple(sections(word, main, styles)),
        _first_with(roots, *_REVISIONS),
        _first_with(roots, _w("commentReference")),
    )


def _paragraphs(part: TextPart, root: etree._Element, styles: Styles, first: int) -> Iterator[Paragraph]:
    prompts, copies = _prompts(root), next(root.iter(FALLBACK), None) is not None
    for spot in spots(root):
        if copies and spot.copy:
            continue
        properties = spot.paragraph.find(_w("pPr"))
        table = styles.table_of(spot.paragraph) if spot.holders else ""
        runs, look = _runs(spot.paragraph, properties, styles, table), styles.paragraph(properties, table)
        yield Paragraph(runs, look, spot, part, first, spot.paragraph in prompts)
        first += 1


def _prompts(root: etree._Element) -> frozenset[etree._Element]:
    """Give the paragraphs with a content control that nobody filled in."""
    controls = [next(e.iterancestors(_w("sdt")), e) for e in root.iter(_w("showingPlcHdr"))]
    inside = {p for control in controls for p in control.iter(_w("p"))}
    around = {p for control in controls for p in control.iterancestors(_w("p"))}
    return frozenset(inside | around)


def _runs(
    paragraph: etree._Element, properties: etree._Element | None, styles: Styles, table: str
) -> tuple[Run, ...]:
    found: list[Run] = []
    length = 0
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIPPED or not isinstance(element.tag, str):
            continue
        if element.tag != _w("r"):
            waiting.extend(reversed(element))
            continue
        look = styles.run(properties, element.find(_w("rPr")), table)
        text = "" if look.hidden else _letters(element, look)
        length += len(text)
        if length > MAX_PARAGRAPH:
            raise InputTooLarge(
                f"Văn bản Word có một đoạn dài quá {MAX_PARAGRAPH:,} chữ cái. ".replace(",", ".")
                + "Xin ngắt thành nhiều đoạn rồi kiểm tra lại."
            )
        if text:
            found.append(Run(text, look))
    return tuple(found)


def _letters(run: etree._Element, look: RunLook) -> str:
    pieces: list[str] = []
    for child in run:
        if child.tag == _w("t"):
            pieces.append(child.text or "")
        elif child.tag in _SIGNS:
            pieces.append(_SIGNS[child.tag])
    text = "".join(pieces)
    encoding = of_font(look.font)
    if encoding is None or any(c > "\u00ff" and c.isalpha() for c in text):
        return text
    return decode(text, encoding, capitals=is_capital_font(look.font))


def _tables(
    root: etree._Element, by_element: dict[etree._Element, Paragraph]
) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    for table in root.iter(_w("tbl")):
        if next(table.iterancestors(FALLBACK), None) is not None:
            continue
        rows = [r for r in _children(table, _w("tr")) if r.find(f"{_w('trPr')}/{_w('del')}") is None]
        yield tuple(tuple(_cells(row, by_element)) for row in rows)


def _cells(row: etree._Element, by_element: dict[etree._Element, Paragraph]) -> Iterator[Cell]:
    for cell in _children(row, _w("tc")):
        inside = [by_element[p] for p in _children(cell, _w("p")) if p in by_element]
        if not inside:
            continue
        span, merge = cell.find(f"{_w('tcPr')}/{_w('gridSpan')}"), cell.find(f"{_w('tcPr')}/{_w('vMerge')}")
        width = span.get(_w("val"), "1") if span is not None else "1"
        merged = merge is not None and merge.get(_w("val"), "continue") == "continue"
        text = " ".join(" ".join(p.text for p in inside).split())
        first = next((p for p in inside if p.text.strip()), inside[0])
        yield Cell(text, int(width) if width.isdigit() and len(width) < 4 else 1, first, merged)


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Give the children of a kind, those that a content control or a revision wraps too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (_w("sdt"), _w("sdtContent"), _w("ins"), _w("moveTo"), _w("customXml")):
            yield from _children(child, tag)


def _first_with(roots: list[tuple[TextPart, etree._Element]], *tags: str) -> str:
    found = (part.label for part, root in roots if next(root.iter(*tags), None) is not None)
    return next(found, "")
