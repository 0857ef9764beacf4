"""Uploaded files that wait for their sender's answers: kept for a day under an id that nobody can guess."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from service.database.rows import UploadRow, add, change, forget_uploads, get_upload, old_uploads
from service.database.schema import upload
from service.errors import NotFound
from service.jobs.workshop import Workshop

KEPT = timedelta(hours=24)
"""How long a file waits."""

GONE = "Tệp đã gửi không còn được giữ (chỉ giữ 24 giờ, hoặc đã làm xong). Xin gửi lại tệp."


def keep(shop: Workshop, template: str, name: str, path: Path, said: Mapping[str, Any]) -> str:
    """Keep a file with what its sender said so far, and give its id; files that waited too long go.

    Raises:
        StorageUnavailable: it could not be kept.
    """
    clear(shop)
    upload_id = uuid4().hex
    shop.archive.keep_waiting(upload_id, path)
    row = {"id": upload_id, "template": template, "name": name, "said": said}
    with shop.database.write() as connection:
        add(connection, upload, [row | {"created": shop.clock().isoformat()}])
    return upload_id


def find(shop: Workshop, upload_id: str, template: str) -> UploadRow:
    """Give a waiting file of a template package.

    Raises:
        NotFound: it is not kept, or was sent for another package.
    """
    with shop.database.read() as connection:
        row = get_upload(connection, upload_id)
    if row is None or row.template != template:
        raise NotFound(GONE)
    return row


def answer(shop: Workshop, upload_id: str, said: Mapping[str, Any]) -> None:
    """Keep what the sender said."""
    with shop.database.write() as connection:
        change(connection, upload, upload_id, said=said)


def forget(shop: Workshop, *ids: str) -> None:
    """Let files go; the row first, so that no row is left without its file."""
    with shop.database.write() as connection:
        forget_uploads(connection, ids)
    for upload_id in ids:
        shop.archive.forget_waiting(upload_id)


def clear(shop: Workshop) -> None:
    """Let the files go that waited too long."""
    before = (shop.clock() - KEPT).isoformat()
    with shop.database.read() as connection:
        old = old_uploads(connection, before)
    if old:
        forget(shop, *old)
