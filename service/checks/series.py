"""Numbers of papers: given once, rising with the days, written as the rules of layout want. Rules D1 to D3.

Pure functions on values, over the lines of a register or one paper.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, islice, pairwise
from typing import Any

from service.checks.case import Case, Days, Figure, Figures, Notice, Text, Texts
from service.checks.figures import said
from service.checks.prose import looked_at
from service.checks.rule import Kind, Parameter, Rule
from service.vietnamese.dates import short_date
from service.vietnamese.text import fold

PER_YEAR = "năm"
MOST_MISSING = 5
_NUMBER_LINE = re.compile(r"\s*(Số)\s*(:?)\s*(\d+)?\s*([-/])\s*([^-/\s]+)\s*([-/])\s*(\S.*)", re.IGNORECASE)


def unique(case: Case, *, numbers: Figures, series: Texts, days: Days, term_starts: Days) -> Iterator[Notice]:
    """D1: a number is given once in its series: for a term in the Party, for a year in the State."""
    seen: dict[tuple[object, ...], int] = {}
    every = _series_of(case, len(numbers), series, days, term_starts)
    for place, number in enumerate(numbers):
        key = (every[place], number.value)
        if key in seen:
            yield Notice(
                at=number,
                found=f"Số {said(number.value)} đã có ở dòng {seen[key]}.",
                mend="Cấp số khác cho một trong hai văn bản.",
            )
        seen.setdefault(key, number.row or place + 1)


def rising(case: Case, *, numbers: Figures, series: Texts, days: Days, term_starts: Days) -> Iterator[Notice]:
    """D2: within a series numbers rise with dates and none is left out."""
    groups: dict[object, list[tuple[int, date, int]]] = {}
    if len(days) != len(numbers):
        return
    every = _series_of(case, len(numbers), series, days, term_starts)
    for place, (number, day) in enumerate(zip(numbers, days, strict=True)):
        groups.setdefault(every[place], []).append((int(number.value), day.value, place))
    for entries in groups.values():
        ordered = sorted(entries)
        for (low, earlier, _), (high, later, place) in pairwise(ordered):
            if later < earlier:
                yield Notice(
                    at=days[place],
                    required="Số lớn hơn thì ngày không sớm hơn.",
                    found=(
                        f"Số {said(high)} ngày {short_date(later)}, "
                        f"số {said(low)} lại ngày {short_date(earlier)}."
                    ),
                    mend="Kiểm tra lại số hoặc ngày.",
                )
        yield from _gaps([n for n, _, _ in ordered], numbers[ordered[-1][2]])


def _gaps(given: list[int], at: Figure) -> Iterator[Notice]:
    holes = (range(low + 1, high) for low, high in pairwise(given))
    missing = [said(n) for n in islice(chain.from_iterable(holes), MOST_MISSING + 1)]
    if missing:
        shown = ", ".join(missing[:MOST_MISSING]) + (" …" if len(missing) > MOST_MISSING else "")
        yield Notice(
            at=at,
            required="Số liền nhau, không bỏ cách.",
            found=f"Thiếu số {shown}.",
            mend="Bổ sung văn bản còn thiếu, hoặc ghi rõ số không dùng.",
        )


def _series_of(case: Case, count: int, series: Texts, days: Days, term_starts: Days) -> list[tuple[str, int]]:
    """Give the series of each paper: its type, and the year (State) or the term (Party) in which numbers run."""
    yearly = case.rule_set is not None and case.rule_set.number["restart"] == PER_YEAR
    names = [fold(s.value) for s in series] if len(series) == count else [""] * count
    if len(days) != count:  # a day left blank: nobody knows whose
        return [(name, 0) for name in names]
    starts = [s.value for s in term_starts]
    return [
        (name, d.value.year if yearly else sum(start <= d.value for start in starts))
        for name, d in zip(names, days, strict=True)
    ]


def number_line(case: Case, *, line: Text | None, symbol: Text | None) -> Iterator[Notice]:
    """D3: "Số 05-NQ/CB" in the Party, "Số: 05/QĐ-UBND" in the State; the organ's symbol stands alone."""
    if line is not None and line.value.strip() and case.rule_set is not None:
        yield from _line(line, case.rule_set.number)
    if symbol is not None and re.search(r"[\s/]", symbol.value.strip()):
        yield Notice(
            at=symbol,
            required="Ký hiệu cơ quan viết liền, không có dấu gạch chéo.",
            found=f"Đang ghi “{symbol.value}”.",
            mend="Chỉ ghi phần sau dấu gạch chéo, ví dụ CB hoặc ĐU.",
        )


def _line(line: Text, rules: Mapping[str, Any]) -> Iterator[Notice]:
    colon, pad = (":" if rules["colon"] else ""), rules["pad_below"]
    between = rules["separator"]
    after = "/" if between == "-" else "-"
    hit = _NUMBER_LINE.fullmatch(looked_at(line.value))
    if hit is None:
        yield Notice(
            at=line,
            found=f"Đang ghi “{line.value.strip()}”.",
            mend=f"Ghi theo mẫu: Số{colon} 05{between}NQ{after}CB.",
        )
        return
    number = hit[3] or ""
    right = number if not number or int(number) >= pad else f"{int(number):02d}"
    if (hit[2], hit[4], hit[6], number) != (colon, between, after, right):
        due = f"Số{colon} {right}{between}{hit[5]}{after}{hit[7].strip()}"
        yield Notice(at=line, found=f"Đang ghi “{line.value.strip()}”.", mend=f"Ghi “{due}”.")


_REGISTER = {
    "numbers": Parameter(Kind.FIGURES, "số của từng văn bản"),
    "series": Parameter(Kind.TEXTS, "loại hoặc dãy số của từng văn bản"),
    "days": Parameter(Kind.DAYS, "ngày của từng văn bản"),
    "term_starts": Parameter(Kind.DAYS, "các ngày bắt đầu nhiệm kỳ, từ đó số chạy lại từ 01"),
}

RULES = (
    Rule(
        id="D1",
        requires="Mỗi số văn bản chỉ cấp một lần trong dãy số (Đảng: theo nhiệm kỳ; Nhà nước: theo năm).",
        judge=unique,
        needs=(("numbers",),),
        parameters=_REGISTER,
    ),
    Rule(
        id="D2",
        requires="Số văn bản tăng theo ngày và liền nhau.",
        judge=rising,
        needs=(("numbers", "days"),),
        parameters=_REGISTER,
    ),
    Rule(
        id="D3",
        requires="Số, ký hiệu viết đúng mẫu: văn bản Đảng “Số 05-NQ/CB”, văn bản Nhà nước “Số: 05/QĐ-UBND”.",
        judge=number_line,
        needs=(("line",), ("symbol",)),
        parameters={
            "line": Parameter(Kind.TEXT, "dòng số, ký hiệu đầy đủ"),
            "symbol": Parameter(Kind.TEXT, "ký hiệu cơ quan, phần sau dấu gạch chéo"),
        },
    ),
)
