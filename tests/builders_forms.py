"""Hypothesis strategies that make valid raw values for any form, hostile text among them, and small forms in code."""

import json
import unicodedata
from datetime import date
from typing import Any

from hypothesis import strategies as st

from service.forms.schema import Field, Form, load_form
from service.vietnamese.text import tidy

HOSTILE = (
    "&<>\"'{{ }}{% %}",
    "{{ ho_ten }}",
    "{% for x in y %}",
    "{# ẩn #}",
    "</w:t></w:r><w:p/>",
    "&amp;lt;",
    "]]>",
    "$1 \\n %s %(a)s",
    "=1+1",
    "'; --",
    "Đồng chí “An”",
    unicodedata.normalize("NFD", "Nguyễn Thị Thuý Ước"),
    "Y Moan Ê-ban H'Hen",
)
WORDS = ("Chi bộ", "ấp Mỹ Thọ", "hoàn thành", "sinh hoạt", "đảng viên", "năm 2026", "Kế Sách", "nghị quyết")
NAMES = ("Nguyễn Văn An", "Trần Thị Út", "H'Hen Niê", "Y Moan", "Ksor Phước", "Lê Văn Đặng-Hải", "Uyên")


def a_form(properties: dict[str, Any], required: tuple[str, ...] = ()) -> Form:
    """Make a form of these properties."""
    return load_form({"type": "object", "title": "Thử", "properties": properties, "required": list(required)})


def hostile_text(least: int = 1, most: int = 200, *, lines: bool = False) -> st.SearchStrategy[str]:
    """Make text that tries to be markup or a tag; NFC without outer spaces it has `least` to `most` characters."""
    piece = st.sampled_from(HOSTILE + WORDS) | st.text("aăâđêơưẹ ỹ&<>{}%#\"'\\", min_size=1, max_size=8)
    joined = st.builds(
        lambda pieces, gap: gap.join(pieces),
        st.lists(piece, min_size=1, max_size=4),
        st.sampled_from((" ", "", "\n") if lines else (" ", "")),
    )
    fitted = joined.map(lambda text: tidy(text)[:most].strip() or "A" * max(1, least))
    padded = fitted.map(lambda text: text.ljust(least, "x"))
    return padded.flatmap(lambda text: st.sampled_from((text, unicodedata.normalize("NFD", text))))


def submissions(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Make raw values that `clean(form, …, lenient=False)` takes."""
    return _members(form.fields)


def _members(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    needed = {f.name: values(f) for f in fields if f.required}
    optional = {f.name: values(f) for f in fields if not f.required}
    return st.fixed_dictionaries(needed, optional=optional)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Make valid raw values of one field."""
    if field.enum:
        return st.sampled_from([v for v in field.enum if v is not None])
    if field.kind == "object":
        return _members(field.fields)
    if field.kind == "array":
        return _rows(field)
    if field.kind == "boolean":
        return st.booleans()
    return _text(field) if field.kind == "string" else _numbers(field)


def _rows(field: Field) -> st.SearchStrategy[list[Any]]:
    assert field.item is not None
    least = field.schema.get("minItems", 0)
    most = min(field.schema.get("maxItems", least + 3), least + 3)
    unique = (lambda v: tidy(json.dumps(v, sort_keys=True, ensure_ascii=False))) if _unique(field) else None
    return st.lists(values(field.item), min_size=least, max_size=most, unique_by=unique)


def _unique(field: Field) -> bool:
    return bool(field.schema.get("uniqueItems"))


def _numbers(field: Field) -> st.SearchStrategy[int | float]:
    least, most = field.schema.get("minimum", -(10**9)), field.schema.get("maximum", 10**12)
    whole = st.integers(int(-(-least // 1)), int(most // 1))
    if field.kind == "integer":
        return whole
    return whole | st.decimals(least, most, places=2).map(float)


def _text(field: Field) -> st.SearchStrategy[str]:
    if field.format in _FORMATS:
        return _FORMATS[field.format]
    schema = field.schema
    if "pattern" in schema:
        fits = st.from_regex(schema["pattern"], fullmatch=True).map(tidy)
        return fits.filter(lambda v: v and v.isprintable() and v.isascii())
    least = max(1, schema.get("minLength", 1))
    return hostile_text(least, schema.get("maxLength", max(200, least)), lines=field.many_lines)


def _digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
_FORMATS: dict[str, st.SearchStrategy[str]] = {
    "vn-date": _DAYS.map(lambda d: f"{d:%d/%m/%Y}") | _DAYS.map(date.isoformat),
    "vn-month": _DAYS.map(lambda d: f"{d.month}/{d.year}"),
    "vn-time": st.times().map(lambda t: f"{t:%H:%M}") | st.times().map(lambda t: f"{t.hour} giờ {t:%M} phút"),
    "vn-cccd": _digits(12),
    "vn-party-card": _digits(12) | _digits(8),
    "vn-party-organisation": _digits(14),
    "vn-phone": _digits(8).map(lambda d: "09" + d),
    "vn-name": st.sampled_from(NAMES) | st.sampled_from(NAMES).map(lambda n: unicodedata.normalize("NFD", n)),
}
