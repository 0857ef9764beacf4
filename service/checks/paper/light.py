"""Prove a Word file light by counting, before anything looks into it: what is not proven is checked in a child.

All that the rules do grows with what is counted here: marks of the XML, paragraphs, cells, letters in all and in one
paragraph. A template is never light, because its tags are a language of their own.
"""

from dataclasses import dataclass

from lxml import etree

from service.catalog.places import TC, P, text_of
from service.catalog.wordfile import WordFile, parse_xml
from service.checks.paper.reading import parts_read


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much a light paper has at most: bytes and tags of XML, paragraphs, cells, letters, letters of a paragraph."""

    xml: int = 2_000_000
    tags: int = 40_000
    paragraphs: int = 600
    cells: int = 1_000
    letters: int = 80_000
    paragraph: int = 5_000


BOUNDS = Bounds()
"""A paper of fifteen pages stays within."""


def is_light(word: WordFile, bounds: Bounds = BOUNDS) -> bool:
    """Say whether a file is proven to take little work, as a paper that has no tags.

    Raises:
        BrokenPackage: a part is not sound XML.
    """
    arrows = (name for name in word.members if name.endswith(".rels"))
    data = [word.members[name] for name in dict.fromkeys((*parts_read(word), *arrows))]
    if sum(map(len, data)) > bounds.xml or sum(d.count(b"<") for d in data) > bounds.tags:
        return False
    left = _Left(bounds)
    return all(left.holds(parse_xml(d)) for d in data)


class _Left:
    """Counts down over the parts of one file."""

    def __init__(self, bounds: Bounds) -> None:
        self._paragraph = bounds.paragraph
        self._paragraphs, self._cells, self._letters = bounds.paragraphs, bounds.cells, bounds.letters

    def holds(self, root: etree._Element) -> bool:
        """Say whether a part is within what is left."""
        self._cells -= sum(1 for _ in root.iter(TC))
        return self._cells >= 0 and all(self._has_room_for(paragraph) for paragraph in root.iter(P))

    def _has_room_for(self, paragraph: etree._Element) -> bool:
        """Count one paragraph, with what nests in it; a brace may begin a tag."""
        text = text_of(paragraph)
        self._paragraphs -= 1
        self._letters -= len(text)
        return len(text) <= self._paragraph and "{" not in text and min(self._paragraphs, self._letters) >= 0
