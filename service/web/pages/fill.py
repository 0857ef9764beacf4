"""Filling in one form: the page, a row more or less, a look beforehand, the document."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.catalog.package import Package
from service.checks.override import Override
from service.errors import InvalidSubmission, ServiceError, StoppedByFindings
from service.forms.clean import clean
from service.model import Submission
from service.web.api.templates import preview_of
from service.web.joined import joined
from service.web.pages.controls import controls, place_of
from service.web.pages.entry import add_row, drop_row, fresh, texts, typed
from service.web.pages.reasons import NO_REASONS, Reasons, boxes, read_reasons
from service.web.problems import note

fill = Blueprint("fill", __name__)

Answer = str | tuple[str, int] | AnyResponse

PREVIEW_POLICY = "frame-ancestors 'none'"
"""For a PDF shown by the browser's own reader, which the policy of the pages (object-src) would keep out."""


@fill.get("/mau/<slug>/dien")
def form(slug: str) -> str:
    """Show the form: untouched, or with the sample (?mau=1)."""
    package = joined().library.get(slug)
    if "mau" not in request.args:
        return _page(package, fresh(package.form))
    sample = clean(package.form, package.sample, lenient=False).values
    return _page(package, texts(package.form.root, sample), sample=True)


@fill.post("/mau/<slug>/dien")
def send(slug: str) -> Answer:
    """Do what the pressed button says; on any refusal the page comes back with everything that was typed."""
    package = joined().library.get(slug)
    values = typed(package.form, request.form)
    if "them" in request.form:
        return _page(package, values, focus=add_row(package.form, values, request.form["them"]))
    if "bo" in request.form:
        return _page(package, values, focus=drop_row(values, request.form["bo"]))
    reasons = read_reasons(request.form, every="van-lam" in request.form)
    try:
        submission = clean(package.form, values, lenient=True)
        if "xem" in request.form:
            return _preview(preview_of(package, submission))
        made = joined().desk.document(package, submission, overrides=_answered(package, submission, reasons))
    except ServiceError as exc:
        note(exc)
        return _page(package, values, problem=exc, reasons=reasons), exc.status
    return redirect(url_for("papers.document", document_id=made[0].id), 303)


def _answered(package: Package, submission: Submission, reasons: Reasons) -> tuple[Override, ...]:
    """Give the reasons for what is still wrong; what was mended meanwhile needs none.

    Raises:
        StoppedByFindings: errors stand, and a reason cannot be taken.
    """
    bench = joined().shop.bench
    if reasons.faults:
        bench.passable(package, submission)
    blocking = bench.judged(package, submission).blocking if reasons.overrides else ()
    return tuple(o for o in reasons.overrides if any(o.meets(finding) for finding in blocking))


def _preview(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = PREVIEW_POLICY
    return response


def _page(
    package: Package,
    values: dict[str, Any],
    *,
    problem: ServiceError | None = None,
    focus: str = "",
    sample: bool = False,
    reasons: Reasons = NO_REASONS,
) -> str:
    errors = problem.errors if problem else ()
    findings = problem.findings if isinstance(problem, StoppedByFindings) else ()
    return render_template(
        "fill.html",
        package=package,
        controls=controls(package.form, values, errors, focus),
        problem=problem,
        wrong=[(place_of(package.form, e.pointer), e.detail) for e in errors],
        mistaken=isinstance(problem, InvalidSubmission),
        boxes=boxes(findings, reasons, by_place=True),
        softer=[f for f in findings if f["severity"] != "E"],
        focus=focus,
        kept=problem is not None or bool(focus),
        sample=sample,
    )
