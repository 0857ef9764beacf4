"""/api/v1/batches: many documents from one file or one list."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from service.catalog.package import Package
from service.errors import FieldError, InvalidSubmission
from service.intake.read import Intake, read, take_rows
from service.jobs.submit import Order, Rows
from service.web import looking
from service.web.contract import checked, json_body
from service.web.idempotency import idempotent
from service.web.joined import joined

batches = Blueprint("batches", __name__, url_prefix="/api/v1/batches")
TRUE = ("true", "1", "on")


@batches.post("")
@idempotent
def create() -> Any:
    """Take in a batch, or only check it."""
    if request.mimetype == "multipart/form-data":
        package, taken, options = _from_form()
    else:
        body = json_body("BatchRequest")
        package = joined().library.get(body["template"])
        taken = take_rows(body["rows"], package.form, max_rows=joined().settings.max_rows)
        options = body
    if options.get("dry_run"):
        return _dry_run(taken)
    return accept(package, taken, options)


def accept(package: Package, taken: Intake, options: dict[str, Any]) -> tuple[Response, int, dict[str, str]]:
    """Hand the good rows to the desk."""
    order = Order(
        title=str(options.get("title") or ""),
        dossier=bool(options.get("dossier", False)),
        verify=bool(options.get("verify", True)),
    )
    job_id = joined().desk.batch(package, Rows(taken.good, taken.errors, taken.bad_rows), order)
    return jsonify(looking.job(job_id)), 202, {"Location": f"/api/v1/jobs/{job_id}"}


def _from_form() -> tuple[Package, Intake, dict[str, Any]]:
    given: dict[str, Any] = dict(request.form)
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        said = "Chưa có tệp dữ liệu. Xin gửi tệp .xlsx, .csv hoặc .json trong trường file."
        raise InvalidSubmission(errors=[FieldError(pointer="/file", rule="required", detail=said)])
    checked("BatchForm", given | {"file": ""})
    for name in ("dossier", "dry_run", "verify"):
        if name in given:
            given[name] = given[name] in TRUE
    package = joined().library.get(given["template"])
    shop = joined().shop
    with shop.folder() as folder:
        path = folder / "du-lieu"
        uploaded.save(path)
        taken = read(path, uploaded.filename, package.form, max_rows=joined().settings.max_rows)
    return package, taken, given


def _dry_run(taken: Intake) -> dict[str, Any]:
    bad = len(taken.bad_rows)
    summary = f"{taken.total} dòng: {len(taken.good)} đạt, {bad} dòng lỗi"
    errors = [e.as_dict() for e in taken.errors]
    return {"total": taken.total, "good": len(taken.good), "bad": bad, "summary": summary, "errors": errors}
