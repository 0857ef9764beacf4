"""Rows of the database with every member that must be there."""

from typing import Any

MOMENT = "2026-02-05T10:05:00+00:00"


def a_job_row(row_id: str, **members: Any) -> dict[str, Any]:
    """Give a job as it is taken in."""
    row = {
        "id": row_id,
        "kind": "batch",
        "template": "giay-moi",
        "title": "Giấy mời",
        "state": "queued",
        "stage": "make",
        "options": {"verify": True},
        "total": 1,
        "created": MOMENT,
    }
    return row | members


def a_document_row(row_id: str, **members: Any) -> dict[str, Any]:
    """Give a document that waits."""
    row = {
        "id": row_id,
        "job": "a",
        "position": 1,
        "row": 1,
        "template": "giay-moi",
        "part": "giay-moi",
        "version": "1.0",
        "template_sha256": "0" * 64,
        "state": "queued",
        "data": "{}",
        "title": "Giấy mời",
        "created": MOMENT,
    }
    return row | members


def a_dossier_row(row_id: str, **members: Any) -> dict[str, Any]:
    """Give a dossier that waits."""
    row = {"id": row_id, "job": "a", "title": "Hồ sơ", "profile": "pdfa-2a", "created": MOMENT}
    return row | members
