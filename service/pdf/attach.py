"""Files inside a PDF/A-3: laid in as associated files, and given back.

ISO 19005-3, 6.8: every embedded file has a file specification with F, UF and AFRelationship, is named in the catalog's
AF, and says its type. Must never use a name that a file carries as a path: what is given back gets a safe name.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import md5
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from service.errors import NotFound, UnreadableInput
from service.pdf.files import opened
from service.pdf.metadata import pdf_date
from service.pdf.tags import leaves

JSON = "application/json"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_FILE = 200_000_000
"""Bytes of one enclosed file that are given back; more is no file of a dossier."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 150


class Relation(StrEnum):
    """What a file is to the pages (ISO 19005-3, table 1)."""

    SOURCE = "Source"
    DATA = "Data"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One file to enclose; `dated` comes from the data, never from the clock."""

    name: str
    content: bytes
    kind: str
    relation: Relation
    description: str
    dated: datetime


@dataclass(frozen=True)
class Enclosed:
    """A file found in a PDF: the name that it has there, a name that is safe for a folder, and its bytes."""

    said: str
    name: str
    content: bytes


def attach(pdf: Pdf, attachments: Sequence[Attachment]) -> None:
    """Enclose files in `pdf`; their names must differ. To be done when all other names of the file are written."""
    specs = {a.name: _specification(pdf, a) for a in attachments}
    flat = [item for name in sorted(specs, key=str.encode) for item in (String(name), specs[name])]
    if Name.Names not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=Array(flat)))
    pdf.Root.AF = Array(list(specs.values()))


def enclosed(path: Path) -> Iterator[Enclosed]:
    """Give the files that the PDF at `path` encloses, in the order of their names.

    Raises:
        NotFound: there is no such file, or nothing is enclosed in it.
        UnreadableInput: it is no whole PDF, asks for a password, or a file in it is broken or far too large.
    """
    with opened(path) as pdf:
        tree = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles")
        found = [] if tree is None else list(leaves(tree, Name.Names))
        if not found:
            raise NotFound(f"Tệp {path.name} không kèm tệp nào bên trong (chỉ hồ sơ PDF/A-3a mới có).")
        taken: set[str] = set()
        for key, spec in found:
            if not isinstance(spec, Dictionary):
                raise UnreadableInput(f"Tệp “{key}” bên trong {path.name} đã hỏng, không lấy ra được.")
            said = str(spec.get("/UF", spec.get("/F", key)))
            name = safe_name(said, taken)
            taken.add(name.casefold())
            yield Enclosed(said, name, _content(spec, path.name, said))


def safe_name(said: str, taken: set[str]) -> str:
    """Give a name for a folder: the last piece of what was said, no path, no sign that a system reserves, none twice.

    `taken` holds the names given before, in casefold: two names may not differ by case alone.
    """
    last = re.split(r"[/\\]", said)[-1]
    name = _UNSAFE.sub("_", last).strip(". ")[-_LONGEST:]
    if not name or _RESERVED.match(name):
        name = f"tep-{name or 'khong-ten'}"
    stem, dot, ending = name.rpartition(".")
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}{dot}{ending}" if stem else f"{name}-{number}"
    return free


def _specification(pdf: Pdf, attachment: Attachment) -> Object:
    content = attachment.content
    stamp = String(pdf_date(attachment.dated))
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name(f"/{attachment.kind}")
    stream.Params = Dictionary(
        Size=len(content),
        CreationDate=stamp,
        ModDate=stamp,
        CheckSum=String(md5(content, usedforsecurity=False).digest()),  # ISO 32000-1, table 46
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.description),
            AFRelationship=Name(f"/{attachment.relation}"),
            EF=Dictionary(F=stream, UF=stream),
        )
    )


def _content(spec: Object, file: str, said: str) -> bytes:
    try:
        files = spec.EF
        content = _inflated(files.UF if "/UF" in files else files.F)
    except (pikepdf.PdfError, zlib.error, AttributeError, TypeError, ValueError) as exc:
        raise UnreadableInput(f"Tệp “{said}” bên trong {file} đã hỏng, không lấy ra được.") from exc
    if len(content) > MAX_FILE:
        raise UnreadableInput(f"Tệp “{said}” bên trong {file} lớn quá mức cho phép nên không lấy ra.")
    return content


def _inflated(stream: Object) -> bytes:
    """Read a stream, never more than one byte above the limit: a few kilobytes may claim to be gigabytes."""
    if stream.get("/Filter") == Name.FlateDecode and "/DecodeParms" not in stream:
        return zlib.decompressobj().decompress(stream.read_raw_bytes(), MAX_FILE + 1)
    if "/Filter" in stream:
        raise ValueError("a way of packing that dossiers do not use")
    return bytes(stream.read_raw_bytes())
