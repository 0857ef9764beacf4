"""/api/v1/uploads: papers that were not made here, to be bound into dossiers."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import UnsupportedMediaType

from service.database.rows import DocumentRow
from service.errors import NotFound
from service.jobs.uploads import Told, take_upload
from service.web import looking
from service.web.contract import checked
from service.web.files import document_name, send, send_document
from service.web.idempotency import call_id, idempotent
from service.web.joined import joined
from service.web.shapes import upload_shape
from service.web.uploads import uploaded_file

NO_PDF = "Chưa có tệp PDF. Xin gửi tệp .pdf trong trường file."

uploads = Blueprint("uploads", __name__, url_prefix="/api/v1/uploads")


def _answer(row: DocumentRow) -> tuple[Response, int, dict[str, str]]:
    shape = upload_shape(row)
    return jsonify(shape), 201, {"Location": shape["links"]["self"]}


@uploads.post("")
@idempotent(lambda upload_id: _answer(_row(upload_id)))
def create() -> tuple[Response, int, dict[str, str]]:
    """Look through a PDF from elsewhere and keep it, or refuse it with every reason."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    told = Told.from_dict(checked("UploadForm", {**request.form.to_dict(), "file": ""}))
    return _answer(taken(told, call_id()))


def taken(told: Told, document_id: str = "", missing: str = NO_PDF) -> DocumentRow:
    """Take in the multipart field `file`; it lies in a work folder only while it is looked through.

    `missing` is said when there is none.
    """
    sent = uploaded_file(missing)
    shop = joined().shop
    with shop.folder() as folder:
        path = folder / "tai-len.pdf"
        sent.save(path)
        return looking.document_row(take_upload(shop, path, sent.filename or "", told, document_id))


@uploads.get("/<upload_id>")
def one(upload_id: str) -> dict[str, Any]:
    """Give one paper."""
    return upload_shape(_row(upload_id))


@uploads.get("/<upload_id>/pdf")
def pdf(upload_id: str) -> Response:
    """Give the copy that is bound."""
    return send_document(_row(upload_id), ".pdf")


@uploads.get("/<upload_id>/original")
def original(upload_id: str) -> Response:
    """Give the file as it came."""
    row = _row(upload_id)
    return send(joined().shop.archive.open_original(upload_id), document_name(row, ".pdf"))


def _row(upload_id: str) -> DocumentRow:
    row = looking.document_row(upload_id)
    if not row.uploaded:
        raise NotFound("Đây là văn bản làm từ mẫu, không phải tệp tải lên. Xin xem /api/v1/documents.")
    return row
