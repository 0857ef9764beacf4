"""The subset of JSON Schema 2020-12 that a form may use, and every place where a given schema leaves it.

Small on purpose: what stands here can be shown as a web form, written as a workbook and explained in words.
No references, no alternatives, no lists of lists.
"""

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from service.errors import FieldError
from service.forms.formats import canonical
from service.forms.lines import clean_text
from service.forms.messages import check_schema, compile_schema
from service.forms.places import Path, pointer_of, shown

ANY = frozenset({"type", "title", "description", "default", "examples", "enum", "$comment"})
KEYWORDS: Mapping[str, frozenset[str]] = {
    "string": ANY | {"format", "minLength", "maxLength", "pattern"},
    "integer": ANY | {"minimum", "maximum"},
    "number": ANY | {"minimum", "maximum"},
    "boolean": ANY - {"enum"},
    "array": (ANY - {"enum"}) | {"items", "minItems", "maxItems", "uniqueItems"},
    "object": (ANY - {"enum", "default"})
    | {"properties", "required", "additionalProperties", "$schema", "$id"},
}
FORMATS = (
    "vn-date",
    "vn-time",
    "vn-month",
    "vn-cccd",
    "vn-phone",
    "vn-name",
    "vn-party-card",
    "vn-party-organisation",
    "text",
)
LIMITS = (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum"))
MAX_FIELDS = 500
MAX_DEPTH = 6
MAX_PATTERN = 500

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
TAKEN = frozenset(
    {*keyword.kwlist, *(n for n in dir(dict) if not n.startswith("_"))}
    | {"true", "false", "none", "loop", "self", "super", "caller", "varargs", "kwargs", "block", "set"}
)
"""Words that a template reads as something else than the field: {{ x.items }} is a method of every object."""


def find_faults(schema: Mapping[str, Any]) -> tuple[FieldError, ...]:
    """Name every place of a form schema that is outside the subset; pointers are into the schema itself."""
    if not isinstance(schema, Mapping) or schema.get("type") != "object":
        return (_fault((), "type", 'gốc của biểu mẫu phải có "type": "object".'),)
    faults = tuple(_object((), schema, 0))
    if faults:
        return faults
    if (count := _count(schema)) > MAX_FIELDS:
        return (_fault((), "size", f"biểu mẫu có {count} trường, tối đa {MAX_FIELDS}."),)
    return _meta(schema) or tuple(_samples((), schema))


def _fault(path: Path, rule: str, sentence: str) -> FieldError:
    where = pointer_of(path)
    return FieldError(
        pointer=where, rule=rule, detail=f"form.schema.json{where and ' tại ' + where}: {sentence}"
    )


def _meta(schema: Mapping[str, Any]) -> tuple[FieldError, ...]:
    try:
        jsonschema_rs.meta.validate(dict(schema))
        compile_schema(schema)
    except jsonschema_rs.ValidationError as exc:
        path = tuple(exc.instance_path)
        return (_fault(path, "schema", f"chưa đúng JSON Schema 2020-12 ({shown(exc.message)})."),)
    except ValueError as exc:
        return (_fault((), "schema", f"chưa đúng JSON Schema 2020-12 ({shown(exc)})."),)
    return ()


def _node(path: Path, schema: object, depth: int) -> Iterator[FieldError]:
    if not isinstance(schema, Mapping):
        yield _fault(path, "type", "phải là một đối tượng JSON mô tả trường.")
        return
    kind = _kind(schema)
    if kind is None or (kind in ("array", "object") and schema["type"] != kind):
        found = shown(schema.get("type", "không có"))
        yield _fault(
            (*path, "type"), "type", f'"type" phải là một trong {", ".join(KEYWORDS)}; tìm thấy {found}.'
        )
    elif depth > MAX_DEPTH:
        yield _fault(path, "depth", f"lồng quá {MAX_DEPTH} cấp.")
    elif kind == "object":
        yield from _object(path, schema, depth)
    elif kind == "array":
        yield from _array(path, schema, depth)
    else:
        yield from _scalar(path, schema, kind)


def _kind(schema: Mapping[str, Any]) -> str | None:
    given = schema.get("type")
    types = given if isinstance(given, list) else [given]
    kinds = [t for t in types if t != "null"]
    return kinds[0] if len(kinds) == 1 and isinstance(kinds[0], str) and kinds[0] in KEYWORDS else None


def _keywords(path: Path, schema: Mapping[str, Any], kind: str) -> Iterator[FieldError]:
    for word in schema:
        if word not in KEYWORDS[kind]:
            allowed = ", ".join(sorted(KEYWORDS[kind]))
            sentence = f'không dùng được từ khóa "{shown(word)}" cho kiểu {kind}; được dùng: {allowed}.'
            yield _fault((*path, str(word)), "keyword", sentence)
    for low, high in LIMITS:
        least, most = schema.get(low), schema.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            yield _fault((*path, low), low, f"{low} ({least}) lớn hơn {high} ({most}).")


def _object(path: Path, schema: Mapping[str, Any], depth: int) -> Iterator[FieldError]:
    yield from _keywords(path, schema, "object")
    members = schema.get("properties")
    if not isinstance(members, Mapping) or not members:
        yield _fault(path, "properties", 'phải có "properties" với ít nhất một trường.')
        return
    if schema.get("additionalProperties", False) is not False:
        yield _fault((*path, "additionalProperties"), "additionalProperties", "chỉ được là false.")
    needed = schema.get("required", [])
    for name in needed if isinstance(needed, list) else [needed]:
        if name not in members:
            yield _fault(
                (*path, "required"), "required", f'bắt buộc "{shown(name)}" nhưng không khai báo trường này.'
            )
    for name, part in members.items():
        at = (*path, "properties", str(name))
        yield from _name(at, str(name))
        yield from _node(at, part, depth + 1)


def _name(path: Path, name: str) -> Iterator[FieldError]:
    if not NAME.fullmatch(name):
        sentence = (
            f'tên trường "{shown(name)}" phải gồm chữ thường không dấu, số và dấu gạch dưới, ví dụ ho_ten.'
        )
        yield _fault(path, "name", sentence)
    elif name in TAKEN:
        yield _fault(
            path, "name", f'tên trường "{name}" đã có nghĩa khác trong mẫu; xin đặt tên khác, ví dụ {name}_1.'
        )


def _array(path: Path, schema: Mapping[str, Any], depth: int) -> Iterator[FieldError]:
    yield from _keywords(path, schema, "array")
    inner = schema.get("items")
    if not isinstance(inner, Mapping):
        yield _fault(path, "items", 'danh sách phải có "items".')
    elif _kind(inner) == "array":
        yield _fault((*path, "items"), "items", "không dùng được danh sách nằm ngay trong danh sách.")
    else:
        yield from _node((*path, "items"), inner, depth + 1)


def _scalar(path: Path, schema: Mapping[str, Any], kind: str) -> Iterator[FieldError]:
    yield from _keywords(path, schema, kind)
    given = schema.get("format")
    if kind == "string" and given is not None and given not in FORMATS:
        yield _fault(
            (*path, "format"), "format", f'không có "{shown(given)}"; được dùng: {", ".join(FORMATS)}.'
        )
    if len(str(schema.get("pattern", ""))) > MAX_PATTERN:
        yield _fault((*path, "pattern"), "pattern", f"dài quá {MAX_PATTERN} ký tự.")


def _samples(path: Path, schema: Mapping[str, Any]) -> Iterator[FieldError]:
    """Name defaults that cleaning would change or refuse, and examples that it would refuse."""
    for name, part in schema.get("properties", {}).items():
        yield from _samples((*path, "properties", name), part)
    if "items" in schema:
        yield from _samples((*path, "items"), schema["items"])
    for example in schema.get("examples", ()):
        if isinstance(example, str) and (wrong := _misfit(schema, example)):
            yield _fault((*path, "examples"), "examples", f"ví dụ “{shown(example)}” chưa dùng được: {wrong}")
    if (given := schema.get("default")) is not None:
        parts = [(schema["items"], v) for v in given] if isinstance(given, list) else [(schema, given)]
        wrongs = [w for part, value in parts if (w := _misfit(part, value, exact=True))]
        for wrong in wrongs or [e.detail for e in check_schema(schema, given)]:
            yield _fault((*path, "default"), "default", f"giá trị mặc định chưa dùng được: {wrong}")


def _misfit(schema: Mapping[str, Any], value: object, *, exact: bool = False) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        text = clean_text(value, many_lines=schema.get("format") == "text")
        text = canonical(schema.get("format"), text)
    except ValueError as exc:
        return str(exc)
    if not text or (exact and text != value):
        return f"xin ghi “{shown(text)}”." if text else "không được để trống."
    return next((e.detail for e in check_schema(schema, text)), None)


def _count(schema: Mapping[str, Any]) -> int:
    members = schema.get("properties", {}).values()
    inner = [schema["items"]] if "items" in schema else []
    return len(members) + sum(_count(part) for part in (*members, *inner))
