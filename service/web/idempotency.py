"""Idempotency-Key: the same key and body give the same answer, another body gives 409.

A call that was cut off between its work and the keeping of its answer is finished when it is repeated: what it made
bears an id that follows from the key, and is found by it.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from hashlib import file_digest, sha256
from typing import Any, ParamSpec
from uuid import uuid4

from flask import Response, g, json, make_response, request
from sqlalchemy import delete, insert, select, update
from werkzeug.exceptions import HTTPException

from service.database.rows import forget_answers, leave_answers
from service.database.schema import LEFT, answer
from service.errors import (
    Conflict,
    FieldError,
    InvalidSubmission,
    NotFound,
    ServiceError,
    StorageUnavailable,
)
from service.web import looking
from service.web.files import DOCX, PDF, send_document
from service.web.joined import joined
from service.wiring import ANSWERS_KEPT

P = ParamSpec("P")
KEPT_HEADERS = ("Location", "Content-Type")
ENDINGS = {PDF: ".pdf", DOCX: ".docx"}


def idempotent(again: Callable[..., Any]) -> Callable[[Callable[P, Any]], Callable[P, Response]]:
    """Let a view that makes something answer a repeated call from what was kept of the first.

    What a view makes bears the id of the call (`call_id`), in the transaction in which it is made. So a first call that
    was cut off in the middle, by a kill or a full disk, is known by its work when it is repeated.

    Args:
        again: gives the answer for what was made under an id, called with the id and what the view is called with;
            raises NotFound when nothing was.
    """

    def decorate(view: Callable[P, Any]) -> Callable[P, Response]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
            key = request.headers.get("Idempotency-Key")
            if key is None:
                return make_response(view(*args, **kwargs))
            if not 0 < len(key) <= 100 or not key.isascii() or not key.isprintable():
                raise InvalidSubmission(
                    errors=[
                        FieldError(detail="Idempotency-Key phải có từ 1 đến 100 ký tự ASCII.", rule="header")
                    ]
                )
            return _once(
                f"{request.path} {key}",
                lambda: make_response(view(*args, **kwargs)),
                lambda: make_response(again(call_id(), *args, **kwargs)),
            )

        return wrapped

    return decorate


def call_id() -> str:
    """Give the id for what this call makes: the same one when the call is repeated under its key."""
    made: str = g.setdefault("call_id", uuid4().hex)
    return made


def nothing(*_: Any, **__: Any) -> Any:
    """Stand for `again` where a view may simply run once more."""
    raise NotFound


def _once(key: str, act: Callable[[], Response], again: Callable[[], Response]) -> Response:
    kept = _claim(key, _fingerprint())
    if kept is not None:
        return kept
    try:
        response = _resumed(again) or act()
        if response.status_code < 500:
            _keep(key, response)
            return response
    except BaseException as exc:
        refused = isinstance(exc, ServiceError | HTTPException) and _status(exc) < 500
        if refused and not g.get("resumed"):
            _forget(key)  # nothing was made: the key is free
        else:
            _leave(key)
        raise
    _leave(key)
    return response


def _status(exc: ServiceError | HTTPException) -> int:
    return exc.status if isinstance(exc, ServiceError) else exc.code or 500


def _resumed(again: Callable[[], Response]) -> Response | None:
    """Give the answer for what a call that was left had made; None when it had made nothing, or this is the first."""
    if not g.get("resumed"):
        return None
    try:
        return again()
    except NotFound:
        return None


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
            g.call_id = _id_of(key, body, row["created"])
            return None
        if known["status"] == LEFT and known["body_sha256"] == body:
            connection.execute(update(answer).where(answer.c.key == key).values(status=None))
            g.call_id, g.resumed = _id_of(key, body, known["created"]), True
            return None
    if known["body_sha256"] != body:
        raise Conflict("Idempotency-Key này đã dùng cho một nội dung khác. Xin dùng khóa mới.")
    if known["status"] is None:
        raise Conflict("Yêu cầu trước với Idempotency-Key này còn đang làm. Xin đợi rồi gọi lại.")
    return _replay(known["status"], json.loads(known["headers"]), known["body"])


def _id_of(key: str, body: str, created: str) -> str:
    """Give the id that belongs to a call: a key that is used again a day later is another call."""
    return sha256(f"{key}\n{body}\n{created}".encode()).hexdigest()[:32]


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


def _leave(key: str) -> None:
    """Keep the key for the same call only: perhaps something was made. What cannot be written is done at the start."""
    with suppress(StorageUnavailable), joined().shop.database.write() as connection:
        leave_answers(connection, key)
