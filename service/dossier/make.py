"""Making a dossier: contents, cover and closing sheet are filled from its record and converted, then all is bound.

The contents names pages, and where pages are counted from the cover its own length moves them: it is filled again until
the pages it names are those it leads to. The closing sheet says how long the contents came out, so it is made last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.catalog.package import Package, load_package
from service.dossier.manifest import enclosures, manifest_of
from service.dossier.record import Entry, iso_date, pages_of, values_of
from service.dossier.wanted import WITH_FILES, Wanted
from service.errors import BrokenPackage, ConversionFailed, ServiceError, ToolError
from service.forms.clean import clean
from service.model import FULL, NO_LEVEL, Level, Metadata, Verdict
from service.pdf.attach import Attachment
from service.pdf.bind import Part, PartPages, bind
from service.pdf.files import open_tagged
from service.pdf.roles import Role, Start
from service.pipeline import Tools, dossier_metadata, each, prove

MOST_PASSES = 5
MOST_LINES = 150
"""Lines of the contents made at once: LibreOffice's time for a table with links grows with the square of its rows."""


@dataclass(frozen=True)
class Bound:
    """A finished dossier: its file, its record, where each part lies, the manifest of all this, what it claims.

    `verdict` is there when it was judged already, as every dossier is that has papers from elsewhere in it.
    """

    pdf: Path
    metadata: Metadata
    parts: tuple[PartPages, ...]
    manifest: dict[str, Any]
    level: Level = FULL
    verdict: Verdict | None = None

    @property
    def pages(self) -> int:
        """All pages of the file."""
        return sum(p.pages for p in self.parts)

    @property
    def documents(self) -> tuple[PartPages, ...]:
        """Where the documents lie, in their order."""
        return tuple(p for p in self.parts if p.role is Role.DOCUMENT)


def make_dossier(tools: Tools, entries: Sequence[Entry], wanted: Wanted, target: Path) -> Bound:
    """Bind `entries` in the order given, with the parts that are wanted, into `target`.

    With papers from elsewhere in it the dossier claims the level that all reach, and is judged at once: one that does
    not prove what it claims is bound again without a claim.

    Raises:
        BrokenPackage: the templates of the parts cannot be used.
        FillFailed, ToolError, StorageUnavailable: nothing half made stays at `target`.
    """
    metadata = _record(entries, wanted)
    level = reduce(Level.meet, (e.level for e in entries), FULL)
    level = level if level.archive else NO_LEVEL  # PDF/UA alone is nothing that an archive asks for
    with TemporaryDirectory(prefix=".dang-dong-", dir=target.parent) as folder:
        frame = _Frame(tools, entries, wanted, metadata, Path(folder)).parts()
        bound = _bound(tools, entries, replace(wanted, level=level), target, metadata, frame)
        if all(e.foreign is None for e in entries):
            return bound
        verdict = _proved(tools, bound, wanted.part)
        if verdict is not None and verdict.compliant:
            return replace(bound, verdict=verdict)
        if level == NO_LEVEL:
            return bound
        return _bound(tools, entries, replace(wanted, level=NO_LEVEL), target, metadata, frame)


def _bound(
    tools: Tools,
    entries: Sequence[Entry],
    wanted: Wanted,
    target: Path,
    metadata: Metadata,
    frame: tuple[list[Part], list[Part]],
) -> Bound:
    def enclose(parts: tuple[PartPages, ...], seals: tuple[str, ...]) -> list[Attachment]:
        return enclosures(manifest_of(wanted, metadata, entries, parts, seals), entries, metadata)

    documents = [Part(e.pdf, e.record.title, record=e.record, conformed=True, level=e.level) for e in entries]
    inside = enclose if wanted.part == WITH_FILES else None
    before, after = frame
    every = [*before, *documents, *after]
    parts = bind(every, target, metadata, tools.numbers, inside, wanted.level)
    return Bound(target, metadata, parts, manifest_of(wanted, metadata, entries, parts), wanted.level)


def _proved(tools: Tools, bound: Bound, part: int) -> Verdict | None:
    """Ask the judge whether a dossier is what it claims; None when it claims nothing or nobody can say."""
    if bound.level == NO_LEVEL:
        return None
    try:
        return prove(tools, bound.pdf, bound.level.flavours(part))
    except ToolError:
        return None


def _record(entries: Sequence[Entry], wanted: Wanted) -> Metadata:
    """Say of the dossier what its documents say together, and what was told of it."""
    metadata = dossier_metadata(wanted.title, [e.record for e in entries])
    told, dates = wanted.details, sorted(filter(None, (iso_date(e.record.date) for e in entries)))
    return replace(
        metadata,
        organ=told.organ or metadata.organ,
        code=told.dossier_code,
        retention=told.retention,
        access=told.access,
        begin=dates[0] if dates else "",
        end=dates[-1] if dates else "",
    )


class _Frame:
    """The parts around the documents of one dossier while they are made."""

    def __init__(
        self, tools: Tools, entries: Sequence[Entry], wanted: Wanted, metadata: Metadata, folder: Path
    ) -> None:
        self._tools, self._entries, self._wanted = tools, entries, wanted
        self._metadata, self._folder = metadata, folder
        self._values = values_of(wanted.title, wanted.details, entries)

    def parts(self) -> tuple[list[Part], list[Part]]:
        """Make what stands before the documents, and what stands after them."""
        wanted = self._wanted
        if not (wanted.cover or wanted.contents or wanted.closing):
            return [], []
        package = load_package(self._tools.frame)
        before, after, front, length = list[Part](), list[Part](), 0, None
        if wanted.cover:
            cover, front = self._make(package, Role.COVER, {})
            before.append(cover)
        if wanted.contents:
            contents, length = self._contents(package, front)
            before += contents
        if wanted.closing:
            numbers = pages_of(self._entries, self._first(front + (length or 0)))
            after.append(self._make(package, Role.CLOSING, {**numbers, "trang_muc_luc": length})[0])
        return before, after

    def _contents(self, package: Package, front: int) -> tuple[list[Part], int]:
        """Make the contents, `front` pages standing before it; give its pages too."""
        counted = self._tools.numbers.start is Start.COVER
        length = 1
        for _ in range(MOST_PASSES):
            made = self._pieces(package, pages_of(self._entries, self._first(front + length)))
            pages = sum(count for _, count in made)
            if not counted or pages == length:
                return [part for part, _ in made], pages
            length = pages
        raise ConversionFailed(
            "Mục lục dài ngắn không ổn định nên không ghi được số trang. Xin sửa mẫu mục lục."
        )

    def _first(self, before: int) -> int:
        """Give the number of the first document's first page, so many pages standing before it."""
        return before + 1 if self._tools.numbers.start is Start.COVER else 1

    def _pieces(self, package: Package, numbers: Mapping[str, Any]) -> list[tuple[Part, int]]:
        """Make the contents piece by piece, several at a time."""
        lines = numbers["van_ban"]
        starts = range(0, len(lines), MOST_LINES)
        made: dict[int, tuple[Part, int]] = {}

        def make(start: int) -> tuple[Part, int]:
            held = lines[start : start + MOST_LINES]
            ends = {"phan_dau": start == 0, "phan_cuoi": start == starts[-1]}
            return self._make(package, Role.CONTENTS, {**numbers, "van_ban": held, **ends})

        for start, outcome in each(make, starts, self._tools.workers):
            if isinstance(outcome, ServiceError):
                raise outcome
            made[start] = outcome
        return [made[start] for start in starts]

    def _make(self, package: Package, role: Role, more: Mapping[str, Any]) -> tuple[Part, int]:
        """Fill and convert one part, or the piece of it that begins with the first of its lines; give its pages too."""
        spec = next((s for s in package.documents if s.key == role), None)
        if spec is None:
            raise BrokenPackage(f"Bộ mẫu {package.folder.name} thiếu mẫu có khóa “{role}”.")
        values = clean(package.form, {**self._values, **more}, lenient=False).values
        place = values["van_ban"][0]["tt"]
        name = f"{role}-{place:05}" if role is Role.CONTENTS else role
        title = spec.title if values["phan_dau"] else f"{spec.title} (tiếp theo, từ số {place})"
        docx, pdf = self._folder / f"{name}.docx", self._folder / f"{name}.pdf"
        self._tools.templates.get(spec.template).fill(values, docx, replace(self._metadata, title=spec.title))
        self._tools.converter.convert(docx, pdf)
        with open_tagged(pdf, spec.title) as source:
            return Part(pdf, title, role), len(source.pages)
