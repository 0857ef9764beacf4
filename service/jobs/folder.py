"""The same work without rows: one data file becomes a folder of files. This is what the command line does."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.catalog.package import Package
from service.dossier.make import Bound, make_dossier
from service.dossier.manifest import as_json
from service.dossier.proof import beside
from service.dossier.record import Entry, Origin
from service.errors import ServiceError, StorageUnavailable
from service.jobs.judging import answered_for
from service.jobs.order import Order, Rows
from service.jobs.sign import UNSIGNED, Signed, sign_in_place
from service.model import Verdict
from service.pipeline import (
    STOPS_THE_JOB,
    Made,
    Paper,
    Tools,
    each,
    file_sha256,
    make_document,
    papers,
    verify,
)

DOCUMENTS, DOSSIER, VERDICTS = "van-ban", "ho-so.pdf", "kiem-dinh.json"

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) after each step; stages are "make", "bind", "sign" and "verify"."""


@dataclass
class Outcome:
    """What came of it: documents by row in order, what failed by row, the dossier, the verdicts by file name.

    `unjudged` says why there is no verdict on some of the files that should have been judged, `signed` whether the
    dossier that was to be signed is.
    """

    made: list[tuple[int, Made]] = field(default_factory=list)
    failed: list[tuple[int, ServiceError]] = field(default_factory=list)
    dossier: Path | None = None
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    unjudged: ServiceError | None = None
    signed: Signed = UNSIGNED


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
    outcome, bound = Outcome(), None
    jobs = [
        _Job(row, f"{n:04}_{paper.file}", paper)
        for n, (row, paper) in enumerate(((r, p) for r, s in rows.good for p in papers(package, s)), start=1)
    ]
    with _writing():
        folder = out / DOCUMENTS
        folder.mkdir(parents=True, exist_ok=True)
        _make_all(tools, jobs, folder, outcome, progress)
        if order.dossier and outcome.made:
            entries = [_entry(made, answered_for(rows.kept(row))) for row, made in outcome.made]
            bound = make_dossier(tools, entries, order.wanted(package.title), out / DOSSIER)
            outcome.dossier = bound.pdf
            progress("bind", 1, 1)
            if order.sign:
                outcome.signed = sign_in_place(tools.signer, bound.pdf)
                progress("sign", 1, 1)
        if order.verify:
            _judge_all(tools, outcome, out, order.profile, progress)
        if bound is not None:
            _write_manifest(bound, outcome)
    return outcome


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StorageUnavailable.of("Không ghi được tệp kết quả", exc) from exc


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


def _entry(made: Made, overridden: tuple[Mapping[str, Any], ...]) -> Entry:
    paper = made.paper
    origin = Origin(
        template=paper.package.slug,
        version=paper.package.version,
        data=paper.submission.canonical,
        docx=made.docx,
        file=paper.file,
        sha256=made.sha256,
        docx_sha256=file_sha256(made.docx),
        overridden=overridden,
    )
    return Entry(made.pdf, paper.metadata, made.pages, origin)


def _write_manifest(bound: Bound, outcome: Outcome) -> None:
    """Lay the manifest beside the dossier: with its hash, and what the judge said of each document."""
    told = dict(bound.manifest)
    names = [str(Path(DOCUMENTS) / m.pdf.name) for _, m in outcome.made]
    verdicts = [outcome.verdicts.get(name) for name in names]
    told["documents"] = [
        {**said, "file": name, **({} if verdict is None else {"verified": verdict.compliant})}
        for said, name, verdict in zip(told["documents"], names, verdicts, strict=True)
    ]
    verdict = outcome.verdicts.get(DOSSIER)
    told |= {"file": DOSSIER, "sha256": file_sha256(bound.pdf), "pages": bound.pages}
    told |= {} if verdict is None else {"verified": verdict.compliant}
    told |= {"signature": outcome.signed.told} if outcome.signed.told else {}
    beside(bound.pdf).write_bytes(as_json(told))


def _judge_all(tools: Tools, outcome: Outcome, out: Path, profile: str, progress: Progress) -> None:
    paths = [m.pdf for _, m in outcome.made] + ([outcome.dossier] if outcome.dossier else [])
    for n, path in enumerate(paths, start=1):
        try:
            outcome.verdicts[str(path.relative_to(out))] = verify(
                tools, path, profile if path == outcome.dossier else "pdfa-2a"
            )
        except ServiceError as exc:
            outcome.unjudged = exc
            if isinstance(exc, STOPS_THE_JOB):
                break
        progress("verify", n, len(paths))
    if not outcome.verdicts:
        return
    kept = {name: verdict.as_dict() for name, verdict in outcome.verdicts.items()}
    (out / VERDICTS).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
