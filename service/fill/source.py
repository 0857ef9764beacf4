"""Give each printing tag the treatment that its place in the XML asks for, before the source is compiled.

In a paragraph of its own a value may become many paragraphs; in other text it may break lines; in an attribute or a
field code it stays on one line. The line of each tag stays the same, so that errors still find their tag.
"""

import re
from dataclasses import dataclass

PARAGRAPHS = "_doan"
ONE_LINE = "_mot_dong"

_PROPERTIES = r"(?P<{0}><w:{0}>(?:(?!</w:{0}>).)*</w:{0}>)?"
_ALONE = re.compile(
    r"<w:p(?: [^<>]*)?>"
    + _PROPERTIES.format("pPr")
    + r"<w:r(?: [^<>]*)?>"
    + _PROPERTIES.format("rPr")
    + r"<w:t(?: [^<>]*)?>\s*\{\{(?P<sign>[-+]?)\n(?P<inner>(?:(?!\}\}).)*?)(?P<last>[-+]?)\}\}\s*</w:t></w:r></w:p>",
    re.DOTALL,
)
_TOKEN = re.compile(
    r"\{\{(?P<sign>[-+]?)\n(?P<inner>.*?)(?P<last>[-+]?)\}\}|(?P<other>\{%.*?%\}|\{#.*?#\})"
    r"|<(?P<name>/?[A-Za-z_][^\s/>]*)|(?P<end>/?>)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Adapted:
    """A source ready to compile, and the joiners that its PARAGRAPHS filter needs."""

    source: str
    joiners: tuple[str, ...]


def adapt(source: str) -> Adapted:
    """Wrap every printing tag by its place."""
    joiners: list[str] = []

    def wrap_alone(match: re.Match[str]) -> str:
        properties = match["pPr"] or ""
        if "<w:sectPr" in properties or "Change" in properties:
            return match[0]
        runs = match["rPr"] or ""
        joiners.append(
            f'</w:t></w:r></w:p><w:p>{properties}<w:r>{runs}<w:t xml:space="preserve">',
        )
        start, end = match.span("inner")
        head, tail = match[0][: start - match.start()], match[0][end - match.start() :]
        return f"{head}({match['inner'].strip()})|{PARAGRAPHS}({len(joiners) - 1}){tail}"

    return Adapted(_one_line(_ALONE.sub(wrap_alone, source)), tuple(joiners))


def _one_line(source: str) -> str:
    """Wrap the tags that stand in attributes, or in an element other than w:t."""
    element = ""
    within = False

    def step(match: re.Match[str]) -> str:
        nonlocal element, within
        if match["name"]:
            element, within = match["name"], True
        elif match["end"]:
            within = False
            if match["end"] == "/>":
                element = ""
        elif match["inner"] is not None and (within or element != "w:t"):
            return f"{{{{{match['sign']}\n({match['inner'].strip()})|{ONE_LINE}{match['last']}}}}}"
        return match[0]

    return _TOKEN.sub(step, source)
