"""The parts of a paper: which it must have, the marks between them, date line, recipients, whom it goes to. L5 to L9.

Quy định 399-QĐ/TW and Hướng dẫn 36-HD, 05-HD/VPTW for the Party; Nghị định 30/2020/NĐ-CP, Phụ lục I for the State.
"""

import re
from collections.abc import Iterator

from service.checks.case import Notice
from service.checks.paper.blocks import WITHOUT_NUMBER
from service.checks.paper.pieces import Piece
from service.checks.paper.ruling import lines
from service.checks.paper.subject import ROLE_NAMES, LayoutRule, Subject, at, whole
from service.vietnamese.dates import long_date, short_date
from service.vietnamese.text import fold

_DATE_LINE = re.compile(r"[^,\d]{2,60}, ngày \d{1,2} tháng \d{1,2} năm \d{4}")
_TO = re.compile(r"Kính\s+(gửi|trình)\b\s*(:?)", re.IGNORECASE)
_BULLET = re.compile(r"\s*[-–•+]\s*")


def marks(subject: Subject) -> Iterator[Notice]:
    """L5: the Party's asterisk and five hyphens; the State has neither; the lines below the heading."""
    blocks, rules = subject.blocks, subject.rules
    if rules is None or not subject.official:
        return
    organ, sign = blocks.first("organ"), rules.heading.get("organ_mark", "")
    mark, hyphens = blocks.first("organ_mark"), rules.heading.get("subject_mark", "")
    if organ and sign and (mark is None or mark.text.strip() != sign):
        yield Notice(
            at=at(mark or organ),
            required=f"Dưới tên cơ quan ban hành có một dấu {sign} ở giữa.",
            found=f"Đang là “{mark.text}”." if mark else f"Không có dấu {sign}.",
            mend=f"Thêm một dòng chỉ có dấu {sign}, canh giữa, dưới tên cơ quan.",
        )
    if mark and not sign:
        yield Notice(
            at=at(mark),
            required=f"Văn bản theo {rules.id} không dùng dấu * dưới tên cơ quan.",
            found=f"Có dòng “{mark.text}”.",
            mend="Bỏ dòng này, kẻ một nét liền ngắn dưới tên cơ quan.",
        )
    yield from _subject_mark(subject, hyphens, rules.id)
    yield from lines(subject)


def _subject_mark(subject: Subject, hyphens: str, rule_set: str) -> Iterator[Notice]:
    blocks = subject.blocks
    mark, above = blocks.first("subject_mark"), (blocks.of("subject") or blocks.of("kind"))[-1:]
    if hyphens and above and (mark is None or mark.text.strip() != hyphens):
        yield Notice(
            at=at(mark or above[0]),
            required=f"Dưới trích yếu có năm gạch nối {hyphens} ở giữa.",
            found=f"Đang là “{mark.text}”." if mark else f"Không có dòng {hyphens}.",
            mend=f"Ghi một dòng {hyphens}, canh giữa, dưới trích yếu.",
        )
    if mark and not hyphens and "-" in mark.text:
        yield Notice(
            at=at(mark),
            required=f"Văn bản theo {rule_set} kẻ nét liền dưới trích yếu, không dùng gạch nối.",
            found=f"Có dòng “{mark.text}”.",
            mend="Bỏ dòng này, kẻ một nét liền dài 1/3 đến 1/2 dòng.",
        )


def parts(subject: Subject) -> Iterator[Notice]:
    """L6: the parts that a paper of its kind must have; a number or day left blank until it is issued is told only."""
    if not subject.layout:
        yield Notice(
            at=whole("đầu văn bản"),
            required="Văn bản có tiêu đề ĐẢNG CỘNG SẢN VIỆT NAM hoặc quốc hiệu, tiêu ngữ.",
            found="Không nhận ra tiêu đề, nên chỉ kiểm câu chữ và số liệu, không kiểm trình bày.",
            mend="Nếu đây là văn bản ban hành, ghi tiêu đề thành một dòng riêng ở đầu trang 1.",
            lesser=True,
        )
        return
    if subject.rules is None and subject.case.day is not None:
        yield Notice(
            at=whole("đầu văn bản"),
            required="Có bộ quy tắc thể thức của ngày văn bản.",
            found=f"Chưa có bộ quy tắc trình bày cho ngày {short_date(subject.case.day)}.",
            mend="Chọn bộ quy tắc khác nếu muốn kiểm trình bày.",
            lesser=True,
        )
        return
    for role in _wanted(subject):
        yield Notice(
            at=whole("đầu văn bản" if role in _HEAD else "cuối văn bản"),
            required=f"Có {ROLE_NAMES[role]}.",
            found=f"Không thấy {ROLE_NAMES[role]}.",
            mend=f"Thêm {ROLE_NAMES[role]} vào đúng chỗ, thành một dòng riêng.",
        )
    number = subject.blocks.first("number")
    if number is not None and not re.match(r"Số\s*[:.]?\s*\d", number.text, re.IGNORECASE):
        yield Notice(
            at=at(number),
            required="Có số văn bản khi ban hành.",
            found="Chưa ghi số.",
            mend="Ghi số.",
            lesser=True,
        )


_HEAD = ("motto", "organ", "number", "place_date", "kind", "subject")


def _wanted(subject: Subject) -> Iterator[str]:
    """Give the roles that are missing."""
    blocks, kind = subject.blocks, subject.blocks.kind
    numbered = subject.official and not kind.startswith(WITHOUT_NUMBER)
    roles = ["organ"] if subject.official else []
    roles += ["motto"] if subject.layout == "nha-nuoc" else []
    roles += ["number", "place_date", "recipients_label"] if numbered else []
    if not blocks.of("kind") and not blocks.of("letter_subject"):
        roles.append("kind")
    if blocks.of("kind") and subject.official and not kind.startswith(("giấy", "danh sách")):
        roles.append("subject")
    if not any(blocks.of(r) for r in ("authority", "signing_head", "post")):
        roles.append("authority")
    elif numbered and not blocks.of("name"):
        roles.append("name")
    yield from (role for role in roles if not blocks.of(role))


def place_date(subject: Subject) -> Iterator[Notice]:
    """L7: "Mỹ Thọ, ngày 05 tháng 02 năm 2026"; a day left blank until it is signed is told only."""
    line = subject.blocks.first("place_date")
    if line is None or not subject.layout:
        return
    text = line.text.strip()
    numbers = re.findall(r"(?:ngày|tháng|năm)([\s….\d_]*)", text, re.IGNORECASE)
    if len(numbers) == 3 and not all(any(c.isdigit() for c in n) for n in numbers):
        yield Notice(
            at=at(line), required="Ghi đủ ngày, tháng, năm khi ban hành.", found=f"Đang ghi “{text}”.",
            mend="Ghi ngày, tháng, năm.", lesser=True,
        )  # fmt: skip
    elif not _DATE_LINE.fullmatch(text):
        day = subject.blocks.day
        due = long_date(day) if day else "ngày … tháng … năm …"
        place = re.split(r",|\bngày\b|\d", text, maxsplit=1)[0].strip() or "Tên xã"
        yield Notice(
            at=at(line),
            required="Ghi địa danh, dấu phẩy, rồi ngày … tháng … năm … bằng chữ.",
            found=f"Đang ghi “{text}”.",
            mend=f"Ghi “{place}, {due}”.",
        )


def recipients(subject: Subject) -> Iterator[Notice]:
    """L8: the label, the rule set's sign after each, a full stop at the end, where a copy is kept last."""
    blocks, rules = subject.blocks, subject.rules
    label = blocks.first("recipients_label")
    if rules is None or label is None:
        return
    wanted = rules.recipients.get("label", "Nơi nhận:")
    if not label.text.startswith(wanted):
        yield Notice(
            at=at(label), required=f"Ghi “{wanted}”.", found=f"Đang ghi “{label.text}”.", mend="Sửa lại."
        )
    rows = listed(blocks.of("recipients"))
    between, last = rules.recipients.get("separator", ";"), rules.recipients.get("last", ".")
    wrong = [text for _, text in rows[:-1] if not text.rstrip().endswith(between)]
    if wrong:
        yield Notice(
            at=at(rows[0][0]),
            required=f"Mỗi nơi nhận kết thúc bằng dấu {_SIGN[between]} (“{between}”).",
            found=f"{len(wrong)} dòng chưa đúng, ví dụ “{_end(wrong[0])}”.",
            mend=f"Ghi dấu “{between}” ở cuối các dòng, trừ dòng cuối.",
        )
    if rows and not rows[-1][1].rstrip().endswith(last):
        yield Notice(
            at=at(rows[-1][0]),
            required="Dòng nơi nhận cuối cùng kết thúc bằng dấu chấm.",
            found=f"Đang ghi “{_end(rows[-1][1])}”.",
            mend="Thêm dấu chấm.",
        )
    if rows and not re.match(r"[-–•+\s]*Lưu\b", rows[-1][1]):
        yield Notice(
            at=at(rows[-1][0]),
            required="Dòng nơi nhận cuối cùng là nơi lưu, ví dụ “- Lưu Chi bộ.”.",
            found=f"Dòng cuối là “{rows[-1][1][:60]}”.",
            mend="Thêm dòng lưu.",
        )


def _end(text: str) -> str:
    """Give the last words of a line."""
    return text if len(text) <= 60 else "…" + text[-50:].partition(" ")[2]


_SIGN = {";": "chấm phẩy", ",": "phẩy"}


def listed(pieces: list[Piece]) -> list[tuple[Piece, str]]:
    """Give the recipients one by one; a line without a hyphen goes on from the one above."""
    lines: list[tuple[Piece, str]] = []
    for piece in pieces:
        begins = _BULLET.match(piece.text) or piece.paragraph.look.numbered
        if begins or not lines:
            lines.append((piece, piece.text))
        else:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {piece.text}")
    return lines


def addressed(subject: Subject) -> Iterator[Notice]:
    """L9: whom a letter or a proposal goes to, and how the subject of a letter begins, by the rules of its date."""
    blocks, rules = subject.blocks, subject.rules
    if rules is None or not subject.official:
        return
    proposal = rules.letter.get("proposal_to") if blocks.kind == "tờ trình" else None
    wanted = proposal or rules.letter.get("to", "Kính gửi")
    for paragraph in blocks.body[:20]:
        found = _TO.match(paragraph.text.strip())
        if found is not None and fold(found[0]).rstrip(" :") != fold(wanted):
            yield Notice(
                at=at(paragraph),
                required=f"Văn bản theo {rules.id} ghi “{wanted}”.",
                found=f"Đang ghi “{found[0].strip()}”.",
                mend=f"Ghi “{wanted}:”.",
            )
    about, begins = blocks.first("letter_subject"), rules.letter.get("subject", "")
    if about is not None and begins and not fold(about.text).startswith(fold(begins)):
        yield Notice(
            at=at(about),
            required=f"Trích yếu công văn theo {rules.id} bắt đầu bằng “{begins}”.",
            found=f"Đang ghi “{about.text[:60]}”.",
            mend=f"Ghi “{begins} …”.",
        )


RULES = (
    LayoutRule("L5", "Đủ và đúng các dấu dưới tên cơ quan và dưới trích yếu.", marks),
    LayoutRule("L6", "Đủ các thành phần thể thức bắt buộc của loại văn bản.", parts),
    LayoutRule("L7", "Địa danh, ngày tháng năm ghi đúng mẫu.", place_date),
    LayoutRule("L8", "Nơi nhận ghi đúng mẫu.", recipients),
    LayoutRule("L9", "Kính gửi, Kính trình và trích yếu công văn ghi đúng mẫu.", addressed),
)
