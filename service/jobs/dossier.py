"""Binding the kept documents of a job into its dossier."""

from typing import Any

from service.database.rows import DocumentRow, DossierRow, JobRow, documents_of, get_document, get_dossier
from service.errors import NotFound
from service.jobs.workshop import Workshop
from service.model import Metadata
from service.pdf.bind import Part, PartPages
from service.pipeline import bind_dossier, dossier_metadata, file_sha256


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
    _bind(shop, dossier, rows)


def _bind(shop: Workshop, dossier: DossierRow, rows: list[DocumentRow]) -> None:
    records = [Metadata.from_dict(r.record) for r in rows]
    metadata = dossier_metadata(dossier.title, records)
    with shop.folder() as folder:
        parts = [
            Part(shop.archive.fetch(r.sha256, ".pdf", folder / f"{n:05}.pdf"), r.title)
            for n, r in enumerate(rows, start=1)
        ]
        target = folder / "ho-so.pdf"
        pages = bind_dossier(parts, target, metadata)
        columns = {
            "record": metadata.as_dict(),
            "pages": sum(p.pages for p in pages),
            "sha256": file_sha256(target),
            "manifest": manifest(dossier, rows, pages),
            "finished": shop.clock().isoformat(),
        }
        shop.archive.keep_dossier(dossier.id, target, columns=columns, documents=[r.id for r in rows])


def manifest(dossier: DossierRow, rows: list[DocumentRow], pages: tuple[PartPages, ...]) -> dict[str, Any]:
    """Say what a dossier is made of: every document with its page range, hashes and template."""
    return {
        "title": dossier.title,
        "profile": dossier.profile,
        "documents": [
            {
                "position": n,
                "title": row.title,
                "number": row.number,
                "template": row.template,
                "version": row.version,
                "first_page": part.first,
                "pages": part.pages,
                "sha256": row.sha256,
                "docx_sha256": row.docx_sha256,
                "template_sha256": row.template_sha256,
                "data_sha256": row.record["data_sha256"],
            }
            for n, (row, part) in enumerate(zip(rows, pages, strict=True), start=1)
        ],
    }
