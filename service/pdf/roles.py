"""What a part is in its dossier, and how the pages are counted: which are numbered, and what label each has.

Archive practice (chứng từ kết thúc: "… tờ, đánh số từ 1 đến …; mục lục có … tờ"): the documents are numbered
from 1, the contents by itself in Roman numbers, cover and closing sheet not at all. Counting from the cover is the
other choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pikepdf import Array, Dictionary, Name, String


class Role(StrEnum):
    """What a part is; the value is the key of its template in the package of dossier parts."""

    COVER = "bia"
    CONTENTS = "muc-luc"
    DOCUMENT = "van-ban"
    CLOSING = "chung-tu-ket-thuc"


class Start(StrEnum):
    """Where page 1 of a dossier is."""

    DOCUMENTS = "van-ban"
    COVER = "bia"


@dataclass(frozen=True)
class Stretch:
    """The numbered pages of a dossier: the position of the first (from 0), and how many they are."""

    begin: int
    count: int

    def number(self, position: int) -> int | None:
        """Give the number of the page at `position`, None when it has none."""
        inside = self.begin <= position < self.begin + self.count
        return position - self.begin + 1 if inside else None


def numbered(parts: Sequence[tuple[Role, int]], start: Start) -> Stretch:
    """Give the numbered pages of parts, each told by its role and pages; documents stand together."""
    if start is Start.COVER:
        return Stretch(0, sum(pages for _, pages in parts))
    roles = [role for role, _ in parts]
    first = roles.index(Role.DOCUMENT) if Role.DOCUMENT in roles else len(roles)
    count = sum(pages for role, pages in parts if role is Role.DOCUMENT)
    return Stretch(sum(pages for _, pages in parts[:first]), count)


def contents_pages(parts: Sequence[tuple[Role, int]], start: Start) -> Stretch:
    """Give the pages of the contents, where it is numbered by itself."""
    if start is Start.COVER:
        return Stretch(0, 0)
    begin = sum(pages for role, pages in parts if role is Role.COVER)
    return Stretch(begin, sum(pages for role, pages in parts if role is Role.CONTENTS))


def page_labels(parts: Sequence[tuple[Role, int]], start: Start) -> Dictionary:
    """Give the page labels (ISO 32000-1, 12.4.2): what viewers show in the place of the page's position."""
    nums: list[object] = []
    position, before = 0, None
    for role, pages in parts if start is Start.DOCUMENTS else [(Role.DOCUMENT, 1)]:
        if role is not before:
            nums += [position, _label(role, pages)]
        position, before = position + pages, role
    return Dictionary(Nums=Array(nums))


def _label(role: Role, pages: int) -> Dictionary:
    if role is Role.CONTENTS:
        return Dictionary(S=Name.r)
    if role is Role.DOCUMENT:
        return Dictionary(S=Name.D)
    word = "Bìa" if role is Role.COVER else "KT"
    return Dictionary(P=String(word)) if pages == 1 else Dictionary(S=Name.D, P=String(f"{word}-"))
