"""The API's contract, openapi.yaml: served as it is, and every request body is held against it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import request
from jsonschema_rs import Validator
from werkzeug.exceptions import UnsupportedMediaType

from service.errors import FieldError, InvalidSubmission, UnreadableInput
from service.forms.messages import check_schema, compile_schema
from service.intake.jsondata import parse
from service.vietnamese.text import find_control, tidy

_PLACE = re.compile(r"\{[^}]*\}|<[^>]*>")
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


def accepted_types(rule: str, method: str) -> tuple[str, ...]:
    """Give the types of body that the call of a routing rule takes by the contract; () when it takes none."""
    for path, calls in document()["paths"].items():
        if _PLACE.sub("{}", path) == _PLACE.sub("{}", rule):
            return tuple(calls.get(method.lower(), {}).get("requestBody", {}).get("content", ()))
    return ()


@cache
def _validator(name: str) -> Validator:
    return compile_schema(schema(name))


def json_body(name: str) -> dict[str, Any]:
    """Give the request's JSON body, held against the named schema.

    Raises:
        UnreadableInput: not JSON. InvalidSubmission: with every fault and its place.
    """
    if not request.is_json:
        raise UnsupportedMediaType  # another fault of the caller, with a status of its own
    try:
        text = request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UnreadableInput(
            f"Nội dung gửi lên không phải UTF-8 (byte {exc.start + 1}). Xin gửi JSON mã UTF-8."
        ) from exc
    return checked(name, parse(text, "Nội dung gửi lên"))


def json_member(name: str, member: str, text: str) -> dict[str, Any]:
    """Give a member of a form that is JSON in itself, held against the named schema; see json_body."""
    try:
        return checked(name, parse(text or "{}", member))
    except InvalidSubmission as exc:
        errors = [replace(error, pointer=f"/{member}{error.pointer}") for error in exc.errors]
        raise InvalidSubmission(exc.detail, errors=errors) from exc


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
