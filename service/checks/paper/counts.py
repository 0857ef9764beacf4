"""Counts of a meeting as its paper tells them in sentences: called, present, away; full, probationary. M1 to M3, T14.

Only wording that can mean one thing is read: "Tổng số … 30 đồng chí; có mặt 27; vắng 03 (có lý do 02, không lý do 01)".
"""

import re
from collections.abc import Iterator, Sequence

from service.checks import attendance, statistics
from service.checks.case import Figure, Notice
from service.checks.paper.meetings import Attended, went
from service.checks.paper.reading import Paragraph
from service.checks.paper.subject import Subject
from service.checks.prose import looked_at

_END = r"(?!\d|[.,]\d|[/%])"
_TOTAL = re.compile(
    rf"(?:[Tt]ổng số (?:đảng viên|đồng chí)[^\d\n.;]{{0,60}}?"
    r"|^\s?(?:[a-zđ]\)|[-+•]|\d{1,2}[.)])?\s?(?:Được|Số) triệu tập"
    rf"[^\d\n.;]{{0,20}}?)(\d{{1,4}}){_END}"
)
_CALLED = re.compile(rf"triệu tập[^\d\n.;]{{0,20}}?(\d{{1,4}}){_END}")
_PRESENT = re.compile(r"[Cc]ó mặt[^\d\n.;]{0,30}?(\d{1,4})(?:\s?/\s?(\d{1,4}))?(?!\d|[.,]\d|%)")
_ABSENT = re.compile(rf"([Vv]ắng[^\d\n.;(]{{0,30}}?)(\d{{1,4}}){_END}")
_EXEMPT = re.compile(rf"miễn[^\d\n.;]{{0,30}}?(\d{{1,4}}){_END}")
_OF_ABSENT = re.compile(
    r"[Vv]ắng(?: mặt)?:? (\d{1,4})(?: (?:đồng chí|đảng viên))?\s?[(,;:]\s?(?:trong đó:?,?\s?|gồm:?\s?)?(?:vắng )?"
    r"có (?:lý do|phép):? (\d{1,4})(?: (?:đồng chí|đảng viên))?\s?[,;]?\s?(?:và )?(?:vắng )?"
    rf"không (?:có )?(?:lý do|phép):? (\d{{1,4}}){_END}"
)
_KINDS = re.compile(
    r"(?<![\d.,/])(\d{1,4}) (?:đồng chí|đảng viên)\s?[,(]\s?(?:trong đó:?\s?|gồm:?\s?)?(?:đảng viên )?"
    rf"chính thức:?\s?(\d{{1,4}})[^\d\n;.()]{{0,30}}dự bị:?\s?(\d{{1,4}}){_END}"
)
_MEMBERS = re.compile(
    r"(?:[Tt]ổng số đảng viên|[Cc]hi bộ (?:hiện )?có)[^\d\n.;,]{0,40}?(\d{1,4})\s(?:đảng viên|đồng chí)"
)
_OTHER_DAY = re.compile(r"đầu|cuối|trước|năm|kỳ|quý|tháng|trong đó|thêm|tăng|giảm", re.IGNORECASE)
_FOLLOWING = 4
"""Paragraphs over which one statement may run, when it is set as a list."""
_LONGEST = 600


def counts(subject: Subject) -> Iterator[tuple[str, Notice]]:
    """Give what the rules of counts say of the sentences of a paper."""
    prose = subject.prose
    texts = [looked_at(p.text) for p in prose]
    told: list[Attended] = []
    for number, (paragraph, text) in enumerate(zip(prose, texts, strict=True)):
        stated = _stated(paragraph, texts[number : number + _FOLLOWING])
        if stated is not None:
            told.append(stated[0])
            yield from (("M1", n) for n in _attendance(subject, *stated))
        for hit in _OF_ABSENT.finditer(text):
            away, *parts = (
                _figure(paragraph, hit[n], name)
                for n, name in ((1, "vắng"), (2, "có lý do"), (3, "không lý do"))
            )
            yield from (
                ("M2", n)
                for n in attendance.absence(subject.case, absent=away, parts=parts, excused=(), reasons=())
            )
        for hit in _KINDS.finditer(text):
            total, official, probationary = (_figure(paragraph, hit[n]) for n in (1, 2, 3))
            members = attendance.members(
                subject.case, total=total, official=official, probationary=probationary
            )
            yield from (("M3", n) for n in members)
    yield from _members(subject, prose)
    yield from went(subject, told[0] if len(told) == 1 else Attended())


def _stated(paragraph: Paragraph, texts: Sequence[str]) -> tuple[Attended, str, int, str] | None:
    """Read one statement of attendance: who was called and present, how many were away, its words."""
    first = _TOTAL.search(texts[0])
    if first is None:
        return None
    text = "\n".join(texts)[first.start() : first.start() + _LONGEST]
    present = _PRESENT.search(text)
    away = _away(text[present.end() :]) if present else None
    if present is None or away is None:
        return None
    called = present[2] or (found[1] if (found := _CALLED.search(text)) else first[1])
    kinds = [hit for hit in _KINDS.finditer(text) if int(hit[1]) == int(called)]
    official = _figure(paragraph, kinds[0][2], "chính thức") if len(kinds) == 1 else None
    attended = Attended(official, _figure(paragraph, present[1], "có mặt"), _figure(paragraph, called))
    return attended, called, away, text


def _attendance(subject: Subject, attended: Attended, called: str, away: int, text: str) -> Iterator[Notice]:
    exempt = _EXEMPT.search(text)
    excused = int(exempt[1]) if exempt else 0
    total, present = attended.members, attended.present
    if total is None or present is None:
        return
    if int(called) != int(present.value) + away + excused or not excused:
        absent = (total._replace(value=away, name="vắng"),)
        yield from attendance.attendance(subject.case, total=total, present=present, absent=absent)


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
        text = looked_at(paragraph.text)
        for hit in _MEMBERS.finditer(text):
            if not _OTHER_DAY.search(text[max(0, hit.start() - 80) : hit.end()]):
                figures.setdefault(hit[1].lstrip("0"), _figure(paragraph, hit[1], hit[0]))
    told = statistics.same(subject.case, figures=list(figures.values()), figure=None, texts=(), phrases=())
    yield from (("T14", Notice(at=n.at, found=n.found, mend=n.mend, lesser=True)) for n in told)


def _figure(paragraph: Paragraph, number: str, name: str = "tổng số") -> Figure:
    return Figure(int(number), str(paragraph.index), name)
