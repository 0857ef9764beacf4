"""How a meeting went, as its minutes or resolution tell it in sentences: its length and its votes. M5, M7, M8, T2.

One beginning and one end, one statement of a vote: what a paper tells twice, or only in part, is not judged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from service.checks import meeting, statistics, votes
from service.checks.case import Clock, Figure, Notice, Text
from service.checks.figures import said
from service.checks.paper.reading import Paragraph
from service.checks.paper.subject import Subject
from service.checks.prose import looked_at

Told = tuple[str, Notice]

_OF_MEETINGS = ("biên bản", "nghị quyết", "kết luận", "trích biên bản")
_HOUR = r"(\d{1,2})\s?(?:giờ|[hg:])\s?(?:(\d{1,2})(?:\s?phút)?)?(?!\d)"
_BEGINS = re.compile(rf"[Bb]ắt đầu:? (?:(?:vào )?(?:lúc|hồi)|từ)?:?\s?{_HOUR}")
_ENDS = re.compile(rf"[Kk]ết thúc:? (?:(?:vào )?(?:lúc|hồi))?:?\s?{_HOUR}([^.;\n]{{0,40}})")
_MINUTES = re.compile(r"[Tt]hời lượng:? (?:là )?(\d{1,4}) phút")
_OTHER_DAY = re.compile(r"ngày\s?\d|hôm sau|ngày hôm")
_REGULAR = re.compile(r"sinh hoạt (?:chi bộ|thường kỳ|chuyên đề|kết hợp)", re.IGNORECASE)

_PEOPLE = r"(?:đồng chí|đảng viên|đại biểu|phiếu|ý kiến|người)"
_END = r"(?!\d|[.,]\d|[/%])"
_AGREED = re.compile(
    rf"(?<![\d.,/])(\d{{1,4}})\s?/\s?(\d{{1,4}})\s{_PEOPLE}[^\d\n.;]{{0,60}}?(?<!không )(?<!chưa )tán thành"
    r"|(?<!không )(?<!chưa )[Tt]án thành:? (\d{1,4})\s?/\s?(\d{1,4})(?!\d|[.,]\d|[/%])"
)
_AGAINST = re.compile(rf"[Kk]hông tán thành:? (?:có )?(\d{{1,4}}){_END}")
_OTHERWISE = re.compile(
    rf"(?:[Ýý] kiến khác|[Kk]hông có ý kiến|[Pp]hiếu trắng|[Kk]hông biểu quyết):? (?:có )?(\d{{1,4}}){_END}"
)
_CARRIED = re.compile(r"thông qua")
_NOT_CARRIED = re.compile(r"(?:không|chưa)(?: được)? thông qua")
_MOST_BETWEEN = 160


@dataclass(frozen=True)
class Attended:
    """What a paper says of who may vote: full members of the body, and how many were present; None when it does not."""

    official: Figure | None = None
    present: Figure | None = None
    members: Figure | None = None


def went(subject: Subject, attended: Attended) -> Iterator[Told]:
    """Give what the rules of meetings say of the sentences of a paper."""
    if not subject.blocks.kind.startswith(_OF_MEETINGS):
        return
    prose = subject.prose
    yield from (("M5", n) for n in _lasted(subject, prose, attended))
    for paragraph in prose:
        yield from _voted(subject, paragraph, attended)


def _lasted(subject: Subject, prose: Sequence[Paragraph], attended: Attended) -> Iterator[Notice]:
    starts = [c for p in prose for hit in _BEGINS.finditer(looked_at(p.text)) if (c := _clock(p, hit))]
    ended = [(hit[3], _clock(p, hit)) for p in prose for hit in _ENDS.finditer(looked_at(p.text))]
    minutes = [
        _figure(hit[1], p, "thời lượng") for p in prose for hit in _MINUTES.finditer(looked_at(p.text))
    ]
    if len(starts) != 1 or len(ended) != 1 or len(minutes) > 1:
        return
    after, ends = ended[0]
    if ends is None or _OTHER_DAY.search(after):
        return
    about = f"{subject.blocks.text('subject')} {looked_at(prose[0].text)[:600]}"
    regular = _REGULAR.search(about)
    yield from meeting.duration(
        subject.case,
        starts=starts[0],
        ends=ends,
        minutes=minutes[0] if minutes else None,
        members=attended.members,
        kind=Text(about if regular else "bất thường", "", "loại sinh hoạt"),
    )


def _clock(paragraph: Paragraph, hit: re.Match[str]) -> Clock | None:
    hour, minute = int(hit[1]), int(hit[2] or 0)
    if hour > 23 or minute > 59:
        return None
    return Clock(time(hour, minute), str(paragraph.index), hit[0][:8])


def _voted(subject: Subject, paragraph: Paragraph, attended: Attended) -> Iterator[Told]:
    text = looked_at(paragraph.text)
    hits = list(_AGREED.finditer(text))
    for number, hit in enumerate(hits):
        until = hits[number + 1].start() if number + 1 < len(hits) else len(text)
        after = text[hit.end() : min(until, hit.end() + _MOST_BETWEEN)]
        agree, voters = (
            _figure(a or b, paragraph, name)
            for a, b, name in ((hit[1], hit[3], "tán thành"), (hit[2], hit[4], "số biểu quyết"))
        )
        if agree.value > voters.value:
            yield from (("T2", n) for n in statistics.subset(subject.case, whole=voters, parts=[agree]))
            continue
        yield from (("M7", n) for n in _counted(subject, agree, voters, after, attended))
        sentence = text[max(0, text.rfind(".", 0, hit.start())) : hit.end() + _MOST_BETWEEN]
        if _CARRIED.search(sentence) and not _NOT_CARRIED.search(sentence):
            yield from (("M8", n) for n in _carried(subject, agree, voters, attended))


def _counted(
    subject: Subject, agree: Figure, voters: Figure, after: str, attended: Attended
) -> Iterator[Notice]:
    against, others = _AGAINST.search(after), _OTHERWISE.search(after)
    told = [
        agree._replace(value=int(hit[1]), name=name)
        for hit, name in ((against, "không tán thành"), (others, "ý kiến khác"))
        if hit is not None
    ]
    whole = len(told) == 2 or agree.value + sum(t.value for t in told) > voters.value
    yield from votes.votes(
        subject.case,
        voters=voters,
        options=[agree, *told] if told and whole else (),
        official=attended.official,
        present=attended.present,
    )


def _carried(subject: Subject, agree: Figure, voters: Figure, attended: Attended) -> Iterator[Notice]:
    """M8: by the full members of the body where they are told, else by those who voted, who are never more."""
    if attended.official is not None:
        yield from votes.majority(
            subject.case, agree=agree, official=attended.official, subject=None, only=None
        )
    elif agree.value * 2 <= voters.value:
        yield Notice(
            at=agree,
            found=f"{said(agree.value)}/{said(voters.value)} tán thành, chưa quá nửa số người biểu quyết.",
            mend="Kiểm tra lại số tán thành; nếu đúng thì nghị quyết chưa được thông qua.",
        )


def _figure(number: str, paragraph: Paragraph, name: str) -> Figure:
    return Figure(int(number), str(paragraph.index), name)
