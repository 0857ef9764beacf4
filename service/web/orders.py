"""What a request asks of a dossier, as the order that the desk takes; and the errors that its sender answers for."""

from collections.abc import Mapping
from typing import Any

from service.catalog.package import Package
from service.checks.override import Override, read_overrides
from service.dossier.record import Details
from service.intake.jsondata import parse
from service.jobs.order import Order
from service.web.contract import checked
from service.web.joined import joined


def order_of(body: Mapping[str, Any], *, dossier: bool) -> Order:
    """Read title, standard, parts, details and the wish for a verdict; what is not said is wanted.

    Raises:
        InvalidSubmission: a detail of the dossier is wrong, named by its place.
    """
    return Order(
        title=str(body.get("title") or ""),
        dossier=dossier,
        verify=bool(body.get("verify", True)),
        profile=str(body.get("profile") or "pdfa-2a"),
        cover=bool(body.get("cover", True)),
        contents=bool(body.get("contents", True)),
        closing=bool(body.get("closing", True)),
        sign=bool(body.get("sign", False)),
        details=Details.from_dict(body.get("metadata") or {}),
    )


def overrides_of(package: Package, given: Any) -> tuple[Override, ...]:
    """Read the member `overrides` of a request, a list; of a form field, which is JSON in itself, too.

    Raises:
        UnreadableInput: the field is no JSON. InvalidSubmission: a rule, place or reason is wrong; each is named.
    """
    if isinstance(given, str):
        given = parse(given, "overrides") if given.strip() else []
        given = checked("Overrides", {"overrides": given})["overrides"]
    return read_overrides(given or (), package.form, joined().shop.book)
