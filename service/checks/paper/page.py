"""The page and its letters: paper size, margins, page number, fonts, sizes and styles by block. Rules L1 to L4, L11.

Measures come from the rule set of the paper's own date; nothing is judged that it does not name.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from service.checks.case import Notice
from service.checks.paper.pieces import Piece, dominant
from service.checks.paper.reading import Paragraph
from service.checks.paper.sections import Section
from service.checks.paper.subject import ROLE_NAMES, LayoutRule, Subject, at, several, whole
from service.vietnamese.legacy import of_font
from service.vietnamese.numbers import group

A4, A5 = (210.0, 297.0), (148.0, 210.0)
SMALL_PAPERS = ("giấy mời", "giấy giới thiệu", "phiếu ")
"""Types that may stand on A5 (05-HD/VPTW; NĐ 30/2020/NĐ-CP, Phụ lục I)."""
_SLACK = 0.6
"""Millimetres by which a measure may be off: what Word makes of inches."""
_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
_SIGN_FONTS = ("symbol", "wingdings", "webdings", "cambria math", "segoe ui symbol", "ms gothic")
_LONG_NAME = 26
_SMALLEST_NAME = 12
_LONG = 5000
"""Letters of a body that surely fills more than a page."""


def page(subject: Subject) -> Iterator[Notice]:
    """L1: paper A4 (or A5 for small papers), margins as the rule set has them."""
    rules = subject.rules
    if rules is None:
        return
    told: set[str] = set()
    for number, section in enumerate(subject.paper.sections, start=1):
        name = "trang giấy" if len(subject.paper.sections) == 1 else f"trang giấy, phần {number}"
        for notice in (*_paper_size(subject, section, name), *_margins(section, rules.page, name)):
            if notice.found not in told:
                told.add(notice.found)
                yield notice


def _paper_size(subject: Subject, section: Section, name: str) -> Iterator[Notice]:
    size = (min(section.width, section.height), max(section.width, section.height))
    allowed = [A4, A5] if subject.blocks.kind.startswith(SMALL_PAPERS) else [A4]
    if not any(_near(size[0], w) and _near(size[1], h) for w, h in allowed):
        yield Notice(
            at=whole(name),
            required="Khổ giấy A4 (210 × 297 mm).",
            found=f"Khổ giấy {section.width:.0f} × {section.height:.0f} mm.",
            mend="Trong Word: Layout → Size → A4.",
        )


def _margins(section: Section, wanted: Any, name: str) -> Iterator[Notice]:
    if section.width > section.height:
        return  # a table laid on its side: no rule was found for it
    wrong = []
    for side, word in _SIDES.items():
        low, high = _span(wanted.get(f"{side}_mm"))
        found = getattr(section, side)
        if low is not None and not low - _SLACK <= found <= high + _SLACK:
            due = f"{low:.0f}" if low == high else f"{low:.0f}-{high:.0f}"
            wrong.append((f"{word} {group(round(found, 1))} mm", f"{word} {due} mm"))
    if wrong:
        yield Notice(
            at=whole(name),
            required=f"Lề {', '.join(due for _, due in wrong)}.",
            found=f"Lề {', '.join(found for found, _ in wrong)}.",
            mend="Trong Word: Layout → Margins → Custom Margins, ghi lại các số này.",
        )


def page_number(subject: Subject) -> Iterator[Notice]:
    """L11: Arabic, centred in the top margin, from page 2 on."""
    if not subject.official:
        return
    first = next(iter(subject.paper.sections), None)
    numbers = [n for section in subject.paper.sections for n in section.numbers]
    mend = "Trong Word: Insert → Page Number → Top of Page, canh giữa; chọn Different First Page."
    for where, align in dict.fromkeys(numbers):
        if "footer" in where:
            yield Notice(at=whole("số trang"), found="Số trang ở lề dưới.", mend=mend)
        elif align != "center":
            yield Notice(at=whole("số trang"), found="Số trang không ở giữa lề trên.", mend=mend)
    on_first = first is not None and not first.title_page and any(n for n, _ in first.numbers)
    if on_first or (
        first is not None and first.title_page and any(n.startswith("first") for n, _ in first.numbers)
    ):
        yield Notice(at=whole("số trang"), found="Trang 1 cũng có số trang.", mend=mend)
    if not numbers and sum(len(p.text) for p in subject.blocks.body) > _LONG:
        yield Notice(
            at=whole("số trang"), found="Văn bản nhiều trang không có số trang.", mend=mend, lesser=True
        )


def fonts(subject: Subject) -> Iterator[Notice]:
    """L2: one font, of Unicode; text in old encodings is the graver case."""
    yield from _decomposed(subject)
    rules = subject.rules
    wanted = rules.page.get("font", "") if rules else ""
    used: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in subject.paper.paragraphs:
        for font in dict.fromkeys(r.look.font for r in paragraph.runs if any(c.isalpha() for c in r.text)):
            used[font].append(paragraph)
    for font, paragraphs in used.items():
        places = f"{len(paragraphs)} đoạn: {several(paragraphs)}"
        encoding = of_font(font)
        if encoding is not None:
            yield Notice(
                at=at(paragraphs[0]),
                required="Chữ Việt theo bảng mã Unicode.",
                found=f"Phông {font} thuộc bảng mã {encoding.label} ({places}).",
                mend="Chuyển mã sang Unicode, dùng phông Times New Roman.",
            )
        elif wanted and font.lower() != wanted.lower() and font.lower() not in _SIGN_FONTS:
            yield Notice(
                at=at(paragraphs[0]),
                required=f"Phông chữ {wanted}.",
                found=f"Phông {font} ({places}).",
                mend=f"Chọn chỗ này rồi đổi sang phông {wanted}.",
                lesser=True,
            )


def _decomposed(subject: Subject) -> Iterator[Notice]:
    apart = [p for p in subject.paper.paragraphs if p.decomposed]
    if apart:
        yield Notice(
            at=at(apart[0]),
            required="Chữ Việt theo Unicode dựng sẵn (TCVN 6909:2001).",
            found=f"Chữ Unicode tổ hợp ở {len(apart)} đoạn: {several(apart)}.",
            mend="Chuyển sang Unicode dựng sẵn bằng bộ gõ, hoặc gõ lại.",
            lesser=True,
        )


def sizes(subject: Subject) -> Iterator[Notice]:
    """L3: letters of each block as large as the rule set has them; a long name of an organ may shrink to 12."""
    rules = subject.rules
    for role, bounds in rules.sizes.items() if rules else ():
        low, high = _span(bounds)
        if low is None:
            continue
        if role == "body":
            yield from _body_sizes(subject, low, high)
            continue
        wrong = [p for p in _of_role(subject, role) if p.sizes and not low <= p.sizes[0] <= high]
        if wrong:
            yield _wrong_size(
                wrong[0], role, low, high, lesser=role in ("organ", "superior") and _shrunk(wrong, low)
            )


def _of_role(subject: Subject, role: str) -> list[Piece]:
    found = list(subject.blocks.of(role))
    return found + subject.blocks.of("signing_head") if role == "authority" else found


def _shrunk(names: list[Piece], low: float) -> bool:
    return all(_SMALLEST_NAME <= p.sizes[0] < low and len(p.text) > _LONG_NAME for p in names)


def _wrong_size(piece: Piece, role: str, low: float, high: float, *, lesser: bool) -> Notice:
    due = group(low) if low == high else f"{group(low)}-{group(high)}"
    return Notice(
        at=at(piece),
        required=f"{ROLE_NAMES[role].capitalize()} cỡ {due}.",
        found=f"Đang để cỡ {group(piece.sizes[0])}.",
        mend=f"Đổi sang cỡ {group(low)}.",
        lesser=lesser,
    )


def _body_sizes(subject: Subject, low: float, high: float) -> Iterator[Notice]:
    wrong: dict[float, list[Paragraph]] = defaultdict(list)
    for paragraph in subject.prose:
        _, found = dominant(paragraph.runs)
        if found and len(paragraph.text.split()) > 1 and not low <= found[0] <= high:
            wrong[found[0]].append(paragraph)
    due = group(low) if low == high else f"{group(low)}-{group(high)}"
    for size, paragraphs in wrong.items():
        yield Notice(
            at=at(paragraphs[0]),
            required=f"Nội dung cỡ {due}.",
            found=f"{len(paragraphs)} đoạn cỡ {group(size)}: {several(paragraphs)}.",
            mend=f"Đổi sang cỡ {group(low)}.",
        )


def styles(subject: Subject) -> Iterator[Notice]:
    """L4: capitals, weight, slant and underline of each block."""
    rules = subject.rules
    for role, wanted in rules.styles.items() if rules else ():
        for piece in _of_role(subject, role):
            missing = [word for word in wanted if not _has_style(piece, word)]
            if missing:
                yield Notice(
                    at=at(piece),
                    required=f"{ROLE_NAMES[role].capitalize()}: {_in_words(wanted)}.",
                    found=f"“{piece.text[:60]}” chưa đúng: cần {_in_words(missing)}.",
                    mend="Chọn dòng này rồi đổi kiểu chữ.",
                )
                break


def _has_style(piece: Piece, word: str) -> bool:
    look = piece.look
    return {
        "hoa": piece.capital,
        "đậm": look.bold,
        "không đậm": not look.bold,
        "nghiêng": look.italic,
        "đứng": not look.italic,
        "gạch chân": look.underline,
    }.get(word, True)


def _in_words(wanted: list[str]) -> str:
    words = {"hoa": "chữ in hoa", "đậm": "chữ đậm", "nghiêng": "chữ nghiêng", "đứng": "chữ đứng"}
    return ", ".join(words.get(w, w) for w in wanted)


def _span(bounds: Any) -> tuple[Any, Any]:
    if isinstance(bounds, list | tuple) and len(bounds) == 2:
        return float(bounds[0]), float(bounds[1])
    return (float(bounds), float(bounds)) if isinstance(bounds, int | float) else (None, None)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1.5


RULES = (
    LayoutRule("L1", "Khổ giấy A4, lề đúng quy định.", page),
    LayoutRule("L2", "Một phông chữ Times New Roman, bảng mã Unicode.", fonts),
    LayoutRule("L3", "Cỡ chữ của từng thành phần đúng quy định.", sizes),
    LayoutRule("L4", "Kiểu chữ (hoa, đậm, nghiêng, gạch chân) của từng thành phần đúng quy định.", styles),
    LayoutRule("L11", "Số trang ở giữa lề trên, từ trang 2.", page_number),
)
