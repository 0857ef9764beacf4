"""Name a place in a Word document the way a person finds it: part, paragraph, or table, row and cell, and words around.

Knows XML trees of WordprocessingML; knows nothing of tags or forms.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from service.catalog.wordfile import W

P, T, TBL, TR, TC = (f"{{{W}}}{name}" for name in ("p", "t", "tbl", "tr", "tc"))
TEXT_BOX = f"{{{W}}}txbxContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AROUND = 30


@dataclass(frozen=True)
class Place:
    """Where something stands: "thân văn bản, bảng 2, hàng 3, ô 1" and some words around it."""

    part: str
    where: str
    around: str = ""

    def __str__(self) -> str:
        words = f" (“{self.around}”)" if self.around else ""
        return f"{self.part}, {self.where}{words}"


@dataclass(frozen=True)
class Spot:
    """One paragraph of a part; `where` and `heading` are worked out when asked for, since most paragraphs never are.

    `holders` are the cells and text boxes around it from the outside in, `tables` numbers the outer tables of the part.
    `copy` marks a paragraph in the copy of a text box that Word keeps for old readers.
    """

    paragraph: etree._Element
    holders: tuple[etree._Element, ...]
    number: int
    tables: dict[etree._Element, int]
    copy: bool

    @property
    def where(self) -> str:
        """Name the place: "đoạn 3", or "bảng 2, hàng 3, ô 1"."""
        names = [_name(h, self.tables) for h in self.holders]
        holder = self.holders[-1] if self.holders else None
        if holder is None or holder.tag == TEXT_BOX or len(holder.findall(P)) > 1:
            names.append(f"đoạn {self.number}")
        return ", ".join(names)

    @property
    def heading(self) -> str:
        """Give the text that heads its table column, "" outside tables and in first rows."""
        return _heading(self.holders[-1] if self.holders else None)


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """Give the w:t elements of a paragraph in order, without those of paragraphs nested in its text boxes."""
    if paragraph.find(f".//{P}") is None:
        return list(paragraph.iter(T))
    return [t for t in paragraph.iter(T) if next(t.iterancestors(P)) is paragraph]


def text_of(element: etree._Element) -> str:
    """Give the text of all w:t below an element."""
    return "".join(t.text or "" for t in element.iter(T))


def spots(root: etree._Element) -> Iterator[Spot]:
    """Give every paragraph of a part in order.

    Paragraphs and cells count from 1; paragraphs without text do not count, because nobody sees them.
    """
    tables: dict[etree._Element, int] = {}
    seen: dict[etree._Element | None, int] = {}
    for paragraph in root.iter(P):
        holders = tuple(reversed(list(paragraph.iterancestors(TC, TEXT_BOX))))
        holder = holders[-1] if holders else None
        if own_texts(paragraph):
            seen[holder] = seen.get(holder, 0) + 1
        if holders and holders[0].tag == TC:
            tables.setdefault(next(holders[0].iterancestors(TBL)), len(tables) + 1)
        copy = next(paragraph.iterancestors(FALLBACK), None) is not None
        yield Spot(paragraph, holders, max(seen.get(holder, 0), 1), tables, copy)


def words_around(text: str, start: int, end: int) -> str:
    """Cut some words before and after text[start:end], with an ellipsis where something was left out."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    head = text[low:start] if low == 0 else "…" + text[low:start].partition(" ")[2]
    tail = text[end:high] if high == len(text) else text[end:high].rpartition(" ")[0] + "…"
    return " ".join((head + text[start:end] + tail).split())


def _name(holder: etree._Element, tables: dict[etree._Element, int]) -> str:
    if holder.tag == TEXT_BOX:
        return "khung chữ"
    row = next(holder.iterancestors(TR))
    table = next(row.iterancestors(TBL))
    name = f"bảng {tables[table]}" if table in tables else "bảng con"
    return f"{name}, hàng {_position(row, TR)}, ô {_position(holder, TC)}"


def _position(element: etree._Element, tag: str) -> int:
    return 1 + sum(1 for _ in element.itersiblings(tag, preceding=True))


def _heading(holder: etree._Element | None) -> str:
    """Give the text of the cell in the first row of the table that stands in the same column."""
    if holder is None or holder.tag != TC:
        return ""
    row = next(holder.iterancestors(TR))
    table = next(row.iterancestors(TBL))
    first = next(table.iter(TR))
    heads, cells = first.findall(TC), row.findall(TC)
    if first is row or holder not in cells or len(heads) != len(cells):
        return ""
    return " ".join(text_of(heads[cells.index(holder)]).split())
