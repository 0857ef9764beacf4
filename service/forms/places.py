"""Places inside a submission: JSON pointers (RFC 6901), and the words by which a reader knows them.

Works on the plain schema, so that request bodies, which have no Form, are named in the same way.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""A plain value as JSON knows it."""

Path = tuple[str | int, ...]
"""The way from the root to one value: property names and list positions (from 0)."""

WHOLE = "Dữ liệu"
LONGEST_NAME = 60


def pointer_of(path: Iterable[str | int]) -> str:
    """Write a path as a JSON pointer; the root is ""."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def path_of(pointer: str) -> tuple[str, ...]:
    """Read a JSON pointer; positions stay text, because only the schema knows where lists are."""
    if not pointer:
        return ()
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.lstrip("#").split("/")[1:])


def shown(name: object) -> str:
    """Make a name or value that came from outside fit for one line of a message: printable and short."""
    text = "".join(c if c.isprintable() else "�" for c in str(name)[: LONGEST_NAME + 1])
    return text if len(text) <= LONGEST_NAME else text[:LONGEST_NAME] + "…"


def schema_at(schema: Mapping[str, Any], path: Iterable[str | int]) -> Mapping[str, Any]:
    """Follow a path through `properties` and `items`; {} where the schema says nothing."""
    for step in path:
        inner = schema["properties"].get(str(step)) if "properties" in schema else schema.get("items")
        schema = inner if isinstance(inner, Mapping) else {}
    return schema


def label(schema: Mapping[str, Any], path: Iterable[str | int]) -> str:
    """Name a place by the titles on the way: "Danh sách vắng mặt, dòng 2, Lý do"; the root is "Dữ liệu"."""
    words = []
    for step in path:
        if "properties" not in schema and str(step).isdigit():
            words.append(f"dòng {int(step) + 1}")
        else:
            words.append(str(schema_at(schema, (step,)).get("title") or shown(step)))
        schema = schema_at(schema, (step,))
    return ", ".join(words) or WHOLE
