"""Finds the text that a page shows, font by font, and writes it in other codes. Must never change what is shown.

Works on the bytes of pages as LibreOffice writes them: text only as hexadecimal strings, each after a `Tf`. Any other
page is left alone, and its fonts with it.
"""

import re
from binascii import hexlify, unhexlify
from collections.abc import Callable, Iterator
from itertools import accumulate, islice, pairwise

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
_CHOICE = re.compile(rb"/([^\s/<>\[\](){}%]+) ([-.\d]+) Tf(?!\w)")
_SIGNS = bytes(sign for sign in range(256) if sign not in b"<>(/%\0")
"""All that may stand in a text object without beginning or ending a string, a name or a comment."""


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
    """Do it for a page on which every text object chooses one font and shows hexadecimal strings; None for any other.

    Nearly every page is written so, and all strings of a font at once take a fraction of what one by one does.
    """
    before, *chosen = _CHOICE.split(content)
    names, sizes, texts = chosen[::3], chosen[1::3], [text.partition(b"ET") for text in chosen[2::3]]
    between = b"\n".join((before, *(rest for _, _, rest in texts)))
    if b"Tj" in between or b"TJ" in between:
        return None
    runs: list[list[bytes]] = []
    strings: dict[bytes, list[bytes]] = {}
    for name, (run, end, _) in zip(names, texts, strict=True):
        marks = run.translate(None, _SIGNS)
        if not end or marks != b"<>" * (len(marks) // 2):
            return None
        runs.append(run.replace(b"<", b"<\0").replace(b">", b"\0>").split(b"\0"))
        strings.setdefault(name, []).extend(runs[-1][1::2])
    written = {name: _changed(shown, name.decode("latin-1"), change) for name, shown in strings.items()}
    pieces = [before]
    for name, size, parts, (_, end, rest) in zip(names, sizes, runs, texts, strict=True):
        parts[1::2] = islice(written[name], len(parts) // 2)
        parts[0] = b"/%b %b Tf%b" % (name, size, parts[0])
        parts[-1] += end + rest
        pieces += parts
    return b"".join(pieces)


def _changed(strings: list[bytes], font: str, change: Change) -> Iterator[bytes]:
    """Give the strings of one font in new codes, one by one; all are hexadecimal digits."""
    try:
        digits = hexlify(change(font, unhexlify(b"".join(strings)))).upper()
    except ValueError as exc:
        raise Foreign from exc
    ends = accumulate(map(len, strings), initial=0)
    return (digits[start:end] for start, end in pairwise(ends))


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
