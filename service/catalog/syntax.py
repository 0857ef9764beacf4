"""What a template may say: an allow-list of its language, and Vietnamese words for each mistake.

Nothing here runs a template. A template decides, repeats and prints; it calls nothing, defines nothing and reads
no other file.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from service.vietnamese.text import closest

MAX_LOOPS = 3
_MAX_DEPTH = 60  # of the syntax tree: Python cannot compile much deeper blocks
_MAX_ASSIGNMENTS = 50
_TAGS = ("if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw")

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign, nodes.Name, nodes.Const, nodes.Getattr,
    nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Neg, nodes.Pos, nodes.CondExpr, nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div,
    nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword,
)  # fmt: skip
# Chained assignments that build (a ~ a, [a, a]) would double with every line.
_BUILDING = (nodes.Concat, nodes.List, nodes.Tuple, nodes.Dict)
_FORBIDDEN: dict[type[nodes.Node], str] = {
    nodes.Call: "Mẫu không được gọi hàm (tên kèm dấu ngoặc). Xin dùng bộ lọc, ví dụ {{ ngay_hop | ngay }}.",
    nodes.Macro: "Mẫu không được dùng lệnh macro.",
    nodes.CallBlock: "Mẫu không được dùng lệnh call.",
    nodes.FilterBlock: "Mẫu không được dùng lệnh filter. Xin đặt bộ lọc ngay trong thẻ {{ … }}.",
    nodes.Block: "Mẫu không được dùng lệnh block.",
    nodes.Extends: "Mẫu không được dựa trên mẫu khác (lệnh extends).",
    nodes.Include: "Mẫu không được chèn tệp khác (lệnh include).",
    nodes.Import: "Mẫu không được dùng lệnh import.",
    nodes.FromImport: "Mẫu không được dùng lệnh from … import.",
    nodes.With: "Mẫu không được dùng lệnh with. Xin dùng lệnh set.",
    nodes.AssignBlock: "Lệnh set phải viết trên một dòng: {% set ten = gia_tri %}.",
    nodes.NSRef: "Lệnh set chỉ đặt được một tên đơn, không đặt được tên có dấu chấm.",
    nodes.Scope: "Mẫu không được dùng lệnh autoescape.",
}

_RESERVED = ("self", "caller", "varargs", "kwargs")
_INSTEAD = {
    "safe": "",
    "title": "ten_rieng",
    "capitalize": "dau_hoa",
    "map": "cot",
    "format": "so",
    "int": "lam_tron",
    "filesizeformat": "so",
}
"""Filters of Jinja that authors try, and ours that do their work."""


@dataclass(frozen=True)
class Problem:
    """One thing that a template may not say; `line` counts from 1 in the source that was inspected."""

    line: int
    message: str
    rule: str


def inspect_tree(tree: nodes.Template, filters: Collection[str], tests: Collection[str]) -> list[Problem]:
    """Give every problem of a parsed template, in the order of its lines."""
    single = len(tree.body) == 1  # what compile_expression makes: one assignment that nothing can read again
    found = [p for child in tree.body for p in _walk(child, filters, tests, (1, 0, single))]
    if sum(1 for _ in tree.find_all(nodes.Assign)) > _MAX_ASSIGNMENTS:
        found.append(Problem(1, f"Mẫu có quá {_MAX_ASSIGNMENTS} lệnh set.", "set"))
    return sorted(dict.fromkeys(found), key=lambda problem: problem.line)


def explain_syntax(error: TemplateSyntaxError) -> str:
    """Put what Jinja says of a mistyped tag into Vietnamese."""
    message = error.message or ""
    for pattern, words in _MISTYPED:
        if found := pattern.search(message):
            return words.format(*map(_in_vietnamese, found.groups()))
    return f"Thẻ viết sai: {message}"


def unknown(kind: str, name: str, known: Collection[str]) -> str:
    """Say that a name is not known, and which was perhaps meant."""
    guess = _INSTEAD.get(name, closest(name, known))
    return f"Không có {kind} “{name}”." + (f" Ý bạn là “{guess}”?" if guess else "")


_Walk = tuple[int, int, bool]  # depth in the tree, loops around, whether an assignment may build


def _walk(
    node: nodes.Node, filters: Collection[str], tests: Collection[str], where: _Walk
) -> Iterator[Problem]:
    depth, loops, may_build = where
    if depth > _MAX_DEPTH:
        yield Problem(node.lineno, "Thẻ lồng nhau quá nhiều lớp.", "depth")
        return
    if not isinstance(node, _ALLOWED):
        words = _FORBIDDEN.get(type(node), f"Mẫu không được dùng “{type(node).__name__}”.")
        yield Problem(node.lineno or 1, words, "forbidden")
        return
    if isinstance(node, nodes.For):
        loops += 1
        yield from _loop(node, loops)
    elif isinstance(node, nodes.Assign):
        yield from _assignment(node, may_build)
    yield from _names(node, filters, tests)
    for child in node.iter_child_nodes():
        yield from _walk(child, filters, tests, (depth + 1, loops, may_build))


def _loop(node: nodes.For, loops: int) -> Iterator[Problem]:
    if node.recursive:
        yield Problem(node.lineno, "Vòng lặp for không được gọi lại chính nó (recursive).", "forbidden")
    if loops > MAX_LOOPS:
        yield Problem(node.lineno, f"Vòng lặp for lồng nhau quá {MAX_LOOPS} lớp.", "loops")


def _assignment(node: nodes.Assign, may_build: bool) -> Iterator[Problem]:
    if isinstance(node.target, nodes.NSRef):
        return  # told by the walk itself
    if not isinstance(node.target, nodes.Name):
        yield Problem(node.lineno, "Lệnh set chỉ đặt được một tên mỗi lần.", "set")
    if not may_build and (isinstance(node.node, _BUILDING) or any(map(node.node.find, _BUILDING))):
        yield Problem(node.lineno, "Lệnh set không được nối chữ hoặc ghép danh sách.", "set")


def _names(node: nodes.Node, filters: Collection[str], tests: Collection[str]) -> Iterator[Problem]:
    if isinstance(node, nodes.Filter) and node.name not in filters:
        yield Problem(node.lineno, unknown("bộ lọc", node.name, filters), "filter")
    elif isinstance(node, nodes.Test) and node.name not in tests:
        yield Problem(node.lineno, unknown("phép thử", node.name, tests), "test")
    else:
        name = _name(node)
        stored = isinstance(node, nodes.Name) and node.ctx == "store"
        if name.startswith("_") or name in _RESERVED or (stored and name == "loop"):
            yield Problem(node.lineno, f"Không dùng được tên “{name}” trong mẫu.", "forbidden")


def _name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return ""


def _in_vietnamese(token: str) -> str:
    """Name a token of the language, or the list of tags that would close a block."""
    for english, vietnamese in _TOKENS:
        token = token.replace(english, vietnamese)
    return token


_TOKENS = (
    ("end of print statement", "}}"),
    ("end of statement block", "%}"),
    ("begin of print statement", "{{"),
    ("begin of statement block", "{%"),
    ("end of template", "hết văn bản"),
    ("template data / text", "chữ thường"),
    ("' or '", "” hoặc “"),
)
_TYPE = "Tên trường viết liền, không dấu."
_MISTYPED = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"unknown tag '(.+?)'\. You probably made a nesting mistake.*looking for '(.+)'\. ",
         "Lệnh “{0}” đặt sai chỗ: ở đây đang cần “{1}”."),
        (r"unknown tag '(end\w+|else|elif)'.*closed is '(.+)'",
         "Gặp “{0}” trong khi lệnh “{1}” chưa được đóng bằng “end{1}”."),
        (r"unknown tag '(end\w+|else|elif)'", "Thừa lệnh “{0}”: phía trước không có lệnh mở tương ứng."),
        (r"unknown tag '(.+?)'", "Không có lệnh “{0}”. Các lệnh dùng được: " + ", ".join(_TAGS) + "."),
        (r"^Unexpected end of template.*closed is '(.+)'", "Lệnh “{0}” chưa được đóng bằng “end{0}”."),
        (r"unexpected end of template, expected '(.+)'", "Thẻ chưa được đóng bằng “{0}”."),
        (r"[Ee]xpected an expression, got 'end of", "Thẻ để trống, chưa có tên trường."),
        (r"expected token 'name', got '(.+)'", f"Cần một tên nhưng gặp “{{0}}”. {_TYPE}"),
        (r"expected token '(.+)', got '(.+)'", f"Cần “{{0}}” nhưng gặp “{{1}}”. {_TYPE}"),
        (r"unexpected char '[“”„‘’]' at", "Dấu nháy cong không dùng được trong thẻ. Xin gõ dấu nháy thẳng."),
        (r"unexpected char '?(.+?)'? at", f"Không dùng được ký tự “{{0}}” trong thẻ. {_TYPE}"),
        (r"unexpected '(.+)', expected '(.+)'", "Gặp “{0}” trong khi cần “{1}”."),
        (r"unexpected '(.+)'", "Gặp “{0}” không đúng chỗ."),
        (r"tag name expected", "Thẻ {{% %}} để trống, chưa có lệnh."),
        (r"cannot chain multiple tests", "Mỗi điều kiện chỉ có một phép thử “is”."),
        (r"Missing end of comment tag", "Ghi chú {{# chưa được đóng bằng #}}."),
        (r"Missing end of raw directive", "Lệnh “raw” chưa được đóng bằng “endraw”."),
        (r"can't assign to '(.+)'", "Không đặt được tên “{0}”."),
    )
)  # fmt: skip
