"""The child of `door`: looks through one PDF from elsewhere, writes the copy to bind, tells what it found as JSON.

Arguments: the file, where the copy goes, where a dossier of the copy alone goes (bound to see that it can be, and for
veraPDF to judge), and the title by which the paper is called.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Pdf, String

from service.errors import ConversionFailed, InputError
from service.model import Level, Metadata
from service.pdf.bind import Part, bind
from service.pdf.claims import claimed
from service.pdf.files import inherit, refusing_malformed, save
from service.pdf.foreign.copy import make_copy
from service.pdf.foreign.dangers import Dangers
from service.pdf.foreign.drawing import look_at_drawings
from service.pdf.foreign.forms import look_at_fields
from service.pdf.foreign.reasons import AGAIN, Reasons
from service.pdf.foreign.shape import look_at_bytes, look_at_pages
from service.pdf.intent import settle_intent
from service.pdf.metadata import OUR_NAMESPACE, write_metadata
from service.pdf.stamp import PageNumbers
from service.vietnamese.text import printable_line

UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
LONGEST = 300
_SAID = ("number", "organ", "kind")
_DC = "http://purl.org/dc/elements/1.1/"
_LANGUAGE = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""A language as ISO 32000-1, 14.9.2 wants it named (RFC 3066)."""


def main(arguments: Sequence[str]) -> None:
    """Look through one file and write the answer to stdout."""
    source, copy, trial = map(Path, arguments[:3])
    reasons = Reasons()
    answer: Mapping[str, Any] = {}
    try:
        answer = _looked_at(source, copy, trial, arguments[3], reasons)
    except MemoryError:
        reasons.add("heavy", "tệp quá nặng hoặc quá phức tạp", AGAIN)
    except (ConversionFailed, InputError, pikepdf.PdfError, OSError):
        reasons.add("broken", "tệp có cấu trúc sai hoặc đã hỏng", AGAIN)
    told = {"refused": [reason.as_dict() for reason in reasons.told()]} if reasons else answer
    json.dump(told, sys.stdout, ensure_ascii=True)


def _looked_at(source: Path, copy: Path, trial: Path, title: str, reasons: Reasons) -> Mapping[str, Any]:
    behind = look_at_bytes(source, reasons)
    pdf = None if reasons else _opened(source, reasons)
    if pdf is None:
        return {}
    with pdf, refusing_malformed(source.name):
        pages = look_at_pages(pdf, reasons)
        if reasons.has("objects") or reasons.has("page-tree"):
            return {}
        for page in pages:
            inherit(page)
        dangers = Dangers(pdf, reasons)
        dangers.look(pages)
        look_at_drawings(pages, reasons)
        signatures = look_at_fields(pdf, pages, source.stat().st_size, reasons)
        if reasons:
            return {}
        said = _said(pdf)
        title = title or said["title"] or source.stem
        claims = claimed(source)
        record = Metadata(title=title, created=UNDATED, language=said["language"] or "vi-VN")
        tagged = make_copy(pdf, title)
        settle_intent(pdf)
        level = Level.of(claims)
        write_metadata(pdf, record, level=level)
        save(pdf, copy)
    with refusing_malformed(source.name):
        bind([Part(copy, title, record=record, conformed=True, level=level)], trial, record, PageNumbers())
    return {
        "pages": len(pages),
        "tagged": tagged,
        "claims": claims,
        "said": said,
        "behind": behind,
        "attached": sorted(dangers.attached),
        "signatures": [signature.as_dict() for signature in signatures],
    }


def _opened(source: Path, reasons: Reasons) -> Pdf | None:
    """Open the file without mending it; note why it cannot be."""
    lock = "xin mở tệp bằng mật khẩu, in ra PDF không đặt mật khẩu, rồi gửi tệp mới"
    try:
        pdf = Pdf.open(source, attempt_recovery=False, inherit_page_attributes=False)
    except pikepdf.PasswordError:
        reasons.add("encrypted", "tệp khóa bằng mật khẩu nên không đọc được", lock)
        return None
    except pikepdf.PdfError:
        again = "xin tải hoặc chép lại tệp cho trọn; nếu vẫn vậy, xin quét lại hoặc in ra PDF lại"
        reasons.add("broken", "tệp bị hỏng hoặc bị cắt cụt nên không đọc được", again)
        return None
    if pdf.is_encrypted:
        reasons.add("encrypted", "tệp mã hóa để cấm in, sửa hoặc chép (mật khẩu chủ sở hữu)", lock)
    return pdf


def _said(pdf: Pdf) -> dict[str, str]:
    """Give what the file says of itself: title, language, and from files made here number, organ, type and date."""
    found = dict.fromkeys(("title", "language", "date", *_SAID), "")
    for key, holder, name in (("title", pdf.docinfo, "/Title"), ("language", pdf.Root, "/Lang")):
        held = holder.get(name)
        if isinstance(held, String):
            found[key] = _line(str(held))
    found["language"] = found["language"] if _LANGUAGE.fullmatch(found["language"]) else ""
    packet = pdf.Root.get("/Metadata")
    if isinstance(packet, pikepdf.Stream):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            xmp = etree.fromstring(packet.read_bytes(), parser)
        except etree.XMLSyntaxError:
            return found
        for name in _SAID:
            found[name] = _text(xmp, f".//{{{OUR_NAMESPACE}}}{name}")
        if any(found[name] for name in _SAID):
            found["date"] = _text(xmp, f".//{{{_DC}}}date//*")
    return found


def _text(xmp: etree._Element, path: str) -> str:
    texts = [_line(e.text or "") for e in xmp.iterfind(path)]
    return next(filter(None, texts), "")


def _line(text: str) -> str:
    """Give what a file says as one line of what a document can hold."""
    return printable_line(text)[:LONGEST]
