"""Signing the dossier that a job has bound; the unsigned one stays kept until the signed one is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.database.rows import get_dossier
from service.errors import ServiceError
from service.jobs.workshop import Workshop
from service.pipeline import file_sha256
from service.ports import Signer


def sign_dossier(shop: Workshop, dossier_id: str) -> None:
    """Sign a bound dossier and keep it in place of the unsigned one; one that is signed stays as it is.

    Raises:
        BadSettings, SigningFailed, ToolError, StorageUnavailable: the unsigned dossier stays kept; a retry signs it.
    """
    with shop.database.read() as connection:
        row = get_dossier(connection, dossier_id)
    manifest = row.manifest
    if row.sha256 is None or manifest is None or manifest.get("signature"):
        return
    with shop.folder() as folder:
        bound = shop.archive.fetch(row.sha256, ".pdf", folder / "ho-so.pdf")
        signed = folder / "ho-so-da-ky.pdf"
        told = signed_as(shop.tools.signer, bound, signed)
        columns = {"sha256": file_sha256(signed), "manifest": {**manifest, "signature": told}}
        shop.archive.keep_signed(dossier_id, signed, columns=columns)


@dataclass(frozen=True)
class Signed:
    """What came of signing a file: what its manifest says of the signature, or why there is none."""

    told: dict[str, Any] | None = None
    refused: ServiceError | None = None


UNSIGNED = Signed()


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
