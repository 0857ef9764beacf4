"""Who may come in: token, Host and Origin of a request; its id; the headers that keep pages to themselves."""

import hmac
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from flask import Flask, Response, g, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from service.errors import Forbidden, NotAllowed
from service.settings import LOOPBACK, Settings

OPEN_PATHS = ("/healthz", "/readyz", "/login", "/static/", "/favicon.ico")
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def request_id() -> str:
    """Give the id of the request in hand; it stands in the log and in every problem."""
    return str(g.get("request_id", ""))


def guard(app: Flask, settings: Settings) -> None:
    """Check every request before its view, and finish every answer."""

    @app.before_request
    def enter() -> AnyResponse | None:
        g.request_id = uuid4().hex[:16]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        _check_host(settings)
        _check_origin()
        return _check_token(settings)

    @app.after_request
    def leave(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = request_id()
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _check_host(settings: Settings) -> None:
    """Without a token only this machine's own names are answered: a strange name here is DNS rebinding."""
    name = urlsplit(f"//{request.host}").hostname or ""
    if not settings.api_token and name not in LOOPBACK:
        raise Forbidden("Dịch vụ chỉ nhận yêu cầu gửi tới 127.0.0.1 hoặc localhost khi chưa đặt mã truy cập.")


def _check_origin() -> None:
    """A page of another site may not make this one work."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    if origin and origin.partition("://")[2] == request.host:
        return
    if origin or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise Forbidden("Yêu cầu đến từ một trang web khác nên bị từ chối. Xin mở lại trang này rồi gửi lại.")


def _check_token(settings: Settings) -> AnyResponse | None:
    token = settings.api_token
    if not token or request.path.startswith(OPEN_PATHS):
        return None
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if same(given, token) or session.get("entered") == fingerprint(token):
        return None
    if request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", ""):
        raise NotAllowed
    return redirect("/login")


def same(given: str, token: str) -> bool:
    """Compare without telling by the time taken how much was right."""
    return hmac.compare_digest(given.encode(), token.encode())


def fingerprint(token: str) -> str:
    """What a session keeps instead of the token; another token ends all sessions."""
    return hmac.new(token.encode(), b"session", "sha256").hexdigest()
