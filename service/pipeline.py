"""The order of the work on papers, on one page: fill → convert → conform → verify.

Knows no database, no Flask and no settings. Every step takes paths and gives paths in the work folder that the
caller made and removes. The worker, the command line and the tests all call these functions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TypeVar

from service.catalog.manifest import DocumentSpec
from service.catalog.package import Package
from service.errors import ServiceError, StorageUnavailable, ToolMissing
from service.fill.template import Templates
from service.fill.text import holds, render_text
from service.model import VIETNAM, Metadata, Submission, Verdict
from service.pdf.conform import conform
from service.pdf.metadata import ENGINE
from service.pdf.signing.door import NoSigner
from service.pdf.stamp import PageNumbers
from service.ports import Converter, Judge, Signer
from service.vietnamese.dates import parse_date
from service.vietnamese.text import slug

UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""The date written into papers whose data names none: never the clock, so that equal data give equal bytes."""

OWN_FRAME = Path(__file__).resolve().parent.parent / "docx_templates" / "_ho-so"

STOPS_THE_JOB = (StorageUnavailable, ToolMissing)
"""What would befall every further document too: the job stops, what is left waits for a retry."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Tools:
    """What the steps work with."""

    templates: Templates
    converter: Converter
    judge: Judge
    workers: int
    """Documents at a time: one more than conversions, so that somebody fills and conforms while LibreOffice works."""
    frame: Path = OWN_FRAME
    """The package of the templates for a dossier's cover, contents and closing sheet."""
    numbers: PageNumbers = field(default_factory=PageNumbers)
    """How the pages of a dossier are numbered."""
    signer: Signer = field(default_factory=NoSigner)
    """What signs dossiers; says itself when nothing is set to sign with."""


@dataclass(frozen=True)
class Paper:
    """One document to make: the data, the template, and what is said of it (record, file name without ending)."""

    package: Package
    spec: DocumentSpec
    submission: Submission
    metadata: Metadata
    file: str


@dataclass(frozen=True)
class Made:
    """One finished document: both files, the number of pages, and the SHA-256 of each file."""

    paper: Paper
    docx: Path
    pdf: Path
    pages: int

    @property
    def sha256(self) -> str:
        """Of the PDF."""
        return file_sha256(self.pdf)


def file_sha256(path: Path) -> str:
    """Give the hex SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as reader:
        while block := reader.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def papers(package: Package, submission: Submission) -> list[Paper]:
    """Give the documents that one submission asks for: those of the package whose `when` holds.

    Raises:
        FillFailed: a title, file name or condition of the package cannot be worked out.
    """
    values = submission.values
    wanted = [s for s in package.documents if s.when is None or holds(s.when, values)]
    return [paper_of(package, spec, submission) for spec in wanted]


def paper_of(package: Package, spec: DocumentSpec, submission: Submission) -> Paper:
    """Describe one document from its data."""
    values = submission.values
    said = {name: render_text(text, values).strip() for name, text in spec.metadata.items()}
    metadata = Metadata(
        title=" ".join(render_text(spec.title, values).split()) or package.title,
        created=moment_of(said.get("date", "")),
        organ=said.get("organ", ""),
        number=said.get("number", ""),
        kind=said.get("kind", package.title),
        date=said.get("date", ""),
        subject=said.get("subject", ""),
        keywords=tuple(k.strip() for k in said.get("keywords", "").split(",") if k.strip()),
        template_sha256=package.sha256,
        data_sha256=submission.sha256,
        rules=package.rules,
        engine=ENGINE,
    )
    return Paper(package, spec, submission, metadata, slug(render_text(spec.file, values)) or package.slug)


def moment_of(text: str) -> datetime:
    """Give the time that a paper of this date is dated by; UNDATED when the text is empty or no date."""
    if not text:
        return UNDATED
    try:
        return datetime.combine(parse_date(text), time(), VIETNAM)
    except ValueError:
        return UNDATED


def make_document(
    tools: Tools, paper: Paper, folder: Path, name: str, filled: Callable[[Path], object] = lambda _: None
) -> Made:
    """Fill, convert and conform one document as `folder`/`name`.docx and .pdf; `filled` is told of the .docx.

    Raises:
        FillFailed, ToolError, StorageUnavailable: and nothing half made stays under the final names.
    """
    docx, raw, pdf = (folder / f"{name}{ending}" for ending in (".docx", ".raw.pdf", ".pdf"))
    tools.templates.get(paper.spec.template).fill(paper.submission.values, docx, paper.metadata)
    filled(docx)
    try:
        tools.converter.convert(docx, raw)
        pages = conform(raw, pdf, paper.metadata)
    finally:
        raw.unlink(missing_ok=True)
    return Made(paper, docx, pdf, pages)


def dossier_metadata(title: str, records: Iterable[Metadata]) -> Metadata:
    """Say of a dossier what its documents say: the latest date, the one organ, hashes over theirs in order."""
    known = list(records)
    organs = {r.organ for r in known if r.organ}
    return Metadata(
        title=title,
        created=max((r.created for r in known), default=UNDATED),
        organ=organs.pop() if len(organs) == 1 else "",
        kind="Hồ sơ",
        date=max((r.date for r in known), default=""),
        template_sha256=_joined(r.template_sha256 for r in known),
        data_sha256=_joined(r.data_sha256 for r in known),
        rules=", ".join(sorted({r.rules for r in known if r.rules})),
        engine=ENGINE,
    )


def _joined(hashes: Iterable[str]) -> str:
    """Give one hash over several; a paper that was not made from a template has none."""
    seen = [one for one in hashes if one]
    return "".join(seen) if len(seen) <= 1 else sha256("\n".join(seen).encode()).hexdigest()


def verify(tools: Tools, path: Path, profile: str = "pdfa-2a") -> Verdict:
    """Ask the judge about both conformances that every document and dossier claims: its PDF/A and PDF/UA-1."""
    return prove(tools, path, (profile.removeprefix("pdfa-"), "ua1"))


def prove(tools: Tools, path: Path, claims: Sequence[str]) -> Verdict:
    """Ask the judge about what a file claims, named as veraPDF names it."""
    return tools.judge.judge(path, claims)


def each(work: Callable[[T], R], items: Iterable[T], workers: int) -> Iterator[tuple[T, R | ServiceError]]:
    """Do `work` on all items, `workers` at a time; give each with its result, or the ServiceError it ended with.

    Results come as they finish. Never more than twice as many items as workers are taken up ahead, so a caller that
    stops early leaves little undone behind.
    """
    waiting = iter(items)
    with ThreadPoolExecutor(workers, thread_name_prefix="paper") as pool:
        running: dict[Future[R], T] = {}
        try:
            while True:
                for item in islice(waiting, 2 * workers - len(running)):
                    running[pool.submit(work, item)] = item
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    item = running.pop(future)
                    try:
                        outcome: R | ServiceError = future.result()
                    except ServiceError as exc:
                        outcome = exc
                    yield item, outcome
        finally:
            for future in running:
                future.cancel()
