"""Takes a dossier apart again: each document a file of its own, PDF/A-2a and PDF/UA-1, or what it reached before.

Each gets its pages, its part of the structure tree, the bookmarks, links and named places that lie within it, the fonts
that it came with, and its own metadata. The dossier's running page number is taken off. Works by what `bind`
builds (one Part of one Document for each part, and the records beside); any other file is refused, not guessed at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from service.errors import UnreadableInput
from service.model import FULL, Level, Metadata
from service.pdf.back import forget_way_back
from service.pdf.destinations import Destinations, forget_places, named, rename_calls
from service.pdf.files import opened, refusing_malformed, save
from service.pdf.fonts import separate_fonts
from service.pdf.metadata import write_metadata
from service.pdf.pages import Pages
from service.pdf.record import PartRecord, read_records
from service.pdf.roles import Role
from service.pdf.stamp import unstamp
from service.pdf.tags import (
    keys_of,
    kids,
    read_ids,
    read_parents,
    rename,
    shift_keys,
    top_elements,
    write_ids,
    write_parents,
)

UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Piece:
    """One document taken out of a dossier."""

    path: Path
    title: str
    pages: int
    metadata: Metadata
    level: Level = FULL


def split(path: Path, folder: Path) -> Iterator[Piece]:
    """Write the documents of the dossier at `path` into `folder` as 00001.pdf, 00002.pdf …; give each when it is there.

    Cover, contents and closing sheet are left out: they speak of the whole. The same dossier gives the same bytes.

    Raises:
        NotFound, UnreadableInput: no such file, no PDF, or no dossier that was bound here.
        StorageUnavailable: a file cannot be written.
    """
    with opened(path) as pdf:
        dossier = _Dossier(pdf, path.name)
        number = 0
        for place, record in enumerate(dossier.records):
            if record.role is not Role.DOCUMENT:
                continue
            number += 1
            target = folder / f"{number:05}.pdf"
            metadata = record.metadata or Metadata(title=record.title, created=UNDATED)
            with Pdf.new() as cut, refusing_malformed(record.title):
                dossier.cut(place, cut)
                separate_fonts(cut)
                write_metadata(cut, metadata, level=record.level)
                save(cut, target)
            yield Piece(target, record.title, record.pages, metadata, record.level)


class _Dossier:
    """A dossier that is being taken apart; spoiled by it, which nobody sees, since it is never written."""

    def __init__(self, pdf: Pdf, name: str) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        try:
            self.records = self._read(name)
            self._root = pdf.Root.StructTreeRoot
            self._parts = [part for part in kids(top_elements(self._root)[0]) if Name.Form != part.S]
            self._bookmarks = list(_chain(pdf.Root.Outlines.First))
            titles = [str(part.T) for part in self._parts]
        except (AttributeError, KeyError, IndexError, TypeError, ValueError) as exc:
            raise _foreign(name) from exc
        whole = len(self._bookmarks) == len(titles) and sum(r.pages for r in self.records) == len(self._pages)
        if not whole or titles != [r.title for r in self.records]:
            raise _foreign(name)
        self._parents, self._ids = read_parents(self._root), read_ids(self._root)
        self._named = list(named(pdf, ""))

    def _read(self, name: str) -> list[PartRecord]:
        records = read_records(self._pdf)
        if not records:
            raise _foreign(name)
        return records

    def cut(self, place: int, target: Pdf) -> None:
        """Copy the part at `place`, with all that belongs to it, into an empty file."""
        first = sum(r.pages for r in self.records[:place])
        pages = self._pages[first : first + self.records[place].pages]
        prefix = f"{place + 1}."
        for page in pages:
            unstamp(page)
            forget_way_back(page, self._parts[place])
            _forget_signature(page)
            _forget_other_pages(page, pages)
        belongings = {
            "Tags": self._tags(place, pages, prefix),
            "Named": Array([item for pair in self._names(prefix) for item in pair]),
        }
        if "/OutputIntents" in self._pdf.Root:
            belongings["Intents"] = self._pdf.Root.OutputIntents
        if "/First" in self._bookmarks[place]:
            belongings["Bookmarks"] = _as_root(self._bookmarks[place])
        grown = Pages(target)
        _, copied = grown.copy(self._pdf, belongings, pages)
        grown.finish()
        _settle(target, copied, prefix)

    def _tags(self, place: int, pages: Sequence[Object], prefix: str) -> Object:
        """Give a structure tree of one part alone; its Part is the Document that it was before."""
        part = self._parts[place]
        part.S = Name.Document
        del part.T
        keys = {key for page in pages for key in keys_of(page)}
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([part])))
        part.P = root
        write_parents(root, {key: value for key, value in self._parents.items() if key in keys})
        write_ids(root, {name: held for name, held in self._ids.items() if name.startswith(prefix)})
        classes = self._root.get("/ClassMap", Dictionary()).items()
        own = {name: value for name, value in classes if name.startswith(f"/{prefix}")}
        if own:
            root.ClassMap = Dictionary(own)
        return root

    def _names(self, prefix: str) -> list[tuple[Object, Object]]:
        pairs = zip(self._named[::2], self._named[1::2], strict=True)
        return [(name, place) for name, place in pairs if str(name).startswith(prefix)]


def _settle(target: Pdf, copied: Object, prefix: str) -> None:
    """Give a part that was cut out a catalog of its own, and all its names and keys as they were before binding."""
    target.Root.StructTreeRoot = copied.Tags
    target.Root.MarkInfo = Dictionary(Marked=True)
    if "/Intents" in copied:
        target.Root.OutputIntents = copied.Intents
    if "/Bookmarks" in copied:
        target.Root.Outlines = copied.Bookmarks
        target.Root.PageMode = Name.UseOutlines
    drop = len(prefix)
    rename_calls(target, lambda name: name[drop:] if name.startswith(prefix) else name)
    destinations = Destinations(target)
    destinations.take_over(Array([n if k % 2 else String(str(n)[drop:]) for k, n in enumerate(copied.Named)]))
    destinations.finish()
    rename(copied.Tags, lambda name: name.removeprefix(prefix))
    shift_keys(target, -min(read_parents(copied.Tags), default=0))


def _as_root(bookmark: Object) -> Object:
    """Make the bookmark of a document the root of its bookmarks again (see `outline`)."""
    for key in ("/Title", "/Dest", "/A", "/Parent", "/Prev", "/Next"):
        if key in bookmark:
            del bookmark[key]
    bookmark.Type, bookmark.Count = Name.Outlines, abs(int(bookmark.Count))
    return bookmark


def _chain(item: Object | None) -> Iterator[Object]:
    while item is not None:
        yield item
        item = item.get("/Next")


def _forget_signature(page: Object) -> None:
    """Take the field of a signature off the page: it signs the dossier, and nothing that is cut out of it."""
    left = [one for one in page.get("/Annots", ()) if one.get("/FT") != Name.Sig]
    if "/Annots" in page and len(left) < len(page.Annots):
        del page["/Annots"]
        if left:
            page.Annots = Array(left)
        elif "/Tabs" in page:
            del page["/Tabs"]  # it came with the field


def _forget_other_pages(page: Object, pages: Sequence[Object]) -> None:
    """Let no link lead out of the document: what it led to will not be there."""
    own = {p.objgen for p in pages}
    for link in page.get("/Annots", ()):
        forget_places(link, own)


def _foreign(name: str) -> UnreadableInput:
    return UnreadableInput(
        f"Tệp {name} không phải hồ sơ do Văn Bản đóng, hoặc đã bị chương trình khác sửa, nên không tách được. "
        "Xin dùng tệp hồ sơ gốc."
    )
