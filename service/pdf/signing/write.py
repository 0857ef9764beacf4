"""Signs a file: an incremental update with field, mark and signature, after which nothing follows. In the child only.

The bytes of the file as it was stay the first bytes of the signed one. From B-LT on what proves the certificates is
written together with the signature, so that the signature covers all of the file but itself.

A file that is signed already gets a further signature that nobody sees: a field without a mark, laid outside the page
and without a tag, is all that may be added without any reader of the first signature taking it for a change of what was
signed (ISO 32000-1, 12.8.2; a mark would need a tag by ISO 14289-1, 7.18.4, and tags are content).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator.errors import (
    CRLFetchError,
    ExpiredError,
    InsufficientRevinfoError,
    InvalidCertificateError,
    OCSPFetchError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from service.errors import BadSettings, Conflict, SigningFailed, StorageUnavailable, UnreadableInput
from service.model import VIETNAM
from service.pdf.signing.keys import USAGES, opened_key
from service.pdf.signing.mark import Drawn, Pen, appearance, draw_picture, draw_words, words_of
from service.pdf.signing.means import HIDDEN, LASTING, SIGNATURE_ROOM, Means
from service.pdf.signing.network import Door, servers
from service.pdf.signing.spots import ROOM_WIDE, Spot, sheet_of, signature_room, top_right
from service.pdf.signing.tags import tag_field
from service.pdf.signing.trust import Trust, trust_of

FIELD, FURTHER = "ChuKySo", "Chữ ký số thêm vào tệp đã ký, không hiện trên trang"
DIGEST = "sha256"
UNSEEN = fields.InvisSigSettings(box_out_of_bounds=True)
"""Printed, not hidden (ISO 19005-2, 6.3.2), outside the page (ISO 14289-1, 7.18.1 wants no tag of it there)."""


def sign(means: Means, source: Path, target: Path, when: datetime) -> None:
    """Write the signed file to `target`, signed at `when`.

    Raises:
        BadSettings: key, certificate or trust roots do not do.
        SigningFailed: token, timestamp or revocation server do not answer, or answer rubbish; trying again may help.
        UnreadableInput, Conflict: no PDF, locked, or an earlier signature lets nothing follow.
        StorageUnavailable: the signed file cannot be written.
    """
    data = source.read_bytes()
    trust = trust_of(means)
    with _readable(source.name), opened_key(means, [*trust.roots, *trust.others], when) as signer:
        stream = BytesIO(data)
        writer = IncrementalPdfFileWriter(stream)
        earlier = _earlier(writer, source.name)
        field = free_name(writer, FIELD)
        if earlier:
            add_unseen_field(writer, data, field, FURTHER)
        else:
            _add_field(writer, data, means, signer, when)
        asyncio.run(_sign(writer, field, means, trust, signer, when))
        lay(stream.getvalue(), target)


def lay(data: bytes, target: Path) -> None:
    """Write a signed file; a full disk is said to be one, not taken for a program that broke.

    Raises:
        StorageUnavailable: it cannot be written.
    """
    try:
        target.write_bytes(data)
    except OSError as exc:
        raise StorageUnavailable.of("Không ghi được tệp đã ký", exc) from exc


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except (PdfError, PyPdfError) as exc:
        raise UnreadableInput(
            f"Tệp {name} không phải PDF, hoặc đã hỏng đến mức không ký được. Xin dùng tệp gốc."
        ) from exc


def _earlier(writer: IncrementalPdfFileWriter, name: str) -> list[EmbeddedPdfSignature]:
    """Give the signatures that a file has; refuse where one of them lets nothing follow (DocMDP, P 1)."""
    if writer.prev.encrypted:
        raise UnreadableInput(f"Tệp {name} đặt mật khẩu nên không ký được. Xin bỏ mật khẩu rồi thử lại.")
    found: list[EmbeddedPdfSignature] = list(writer.prev.embedded_signatures)
    if any(one.docmdp_level is fields.MDPPerm.NO_CHANGES for one in found):
        raise Conflict(
            f"Chữ ký trước trong tệp {name} là chữ ký chứng nhận, không cho thêm gì vào tệp, kể cả chữ ký. "
            "Xin ký thêm vào bản chưa có chữ ký đó, hoặc ký một văn bản khác kèm tệp này."
        )
    return found


def free_name(writer: IncrementalPdfFileWriter, name: str) -> str:
    """Give a name for a field that the file has not: the name itself, else with a number."""
    taken = {known for known, _, _ in fields.enumerate_sig_fields(writer)}
    numbered = (f"{name}{n}" for n in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def add_unseen_field(writer: IncrementalPdfFileWriter, data: bytes, name: str, said: str) -> None:
    """Lay a field that has no mark and no tag, on a page that has annotations in the order of the tags already."""
    pages = PdfReader(BytesIO(data)).pages
    ready = (n for n, page in enumerate(pages) if page.get("/Annots") and page.get("/Tabs") == "/S")
    spec = fields.SigFieldSpec(
        sig_field_name=name,
        on_page=next(ready, 0),
        invis_sig_settings=UNSEEN,
        readable_field_name=said,
    )
    fields.append_signature_field(writer, spec)


def names_of(certificate: x509.Certificate) -> tuple[str, str]:
    """Give the name and the organ that a certificate was made out to."""
    told = certificate.subject.native
    name, organ = (_first(told.get(key, "")) for key in ("common_name", "organization_name"))
    return name or organ or certificate.subject.human_friendly, organ


def _first(said: Any) -> str:
    return str(said[0] if isinstance(said, list) else said)


def _add_field(
    writer: IncrementalPdfFileWriter, data: bytes, means: Means, signer: Signer, when: datetime
) -> None:
    """Lay the empty field with its mark on the page and into the structure tree."""
    certificate = signer.signing_cert
    if certificate is None:  # cannot be: the key was looked at
        raise BadSettings
    words = words_of(*names_of(certificate), when)
    pen = Pen()
    drawn, spot = None, None
    if means.place != HIDDEN:
        drawn, spot = _drawn(writer, data, means, pen, pen.lines(words))
    page = spot.page if spot else 0
    spec = fields.SigFieldSpec(
        sig_field_name=FIELD,
        on_page=page,
        box=spot.box if spot else None,  # type: ignore[arg-type]  # half points are as good as whole ones
        readable_field_name=words.said,
    )
    fields.append_signature_field(writer, spec)
    reference = next(fields.enumerate_sig_fields(writer, with_name=FIELD))[2]
    field = reference.get_object()
    if drawn is not None and spot is not None:
        shown = writer.add_object(appearance(drawn, spot))
        field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): shown})
    sheet = writer.find_page_for_modification(page)[0]
    if sheet.get_object().get("/Tabs") != "/S":
        sheet.get_object()[pdf_name("/Tabs")] = pdf_name("/S")
        writer.update_container(sheet.get_object())
    tag_field(writer, reference, sheet, first=page == 0)


def _drawn(
    writer: IncrementalPdfFileWriter, data: bytes, means: Means, pen: Pen, lines: list[str]
) -> tuple[Drawn, Spot]:
    """Draw the mark and find its place: in the room for a signature where that is wanted and there, else at the top."""
    reader = PdfReader(BytesIO(data))
    room = signature_room(BytesIO(data)) if means.place == SIGNATURE_ROOM else None
    if room is None:
        drawn = draw_words(writer, pen, lines)
        return drawn, top_right(reader.pages[0], drawn.wide, drawn.high)
    picture = means.image and draw_picture(writer, means.image, ROOM_WIDE, room.high)
    drawn = picture or draw_words(writer, pen, lines)
    sheet = sheet_of(reader.pages[room.page])
    left = min(room.middle - drawn.wide / 2, sheet.right - drawn.wide - 20)
    low = room.lower + (room.high - drawn.high) / 2
    return drawn, Spot(room.page, sheet.box(left - sheet.left, low - sheet.bottom, drawn.wide, drawn.high), 0)


async def _sign(
    writer: IncrementalPdfFileWriter, field: str, means: Means, trust: Trust, signer: Signer, when: datetime
) -> None:
    """Take pyHanko's steps one by one: only so can the moment be ours."""
    async with servers(means) as (stamper, fetchers, door):
        lasting = means.level in LASTING
        wanted = PdfSignatureMetadata(
            field_name=field,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            embed_validation_info=lasting,
            validation_context=trust.fetching(fetchers) if lasting else None,
            signer_key_usage=set(USAGES),
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )
        with refusing(means, door):
            made = PdfSigner(wanted, signer, timestamper=stamper, stamp_style=NoOpStampStyle())
            session = made.init_signing_session(writer, existing_fields_only=True)
            session.system_time = when.astimezone(VIETNAM)
            proof = await session.perform_presign_validation(writer)
            space = await session.estimate_signature_container_size(proof)
            document = session.prepare_tbs_document(proof, space)
            digest, output = document.digest_tbs_document(in_place=True)
            done = await document.perform_signature(
                digest.document_digest, PdfCMSSignedAttributes(signing_time=session.system_time)
            )
            await done.post_signature_processing(output)


@contextmanager
def refusing(means: Means, door: Door) -> Iterator[None]:
    """Turn what pyHanko and the network raise into refusals that say what to do."""
    try:
        yield
    except TimestampRequestError as exc:
        raise SigningFailed(
            f"Máy chủ dấu thời gian {means.tsa} (VANBAN_SIGN_TSA) không trả lời, từ chối hoặc trả lời sai. "
            "Xin thử lại sau; tệp chưa ký vẫn còn nguyên."
        ) from exc
    except (SigningError, ValidationError, PathError) as exc:
        raise _about_certificates(exc.__cause__ or exc, door) from exc
    except (CRLFetchError, OCSPFetchError, aiohttp.ClientError, TimeoutError, ConnectionError) as exc:
        raise _no_proof(door) from exc
    except (ValueError, TypeError, KeyError) as exc:  # asn1crypto, over an answer that is none
        if means.level == "B-B":
            raise
        raise SigningFailed(
            "Máy chủ dấu thời gian hoặc máy chủ thu hồi trả lời sai định dạng. "
            "Xin kiểm tra VANBAN_SIGN_TSA và VANBAN_SIGN_REVOCATION, rồi thử lại."
        ) from exc


def _about_certificates(cause: BaseException, door: Door) -> BadSettings | SigningFailed:
    if isinstance(cause, RevokedError):
        return BadSettings(
            "Chứng thư dùng để ký (hoặc của máy chủ dấu thời gian) đã bị thu hồi. Xin thay chứng thư."
        )
    if isinstance(cause, ExpiredError):
        return BadSettings(
            "Có chứng thư trong chuỗi tin cậy đã hết hạn. Xin thay chứng thư trong VANBAN_SIGN_ROOTS."
        )
    if isinstance(cause, InsufficientRevinfoError):
        return _no_proof(door)
    if isinstance(cause, PathBuildingError | InvalidCertificateError):
        return BadSettings(
            "Không nối được chứng thư ký (hoặc chứng thư của máy chủ dấu thời gian) với một chứng thư gốc trong "
            "VANBAN_SIGN_ROOTS. Xin thêm chứng thư gốc và chứng thư trung gian của nơi cấp vào thư mục đó."
        )
    return SigningFailed(f"Chưa ký được: thư viện ký báo lỗi {type(cause).__name__}. Xin thử lại.")


def _no_proof(door: Door) -> SigningFailed | BadSettings:
    if door.refused:
        asked = ", ".join(dict.fromkeys(door.refused))
        return BadSettings(
            f"Mức B-LT cần hỏi {asked} xem chứng thư đã bị thu hồi chưa, mà địa chỉ này chưa được phép. "
            "Xin thêm vào VANBAN_SIGN_REVOCATION, hoặc đặt tệp .crl vào thư mục VANBAN_SIGN_ROOTS."
        )
    return SigningFailed(
        "Không lấy được dữ liệu thu hồi (OCSP, CRL) của các chứng thư nên chưa ký được mức B-LT. "
        "Xin thử lại sau, hoặc đặt tệp .crl vào thư mục VANBAN_SIGN_ROOTS; tệp chưa ký vẫn còn nguyên."
    )
