"""/api/v1/checks: what the rules find, and nothing is made or kept."""

from typing import Any

from flask import Blueprint

from service.forms.clean import clean
from service.web.contract import json_body
from service.web.joined import joined
from service.web.orders import overrides_of

checks = Blueprint("checks", __name__, url_prefix="/api/v1/checks")


@checks.post("")
def create() -> dict[str, Any]:
    """Judge the values of one document."""
    body = json_body("CheckRequest")
    package = joined().library.get(body["template"])
    submission = clean(package.form, body["values"], lenient=False)
    overrides = overrides_of(package, body.get("overrides"))
    judgement = joined().shop.bench.judged(package, submission, overrides)
    return {
        "template": package.slug,
        "rule_set": judgement.rule_set,
        "stops": bool(judgement.blocking),
        "findings": judgement.kept(),
    }
