"""The form of a package: fields with Vietnamese titles, read from the stated subset of JSON Schema 2020-12.

Holds no rule about values (see clean.py) and never reads a file.
"""

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import jsonschema_rs

from service.errors import BrokenPackage
from service.forms.messages import compile_schema
from service.forms.places import Json, label, path_of
from service.forms.subset import find_faults

Kind = Literal["string", "integer", "number", "boolean", "array", "object"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One declared field. `fields` are the members of an object, `item` what a list is made of.

    `default` is None when there is none. `schema` is the field's own part of the public schema.
    """

    name: str
    title: str
    description: str
    kind: Kind
    format: str | None
    required: bool
    nullable: bool
    enum: tuple[Any, ...]
    default: Json
    examples: tuple[Any, ...]
    fields: tuple["Field", ...]
    item: "Field | None"
    schema: Mapping[str, Any]

    @cached_property
    def by_name(self) -> Mapping[str, "Field"]:
        """The members of an object by name."""
        return {f.name: f for f in self.fields}

    @cached_property
    def many_lines(self) -> bool:
        """True when line breaks belong to the value."""
        return self.format == "text"

    def empty(self) -> Json:
        """Give the value when nothing was sent: the default, else "", None, [] or an object of empties."""
        return self.blank() if self.default is None else copy.deepcopy(self.default)

    def blank(self) -> Json:
        """Give the value of this field when it was left blank on purpose, its default notwithstanding."""
        if self.kind == "object":
            return {f.name: f.empty() for f in self.fields}
        if self.kind == "array":
            return []
        return "" if self.kind == "string" and not self.nullable else None


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """All fields of a package. `schema` is public: JSON Schema 2020-12, closed, with Vietnamese titles."""

    title: str
    description: str
    fields: tuple[Field, ...]
    schema: Mapping[str, Any]
    sha256: str

    @cached_property
    def root(self) -> Field:
        """The submission itself, as one field of kind object."""
        return _field("", self.schema, required=True)

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        """The compiled public schema; patterns run in linear time and nothing is ever fetched."""
        return compile_schema(self.schema)

    def find(self, pointer: str) -> Field | None:
        """Give the field at a JSON pointer ("/vang/0/ly_do"; "" is the root), None when there is none."""
        field: Field | None = self.root
        for step in path_of(pointer):
            if field is None:
                return None
            if field.kind == "array":
                field = field.item if step.isdigit() or step == "*" else None
            else:
                field = field.by_name.get(step)
        return field

    def label(self, pointer: str) -> str:
        """Name a place for the reader: "Danh sách vắng mặt, dòng 2, Lý do"."""
        return label(self.schema, path_of(pointer))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The title of every place, with * for any position in a list: "/vang/*/ly_do" → "Lý do"."""
        return {pointer: field.title for pointer, field in self.walk()}

    def walk(self) -> Iterator[tuple[str, Field]]:
        """Give every field with its pointer, outer before inner, in form order; * is any list position."""
        for field in self.fields:
            yield from _walk("", field)

    def empty(self) -> dict[str, Json]:
        """Give the values when nothing was sent: every name is there, nothing is undefined."""
        return {f.name: f.empty() for f in self.fields}


def load_form(schema: Mapping[str, Any]) -> Form:
    """Read a form.

    Raises:
        BrokenPackage: the schema leaves the stated subset; its errors name each place.
    """
    faults = find_faults(schema)
    if faults:
        raise BrokenPackage(f"Biểu mẫu có {len(faults)} chỗ phải sửa.", errors=faults)
    public = {"$schema": DIALECT, **_closed(schema)}
    text = json.dumps(public, ensure_ascii=False, separators=(",", ":"))
    root = _field("", public, required=True)
    return Form(
        title=str(schema.get("title", "")),
        description=str(schema.get("description", "")),
        fields=root.fields,
        schema=public,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Copy a schema with every object closed to unknown members and every field titled."""
    bare = {k: v for k, v in schema.items() if k not in ("$schema", "$id", "$comment")}
    if "properties" in bare:
        bare["properties"] = {
            name: _closed({"title": name, **_filled(part, name in bare.get("required", ()))})
            for name, part in bare["properties"].items()
        }
        bare["additionalProperties"] = False
    if "items" in bare:
        bare["items"] = _closed(bare["items"])
    return bare


def _filled(part: Mapping[str, Any], required: bool) -> Mapping[str, Any]:
    """Say in the schema too that a required text may not be empty."""
    return {"minLength": 1, **part} if required and part["type"] == "string" else part


def _field(name: str, schema: Mapping[str, Any], *, required: bool) -> Field:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    needed = schema.get("required", ())
    members = schema.get("properties", {})
    return Field(
        name=name,
        title=str(schema.get("title", name)),
        description=str(schema.get("description", "")),
        kind=next(t for t in types if t != "null"),
        format=schema.get("format"),
        required=required,
        nullable="null" in types,
        enum=tuple(schema.get("enum", ())),
        default=schema.get("default"),
        examples=tuple(schema.get("examples", ())),
        fields=tuple(_field(n, s, required=n in needed) for n, s in members.items()),
        item=_field(name, schema["items"], required=True) if "items" in schema else None,
        schema=schema,
    )


def _walk(above: str, field: Field) -> Iterator[tuple[str, Field]]:
    pointer = f"{above}/{field.name}"
    yield pointer, field
    holder, inner = (f"{pointer}/*", field.item) if field.item else (pointer, field)
    for member in inner.fields if inner else ():
        yield from _walk(holder, member)
