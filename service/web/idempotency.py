"""Idempotency-Key: the same key and body give the same answer, another body gives 409."""

from collections.abc import Callable
from functools import wraps
from hashlib import file_digest, sha256
from typing import Any, ParamSpec

from flask import Response, json, make_response, request
from sqlalchemy import delete, insert, select, update

from service.database.rows import forget_answers
from service.database.schema import answer
from service.errors import Conflict, FieldError, InvalidSubmission
from service.web import looking
from service.web.files import DOCX, PDF, send_document
from service.web.joined import joined
from service.wiring import ANSWERS_KEPT

P = ParamSpec("P")
KEPT_HEADERS = ("Location", "Content-Type")
ENDINGS = {PDF: ".pdf", DOCX: ".docx"}


def idempotent(view: Callable[P, Any]) -> Callable[P, Response]:
    """Let a view that makes something answer a repeated call from what was kept of the first."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return make_response(view(*args, **kwargs))
        if not 0 < len(key) <= 100 or not key.isascii() or not key.isprintable():
            raise InvalidSubmission(
                errors=[FieldError(detail="Idempotency-Key phải có từ 1 đến 100 ký tự ASCII.", rule="header")]
            )
        return _once(f"{request.path} {key}", lambda: make_response(view(*args, **kwargs)))

    return wrapped


def _once(key: str, act: Callable[[], Response]) -> Response:
    kept = _claim(key, _fingerprint())
    if kept is not None:
        return kept
    try:
        response = act()
    except BaseException:
        _forget(key)  # nothing was made: the caller may try again with the same key
        raise
    if response.status_code >= 500:
        _forget(key)
        return response
    _keep(key, response)
    return response


def _fingerprint() -> str:
    """Give the hash of what was sent; of a form its fields, because each sending has a boundary of its own."""
    digest = sha256()
    if request.mimetype != "multipart/form-data":
        digest.update(request.get_data(cache=True, parse_form_data=False))
        return digest.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        digest.update(json.dumps([name, value]).encode())
    for name, sent in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        digest.update(json.dumps([name, sent.filename]).encode())
        stream: Any = sent.stream
        digest.update(file_digest(stream, "sha256").digest())
        stream.seek(0)
    return digest.hexdigest()


def _claim(key: str, body: str) -> Response | None:
    """Take the key for this call, or give the answer that an earlier call left."""
    now = joined().shop.clock()
    row = {"key": key, "body_sha256": body, "created": now.isoformat()}
    with joined().shop.database.write() as connection:
        forget_answers(connection, (now - ANSWERS_KEPT).isoformat())
        known = connection.execute(select(answer).where(answer.c.key == key)).mappings().first()
        if known is None:
            connection.execute(insert(answer).values(**row))
            return None
    if known["body_sha256"] != body:
        raise Conflict("Idempotency-Key này đã dùng cho một nội dung khác. Xin dùng khóa mới.")
    if known["status"] is None:
        raise Conflict("Yêu cầu trước với Idempotency-Key này còn đang làm. Xin đợi rồi gọi lại.")
    return _replay(known["status"], json.loads(known["headers"]), known["body"])


def _replay(status: int, headers: dict[str, str], body: str) -> Response:
    ending = ENDINGS.get(headers.get("Content-Type", ""))
    if ending is None:
        return Response(body, status, headers)
    response = send_document(looking.document_row(headers["Location"].rsplit("/", 1)[-1]), ending)
    response.headers["Location"] = headers["Location"]
    return response


def _keep(key: str, response: Response) -> None:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    is_file = headers.get("Content-Type") in ENDINGS
    body = "" if is_file else response.get_data(as_text=True)
    kept = {"status": response.status_code, "headers": json.dumps(headers), "body": body}
    with joined().shop.database.write() as connection:
        connection.execute(update(answer).where(answer.c.key == key).values(**kept))


def _forget(key: str) -> None:
    with joined().shop.database.write() as connection:
        connection.execute(delete(answer).where(answer.c.key == key))
