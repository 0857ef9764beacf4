"""Figures that must agree: totals, parts, percentage points, movements, repetitions. Rules T1, T2, T5, T6, T8, T14.

Pure functions. Percentages have a file of their own; sums inside sentences are found by service.checks.sentences.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from service.checks.case import Case, Figure, Figures, Notice, Text, Texts
from service.checks.figures import add_up, decimals, difference, percent, said, unequal
from service.checks.rule import Kind, Parameter, Rule
from service.checks.sentences import NUMBER, find_awards, find_sums, number_of
from service.vietnamese.numbers import group


def totals(case: Case, *, total: Figure | None, parts: Figures, texts: Texts) -> Iterator[Notice]:
    """T1: a total is the sum of its levels or units, also in a sentence such as "54 = 01 + 03 + 51"."""
    if total is not None and parts:
        yield from unequal(total, parts, "cộng các phần")
    for text in texts:
        for found in find_sums(text.value):
            yield Notice(at=text, found=found, mend="Cộng lại rồi sửa tổng hoặc từng số.")
        for found in find_awards(text.value):
            mend = "Cộng lại rồi sửa; nếu có nơi được khen ở nhiều cấp thì ghi rõ."
            yield Notice(at=text, found=found, mend=mend, lesser=True)


def subset(case: Case, *, whole: Figure, parts: Figures) -> Iterator[Notice]:
    """T2: no part ("trong đó") is larger than the whole."""
    for part in parts:
        if part.value > whole.value:
            gap = difference(part.value, whole.value)
            yield Notice(
                at=part,
                found=f"“{part.part}” là {said(part.value)}, “{whole.name}” là {said(whole.value)}, vượt {gap}.",
                mend="Kiểm tra lại hai con số.",
            )


def point_change(case: Case, *, now: Figure, before: Figure, change: Figure) -> Iterator[Notice]:
    """T5: a change between two percentages is their difference, in percentage points."""
    due = Decimal(now.value) - Decimal(before.value)
    if due != change.value:
        places = max(decimals(now.value), decimals(before.value))
        yield Notice(
            at=change,
            found=(
                f"{percent(now.value)} - {percent(before.value)} = {group(due, places)} điểm %, "
                f"đang ghi {group(change.value)}."
            ),
            mend=f"Ghi {group(due, places)} điểm %, hoặc sửa tỷ lệ của hai năm.",
        )


def partition(case: Case, *, percents: Figures) -> Iterator[Notice]:
    """T6: the percentages of all parts add up to 100, give or take the rounding of each."""
    unit = Decimal(1).scaleb(-max(decimals(p.value) for p in percents))
    slack = min(unit, Decimal("0.1")) * (len(percents) - 1)
    added = Decimal(add_up(percents))
    if abs(added - 100) > slack:
        yield Notice(
            at=percents[0],
            required=f"Các tỷ lệ cộng lại bằng 100% (sai số làm tròn tối đa {group(slack)}).",
            found=f"{' + '.join(percent(p.value) for p in percents)} = {percent(added)}.",
            mend="Tính lại từng tỷ lệ theo số lượng.",
        )


def movement(case: Case, *, start: Figure, gains: Figures, losses: Figures, end: Figure) -> Iterator[Notice]:
    """T8: what there was, plus what came, less what went, is what there is; so too with running totals."""
    due = Decimal(start.value) + Decimal(add_up(gains)) - Decimal(add_up(losses))
    if due != end.value:
        terms = "".join(f" + {said(g.value)}" for g in gains if g.value)
        terms += "".join(f" - {said(loss.value)}" for loss in losses if loss.value)
        yield Notice(
            at=end,
            found=(
                f"{said(start.value)}{terms} = {group(due)}, “{end.name}” ghi {said(end.value)}, "
                f"lệch {difference(due, end.value)}."
            ),
            mend="Đối chiếu danh sách tăng, giảm trong kỳ rồi sửa cho khớp.",
        )


def same(
    case: Case, *, figures: Figures, figure: Figure | None, texts: Texts, phrases: Sequence[str]
) -> Iterator[Notice]:
    """T14: one figure given in several places is the same everywhere, in sentences too."""
    for other in figures[1:]:
        if other.value != figures[0].value:
            gap = difference(other.value, figures[0].value)
            yield Notice(
                at=other,
                found=(
                    f"“{figures[0].name}” ghi {said(figures[0].value)}, "
                    f"“{other.name}” ghi {said(other.value)}, lệch {gap}."
                ),
                mend="Sửa cho hai nơi giống nhau.",
            )
    for text in texts if figure is not None else ():
        for phrase in phrases:
            yield from _in_text(text, phrase, figure)


def _in_text(text: Text, phrase: str, figure: Figure | None) -> Iterator[Notice]:
    for found in _phrase(phrase).finditer(text.value):
        number = number_of(found[1])
        if figure is not None and number is not None and number != figure.value:
            yield Notice(
                at=text,
                found=f"Trong câu “{found[0]}” là {said(number)}, “{figure.name}” ghi {said(figure.value)}.",
                mend="Sửa cho câu văn và con số giống nhau.",
            )


@lru_cache(maxsize=256)
def _phrase(phrase: str) -> re.Pattern[str]:
    before, _, after = phrase.partition("{}")
    words = [r"\s+".join(map(re.escape, piece.split())) for piece in (before, after)]
    return re.compile(rf"(?<!\w){words[0]}\s*({NUMBER})\s*{words[1]}(?!\w)", re.IGNORECASE)


_F, _FS, _T, _TS = Kind.FIGURE, Kind.FIGURES, Kind.TEXT, Kind.TEXTS

RULES = (
    Rule(
        id="T1",
        requires="Tổng bằng các phần cộng lại.",
        judge=totals,
        sees=lambda _: lambda text: find_sums(text) or find_awards(text),
        needs=(("total", "parts"), ("texts",)),
        parameters={
            "total": Parameter(_F, "tổng"),
            "parts": Parameter(_FS, "các cấp, các đơn vị, các loại"),
            "texts": Parameter(_TS, "ô chữ có phép cộng hoặc số theo cấp"),
        },
    ),
    Rule(
        id="T2",
        requires="Phần “trong đó” không lớn hơn tổng.",
        judge=subset,
        needs=(("whole", "parts"),),
        parameters={"whole": Parameter(_F, "tổng"), "parts": Parameter(_FS, "các phần “trong đó”")},
    ),
    Rule(
        id="T5",
        requires="Mức tăng, giảm (điểm %) bằng tỷ lệ năm nay trừ tỷ lệ năm trước.",
        judge=point_change,
        needs=(("now", "before", "change"),),
        parameters={
            "now": Parameter(Kind.PERCENT, "tỷ lệ năm nay"),
            "before": Parameter(Kind.PERCENT, "tỷ lệ năm trước"),
            "change": Parameter(Kind.PERCENT, "mức tăng (giảm thì âm), điểm %"),
        },
    ),
    Rule(
        id="T6",
        requires="Tỷ lệ các phần cộng lại bằng 100%.",
        judge=partition,
        needs=(("percents",),),
        parameters={"percents": Parameter(Kind.PERCENTS, "tỷ lệ của mọi phần")},
    ),
    Rule(
        id="T8",
        requires="Đầu kỳ cộng tăng trừ giảm bằng cuối kỳ; lũy kế bằng lũy kế trước cộng trong kỳ.",
        judge=movement,
        needs=(("start", "gains", "end"), ("start", "losses", "end")),
        parameters={
            "start": Parameter(_F, "đầu kỳ, hoặc lũy kế trước"),
            "gains": Parameter(_FS, "các khoản tăng, hoặc số trong kỳ"),
            "losses": Parameter(_FS, "các khoản giảm"),
            "end": Parameter(_F, "cuối kỳ, hoặc lũy kế"),
        },
    ),
    Rule(
        id="T14",
        requires="Một con số ghi ở nhiều nơi thì giống nhau.",
        judge=same,
        needs=(("figures",), ("figure", "texts", "phrases")),
        parameters={
            "figures": Parameter(_FS, "các ô phải bằng nhau"),
            "figure": Parameter(_F, "con số được nhắc lại trong câu văn"),
            "texts": Parameter(_TS, "các ô chữ"),
            "phrases": Parameter(Kind.PHRASES, "mẫu câu, {} là chỗ con số, ví dụ “cuối năm có {} đảng viên”"),
        },
    ),
)
