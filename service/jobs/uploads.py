"""Taking in papers that were not made here: scans, papers from other offices, signed files.

Such a paper is kept as a document without a template: the file as it came, a copy that can be bound, and in place of
the data what is known of the file. From then on it goes into dossiers as every document does.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import uuid4

from service.database.rows import DocumentRow
from service.dossier.manifest import LONGEST_NAME
from service.dossier.record import Entry, Foreign, iso_date
from service.errors import FieldError, InvalidSubmission
from service.jobs.signatures import checked, signature_findings
from service.jobs.workshop import Workshop
from service.model import Finding, Level, Metadata, Severity
from service.pdf.foreign.door import Taken, take_in
from service.pipeline import moment_of
from service.vietnamese.text import find_control, one_line, printable_line, slug

LONGEST = 300
NAME = "tai-lieu"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the sender says of a paper; what is not said is taken from the file itself where it says so.

    `date` is in any form that a date may have; `note` stands in the contents ("bản sao", "trang 3 mờ" …).
    """

    title: str = ""
    number: str = ""
    date: str = ""
    organ: str = ""
    kind: str = ""
    subject: str = ""
    note: str = ""

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Told":
        """Read the members that are known.

        Raises:
            InvalidSubmission: a text is too long or holds a control character, or the date is none.
        """
        known = {f.name: one_line(str(values.get(f.name) or "")) for f in fields(cls)}
        wrong = list(_wrong(known))
        if wrong:
            raise InvalidSubmission(errors=wrong)
        return cls(**{**known, "date": iso_date(known["date"])})


def _wrong(known: Mapping[str, str]) -> Iterator[FieldError]:
    for name, text in known.items():
        if find_control(text) is not None:
            said = "Có ký tự điều khiển không in được; xin gõ lại."
            yield FieldError(pointer=f"/{name}", rule="control", detail=said)
        if len(text) > LONGEST:
            said = f"Dài {len(text)} ký tự; xin viết gọn trong {LONGEST} ký tự."
            yield FieldError(pointer=f"/{name}", rule="maxLength", detail=said)
    if known["date"] and not iso_date(known["date"]):
        said = f"Ngày “{known['date'][:40]}” chưa đúng; xin ghi ngày/tháng/năm, ví dụ 05/3/2026."
        yield FieldError(pointer="/date", rule="date", detail=said)


def record_of(taken: Taken, told: Told, file: str) -> Metadata:
    """Give the record of a paper: what was told of it, else what the file says itself, else the file's name."""
    said = taken.said
    date = told.date or iso_date(said["date"])
    return Metadata(
        title=told.title or said["title"] or printable_line(Path(file).stem)[:LONGEST] or "Tài liệu",
        created=moment_of(date),
        organ=told.organ or said["organ"],
        number=told.number or said["number"],
        kind=told.kind or said["kind"],
        date=date,
        subject=told.subject,
        language=said["language"] or "vi-VN",
        data_sha256=taken.sha256,
    )


def foreign_of(taken: Taken, told: Told, file: str, original: Path | None) -> Foreign:
    """Give what a dossier says of a paper."""
    return Foreign(
        file=file,
        sha256=taken.copy_sha256,
        original_sha256=taken.sha256,
        level=taken.level,
        claims=taken.claims,
        signatures=taken.signatures,
        attached=taken.attached,
        kept=taken.keeps_original,
        original=original,
        note=told.note,
        verified=None if taken.unjudged else bool(taken.level.archive),
    )


def take_upload(shop: Workshop, path: Path, file: str, told: Told, document_id: str = "") -> str:
    """Take in the PDF at `path`, which came under the name `file`; give the id of its document: a new one, or yours.

    Raises:
        RefusedPdf: it cannot be bound; carries every reason.
        StorageUnavailable: nothing is kept then.
    """
    with shop.folder() as folder:
        taken = take_in(path, folder / "ban-dong.pdf", told.title, shop.tools.judge)
        taken = checked(taken, path, shop.tools.signer)
        record, foreign = record_of(taken, told, file), foreign_of(taken, told, file, None)
        document_id, now = document_id or uuid4().hex, shop.clock().isoformat()
        row = {
            "id": document_id,
            "position": 1,
            "template": "",
            "part": "upload",
            "version": "",
            "template_sha256": "",
            "state": "done",
            "data": {
                **{name: getattr(foreign, name) for name in _KEPT},
                "level": foreign.level.flavours(),
                "tagged": taken.tagged,
            },
            "title": record.title,
            "number": record.number,
            "file": slug(Path(file).stem)[:LONGEST_NAME] or NAME,
            "record": record.as_dict(),
            "pages": taken.pages,
            "sha256": taken.copy_sha256,
            "findings": [f.as_dict() for f in findings_of(taken)],
            "verified": foreign.verified,
            "verdict": None if taken.verdict is None else taken.verdict.as_dict(),
            "created": now,
            "finished": now,
        }
        shop.archive.keep_foreign(path, taken.copy, row)
    return document_id


_KEPT = ("file", "original_sha256", "claims", "signatures", "attached", "kept", "note")


def uploaded_entry(shop: Workshop, row: DocumentRow, place: Path, *, enclosing: bool) -> Entry:
    """Lay a kept paper beside the dossier; the file that it was made from only where it is to be enclosed."""
    data = json.loads(row.data)
    original = None
    if enclosing and data["kept"]:
        original = shop.archive.fetch(data["original_sha256"], ".pdf", place.with_suffix(".goc.pdf"))
    foreign = Foreign(
        **{name: _frozen(data[name]) for name in _KEPT},
        sha256=str(row.sha256),
        level=Level.of(data["level"]),
        original=original,
        verified=row.verified,
    )
    pdf = shop.archive.fetch(row.sha256, ".pdf", place.with_suffix(".pdf"))
    return Entry(pdf, Metadata.from_dict(row.record), row.pages, foreign=foreign)


def _frozen(held: Any) -> Any:
    return tuple(held) if isinstance(held, list) else held


def findings_of(taken: Taken) -> Iterator[Finding]:
    """Say what the sender should know of a paper that was taken in."""
    if not taken.level.archive:
        said = f"tự nhận {', '.join(taken.claims)} nhưng veraPDF không xác nhận" if taken.claims else ""
        found = taken.unjudged or said or "tệp không tự nhận là PDF/A"
        mend = "Đóng vào hồ sơ thì cả hồ sơ không được coi là PDF/A. Muốn đạt, xin quét hoặc xuất lại ra PDF/A-2b."
        yield _finding("pdf-level", Severity.WARNING, "PDF/A đã kiểm định", found, mend)
    elif taken.level != Level():
        mend = "Đóng vào hồ sơ thì cả hồ sơ chỉ nhận mức này."
        yield _finding("pdf-level", Severity.INFO, Level().said(), taken.level.said(), mend)
    if not taken.tagged:
        mend = "Người khiếm thị không đọc được nội dung; nếu có bản gõ chữ, xin dùng bản đó."
        yield _finding("pdf-tags", Severity.INFO, "thẻ cấu trúc (tagged PDF)", "không có", mend)
    if taken.keeps_original:
        found = "có chữ ký số" if taken.signatures else "có tệp kèm bên trong"
        mend = "Hồ sơ đóng một bản để đọc; bản gốc được giữ nguyên bên cạnh (hoặc bên trong, với pdfa-3a)."
        yield _finding("pdf-original", Severity.INFO, "giữ nguyên bản gốc", found, mend)
    yield from signature_findings(taken)
    if taken.behind:
        found = f"{taken.behind} byte thừa sau phần kết thúc"
        yield _finding("pdf-tail", Severity.INFO, "không có gì sau %%EOF", found, "Bản đóng đã bỏ phần thừa.")


def _finding(rule: str, severity: Severity, required: str, found: str, mend: str) -> Finding:
    return Finding(rule=rule, severity=severity, required=required, found=found, mend=mend)
