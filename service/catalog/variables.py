"""Read which values a template uses, from its Jinja syntax tree: dotted paths, loop variables resolved to their lists.

`{% for d in vang %}{{ d.ho_ten|hoa }}` uses `vang` (loop) and `vang[].ho_ten` (print, filter `hoa`). Nothing is run.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from jinja2 import nodes

LOCAL = ""
"""The path of a name that the template itself made and that stands for no value of the form."""
SELECTING = frozenset({"first", "last"})
"""Filters that give one item of a list."""
KEEPING = frozenset({"sort", "xep_ten", "default", "d"})
"""Filters whose result stands for the same field."""
MEMBER_ARGUMENT = {"cot": 0, "tong": 0, "sum": 0, "xep_ten": 0, "join": 2, "sort": 1}
"""Filters that read one member of every item of a list, and the position of its name."""
MEMBER_DEFAULT = {"xep_ten": "ho_ten"}


class How(StrEnum):
    """What a template does with a value."""

    PRINT = "print"
    LOOP = "loop"
    TEST = "test"
    ARGUMENT = "argument"


@dataclass(frozen=True)
class Use:
    """One use of a value: `line` is that of the Jinja source; `conditional` when it stands inside an {% if %}."""

    path: str
    how: How
    filters: tuple[str, ...]
    line: int
    conditional: bool
    guards: tuple["Guard", ...] = ()


@dataclass(frozen=True, eq=False)
class Guard:
    """A condition of the template around a use: it is reached only when `test` is `wanted`; never one of a loop."""

    test: nodes.Node
    wanted: bool
    paths: tuple[str, ...]


@dataclass(frozen=True)
class _Here:
    """What the names around a node stand for, what happens to its value, and under which filters."""

    scope: dict[str, str]
    how: How
    conditional: bool = False
    filters: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()

    def to(self, how: How) -> "_Here":
        return replace(self, how=how, filters=())

    def through(self, filter_name: str) -> "_Here":
        return replace(self, filters=(filter_name, *self.filters))

    def inside(self, scope: dict[str, str] | None = None, *, conditional: bool = False) -> "_Here":
        within = self.scope if scope is None else scope
        return _Here(within, How.PRINT, self.conditional or conditional, guards=self.guards)

    def behind(self, test: nodes.Node, *, wanted: bool) -> "_Here":
        """Stand where a condition must be so; one that speaks of names that the template made is not noted."""
        inner = self.inside(conditional=True)
        paths = [use.path for use in _visit(test, self.to(How.TEST))]
        named = {
            name.name
            for name in [*test.find_all(nodes.Name), *([test] if isinstance(test, nodes.Name) else [])]
        }
        if not paths or named & self.scope.keys():
            return inner
        return replace(inner, guards=(*self.guards, Guard(test, wanted, tuple(paths))))


def find_uses(tree: nodes.Template) -> list[Use]:
    """Give every use of a value in the order of the text."""
    return list(_visit(tree, _Here({}, How.PRINT)))


def join(base: str, name: str) -> str:
    """Join a path and a member's name."""
    return f"{base}.{name}" if base else name


def _visit(node: nodes.Node, here: _Here) -> Iterator[Use]:
    match node:
        case nodes.For():
            yield from _visit_for(node, here)
        case nodes.If():
            yield from _visit(node.test, here.to(How.TEST))
            yield from _children(node.body, here.behind(node.test, wanted=True))
            yield from _children([*node.elif_, *node.else_], here.behind(node.test, wanted=False))
        case nodes.Assign():
            yield from _visit(node.node, here.to(How.ARGUMENT))
            _bind(node.target, _path(node.node, here.scope), here.scope)
        case nodes.AssignBlock():
            yield from _children(node.body, here)
            _bind(node.target, LOCAL, here.scope)
        case nodes.Expr():
            yield from _visit_expression(node, here)
        case _:
            yield from _children(node.iter_child_nodes(), here)


def _visit_for(node: nodes.For, here: _Here) -> Iterator[Use]:
    yield from _visit(node.iter, here.to(How.LOOP))
    base = _path(node.iter, here.scope)
    scope = {**here.scope, "loop": LOCAL}
    _bind(node.target, f"{base}[]" if base else LOCAL, scope)
    inner = here.inside(scope)
    if node.test is not None:
        yield from _visit(node.test, inner.to(How.TEST))
    yield from _children(node.body, inner)
    yield from _children(node.else_, here.inside(conditional=True))


def _visit_expression(node: nodes.Expr, here: _Here) -> Iterator[Use]:
    match node:
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            yield from _visit_path(node, here)
        case nodes.Filter():
            if node.node is not None:
                yield from _visit(node.node, here.through(node.name))
                yield from _visit_member(node, here)
            yield from _children(node.args, here.to(How.ARGUMENT))
            yield from _children([k.value for k in node.kwargs], here.to(How.ARGUMENT))
        case nodes.CondExpr():
            yield from _visit(node.test, here.to(How.TEST))
            branch = replace(here, conditional=True)
            yield from _children([n for n in (node.expr1, node.expr2) if n is not None], branch)
        case nodes.Concat():
            yield from _children(node.nodes, here)
        case nodes.Test():
            yield from _children(node.iter_child_nodes(), here.to(How.TEST))
        case _:
            yield from _children(node.iter_child_nodes(), here.to(_inner(here.how)))


def _visit_path(node: nodes.Expr, here: _Here) -> Iterator[Use]:
    path = _path(node, here.scope)
    if path:
        yield Use(path, here.how, here.filters, node.lineno, here.conditional, here.guards)
    elif not isinstance(node, nodes.Name):
        yield from _visit(_base(node), here.to(How.ARGUMENT))
    if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
        yield from _visit(node.arg, here.to(How.ARGUMENT))


def _children(children: Iterable[nodes.Node], here: _Here) -> Iterator[Use]:
    for child in children:
        yield from _visit(child, here)


def _inner(how: How) -> How:
    return How.TEST if how is How.TEST else How.ARGUMENT


def _base(node: nodes.Node) -> nodes.Node:
    return node.node if isinstance(node, nodes.Getattr | nodes.Getitem) else node


def _path(node: nodes.Node | None, scope: dict[str, str]) -> str:
    """Give the path that an expression stands for; LOCAL when it stands for none."""
    match node:
        case nodes.Name():
            return scope.get(node.name, node.name)
        case nodes.Getattr():
            base = _path(node.node, scope)
            return join(base, node.attr) if base else LOCAL
        case nodes.Getitem():
            return _item_path(_path(node.node, scope), node.arg)
        case nodes.Filter():
            return _filtered_path(node, scope)
        case _:
            return LOCAL


def _item_path(base: str, argument: nodes.Node) -> str:
    if not base:
        return LOCAL
    name = argument.value if isinstance(argument, nodes.Const) else None
    return join(base, name) if isinstance(name, str) else f"{base}[]"


def _filtered_path(node: nodes.Filter, scope: dict[str, str]) -> str:
    base = _path(node.node, scope)
    if base and node.name in SELECTING:
        return f"{base}[]"
    return base if node.name in KEEPING else LOCAL


def _visit_member(node: nodes.Filter, here: _Here) -> Iterator[Use]:
    """Give the use of the member that a filter on a list names: vang|cot("ho_ten") uses vang[].ho_ten."""
    base = _path(node.node, here.scope)
    position = MEMBER_ARGUMENT.get(node.name)
    if not base or position is None:
        return
    named = [k.value for k in node.kwargs if k.key in ("attribute", "key")]
    given = (node.args[position : position + 1] + named)[:1]
    name = given[0].value if given and isinstance(given[0], nodes.Const) else MEMBER_DEFAULT.get(node.name)
    if isinstance(name, str):
        yield Use(f"{base}[].{name}", How.PRINT, (), node.lineno, here.conditional, here.guards)


def _bind(target: nodes.Node, path: str, scope: dict[str, str]) -> None:
    if isinstance(target, nodes.Name):
        scope[target.name] = path
    elif isinstance(target, nodes.Tuple):
        for item in target.items:
            _bind(item, LOCAL, scope)
