"""/api/v1/jobs: where a job stands, as an answer or as a stream; stop it, try again."""

import threading
import time
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, Response, current_app, json, jsonify, request

from service.errors import Busy, NotFound
from service.web import looking
from service.web.contract import checked
from service.web.files import send, zip_documents
from service.web.idempotency import call_id, idempotent
from service.web.joined import joined
from service.web.orders import overrides_of
from service.web.shapes import document_shape
from service.web.uploads import uploaded_rows

jobs = Blueprint("jobs", __name__, url_prefix="/api/v1/jobs")

# A stream holds one of the server's few threads; the others must stay free for short answers.
STREAMS = threading.BoundedSemaphore(3)
STREAM_SECONDS, LOOK_SECONDS = 300.0, 0.5
ENDED = ("done", "partly", "failed", "cancelled")


@jobs.get("")
def recent() -> dict[str, Any]:
    """List the latest jobs."""
    return {"jobs": looking.jobs()}


@jobs.get("/<job_id>")
def one(job_id: str) -> dict[str, Any]:
    """Give one job."""
    return looking.job(job_id)


@jobs.get("/<job_id>/events")
def events(job_id: str) -> Response:
    """Stream the job whenever it changes, until it has ended; a caller cut off after five minutes comes again."""
    looking.job(job_id)
    if not STREAMS.acquire(blocking=False):
        raise Busy("Đang có nhiều người theo dõi cùng lúc. Xin hỏi lại bằng GET /api/v1/jobs/{id}.")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    response = Response(_events(app, job_id), content_type="text/event-stream; charset=utf-8")
    response.call_on_close(STREAMS.release)
    return response


def _events(app: Flask, job_id: str) -> Iterator[str]:
    told, end = "", time.monotonic() + STREAM_SECONDS
    while time.monotonic() < end:
        with app.app_context():
            job = looking.job(job_id)
            text = json.dumps(job)
        if text != told:
            told = text
            yield f"event: job\ndata: {text}\n\n"
        else:
            yield ": \n\n"  # so that a closed connection is noticed
        if job["state"] in ENDED:
            return
        time.sleep(LOOK_SECONDS)


@jobs.get("/<job_id>/documents")
def documents(job_id: str) -> dict[str, Any]:
    """List a job's documents."""
    return {"documents": [document_shape(row) for row in looking.job_documents(job_id)]}


@jobs.get("/<job_id>/zip")
def bundle(job_id: str) -> Response:
    """Give all finished documents in one archive."""
    rows = [row for row in looking.job_documents(job_id) if row.state == "done"]
    if not rows:
        raise NotFound("Lượt xử lý này chưa có văn bản nào làm xong.")
    shop = joined().shop
    bound = looking.job_row(job_id).kind == "dossier"
    return send(zip_documents(shop.archive, rows, shop.work, bound=bound), f"van-ban-{job_id[:8]}.zip")


@jobs.get("/<job_id>/errors.xlsx")
def errors(job_id: str) -> Response:
    """Give the sender's wrong rows back, with what is wrong at each cell."""
    attempt = int(looking.job_row(job_id).options.get("returned") or 0)
    if not attempt:
        raise NotFound("Lượt xử lý này không có dòng sai nào từ bảng tính.")
    return send(joined().shop.archive.open_returned(job_id, attempt), f"loi-{job_id[:8]}.xlsx")


def _changed_by(call: str, job_id: str) -> str:
    """Give the job's id when this very call has changed it, or raise NotFound."""
    if looking.job_row(job_id).options.get("asked") != call:
        raise NotFound
    return job_id


@jobs.post("/<job_id>/cancel")
@idempotent(lambda call, job_id: jsonify(looking.job(_changed_by(call, job_id))))
def cancel(job_id: str) -> Response:
    """Stop a job."""
    joined().desk.cancel(job_id, call_id())
    return jsonify(looking.job(job_id))


@jobs.post("/<job_id>/retry")
@idempotent(lambda call, job_id: (jsonify(looking.job(_changed_by(call, job_id))), 202))
def retry(job_id: str) -> tuple[Response, int]:
    """Try again what failed; with a file, take in the rows that were mended in it."""
    if request.mimetype == "multipart/form-data":
        checked("RetryForm", request.form.to_dict() | {"file": ""})
        row = looking.job_row(job_id)
        package = joined().library.get(row.template)
        overrides = overrides_of(package, request.form.get("overrides"))
        joined().desk.mend(job_id, package, uploaded_rows(package), overrides, call_id())
    else:
        joined().desk.retry(job_id, call_id())
    return jsonify(looking.job(job_id)), 202
