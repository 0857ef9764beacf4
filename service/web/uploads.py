"""Reading an uploaded data file; the API's batches and the upload page share it."""

import json

from flask import request
from werkzeug.datastructures import FileStorage

from service.catalog.package import Package
from service.errors import FieldError, InvalidSubmission
from service.intake.notes import ENCODINGS, HIDDEN, Answers
from service.intake.read import Intake, read
from service.web.joined import joined

NO_FILE = "Chưa có tệp dữ liệu. Xin gửi tệp .xlsx, .csv hoặc .json trong trường file."


def uploaded_rows(package: Package, missing: str = NO_FILE) -> Intake:
    """Read the multipart field `file`; it lies in a work folder only while it is read.

    Raises:
        InvalidSubmission: no file was sent (said with `missing`), or its header does not fit the form.
        UnreadableInput, InputTooLarge: see intake.
    """
    uploaded = uploaded_file(missing)
    with joined().shop.folder() as folder:
        path = folder / "du-lieu"
        uploaded.save(path)
        limit, answers = joined().settings.max_rows, said_of_the_file()
        return read(path, uploaded.filename or "", package.form, max_rows=limit, answers=answers)


def uploaded_file(missing: str) -> FileStorage:
    """Give the multipart field `file`, or raise InvalidSubmission that says `missing`."""
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        raise InvalidSubmission(
            missing, errors=[FieldError(pointer="/file", rule="required", detail=missing)]
        )
    return uploaded


def said_of_the_file() -> Answers:
    """Read what the sender says of the file: form fields `mapping` (JSON), `hidden_rows`, `encoding`.

    Raises:
        InvalidSubmission: `mapping` is no JSON object of texts.
    """
    given = request.form
    hidden, encoding = given.get("hidden_rows", ""), given.get("encoding", "")
    return Answers(
        _mapping(given.get("mapping", "")),
        hidden if hidden in HIDDEN else "",
        encoding if encoding in ENCODINGS else "",
    )


def _mapping(text: str) -> dict[str, str]:
    try:
        mapping = json.loads(text) if text.strip() else {}
    except (json.JSONDecodeError, RecursionError):
        mapping = None
    if not isinstance(mapping, dict) or not all(isinstance(v, str) for v in mapping.values()):
        said = 'mapping phải là đối tượng JSON: tiêu đề cột và tên trường, ví dụ {"Họ, tên": "ho_ten"}.'
        raise InvalidSubmission(said, errors=[FieldError(pointer="/mapping", rule="type", detail=said)])
    return mapping
