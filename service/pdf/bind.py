"""Binds tagged PDFs into one dossier that keeps every tag, bookmark, link and named destination.

Each part is prepared in its own file (mended, its keys and names made its own), then copied whole, so that whatever
points at a page finds it. What is joined from all parts is written at the end.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from pikepdf import Array, Name, Object, Pdf

from service.errors import ConversionFailed
from service.model import FULL, Level, Metadata
from service.pdf.attach import Attachment, attach
from service.pdf.back import lead_back
from service.pdf.conform import prepare
from service.pdf.contents import Rows, lead, linked_rows
from service.pdf.destinations import Destinations, named, prefix_calls
from service.pdf.files import open_tagged, refusing_malformed, save
from service.pdf.fonts import FontShelf
from service.pdf.intent import settle_intent
from service.pdf.metadata import write_metadata
from service.pdf.outline import Bookmarks, own_bookmarks
from service.pdf.pages import Pages
from service.pdf.record import PartRecord, write_records
from service.pdf.roles import Role, contents_pages, numbered, page_labels
from service.pdf.seal import Sealer
from service.pdf.share import SharedObjects
from service.pdf.stamp import PageNumbers, stamp
from service.pdf.tags import TagForest, prefix_names, shift_keys

UNSTAMPED = PageNumbers(form="")


@dataclass(frozen=True)
class Part:
    """One part to bind: a tagged PDF, the title by which bookmark and tags call it, and what it is in the dossier.

    `record` is the part's own metadata, which it gets back when the dossier is split. `conformed` says that the file
    was written by `conform` and needs no mending: reading all its tags again would cost more than all the binding.
    `level` is what the file was proved to reach.
    """

    path: Path
    title: str
    role: Role = Role.DOCUMENT
    record: Metadata | None = None
    conformed: bool = False
    level: Level = FULL


@dataclass(frozen=True)
class PartPages:
    """Where a part lies in the dossier: its first page, how many pages it has, and what it is.

    `first` counts every page of the file from 1.
    """

    title: str
    first: int
    pages: int
    role: Role = Role.DOCUMENT


Enclose = Callable[[tuple[PartPages, ...], tuple[str, ...]], Sequence[Attachment]]
"""Gives the files to enclose, when it is known where each part lies, and the seal of its pages (see `seal`)."""


def bind(
    parts: Sequence[Part],
    target: Path,
    metadata: Metadata,
    numbers: PageNumbers = UNSTAMPED,
    enclose: Enclose | None = None,
    claim: Level | None = None,
) -> tuple[PartPages, ...]:
    """Write all `parts`, in their order, as one file to `target`; say where each one lies.

    It is PDF/A-2a and PDF/UA-1, or claims the level that all parts reach; `claim` has the last word. Parts may be
    conformed already or come straight from LibreOffice; cover and contents stand first, a closing sheet last. The links
    of the contents are led to the documents, the pages labelled and numbered as `numbers` says. With `enclose` the file
    is PDF/A-3. The same parts and metadata give the same bytes. Raises ConversionFailed, naming the part, when one is
    broken, encrypted or untagged; StorageUnavailable when one cannot be read or the target not written.
    """
    if not parts:
        raise ConversionFailed("Hồ sơ chưa có văn bản nào để đóng.")
    with Pdf.new() as pdf:
        dossier = _Dossier(pdf, metadata)
        ranges = tuple(dossier.add(part) for part in parts)
        dossier.finish(ranges, numbers)
        write_records(
            pdf,
            [
                PartRecord(p.role, p.title, r.pages, p.record, p.level)
                for p, r in zip(parts, ranges, strict=True)
            ],
            metadata,
        )
        if enclose is not None:
            attach(pdf, enclose(ranges, _seals(pdf, ranges)))
        write_metadata(pdf, metadata, 2 if enclose is None else 3, common(parts) if claim is None else claim)
        save(pdf, target)
    return ranges


def common(parts: Iterable[Part]) -> Level:
    """Give the level that all parts reach."""
    return reduce(Level.meet, (part.level for part in parts), FULL)


def _seals(pdf: Pdf, ranges: Sequence[PartPages]) -> tuple[str, ...]:
    sealer = Sealer(pdf)
    return tuple(sealer.seal(r.first, r.pages) for r in ranges)


class _Dossier:
    """The dossier while it grows, part by part."""

    def __init__(self, pdf: Pdf, metadata: Metadata) -> None:
        self._pdf, self._metadata = pdf, metadata
        self._pages = Pages(pdf)
        self._tags = TagForest(pdf, metadata.language)
        self._bookmarks = Bookmarks(pdf)
        self._destinations = Destinations(pdf)
        self._shared = SharedObjects()
        self._fonts = FontShelf(pdf)
        self._parts = 0
        self._rows: Rows = []

    def add(self, part: Part) -> PartPages:
        """Copy one part with all that belongs to it."""
        self._parts += 1
        first = len(self._pages)
        with open_tagged(part.path, part.title) as source, refusing_malformed(part.title):
            if not part.conformed:
                prepare(source)
            belongings = self._made_own(source, part.role)
            homes = self._fonts.take_in(source)
            added, copied = self._pages.copy(source, belongings)
            for font in self._fonts.hand_out(added, homes):
                self._shared.keep(font)
            self._tags.graft(copied.Tags, part.title, part.record.language if part.record else "")
            if part.role is Role.CONTENTS:
                self._rows += linked_rows(copied.Tags)
            self._bookmarks.add(copied.get("/Bookmarks"), part.title, added[0])
            self._destinations.take_over(copied.Named)
            if "/Intents" in copied:
                self._pdf.Root.OutputIntents = copied.Intents
            for page in added:
                self._shared.share(page)
        return PartPages(part.title, first + 1, len(added), part.role)

    def finish(self, ranges: Sequence[PartPages], numbers: PageNumbers) -> None:
        """Write what is joined from all parts."""
        self._pages.finish()
        self._fonts.finish()
        self._bookmarks.finish()
        self._destinations.finish()
        self._lead_and_number(ranges, numbers)
        self._tags.finish()

    def _lead_and_number(self, ranges: Sequence[PartPages], numbers: PageNumbers) -> None:
        """Write page labels and numbers, lead the contents, and let viewers open there."""
        parts = [(r.role, r.pages) for r in ranges]
        stretch = numbered(parts, numbers.start)
        pages = self._pages.all
        documents = [r for r in ranges if r.role is Role.DOCUMENT]
        labels = [str(stretch.number(r.first - 1)) for r in documents]
        firsts = [pages[r.first - 1] for r in documents]
        lead(
            self._rows,
            [(r.title, label, page) for r, label, page in zip(documents, labels, firsts, strict=True)],
        )
        boxes = stamp(self._pdf, pages, stretch, numbers, contents_pages(parts, numbers.start))
        self._pdf.Root.PageLabels = page_labels(parts, numbers.start)
        listed = [
            p for r in ranges if r.role is Role.CONTENTS for p in pages[r.first - 1 : r.first - 1 + r.pages]
        ]
        if listed:
            self._pdf.Root.OpenAction = Array([listed[0], Name.Fit])
            places = [(n, r.first - 1) for n, r in enumerate(ranges) if r.role is Role.DOCUMENT]
            numbered_at = [(n, pages[at], boxes.get(at)) for n, at in places]
            lead_back(self._pdf, self._tags, self._rows, listed, numbered_at)

    def _made_own(self, source: Pdf, role: Role) -> dict[str, Object]:
        """Give all keys and names in `source` a form that no other part has; give what is to be copied with the pages.

        The first part's output intent is kept for the whole: all parts come from one program and mean sRGB. Names are
        looked for only where some are defined: a tree without IDTree and ClassMap calls nothing by name (ISO 32000-1,
        table 322), and reading it through for nothing costs a third of all binding.
        """
        if self._parts == 1:
            settle_intent(source)
        prefix = f"{self._parts}."
        shift_keys(source, self._tags.next_key())
        root, places = source.Root.StructTreeRoot, named(source, prefix)
        if "/IDTree" in root or "/ClassMap" in root:
            prefix_names(root, prefix)
        if len(places):
            prefix_calls(source, prefix)
        belongings = {
            "Tags": root,
            "Named": places,
            "Bookmarks": own_bookmarks(source) if role is Role.DOCUMENT else None,
            "Intents": source.Root.get("/OutputIntents") if self._parts == 1 else None,
        }
        return {name: held for name, held in belongings.items() if held is not None}
