"""Values that were filled in but that no document shows, because a condition of the template leaves their place out.

Found from the tags: a value is named only when every place that would print it stands behind a condition that, by the
values, does not hold. What depends on a loop, or cannot be worked out, counts as printed; what no template ever prints
is the package's own affair (P13).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template, TemplateSyntaxError, nodes

from service.catalog.manifest import DocumentSpec
from service.catalog.markup import read_markup
from service.catalog.package import Package
from service.catalog.sandbox import RENDER_ERRORS, sandbox
from service.catalog.variables import Guard, How, Use, find_uses
from service.catalog.wordfile import read_word_file
from service.checks.rulebook import OFF, Standing
from service.errors import BrokenPackage
from service.forms.places import path_of, pointer_of
from service.forms.schema import Field, Form
from service.model import Finding, Severity

RULE = "P19"
MOST_CONDITIONS = 500
"""Templates with more conditions are not looked at: working them out would take longer than the answer is worth."""

REQUIRED = "Giá trị đã nhập được in ra văn bản."

Holds = Callable[[Mapping[str, Any]], bool | None]
"""Says of values whether a condition is as it must be; None when that cannot be worked out."""


@dataclass(frozen=True)
class _Condition:
    """`own`: the field that is asked for nothing but to be filled in, "" when more is asked."""

    holds: Holds
    paths: tuple[str, ...]
    own: str = ""


@dataclass(frozen=True)
class Places:
    """The values that a package prints behind conditions only: path, field, the conditions of each place."""

    form: Form
    guarded: tuple[tuple[tuple[str, ...], Field, tuple[tuple[_Condition, ...], ...]], ...]

    def unprinted(self, values: Mapping[str, Any], standing: Standing) -> tuple[Finding, ...]:
        """Name the values that were filled in and stand in no document, as gravely as the rule stands."""
        if standing.severity == OFF:
            return ()
        known: dict[int, bool | None] = {}

        def fails(condition: _Condition) -> bool:
            if id(condition) not in known:
                known[id(condition)] = condition.holds(values)
            return known[id(condition)] is False

        found = []
        for path, field, places in self.guarded:
            if not _told(field, _at(values, path)):
                continue
            closed = [next((c for c in place if fails(c)), None) for place in places]
            if all(closed) and closed[0] is not None:
                found.append(_finding(self.form, pointer_of(path), closed[0], values, standing))
        return tuple(found)


def places_of(package: Package) -> Places:
    """Read where a package prints its values; a template that cannot be read prints, as far as we know, everything."""
    by_path: dict[str, list[tuple[_Condition, ...]]] = {}
    for document in package.documents:
        around = _when(document)
        made: dict[int, _Condition] = {}
        for use in _uses(document):
            if use.how is not How.TEST:
                own = tuple(made.setdefault(id(g), _condition(g)) for g in use.guards)
                path = use.path.partition("[]")[0]  # of what stands in a list, the list
                by_path.setdefault(path, []).append((*around, *own))
        if len(made) > MOST_CONDITIONS:
            return Places(package.form, ())
    guarded = [
        (path_of(pointer), field, tuple(places))
        for pointer, field in package.form.walk()
        if (places := by_path.get(pointer[1:].replace("/", "."), []))
        and _is_asked(field)
        and not any(_always_prints(pointer, place) for place in places)
    ]
    return Places(package.form, tuple(guarded))


def _always_prints(pointer: str, place: tuple[_Condition, ...]) -> bool:
    """Say whether a place shows a value whenever it was filled in."""
    return all(condition.own == pointer for condition in place)


def _is_asked(field: Field) -> bool:
    """Say whether leaving a field blank is the sender's choice; a group is told by its members."""
    return field.kind != "object" and not field.required


def _uses(document: DocumentSpec) -> Iterator[Use]:
    texts = [document.title, document.file, *document.metadata.values()]
    try:
        texts += [markup.source for markup in read_markup(read_word_file(document.template))]
    except BrokenPackage:
        return
    for text in texts:
        try:
            yield from find_uses(sandbox(xml=True).parse(text))
        except (TemplateSyntaxError, RecursionError):
            continue


def _condition(guard: Guard) -> _Condition:
    if isinstance(guard.test, nodes.Name | nodes.Getattr) and "[]" not in guard.paths[0]:
        own = "/" + guard.paths[0].replace(".", "/") if guard.wanted else ""
        return _Condition(_field_asker(guard.paths[0], wanted=guard.wanted), guard.paths, own)
    environment = sandbox(xml=False)
    line = guard.test.lineno
    chosen = nodes.CondExpr(guard.test, nodes.Const("1"), nodes.Const(""))
    tree = nodes.Template([nodes.Output([chosen])], lineno=line)
    tree.set_environment(environment)
    for node in tree.find_all(nodes.Node):
        node.lineno = node.lineno or line
    try:
        code = environment.compile(tree)
        template = environment.template_class.from_code(environment, code, environment.make_globals(None))
    except RENDER_ERRORS:
        return _Condition(lambda _: None, guard.paths)
    return _Condition(_asker(template, wanted=guard.wanted), guard.paths)


def _when(document: DocumentSpec) -> tuple[_Condition, ...]:
    if document.when is None:
        return ()
    try:
        template = sandbox(xml=False).from_string(f"{{{{ 1 if ({document.when}) else '' }}}}")
    except RENDER_ERRORS:
        return ()
    return (_Condition(_asker(template, wanted=True), (document.when,)),)


def _field_asker(path: str, *, wanted: bool) -> Holds:
    """Ask of a field alone, which most conditions do, without the way through a template."""
    steps = path.split(".")

    def ask(values: Mapping[str, Any]) -> bool | None:
        found: Any = values
        for step in steps:
            if not isinstance(found, dict) or step not in found:
                return None
            found = found[step]
        return bool(found) is wanted

    return ask


def _asker(template: Template, *, wanted: bool) -> Holds:
    def ask(values: Mapping[str, Any]) -> bool | None:
        try:
            return (template.render(values) == "1") is wanted
        except RENDER_ERRORS:
            return None

    return ask


def _at(values: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        values = values.get(step) if isinstance(values, dict) else None
    return values


def _told(field: Field, value: Any) -> bool:
    """Say whether somebody filled this in: neither blank, nought or no, nor what stands there of itself."""
    return bool(value) and value != field.default


def _finding(
    form: Form, pointer: str, closed: _Condition, values: Mapping[str, Any], standing: Standing
) -> Finding:
    place = form.label(pointer)
    names = [f"“{form.label(p)}”" for p in _fields(form, closed.paths)]
    blank = [p for p in _fields(form, closed.paths) if not _at(values, path_of(p))]
    why = f"{' và '.join(names)} để trống hoặc không chọn" if len(blank) == len(names) else ""
    why = why or f"mẫu chỉ in khi điều kiện về {', '.join(names) or 'chỗ này'} được thỏa"
    return Finding(
        rule=RULE,
        severity=Severity(standing.severity),
        required=REQUIRED,
        found=f"“{place}” đã nhập nhưng không in, vì {why}.",
        mend="Điền mục còn thiếu, hoặc xóa giá trị này nếu không dùng.",
        pointer=pointer,
        place=place,
        source=standing.words,
    )


def _fields(form: Form, paths: tuple[str, ...]) -> list[str]:
    pointers = dict.fromkeys("/" + path.partition("[]")[0].replace(".", "/") for path in paths)
    return [p for p in pointers if form.find(p) is not None]
