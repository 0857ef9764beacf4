"""Prove that every way through a template gives well-formed XML, and that blocks repeat what their author meant.

A block ({% if %}, {% for %} and their branches) may be left out or repeated, so the XML inside each branch must close
as much as it opens. Where that holds for all branches, no values can break the file. Nothing is run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"(?P<jinja>\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})|<(?P<close>/?)(?P<name>[A-Za-z_][^\s/>]*)"
    r"(?:\{\{.*?\}\}|\{%.*?%\}|[^>{]|\{)*?(?P<alone>/?)>",
    re.DOTALL,
)
_WORD = re.compile(r"[-+\s]*([a-z]+)")
_BRANCHES = frozenset({"else", "elif"})
_OPENERS = frozenset({"if", "for", "filter", "with", "autoescape", "macro", "call", "block", "trans"})
_TABLE = frozenset({"w:tc", "w:tr", "w:tbl"})
_STORY = frozenset({"w:body", "w:hdr", "w:ftr", "w:txbxContent", "w:footnote", "w:endnote"})


@dataclass(frozen=True)
class Imbalance:
    """A block whose branch cannot be left out or repeated. `line` is that of its opening tag in the Jinja source.

    `kind`: "table" when it crosses cells or rows, "paragraph" when it only joins paragraphs (harmless to the file),
    "broken" when leaving it out or repeating it would spoil the XML.
    """

    line: int
    kind: str


@dataclass
class _Branch:
    """The XML of one branch so far: what it closes of its surroundings, and what it has open itself."""

    line: int
    closes: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)
    crossed: bool = False

    def open(self, name: str) -> None:
        self.opens.append(name)

    def close(self, name: str) -> None:
        if self.opens:
            self.crossed |= self.opens.pop() != name
        else:
            self.closes.append(name)

    def verdict(self) -> str | None:
        names = {*self.closes, *self.opens}
        if self.crossed or self.closes != self.opens[::-1]:
            return "table" if names & _TABLE else "broken"
        if names & (_TABLE | _STORY):
            return "table"
        return "paragraph" if "w:p" in names else None


def find_imbalances(source: str) -> list[Imbalance]:
    """Give every branch that is not sound, at most one for each opening tag."""
    found = {i.line: i for i in _scan(source)}
    return [found[line] for line in sorted(found)]


def _scan(source: str) -> Iterator[Imbalance]:
    stack = [_Branch(1)]
    line = 1
    for token in _TOKEN.finditer(source):
        line += token[0].count("\n")
        if token["jinja"] is None:
            _step(stack[-1], token)
            continue
        word = _block_word(token["jinja"])
        if word in _OPENERS:
            stack.append(_Branch(line))
        elif len(stack) > 1 and (word in _BRANCHES or word.startswith("end")):
            done = stack.pop()
            if kind := done.verdict():
                yield Imbalance(done.line, kind)
            if word in _BRANCHES:
                stack.append(_Branch(done.line))
            else:
                _replay(stack[-1], done)
    if stack[0].closes or stack[0].opens or stack[0].crossed:
        yield Imbalance(1, "broken")


def _step(branch: _Branch, token: re.Match[str]) -> None:
    if not token["alone"]:
        (branch.close if token["close"] else branch.open)(token["name"])


def _replay(outer: _Branch, done: _Branch) -> None:
    """Let the block around see what its last branch did; sound branches leave everything as it was."""
    for name in done.closes:
        outer.close(name)
    for name in done.opens:
        outer.open(name)


def _block_word(tag: str) -> str:
    if not tag.startswith("{%"):
        return ""
    word = _WORD.match(tag[2:])
    if word is None:
        return ""
    # {% set x %}…{% endset %} is a block, {% set x = 1 %} is not.
    if word[1] == "set" and "=" not in tag:
        return "with"
    return word[1]


def find_open_block(source: str) -> int | None:
    """Give the line of the innermost block that is never closed, None when all are."""
    lines: list[int] = []
    line = 1
    for match in _TOKEN.finditer(source):
        line += match[0].count("\n")
        word = _block_word(match["jinja"] or "")
        if word in _OPENERS:
            lines.append(line)
        elif word.startswith("end") and lines:
            lines.pop()
    return lines[-1] if lines else None
