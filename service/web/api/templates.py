"""/api/v1/templates: the catalogue, forms, blank workbooks, samples, previews."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import UnsupportedMediaType

from service.catalog.add import Offer
from service.catalog.package import Package
from service.errors import FieldError, InvalidTemplate, NotFound, UnreadableInput
from service.forms.clean import clean
from service.intake.jsondata import parse
from service.intake.sheet import write_blank
from service.intake.text import decode
from service.model import Submission
from service.pipeline import make_document, papers
from service.web.contract import checked, json_body
from service.web.files import send
from service.web.idempotency import idempotent, nothing
from service.web.joined import joined
from service.web.shapes import template_shape
from service.web.uploads import uploaded_file

templates = Blueprint("templates", __name__, url_prefix="/api/v1/templates")


@templates.get("")
def catalogue() -> dict[str, Any]:
    """List the packages that can be used, and what is wrong with the others."""
    library = joined().library
    return {
        "templates": [template_shape(p) for p in library.list()],
        "problems": [{**exc.as_problem(), "slug": slug} for slug, exc in library.problems().items()],
    }


@templates.post("")
@idempotent(nothing)  # the same template twice changes nothing
def add() -> tuple[Response, int, dict[str, str]]:
    """Take in a Word template that somebody made, as a new package or the next version of one."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType
    uploaded = uploaded_file("Chưa có mẫu Word. Xin gửi tệp .docx trong trường file.")
    form = request.files["form"].read() if "form" in request.files else request.form.get("form", "").encode()
    given = checked("TemplateForm", {**request.form.to_dict(), "file": "", "form": ""})
    with joined().shop.folder() as folder:
        path = folder / "mau.docx"
        uploaded.save(path)
        added = joined().additions.add(
            Offer(
                file=path,
                name=uploaded.filename or "",
                title=given.get("title", ""),
                slug=given.get("slug", ""),
                form=_schema(form) if form.strip() else None,
            )
        )
    shape = _whole(added.package) | {"findings": [f.as_dict() for f in added.findings]}
    return jsonify(shape), 201, {"Location": shape["links"]["self"]}


def _schema(data: bytes) -> dict[str, Any]:
    try:
        schema = parse(decode(data), "form")
    except UnreadableInput as exc:
        said = f"{exc.detail} Xin gửi một biểu mẫu JSON Schema, hoặc bỏ trường này."
        raise InvalidTemplate(errors=[FieldError(pointer="/form", rule="json", detail=said)]) from exc
    if not isinstance(schema, dict):
        said = "form: phải là một đối tượng JSON {…}."
        raise InvalidTemplate(errors=[FieldError(pointer="/form", rule="type", detail=said)])
    return schema


@templates.get("/<slug>")
def one(slug: str) -> dict[str, Any]:
    """Give one package with its form."""
    return _whole(joined().library.get(slug))


def _whole(package: Package) -> dict[str, Any]:
    documents = [{"key": d.key, "title": d.title} for d in package.documents]
    return {**template_shape(package), "documents": documents, "schema": package.form.schema}


@templates.get("/<slug>/sheet.xlsx")
def sheet(slug: str) -> Response:
    """Give the blank workbook."""
    return _blank(slug, ".xlsx")


@templates.get("/<slug>/sheet.csv")
def sheet_csv(slug: str) -> Response:
    """Give the header of the blank workbook, where the form has no lists."""
    return _blank(slug, ".csv")


def _blank(slug: str, ending: str) -> Response:
    package, shop = joined().library.get(slug), joined().shop
    with shop.folder() as folder:
        path = folder / f"{slug}{ending}"
        write_blank(package.form, path, title=package.title, sample=package.sample)
        return send(path.open("rb"), path.name)


@templates.get("/<slug>/sample.json")
def sample(slug: str) -> dict[str, Any]:
    """Give the sample."""
    return dict(joined().library.get(slug).sample)


@templates.post("/<slug>/preview")
def preview(slug: str) -> Response:
    """Make the first document of the values and keep nothing."""
    package = joined().library.get(slug)
    return preview_of(package, clean(package.form, json_body("PreviewRequest")["values"], lenient=False))


def preview_of(package: Package, submission: Submission) -> Response:
    """Make the first document of a submission and send its PDF; nothing is kept."""
    shop = joined().shop
    found = papers(package, submission)
    if not found:
        raise NotFound("Theo dữ liệu này thì không có văn bản nào cần làm.")
    with shop.folder() as folder:
        made = make_document(shop.tools, found[0], folder, "xem-truoc")
        return send(made.pdf.open("rb"), made.pdf.name, download=False)
