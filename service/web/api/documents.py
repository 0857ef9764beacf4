"""/api/v1/documents: one document made at once, and what is kept of it."""

import copy
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotAcceptable

from service.catalog.package import Package
from service.database.rows import DocumentRow
from service.errors import FieldError, InvalidSubmission
from service.forms.clean import clean
from service.web import looking
from service.web.contract import json_body
from service.web.files import DOCX, JSON, PDF, send_document
from service.web.idempotency import call_id, idempotent
from service.web.joined import joined
from service.web.orders import overrides_of
from service.web.shapes import document_shape

documents = Blueprint("documents", __name__, url_prefix="/api/v1/documents")


def _answer(row: DocumentRow) -> tuple[Response, int, dict[str, str]]:
    """Answer for a document that is made, as Accept asks."""
    wanted = _wanted()
    location = {"Location": f"/api/v1/documents/{row.id}"}
    if wanted in (PDF, DOCX):
        return send_document(row, ".pdf" if wanted == PDF else ".docx"), 200, location
    return jsonify(document_shape(row)), 201, location


@documents.post("")
@idempotent(lambda document_id: _answer(looking.document_row(document_id)))
def create() -> tuple[Response, int, dict[str, str]]:
    """Make one document; answer with the file that Accept asks for, or with JSON."""
    _wanted()  # refused before anything is made
    body = json_body("DocumentRequest")
    package = joined().library.get(body["template"])
    submission = clean(package.form, _numbered(package, body), lenient=False)
    overrides = overrides_of(package, body.get("overrides"))
    verify = body.get("verify", True)
    rows = joined().desk.document(
        package, submission, verify=verify, overrides=overrides, document_id=call_id()
    )
    return _answer(rows[0])


def _wanted() -> str:
    """Give the type that Accept likes best."""
    if not request.accept_mimetypes:
        return JSON
    wanted = request.accept_mimetypes.best_match([JSON, PDF, DOCX])
    if wanted is None:
        raise NotAcceptable
    return wanted


def _numbered(package: Package, body: dict[str, Any]) -> dict[str, Any]:
    """Put `number` into the field that the package names for it; the field says whether it is text or a number."""
    values: dict[str, Any] = body["values"]
    if "number" not in body:
        return values
    path = (package.number_field or "").split(".")
    field = package.form.find("/" + "/".join(path))
    if package.number_field is None or field is None:
        raise _refused("Bộ mẫu này không đánh số văn bản; xin bỏ trường number.")
    number: Any = body["number"]
    if field.kind == "integer" and number.isascii() and number.isdigit():
        number = int(number)
    values = inner = copy.deepcopy(values)
    for step in path[:-1]:
        inner = inner.setdefault(step, {})
        if not isinstance(inner, dict):
            return values  # the form will say what is wrong with it
    if inner.setdefault(path[-1], number) not in (number, None, ""):
        raise _refused(
            f"Số văn bản đã có trong values ({package.number_field}) và khác number; xin bỏ bớt một."
        )
    inner[path[-1]] = number
    return values


def _refused(detail: str) -> InvalidSubmission:
    return InvalidSubmission(errors=[FieldError(pointer="/number", rule="number", detail=detail)])


@documents.get("/<document_id>")
def one(document_id: str) -> dict[str, Any]:
    """Give one document."""
    return document_shape(looking.document_row(document_id))


@documents.get("/<document_id>/pdf")
def pdf(document_id: str) -> Response:
    """Give the PDF."""
    return send_document(looking.document_row(document_id), ".pdf")


@documents.get("/<document_id>/docx")
def docx(document_id: str) -> Response:
    """Give the filled Word file."""
    return send_document(looking.document_row(document_id), ".docx")


@documents.get("/<document_id>/data")
def data(document_id: str) -> Response:
    """Give the values as they were filled in."""
    return Response(looking.document_row(document_id).data, content_type="application/json; charset=utf-8")
