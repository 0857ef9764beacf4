"""/api/v1/batches: many documents from one file or one list."""

from typing import Any

from flask import Blueprint, Response, request

from service.catalog.package import Package
from service.intake.read import Intake, take_rows
from service.jobs.order import Rows
from service.web import looking
from service.web.contract import checked, json_body, json_member
from service.web.idempotency import call_id, idempotent
from service.web.joined import joined
from service.web.orders import order_of, overrides_of
from service.web.uploads import uploaded_rows

batches = Blueprint("batches", __name__, url_prefix="/api/v1/batches")
TRUE = ("true", "1", "on")
MOST_FINDINGS = 10_000


@batches.post("")
@idempotent(looking.taken_in)
def create() -> Any:
    """Take in a batch, or only check it."""
    if request.mimetype == "multipart/form-data":
        package, taken, options = _from_form()
    else:
        body = json_body("BatchRequest")
        package = joined().library.get(body["template"])
        taken = take_rows(body["rows"], package.form, max_rows=joined().settings.max_rows)
        options = body
    rows = joined().desk.judged(package, taken, overrides_of(package, options.get("overrides")))
    if options.get("dry_run"):
        return _dry_run(taken.total, rows)
    return accept(package, rows, options)


def accept(package: Package, rows: Rows, options: dict[str, Any]) -> tuple[Response, int, dict[str, str]]:
    """Hand the good rows to the desk."""
    order = order_of(options, dossier=bool(options.get("dossier", False)))
    return looking.taken_in(joined().desk.batch(package, rows, order, call_id()))


def _from_form() -> tuple[Package, Intake, dict[str, Any]]:
    given = checked("BatchForm", request.form.to_dict() | {"file": ""})
    for name in ("dossier", "dry_run", "verify", "cover", "contents", "closing", "sign"):
        if name in given:
            given[name] = given[name] in TRUE
    if "metadata" in given:
        given["metadata"] = json_member("DossierMetadata", "metadata", given["metadata"])
    package = joined().library.get(given["template"])
    return package, uploaded_rows(package), given


def _dry_run(total: int, rows: Rows) -> dict[str, Any]:
    return {
        "total": total,
        "good": len(rows.good),
        "bad": len(rows.bad_rows),
        "summary": rows.summary,
        "errors": [e.as_dict() for e in rows.errors],
        "findings": [f.as_dict() for f in rows.found[:MOST_FINDINGS]],
        "notes": [n.as_dict() for n in rows.notes],
    }
