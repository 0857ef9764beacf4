"""What the jobs work with, joined once by wiring."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from service.archive.keep import Archive, Finished
from service.catalog.library import Library
from service.checks.rulebook import Rulebook
from service.database.connection import Database
from service.errors import StorageUnavailable
from service.jobs.judging import Bench
from service.model import VIETNAM
from service.pipeline import Paper, Tools, file_sha256, make_document
from service.ports import Clock


@dataclass(frozen=True)
class Workshop:
    """What a job works with: tools, packages, rows, files, the clock, a folder for work in hand, the office's rules."""

    database: Database
    archive: Archive
    library: Library
    tools: Tools
    clock: Clock
    work: Path
    book: Rulebook

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Give a work folder that is removed whatever happens."""
        try:
            self.work.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.work) as name:
                yield Path(name)
        except OSError as exc:
            raise StorageUnavailable from exc

    @property
    def bench(self) -> Bench:
        """What data is judged by today."""
        return Bench(self.book, self.clock().astimezone(VIETNAM).date())

    def make(self, paper: Paper, folder: Path, name: str) -> Finished:
        """Make a paper; while LibreOffice converts it, its Word file is hashed.

        Raises:
            FillFailed, BrokenPackage, ToolError, StorageUnavailable: as the steps say.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="aside") as aside:
            begun: list[Future[str]] = []
            made = make_document(
                self.tools,
                paper,
                folder,
                name,
                lambda docx: begun.append(aside.submit(file_sha256, docx)),
            )
            docx_sha256 = begun[0].result()
        return Finished(
            docx=made.docx,
            pdf=made.pdf,
            docx_sha256=docx_sha256,
            sha256=made.sha256,
            pages=made.pages,
            metadata=paper.metadata,
            template_sha256=paper.package.sha256,
            file=paper.file,
        )
