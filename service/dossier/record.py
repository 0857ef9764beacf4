"""A dossier's own record: what its cover, contents and closing sheet say, from its documents and what was told of it.

The fields are those of `docx_templates/_ho-so/form.schema.json` (parts of a dossier: Hướng dẫn 17-HD/VPTW). Nothing is
guessed: what neither the documents nor the order of the dossier say stays empty, and is dotted on paper.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from service.errors import FieldError, InvalidSubmission
from service.model import FULL, Level, Metadata
from service.vietnamese.dates import parse_date
from service.vietnamese.text import find_control, fold, one_line

_ABOVE = ("dang bo ", "dang uy ")
"""How an organ above a branch begins, in the letters of `fold`."""
_LEFT_TO_RIGHT = "\u200e"
"""The mark that has no shape and reads from left to right."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What no document says of its dossier; the names are those of the member `metadata` in the API.

    `fonds` is the phông, `access` the mức độ tiếp cận, `features` the đặc điểm, `prepared_on` a date in any form
    that a date may have.
    """

    organ: str = ""
    parent_organ: str = ""
    fonds: str = ""
    dossier_code: str = ""
    retention: str = ""
    access: str = ""
    features: str = ""
    place: str = ""
    prepared_by: str = ""
    prepared_on: str = ""

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Details":
        """Read the members that are known.

        Raises:
            InvalidSubmission: `prepared_on` is no date, or a text holds a control character.
        """
        known = {f.name: one_line(str(values[f.name])) for f in fields(cls) if values.get(f.name)}
        said = "Có ký tự điều khiển không in được; xin gõ lại."
        wrong = [
            FieldError(pointer=f"/metadata/{name}", rule="control", detail=said)
            for name, text in known.items()
            if find_control(text) is not None
        ]
        if wrong:
            raise InvalidSubmission(errors=wrong)
        if known.get("prepared_on") and not iso_date(known["prepared_on"]):
            said = f"Ngày lập hồ sơ “{known['prepared_on'][:40]}” chưa đúng; xin ghi ngày/tháng/năm, ví dụ 05/3/2026."
            raise InvalidSubmission(
                errors=[FieldError(pointer="/metadata/prepared_on", rule="date", detail=said)]
            )
        return cls(**known)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a document was made from: template package, canonical data, Word file; and the hashes of both its files.

    `file` is its file name without ending, `verified` the verdict on its PDF, None where there is none yet,
    `overridden` the findings that somebody answered for, each with its reason.
    """

    template: str
    version: str
    data: str
    docx: Path
    file: str
    sha256: str
    docx_sha256: str
    verified: bool | None = None
    overridden: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """What is known of a paper that was not made here: the file as it came, and what the copy in the dossier reaches.

    `file` is the name that the file came under, `sha256` the hash of the copy that is bound, `original_sha256` that of
    the file; `original` is where it lies, None unless `kept`: it has signatures or files that the copy lacks, and so
    stays beside the dossier, or in it. `note` stands in the contents.
    """

    file: str
    sha256: str
    original_sha256: str
    level: Level
    claims: tuple[str, ...] = ()
    signatures: tuple[Mapping[str, Any], ...] = ()
    attached: tuple[str, ...] = ()
    kept: bool = False
    original: Path | None = None
    note: str = ""
    verified: bool | None = None


@dataclass(frozen=True)
class Entry:
    """A document of a dossier: its PDF, its record, its pages, and what it was made from or where it came from."""

    pdf: Path
    record: Metadata
    pages: int
    origin: Origin | None = None
    foreign: Foreign | None = None

    @property
    def level(self) -> Level:
        """What the PDF reaches."""
        return FULL if self.foreign is None else self.foreign.level


def values_of(title: str, details: Details, entries: Sequence[Entry]) -> dict[str, Any]:
    """Give what all three parts say, the documents beginning on page 1; see `pages_of`."""
    above, organ = _organs(details, {e.record.organ for e in entries if e.record.organ})
    dates = sorted(d for d in (iso_date(e.record.date) for e in entries) if d)
    return {
        "co_quan_cap_tren": above,
        "co_quan": organ,
        "phong": details.fonds,
        "ma_ho_so": details.dossier_code,
        "tieu_de": title,
        "thoi_han": details.retention,
        "muc_do_tiep_can": details.access,
        "tu_ngay": dates[0] if dates else "",
        "den_ngay": dates[-1] if dates else "",
        "so_van_ban": len(entries),
        "so_trang": sum(e.pages for e in entries),
        "trang_muc_luc": None,
        "phan_dau": True,
        "phan_cuoi": True,
        "dac_diem": details.features,
        "dia_danh": details.place,
        "ngay_lap": iso_date(details.prepared_on),
        "nguoi_lap": details.prepared_by,
        **pages_of(entries, 1),
    }


def _organs(details: Details, authors: Collection[str]) -> tuple[str, str]:
    """Give the organ above and the organ itself: what was told, else the one author that all documents have.

    An author written "Chi bộ ấp 3, Đảng bộ xã Mỹ Thọ" is both; on a cover the organ above has a line of its own.
    """
    if details.organ:
        return details.parent_organ, details.organ
    author = next(iter(authors)) if len(authors) == 1 else ""
    organ, _, above = author.rpartition(", ")
    if not organ or not fold(above).startswith(_ABOVE):
        return details.parent_organ, author
    return details.parent_organ or above, organ


def pages_of(entries: Sequence[Entry], first: int) -> dict[str, Any]:
    """Give what depends on the number of the first document's first page: the lines, the first and the last page."""
    last = first + sum(e.pages for e in entries) - 1
    return {"trang_dau": first, "trang_cuoi": last, "van_ban": list(lines_of(entries, first))}


def lines_of(entries: Sequence[Entry], first: int) -> Iterator[dict[str, Any]]:
    """Give the lines of the contents, the first document beginning on page `first`.

    A line names the first page of its document, the last line the last page too.
    """
    for n, entry in enumerate(entries, start=1):
        last = first + entry.pages - 1
        both = n == len(entries) and entry.pages > 1
        yield {
            "tt": n,
            "so_ky_hieu": entry.record.number,
            "ngay": iso_date(entry.record.date),
            "ten": _linkable(entry.record.title),
            "tac_gia": entry.record.organ,
            "trang": f"{first}-{last}" if both else str(first),
            "ghi_chu": "" if entry.foreign is None else entry.foreign.note,
        }
        first = last + 1


def _linkable(title: str) -> str:
    """Give a title that the link of its line can hold: LibreOffice makes none on text that never runs to the right."""
    directions = {bidirectional(letter) for letter in title}
    return title if "L" in directions and not directions & {"R", "AL"} else _LEFT_TO_RIGHT + title


def iso_date(text: str) -> str:
    """Give a date as ISO text; empty when the text is empty or no date."""
    try:
        return parse_date(text).isoformat() if text else ""
    except ValueError:
        return ""
