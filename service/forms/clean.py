"""Raw values to a frozen submission, or all that is wrong with them at once, each with its place.

A name that was not sent takes its default. A value sent as null or "" is blank on purpose: it becomes "" (text), null
(numbers, yes or no), [] or an object of empties, so that a template never meets an undefined value. Cleaning what is
clean changes nothing. The form alone leads the way through the data, so that hostile data can neither nest deep nor
run long.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from service.errors import FieldError, InvalidSubmission
from service.forms.coerce import coerce
from service.forms.lines import Refused
from service.forms.messages import (
    MAX_ERRORS,
    MORE,
    REQUIRED,
    explain,
    field_error,
    twins,
    unknown_error,
    wrong_type,
)
from service.forms.places import Json, Path, path_of, pointer_of
from service.forms.schema import Field, Form
from service.model import Submission
from service.vietnamese.numbers import group

MAX_ROWS = 10_000
"""Rows of one list."""

MAX_VALUES = 200_000
"""Values of one submission, all lists together."""

MAX_UNKNOWN = 20


def clean(form: Form, raw: object, *, lenient: bool) -> Submission:
    """Give the complete, typed, NFC submission.

    Args:
        form: the form of the package.
        raw: plain values by field name; from sheets also date, time and timedelta.
        lenient: read text as the field's type (sheets, web forms) instead of requiring JSON types.

    Raises:
        InvalidSubmission: `errors` names every place in the order of the form, at most MAX_ERRORS.
    """
    walk = _Walk(form, lenient)
    values = walk.members(form.root, raw, ())
    if values is not None and not walk.errors and form.validator.is_valid(values):
        for holder, name, value in walk.blanks:
            holder[name] = value
        return Submission.of(values)
    errors = [*walk.errors, *islice(walk.remaining(values), MAX_ERRORS)]
    errors.sort(key=lambda error: _order(form.root, path_of(error.pointer)))
    if len(errors) > MAX_ERRORS:
        errors = [*errors[: MAX_ERRORS - 1], FieldError(rule="more", detail=MORE)]
    count = group(len(errors)) if len(errors) < MAX_ERRORS else f"hơn {group(MAX_ERRORS)}"
    raise InvalidSubmission(f"Dữ liệu có {count} chỗ cần sửa. {errors[0].detail}", errors=errors)


def is_blank(raw: object) -> bool:
    """Say whether nothing was entered: null, no text, or a list or object of nothing else."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, Mapping):
        return all(is_blank(v) for v in raw.values())
    return isinstance(raw, list | tuple) and all(is_blank(v) for v in raw)


class _Walk:
    """One way through one submission.

    A refused value leaves None in its place, so that positions stay; the schema's own words about that place are then
    left out. `blanks` are put in after the schema has judged what was really sent. `kept` says which rows of a list
    are left when blank ones were dropped: the reader's row numbers are those of what was sent.
    """

    def __init__(self, form: Form, lenient: bool) -> None:
        self.form, self.lenient = form, lenient
        self.errors: list[FieldError] = []
        self.blanks: list[tuple[dict[str, Json], str, Json]] = []
        self._refused: set[Path] = set()
        self._kept: dict[Path, list[int]] = {}
        self._values = 0

    def members(self, field: Field, raw: object, path: Path) -> dict[str, Json] | None:
        """Clean an object by its declared members; None when it is none."""
        if not isinstance(raw, Mapping):
            self._refuse(path, "type", wrong_type("object", raw))
            return None
        if not raw.keys() <= field.by_name.keys():
            self._unknown(field, raw, path)
        values: dict[str, Json] = {}
        for part in field.fields:
            if part.name not in raw:
                self._missing(part, values, path)
            else:
                self._member(part, raw[part.name], values, path)
        return values

    def remaining(self, values: Json) -> Iterator[FieldError]:
        """Give what the schema says of the places that were not refused already."""
        for error in self.form.validator.iter_errors(values):
            at = self._sent_path(error.instance_path)
            if any(at[:n] in self._refused for n in range(len(at) + 1)):
                continue
            if error.kind.name == "uniqueItems" and any(r[: len(at)] == at for r in self._refused):
                continue
            if error.kind.name == "uniqueItems" and at in self._kept:
                rows: Any = error.instance
                yield field_error(self.form.schema, at, "uniqueItems", twins(rows, self._kept[at]))
            else:
                yield from explain(self.form.schema, error, at)

    def _member(self, field: Field, raw: object, holder: dict[str, Json], above: Path) -> None:
        if raw is None:
            self._blank(field, holder, above)
        elif field.kind == "object":
            if not field.required and isinstance(raw, Mapping) and self._empty(field, raw):
                self._blank(field, holder, above)
            else:
                holder[field.name] = self.members(field, raw, (*above, field.name))
        elif field.kind == "array":
            rows = self._rows(field, raw, (*above, field.name))
            if rows == [] and not field.required:
                self._blank(field, holder, above)
            else:
                holder[field.name] = rows
        else:
            self._scalar(field, raw, holder, above)

    def _scalar(self, field: Field, raw: object, holder: dict[str, Json], above: Path) -> None:
        if self.lenient and field.kind in ("integer", "number") and is_blank(raw):
            self._blank(field, holder, above)
            return
        try:
            value = coerce(field, raw, lenient=self.lenient)
        except Refused as exc:
            holder[field.name] = None
            self._refuse((*above, field.name), exc.rule, str(exc))
            return
        if value == "":
            self._blank(field, holder, above)
        else:
            holder[field.name] = value

    def _rows(self, field: Field, raw: object, path: Path) -> list[Json] | None:
        """Clean a list; None when it is none, or far too long to be looked at."""
        item = field.item
        if isinstance(raw, str) and self.lenient and item and item.kind != "object":
            raw = raw.splitlines()
        if not isinstance(raw, list | tuple) or item is None:
            self._refuse(path, "type", wrong_type("array", raw))
            return None
        self._values += len(raw) * max(1, len(item.fields))
        if len(raw) > MAX_ROWS or self._values > MAX_VALUES:
            found = f"tìm thấy {group(len(raw))} dòng"
            sentence = f"được có tối đa {group(MAX_ROWS)} dòng và {group(MAX_VALUES)} giá trị, {found}."
            self._refuse(path, "size", sentence)
            return None
        rows: Iterable[tuple[int, object]] = enumerate(raw)
        if self.lenient and (kept := [n for n, row in enumerate(raw) if not is_blank(row)]) != [
            *range(len(raw))
        ]:
            self._kept[path] = kept
            rows = ((n, raw[n]) for n in kept)
        return [self._item(item, row, (*path, n)) for n, row in rows]

    def _item(self, item: Field, raw: object, path: Path) -> Json:
        if item.kind == "object":
            return self.members(item, raw, path)
        if raw is None and item.nullable:
            return None
        try:
            value = coerce(item, raw, lenient=self.lenient)
        except Refused as exc:
            self._refuse(path, exc.rule, str(exc))
            return None
        if value == "":
            self._refuse(path, "required", REQUIRED)
        return value

    def _missing(self, field: Field, holder: dict[str, Json], above: Path) -> None:
        if not field.required:
            self.blanks.append((holder, field.name, field.empty()))
        elif field.default is not None:
            holder[field.name] = field.empty()  # now: the schema asks for it, and a default is good
        elif self.lenient and field.kind in ("array", "object"):
            self._member(field, [] if field.kind == "array" else {}, holder, above)
        elif self.lenient:
            self._blank(field, holder, above)
        else:
            holder[field.name] = None
            self._refuse((*above, field.name), "required", REQUIRED)

    def _blank(self, field: Field, holder: dict[str, Json], above: Path) -> None:
        if not field.required:
            self.blanks.append((holder, field.name, field.blank()))
            return
        holder[field.name] = None
        if not field.nullable:
            self._refuse((*above, field.name), "required", REQUIRED)

    def _empty(self, field: Field, raw: Mapping[Any, object]) -> bool:
        return raw.keys() <= field.by_name.keys() and (is_blank(raw) or raw == field.blank())

    def _refuse(self, path: Path, rule: str, sentence: str) -> None:
        self._refused.add(path)
        if len(self.errors) <= MAX_ERRORS:
            self.errors.append(field_error(self.form.schema, path, rule, sentence))

    def _unknown(self, field: Field, raw: Mapping[Any, object], path: Path) -> None:
        titles = {part.name: part.title for part in field.fields}
        names = [str(name)[:200] for name in islice(raw, MAX_ROWS) if name not in field.by_name]
        for name in names[:MAX_UNKNOWN]:
            self.errors.append(unknown_error(self.form.schema, path, name, titles))
        if len(names) > MAX_UNKNOWN:
            rest = f"còn {group(len(names) - MAX_UNKNOWN)} trường khác không có trong biểu mẫu."
            first = pointer_of((*path, names[MAX_UNKNOWN]))
            self.errors.append(replace(field_error(self.form.schema, path, "unknown", rest), pointer=first))

    def _sent_path(self, path: Iterable[str | int]) -> Path:
        """Turn a place among the rows that were kept into the place among those that were sent."""
        sent: Path = ()
        for step in path:
            kept = self._kept.get(sent)
            sent = (*sent, kept[step] if kept and isinstance(step, int) else step)
        return sent


def _order(field: Field | None, path: tuple[str, ...]) -> tuple[int, ...]:
    """Give the key that sorts places in the order of the form; unknown names come last."""
    order: list[int] = []
    for step in path:
        if field is not None and field.kind == "array":
            order.append(int(step))
            field = field.item
        else:
            names = [part.name for part in field.fields] if field else []
            order.append(names.index(step) if step in names else len(names))
            field = field.by_name.get(step) if field else None
    return tuple(order)
