"""Several finished papers held against one another: a number given twice, numbers that fall as days rise. D1 and D2.

There is no register, so that only what the papers themselves bear is judged: papers of one organ, one type, one term.
A term runs between the days that the caller names; where none is named, papers of one calendar year are compared, and a
congress may lie between them. Numbers left out are not missed: nobody says that all papers were given.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from service.checks.case import Notice, Text
from service.checks.figures import said
from service.checks.index import RULES
from service.checks.paper.judge import PaperReport
from service.checks.rulebook import OFF, Rulebook
from service.checks.rulefiles import our_rulebook
from service.model import Finding, Severity
from service.vietnamese.dates import short_date
from service.vietnamese.text import fold

_NUMBER = re.compile(r"Số\s?[:.]?\s?(\d{1,6})\s?[-/]\s?(\S.{0,60})", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
BY_OPTION = "bằng --term"
"""How a caller names the days of congresses, where none was named."""
_MAYBE_A_CONGRESS = " Nếu giữa hai văn bản có đại hội thì số chạy lại từ 01: nêu ngày đại hội {}."


@dataclass(frozen=True)
class _Numbered:
    """A paper that bears a number: what people call it, its number, day and subject; `series` is where it counts."""

    name: str
    number: int
    day: date
    subject: str
    series: tuple[str, ...]

    @property
    def told(self) -> str:
        return f"{self.name} (số {said(self.number)}, ngày {short_date(self.day)})"


def together(
    papers: Sequence[tuple[str, PaperReport]],
    *,
    terms: Sequence[date] = (),
    book: Rulebook | None = None,
    how: str = BY_OPTION,
) -> tuple[Finding, ...]:
    """Judge papers against one another.

    Args:
        papers: (name, report) of each; one without number, day, organ or heading is passed over.
        terms: the days on which terms of the Party began, from which its numbers run from 01 again.
        book: severities as the office set them; ours when left out.
        how: says to the reader how the days of terms are named.
    """
    known = sorted(
        (n for name, report in papers if (n := _numbered(name, report, terms)) is not None),
        key=lambda n: (n.series, n.number, n.day),
    )
    groups = {n.series: [m for m in known if m.series == n.series] for n in known}
    found = []
    for series, group in groups.items():
        unsure = "" if terms or series[0] == "nha-nuoc" else _MAYBE_A_CONGRESS.format(how)
        for rule, notice in (*_twice(group, unsure), *_falling(group, unsure)):
            found += _weighed(rule, notice, book or our_rulebook())
    return tuple(found)


def _numbered(name: str, report: PaperReport, terms: Sequence[date]) -> _Numbered | None:
    hit = _NUMBER.match(_SPACES.sub(" ", report.number))
    if hit is None or report.day is None or report.layout not in ("dang", "nha-nuoc") or not report.organ:
        return None
    day = report.day
    when = str(day.year)
    if report.layout == "dang" and terms:
        when = str(sum(start <= day for start in terms))
    symbol = fold(hit[2]).replace(" ", "")
    series = (report.layout, fold(report.organ), symbol, when)
    return _Numbered(name, int(hit[1]), day, fold(report.subject), series)


def _twice(group: Sequence[_Numbered], unsure: str) -> Iterator[tuple[str, Notice]]:
    for first, second in combinations(group, 2):
        if first.number == second.number and (first.day, first.subject) != (second.day, second.subject):
            yield (
                "D1",
                Notice(
                    at=Text("", "", second.name),
                    found=f"Số {said(second.number)} đã cấp cho {first.told}.",
                    mend="Cấp số khác cho một trong hai văn bản." + unsure,
                    lesser=bool(unsure),
                ),
            )


def _falling(group: Sequence[_Numbered], unsure: str) -> Iterator[tuple[str, Notice]]:
    for low, high in pairwise(group):
        if high.number > low.number and high.day < low.day:
            yield (
                "D2",
                Notice(
                    at=Text("", "", high.name),
                    required="Số lớn hơn thì ngày không sớm hơn.",
                    found=(
                        f"Số {said(high.number)} ngày {short_date(high.day)}, nhưng {low.told} có ngày muộn hơn."
                    ),
                    mend="Kiểm tra lại số hoặc ngày." + unsure,
                    lesser=bool(unsure),
                ),
            )


def _weighed(rule: str, notice: Notice, book: Rulebook) -> list[Finding]:
    standing = book.rules[rule]
    order = [*Severity, OFF]
    weight = standing.severity
    if notice.lesser:
        weight = max(standing.severity, standing.lesser, key=order.index)
    if weight == OFF:
        return []
    return [
        Finding(
            rule=rule,
            severity=Severity(weight),
            required=notice.required or RULES[rule].requires,
            found=notice.found,
            mend=notice.mend,
            place=notice.at.name,
            source=standing.words,
        )
    ]
