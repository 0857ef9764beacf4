"""How a value stands inside Word XML: escaped, with its line breaks and tabs as Word's own elements.

What a value looks like as text is said by service.catalog.values; this module knows nothing of templates or files.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape

from service.catalog.values import printable

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_SIGNS = re.compile(r"[\n\t\r]")


def in_run(value: Any) -> str:
    """Give a value as the inside of a w:t: line breaks become w:br and tabs w:tab. For Jinja's `finalize`.

    Raises:
        ValueError: a list, an object or true/false, which have no text of their own.
        UndefinedError: there is no value.
    """
    text = str(printable(value)) if not isinstance(value, str) else value
    if isinstance(text, Markup) or not _SIGNS.search(text):
        return text
    return _in_lines(escape(text))


def on_one_line(value: Any) -> str:
    """Give a value for an attribute or a text that knows no breaks: any white space becomes one space."""
    return " ".join(str(printable(value)).split())


def in_paragraphs(joiners: Sequence[str]) -> Callable[[Any, int], str]:
    """Make the filter for a tag that is alone in its paragraph: each line becomes a paragraph of its own.

    `joiners[i]` is the XML that ends the i-th such paragraph and begins another just like it.
    """

    def lines_to_paragraphs(value: Any, which: int) -> str:
        text = str(printable(value))
        if "\n" not in text:
            return text
        lines = text.replace("\r\n", "\n").split("\n")
        return Markup(joiners[which]).join(_in_lines(escape(line)) for line in lines)  # noqa: S704 - our own XML

    return lines_to_paragraphs


def _in_lines(escaped: Markup) -> Markup:
    text = escaped.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", _BREAK).replace("\t", _TAB)
