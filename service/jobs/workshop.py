"""What the jobs work with, joined once by wiring."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from service.archive.keep import Archive, Finished
from service.catalog.library import Library
from service.checks.judge import find
from service.database.connection import Database
from service.errors import StorageUnavailable
from service.model import VIETNAM
from service.pipeline import Made, Tools, file_sha256
from service.ports import Clock


@dataclass(frozen=True)
class Workshop:
    """What a job works with: tools, packages, rows, files, the clock, a folder for work in hand."""

    database: Database
    archive: Archive
    library: Library
    tools: Tools
    clock: Clock
    work: Path

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Give a work folder that is removed whatever happens."""
        try:
            self.work.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self.work) as name:
                yield Path(name)
        except OSError as exc:
            raise StorageUnavailable from exc

    def finish(self, made: Made) -> Finished:
        """Describe a finished paper for the archive."""
        paper = made.paper
        return Finished(
            docx=made.docx,
            pdf=made.pdf,
            docx_sha256=file_sha256(made.docx),
            sha256=made.sha256,
            pages=made.pages,
            metadata=paper.metadata,
            template_sha256=paper.package.sha256,
            file=paper.file,
            findings=find(paper.package, paper.submission, today=self.clock().astimezone(VIETNAM).date()),
        )
