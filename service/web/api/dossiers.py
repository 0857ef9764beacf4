"""/api/v1/dossiers: documents bound into one file, and the proof of it."""

from typing import Any, BinaryIO

from flask import Blueprint, Response, json

from service.database.rows import DocumentRow, DossierRow
from service.errors import NotFound
from service.jobs.folder import DOSSIER
from service.vietnamese.text import slug
from service.web import looking
from service.web.contract import json_body
from service.web.files import send, zip_documents
from service.web.idempotency import call_id, idempotent
from service.web.joined import joined
from service.web.orders import order_of
from service.web.shapes import signature_of
from service.web.streams import send_stream, split_stream

dossiers = Blueprint("dossiers", __name__, url_prefix="/api/v1/dossiers")


@dossiers.post("")
@idempotent(looking.taken_in)
def create() -> tuple[Response, int, dict[str, str]]:
    """Take in a dossier of finished documents."""
    body = json_body("DossierRequest")
    return looking.taken_in(joined().desk.dossier(body["documents"], order_of(body, dossier=True), call_id()))


@dossiers.get("/<dossier_id>")
def one(dossier_id: str) -> dict[str, Any]:
    """Give one dossier."""
    return looking.dossier_json(dossier_id)


@dossiers.get("/<dossier_id>/pdf")
def pdf(dossier_id: str) -> Response:
    """Give the bound PDF."""
    row, _ = looking.dossier(dossier_id)
    return send(joined().shop.archive.open_dossier(dossier_id), _name(row, ".pdf"))


@dossiers.get("/<dossier_id>/manifest.json")
def manifest(dossier_id: str) -> dict[str, Any]:
    """Say what the dossier is made of."""
    return _manifest(looking.dossier(dossier_id)[0])


@dossiers.get("/<dossier_id>/verification.json")
def verification(dossier_id: str) -> dict[str, Any]:
    """Give the verdicts on the dossier and on each document in it."""
    return _verification(*looking.dossier(dossier_id))


@dossiers.get("/<dossier_id>/zip")
def bundle(dossier_id: str) -> Response:
    """Give the dossier, its documents and its proofs in one archive."""
    row, rows = looking.dossier(dossier_id)
    shop = joined().shop
    proofs = (("manifest.json", _manifest(row)), ("verification.json", _verification(row, rows)))
    with shop.archive.open_dossier(dossier_id) as stream:
        extra: list[tuple[str, bytes | BinaryIO]] = [(n, json.dumps(v, indent=1).encode()) for n, v in proofs]
        extra.insert(0, (DOSSIER, stream))
        return send(zip_documents(shop.archive, rows, shop.work, extra, bound=True), _name(row, ".zip"))


@dossiers.post("/<dossier_id>/split")
def pieces(dossier_id: str) -> Response:
    """Give the documents of the dossier, cut out of its own file one after the other, in one archive."""
    row, _ = looking.dossier(dossier_id)
    shop = joined().shop
    return send_stream(split_stream(shop.archive, row.sha256, shop.work), _name(row, ".zip"))


def _manifest(row: DossierRow) -> dict[str, Any]:
    if row.manifest is None:
        raise NotFound("Hồ sơ chưa đóng xong.")
    known = {"id": row.id, "file": DOSSIER, "pages": row.pages, "sha256": row.sha256}
    return {**row.manifest, **known, "verified": row.verified, "verdict": row.verdict}


def _verification(row: DossierRow, rows: list[DocumentRow]) -> dict[str, Any]:
    """Give the verdicts; `level` is what the dossier claims and each document reaches, `below` why it is not more."""
    told = row.manifest or {}
    levels = [d.get("level", []) for d in told.get("documents", ())] or [[] for _ in rows]
    documents = [
        {"id": d.id, "title": d.title, "level": level, "verified": d.verified, "verdict": d.verdict}
        for d, level in zip(rows, levels, strict=True)
    ]
    known = {
        "level": list(row.claims) if told else [],
        "below": list(told.get("below", ())),
        "signature": signature_of(row),
    }
    return {"id": row.id, "verified": row.verified, **known, "verdict": row.verdict, "documents": documents}


def _name(row: DossierRow, ending: str) -> str:
    return f"{slug(row.title) or 'ho-so'}{ending}"
