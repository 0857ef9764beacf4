"""For each rule of layout a paper that breaks it, one that keeps it, one at its bound; docs/quy-tac.md shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from tests.builders_papers import LINES, LOOKS, STATE, Letters, with_size

Change = Callable[[Document], object]


@dataclass(frozen=True)
class PaperCase:
    """What a_paper() takes: `fires` gives `says`, `silent` nothing of the rule, `bound` gives `at_bound` or nothing."""

    fires: dict[str, Any]
    says: str
    silent: dict[str, Any]
    bound: dict[str, Any]
    at_bound: str = ""


def margins(**sides: float) -> Change:
    """Set margins in millimetres."""

    def change(document: Document) -> None:
        for side, size in sides.items():
            setattr(document.sections[0], f"{side}_margin", Mm(size))

    return change


def letter_paper(document: Document) -> None:
    """Make it the paper of other countries."""
    document.sections[0].page_width, document.sections[0].page_height = Mm(215.9), Mm(279.4)


def numbered_first(document: Document) -> None:
    """Number the first page too."""
    document.sections[0].different_first_page_header_footer = False


def unnumbered(document: Document) -> None:
    """Take the page number away."""
    paragraph = document.sections[0].header.paragraphs[0]
    for child in list(paragraph._p):
        paragraph._p.remove(child)


def inserted(document: Document) -> None:
    """Leave a tracked insertion, whose text counts."""
    mark = OxmlElement("w:ins")
    paragraph = document.add_paragraph()
    run = paragraph.add_run("Thêm một câu.")
    run.font.name, run.font.size = "Times New Roman", Pt(14)
    mark.append(run._r)
    paragraph._p.append(mark)


def left(document: Document) -> None:
    """Set the long paragraphs of the body to the left."""
    for paragraph in document.paragraphs:
        if len(paragraph.text) > 100:
            paragraph.alignment = 0


def with_body(*texts: str) -> dict[str, Any]:
    """Give the lines of a paper whose body ends with these paragraphs."""
    return {"body": (*LINES["body"], *texts)}


OLD_DAY = {
    "place_date": "Mỹ Thọ, ngày 26 tháng 5 năm 2026",
    "body": ("Chi bộ thông qua nghị quyết tháng 5.",),
}
NEW_DAY = {
    "place_date": "Mỹ Thọ, ngày 27 tháng 5 năm 2026",
    "body": ("Chi bộ thông qua nghị quyết tháng 5.",),
}
COMMAS = {"recipients": ("- Đảng ủy xã (báo cáo),", "- Toàn thể đảng viên,", "- Lưu Chi bộ.")}
PROPOSAL = {"kind": "TỜ TRÌNH", "number": "Số 05-TTr/CB"}
A_LONG_TEXT = "Chi bộ phân công từng đồng chí phụ trách từng việc, có thời hạn và báo cáo kết quả. " * 62

PAPER_CASES: dict[str, PaperCase] = {
    "L1": PaperCase(
        fires={"change": margins(left=25, right=20)},
        says="Lề trái 25 mm, phải 20 mm.",
        silent={},
        bound={"change": margins(top=20.5, left=29.5)},
    ),
    "L2": PaperCase(
        fires={
            "looks": {"subject": Letters(font=".VnTime", bold=True)},
            "subject": "L·nh ®¹o nhiÖm vô th¸ng 8",
        },
        says="Phông .VnTime thuộc bảng mã TCVN3 (ABC) (1 đoạn: đoạn 2).",
        silent={},
        bound={"looks": {"subject": Letters(font="Calibri", bold=True)}},
        at_bound="Phông Calibri (1 đoạn: đoạn 2).",
    ),
    "L3": PaperCase(
        fires={"looks": {"title": with_size(LOOKS["title"], 14)}},
        says="Đang để cỡ 14.",
        silent={},
        bound={**OLD_DAY, **COMMAS, "looks": {"kind": with_size(LOOKS["kind"], 15)}},
    ),
    "L4": PaperCase(
        fires={"looks": {"post": Letters(bold=True)}},
        says="“BÍ THƯ” chưa đúng: cần không đậm.",
        silent={},
        bound=STATE,
    ),
    "L5": PaperCase(
        fires={"mark": None},
        says="Không có dấu *.",
        silent=STATE,
        bound={"subject_mark": "------"},
        at_bound="Đang là “------”.",
    ),
    "L6": PaperCase(
        fires={"number": None},
        says="Không thấy số, ký hiệu.",
        silent={"kind": "BIÊN BẢN", "number": None, "subject": "Sinh hoạt chi bộ tháng 8"},
        bound={"number": "Số       -NQ/CB"},
        at_bound="Chưa ghi số.",
    ),
    "L7": PaperCase(
        fires={"place_date": "Mỹ Thọ ngày 05 tháng 8 năm 2026"},
        says="Đang ghi “Mỹ Thọ ngày 05 tháng 8 năm 2026”.",
        silent={},
        bound={"place_date": "Mỹ Thọ, ngày      tháng 8 năm 2026"},
        at_bound="Đang ghi “Mỹ Thọ, ngày      tháng 8 năm 2026”.",
    ),
    "L8": PaperCase(
        fires={**NEW_DAY, **COMMAS},
        says="2 dòng chưa đúng, ví dụ “- Đảng ủy xã (báo cáo),”.",
        silent=NEW_DAY,
        bound={**OLD_DAY, **COMMAS},
    ),
    "L9": PaperCase(
        fires={**NEW_DAY, **PROPOSAL, "body": ("Kính gửi: Đảng ủy xã Mỹ Thọ", "Chi bộ trình khen thưởng.")},
        says="Đang ghi “Kính gửi:”.",
        silent={
            **NEW_DAY,
            **PROPOSAL,
            "body": ("Kính trình: Đảng ủy xã Mỹ Thọ", "Chi bộ trình khen thưởng."),
        },
        bound={**OLD_DAY, **PROPOSAL, "body": ("Kính gửi: Đảng ủy xã Mỹ Thọ", "Chi bộ trình khen thưởng.")},
    ),
    "L10": PaperCase(
        fires=with_body("Nghị quyết này có hiệu lực từ ngày ký./."),
        says="Đang kết thúc bằng “./.”.",
        silent={},
        bound={"change": left},
        at_bound="1 đoạn không canh đều hai bên: đoạn 4.",
    ),
    "L11": PaperCase(
        fires={"change": numbered_first},
        says="Trang 1 cũng có số trang.",
        silent={"change": unnumbered},
        bound={"change": unnumbered, **with_body(A_LONG_TEXT)},
        at_bound="Văn bản nhiều trang không có số trang.",
    ),
    "L12": PaperCase(
        fires={"change": inserted},
        says="Còn dấu vết sửa đổi (Track Changes); đã kiểm theo bản nhận hết các sửa đổi.",
        silent={},
        bound={},
    ),
    "L13": PaperCase(
        fires=with_body("Chi bộ thưc hiện tốt nhiệm vụ, đánh giá đúng."),
        says="“thưc” không phải một tiếng viết đúng chính tả tiếng Việt.",
        silent=with_body("Đồng chí Ksor H’Lơk mượn ôtô, côngtenơ đi Đắk Lắk; đo được 5 m²."),
        bound=with_body("Quỹ gìn giữ, khoẻ mạnh, khuya, nghiêng, quốc huy, giếng, thuở, xoong."),
    ),
    "L14": PaperCase(
        fires=with_body("Giao đồng chí Lê Thị Hoà và đồng chí Lê Thị Hòa thực hiện."),
        says="“Lê Thị Hòa” (1 chỗ) và “Lê Thị Hoà” (1 chỗ) có thể là một tên.",
        silent=with_body("Giao đồng chí Lê Thị Hòa và đồng chí Lê Văn Hòa thực hiện."),
        bound=with_body("Giao đồng chí Lê Thị Hòa và đồng chí Lê Thị Hoa thực hiện."),
        at_bound="“Lê Thị Hoa” (1 chỗ) và “Lê Thị Hòa” (1 chỗ) có thể là một tên.",
    ),
}
