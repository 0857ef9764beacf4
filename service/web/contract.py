"""The API's contract, openapi.yaml: served as it is, and every request body is held against it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import request
from jsonschema_rs import Validator
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from service.errors import InvalidSubmission, UnreadableInput
from service.forms.messages import check_schema, compile_schema


@cache
def document() -> dict[str, Any]:
    """Give the OpenAPI 3.1 document."""
    text = Path(__file__).with_name("openapi.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


@cache
def schema(name: str) -> dict[str, Any]:
    """Give one named schema of the contract."""
    found: dict[str, Any] = document()["components"]["schemas"][name]
    return found


@cache
def _validator(name: str) -> Validator:
    return compile_schema(schema(name))


def json_body(name: str) -> dict[str, Any]:
    """Give the request's JSON body, held against the named schema.

    Raises:
        UnreadableInput: not JSON. InvalidSubmission: with every fault and its place.
    """
    try:
        body = request.get_json()
    except UnsupportedMediaType:
        raise  # another fault of the caller, with a status of its own
    except BadRequest as exc:
        raise UnreadableInput(f"Nội dung gửi lên không phải JSON đúng: {_why(exc)}") from exc
    return checked(name, body)


def checked(name: str, body: Any) -> dict[str, Any]:
    """Hold a body against the named schema; see json_body."""
    errors = check_schema(schema(name), body, _validator(name))
    if errors:
        raise InvalidSubmission("Yêu cầu chưa đúng. Xin xem /docs.", errors=errors)
    given: dict[str, Any] = body
    return given


def _why(exc: BaseException) -> str:
    cause = exc.__cause__ or exc.__context__
    line, column = getattr(cause, "lineno", None), getattr(cause, "colno", None)
    return f"dòng {line}, cột {column}." if line else "xin kiểm tra mã hóa UTF-8 và dấu ngoặc."
