"""/api/v1/checks: what the rules find, in values or in Word files; nothing is made or kept."""

from typing import Any

from flask import Blueprint, request

from service.forms.clean import clean
from service.web.contract import json_body
from service.web.joined import joined
from service.web.orders import overrides_of
from service.web.papers import CheckedFile, checked_upload

checks = Blueprint("checks", __name__, url_prefix="/api/v1/checks")

NO_FILE = "Chưa có tệp Word. Xin gửi tệp .docx trong trường file."


@checks.post("")
def create() -> dict[str, Any]:
    """Judge the values of one document, a Word file, or several of them together."""
    if request.mimetype == "multipart/form-data":
        found = checked_upload(NO_FILE, "trong trường term")
        return (
            found.examined.as_dict() if isinstance(found, CheckedFile) and found.examined else found.as_dict()
        )
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
