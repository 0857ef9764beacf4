"""Turns: what a caller sends is taken in first, however slowly it comes; then only few at a time are worked for.

The server has many threads (commands.serving), so that callers with slow lines hold up nobody who asks shortly; what
memory and processors bear is bounded here: large bodies too are taken in for few at a time.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from flask import Flask, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from service.errors import Busy, UnreadableInput

AT_WORK = 8
PATIENCE = 60.0
"""Seconds that a caller waits for his turn."""
SHORT = 1_000_000
"""Bytes of a body that may be held in memory for each thread."""
_TURNS = threading.BoundedSemaphore(AT_WORK)
_LARGE = threading.BoundedSemaphore(AT_WORK)
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def take_turns(app: Flask) -> None:
    """Let the app do the work of a few requests at a time; short answers are given to all."""

    @app.before_request
    def begin() -> None:
        if request.routing_exception is not None:
            return  # no such address, or not by this method: what the router says needs neither body nor turn
        if request.method != "POST" and not request.path.endswith("/zip"):
            return
        size, most = request.content_length or 0, request.max_content_length
        if most is not None and size > most:
            raise RequestEntityTooLarge
        large = size > SHORT or "Transfer-Encoding" in request.headers
        with _one_of(_LARGE) if large else nullcontext():
            _take_in()
        _wait_for(_TURNS)
        g.has_turn = True

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if g.pop("has_turn", False):
            _TURNS.release()


@contextmanager
def _one_of(places: threading.BoundedSemaphore) -> Iterator[None]:
    _wait_for(places)
    try:
        yield
    finally:
        places.release()


def _wait_for(places: threading.BoundedSemaphore) -> None:
    if not places.acquire(timeout=PATIENCE):
        raise Busy("Đang có nhiều việc được làm cùng lúc. Xin thử lại sau ít phút.")


def _take_in() -> None:
    """Read the body to its end: forms into fields and files, all else as it is."""
    if request.mimetype in _FORMS:
        _ = request.form
        _check_names()
    else:
        request.get_data()


def _check_names() -> None:
    """Every part of a form has a name; what has none could be sorted, looked up and answered by nobody."""
    if None in request.form or None in request.files:
        raise UnreadableInput("Biểu mẫu gửi lên có phần không có tên. Xin đặt tên cho từng phần rồi gửi lại.")
