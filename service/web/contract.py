"""The API's contract, openapi.yaml: served as it is, and every request body is held against it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import request
from jsonschema_rs import Validator
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from service.errors import FieldError, InvalidSubmission, UnreadableInput
from service.forms.messages import check_schema, compile_schema
from service.vietnamese.text import find_control, tidy

OF_THE_FORM = ("values", "rows")
"""Members whose text the form judges; all other text is judged here."""


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
    except RecursionError as exc:
        raise UnreadableInput("Nội dung JSON lồng nhau quá nhiều cấp.") from exc
    return checked(name, body)


def json_member(name: str, text: str) -> dict[str, Any]:
    """Give a member of a form that is JSON in itself, held against the named schema; see json_body."""
    try:
        return checked(name, json.loads(text or "{}"))
    except (ValueError, RecursionError) as exc:
        raise UnreadableInput(f"{name}: không phải JSON đúng.") from exc


def checked(name: str, body: Any) -> dict[str, Any]:
    """Hold a body against the named schema and make its text NFC without outer spaces; see json_body."""
    given = body
    if isinstance(body, dict):
        given = {k: v if k in OF_THE_FORM or not isinstance(v, str) else tidy(v) for k, v in body.items()}
    errors = check_schema(schema(name), given, _validator(name)) or tuple(_refused(given))
    if errors:
        raise InvalidSubmission("Yêu cầu chưa đúng. Xin xem /docs.", errors=errors)
    held: dict[str, Any] = given
    return held


def _refused(given: dict[str, Any]) -> Iterator[FieldError]:
    for name, value in given.items():
        if isinstance(value, str) and ("\n" in value or find_control(value) is not None):
            said = f"{name}: có ký tự điều khiển hoặc xuống dòng; xin gõ lại thành một dòng chữ."
            yield FieldError(pointer=f"/{name}", rule="control", detail=said)


def _why(exc: BaseException) -> str:
    cause = exc.__cause__ or exc.__context__
    line, column = getattr(cause, "lineno", None), getattr(cause, "colno", None)
    return f"dòng {line}, cột {column}." if line else "xin kiểm tra mã hóa UTF-8 và dấu ngoặc."
