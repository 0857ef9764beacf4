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
    """One paragraph of a part with the name of its place; `heading` is the text that heads its table column."""

    paragraph: etree._Element
    where: str
    heading: str
    copy: bool


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """Give the w:t elements of a paragraph in order, without those of paragraphs nested in its text boxes."""
    if paragraph.find(f".//{P}") is None:
        return list(paragraph.iter(T))
    return [t for t in paragraph.iter(T) if next(t.iterancestors(P)) is paragraph]


def text_of(element: etree._Element) -> str:
    """Give the text of all w:t below an element."""
    return "".join(t.text or "" for t in element.iter(T))


def spots(root: etree._Element) -> Iterator[Spot]:
    """Give every paragraph of a part in order. `copy` marks the copy of a text box that Word keeps for old readers.

    Paragraphs and cells count from 1; paragraphs without text do not count, because nobody sees them.
    """
    tables: dict[etree._Element, int] = {}
    seen: dict[etree._Element | None, int] = {}
    for paragraph in root.iter(P):
        holders = list(paragraph.iterancestors(TC, TEXT_BOX))
        holder = holders[0] if holders else None
        if own_texts(paragraph):
            seen[holder] = seen.get(holder, 0) + 1
        names = [_name(h, tables) for h in reversed(holders)]
        if holder is None or holder.tag == TEXT_BOX or len(holder.findall(P)) > 1:
            names.append(f"đoạn {max(seen.get(holder, 0), 1)}")
        copy = next(paragraph.iterancestors(FALLBACK), None) is not None
        yield Spot(paragraph, ", ".join(names), _heading(holder), copy)


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
    nested = next(table.iterancestors(TC), None) is not None
    if table not in tables:
        tables[table] = 1 + sum(1 for t in tables if (next(t.iterancestors(TC), None) is not None) == nested)
    rows = [r for r in table.iter(TR) if next(r.iterancestors(TBL)) is table]
    cells = [c for c in row.iter(TC) if next(c.iterancestors(TR)) is row]
    name = "bảng con" if nested else f"bảng {tables[table]}"
    return f"{name}, hàng {rows.index(row) + 1}, ô {cells.index(holder) + 1}"


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
