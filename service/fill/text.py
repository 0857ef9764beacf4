"""Short Jinja texts of a package, over the values of a submission: titles, file names, metadata, conditions."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateExpression

from service.catalog.sandbox import RENDER_ERRORS, explain, sandbox
from service.errors import FillFailed

MAX_CHARACTERS = 20_000
_KEPT = 512


def render_text(expression: str, values: Mapping[str, Any]) -> str:
    """Give a text with the values in it ("Nghị quyết {{ trich_yeu }}"), unescaped. Raises FillFailed."""
    try:
        text = _template(expression).render(values)
    except RENDER_ERRORS as exc:
        raise _failed(expression, exc) from exc
    if len(text) > MAX_CHARACTERS:
        raise FillFailed(f"“{expression[:80]}” cho ra chữ dài quá {MAX_CHARACTERS} ký tự.")
    return text


def holds(expression: str, values: Mapping[str, Any]) -> bool:
    """Say whether a condition ("so_vang > 0") holds. Raises FillFailed."""
    try:
        return bool(_expression(expression)(values))
    except RENDER_ERRORS as exc:
        raise _failed(expression, exc) from exc


@lru_cache(_KEPT)
def _template(text: str) -> Template:
    return sandbox(xml=False).from_string(text)


@lru_cache(_KEPT)
def _expression(text: str) -> Callable[..., Any] | TemplateExpression:
    return sandbox(xml=False).compile_expression(text, undefined_to_none=False)


def _failed(expression: str, exc: BaseException) -> FillFailed:
    return FillFailed(f"Không tính được “{expression[:80]}”: {explain(exc)}")
