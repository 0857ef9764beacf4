"""The one environment in which templates run: plain data in, text out, nothing else within reach.

Jinja's own sandbox guards attributes and calls. This adds what it leaves open: no globals, our filters alone, no
attribute of any object but members of data, arithmetic on small numbers alone, a bound on loops and on the size
of the output; and it refuses to compile what `inspect_source` objects to.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from jinja2 import (
    StrictUndefined,
    TemplateAssertionError,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS as JINJA_TESTS
from jinja2.utils import missing

from service.catalog.filters import FILTERS
from service.catalog.syntax import Problem, explain_syntax, inspect_tree
from service.catalog.values import Unwritable, printable
from service.vietnamese.text import closest

MAX_STEPS = 1_000_000
"""Turns of all loops together in one rendering."""
MAX_OUTPUT = 32_000_000
"""Characters of one rendering."""
RENDER_ERRORS = (TemplateError, ValueError, TypeError, ArithmeticError, LookupError, RecursionError)
"""All that compiling and rendering may raise because of a template or its values; `explain` words them."""

TESTS = frozenset((
    "defined", "undefined", "none", "true", "false", "boolean", "odd", "even", "divisibleby",
    "number", "integer", "float", "string", "in", "eq", "equalto", "==", "ne", "!=", "lt",
    "lessthan", "<", "le", "<=", "gt", "greaterthan", ">", "ge", ">=",
))  # fmt: skip
_COUNTED, _PRINTED = "_counted", "_printed"
_LOOP = frozenset((
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
    "previtem", "nextitem",
))  # fmt: skip
_LARGEST_NUMBER = 10**15
_LARGEST_POWER = 12
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow,
}  # fmt: skip

_UNSPOKEN = {
    ZeroDivisionError: "Phép chia cho 0.",
    TypeError: "Giá trị không hợp với phép so sánh, phép tính hoặc bộ lọc trong thẻ.",
}


class MissingValue(StrictUndefined):
    """A name that has no value: using it in any way fails, and says which, in Vietnamese."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_obj is missing:
            return f"Không có giá trị cho “{self._undefined_name}”."
        known = [str(key) for key in self._undefined_obj] if isinstance(self._undefined_obj, Mapping) else []
        guess = closest(str(self._undefined_name), known)
        return f"Không có mục “{self._undefined_name}”." + (f" Ý bạn là “{guess}”?" if guess else "")


class _Counting(Context):
    """The context of one rendering, which also counts the turns of its loops."""

    turns = 0


class Sandbox(ImmutableSandboxedEnvironment):
    """Compiles and runs templates; safe to use from many threads."""

    context_class = _Counting
    intercepted_binops = frozenset(_OPERATORS)

    def __init__(self, *, xml: bool) -> None:
        super().__init__(
            autoescape=xml, undefined=MissingValue, finalize=printable, keep_trailing_newline=True
        )
        self.globals.clear()
        self.filters = {name: entry.apply for name, entry in FILTERS.items()} | {
            _COUNTED: _counted,
            _PRINTED: printable,
        }
        self.tests = {name: test for name, test in JINJA_TESTS.items() if name in TESTS}

    def concat(self, parts: Iterable[str]) -> str:
        """Join the output, up to MAX_OUTPUT characters."""
        kept, size = [], 0
        for part in parts:
            size += len(part)
            if size > MAX_OUTPUT:
                raise Unwritable("Văn bản làm ra quá lớn. Xin xem lại các vòng lặp trong mẫu.")
            kept.append(part)
        return "".join(kept)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give a member of data, or a word of `loop`; Python's own attributes do not exist here."""
        if type(obj) is dict and attribute in obj:  # the usual case, without detours
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Give a member of an object by its name or of a list by its place."""
        if isinstance(obj, Undefined):
            return str(obj)  # fails, with the name that was missing first
        try:
            if isinstance(obj, Mapping) or (
                isinstance(obj, list | tuple | str) and isinstance(argument, int)
            ):
                return obj[argument]
        except (LookupError, TypeError):
            pass
        return self.undefined(obj=obj, name=argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Do arithmetic on numbers of a size that papers hold."""
        for number in (left, right):
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise Unwritable(f"Phép tính “{operator}” chỉ dùng cho số. Muốn nối chữ, xin dùng dấu ~.")
        if operator == "**" and not 0 <= right <= _LARGEST_POWER:
            raise Unwritable(f"Số mũ phải từ 0 đến {_LARGEST_POWER}.")
        result = _OPERATORS[operator](left, right)
        if abs(result) > _LARGEST_NUMBER:
            raise Unwritable(f"Kết quả phép tính “{operator}” quá lớn.")
        return result

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Refuse what may not be said; count the turns of loops; print within `~` as elsewhere, never "None"."""
        for problem in inspect_tree(source, self.filters, self.tests):
            raise TemplateAssertionError(problem.message, problem.line, name, filename)
        for loop in list(source.find_all(nodes.For)):
            loop.iter = self._filtered(loop.iter, _COUNTED)
        for joined in list(source.find_all(nodes.Concat)):
            joined.nodes = [self._filtered(part, _PRINTED) for part in joined.nodes]
        for choice in source.find_all(nodes.CondExpr):
            choice.expr2 = choice.expr2 or nodes.Const("", lineno=choice.lineno, environment=self)
        return super()._generate(source, name, filename, defer_init)

    def _filtered(self, node: nodes.Node, name: str) -> nodes.Expr:
        return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno, environment=self)


@cache
def sandbox(*, xml: bool) -> Sandbox:
    """Give the shared environment: `xml` escapes values for the parts of a .docx, else they are plain text."""
    return Sandbox(xml=xml)


def inspect_source(source: str | nodes.Template) -> list[Problem]:
    """Give every problem of a template, without running it; a mistyped tag is the only one told."""
    environment = sandbox(xml=True)
    try:
        tree = environment.parse(source) if isinstance(source, str) else source
        return inspect_tree(tree, FILTERS, TESTS)
    except TemplateSyntaxError as error:
        return [Problem(error.lineno, explain_syntax(error), "syntax")]
    except RecursionError:
        return [Problem(1, "Thẻ lồng nhau quá nhiều lớp.", "depth")]
    except ValueError:
        return [Problem(1, "Trong thẻ có số quá dài.", "syntax")]


def explain(error: BaseException) -> str:
    """Say in Vietnamese why a template could not be compiled or rendered (one of RENDER_ERRORS)."""
    if isinstance(error, TemplateSyntaxError) and not isinstance(error, TemplateAssertionError):
        return explain_syntax(error)
    if isinstance(error, TemplateError | ValueError):
        return str(error.message if isinstance(error, TemplateError) else error)
    for kind, words in _UNSPOKEN.items():
        if isinstance(error, kind):
            return words
    return "Thẻ trong mẫu quá phức tạp hoặc giá trị nằm ngoài phạm vi."


@pass_context
def _counted(context: Context, items: Any) -> Any:
    """Let a loop run over a list, as long as all loops of this rendering stay within MAX_STEPS."""
    if items is None or items == "":
        return ()
    if not isinstance(items, list | tuple | Undefined):
        raise Unwritable("Vòng lặp for cần một danh sách.")
    turns = getattr(context, "turns", 0) + len(items)
    if turns > MAX_STEPS:
        raise Unwritable(f"Các vòng lặp trong mẫu chạy quá {MAX_STEPS:,} lượt.".replace(",", "."))
    context.turns = turns  # type: ignore[attr-defined]
    return items
