"""Finds the text that a page shows, font by font, and writes it in other codes. Must never change what is shown.

Works on the bytes of pages as LibreOffice writes them: text only as hexadecimal strings, each after a `Tf`. Any other
page is left alone, and its fonts with it.
"""

import re
from collections.abc import Callable

from pikepdf import Dictionary, Name, Object, Stream

Change = Callable[[str, bytes], bytes]
"""Gives new codes, as many as there were, for a font name and codes."""

_TOKEN = re.compile(
    rb"(?P<words><<(?:[^<>()]|<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\()])*\))*>>)"
    rb"|<(?P<codes>(?:[0-9A-Fa-f]{2})*)>"
    rb"|/(?P<font>[^\s/<>\[\](){}%]+)\s+[-+.\d]+\s+Tf(?!\w)"
    rb"|(?<!\S)(?P<state>[qQ])(?!\S)"
    rb"|(?P<foreign>[(<%]|(?<!\S)BI(?!\S))",
    re.DOTALL,
)
_RUN = re.compile(rb"/([^\s/<>\[\](){}%]+)( [-.\d]+ Tf)([^(/%]*?)(?<!\w)(?=ET(?!\w))")
_SHOWN = re.compile(rb"<((?:[0-9A-Fa-f]{2})*)>")


class Foreign(Exception):
    """The page is not written as LibreOffice writes it."""


def recode(content: bytes, change: Change) -> bytes:
    """Give the content with every string of codes changed.

    Raises:
        Foreign: there is text whose font or codes cannot be told.
    """
    by_runs = _recode_runs(content, change)
    return _recode_strings(content, change) if by_runs is None else by_runs


def _recode_runs(content: bytes, change: Change) -> bytes | None:
    """Do it for a page on which every text object sets one font and shows hexadecimal strings; None for any other.

    Nearly every page is written so, and a run at a time takes a fraction of what a string at a time does.
    """
    pieces = _RUN.split(content)  # what stands between, then name, size and run of each
    if any(b"Tj" in between or b"TJ" in between for between in pieces[::4]):
        return None
    for place in range(1, len(pieces), 4):
        parts = _SHOWN.split(pieces[place + 2])
        strings = parts[1::2]
        shown = bytes.fromhex(b"".join(strings).decode())
        changed = change(pieces[place].decode("latin-1"), shown)
        if changed != shown:
            digits, start = changed.hex().upper().encode(), 0
            for n, string in enumerate(strings):
                strings[n] = digits[start : start + len(string)]
                start += len(string)
            parts[1::2] = [b"<%b>" % string for string in strings]
            pieces[place + 2] = b"".join(parts)
        pieces[place] = b"/" + pieces[place]
    return b"".join(pieces)


def _recode_strings(content: bytes, change: Change) -> bytes:
    pieces: list[bytes] = []
    saved: list[str] = []
    end, font = 0, ""
    for token in _TOKEN.finditer(content):
        match token.lastgroup:
            case "codes":
                if not font:
                    raise Foreign
                shown = bytes.fromhex(token["codes"].decode())
                pieces += (content[end : token.start()], b"<%b>" % change(font, shown).hex().upper().encode())
                end = token.end()
            case "font":
                font = token["font"].decode("latin-1")
            case "state" if token["state"] == b"q":
                saved.append(font)
            case "state":
                font = saved.pop() if saved else ""
            case "foreign":
                raise Foreign
    return b"".join((*pieces, content[end:]))


def content_of(page: Object) -> bytes:
    """Give the content of a page that shows all its text itself.

    Raises:
        Foreign: it has none, in several pieces, or draws objects that may show text.
    """
    content = page.get("/Contents")
    drawn = page.get("/Resources", Dictionary()).get("/XObject", Dictionary())
    if not isinstance(content, Stream) or any(held.get("/Subtype") == Name.Form for held in drawn.values()):
        raise Foreign
    return content.read_bytes()
