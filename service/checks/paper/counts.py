"""Counts of a meeting as its paper tells them in sentences: called, present, away; full and probationary. M1, M3, T14.

Only wording that can mean one thing is read: "Tổng số … 30 đồng chí; có mặt 27; vắng 03 (có lý do 02, không lý do 01)".
"""

import re
from collections.abc import Iterator, Sequence

from service.checks import attendance, statistics
from service.checks.case import Figure, Notice
from service.checks.paper.reading import Paragraph
from service.checks.paper.subject import Subject

_TOTAL = re.compile(r"[Tt]ổng số (?:đảng viên|đồng chí)[^\d\n.;]{0,60}?(\d{1,4})(?!\d|[.,]\d|[/%])")
_CALLED = re.compile(r"triệu tập[^\d\n.;]{0,20}?(\d{1,4})(?!\d|[.,]\d|[/%])")
_PRESENT = re.compile(r"[Cc]ó mặt[^\d\n.;]{0,30}?(\d{1,4})(?:\s?/\s?(\d{1,4}))?(?!\d|[.,]\d|%)")
_ABSENT = re.compile(r"([Vv]ắng[^\d\n.;(]{0,30}?)(\d{1,4})(?!\d|[.,]\d|[/%])")
_EXEMPT = re.compile(r"miễn[^\d\n.;]{0,30}?(\d{1,4})(?!\d|[.,]\d|[/%])")
_KINDS = re.compile(
    r"(?<![\d.,/])(\d{1,4})\s+(?:đồng chí|đảng viên)\s*[,(]\s*(?:trong đó:?\s*|gồm:?\s*)?(?:đảng viên\s+)?"
    r"chính thức:?\s*(\d{1,4})[^\d\n;.()]{0,30}dự bị:?\s*(\d{1,4})(?!\d|[.,]\d|[/%])"
)
_MEMBERS = re.compile(
    r"(?:[Tt]ổng số đảng viên|[Cc]hi bộ (?:hiện )?có)[^\d\n.;,]{0,40}?(\d{1,4})\s+(?:đảng viên|đồng chí)"
)
_OTHER_DAY = re.compile(r"đầu|cuối|trước|năm|kỳ|quý|tháng|trong đó|thêm|tăng|giảm", re.IGNORECASE)
_FOLLOWING = 4
"""Paragraphs over which one statement may run, when it is set as a list."""
_LONGEST = 600


def counts(subject: Subject) -> Iterator[tuple[str, Notice]]:
    """Give what the rules of counts say of the sentences of a paper."""
    prose = subject.prose
    for number, paragraph in enumerate(prose):
        yield from (("M1", n) for n in _attendance(subject, prose[number : number + _FOLLOWING]))
        for hit in _KINDS.finditer(paragraph.text):
            total, official, probationary = (_figure(paragraph, hit[n]) for n in (1, 2, 3))
            told = attendance.members(subject.case, total=total, official=official, probationary=probationary)
            yield from (("M3", n) for n in told)
    yield from _members(subject, prose)


def _attendance(subject: Subject, paragraphs: Sequence[Paragraph]) -> Iterator[Notice]:
    first = _TOTAL.search(paragraphs[0].text)
    if first is None:
        return
    text = "\n".join(p.text for p in paragraphs)[first.start() : first.start() + _LONGEST]
    present = _PRESENT.search(text)
    away = _away(text[present.end() :]) if present else None
    if present is None or away is None:
        return
    called = present[2] or (found[1] if (found := _CALLED.search(text)) else first[1])
    exempt = _EXEMPT.search(text)
    excused = int(exempt[1]) if exempt else 0
    if int(called) != int(present[1]) + away + excused or not excused:
        yield from attendance.attendance(
            subject.case,
            total=_figure(paragraphs[0], called),
            present=_figure(paragraphs[0], present[1], "có mặt"),
            absent=(_figure(paragraphs[0], str(away), "vắng"),),
        )


def _away(text: str) -> int | None:
    """Add up who was away: one number, or those with and those without a reason."""
    found = _ABSENT.findall(text)
    whole = [int(number) for words, number in found if "lý do" not in words and "phép" not in words]
    if whole:
        return whole[0]
    return sum(int(number) for _, number in found) if found else None


def _members(subject: Subject, prose: Sequence[Paragraph]) -> Iterator[tuple[str, Notice]]:
    """One number of members is told everywhere, unless a sentence speaks of another day."""
    figures: dict[str, Figure] = {}
    for paragraph in prose:
        for hit in _MEMBERS.finditer(paragraph.text):
            if not _OTHER_DAY.search(paragraph.text[max(0, hit.start() - 80) : hit.end()]):
                figures.setdefault(hit[1].lstrip("0"), _figure(paragraph, hit[1], hit[0]))
    told = statistics.same(subject.case, figures=list(figures.values()), figure=None, texts=(), phrases=())
    yield from (("T14", Notice(at=n.at, found=n.found, mend=n.mend, lesser=True)) for n in told)


def _figure(paragraph: Paragraph, number: str, name: str = "tổng số") -> Figure:
    return Figure(int(number), str(paragraph.index), name)
