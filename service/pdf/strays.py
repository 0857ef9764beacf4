"""Marks what is drawn outside all tags as an artifact: LibreOffice leaves paragraph rules inside table cells unmarked.

ISO 14289-1, 7.1: content is tagged as real content or marked as an artifact. Only lines, fills, shadings and drawn
objects are marked here, never text: untagged text would be content that a reader loses, which veraPDF is to find.

Works on the bytes, since parsing a page costs more than all else that is done to it: LibreOffice writes its strings in
hexadecimal, so no operator's name can stand inside one.
"""

import re
from collections.abc import Iterator

from pikepdf import Array, Pdf

_MARKS = re.compile(rb"(?<![^\s>\]])(BDC|BMC|EMC)(?=\s|$)")
_PAINTS = re.compile(rb"\s(?:[SsFf]|[fBb]\*?|Do|sh)(?=\s|$)")
_DRAWN = re.compile(
    rb"(?<!\S)(?:"
    rb"(?:(?:[-+.\d]+\s+){2,6}(?:m|l|c|v|y|re)\s+|(?:h|W\*?)\s+)+(?:[SsFf]|[fBb]\*?)"
    rb"|/\S+\s+(?:Do|sh)"
    rb")(?=\s|$)"
)


def mark_strays(pdf: Pdf) -> None:
    """Mark stray drawings on all pages of `pdf`, in place; harmless where there are none."""
    for page in pdf.pages:
        if isinstance(page.obj.get("/Contents"), Array):
            page.contents_coalesce()
        contents = page.obj.get("/Contents")
        if contents is None:
            continue
        content = contents.read_bytes()
        if _PAINTS.search(_outside(content)):
            marked = b"".join(_marked(content))
            if len(marked) > len(content):
                contents.write(marked)


def _outside(content: bytes) -> bytes:
    """Give at least what stands outside all marked stretches: quick, where stretches lie in each other it is more."""
    pieces = content.split(b"EMC")
    return b"\n".join(p.partition(b"BDC")[0].partition(b"BMC")[0] for p in pieces)


def _marked(content: bytes) -> Iterator[bytes]:
    """Give the content piece by piece, drawings between the marked stretches made artifacts."""
    depth, start = 0, 0
    for mark in _MARKS.finditer(content):
        piece = content[start : mark.end()]
        yield piece if depth else _DRAWN.sub(rb"/Artifact BMC \g<0> EMC", piece)
        depth = max(0, depth - 1) if mark[1] == b"EMC" else depth + 1
        start = mark.end()
    yield content[start:] if depth else _DRAWN.sub(rb"/Artifact BMC \g<0> EMC", content[start:])
