"""Gives bullets and tick boxes their real characters.

Word's Symbol and Wingdings bullets come through LibreOffice as code points of the Private Use Area, which PDF/A-2a
(ISO 19005-2, 6.2.11.7.3) refuses and no screen reader can say. The table holds the signs that office papers use. A sign
that is not in it is left alone, so that veraPDF says no, instead of something being claimed.
"""

import re

from pikepdf import Dictionary, Name, Object, Pdf, Stream

SYMBOLS = {
    0xF02D: "\u2212",  # Symbol: minus
    0xF06C: "\u25cf",  # Wingdings: black circle
    0xF06E: "\u25a0",  # black square
    0xF06F: "\u25a1",  # white square
    0xF071: "\u2751",  # shadowed white square
    0xF075: "\u25c6",  # black diamond
    0xF076: "\u2756",  # four diamonds
    0xF09F: "\u2022",  # small bullet
    0xF0A7: "\u25aa",  # small black square
    0xF0A8: "\u25fb",  # white square
    0xF0B7: "\u2022",  # Symbol: bullet
    0xF0D8: "\u27a2",  # arrowhead
    0xF0E0: "\u2192",  # arrow
    0xF0E8: "\u2794",  # wide-headed arrow
    0xF0FB: "\u2717",  # cross
    0xF0FC: "\u2713",  # check mark
    0xF0FD: "\u2612",  # box with cross
    0xF0FE: "\u2611",  # box with check mark
}

_PRIVATE = re.compile(rb"<([Ff]0[0-9A-Fa-f]{2})>")


def mend_symbols(pdf: Pdf) -> None:
    """Rewrite the ToUnicode maps of the symbol fonts of `pdf` by the table."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        fonts = page.resources.get(Name.Font, Dictionary())
        if fonts.objgen in seen:
            continue
        seen.add(fonts.objgen)
        for font in fonts.values():
            if any(word in str(font.get(Name.BaseFont, "")) for word in ("Symbol", "Wingdings")):
                _mend(font.get(Name.ToUnicode))


def _mend(to_unicode: Object | None) -> None:
    if not isinstance(to_unicode, Stream):
        return
    before = to_unicode.read_bytes()
    after = _PRIVATE.sub(_real_character, before)
    if after != before:
        to_unicode.write(after)


def _real_character(match: re.Match[bytes]) -> bytes:
    sign = SYMBOLS.get(int(match[1], 16))
    return match[0] if sign is None else b"<%04X>" % ord(sign)
