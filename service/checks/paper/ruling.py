"""The solid lines under a heading, however drawn: a border, underlined letters, a shape, a row of underscores. Rule L5.

Under "ĐẢNG CỘNG SẢN VIỆT NAM" for the Party (36-HD and 05-HD/VPTW); under motto, name of the organ and subject for the
State (NĐ 30/2020/NĐ-CP, Phụ lục I). Their length is not measured. A shape floats, so that nobody can say from the file
what it stands under: a heading with any drawing in it is believed.
"""

from collections.abc import Iterator

from lxml import etree

from service.catalog.places import TC, P, text_of
from service.catalog.wordfile import W
from service.checks.case import Notice
from service.checks.paper.blocks import PARTY, Blocks
from service.checks.paper.pieces import Piece
from service.checks.paper.subject import Subject, at
from service.vietnamese.text import fold

_RULED = {
    "dang": (("title", "dòng ĐẢNG CỘNG SẢN VIỆT NAM", "dài bằng dòng chữ"),),
    "nha-nuoc": (
        ("motto", "tiêu ngữ", "dài bằng dòng chữ"),
        ("organ", "tên cơ quan ban hành", "dài 1/3 đến 1/2 dòng chữ"),
        ("subject", "trích yếu", "dài 1/3 đến 1/2 dòng chữ"),
    ),
}
"""By layout: the block that has a line below it, how it is called, how long the line is."""

_HEAD = (
    "title",
    "motto",
    "superior",
    "organ",
    "organ_mark",
    "rule",
    "number",
    "place_date",
    "kind",
    "subject",
)
_DRAWN = tuple(f"{{{W}}}{name}" for name in ("drawing", "pict", "object"))
_NO_LINE = ("nil", "none")


def lines(subject: Subject) -> Iterator[Notice]:
    """L5: the lines that a heading must have below its parts."""
    blocks = subject.blocks
    if subject.rules is None or not subject.official or _believed(blocks):
        return
    for role, name, length in _RULED[subject.layout]:
        last = next(reversed(blocks.of(role)), None)
        other = role == "title" and PARTY not in fold(blocks.text("title"))
        if last is not None and not other and not _is_ruled(last):
            yield Notice(
                at=at(last),
                required=f"Dưới {name} có một nét kẻ liền, {length}.",
                found=f"Không có nét kẻ dưới {name}.",
                mend="Kẻ một nét liền ngay dưới dòng này, ví dụ bằng Borders → Bottom Border.",
            )


def _believed(blocks: Blocks) -> bool:
    """Say whether the heading holds a drawing, or a typed row of signs, which may stand under any part of it."""
    heading = {piece.paragraph.spot.paragraph for role in _HEAD for piece in blocks.of(role)}
    bodies = {next(p.iterancestors(f"{{{W}}}body"), p.getroottree().getroot()) for p in heading}
    return bool(blocks.of("rule")) or any(_is_drawn(body, heading) for body in bodies)


def _is_drawn(body: etree._Element, heading: set[etree._Element]) -> bool:
    """Say whether a drawing is held from the top of a part to just below the heading's last paragraph."""
    tops = list(body)
    last = max((n for n, top in enumerate(tops) if any(p in heading for p in top.iter(P))), default=-1)
    return any(next(top.iter(*_DRAWN), None) is not None for top in tops[: last + 2])


def _is_ruled(piece: Piece) -> bool:
    paragraph = piece.paragraph
    if piece.look.underline or paragraph.look.below:
        return True
    below = paragraph.spot.paragraph.getnext()
    if below is not None and below.tag == P and _next_line(below):
        return True
    cell = next(paragraph.spot.paragraph.iterancestors(TC), None)
    return cell is not None and _edge(cell.find(f"{{{W}}}tcPr/{{{W}}}tcBorders/{{{W}}}bottom"))


def _next_line(below: etree._Element) -> bool:
    """Say whether the paragraph below bears the line: above itself, or below when it is empty, or typed."""
    borders = f"{{{W}}}pPr/{{{W}}}pBdr/{{{W}}}"
    text = text_of(below).strip()
    typed = bool(text) and not text.strip("_—")
    return typed or _edge(below.find(f"{borders}top")) or (not text and _edge(below.find(f"{borders}bottom")))


def _edge(border: etree._Element | None) -> bool:
    return border is not None and border.get(f"{{{W}}}val", "single") not in _NO_LINE
