"""Make a form out of the tags of a bare .docx: what is looped is a list, what has members an object, the rest text.

Filters tell dates, times and numbers; the words beside a tag become its title. The result can be refined by hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.catalog.markup import read_markup
from service.catalog.tags import Variable, find_variables
from service.catalog.variables import How
from service.catalog.wordfile import WordFile

_DATES = frozenset({"ngay", "ngay_chu", "ngay_ngan", "ngay_so", "thang_nam", "thu"})
_TIMES = frozenset({"gio"})
_NUMBERS = frozenset(
    {"so", "phan_tram", "tien", "tien_gon", "bang_chu", "tien_bang_chu", "la_ma", "pad", "tong", "lam_tron"}
)
_FLAGS = frozenset({"co_khong", "danh_dau"})
_LISTS = frozenset(
    {"cot", "join", "noi", "xep_ten", "sort", "tong", "sum", "first", "last", "length", "count"}
)
_EXAMPLES: Mapping[str, Any] = {"vn-date": "2026-02-05", "vn-time": "17:00"}
_EXAMPLE = "Ví dụ"
_DEFAULT_TITLE = "Biểu mẫu"


@dataclass
class _Node:
    """What is known of one name: its members, whether it is looped over, its filters, and what people call it."""

    members: dict[str, "_Node"] = field(default_factory=dict)
    item: "_Node | None" = None
    filters: set[str] = field(default_factory=set)
    printed: bool = False
    always: bool = False
    label: str = ""


def infer_form(word: WordFile, title: str = _DEFAULT_TITLE) -> dict[str, Any]:
    """Give a form schema (JSON Schema 2020-12) for the tags of one file. Raises BrokenPackage when it is unreadable."""
    return infer_schema(find_variables(read_markup(word)), title)


def infer_schema(variables: Iterable[Variable], title: str = _DEFAULT_TITLE) -> dict[str, Any]:
    """Give a form schema in which every variable has its field, in the order of first use."""
    root = _Node()
    for variable in variables:
        _note(_place(root, variable.path), variable)
    return {"title": title, **_object(root)}


def sample_values(schema: Mapping[str, Any]) -> Any:
    """Give values that an inferred form accepts: each text is its own title, each list has one item."""
    if "properties" in schema:
        return {name: sample_values(inner) for name, inner in schema["properties"].items()}
    if "items" in schema:
        return [sample_values(schema["items"])]
    kinds: dict[str, Any] = {"number": 1, "integer": 1, "boolean": True}
    text = _EXAMPLES.get(schema.get("format", ""), schema.get("title") or _EXAMPLE)
    return kinds.get(schema.get("type", ""), text)


def _place(root: _Node, path: str) -> _Node:
    node = root
    for name in path.split("."):
        plain = name.rstrip("[]")
        if plain:
            node = node.members.setdefault(plain, _Node())
        for _ in range(name.count("[]")):
            node.item = node.item or _Node()
            node = node.item
    return node


def _note(node: _Node, variable: Variable) -> None:
    use = variable.use
    node.filters |= set(use.filters)
    if node.item is None and (use.how is How.LOOP or node.filters & _LISTS):
        node.item = _Node(printed=True)
    if use.how is How.PRINT:
        node.printed = True
        node.always |= not use.conditional
        if variable.tag is not None:
            node.label = node.label or variable.tag.label
    elif use.how is How.ARGUMENT:
        node.printed = True


def _schema(name: str, node: _Node) -> dict[str, Any]:
    title = {"title": node.label or name.replace("_", " ").capitalize()} if name else {}
    if node.item is not None:
        return {**title, "type": "array", "items": _schema("", node.item)}
    return {**title, **(_object(node) if node.members else _type(node))}


def _object(node: _Node) -> dict[str, Any]:
    properties = {name: _schema(name, member) for name, member in node.members.items()}
    required = [
        n for n, m in node.members.items() if m.always and properties[n]["type"] in ("string", "number")
    ]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _type(node: _Node) -> dict[str, Any]:
    if node.filters & _FLAGS or not node.printed:
        return {"type": "boolean"}
    if node.filters & _DATES:
        return {"type": "string", "format": "vn-date"}
    if node.filters & _TIMES:
        return {"type": "string", "format": "vn-time"}
    if node.filters & _NUMBERS:
        return {"type": "number"}
    return {"type": "string", "format": "text"}
