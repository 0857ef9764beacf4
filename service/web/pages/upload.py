"""Many at once: a filled workbook goes in, doubts are asked about, errors come back by cell, good rows become a job."""

from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.catalog.package import Package
from service.errors import InputError, InvalidSubmission, NotFound
from service.intake.kinship import better_form
from service.intake.questions import Questions, questions_of
from service.intake.read import open_file, take
from service.jobs import waiting
from service.jobs.order import Rows
from service.web.files import send as send_file
from service.web.joined import joined
from service.web.orders import order_of
from service.web.pages.answers import (
    CHECK,
    COLUMN,
    DOCUMENTS,
    Said,
    answers_of,
    order_body,
    wishes,
    with_answers,
)
from service.web.pages.reasons import NO_REASONS, Reasons, boxes, read_reasons
from service.web.problems import note
from service.web.uploads import laid_down

upload = Blueprint("upload", __name__)

Answer = str | tuple[str, int] | AnyResponse

NO_FILE = "Chưa chọn tệp. Xin bấm vào ô “Tệp dữ liệu” rồi chọn tệp đã điền."
STILL_OPEN = "Còn chỗ chưa trả lời được. Xin xem các chỗ nêu dưới đây rồi chọn lại."


@upload.get("/mau/<slug>/nhap")
def form(slug: str) -> str:
    """Show where to choose the file and what to do with it."""
    return _page(joined().library.get(slug))


@upload.post("/mau/<slug>/nhap")
def send(slug: str) -> Answer:
    """Take the file: ask what is doubtful, only check it, or hand its good rows to the desk and show the job."""
    package = joined().library.get(slug)
    said = wishes(request.form)
    try:
        with laid_down(NO_FILE) as (path, name):
            return _go_on(package, path, name, said)
    except InputError as exc:
        note(exc)
        return _page(package, problem=exc, reasons=_reasons()), exc.status


@upload.get("/mau/<slug>/nhap/<upload_id>")
def look(slug: str, upload_id: str) -> Answer:
    """Show what is asked of a file that waits; without a question, what was found in it."""
    package = joined().library.get(slug)
    row = waiting.find(joined().shop, upload_id, slug)
    with joined().shop.folder() as folder:
        path = joined().shop.archive.fetch_waiting(upload_id, folder / "du-lieu")
        try:
            return _go_on(package, path, row.name, {**row.said, "work": CHECK}, upload_id)
        except InputError as exc:
            note(exc)
            return _page(package, problem=exc, reasons=_reasons(), upload_id=upload_id), exc.status


@upload.post("/mau/<slug>/nhap/<upload_id>")
def answer(slug: str, upload_id: str) -> Answer:
    """Take the answers, and go on with the same file."""
    package = joined().library.get(slug)
    row = waiting.find(joined().shop, upload_id, slug)
    said = with_answers(row.said, request.form)
    waiting.answer(joined().shop, upload_id, said)
    with joined().shop.folder() as folder:
        path = joined().shop.archive.fetch_waiting(upload_id, folder / "du-lieu")
        try:
            return _go_on(package, path, row.name, said, upload_id)
        except InputError as exc:
            note(exc)
            return _page(package, problem=exc, reasons=_reasons(), upload_id=upload_id), exc.status


@upload.get("/mau/<slug>/nhap/<upload_id>/loi.xlsx")
def errors(slug: str, upload_id: str) -> AnyResponse:
    """Give the wrong rows of a file that was only checked back, with what is wrong at each cell."""
    return _given_back(slug, upload_id, "loi.xlsx")


@upload.get("/mau/<slug>/nhap/<upload_id>/ca-bang.xlsx")
def marked(slug: str, upload_id: str) -> AnyResponse:
    """Give all rows of a file that was only checked back, what is wrong marked at each cell."""
    return _given_back(slug, upload_id, "ca-bang.xlsx")


def _given_back(slug: str, upload_id: str, name: str) -> AnyResponse:
    package = joined().library.get(slug)
    row = waiting.find(joined().shop, upload_id, slug)
    limit, answers = joined().settings.max_rows, answers_of(row.said)
    with joined().shop.folder() as folder:
        path = joined().shop.archive.fetch_waiting(upload_id, folder / "du-lieu")
        opened = open_file(path, row.name, package.form, max_rows=limit, answers=answers)
        rows = joined().desk.judged(package, take(opened, package.form, max_rows=limit, answers=answers))
        write = rows.returned if name == "loi.xlsx" else rows.marked
        if write is None:
            raise NotFound("Tệp này không có dòng nào sai.")
        target = folder / name
        write(target)
        return send_file(target.open("rb"), name)


def _go_on(package: Package, path: Path, name: str, said: Said, upload_id: str = "") -> Answer:
    """Ask, check, or make, whichever comes next for a file."""
    shop, limit, answers = joined().shop, joined().settings.max_rows, answers_of(said)
    posted, answered = request.method == "POST", any(n.startswith(COLUMN) for n in request.form)
    opened = open_file(path, name, package.form, max_rows=limit, answers=answers)
    questions = questions_of(opened, package.form, answers, text_settled=bool(said.get("encoding")))
    if questions and questions.open:
        if answered and questions.about_columns:
            return _asked(package, name, questions, upload_id, STILL_OPEN), InvalidSubmission.status
        if upload_id and not posted:
            return _asked(package, name, questions, upload_id)
        upload_id = upload_id or waiting.keep(shop, package.slug, name, path, said)
        return redirect(url_for("upload.look", slug=package.slug, upload_id=upload_id), 303)
    reasons = _reasons()
    taken = take(opened, package.form, max_rows=limit, answers=answers)
    rows = joined().desk.judged(package, taken, reasons.overrides)
    if said["work"] == CHECK or reasons.faults or not rows.good:
        upload_id = upload_id or waiting.keep(shop, package.slug, name, path, said)
        stopped = not rows.good and said["work"] != CHECK and not reasons.faults
        status = InvalidSubmission.status if stopped else 200
        dates = questions.told_dates if questions else ()
        return _page(package, rows=rows, reasons=reasons, upload_id=upload_id, name=name, dates=dates), status
    order = order_of(order_body(said), dossier=said["work"] != DOCUMENTS)
    job_id = joined().desk.batch(package, rows, order)
    if upload_id:
        waiting.forget(shop, upload_id)
    return redirect(url_for("work.job", job_id=job_id), 303)


def _reasons() -> Reasons:
    return read_reasons(request.form, every=False)


def _asked(package: Package, name: str, questions: Questions, upload_id: str, problem: str = "") -> str:
    return render_template(
        "questions.html",
        package=package,
        name=name,
        questions=questions,
        upload_id=upload_id,
        errors=[e.as_dict() for e in questions.errors] if problem else [],
        problem=problem,
        better=_better(package, questions),
    )


def _better(package: Package, questions: Questions) -> Package | None:
    """Give the package whose table this file seems to be, when it is not this one."""
    if not any(sheet.missing for sheet in questions.sheets[:1]):
        return None
    titles = [column.title for column in questions.sheets[0].columns if column.title]
    others = {id(p.form): p for p in joined().library.list() if p.slug != package.slug}
    found = better_form(titles, package.form, [p.form for p in others.values()])
    return others[id(found)] if found else None


def _page(
    package: Package,
    *,
    rows: Rows | None = None,
    problem: InputError | None = None,
    reasons: Reasons = NO_REASONS,
    **more: Any,
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
        may_sign=not joined().shop.tools.signer.problem,
        **{"upload_id": "", "name": "", "dates": (), **more},
    )
