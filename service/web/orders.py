"""What a request asks of a dossier, as the order that the desk takes."""

from collections.abc import Mapping
from typing import Any

from service.dossier.record import Details
from service.jobs.order import Order


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
        details=Details.from_dict(body.get("metadata") or {}),
    )
