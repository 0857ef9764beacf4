"""Keeping finished files with their rows, and finding them again.

A file's key is the SHA-256 of its bytes, so keeping the same file twice is harmless and a kept file proves itself.
"""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from service.database.connection import Database
from service.database.rows import (
    DocumentRow,
    add,
    change,
    count_result,
    get_document,
    get_dossier,
    pdf_is_named,
)
from service.database.schema import document, dossier, dossier_document
from service.errors import NotFound
from service.model import Metadata, Verdict
from service.ports import Storage


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A finished document as the archive keeps it: both files with their hashes, pages, record, file name."""

    docx: Path
    pdf: Path
    docx_sha256: str
    sha256: str
    pages: int
    metadata: Metadata
    template_sha256: str
    file: str

    def columns(self, now: datetime) -> dict[str, Any]:
        """Give the members of the document's row that finishing it sets."""
        return {
            "state": "done",
            "title": self.metadata.title,
            "number": self.metadata.number,
            "file": self.file,
            "record": self.metadata.as_dict(),
            "template_sha256": self.template_sha256,
            "pages": self.pages,
            "sha256": self.sha256,
            "docx_sha256": self.docx_sha256,
            "problem": None,
            "finished": now.isoformat(),
        }


class Archive:
    """Files in the storage, rows in the database; raises NotFound, Conflict and StorageUnavailable only."""

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database
        self._storage = storage
        self._naming = Lock()
        """Held from keeping a dossier or a paper to naming it in its row: no file goes that is about to be named."""

    def keep_files(self, finished: Finished) -> None:
        """Put both files of a document into the storage; to be done before its row says that they are there."""
        with ThreadPoolExecutor(
            1, thread_name_prefix="keep"
        ) as aside:  # each waits for the disk: both at once
            word = aside.submit(self._storage.put, _key(finished.docx_sha256, ".docx"), finished.docx)
            self._storage.put(_key(finished.sha256, ".pdf"), finished.pdf)
            word.result()

    def keep_document(self, document_id: str, job_id: str, finished: Finished, now: datetime) -> None:
        """Keep a document of a job and count it, once: a document that is done already stays as it is."""
        self.keep_files(finished)
        with self._database.write() as connection:
            if get_document(connection, document_id).state == "done":
                return
            change(connection, document, document_id, **finished.columns(now))
            count_result(connection, job_id, done=1)

    def keep_dossier(
        self, dossier_id: str, pdf: Path, *, columns: Mapping[str, Any], documents: Sequence[str]
    ) -> None:
        """Keep a dossier's file, what is said of it, and which documents stand in it in which order."""
        rows = [
            {"dossier": dossier_id, "position": n, "document": d} for n, d in enumerate(documents, start=1)
        ]
        with self._naming:
            self._storage.put(_key(columns["sha256"], ".pdf"), pdf)
            with self._database.write() as connection:
                change(connection, dossier, dossier_id, **{"verified": None, "verdict": None, **columns})
                connection.execute(dossier_document.delete().where(dossier_document.c.dossier == dossier_id))
                add(connection, dossier_document, rows)

    def keep_foreign(self, original: Path, copy: Path, row: Mapping[str, Any]) -> None:
        """Keep a paper that was not made here: the file as it came, the copy that can be bound, and its row."""
        with self._naming:
            self._storage.put(_key(row["data"]["original_sha256"], ".pdf"), original)
            self._storage.put(_key(row["sha256"], ".pdf"), copy)
            with self._database.write() as connection:
                add(connection, document, [{**row, "data": json.dumps(row["data"], ensure_ascii=False)}])

    def keep_signed(self, dossier_id: str, pdf: Path, *, columns: Mapping[str, Any]) -> None:
        """Keep the signed file of a dossier as its file; what was judged before was another file."""
        with self._naming:
            self._storage.put(_key(columns["sha256"], ".pdf"), pdf)
            with self._database.write() as connection:
                change(connection, dossier, dossier_id, **columns, verified=None, verdict=None)

    def forget_pdf(self, sha256: str) -> None:
        """Let the file of a dossier go that another has taken the place of, unless a row still names it."""
        with self._naming, self._database.read() as connection:
            if not pdf_is_named(connection, sha256):
                self._storage.delete(_key(sha256, ".pdf"))

    def judge_document(self, document_id: str, job_id: str, verdict: Verdict) -> None:
        """Keep the verdict beside a document and count it for the job that asked."""
        with self._database.write() as connection:
            change(connection, document, document_id, verified=verdict.compliant, verdict=verdict.as_dict())
            count_result(connection, job_id, judged=1)

    def judge_dossier(self, dossier_id: str, verdict: Verdict) -> None:
        """Keep the verdict beside a dossier."""
        with self._database.write() as connection:
            change(connection, dossier, dossier_id, verified=verdict.compliant, verdict=verdict.as_dict())

    def fetch(self, sha256: str | None, ending: str, target: Path) -> Path:
        """Lay the kept file at `target`."""
        self._storage.fetch(_known(sha256, ending), target)
        return target

    def keep_returned(self, job_id: str, path: Path, attempt: int = 1) -> None:
        """Keep the workbook of a job's wrong rows; its key is the job's, so that it goes when the job goes."""
        self._storage.put(_returned(job_id, attempt), path)

    def open_returned(self, job_id: str, attempt: int = 1) -> BinaryIO:
        """Open the workbook of a job's wrong rows, or raise NotFound."""
        return self._storage.open(_returned(job_id, attempt))

    def keep_waiting(self, upload_id: str, path: Path) -> None:
        """Keep a file that waits for its sender's answers."""
        self._storage.put(f"uploads/{upload_id}/tep", path)

    def fetch_waiting(self, upload_id: str, target: Path) -> Path:
        """Lay a waiting file at `target`, or raise NotFound."""
        self._storage.fetch(f"uploads/{upload_id}/tep", target)
        return target

    def forget_waiting(self, upload_id: str) -> None:
        """Let a waiting file go."""
        self._storage.delete(f"uploads/{upload_id}")

    def open_document(self, row: DocumentRow, ending: str) -> BinaryIO:
        """Open the ".pdf" or ".docx" of a document by its row."""
        return self._storage.open(_known(row.sha256 if ending == ".pdf" else row.docx_sha256, ending))

    def open_original(self, document_id: str) -> BinaryIO:
        """Open the file as it came of a paper that was not made here."""
        with self._database.read() as connection:
            row = get_document(connection, document_id)
        if not row.uploaded:
            raise NotFound("Văn bản này được làm ở đây, không phải tệp tải lên.")
        return self._storage.open(_key(json.loads(row.data)["original_sha256"], ".pdf"))

    def open_dossier(self, dossier_id: str) -> BinaryIO:
        """Open a dossier's PDF."""
        with self._database.read() as connection:
            row = get_dossier(connection, dossier_id)
        return self._storage.open(_known(row.sha256, ".pdf"))


def _key(sha256: str, ending: str) -> str:
    return f"{sha256[:2]}/{sha256}{ending}"


def _returned(job_id: str, attempt: int) -> str:
    return f"jobs/{job_id}/loi.xlsx" if attempt == 1 else f"jobs/{job_id}/loi-{attempt}.xlsx"


def _known(sha256: str | None, ending: str) -> str:
    if sha256 is None:
        raise NotFound("Tệp chưa được làm xong.")
    return _key(sha256, ending)
