"""Make one example submission of any form, so that a template that came without a sample can still be tried and shown.

What the author of the form wrote as example, default or choice comes first; texts are named by their own titles.
"""

from collections.abc import Mapping
from typing import Any

_FORMATS: Mapping[str, str] = {
    "vn-date": "2026-02-05",
    "vn-time": "17:00",
    "vn-month": "2026-02",
    "vn-cccd": "001085012345",
    "vn-phone": "0912345678",
    "vn-name": "Nguyễn Văn An",
    "vn-party-card": "079085012345",
    "vn-party-organisation": "38168053000001",
}
_TEXT = "Ví dụ"
_LONGEST, _MOST_ITEMS = 10_000, 100
"""A form that wants more than this for its least must bring its own examples."""


def example_values(schema: Mapping[str, Any]) -> Any:
    """Give values for a form schema or a part of one; a pattern without examples may refuse them."""
    written = [*schema.get("examples", ()), schema.get("default"), *schema.get("enum", ())]
    for value in written:
        if value not in (None, "", []):
            return value
    if "properties" in schema:
        return {name: example_values(inner) for name, inner in schema["properties"].items()}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "array" in kinds:
        return [example_values(schema["items"])] * int(min(max(1, schema.get("minItems", 1)), _MOST_ITEMS))
    if "boolean" in kinds:
        return True
    return _text(schema) if "string" in kinds else _number(schema)


def _text(schema: Mapping[str, Any]) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    text = schema.get("title") or _TEXT
    least, most = (min(schema.get(n, d), _LONGEST) for n, d in (("minLength", 0), ("maxLength", _LONGEST)))
    return str(text).ljust(int(least), "x")[: int(most)]


def _number(schema: Mapping[str, Any]) -> int | float:
    least, most = schema.get("minimum", 1), schema.get("maximum", 1)
    number: int | float = least if least > 1 else min(1, most)
    return number
