"""Binds tagged PDFs into one dossier that keeps every tag, bookmark, link and named destination.

Each part is prepared in its own file (mended, its keys and names made its own), then copied whole, so that whatever
points at a page finds it. What is joined from all parts is written at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Object, Pdf

from service.errors import ConversionFailed
from service.model import Metadata
from service.pdf.conform import prepare
from service.pdf.destinations import Destinations, named, prefix_calls
from service.pdf.files import open_tagged, refusing_malformed, save
from service.pdf.intent import settle_intent
from service.pdf.metadata import write_metadata
from service.pdf.outline import Bookmarks, own_bookmarks
from service.pdf.pages import Pages
from service.pdf.share import SharedObjects
from service.pdf.tags import TagForest, prefix_names, shift_keys


@dataclass(frozen=True)
class Part:
    """One document to bind: a tagged PDF, and the title by which bookmark and tags call it."""

    path: Path
    title: str


@dataclass(frozen=True)
class PartPages:
    """Where a document lies in the dossier: its first page, counted from 1, and how many pages it has."""

    title: str
    first: int
    pages: int


def bind(parts: Sequence[Part], target: Path, metadata: Metadata) -> tuple[PartPages, ...]:
    """Write all `parts`, in their order, as one PDF/A-2a and PDF/UA-1 file to `target`; say where each one lies.

    Parts may be conformed already or come straight from LibreOffice. The same parts and metadata give the same bytes.
    Raises ConversionFailed, naming the part, when one is broken, encrypted or untagged; StorageUnavailable when one
    cannot be read or the target not written.
    """
    if not parts:
        raise ConversionFailed("Hồ sơ chưa có văn bản nào để đóng.")
    with Pdf.new() as pdf:
        dossier = _Dossier(pdf, metadata)
        ranges = tuple(dossier.add(part) for part in parts)
        dossier.finish()
        save(pdf, target)
    return ranges


class _Dossier:
    """The dossier while it grows, part by part."""

    def __init__(self, pdf: Pdf, metadata: Metadata) -> None:
        self._pdf, self._metadata = pdf, metadata
        self._pages = Pages(pdf)
        self._tags = TagForest(pdf, metadata.language)
        self._bookmarks = Bookmarks(pdf)
        self._destinations = Destinations(pdf)
        self._shared = SharedObjects()
        self._parts = 0

    def add(self, part: Part) -> PartPages:
        """Copy one part with all that belongs to it."""
        self._parts += 1
        first = len(self._pages)
        with open_tagged(part.path, part.title) as source, refusing_malformed(part.title):
            prepare(source)
            belongings = self._made_own(source)
            added, copied = self._pages.copy(source, belongings)
            self._tags.graft(copied.Tags, part.title)
            self._bookmarks.add(copied.get("/Bookmarks"), part.title, added[0])
            self._destinations.take_over(copied.Named)
            if first == 0 and "/Intents" in copied:
                self._pdf.Root.OutputIntents = copied.Intents
            for page in added:
                self._shared.share(page)
        return PartPages(part.title, first + 1, len(added))

    def finish(self) -> None:
        """Write what is joined from all parts, and who the dossier is."""
        self._pages.finish()
        self._tags.finish()
        self._bookmarks.finish()
        self._destinations.finish()
        write_metadata(self._pdf, self._metadata)

    def _made_own(self, source: Pdf) -> dict[str, Object]:
        """Give all keys and names in `source` a form that no other part has; give what is to be copied with the pages.

        The first part's output intent is kept for the whole: all parts come from one program and mean sRGB.
        """
        if self._parts == 1:
            settle_intent(source)
        prefix = f"{self._parts}."
        shift_keys(source, self._tags.next_key())
        prefix_names(source.Root.StructTreeRoot, prefix)
        prefix_calls(source, prefix)
        belongings = {
            "Tags": source.Root.StructTreeRoot,
            "Named": named(source, prefix),
            "Bookmarks": own_bookmarks(source),
            "Intents": source.Root.get("/OutputIntents") if self._parts == 1 else None,
        }
        return {name: held for name, held in belongings.items() if held is not None}
