"""Reads the facts of a finished PDF: pages, title, language, bookmarks, links, text of each page, structure.

Reads with pypdf, another library than the one that wrote the file, so that what is told here does not rest on the
writer's view. Must never change a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, Destination, DictionaryObject


@dataclass(frozen=True)
class Bookmark:
    """One bookmark: how deep it hangs (documents 1, their headings from 2), its words, the page it opens (from 1)."""

    level: int
    title: str
    page: int | None


@dataclass(frozen=True)
class Link:
    """One link: the page it is on, its description, and where it goes: to a page, or to an address."""

    page: int
    description: str
    target: int | None
    address: str | None


class FinishedPdf:
    """A PDF file to read facts from."""

    def __init__(self, path: Path) -> None:
        self._reader = PdfReader(path)
        self._root: DictionaryObject = self._reader.root_object
        self.pages: int = len(self._reader.pages)

    @property
    def title(self) -> str:
        """The title in the Info dictionary."""
        found = self._reader.metadata
        return (found.title or "") if found else ""

    @property
    def language(self) -> str:
        """The language of the whole file."""
        return str(self._root.get("/Lang", ""))

    @cached_property
    def text(self) -> tuple[str, ...]:
        """The text of each page."""
        return tuple(page.extract_text() for page in self._reader.pages)

    @cached_property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """All bookmarks, in order."""
        return tuple(self._bookmarks(self._reader.outline, 1))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links, page by page; one whose target is not found has neither target nor address."""
        return tuple(self._links())

    @cached_property
    def structure(self) -> str:
        """The structure tree as indented text: a line for each element with its type and what it says of itself."""
        root = self._root.get("/StructTreeRoot")
        if root is None:
            return ""
        return "\n".join(line for top in _elements(root.get_object()) for line in _lines(top, 0))

    def _bookmarks(self, items: Any, level: int) -> Iterator[Bookmark]:
        for item in items:
            if isinstance(item, list):
                yield from self._bookmarks(item, level + 1)
            else:
                yield Bookmark(level, str(item.title), self._page_of(item))

    def _links(self) -> Iterator[Link]:
        for number, page in enumerate(self._reader.pages, start=1):
            for reference in page.get("/Annots") or ():
                link = reference.get_object()
                if link.get("/Subtype") == "/Link":
                    action = link.get("/A", DictionaryObject()).get_object()
                    place = link.get("/Dest", action.get("/D"))
                    address = action.get("/URI")
                    yield Link(
                        number,
                        str(link.get("/Contents", "")),
                        self._page_of(place),
                        None if address is None else str(address),
                    )

    def _page_of(self, place: Any) -> int | None:
        """Give the number of the page that a destination, or the name of one, opens."""
        if isinstance(place, str):
            place = self._reader.named_destinations.get(place)
        if isinstance(place, Destination):
            page = place.page
        elif isinstance(place, ArrayObject) and place:
            page = place[0]
        else:
            return None
        return self._numbers.get(getattr(page, "idnum", None))

    @cached_property
    def _numbers(self) -> dict[int | None, int]:
        """The number of each page, by the number of its object."""
        pages = enumerate(self._reader.pages, start=1)
        return {p.indirect_reference.idnum: n for n, p in pages if p.indirect_reference is not None}


def _elements(node: DictionaryObject) -> list[DictionaryObject]:
    held: Any = node.get("/K", ArrayObject()).get_object()
    kids = [kid.get_object() for kid in (held if isinstance(held, ArrayObject) else [held])]
    return [kid for kid in kids if isinstance(kid, DictionaryObject) and "/S" in kid]


def _lines(element: DictionaryObject, depth: int) -> Iterator[str]:
    yield "  " * depth + " ".join((str(element["/S"])[1:], *_words(element)))
    for kid in _elements(element):
        yield from _lines(kid, depth + 1)


def _words(element: DictionaryObject) -> Iterator[str]:
    """Give what an element says of itself: title, description, place in its table."""
    for key, form in (("/T", "“{}”"), ("/Alt", "[{}]"), ("/ID", "#{}")):
        if key in element:
            yield form.format(element[key])
    attributes = element.get("/A", DictionaryObject()).get_object()
    for one in attributes if isinstance(attributes, ArrayObject) else [attributes]:
        said = one.get_object()
        if isinstance(said, DictionaryObject):
            yield from (
                f"{key[1:]}={str(said[key]).lstrip('/')}"
                for key in ("/Scope", "/RowSpan", "/ColSpan")
                if key in said
            )
