"""Sending files: kept ones, made ones, and archives of several."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from flask import Response, send_file

from service.archive.keep import Archive
from service.database.rows import DocumentRow

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".zip": "application/zip"}


def send(stream: BinaryIO, name: str, *, download: bool = True) -> Response:
    """Send an open file under an ASCII name; the server closes it afterwards."""
    kind = TYPES[Path(name).suffix]
    return send_file(stream, mimetype=kind, as_attachment=download, download_name=name, max_age=0, etag=False)


def document_name(row: DocumentRow, ending: str) -> str:
    """Give the name under which a document is handed over: its place in the batch, then what it is."""
    return f"{row.position:04}_{row.file or row.template}{ending}"


def zip_documents(
    archive: Archive,
    rows: Iterable[DocumentRow],
    work: Path,
    extra: Iterable[tuple[str, bytes | BinaryIO]] = (),
) -> BinaryIO:
    """Write the .pdf and .docx of documents, and some files more, into one .zip that vanishes when closed."""
    work.mkdir(parents=True, exist_ok=True)
    target = TemporaryFile(dir=work)  # noqa: SIM115 - handed to the caller open
    with TemporaryDirectory(dir=work) as name, ZipFile(target, "w") as bundle:
        for file_name, content in extra:
            data = content if isinstance(content, bytes) else content.read()
            bundle.writestr(_entry(file_name), data, _method(file_name))
        for row in rows:
            for ending, sha256 in ((".pdf", row.sha256), (".docx", row.docx_sha256)):
                path = archive.fetch(sha256, ending, Path(name) / f"{row.id}{ending}")
                file_name = f"van-ban/{document_name(row, ending)}"
                bundle.writestr(_entry(file_name), path.read_bytes(), _method(file_name))
                path.unlink()
    target.seek(0)
    return target


def _entry(name: str) -> ZipInfo:
    info = ZipInfo(name)  # dated 1980: equal files give an equal archive
    info.external_attr = 0o644 << 16
    return info


def _method(name: str) -> int:
    return ZIP_DEFLATED if name.endswith(".json") else ZIP_STORED
