"""Figures that sentences set against one another: parts of a whole, a change of a rate, what came and went. T2, T5, T8.

Only what can be read in one way: parts and whole of one unit, all three figures of a change, every item of a movement.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from service.checks import statistics
from service.checks.case import Figure, Notice
from service.checks.figures import decimals
from service.checks.paper.reading import Paragraph
from service.checks.paper.subject import Subject
from service.checks.prose import REMEMBERED, looked_at
from service.checks.sentences import NUMBER, number_of
from service.vietnamese.numbers import round_half_up

Told = tuple[str, Notice]

_UNITS = (
    "đảng viên", "đồng chí", "quần chúng", "tập thể", "cá nhân", "tổ chức đảng", "tổ chức", "chi bộ", "đảng bộ",
    "mô hình", "điển hình", "hộ", "người", "lượt", "cuộc", "học sinh", "trường hợp", "cán bộ", "đại biểu", "hội viên",
    "phiếu", "cuốn",
)  # fmt: skip
_SAME_UNIT = {"đồng chí": "đảng viên"}
_UNIT = "|".join(_UNITS)
_PART_OF = re.compile(
    rf"(?<![\d.,])({NUMBER})\s({_UNIT})\b[^\d.;:!?\n()]{{0,120}}?"
    rf"(?:[,(]\s?trong đó,?\s(?:có\s)?|\(có\s)({NUMBER})\s({_UNIT})\b",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"(?:tháng|năm|quý|ngày|số|khóa|khoá|thứ|điều|khoản|tăng|giảm|thêm|vượt|hơn|gần|khoảng|trên|dưới)\s$",
    re.IGNORECASE,
)

_RATE = r"(\d{1,3}(?:,\d{1,3})?)\s?%"
_POINTS = r"(\d{1,3}(?:,\d{1,3})?)\s?(?:%|điểm\s(?:%|phần trăm))"
_CHANGED = re.compile(
    rf"{_RATE}\s?[,;(]?\s?(tăng|giảm)\s{_POINTS}\sso\s(?:với\s)?(?:năm|quý|tháng|cùng kỳ|kỳ)"
    rf"[^%.;\n()]{{0,30}}?\(\s?(?:là\s|đạt\s)?{_RATE}\s?\)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"(tăng|giảm)\stừ\s{_RATE}[^\d.;\n()]{{0,40}}\s(?:lên|xuống|còn)\s(?:còn\s)?{_RATE}[^\d.;\n()]{{0,40}}"
    rf"[,(]\s?(?:tức\s|tương ứng\s)?(?:tăng|giảm)\s{_POINTS}",
    re.IGNORECASE,
)

_SPAN = re.compile(
    rf"\bđầu (năm|kỳ|quý|tháng|nhiệm kỳ)\b[^\d\n.;()]{{0,40}}?({NUMBER}) ({_UNIT})\b([^.!?\n]{{1,400}}?)"
    rf"\bcuối \1\b[^\d\n.;()]{{0,40}}?({NUMBER}) ({_UNIT})\b",
    re.IGNORECASE,
)
_CAME = re.compile(r"\b(?:kết nạp|chuyển đến|tiếp nhận|phục hồi|khôi phục|tăng)\b", re.IGNORECASE)
_WENT = re.compile(
    r"\b(?:chuyển đi|chuyển sinh hoạt đi|từ trần|khai trừ|xóa tên|xoá tên|xin ra|giảm)\b", re.IGNORECASE
)
_SUM = re.compile(r"\b(?:tăng|giảm)\b", re.IGNORECASE)
_INSIDE = re.compile(r"\([^()\n]{0,200}\)")
_ITEMS = re.compile(r"[,;]| và ")
_ANY = re.compile(rf"(?<![\d.,/])({NUMBER})(?![\d/%]|[.,]\d)")


@dataclass(frozen=True)
class Movement:
    """What there was, what came, what went, what there is, and the word of the span: "năm"."""

    start: int
    gains: tuple[int, ...]
    losses: tuple[int, ...]
    end: int
    span: str


def changes(subject: Subject) -> Iterator[Told]:
    """Give what the rules of parts, rates and movements say of the sentences of a paper."""
    for paragraph in subject.prose:
        text = looked_at(paragraph.text)
        for whole, part, unit in find_parts(text):
            figures = [
                _figure(paragraph, whole, unit),
                _figure(paragraph, part, f"{unit} (trong đó)"),
            ]
            yield from (
                ("T2", n) for n in statistics.subset(subject.case, whole=figures[0], parts=figures[1:])
            )
        for now, before, change in find_changes(text):
            told = statistics.point_change(
                subject.case,
                now=_figure(paragraph, now),
                before=_figure(paragraph, before),
                change=_figure(paragraph, change),
            )
            yield from (("T5", n) for n in told)
        yield from (("T8", n) for n in _moved(subject, paragraph, text))


@lru_cache(REMEMBERED)
def find_parts(text: str) -> tuple[tuple[int, int, str], ...]:
    """Give (whole, part, unit) where one unit is counted and "trong đó" some of it."""
    found = []
    for hit in _PART_OF.finditer(text) if "rong đó" in text or "(có " in text else ():
        units = [_SAME_UNIT.get(hit[n].lower(), hit[n].lower()) for n in (2, 4)]
        whole, part = number_of(hit[1]), number_of(hit[3])
        plain = not _NO_COUNT.search(text[max(0, hit.start() - 8) : hit.start()])
        if units[0] == units[1] and plain and whole is not None and part is not None:
            found.append((whole, part, hit[2].lower()))
    return tuple(found)


@lru_cache(REMEMBERED)
def find_changes(text: str) -> tuple[tuple[Decimal, Decimal, Decimal], ...]:
    """Give (now, before, change) of each change of a rate that can only mean points; a fall is negative.

    "Tăng 5%" from 80% to 84% is right too, as a share of what there was: what fits either way is left out.
    """
    if "%" not in text:
        return ()
    told = [(hit[1], hit[4], hit[3], hit[2]) for hit in _CHANGED.finditer(text)]
    told += [(hit[3], hit[2], hit[4], hit[1]) for hit in _FROM_TO.finditer(text)]
    found = []
    for *numbers, word in told:
        now, before, size = (Decimal(n.replace(",", ".")) for n in numbers)
        change = -size if word.lower() == "giảm" else size
        relative = round_half_up((now - before) * 100 / before, decimals(size)) if before else None
        if relative != change:
            found.append((now, before, change))
    return tuple(found)


@lru_cache(REMEMBERED)
def find_movements(text: str) -> tuple[Movement, ...]:
    """Give each movement whose every number between beginning and end is known to have come or gone."""
    found = []
    for hit in _SPAN.finditer(text):
        units = {_SAME_UNIT.get(hit[n].lower(), hit[n].lower()) for n in (3, 6)}
        start, end, items = number_of(hit[2]), number_of(hit[5]), _items(hit[4])
        if len(units) == 1 and start is not None and end is not None and items:
            gains, losses = (tuple(n for n, came in items if came is wanted) for wanted in (True, False))
            found.append(Movement(start, gains, losses, end, hit[1].lower()))
    return tuple(found)


def _items(text: str) -> list[tuple[int, bool]]:
    """Give (number, came) of each item; none when one is not understood, or a sum stands beside its own parts."""
    found = []
    kinds = set()
    for item in _ITEMS.split(_INSIDE.sub("", text)):
        numbers = [number_of(n) for n in _ANY.findall(item)]
        if not numbers:
            if any(c.isdigit() for c in item):
                return []
            continue
        came = came_or_went(item)
        if len(numbers) != 1 or numbers[0] is None or came is None or "trong đó" in item:
            return []
        kinds.add(bool(_SUM.search(item)))
        found.append((numbers[0], came))
    return found if len(kinds) == 1 else []


def came_or_went(words: str) -> bool | None:
    """Say whether words name people who came (True) or who went (False); None when neither or both."""
    came, went = _CAME.search(words), _WENT.search(words)
    return None if bool(came) is bool(went) else came is not None


def _moved(subject: Subject, paragraph: Paragraph, text: str) -> Iterator[Notice]:
    for told in find_movements(text) if "đầu" in text.lower() else ():
        yield from statistics.movement(
            subject.case,
            start=_figure(paragraph, told.start),
            gains=[_figure(paragraph, n) for n in told.gains],
            losses=[_figure(paragraph, n) for n in told.losses],
            end=_figure(paragraph, told.end, f"cuối {told.span}"),
        )


def _figure(paragraph: Paragraph, number: int | Decimal, name: str = "") -> Figure:
    return Figure(number, str(paragraph.index), name)
