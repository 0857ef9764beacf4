"""Recognise the blocks of a paper by what they say and where they stand: header, type, body, signature, recipients.

Made for papers of any hand: grids, text boxes, or lines set with tabs and spaces. What is not recognised has no role.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.checks.paper.pieces import Piece, pieces
from service.checks.paper.reading import Paper, Paragraph
from service.vietnamese.dates import parse_date
from service.vietnamese.text import fold, nfc

PARTY, STATE = "dang cong san viet nam", "cong hoa xa hoi chu nghia viet nam"
KINDS = (
    "nghị quyết", "kết luận", "quyết định", "quy định", "quy chế", "chỉ thị", "thông tri", "thông báo", "báo cáo",
    "kế hoạch", "chương trình", "hướng dẫn", "tờ trình", "biên bản", "trích biên bản", "đề án", "phương án",
    "giấy mời", "giấy giới thiệu", "lời kêu gọi", "tuyên bố", "danh sách", "công điện", "hợp đồng",
)  # fmt: skip
"""Types of paper as their titles begin; those that begin as in OWN_KINDS are a person's own."""
OWN_KINDS = ("bản ", "đơn ", "phiếu ", "lý lịch", "giấy cam đoan", "sơ yếu")
WITHOUT_NUMBER = ("biên bản", "trích biên bản", "danh sách", "hợp đồng")

_NUMBER = re.compile(r"Số\s*[:.]?\s*[\d….\s_]*[-/]\s*[^\W\d].*", re.IGNORECASE)
_DATE = re.compile(r"(?:[^\d,]{2,60}[,.]?\s*)?ngày[\s….\d_]*tháng[\s….\d_]*năm[\s….\d_]*", re.IGNORECASE)
_SHORT_DATE = re.compile(r"[^\d,]{2,60},\s*(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", re.IGNORECASE)
_LETTER = re.compile(r"(?:V/v|Về việc)\b", re.IGNORECASE)
_MARK = re.compile(r"[*\s]+|[-–—_\s]{2,}|[*\s-]+")
_TO = re.compile(r"Kính\s+(?:gửi|trình)\b", re.IGNORECASE)
_LABEL = re.compile(r"Nơi\s+nhận\s*[:.]?", re.IGNORECASE)
_AUTHORITY = re.compile(
    r"(?:T\s?/\s?M|TM\.?|K\s?/\s?T|KT\.?|T\s?/\s?L|TL\.?|TUQ\.?|Q\.)\s+\S.*", re.IGNORECASE
)
_POST = re.compile(
    r"(?:PHÓ |QUYỀN |Q\. )?(?:BÍ THƯ|CHỦ TỊCH|CHÁNH VĂN PHÒNG|CHÁNH THANH TRA|TRƯỞNG [A-ZÀ-Ỹ]+|CHỦ NHIỆM|GIÁM ĐỐC"
    r"|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|VIỆN TRƯỞNG|TỔ TRƯỞNG|CHỦ TRÌ|THƯ KÝ|ỦY VIÊN|UỶ VIÊN)(?: .*)?"
)
_HEADS = re.compile(
    r"(?:NGƯỜI (?:GHI|CAM KẾT|VIẾT|KHAI|TỰ KIỂM ĐIỂM|LẬP|LÀM ĐƠN|BÁO CÁO|ĐĂNG KÝ)|CHỦ TRÌ|CHỦ TỌA|CHỦ TOẠ|THƯ KÝ"
    r"|GHI BIÊN BẢN|XÁC NHẬN|TỔ TRƯỞNG|ĐẢNG VIÊN$)(?:\b.*)?"
)
_ORGANS = re.compile(
    r"(?:ĐẢNG BỘ|ĐẢNG ỦY|ĐẢNG UỶ|CHI BỘ|CHI ỦY|CHI UỶ|BAN |ỦY BAN|UỶ BAN|HỘI |TỈNH |THÀNH |SỞ |VĂN PHÒNG"
    r"|TRƯỜNG |ĐẠI HỘI|HUYỆN |THỊ |QUẬN |CÔNG AN|TRUNG TÂM|CÔNG TY|PHÒNG |BỘ |LIÊN |MẶT TRẬN|ĐOÀN |VIỆN |TỔ |BỆNH VIỆN)"
)
_HEAD_PIECES = 40
"""Pieces from the top among which a header is looked for; it never is longer."""
_SUBJECT_LINES = 5
_SIGN_LINES = 30
"""Paragraphs outside tables that a signature block typed with tabs may take."""


@dataclass
class Blocks:
    """The pieces of a paper by role, in order, and the paragraphs that belong to none of them."""

    roles: dict[str, list[Piece]] = field(default_factory=dict)
    body: list[Paragraph] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def of(self, role: str) -> list[Piece]:
        """Give the pieces of a role."""
        return self.roles.get(role, [])

    def first(self, role: str) -> Piece | None:
        """Give the first piece of a role."""
        return next(iter(self.of(role)), None)

    def text(self, role: str) -> str:
        """Give the words of a role on one line."""
        return " ".join(" ".join(p.text for p in self.of(role)).split())

    def add(self, role: str, piece: Piece) -> None:
        """Give a piece its role."""
        self.roles.setdefault(role, []).append(piece)
        self.taken.add(piece.paragraph.index)

    @property
    def heading(self) -> str:
        """Say whose heading it bears: "dang", "nha-nuoc" or ""."""
        title = fold(self.text("title"))
        return "dang" if PARTY in title else "nha-nuoc" if STATE in title else ""

    @property
    def kind(self) -> str:
        """Give the type of paper in small letters, "công văn" for a letter, "" when it is not known."""
        told = kind_of(self.text("kind"))
        return told or ("công văn" if self.of("letter_subject") else "")

    @property
    def personal(self) -> bool:
        """True for a person's own paper: a commitment, a review, an application."""
        return not self.of("number") and self.kind.startswith(OWN_KINDS)

    @property
    def day(self) -> date | None:
        """The date in the line of place and date, None when it is blank or no day of the calendar."""
        line = self.first("place_date")
        found = re.search(r"ngày.*|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", line.text, re.IGNORECASE) if line else None
        try:
            return parse_date(" ".join(found[0].split()).rstrip(" .")) if found else None
        except ValueError:
            return None


def kind_of(text: str) -> str:
    """Give the type of paper that a title line names, "" when it names none."""
    low = " ".join(nfc(text).lower().split())
    own = next((low for start in OWN_KINDS if low.startswith(start)), "")
    return own or next((k for k in sorted(KINDS, key=len, reverse=True) if low.startswith(k)), "")


def recognise(paper: Paper) -> Blocks:
    """Give every part of a paper its role."""
    blocks = Blocks()
    main = [p for p in paper.main if p.text.strip()]
    tops = {p.part for p in paper.paragraphs if p.part.kind == "header" and _is_top(p.text)}
    above = [p for p in paper.paragraphs if p.part in tops]
    below = _head([*above, *main], blocks)
    rest = _sign([p for p in below if p.index not in blocks.taken], blocks)
    blocks.body = [p for p in rest if p.index not in blocks.taken]
    return blocks


def _is_top(text: str) -> bool:
    return PARTY in fold(text) or STATE in fold(text)


def _head(paragraphs: Sequence[Paragraph], blocks: Blocks) -> list[Paragraph]:
    """Take the header and the title with its subject; give the paragraphs below."""
    top = list(_top(paragraphs))
    if not any(_is_top(piece.text) for piece in top):
        return list(paragraphs)
    names: list[Piece] = []
    for piece in top:
        role = _head_role(piece, blocks)
        if role == "":
            if piece.capital and not blocks.of("kind"):
                names.append(piece)
        elif role == "end":
            break
        else:
            blocks.add(role, piece)
            if role == "kind":
                break
    _names(names, blocks)
    below = _below(paragraphs, blocks)
    return _subject(below, blocks) if blocks.of("kind") else below


def _top(paragraphs: Sequence[Paragraph]) -> Iterator[Piece]:
    count = 0
    for paragraph in paragraphs:
        for piece in pieces(paragraph):
            yield piece
            count += 1
            if count >= _HEAD_PIECES:
                return


def _head_role(piece: Piece, blocks: Blocks) -> str:
    """Give the role of a piece of the header; "end" where the body begins, "" when it has none of its own."""
    text, low = piece.text, fold(piece.text)
    roles = {
        "title": low in (PARTY, STATE),
        "motto": low.replace(" ", "").replace("–", "-") == "doclap-tudo-hanhphuc",
        "number": bool(_NUMBER.fullmatch(text)),
        "place_date": len(text) < 90 and bool(_DATE.fullmatch(text) or _SHORT_DATE.fullmatch(text)),
        "organ_mark": "*" in text and bool(_MARK.fullmatch(text)),
        "rule": bool(_MARK.fullmatch(text)),
        "letter_subject": bool(blocks.of("number") and _LETTER.match(text)),
        "kind": bool(blocks.of("title") and piece.capital and piece.alone and kind_of(text)),
        "end": bool(_TO.match(text)) or _is_prose(piece),
    }
    goes_on = "letter_subject" if blocks.of("letter_subject") and piece.paragraph.in_table else ""
    return next((role for role, fits in roles.items() if fits), goes_on)


def _is_prose(piece: Piece) -> bool:
    return piece.alone and not piece.capital and not piece.paragraph.in_table and len(piece.text) > 60


def _names(names: list[Piece], blocks: Blocks) -> None:
    """Part the names on the left: the organ begins at the last line that begins as an organ's name does."""
    starts = [n for n, piece in enumerate(names) if _ORGANS.match(piece.text.upper())]
    organ = starts[-1] if starts else len(names) - 1
    for n, piece in enumerate(names):
        blocks.add("organ" if n >= max(organ, 0) else "superior", piece)


def _below(paragraphs: Sequence[Paragraph], blocks: Blocks) -> list[Paragraph]:
    last = max(
        (p.paragraph.index for r in blocks.roles.values() for p in r if p.paragraph.part.kind == "main"),
        default=-1,
    )
    return [
        p for p in paragraphs if p.part.kind == "main" and (p.index > last or p.index not in blocks.taken)
    ]


def _subject(paragraphs: list[Paragraph], blocks: Blocks) -> list[Paragraph]:
    """Take the lines between the type and the body: to the mark below them, or as long as they are centred and bold."""
    after = blocks.of("kind")[-1].paragraph.index
    lines = [(p, found[0]) for p in paragraphs if p.index > after and len(found := pieces(p)) == 1]
    marks = [n for n, (_, piece) in enumerate(lines[: _SUBJECT_LINES + 1]) if _MARK.fullmatch(piece.text)]
    until = marks[0] if marks else _SUBJECT_LINES
    for n, (paragraph, piece) in enumerate(lines[: until + 1]):
        if marks and n == until:
            blocks.add("subject_mark", piece)
        elif marks or _is_subject(paragraph, piece):
            blocks.add("subject", piece)
        else:
            break
    return paragraphs


def _is_subject(paragraph: Paragraph, piece: Piece) -> bool:
    centred = paragraph.look.align == "center" or paragraph.text.startswith(("\t\t", "      "))
    return (
        not paragraph.in_table
        and centred
        and len(piece.text) < 300
        and not re.match(r"[IVX]+[.\-]", piece.text)
    )


def _sign(paragraphs: list[Paragraph], blocks: Blocks) -> list[Paragraph]:
    """Take recipients and signature; they begin with "Nơi nhận", an authority such as T/M, or a signer's heading."""
    start = next((n for n, p in enumerate(paragraphs) if any(_opens(piece) for piece in pieces(p))), None)
    if start is None:
        return paragraphs
    listing: Paragraph | None = None
    for count, paragraph in enumerate(paragraphs[start:]):
        if _is_appendix(paragraph.text) or (not paragraph.in_table and count > _SIGN_LINES):
            break
        for piece in pieces(paragraph):
            role = _sign_role(piece, blocks, listing)
            listing = paragraph if role in ("recipients_label", "recipients") else listing
            if role:
                blocks.add(role, piece)
    return paragraphs


def _opens(piece: Piece) -> bool:
    text = piece.text
    if _LABEL.match(text) and len(text) < 80:
        return True
    return piece.capital and len(text) < 80 and bool(_AUTHORITY.fullmatch(text) or _HEADS.fullmatch(text))


def _sign_role(piece: Piece, blocks: Blocks, listing: Paragraph | None) -> str:
    """Give the role of a piece of the block below the body, "" when it has none."""
    text, capital = piece.text, piece.capital and len(piece.text) < 100
    signed = any(blocks.of(role) for role in ("authority", "signing_head", "post", "recipients_label"))
    roles = {
        "recipients_label": bool(_LABEL.match(text)),
        "authority": capital and bool(_AUTHORITY.fullmatch(text)),
        "signing_head": capital and bool(_HEADS.fullmatch(text)),
        "post": capital and signed and bool(_POST.fullmatch(text)),
        "recipients": listing is not None and _is_listed(piece, listing),
        "name": signed and is_name(text),
    }
    return next((role for role, fits in roles.items() if fits), "")


def _is_listed(piece: Piece, listing: Paragraph) -> bool:
    return piece.text.startswith(("-", "–", "+", "•")) or listing.look.numbered or _same_cell(piece, listing)


def _same_cell(piece: Piece, listing: Paragraph) -> bool:
    holders = piece.paragraph.spot.holders
    return bool(holders) and holders == listing.spot.holders and piece.alone


def is_name(text: str) -> bool:
    """Say whether words may be a person's name: two to six of them, each with a capital first."""
    words = re.split(r"[\s-]+", text.strip())
    return (
        2 <= len(words) <= 6
        and all(w[:1].isupper() and w[1:] == w[1:].lower() for w in words if w)
        and not any(c.isdigit() for c in text)
    )


def _is_appendix(text: str) -> bool:
    return bool(re.match(r"\s*(?:PHỤ LỤC|BIỂU MẪU|MẪU SỐ)\b", text))
