"""What the rules for finished papers look at, and how they say where: one paper, its blocks, the case it stands in."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.checks.case import Case, Notice, Text
from service.checks.paper.blocks import Blocks
from service.checks.paper.pieces import Piece
from service.checks.paper.reading import Paper, Paragraph
from service.checks.rulebook import RuleSet

ROLE_NAMES = {
    "title": "tiêu đề",
    "motto": "tiêu ngữ",
    "superior": "tên cơ quan cấp trên",
    "organ": "tên cơ quan ban hành",
    "number": "số, ký hiệu",
    "place_date": "địa danh, ngày tháng năm",
    "kind": "tên loại",
    "subject": "trích yếu",
    "letter_subject": "trích yếu công văn",
    "authority": "quyền hạn ký",
    "signing_head": "đề mục chữ ký",
    "post": "chức vụ người ký",
    "name": "họ tên người ký",
    "recipients_label": "“Nơi nhận”",
    "recipients": "danh sách nơi nhận",
    "body": "nội dung",
}
_QUOTED = re.compile(r"“([^”]{2,200})”")
_FIGURE = re.compile(r"\d[\d./,]*\d|\d")


@dataclass(frozen=True)
class Subject:
    """One paper. `layout` is "dang", "nha-nuoc", "ca-nhan", or "" when its heading is not known."""

    paper: Paper
    blocks: Blocks
    case: Case
    layout: str

    @property
    def rules(self) -> RuleSet | None:
        """The rule set of its own date; None when its heading is not known."""
        return self.case.rule_set if self.layout else None

    @property
    def official(self) -> bool:
        """True for a paper of an organ: numbered, dated, sent out."""
        return self.layout in ("dang", "nha-nuoc")

    @property
    def prose(self) -> Sequence[Paragraph]:
        """The paragraphs of its body outside tables and text boxes."""
        return [p for p in self.blocks.body if not p.in_table]

    def place(self, notice: Notice) -> str:
        """Name the place of a notice, with the words that it quotes around it."""
        if not notice.at.pointer:
            return notice.at.name
        paragraph = self.paper.paragraphs[int(notice.at.pointer)]
        text = " ".join(paragraph.text.split())
        told = [*_QUOTED.findall(notice.found), *_FIGURE.findall(notice.found)]
        return paragraph.place(next((words for words in told if words in text), ""))


LayoutJudge = Callable[[Subject], Iterator[Notice]]


@dataclass(frozen=True)
class LayoutRule:
    """One rule of layout: its id, what it requires (Vietnamese), its function."""

    id: str
    requires: str
    judge: LayoutJudge


def at(where: Paragraph | Piece, name: str = "") -> Text:
    """Point at a paragraph or a piece of one."""
    paragraph = where.paragraph if isinstance(where, Piece) else where
    return Text(where.text, str(paragraph.index), name)


def whole(name: str) -> Text:
    """Point at the paper as a whole, or at what is no paragraph."""
    return Text("", "", name)


def several(paragraphs: Sequence[Paragraph], most: int = 5) -> str:
    """Name places of several paragraphs: "đoạn 3, đoạn 5, đoạn 9 và 12 đoạn khác"."""
    names = list(dict.fromkeys(p.spot.where for p in paragraphs[:most]))
    shown = ("; " if any("," in name for name in names) else ", ").join(names)
    more = len(paragraphs) - most
    return f"{shown} và {more} đoạn khác" if more > 0 else shown
