"""Word files of the clerk's own go in, what should be mended comes out, by its place."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from service.errors import InputError
from service.model import Finding, Severity
from service.web.papers import CheckedFile, CheckedFiles, checked_upload
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
    """Check the files and show what was found, the gravest first; of several also what their numbers say."""
    try:
        found = checked_upload(NO_FILE, "ở ô “Ngày đại hội”")
    except InputError as exc:
        note(exc)
        return _page(problem=exc), exc.status
    if isinstance(found, CheckedFile):
        return _page(files=(found,))
    return _page(files=found.files, several=found)


def _page(
    *,
    files: Sequence[CheckedFile] = (),
    several: CheckedFiles | None = None,
    problem: InputError | None = None,
) -> str:
    return render_template(
        "check.html",
        files=[(one, _groups(one.examined.findings if one.examined else ())) for one in files],
        several=several,
        together=_groups(several.together if several else ()),
        problem=problem,
        given=request.form,
    )


def _groups(findings: Sequence[Finding]) -> list[tuple[str, str, list[Finding]]]:
    found = [(s.value, words, [f for f in findings if f.severity is s]) for s, words in GROUPS]
    return [group for group in found if group[2]]
