"""Reading an uploaded data file; the API's batches and the upload page share it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import request
from werkzeug.datastructures import FileStorage

from service.catalog.package import Package
from service.errors import FieldError, InvalidSubmission, UnreadableInput
from service.intake.jsondata import parse
from service.intake.notes import ENCODINGS, HIDDEN, ZEROS, Answers
from service.intake.read import Intake, read
from service.web.joined import joined

_EXAMPLES = {
    "mapping": 'tiêu đề cột và tên trường, ví dụ {"Họ, tên": "ho_ten"}',
    "sheets": 'tên trang và danh sách của nó, ví dụ {"Sheet2": "Vắng mặt", "Nháp": ""}',
    "dates": 'tiêu đề cột ngày và cách đọc, ví dụ {"Ngày sinh": "mdy-1930"}',
}
NO_FILE = "Chưa có tệp dữ liệu. Xin gửi tệp .xlsx, .csv hoặc .json trong trường file."


def uploaded_rows(package: Package, missing: str = NO_FILE) -> Intake:
    """Read the multipart field `file`; it lies in a work folder only while it is read.

    Raises:
        InvalidSubmission: no file was sent (said with `missing`), or its header does not fit the form.
        UnreadableInput, InputTooLarge: see intake.
    """
    limit, answers = joined().settings.max_rows, said_of_the_file()
    with laid_down(missing) as (path, name):
        return read(path, name, package.form, max_rows=limit, answers=answers)


@contextmanager
def laid_down(missing: str = NO_FILE) -> Iterator[tuple[Path, str]]:
    """Lay the multipart field `file` into a work folder; give its path and what its sender calls it.

    Raises:
        InvalidSubmission: no file was sent (said with `missing`).
    """
    uploaded = uploaded_file(missing)
    with joined().shop.folder() as folder:
        path = folder / "du-lieu"
        uploaded.save(path)
        yield path, uploaded.filename or ""


def uploaded_file(missing: str) -> FileStorage:
    """Give the multipart field `file`, or raise InvalidSubmission that says `missing`."""
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        raise InvalidSubmission(
            missing, errors=[FieldError(pointer="/file", rule="required", detail=missing)]
        )
    return uploaded


def said_of_the_file() -> Answers:
    """Read what the sender says: `mapping`, `sheets`, `dates` (JSON), `hidden_rows`, `encoding`, `zeros`.

    Raises:
        InvalidSubmission: a member is no JSON object of texts.
    """
    given = request.form
    hidden, encoding = given.get("hidden_rows", ""), given.get("encoding", "")
    zeros = given.get("zeros", "")
    return Answers(
        _texts("mapping", given.get("mapping", "")),
        hidden if hidden in HIDDEN else "",
        encoding if encoding in ENCODINGS else "",
        _texts("sheets", given.get("sheets", "")),
        _texts("dates", given.get("dates", "")),
        zeros if zeros in ZEROS else "",
    )


def _texts(name: str, text: str) -> dict[str, str]:
    try:
        found = parse(text, name) if text.strip() else {}
    except UnreadableInput:
        found = None
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        said = f"{name} phải là đối tượng JSON: {_EXAMPLES[name]}."
        raise InvalidSubmission(said, errors=[FieldError(pointer=f"/{name}", rule="type", detail=said)])
    return found
