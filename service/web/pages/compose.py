"""A dossier put together by hand: documents made here and papers from elsewhere, chosen, put in order, bound."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from service.database.rows import DocumentRow
from service.dossier.wanted import WITH_DATA
from service.errors import InputError, InvalidSubmission
from service.jobs.uploads import Told
from service.web import looking
from service.web.api.uploads import taken
from service.web.joined import joined
from service.web.orders import order_of
from service.web.pages.answers import DETAILS, LONGEST_TITLE, PARTS
from service.web.pages.words import heading
from service.web.problems import note
from service.web.shapes import document_shape, upload_shape

compose = Blueprint("compose", __name__)

SHOWN = 100
PAPER = ("title", "number", "date", "organ", "note")
"""The form's fields of an uploaded paper; in the form each begins with "tl-"."""
LAST = 10**6
NO_FILE = "Chưa chọn tệp. Xin bấm vào ô “Tệp PDF” ở bước 2 rồi chọn tệp cần thêm."
NOTHING = (
    "Hồ sơ phải có ít nhất một văn bản. Xin đánh dấu văn bản cần đóng ở bước 1, hoặc thêm tệp PDF ở bước 2, "
    "rồi bấm “Đóng hồ sơ”."
)


@compose.get("/dong-ho-so")
def form() -> str:
    """Show what can be bound."""
    return _page(request.args, chosen=request.args.getlist("chon"))


@compose.post("/dong-ho-so")
def send() -> str | tuple[str, int] | AnyResponse:
    """Take in a paper and show it among the others, or bind what is chosen and show the job."""
    given, chosen = request.form, _in_order(request.form)
    try:
        if given.get("viec") == "tai-len":
            told = Told.from_dict({name: given.get(f"tl-{name}", "") for name in PAPER})
            row = taken(told, missing=NO_FILE)
            return _page(_without_paper(given), chosen=[*chosen, row.id], took=upload_shape(row))
        if not chosen:
            raise InvalidSubmission(NOTHING)
        title = " ".join(given.get("ten", "").split())[:LONGEST_TITLE] or "Hồ sơ"
        job_id = joined().desk.dossier(chosen, order_of({"title": title, **_told(given)}, dossier=True))
    except InputError as exc:
        note(exc)
        return _page(given, chosen=chosen, problem=exc), exc.status
    return redirect(url_for("work.job", job_id=job_id), 303)


def _in_order(given: MultiDict[str, str]) -> list[str]:
    """Give the chosen documents by the numbers written beside them; those without come last, the oldest first.

    The page lists the newest first, and a form sends its ticks as the page lists them.
    """
    chosen = list(dict.fromkeys(given.getlist("chon")))[::-1]

    def place(document_id: str) -> int:
        text = given.get(f"thu-tu-{document_id}", "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else LAST

    return sorted(chosen, key=place)


def _told(given: MultiDict[str, str]) -> dict[str, object]:
    parts = {name: name in given.getlist("phan") for name in PARTS} if "co-phan" in given else {}
    details = {name: given.get(name, "")[:LONGEST_TITLE] for name in DETAILS}
    profile = {"profile": WITH_DATA} if given.get("kem") else {}
    return {**parts, **profile, "sign": "ky-so" in given, "metadata": details}


def _without_paper(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """Give the form without what was said of the paper that has been taken in."""
    return MultiDict((k, v) for k, v in given.items(multi=True) if not k.startswith("tl-"))


def _page(
    given: MultiDict[str, str],
    *,
    chosen: Sequence[str],
    took: Mapping[str, Any] | None = None,
    problem: InputError | None = None,
) -> str:
    recent = looking.recent_rows(SHOWN)
    known = {row.id: row for row in (*looking.known_rows(chosen), *recent)}
    first = [known[i] for i in chosen if i in known]
    rows = [*first, *(row for row in recent if row.id not in chosen)]
    return render_template(
        "compose.html",
        rows=[_line(row) for row in rows],
        places={row.id: n for n, row in enumerate(first, start=1)},
        given=given,
        took=took,
        problem=problem,
        heading=_heading(problem, given, chosen) if problem else "",
        may_sign=not joined().shop.tools.signer.problem,
        errors=[e.as_dict() for e in problem.errors if e.detail != problem.detail] if problem else [],
    )


def _heading(problem: InputError, given: MultiDict[str, str], chosen: Sequence[str]) -> str:
    """Say what has not been done; an error that is not about what was told on the page names itself."""
    if given.get("viec") == "tai-len":
        return heading(problem, "Chưa thêm được tệp")
    return heading(problem, "Chưa đóng được hồ sơ" if chosen else "Chưa chọn văn bản nào")


def _line(row: DocumentRow) -> dict[str, Any]:
    return upload_shape(row) if row.uploaded else document_shape(row)
