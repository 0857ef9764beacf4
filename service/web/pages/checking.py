"""A Word file of the clerk's own goes in, what should be mended comes out, by its place."""

from flask import Blueprint, render_template, request

from service.checks.paper.door import Examined
from service.errors import InputError
from service.model import Finding, Severity
from service.web.api.checks import examined_upload
from service.web.problems import note

checking = Blueprint("checking", __name__)

NO_FILE = "Chưa chọn tệp. Xin bấm vào ô “Tệp Word” rồi chọn văn bản cần kiểm tra."
GROUPS = (
    (Severity.ERROR, "Lỗi phải sửa"),
    (Severity.WARNING, "Nên xem lại"),
    (Severity.INFO, "Để biết"),
)


@checking.get("/kiem-tra")
def form() -> str:
    """Show where to choose the file."""
    return _page()


@checking.post("/kiem-tra")
def send() -> str | tuple[str, int]:
    """Check the file and show what was found, the gravest first."""
    try:
        examined = examined_upload(NO_FILE)
    except InputError as exc:
        note(exc)
        return _page(problem=exc), exc.status
    return _page(examined=examined)


def _page(*, examined: Examined | None = None, problem: InputError | None = None) -> str:
    return render_template(
        "check.html",
        examined=examined,
        report=examined.report if examined else None,
        groups=_groups(examined.findings if examined else ()),
        problem=problem,
        given=request.form,
        name=request.files["file"].filename if "file" in request.files else "",
    )


def _groups(findings: tuple[Finding, ...]) -> list[tuple[str, str, list[Finding]]]:
    found = [(s.value, words, [f for f in findings if f.severity is s]) for s, words in GROUPS]
    return [group for group in found if group[2]]
