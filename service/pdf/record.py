"""What a dossier knows of its parts beside what can be seen: kept in the file itself, so that it can be split again.

Stands in the catalog's PieceInfo (ISO 32000-1, 14.5: data of one program, of no meaning to viewers) as JSON: for each
part its role, title, pages and its own metadata record. Titles and pages can be seen too; where they disagree with
what is seen, the file was changed by another program and is refused.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Pdf, Stream, String

from service.model import FULL, Level, Metadata
from service.pdf.metadata import pdf_date
from service.pdf.roles import Role

OURS = "/VanBan"


@dataclass(frozen=True)
class PartRecord:
    """One part: its role, title and number of pages, its own metadata (None when it had none), what it reaches."""

    role: Role
    title: str
    pages: int
    metadata: Metadata | None
    level: Level = FULL


def write_records(pdf: Pdf, records: Sequence[PartRecord], metadata: Metadata) -> None:
    """Keep the records of all parts, in order, in `pdf`."""
    said = [
        {
            "role": record.role.value,
            "title": record.title,
            "pages": record.pages,
            "metadata": None if record.metadata is None else _told(record.metadata),
            **({} if record.level == FULL else {"level": record.level.flavours()}),
        }
        for record in records
    ]
    stream = pdf.make_stream(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())
    held = Dictionary(LastModified=String(pdf_date(metadata.created)), Private=Dictionary(Parts=stream))
    pdf.Root.PieceInfo = Dictionary({OURS: held})


def read_records(pdf: Pdf) -> list[PartRecord] | None:
    """Give what `write_records` kept; None when the file is no dossier of ours, or what it says cannot be read."""
    held = pdf.Root.get(Name.PieceInfo, Dictionary()).get(OURS, Dictionary()).get("/Private", Dictionary())
    parts = held.get("/Parts")
    if not isinstance(parts, Stream):
        return None
    try:
        return [
            PartRecord(
                Role(said["role"]),
                str(said["title"]),
                int(said["pages"]),
                None if said["metadata"] is None else Metadata.from_dict(said["metadata"]),
                Level.of(map(str, said["level"])) if "level" in said else FULL,
            )
            for said in json.loads(parts.read_bytes())
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _told(metadata: Metadata) -> dict[str, object]:
    """Give the members that say something; `from_dict` knows the others."""
    return {key: value for key, value in metadata.as_dict().items() if value or key in ("title", "keywords")}
