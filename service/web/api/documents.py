"""/api/v1/documents: one document made at once, and what is kept of it."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from service.catalog.package import Package
from service.errors import FieldError, InvalidSubmission
from service.forms.clean import clean
from service.web import looking
from service.web.contract import json_body
from service.web.files import DOCX, PDF, document_name, send
from service.web.idempotency import idempotent
from service.web.joined import joined
from service.web.shapes import document_shape

documents = Blueprint("documents", __name__, url_prefix="/api/v1/documents")


@documents.post("")
@idempotent
def create() -> tuple[Response, int, dict[str, str]]:
    """Make one document; answer with the file that Accept asks for, or with JSON."""
    body = json_body("DocumentRequest")
    package = joined().library.get(body["template"])
    submission = clean(package.form, _numbered(package, body), lenient=False)
    made = joined().desk.document(package, submission, verify=body.get("verify", True))
    location = {"Location": f"/api/v1/documents/{made[0]}"}
    wanted = request.accept_mimetypes.best_match(["application/json", PDF, DOCX])
    if wanted in (PDF, DOCX):
        return _file(made[0], ".pdf" if wanted == PDF else ".docx"), 200, location
    return jsonify(document_shape(looking.document_row(made[0]))), 201, location


def _numbered(package: Package, body: dict[str, Any]) -> dict[str, Any]:
    """Put `number` into the field that the package names for it."""
    if "number" not in body:
        return dict(body["values"])
    if package.number_field is None:
        said = "Bộ mẫu này không đánh số văn bản; xin bỏ trường number."
        raise InvalidSubmission(errors=[FieldError(pointer="/number", rule="number", detail=said)])
    return {**body["values"], package.number_field: body["number"]}


@documents.get("/<document_id>")
def one(document_id: str) -> dict[str, Any]:
    """Give one document."""
    return document_shape(looking.document_row(document_id))


@documents.get("/<document_id>/pdf")
def pdf(document_id: str) -> Response:
    """Give the PDF."""
    return _file(document_id, ".pdf")


@documents.get("/<document_id>/docx")
def docx(document_id: str) -> Response:
    """Give the filled Word file."""
    return _file(document_id, ".docx")


@documents.get("/<document_id>/data")
def data(document_id: str) -> Response:
    """Give the values as they were filled in."""
    return Response(looking.document_row(document_id).data, content_type="application/json; charset=utf-8")


def _file(document_id: str, ending: str) -> Response:
    row = looking.document_row(document_id)
    return send(joined().shop.archive.open_document(document_id, ending), document_name(row, ending))
