"""Binding the kept documents of a job into its dossier."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service.database.rows import DocumentRow, DossierRow, JobRow, documents_of, get_document, get_dossier
from service.dossier.make import make_dossier
from service.dossier.record import Details, Entry, Origin
from service.dossier.wanted import WITH_DATA, Wanted
from service.errors import NotFound
from service.jobs.judging import answered_for
from service.jobs.uploads import uploaded_entry
from service.jobs.workshop import Workshop
from service.model import Metadata
from service.pipeline import file_sha256


def bind_documents(shop: Workshop, job: JobRow) -> None:
    """Bind a batch's finished documents, or those that a dossier job names, in their order.

    A batch of which no document could be made has nothing to bind and is left without a dossier file.

    Raises:
        NotFound: a document that the dossier names is not finished.
    """
    with shop.database.read() as connection:
        dossier = get_dossier(connection, str(job.dossier))
        if job.kind == "batch":
            rows = documents_of(connection, job.id, "done")
        else:
            rows = [get_document(connection, d) for d in job.options["documents"]]
    if not rows:
        return
    unfinished = [r.id for r in rows if r.state != "done"]
    if unfinished:
        raise NotFound(f"Văn bản {', '.join(unfinished)} chưa làm xong nên chưa đóng được hồ sơ.")
    _bind(shop, dossier, rows, wanted_of(dossier.title, job.options))


def wanted_of(title: str, options: Mapping[str, Any]) -> Wanted:
    """Read back from a job's options what its dossier is to be."""
    return Wanted(
        title=title,
        profile=options.get("profile", "pdfa-2a"),
        cover=bool(options.get("cover", False)),
        contents=bool(options.get("contents", False)),
        closing=bool(options.get("closing", False)),
        details=Details.from_dict(options.get("metadata", {})),
    )


def _bind(shop: Workshop, dossier: DossierRow, rows: list[DocumentRow], wanted: Wanted) -> None:
    with shop.folder() as folder:
        entries = [_entry(shop, row, folder / f"{n:05}", wanted) for n, row in enumerate(rows, start=1)]
        bound = make_dossier(shop.tools, entries, wanted, folder / "ho-so.pdf")
        columns = {
            "record": bound.metadata.as_dict(),
            "pages": bound.pages,
            "sha256": file_sha256(bound.pdf),
            "manifest": bound.manifest,
            "finished": shop.clock().isoformat(),
        }
        if bound.verdict is not None:
            columns |= {"verified": bound.verdict.compliant, "verdict": bound.verdict.as_dict()}
        shop.archive.keep_dossier(dossier.id, bound.pdf, columns=columns, documents=[r.id for r in rows])


def _entry(shop: Workshop, row: DocumentRow, place: Path, wanted: Wanted) -> Entry:
    """Lay a kept document beside the dossier; what is to be enclosed with it only where it is."""
    if row.uploaded:
        return uploaded_entry(shop, row, place, enclosing=wanted.profile == WITH_DATA)
    pdf, docx = place.with_suffix(".pdf"), place.with_suffix(".docx")
    if wanted.profile == WITH_DATA:
        shop.archive.fetch(row.docx_sha256, ".docx", docx)
    origin = Origin(
        template=row.template,
        version=row.version,
        data=row.data,
        docx=docx,
        file=row.file,
        sha256=str(row.sha256),
        docx_sha256=str(row.docx_sha256),
        verified=row.verified,
        overridden=answered_for(row.findings),
    )
    record = Metadata.from_dict(row.record)
    return Entry(shop.archive.fetch(row.sha256, ".pdf", pdf), record, row.pages, origin)
