"""/api/v1/checks: what the rules find, in values or in a Word file; nothing is made or kept."""

from typing import Any

from flask import Blueprint, request

from service.checks.paper.door import Asked, Examined, examine_file
from service.checks.paper.judge import read_day
from service.forms.clean import clean
from service.web.contract import checked, json_body
from service.web.joined import joined
from service.web.orders import overrides_of
from service.web.uploads import uploaded_file

checks = Blueprint("checks", __name__, url_prefix="/api/v1/checks")

NO_FILE = "Chưa có tệp Word. Xin gửi tệp .docx trong trường file."


@checks.post("")
def create() -> dict[str, Any]:
    """Judge the values of one document, or a Word file."""
    if request.mimetype == "multipart/form-data":
        return examined_upload(NO_FILE).as_dict()
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


def examined_upload(missing: str) -> Examined:
    """Check the uploaded Word file, which lies in a work folder only while it is read; raises as examine_file."""
    uploaded = uploaded_file(missing)
    given = checked("FileCheckForm", {**request.form.to_dict(), "file": ""})
    shop = joined().shop
    with shop.folder() as folder:
        path = folder / "van-ban.docx"
        uploaded.save(path)
        asked = Asked(
            kind=given.get("as", ""),
            rules=given.get("rules", ""),
            day=read_day(given.get("date", "")),
            today=shop.bench.today,
            folders=joined().settings.rules,
        )
        return examine_file(path, (uploaded.filename or "")[:200], asked)
