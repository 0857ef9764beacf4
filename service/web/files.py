"""Sending files: kept ones, made ones, and archives of several."""

import json
from collections.abc import Iterable, Iterator
from os import SEEK_END
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import Response, send_file

from service.archive.keep import Archive
from service.database.rows import DocumentRow
from service.dossier.manifest import ORIGINALS
from service.web.joined import joined

JSON = "application/json"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TYPES = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".csv": CSV, ".zip": "application/zip"}


def send(stream: BinaryIO, name: str, *, download: bool = True) -> Response:
    """Send an open file under an ASCII name; the server closes it afterwards."""
    kind = TYPES[Path(name).suffix]
    return send_file(stream, mimetype=kind, as_attachment=download, download_name=name, max_age=0, etag=False)


def send_document(row: DocumentRow, ending: str) -> Response:
    """Send a kept document's ".pdf" or ".docx"."""
    return send(joined().shop.archive.open_document(row, ending), document_name(row, ending))


def document_name(row: DocumentRow, ending: str) -> str:
    """Give the name under which a document is handed over: its place in the batch, then what it is."""
    return f"{row.position:04}_{row.file or row.template}{ending}"


def zip_documents(
    archive: Archive,
    rows: Iterable[DocumentRow],
    work: Path,
    extra: Iterable[tuple[str, bytes | BinaryIO]] = (),
    *,
    bound: bool = False,
) -> BinaryIO:
    """Write the files of documents, and some files more, into one .zip that vanishes when closed.

    Documents of a dossier (`bound`) are named by their place in it, those of a batch by their place there.
    """
    work.mkdir(parents=True, exist_ok=True)
    target = TemporaryFile(dir=work)  # noqa: SIM115 - handed to the caller open
    with TemporaryDirectory(dir=work) as name, ZipFile(target, "w") as bundle:
        for file_name, content in extra:
            add_file(bundle, file_name, content)
        for place, row in enumerate(rows, start=1):
            for file_name, sha256, ending in _kept(row, place if bound else row.position):
                path = archive.fetch(sha256, ending, Path(name) / f"{row.id}{ending}")
                with path.open("rb") as stream:
                    add_file(bundle, file_name, stream)
                path.unlink()
    target.seek(0)
    return target


def _kept(row: DocumentRow, place: int) -> Iterator[tuple[str, str | None, str]]:
    """Give the files of a document: name in the archive, hash, ending; of an upload also the original, if need be."""
    name = f"{place:04}_{row.file or row.template}"
    yield f"van-ban/{name}.pdf", row.sha256, ".pdf"
    if not row.uploaded:
        yield f"van-ban/{name}.docx", row.docx_sha256, ".docx"
    elif (data := json.loads(row.data))["kept"]:
        yield f"{ORIGINALS}/{name}.pdf", data["original_sha256"], ".pdf"


def add_file(bundle: ZipFile, name: str, content: bytes | BinaryIO) -> None:
    """Add one file piece by piece: a dossier may be larger than what the memory should hold."""
    info = ZipInfo(name)  # dated 1980: equal files give an equal archive
    info.external_attr = 0o644 << 16
    info.compress_type = ZIP_DEFLATED if name.endswith(".json") else ZIP_STORED
    if isinstance(content, bytes):
        bundle.writestr(info, content)
        return
    info.file_size = content.seek(0, SEEK_END)
    content.seek(0)
    with bundle.open(info, "w") as member:
        copyfileobj(content, member, 1 << 20)
