"""Signing the dossier that a job has bound; the unsigned one stays kept until the signed one is, then it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from service.database.rows import get_dossier
from service.errors import ServiceError, StorageUnavailable
from service.jobs.workshop import Workshop
from service.pipeline import file_sha256
from service.ports import Signer

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Signed:
    """What came of signing a file: what its manifest says of the signature, or why there is none."""

    told: dict[str, Any] | None = None
    refused: ServiceError | None = None


UNSIGNED = Signed()


def sign_dossier(shop: Workshop, dossier_id: str) -> None:
    """Sign a bound dossier and keep it in place of the unsigned one; one that is signed stays as it is.

    The unsigned file goes then: its bytes are the first of the signed one.

    Raises:
        BadSettings, SigningFailed, ToolError, StorageUnavailable: the unsigned dossier stays kept; a retry signs it.
    """
    with shop.database.read() as connection:
        row = get_dossier(connection, dossier_id)
    manifest = row.manifest
    if row.sha256 is None or manifest is None:
        return
    if manifest.get("signature"):  # stopped, perhaps, before the unsigned file went
        _forget_unsigned(shop, manifest["signature"])
        return
    with shop.folder() as folder:
        bound = shop.archive.fetch(row.sha256, ".pdf", folder / "ho-so.pdf")
        signed = folder / "ho-so-da-ky.pdf"
        told = signed_as(shop.tools.signer, bound, signed)
        columns = {"sha256": file_sha256(signed), "manifest": {**manifest, "signature": told}}
        shop.archive.keep_signed(dossier_id, signed, columns=columns)
    _forget_unsigned(shop, told)


def _forget_unsigned(shop: Workshop, told: Mapping[str, Any]) -> None:
    try:
        shop.archive.forget_pdf(str(told["unsigned_sha256"]))
    except StorageUnavailable as exc:  # what is left takes room, nothing else
        log.warning("unsigned_dossier_left", sha256=told["unsigned_sha256"], exc_info=exc)


def sign_in_place(signer: Signer, pdf: Path) -> Signed:
    """Sign a file where it lies; one that cannot be signed stays as it is."""
    try:
        return Signed(signed_as(signer, pdf, pdf))
    except ServiceError as exc:
        return Signed(refused=exc)


def signed_as(signer: Signer, bound: Path, signed: Path) -> dict[str, Any]:
    """Sign a file; give what its manifest says of the signature, and of the bytes that were there before."""
    before = {"unsigned_sha256": file_sha256(bound), "unsigned_bytes": bound.stat().st_size}
    return signer.sign(bound, signed).as_dict() | before
