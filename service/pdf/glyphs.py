"""Counts the glyphs of a piece of marked content, to tell a label ("1.", "•") from text. Must never change a page."""

import re

from pikepdf import Array, Object

UNKNOWN = 1_000_000
"""Answer for content that is not written as LibreOffice writes it: then nothing is taken for a label."""

_MARKED = re.compile(rb"/MCID (\d+)>>BDC(.*?)\bEMC\b", re.DOTALL)
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


class Glyphs:
    """The pages of one file, each read once and only when asked about."""

    def __init__(self) -> None:
        self._pages: dict[tuple[int, int], dict[int, int]] = {}

    def count(self, page: Object, mcid: int) -> int:
        """Give how many one-byte codes the marked content `mcid` of `page` shows; UNKNOWN when it is not found."""
        if page.objgen not in self._pages:
            self._pages[page.objgen] = _count_all(page)
        return self._pages[page.objgen].get(mcid, UNKNOWN)


def _count_all(page: Object) -> dict[int, int]:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    drawn = b"\n".join(stream.read_bytes() for stream in streams if stream is not None)
    return {int(mcid): _shown(content) for mcid, content in _MARKED.findall(drawn)}


def _shown(content: bytes) -> int:
    """Count the codes in literal and hexadecimal strings: LibreOffice's subset fonts have one byte for each glyph."""
    return sum(
        len(_ESCAPED.sub(b"x", literal)) + len(b"".join(digits.split())) // 2
        for literal, digits in _STRING.findall(content)
    )
