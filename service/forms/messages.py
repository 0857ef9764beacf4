"""What is said of a wrong value: one exact Vietnamese sentence for each kind of error, naming required and found.

Serves the cleaning of submissions and, by check_schema, the bodies of HTTP requests. Decides nothing itself.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice
from types import NoneType
from typing import Any

import jsonschema_rs

from service.errors import FieldError
from service.forms.places import Path, label, pointer_of, schema_at, shown
from service.vietnamese.numbers import group
from service.vietnamese.text import closest, first_upper

MAX_ERRORS = 1_000
"""More than this nobody reads; the last one then says that there are more."""

BIGGEST = 2**53 - 1
"""Beyond it a JSON number is no longer exact everywhere (RFC 8259 section 6)."""

REQUIRED = "bắt buộc, chưa có giá trị."
MORE = "Còn nhiều lỗi khác chưa liệt kê; xin sửa các lỗi trên rồi gửi lại."
TYPES: Mapping[str, str] = {
    "string": "văn bản",
    "integer": "số nguyên",
    "number": "số",
    "boolean": "true hoặc false (có hoặc không)",
    "array": "danh sách",
    "object": "nhóm trường (đối tượng JSON)",
    "null": "null (để trống)",
}
MAX_LISTED = 12

Sentence = Callable[[Any, Any, Mapping[str, Any]], str]
"""From the kind of error (the library's), the value found and the part of the schema there, to our sentence."""


def describe(value: object) -> str:
    """Say what was found: "văn bản “abc”", "số 12,5", "danh sách 3 dòng"."""
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value)
    return "giá trị không đọc được"


def figure(number: float) -> str:
    """Write a number for a message, also one that is no number at all or far too big."""
    if isinstance(number, float) and not math.isfinite(number):
        return "NaN" if math.isnan(number) else "vô cùng"
    if 1800 <= number < 2200 and number == int(number):
        return str(int(number))  # a year, in all likelihood: "2026", not "2.026"
    return group(number) if -BIGGEST <= number <= BIGGEST else "quá lớn"


_WORDS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (NoneType, lambda _: TYPES["null"]),
    (bool, lambda value: "true" if value else "false"),
    (int | float, lambda value: f"số {figure(value)}"),
    (str, lambda value: f"văn bản “{shown(value)}”" if value else "văn bản trống"),
    (list | tuple, lambda value: f"danh sách {len(value)} dòng"),
    (Mapping, lambda value: f"nhóm {len(value)} trường"),
    (datetime, lambda value: f"ngày giờ {value:%d/%m/%Y %H:%M}"),
    (date, lambda value: f"ngày {value:%d/%m/%Y}"),
    (time, lambda value: f"giờ {value:%H:%M}"),
)
"""The first that fits: bool is an int, and a datetime a date."""


def wrong_type(kind: str | Iterable[str], value: object) -> str:
    """Say which type is required and what was found."""
    kinds = [kind] if isinstance(kind, str) else sorted(kind)
    return f"phải là {' hoặc '.join(TYPES.get(k, k) for k in kinds)}, tìm thấy {describe(value)}."


def not_listed(options: Sequence[object], value: object) -> str:
    """Say which values may be chosen, and which of them may be meant."""
    texts = [str(o) for o in options if o is not None]
    listed = "; ".join(shown(t) for t in texts[:MAX_LISTED]) + ("; …" if len(texts) > MAX_LISTED else "")
    found = shown(value) if isinstance(value, str | int) else describe(value)
    meant = closest(value[:200], texts) if isinstance(value, str) else None
    hint = f" Ý bạn là “{shown(meant)}”?" if meant else ""
    return f"phải là một trong các giá trị: {listed}. Tìm thấy “{found}”.{hint}"


def unknown_name(name: str, titles: Mapping[str, str]) -> str:
    """Say that there is no such field, and which one may be meant; `titles` are the known names and titles."""
    meant = closest(name[:100], titles) or closest(name[:100], titles.values())
    if meant is not None:
        meant = meant if meant in titles else next(n for n, t in titles.items() if t == meant)
        title = f" ({titles[meant]})" if titles[meant] not in ("", meant) else ""
        return f"không có trường “{shown(name)}”; ý bạn là “{meant}”{title}?"
    listed = ", ".join(list(titles)[:MAX_LISTED]) + (", …" if len(titles) > MAX_LISTED else "")
    return f"không có trường “{shown(name)}”; các trường được dùng: {listed or 'không có'}."


def twins(rows: Iterable[object], places: Iterable[int]) -> str:
    """Say which two rows are alike; `places` are their positions (from 0) in what was sent."""
    seen: dict[str, int] = {}
    for place, row in zip(places, rows, strict=True):
        earlier = seen.setdefault(json.dumps(row, sort_keys=True), place)
        if earlier < place:
            return f"không được có hai dòng giống nhau; dòng {place + 1} giống dòng {earlier + 1}."
    return "không được có hai dòng giống nhau."


def field_error(schema: Mapping[str, Any], path: Path, rule: str, sentence: str) -> FieldError:
    """Make the error: its pointer, and its sentence with the place's own title in front, once.

    A sentence that begins with the title ("Số CCCD phải có đúng 12 chữ số…") is given the places above it only.
    """
    name = label(schema, path)
    title = label(schema_at(schema, path[:-1]), path[-1:])
    if sentence.startswith(title + " "):
        name = label(schema, path[:-1]) if path[1:] else ""
    elif sentence[:1].isupper() and not sentence[1:2].isupper():
        sentence = sentence[0].lower() + sentence[1:]
    return FieldError(pointer=pointer_of(path), rule=rule, detail=f"{name}: {sentence}" if name else sentence)


def unknown_error(schema: Mapping[str, Any], path: Path, name: str, titles: Mapping[str, str]) -> FieldError:
    """Make the error of a name that the object at `path` does not have."""
    sentence = f"{label(schema, path)}: {unknown_name(name, titles)}" if path else unknown_name(name, titles)
    return FieldError(pointer=pointer_of((*path, name)), rule="unknown", detail=first_upper(sentence))


def check_schema(
    schema: Mapping[str, Any], instance: object, validator: jsonschema_rs.Validator | None = None
) -> tuple[FieldError, ...]:
    """Check any plain value against any schema and give all errors in Vietnamese, at most MAX_ERRORS.

    Pass the compiled `validator` (compile_schema) where the same schema is used often.

    Raises:
        ValueError: the schema itself is not valid.
    """
    validator = validator or compile_schema(schema)
    try:
        errors = (e for error in validator.iter_errors(instance) for e in _explain_here(schema, error))
        found = list(islice(errors, MAX_ERRORS))
    except ValueError:  # what is no JSON at all, such as lone surrogates
        return (field_error(schema, (), "json", "có giá trị không ghi được bằng JSON; xin gửi lại."),)
    if len(found) == MAX_ERRORS:
        found[-1] = FieldError(rule="more", detail=MORE)
    return tuple(found)


def compile_schema(schema: Mapping[str, Any]) -> jsonschema_rs.Validator:
    """Compile a schema that can neither fetch anything nor run a pattern in more than linear time.

    Raises:
        ValueError: the schema or one of its patterns is not valid.
    """
    options = jsonschema_rs.RegexOptions()
    return jsonschema_rs.validator_for(
        dict(schema), offline=True, validate_formats=True, pattern_options=options
    )


def explain(
    schema: Mapping[str, Any], error: jsonschema_rs.ValidationError, path: Path
) -> Iterator[FieldError]:
    """Turn one error of the library into ours; one with several names inside becomes several."""
    kind: Any = error.kind
    if kind.name == "required":
        yield field_error(schema, (*path, kind.property), "required", REQUIRED)
    elif kind.name in ("additionalProperties", "unevaluatedProperties"):
        known = schema_at(schema, path).get("properties", {})
        titles = {n: str(p.get("title", "")) for n, p in known.items() if isinstance(p, Mapping)}
        for name in kind.unexpected:
            yield unknown_error(schema, path, name, titles)
    else:
        say: Sentence = _SENTENCES.get(kind.name, _other)
        yield field_error(schema, path, kind.name, say(kind, error.instance, schema_at(schema, path)))


def _explain_here(schema: Mapping[str, Any], error: jsonschema_rs.ValidationError) -> Iterator[FieldError]:
    return explain(schema, error, tuple(error.instance_path))


def _bound(words: str, size: Callable[[Any], str]) -> Sentence:
    return lambda kind, value, _: f"{words.format(figure(kind.limit))}, tìm thấy {size(value)}."


def _length(value: Any) -> str:
    return figure(len(value))


def _pattern(_kind: object, value: object, part: Mapping[str, Any]) -> str:
    examples = part.get("examples") or ()
    like = f", ví dụ “{shown(examples[0])}”" if examples else ""
    return f"chưa đúng cách viết quy định{like}; tìm thấy “{shown(value)}”."


def _other(kind: Any, value: object, _part: object) -> str:
    return f"chưa đúng quy định của biểu mẫu ({kind.name}); tìm thấy {describe(value)}."


_SENTENCES: Mapping[str, Sentence] = {
    "type": lambda kind, value, _: wrong_type(kind.types, value),
    "enum": lambda kind, value, _: not_listed(kind.options, value),
    "const": lambda kind, value, _: f"phải là “{shown(kind.expected_value)}”, tìm thấy {describe(value)}.",
    "format": lambda kind, value, _: f"chưa đúng dạng {kind.format}; tìm thấy “{shown(value)}”.",
    "pattern": _pattern,
    "uniqueItems": lambda _kind, value, _: twins(value, range(len(value))),
    "minLength": _bound("phải có ít nhất {} ký tự", _length),
    "maxLength": _bound("được có tối đa {} ký tự", _length),
    "minItems": _bound("phải có ít nhất {} dòng", _length),
    "maxItems": _bound("được có tối đa {} dòng", _length),
    "minProperties": _bound("phải có ít nhất {} trường", _length),
    "maxProperties": _bound("được có tối đa {} trường", _length),
    "minimum": _bound("phải từ {} trở lên", figure),
    "maximum": _bound("phải từ {} trở xuống", figure),
    "exclusiveMinimum": _bound("phải lớn hơn {}", figure),
    "exclusiveMaximum": _bound("phải nhỏ hơn {}", figure),
}
