"""One job: how far it is, what is wrong, what has come out; stop it, try again."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.database.rows import DocumentRow
from service.errors import InputError, InvalidSubmission
from service.web import looking
from service.web.joined import joined
from service.web.pages.reasons import NO_REASONS, Reasons, boxes, read_reasons
from service.web.pages.words import ENDED, STAGES, STATES
from service.web.problems import note
from service.web.shapes import signature_of
from service.web.uploads import uploaded_rows

work = Blueprint("work", __name__)

NO_FILE = "Chưa chọn tệp. Xin chọn tệp các dòng sai đã sửa."
MOST_DOCUMENTS = 200
"""More than this are not listed; the archive has them all."""


@work.get("/viec/<job_id>")
def job(job_id: str) -> str:
    """Show a job; the page renews itself until the job has ended."""
    return _page(job_id)


@work.post("/viec/<job_id>/sua")
def mend(job_id: str) -> str | tuple[str, int] | AnyResponse:
    """Take the rows that were wrong and are mended now, or answered for; what is still wrong is told on the page."""
    package = joined().library.get(looking.job_row(job_id).template)
    reasons = read_reasons(request.form, every=False)
    try:
        if reasons.faults:
            raise InvalidSubmission("Lý do bỏ qua quy tắc chưa đúng. Xin xem ở ô lý do.")
        joined().desk.mend(job_id, package, uploaded_rows(package, NO_FILE), reasons.overrides)
    except InputError as exc:
        note(exc)
        return _page(job_id, exc, reasons), exc.status
    return redirect(url_for("work.job", job_id=job_id), 303)


def _page(job_id: str, problem: InputError | None = None, reasons: Reasons = NO_REASONS) -> str:
    shown = looking.job(job_id)
    stopping = [{**e, "found": e["detail"]} for e in shown["errors"] if e.get("severity") == "E"]
    ended = shown["state"] in ENDED
    documents = looking.job_documents(job_id) if ended else []
    dossier = shown["links"].get("dossier", "").rpartition("/")[2]
    row = looking.dossier(dossier)[0] if dossier else None
    return render_template(
        "job.html",
        job=shown,
        ended=ended,
        said=_said(shown),
        dossier=dossier,
        verdict=row.verdict if row else None,
        signature=signature_of(row) if row else None,
        documents=[d for d in documents if d.state == "done"],
        most=MOST_DOCUMENTS,
        again=ended and _may_try_again(shown, documents),
        mendable=ended and bool(looking.job_row(job_id).options.get("bad_rows")),
        boxes=boxes(stopping, reasons, by_place=False),
        problem=problem,
        problem_errors=[e.as_dict() for e in problem.errors] if problem else [],
    )


@work.post("/viec/<job_id>/huy")
def cancel(job_id: str) -> AnyResponse:
    """Stop a job."""
    joined().desk.cancel(job_id)
    return redirect(url_for("work.job", job_id=job_id), 303)


@work.post("/viec/<job_id>/lam-lai")
def retry(job_id: str) -> AnyResponse:
    """Try again what failed."""
    joined().desk.retry(job_id)
    return redirect(url_for("work.job", job_id=job_id), 303)


def _said(job: dict[str, Any]) -> str:
    """Give what a screen reader says of the progress: every tenth, not every per cent."""
    if job["state"] in ENDED:
        return f"{STATES[job['state']]}."
    return f"{STAGES.get(job['stage'], STATES['running'])}: {job['percent'] // 10 * 10}%."


def _may_try_again(job: dict[str, Any], documents: list[DocumentRow]) -> bool:
    return bool(job["problem"]) or any(d.state in ("failed", "queued") for d in documents)
