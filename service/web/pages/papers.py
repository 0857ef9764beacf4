"""What was made: one document, one dossier, and the latest of all."""

from flask import Blueprint, Response, render_template

from service.web import looking
from service.web.files import document_name, send
from service.web.joined import joined
from service.web.pages.fill import PREVIEW_POLICY
from service.web.shapes import document_shape, dossier_shape, upload_shape

papers = Blueprint("papers", __name__)


@papers.get("/gan-day")
def recent() -> str:
    """Show what was made lately."""
    return render_template("recent.html", jobs=looking.jobs(), documents=looking.documents())


@papers.get("/van-ban/<document_id>")
def document(document_id: str) -> str:
    """Show one document, and those that came from the same data."""
    row = looking.document_row(document_id)
    job = looking.job_row(row.job) if row.job else None
    beside = looking.job_documents(job.id) if job and job.kind == "verify" else []
    return render_template(
        "document.html",
        document=upload_shape(row) if row.uploaded else document_shape(row),
        beside=[d for d in beside if d.id != row.id and d.state == "done"],
        waits=row.state == "done" and row.verified is None and job is not None and not job.state.ended,
    )


@papers.get("/van-ban/<document_id>/xem.pdf")
def look(document_id: str) -> Response:
    """Give the PDF to be read in the browser."""
    row = looking.document_row(document_id)
    stream = joined().shop.archive.open_document(row, ".pdf")
    response = send(stream, document_name(row, ".pdf"), download=False)
    response.headers["Content-Security-Policy"] = PREVIEW_POLICY
    return response


@papers.get("/ho-so/<dossier_id>")
def dossier(dossier_id: str) -> str:
    """Show one dossier with its documents and their verdicts."""
    row, rows = looking.dossier(dossier_id)
    works = not looking.job_row(row.job).state.ended
    return render_template(
        "dossier.html",
        dossier=dossier_shape(row, rows),
        verdict=row.verdict,
        job=row.job,
        documents=rows,
        waits=row.sha256 is not None and row.verified is None and works,
        works=row.sha256 is None and works,
    )
