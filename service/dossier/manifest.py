"""The manifest of a dossier: what it is made of, where each part lies, and the hashes by which that can be proved.

Beside a dossier it also holds the SHA-256 of the file. Inside a PDF/A-3a it cannot (a file does not know its own hash):
there it holds the hashes of the other enclosed files, and the seal of the pages of each part.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from service.dossier.record import Entry
from service.dossier.wanted import WITH_FILES, Wanted
from service.errors import StorageUnavailable
from service.model import FULL, Metadata
from service.pdf.attach import DOCX, JSON, Attachment, Relation, safe_name
from service.pdf.bind import PartPages
from service.pdf.roles import Role
from service.vietnamese.text import slug

LONGEST_NAME = 100
MANIFEST, SUBMISSIONS, ORIGINALS = "manifest.json", "submission.json", "ban-goc"


def manifest_of(
    wanted: Wanted,
    metadata: Metadata,
    entries: Sequence[Entry],
    parts: Sequence[PartPages],
    seals: Sequence[str] = (),
) -> dict[str, Any]:
    """Say what a dossier is made of: its record, its parts, and every document with its page range and hashes.

    `level` is what the dossier claims, and what each document reaches, named as veraPDF names it; `below` says which
    documents keep the dossier from more. `sha256` of a document is that of its own PDF before binding; `overridden` are
    the errors that the rules found in its data and that somebody answered for, each with the reason.
    """
    sealed: Sequence[Mapping[str, str]] = [{"seal": s} for s in seals] or [{} for _ in parts]
    documents = [p for p in parts if p.role is Role.DOCUMENT]
    return {
        "title": metadata.title,
        "profile": wanted.profile,
        "level": list(wanted.level.flavours(wanted.part)),
        **({} if wanted.level == FULL else {"below": below(entries, wanted)}),
        "engine": metadata.engine,
        "metadata": {k: v for k, v in metadata.as_dict().items() if v},
        "parts": [
            {"role": p.role, "title": p.title, "first_page": p.first, "pages": p.pages, **seal}
            for p, seal in zip(parts, sealed, strict=True)
        ],
        "documents": [
            {
                "position": n,
                "title": entry.record.title,
                "number": entry.record.number,
                "first_page": part.first,
                "pages": part.pages,
                "level": list(entry.level.flavours()),
                "template_sha256": entry.record.template_sha256,
                "data_sha256": entry.record.data_sha256,
                **_origin(entry),
                **_foreign(n, entry, enclosed=wanted.part == WITH_FILES),
            }
            for n, (entry, part) in enumerate(zip(entries, documents, strict=True), start=1)
        ],
    }


def below(entries: Sequence[Entry], wanted: Wanted) -> list[str]:
    """Say which documents keep a dossier from claiming more than it does, and what they reach (Vietnamese)."""
    claim = wanted.level
    if claim == FULL:
        return []
    held = [
        (n, e)
        for n, e in enumerate(entries, start=1)
        if e.level.archive == claim.archive or (claim.archive and not claim.access and not e.level.access)
    ]
    told = [
        f"Tài liệu {n} “{e.record.title}”: {e.level.said(wanted.part)}." for n, e in held if e.level != FULL
    ]
    return told or ["Từng tài liệu đạt, nhưng veraPDF chưa xác nhận hồ sơ ghép từ chúng."]


def original_name(position: int, entry: Entry) -> str:
    """Give the name under which the file that a copy was made from is kept beside the dossier."""
    stem = slug(Path(entry.foreign.file).stem)[:LONGEST_NAME] if entry.foreign else ""
    return f"{ORIGINALS}/{position:04}_{stem or 'tai-lieu'}.pdf"


def enclosures(manifest: Mapping[str, Any], entries: Sequence[Entry], metadata: Metadata) -> list[Attachment]:
    """Give what a PDF/A-3a encloses: all submissions, the filled Word files, and the manifest with their hashes.

    Raises:
        StorageUnavailable: a Word file cannot be read.
    """
    files = [_submissions(entries, metadata), *_word_files(entries), *_originals(entries)]
    listed = [
        {
            "name": f.name,
            "sha256": sha256(f.content).hexdigest(),
            "size": len(f.content),
            "relation": str(f.relation),
        }
        for f in files
    ]
    told = as_json({**manifest, "attachments": listed})
    return [*files, _json(MANIFEST, told, "Bản kê: hồ sơ gồm những gì, trang nào, mã băm nào", metadata)]


def as_json(told: Any) -> bytes:
    """Write JSON as all files of a dossier have it: readable, the same for the same content."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _origin(entry: Entry) -> dict[str, Any]:
    origin = entry.origin
    if origin is None:
        return {}
    told: dict[str, Any] = {
        "template": origin.template,
        "version": origin.version,
        "sha256": origin.sha256,
        "docx_sha256": origin.docx_sha256,
    }
    if origin.overridden:
        told["overridden"] = [dict(finding) for finding in origin.overridden]
    return told if origin.verified is None else {**told, "verified": origin.verified}


def _foreign(position: int, entry: Entry, *, enclosed: bool) -> dict[str, Any]:
    """Say of a paper from elsewhere what came, and where it is now (`original.kept`: beside, enclosed, no)."""
    foreign = entry.foreign
    if foreign is None:
        return {}
    kept = ("enclosed" if enclosed else "beside") if foreign.kept else "no"
    name = {} if not foreign.kept else {"file": original_name(position, entry)}
    if foreign.kept and enclosed:
        name = {"file": Path(name["file"]).name}
    told = {
        "kind": "upload",
        "sha256": foreign.sha256,
        "original": {"name": foreign.file, "sha256": foreign.original_sha256, "kept": kept, **name},
        "claims": list(foreign.claims),
        "signatures": [dict(s) for s in foreign.signatures],
        "note": foreign.note,
    }
    return told if foreign.verified is None else {**told, "verified": foreign.verified}


def _originals(entries: Sequence[Entry]) -> list[Attachment]:
    """Give the files whose signatures or attachments the copies in the dossier lack."""
    return [
        Attachment(
            name=Path(original_name(n, entry)).name,
            content=_content(entry.foreign.original, entry.record.title),
            kind="application/pdf",
            relation=Relation.SOURCE,
            description=f"Bản gốc của tài liệu (còn nguyên chữ ký số, tệp kèm): {entry.record.title}",
            dated=entry.record.created,
        )
        for n, entry in enumerate(entries, start=1)
        if entry.foreign is not None and entry.foreign.kept and entry.foreign.original is not None
    ]


def _submissions(entries: Sequence[Entry], metadata: Metadata) -> Attachment:
    told = [
        {
            "position": n,
            "template": e.origin.template,
            "version": e.origin.version,
            "values": json.loads(e.origin.data),
        }
        for n, e in enumerate(entries, start=1)
        if e.origin is not None
    ]
    return _json(
        SUBMISSIONS, as_json(told), "Dữ liệu nộp của từng văn bản, theo thứ tự trong hồ sơ", metadata
    )


def _word_files(entries: Sequence[Entry]) -> list[Attachment]:
    made = []
    taken = {MANIFEST, SUBMISSIONS}
    for n, entry in enumerate(entries, start=1):
        if entry.origin is None:
            continue
        name = safe_name(f"{n:04}_{entry.origin.file}.docx", taken)
        taken.add(name.casefold())
        made.append(
            Attachment(
                name=name,
                content=_content(entry.origin.docx, entry.record.title),
                kind=DOCX,
                relation=Relation.SOURCE,
                description=f"Tệp Word của văn bản: {entry.record.title}",
                dated=entry.record.created,
            )
        )
    return made


def _content(path: Path, title: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise StorageUnavailable(f"Không đọc được tệp của văn bản “{title}”.") from exc


def _json(name: str, content: bytes, description: str, metadata: Metadata) -> Attachment:
    return Attachment(
        name=name,
        content=content,
        kind=JSON,
        relation=Relation.DATA,
        description=description,
        dated=metadata.created,
    )
