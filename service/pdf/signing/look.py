"""Looks at the signatures of a file: who, when, are the bytes whole, is the certificate trusted, what came after.

Asks nobody on any network: what proves a certificate is in the file or in the folder of trust roots. A signature with a
trusted timestamp is judged as of that moment, any other as of now. Runs in the child only.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureCoverageLevel

from service.errors import UnreadableInput
from service.model import After, Signature
from service.pdf.signing.additions import Additions
from service.pdf.signing.keys import USAGES
from service.pdf.signing.means import Means
from service.pdf.signing.store import Store, store_of
from service.pdf.signing.trust import Trust, trust_of
from service.pdf.signing.write import names_of

_BROKEN = "Các byte mà chữ ký bảo vệ đã bị đổi sau khi ký. Xin lấy lại tệp gốc."
_UNREAD = "Chữ ký hỏng hoặc ghi theo cách không đọc được nên không kiểm được. Xin lấy lại tệp gốc."
_ADDED = "Sau khi ký, tệp bị thêm hoặc sửa nội dung. Xin lấy lại tệp gốc."
_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError)
"""What the libraries raise over bytes that are not what they say they are."""
_WHY: dict[Any, str] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "Chứng thư không do nơi cấp đáng tin phát hành.",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "Chứng thư không do nơi cấp đáng tin phát hành, hoặc không để ký.",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "Chứng thư hết hạn, không có dấu thời gian chứng minh đã ký trước đó.",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "Chứng thư hết hạn, không có dấu thời gian chứng minh đã ký trước đó.",
    AdESIndeterminate.EXPIRED: "Chứng thư đã hết hạn khi ký.",
    AdESIndeterminate.REVOKED_NO_POE: "Chứng thư đã bị thu hồi.",
    AdESIndeterminate.REVOKED_CA_NO_POE: "Chứng thư của nơi cấp đã bị thu hồi.",
    AdESFailure.REVOKED: "Chứng thư đã bị thu hồi.",
    AdESFailure.NOT_YET_VALID: "Chứng thư chưa có hiệu lực khi ký.",
}


@dataclass(frozen=True)
class _Stamp:
    """A timestamp over the whole file: the revision that it ends, and when that was; None where nobody is trusted."""

    revision: int
    moment: datetime | None


@dataclass(frozen=True)
class _Grounds:
    """What the signatures of one file are judged by."""

    store: Store
    trust: Trust
    additions: Additions
    stamps: tuple[_Stamp, ...] = ()


def look(means: Means, path: Path, now: datetime) -> list[Signature]:
    """Say what is to be said of every signature, in the order in which they were made.

    Raises:
        UnreadableInput: no PDF.
        BadSettings: the trust roots cannot be read.
    """
    trust = trust_of(means)
    try:
        with path.open("rb") as file:
            reader = PdfFileReader(file, strict=False)
            return _all(reader, trust, now)
    except (PdfError, OSError, RecursionError) as exc:
        raise UnreadableInput(
            f"Tệp {path.name} không phải PDF, hoặc đã hỏng đến mức không đọc được."
        ) from exc


def _all(reader: PdfFileReader, trust: Trust, now: datetime) -> list[Signature]:
    try:
        found = list(reader.embedded_regular_signatures)
    except _MALFORMED:
        return [_unread("")]
    told, grounds = [], _Grounds(_store(reader), trust, Additions(reader))
    grounds = replace(grounds, stamps=tuple(_archival(reader, grounds, now)))
    for one in found:
        try:
            told.append(_told(one, grounds, now))
        except (*_MALFORMED, SignatureValidationError, PdfError):
            told.append(_unread(str(one.field_name)))
    return told


def _store(reader: PdfFileReader) -> Store:
    """Read what proves certificates; where it is rubbish it proves nothing."""
    try:
        return store_of(reader)
    except (*_MALFORMED, PdfError, ValidationInfoReadingError):
        return Store()


def _archival(reader: PdfFileReader, grounds: _Grounds, now: datetime) -> Iterator[_Stamp]:
    """Give the timestamps over the whole file that hold, the last first; each as of what the next swears to."""
    moment: datetime | None = now
    for one in reversed(list(reader.embedded_timestamp_signatures)):
        try:
            status = asyncio.run(_stamp_as_of(one, grounds, moment or now))
        except (*_MALFORMED, SignatureValidationError, PdfError):
            return
        if not (status.intact and status.valid and _covers(status)):
            return
        moment = status.timestamp if moment is not None and status.trusted else None
        yield _Stamp(one.signed_revision, moment)


async def _stamp_as_of(
    one: EmbeddedPdfSignature, grounds: _Grounds, moment: datetime
) -> DocumentTimestampStatus:
    context = grounds.store.context(grounds.trust.told(moment), [one.signer_cert])
    return await async_validate_pdf_timestamp(one, context, diff_policy=grounds.additions)


def _unread(field: str) -> Signature:
    """Say of a signature that it cannot be read, so that it proves nothing."""
    unknown = dict.fromkeys(
        ("signer", "organ", "issuer", "serial", "expires", "level", "signed_at", "timestamp", "authority"), ""
    )
    return Signature(field=field, **unknown, whole=False, after=After.NOTHING, trusted=None, problem=_UNREAD)


def _told(one: EmbeddedPdfSignature, grounds: _Grounds, now: datetime) -> Signature:
    certificate: x509.Certificate = one.signer_cert
    name, organ = names_of(certificate)
    stated = one.self_reported_timestamp
    known: dict[str, Any] = {
        "field": str(one.field_name),
        "signer": name,
        "organ": organ,
        "issuer": names_of_issuer(certificate),
        "serial": f"{certificate.serial_number:x}",
        "expires": certificate.not_valid_after.date().isoformat(),
        "signed_at": _iso(stated),
    }
    status = asyncio.run(_judged(one, grounds, now))
    whole, after = bool(status.intact and status.valid and _covers(status)), _after(status)
    trusted = bool(status.trusted) if grounds.trust.given else None
    stamp = status.timestamp_validity
    return Signature(
        **known,
        level=_level(one, grounds, stamped=stamp is not None),
        timestamp=_iso(stamp.timestamp) if stamp is not None else "",
        authority=names_of(stamp.signing_cert)[0] if stamp is not None else "",
        whole=whole,
        after=after,
        trusted=trusted,
        problem=" ".join(_problems(status, whole=whole, after=after, trusted=trusted)),
    )


def names_of_issuer(certificate: x509.Certificate) -> str:
    """Give the name of who issued a certificate."""
    told = certificate.issuer.native
    return str(told.get("common_name") or told.get("organization_name") or certificate.issuer.human_friendly)


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment is not None else ""


async def _judged(one: EmbeddedPdfSignature, grounds: _Grounds, now: datetime) -> PdfSignatureStatus:
    """Judge as of now, or of when a later timestamp over the whole file says that all was there; then as of its own."""
    later = [s.moment for s in grounds.stamps if s.revision > one.signed_revision and s.moment is not None]
    for moment in (now, *later):
        status = await _as_of(one, grounds, moment)
        stamp = status.timestamp_validity
        if status.trusted:
            break
        if stamp is not None and stamp.trusted:
            return await _as_of(one, grounds, stamp.timestamp)
    return status


async def _as_of(one: EmbeddedPdfSignature, grounds: _Grounds, moment: datetime) -> PdfSignatureStatus:
    told, store = grounds.trust.told(moment), grounds.store
    return await async_validate_pdf_signature(
        one,
        store.context(told, [one.signer_cert]),
        diff_policy=grounds.additions,
        ts_validation_context=store.context(told, _certificates_of_stamps(one)),
        key_usage_settings=KeyUsageConstraints(key_usage=set(USAGES)),
    )


def _certificates_of_stamps(one: EmbeddedPdfSignature) -> Iterator[x509.Certificate]:
    """Give the certificates that came with the timestamps of a signature (RFC 3161, in its unsigned attributes)."""
    for attribute in one.signer_info["unsigned_attrs"]:
        if attribute["type"].native != "signature_time_stamp_token":
            continue
        for stamp in attribute["values"]:
            yield from (held.chosen for held in stamp["content"]["certificates"])


def _covers(status: PdfSignatureStatus | DocumentTimestampStatus) -> bool:
    """Say whether the signature covers all of the file as it was when it was signed."""
    return status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def _after(status: PdfSignatureStatus) -> After:
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return After.NOTHING
    harmless = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
    return After.PROOFS if status.modification_level in harmless and status.docmdp_ok else After.CONTENT


def _level(one: EmbeddedPdfSignature, grounds: _Grounds, *, stamped: bool) -> str:
    if one.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached":
        return ""
    if not stamped:
        return "B-B"
    if not grounds.store.proves(one.signer_cert):
        return "B-T"
    return "B-LTA" if any(s.revision > one.signed_revision for s in grounds.stamps) else "B-LT"


def _problems(
    status: PdfSignatureStatus, *, whole: bool, after: After, trusted: bool | None
) -> Iterator[str]:
    if not whole:
        yield _BROKEN
    if after is After.CONTENT:
        yield _ADDED
    if trusted is None:
        yield "Chưa đặt chứng thư gốc (VANBAN_SIGN_ROOTS) nên chưa biết chứng thư có đáng tin không."
    elif not trusted and whole:
        yield _WHY.get(status.trust_problem_indic, "Chứng thư không đủ tin cậy.")
