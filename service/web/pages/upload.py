"""Many at once: a filled workbook goes in, errors by cell come back, good rows become a job."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.catalog.package import Package
from service.errors import InputError
from service.jobs.order import Rows
from service.web.joined import joined
from service.web.orders import order_of
from service.web.pages.reasons import NO_REASONS, Reasons, boxes, read_reasons
from service.web.problems import note
from service.web.uploads import uploaded_rows

upload = Blueprint("upload", __name__)

NO_FILE = "Chưa chọn tệp. Xin bấm vào ô “Tệp dữ liệu” rồi chọn tệp đã điền."
LONGEST_TITLE = 300
PARTS = ("cover", "contents", "closing")
DETAILS = ("dossier_code", "retention", "prepared_by")


@upload.get("/mau/<slug>/nhap")
def form(slug: str) -> str:
    """Show where to choose the file and what to do with it."""
    return _page(joined().library.get(slug))


@upload.post("/mau/<slug>/nhap")
def send(slug: str) -> str | tuple[str, int] | AnyResponse:
    """Read the file; only check it, or hand its good rows to the desk and show the job."""
    package = joined().library.get(slug)
    try:
        taken = uploaded_rows(package, NO_FILE)
        reasons = read_reasons(request.form, every=False)
        rows = joined().desk.judged(package, taken, reasons.overrides)
        if request.form.get("viec") == "kiem-tra" or reasons.faults:
            return _page(package, rows=rows, reasons=reasons)
        title = " ".join(request.form.get("ten", "").split())[:LONGEST_TITLE]
        dossier = request.form.get("viec") != "van-ban"
        order = order_of({"title": title, **_told()}, dossier=dossier)
        job_id = joined().desk.batch(package, rows, order)
    except InputError as exc:
        note(exc)
        return _page(package, problem=exc, reasons=read_reasons(request.form, every=False)), exc.status
    return redirect(url_for("work.job", job_id=job_id), 303)


def _told() -> dict[str, object]:
    """Read which parts the dossier is to have, and what is told of it; a page from before knows only the title."""
    form = request.form
    parts: dict[str, object] = {}
    if "phan" in form or "co-phan" in form:
        chosen = form.getlist("phan")
        parts = {name: name in chosen for name in PARTS}
    return parts | {"metadata": {name: form.get(name, "")[:LONGEST_TITLE] for name in DETAILS}}


def _page(
    package: Package,
    *,
    rows: Rows | None = None,
    problem: InputError | None = None,
    reasons: Reasons = NO_REASONS,
) -> str:
    told = rows or problem
    found = [f.as_dict() for f in rows.found] if rows else list(problem.findings) if problem else []
    return render_template(
        "upload.html",
        package=package,
        taken=rows,
        summary=rows.summary if rows else "",
        problem=problem,
        errors=[e.as_dict() for e in told.errors] if told else [],
        softer=[f for f in found if f["severity"] != "E" or "overridden" in f],
        boxes=boxes(found, reasons, by_place=False),
        given=request.form,
        max_rows=joined().settings.max_rows,
    )
