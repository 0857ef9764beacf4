"""Make finished papers as people make them in Word: with a header grid, or typed with tabs and spaces.

a_paper()                                   a resolution of a branch that is right in everything
a_paper(number="Số: 5-NQ/CB")               the same with one line changed; None leaves the line out
a_paper(looks={"organ": Letters(bold=False)}, typed=True, change=lambda document: …)
a_paper(ruled=())                           without the lines under its heading; LINES and STATE say which
STATE                                       the lines and looks of a paper of the State
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from service.catalog.wordfile import WordFile, open_word_bytes
from service.checks.paper.judge import PaperReport, judge_paper


@dataclass(frozen=True)
class Letters:
    """How the letters of one block look."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    font: str = "Times New Roman"


LOOKS = {
    "superior": Letters(),
    "organ": Letters(bold=True),
    "mark": Letters(),
    "title": Letters(15, bold=True),
    "motto": Letters(13, bold=True),
    "number": Letters(),
    "letter_subject": Letters(12, italic=True),
    "place_date": Letters(italic=True),
    "kind": Letters(16, bold=True),
    "subject": Letters(bold=True),
    "subject_mark": Letters(),
    "body": Letters(),
    "label": Letters(underline=True),
    "recipients": Letters(12),
    "authority": Letters(bold=True),
    "post": Letters(),
    "name": Letters(bold=True),
}
LINES: dict[str, Any] = {
    "superior": "ĐẢNG BỘ XÃ MỸ THỌ",
    "organ": "CHI BỘ ẤP MỸ THẠNH",
    "mark": "*",
    "title": "ĐẢNG CỘNG SẢN VIỆT NAM",
    "motto": None,
    "number": "Số 05-NQ/CB",
    "letter_subject": None,
    "place_date": "Mỹ Thọ, ngày 05 tháng 8 năm 2026",
    "kind": "NGHỊ QUYẾT",
    "subject": "Lãnh đạo thực hiện nhiệm vụ tháng 8 năm 2026",
    "subject_mark": "-----",
    "body": (
        "Ngày 05 tháng 8 năm 2026, tại Nhà văn hóa ấp Mỹ Thạnh, Chi bộ ấp Mỹ Thạnh họp thường kỳ; dự họp có "
        "27/30 đảng viên, đạt tỷ lệ 90,0%. Chủ trì: đồng chí Nguyễn Thành Được, Bí thư chi bộ.",
        "I- ĐÁNH GIÁ KẾT QUẢ THÁNG 7",
        "Chi bộ triển khai Hướng dẫn số 42-HD/BTCTW, ngày 28/10/2025 của Ban Tổ chức Trung ương; "
        "các hộ dân tham gia đầy đủ.",
        "II- PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 8",
        "Tiếp tục vận động nhân dân giữ gìn vệ sinh môi trường; hoàn thành việc thu đảng phí trước ngày 25/8/2026.",
        "Nghị quyết được 27/27 đảng viên có mặt biểu quyết tán thành, đạt tỷ lệ 100%.",
    ),
    "table": (),
    "label": "Nơi nhận:",
    "recipients": ("- Đảng ủy xã (báo cáo);", "- Toàn thể đảng viên;", "- Lưu Chi bộ."),
    "authority": "T/M CHI BỘ",
    "post": "BÍ THƯ",
    "name": "Nguyễn Thành Được",
    "ruled": ("title",),
}
STATE_LOOKS = {
    "superior": Letters(13),
    "organ": Letters(13, bold=True),
    "title": Letters(12, bold=True),
    "number": Letters(13),
    "letter_subject": Letters(12),
    "kind": Letters(14, bold=True),
    "label": Letters(12, bold=True, italic=True),
    "recipients": Letters(11),
    "post": Letters(bold=True),
}
STATE: dict[str, Any] = {
    "superior": "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP",
    "organ": "ỦY BAN NHÂN DÂN XÃ MỸ THỌ",
    "mark": None,
    "title": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "motto": "Độc lập - Tự do - Hạnh phúc",
    "number": "Số: 05/QĐ-UBND",
    "kind": "QUYẾT ĐỊNH",
    "subject": "Về việc thành lập Tổ công tác chuyển đổi số",
    "subject_mark": None,
    "body": ("Thành lập Tổ công tác chuyển đổi số của xã gồm các ông, bà có tên trong danh sách kèm theo.",),
    "recipients": ("- Như Điều 3;", "- Lưu: VT."),
    "authority": "TM. ỦY BAN NHÂN DÂN",
    "post": "CHỦ TỊCH",
    "name": "Trần Văn Hậu",
    "ruled": ("motto", "organ", "subject"),
    "looks": STATE_LOOKS,
}


def a_paper(
    *,
    looks: Mapping[str, Letters] | None = None,
    typed: bool = False,
    change: Callable[[Document], object] | None = None,
    **lines: Any,
) -> bytes:
    """Make a paper; see the head of this file."""
    told, style = {**LINES, **lines}, {**LOOKS, **(looks or {})}
    document = _page()
    write = _Writer(document, told, style)
    if typed:
        write.typed = True
        write.typed_head()
    else:
        write.grid_head()
    write.middle()
    if typed:
        write.typed_end()
    else:
        write.grid_end()
    if change is not None:
        change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def opened(data: bytes) -> WordFile:
    """Open a paper."""
    return open_word_bytes(data, "van-ban.docx")


def judged(data: bytes, **wanted: Any) -> PaperReport:
    """Judge a paper."""
    return judge_paper(opened(data), **wanted)


def told(data: bytes, *severities: str, **wanted: Any) -> list[str]:
    """Give what was found in short: "L1 Khổ giấy …", of these severities or of all."""
    report = judged(data, **wanted)
    return [f"{f.rule} {f.found}" for f in report.findings if not severities or f.severity in severities]


def with_size(letters: Letters, size: float) -> Letters:
    """Give the same letters in another size."""
    return replace(letters, size=size)


def add_line(paragraph: Paragraph, side: str) -> None:
    """Draw a line above or below a paragraph."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    line.set(qn("w:val"), "single")
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _page() -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    header._p.append(field)
    return document


class _Writer:
    def __init__(self, document: Document, told: Mapping[str, Any], looks: Mapping[str, Letters]) -> None:
        self.document, self.told, self.looks, self.typed = document, told, looks, False

    def grid_head(self) -> None:
        left, right = self.document.add_table(rows=1, cols=2).rows[0].cells
        for role in ("superior", "organ", "mark", "number", "letter_subject"):
            self._cell(left, role)
        for role in ("title", "motto", "place_date"):
            self._cell(right, role)

    def typed_head(self) -> None:
        self._line(("superior", "\t", "title"))
        self._line(("organ", "                    ", "motto"))
        self._line(("mark",))
        self._line(("number", "\t\t", "place_date"))

    def middle(self) -> None:
        for role in ("kind", "subject", "subject_mark"):
            if self.told[role]:
                paragraph = self._line((role,))
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self._rule(paragraph, role)
        for text in self.told["body"]:
            paragraph = self.document.add_paragraph()
            self._write(paragraph, text, "body")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if self.told["table"]:
            self._table(self.told["table"])

    def grid_end(self) -> None:
        left, right = self.document.add_table(rows=1, cols=2).rows[0].cells
        self._cell(left, "label")
        for text in self.told["recipients"] or ():
            self._write(left.add_paragraph(), text, "recipients")
        for role in ("authority", "post", "name"):
            self._cell(right, role)

    def typed_end(self) -> None:
        listed = list(self.told["recipients"])
        self._line(("label", "\t\t\t", "authority"))
        right = ["post", None, "name"] + [None] * len(listed)
        for text, role in zip_longest(listed, right[: max(3, len(listed))]):
            paragraph = self.document.add_paragraph()
            self._write(paragraph, text or "", "recipients")
            if role:
                self._write(paragraph, "\t\t\t" + self.told[role], role)

    def _cell(self, cell: Any, role: str) -> None:
        if self.told[role]:
            paragraph = cell.add_paragraph()
            self._write(paragraph, self.told[role], role)
            self._rule(paragraph, role)

    def _rule(self, paragraph: Paragraph, role: str) -> None:
        if role in self.told["ruled"]:
            add_line(paragraph, "bottom")

    def _line(self, roles: Sequence[str]) -> Paragraph:
        paragraph = self.document.add_paragraph()
        for role in roles:
            text = role if role.isspace() else self.told[role] or ""
            self._write(paragraph, text, "body" if role.isspace() else role)
        return paragraph

    def _write(self, paragraph: Paragraph, text: str, role: str) -> None:
        letters, run = self.looks[role], paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(letters.size), letters.bold, letters.italic
        typed_line = self.typed and role in self.told["ruled"]
        run.underline = letters.underline or typed_line or None
        run.font.name = letters.font

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        grid = self.document.add_table(rows=0, cols=max(map(len, rows)))
        for row in rows:
            for cell, text in zip(grid.add_row().cells, row, strict=False):
                self._write(cell.paragraphs[0], text, "body")
