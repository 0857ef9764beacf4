"""The one place where an error becomes an answer: problem+json for programs, a page for people, one line in the log."""

from typing import Any

import structlog
from flask import Flask, Response, current_app, json, render_template, request
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from service.errors import InputTooLarge, ServiceError
from service.forms.places import shown
from service.web.contract import accepted_types
from service.web.gate import request_id

HTTP_SENTENCES = {
    400: ("bad-request", "Yêu cầu chưa đúng", "Yêu cầu gửi lên không đọc được. Xin xem /docs về cách gọi."),
    404: ("not-found", "Không tìm thấy", "Không có địa chỉ này. Xin xem /docs về các địa chỉ dùng được."),
    405: (
        "method-not-allowed",
        "Sai phương thức",
        "Địa chỉ này không nhận phương thức đã dùng. Xin xem /docs.",
    ),
    406: (
        "not-acceptable",
        "Không có kiểu trả về này",
        "Xin đặt Accept là application/json, application/pdf hoặc kiểu .docx. Xin xem /docs.",
    ),
    415: ("unsupported-media-type", "Sai kiểu nội dung", "Xin gửi đúng Content-Type nêu trong /docs."),
}

PAGE_SENTENCES = {
    404: "Không có trang này. Xin xem lại địa chỉ, hoặc chọn một mục ở đầu trang.",
    405: "Trang này không mở thẳng bằng địa chỉ được. Xin quay lại trang trước rồi bấm nút ở đó.",
}
"""What a person is told instead, who cannot do much with the words for programs."""

log = structlog.get_logger(__name__)


def handle_problems(app: Flask) -> None:
    """Let every error of the app be answered here."""
    app.register_error_handler(ServiceError, _service_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def problem(members: dict[str, Any]) -> Response:
    """Answer with a problem, as a page where a person's browser asks for one outside the API."""
    members = {**members, "instance": request.path, "request_id": request_id()}
    status = members["status"]
    if wants_page():
        return Response(render_template("problem.html", problem=members), status)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    headers |= {"Retry-After": "5"} if status == 503 else {}
    return Response(
        json.dumps(members), status, headers, content_type="application/problem+json; charset=utf-8"
    )


def wants_page() -> bool:
    """True when the answer is for a person: outside the API, and HTML is what the caller likes best."""
    if request.path.startswith("/api/"):
        return False
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


def note(exc: ServiceError) -> None:
    """Log an error at the boundary where it becomes an answer; a form that says it itself calls this too."""
    if exc.status >= 500:
        log.error("request_failed", code=exc.code, path=request.path, exc_info=exc)
    else:
        log.info("request_refused", code=exc.code, path=request.path, errors=len(exc.errors))


def _service_error(exc: ServiceError) -> Response:
    note(exc)
    return problem(exc.as_problem())


def _http_error(exc: HTTPException) -> Response:
    if isinstance(exc, RequestEntityTooLarge):
        most = int(current_app.config["MAX_CONTENT_LENGTH"]) // 1_000_000
        return _service_error(
            InputTooLarge(
                f"Nội dung gửi lên lớn quá {most} MB hoặc có quá nhiều phần. Xin chia nhỏ rồi gửi lại."
            )
        )
    if exc.response is not None and exc.code is None:
        return Response(status=exc.response.status_code)
    code = exc.code or 500
    if code in (301, 302, 303, 307, 308):
        response: Any = exc.get_response()
        return response  # type: ignore[no-any-return]
    name, title, detail = HTTP_SENTENCES.get(code, ("http", "Yêu cầu không thực hiện được", "Xin xem /docs."))
    detail = (PAGE_SENTENCES.get(code) if wants_page() else "") or _found(exc) or detail
    log.info("request_refused", code=name, path=request.path)
    answer = problem(
        {"type": f"/problems/{name}", "title": title, "status": code, "detail": detail, "errors": []}
    )
    for header, value in exc.get_headers():
        if header == "Allow":
            answer.headers["Allow"] = value
    return answer


def _found(exc: HTTPException) -> str:
    """Say what the address takes and what was sent; "" where the sentence of the status says it all."""
    if isinstance(exc, MethodNotAllowed) and exc.valid_methods:
        takes = ", ".join(sorted(exc.valid_methods))
        return f"Địa chỉ này nhận {takes}; yêu cầu dùng {shown(request.method)}. Xin xem /docs."
    if isinstance(exc, UnsupportedMediaType) and request.url_rule is not None:
        takes = " hoặc ".join(accepted_types(request.url_rule.rule, request.method))
        sent = f"“{shown(request.content_type)}”" if request.content_type else "không nêu kiểu nào"
        return f"Địa chỉ này nhận Content-Type {takes}; yêu cầu gửi {sent}. Xin xem /docs." if takes else ""
    return ""


def _unexpected(exc: Exception) -> Response:
    log.exception("request_broke", path=request.path, exc_info=exc)
    return problem(ServiceError().as_problem())
