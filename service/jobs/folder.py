"""The same work without rows: one data file becomes a folder of files. This is what the command line does."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from service.catalog.package import Package
from service.errors import ServiceError, StorageUnavailable
from service.jobs.submit import Order, Rows
from service.model import Verdict
from service.pdf.bind import Part
from service.pipeline import (
    STOPS_THE_JOB,
    Made,
    Paper,
    Tools,
    bind_dossier,
    dossier_metadata,
    each,
    make_document,
    papers,
    verify,
)

DOCUMENTS, DOSSIER, VERDICTS = "van-ban", "ho-so.pdf", "kiem-dinh.json"

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) after each step; stages are "make", "bind" and "verify"."""


@dataclass
class Outcome:
    """What came of it: documents by row in order, what failed by row, the dossier, the verdicts by file name.

    `unjudged` says why there is no verdict on some of the files that should have been judged.
    """

    made: list[tuple[int, Made]] = field(default_factory=list)
    failed: list[tuple[int, ServiceError]] = field(default_factory=list)
    dossier: Path | None = None
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    unjudged: ServiceError | None = None


@dataclass(frozen=True)
class _Job:
    row: int
    name: str
    paper: Paper


def make_files(
    tools: Tools,
    package: Package,
    rows: Rows,
    out: Path,
    order: Order,
    progress: Progress,
) -> Outcome:
    """Make all documents of the good rows in `out`, the dossier and the verdicts as ordered.

    Raises:
        ToolMissing, StorageUnavailable: nothing further can be made; what is finished stays in `out`.
    """
    outcome = Outcome()
    jobs = [
        _Job(row, f"{n:04}_{paper.file}", paper)
        for n, (row, paper) in enumerate(((r, p) for r, s in rows.good for p in papers(package, s)), start=1)
    ]
    with _writing():
        folder = out / DOCUMENTS
        folder.mkdir(parents=True, exist_ok=True)
        _make_all(tools, jobs, folder, outcome, progress)
        if order.dossier and outcome.made:
            outcome.dossier = _bind(outcome.made, out / DOSSIER, order.title or package.title)
            progress("bind", 1, 1)
        if order.verify:
            _judge_all(tools, outcome, out, progress)
    return outcome


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StorageUnavailable(f"Không ghi được tệp kết quả: {exc.strerror or exc}.") from exc


def _make_all(tools: Tools, jobs: Sequence[_Job], folder: Path, outcome: Outcome, progress: Progress) -> None:
    with TemporaryDirectory(prefix=".dang-lam-", dir=folder) as name:
        work = Path(name)

        def make(job: _Job) -> Made:
            made = make_document(tools, job.paper, work, job.name)
            # Moved only when both are finished, so that a stop in the middle leaves no half document.
            docx, pdf = folder / made.docx.name, folder / made.pdf.name
            made.docx.replace(docx)
            made.pdf.replace(pdf)
            return Made(job.paper, docx, pdf, made.pages)

        for done, (job, result) in enumerate(each(make, jobs, tools.workers), start=1):
            progress("make", done, len(jobs))
            if isinstance(result, STOPS_THE_JOB):
                raise result
            if isinstance(result, ServiceError):
                outcome.failed.append((job.row, result))
            else:
                outcome.made.append((job.row, result))
    outcome.made.sort(key=lambda pair: pair[1].pdf.name)
    outcome.failed.sort(key=lambda pair: pair[0])


def _bind(made: Sequence[tuple[int, Made]], target: Path, title: str) -> Path:
    records = [m.paper.metadata for _, m in made]
    parts = [Part(m.pdf, m.paper.metadata.title) for _, m in made]
    bind_dossier(parts, target, dossier_metadata(title, records))
    return target


def _judge_all(tools: Tools, outcome: Outcome, out: Path, progress: Progress) -> None:
    paths = [m.pdf for _, m in outcome.made] + ([outcome.dossier] if outcome.dossier else [])
    for n, path in enumerate(paths, start=1):
        try:
            outcome.verdicts[str(path.relative_to(out))] = verify(tools, path)
        except ServiceError as exc:
            outcome.unjudged = exc
            if isinstance(exc, STOPS_THE_JOB):
                break
        progress("verify", n, len(paths))
    if not outcome.verdicts:
        return
    kept = {name: verdict.as_dict() for name, verdict in outcome.verdicts.items()}
    (out / VERDICTS).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
