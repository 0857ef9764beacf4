"""Reading an uploaded data file; the API's batches and the upload page share it."""

from flask import request
from werkzeug.datastructures import FileStorage

from service.catalog.package import Package
from service.errors import FieldError, InvalidSubmission
from service.intake.read import Intake, read
from service.vietnamese.numbers import group
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
        return read(path, uploaded.filename or "", package.form, max_rows=joined().settings.max_rows)


def uploaded_file(missing: str) -> FileStorage:
    """Give the multipart field `file`, or raise InvalidSubmission that says `missing`."""
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        raise InvalidSubmission(
            missing, errors=[FieldError(pointer="/file", rule="required", detail=missing)]
        )
    return uploaded


def summary(taken: Intake) -> str:
    """Say in one sentence what came of reading: "285 dòng: 279 đạt, 6 dòng lỗi"."""
    return f"{group(taken.total)} dòng: {group(len(taken.good))} đạt, {group(len(taken.bad_rows))} dòng lỗi"
