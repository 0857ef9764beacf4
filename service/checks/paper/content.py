"""Hold the text of a finished paper against the rules of content: what a package names by fields is found by its place.

D1 and D2 want several papers and are judged where several are given (service.checks.paper.together).
"""

import re
from collections.abc import Iterator, Sequence

from service.checks import authority, document, percentages, series, spelling, statistics, wording
from service.checks.case import Day, Notice, Text
from service.checks.paper.blocks import is_name
from service.checks.paper.changes import changes
from service.checks.paper.columns import column_notices
from service.checks.paper.counts import counts
from service.checks.paper.dated import rules_of_another_day
from service.checks.paper.pieces import pieces
from service.checks.paper.subject import Subject, at
from service.checks.paper.tables import table_notices
from service.checks.prose import looked_at

Told = tuple[str, Notice]
"""Rule id and notice."""

_DASH = re.compile(r"\s?[-–—]\s?")
_BLANKS = re.compile(r"[….\s_]{2,}")
_NUMBER_ROOM = re.compile(r"(\b[Ss]ố):? {2,}(?=[-/])")
"""Room for the number of a paper that another refers to before it is given."""
_HOLDER = re.compile(
    r"(?:Chủ trì|Chủ tọa|Chủ toạ)[^:\n]{0,30}?"
    r"(?::\s*(?:(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s+)?|\s(?:đồng chí|đ/c|ông|bà)\s+)"
    r"((?:[^\W\d_]{1,12}\s){1,4}[^\W\d_]{1,12})\s*[,(–-]\s*(?:[Cc]hức vụ:?\s*)?"
    r"((?:[Pp]hó )?[Bb]í thư|[Cc]hủ tịch|[Pp]hó [Cc]hủ tịch)"
)


def content(subject: Subject) -> Iterator[Told]:
    """Give what the rules D and T say of a paper."""
    texts = _texts(subject)
    yield from _header(subject)
    case, day = subject.case, subject.blocks.day
    line = subject.blocks.first("place_date")
    written = at(line) if line is not None and day is not None else None
    plain = [t for t in texts if line is None or t.pointer != str(line.paragraph.index)]
    yield from (("D4", n) for n in wording.padding(case, line=written, texts=plain))
    yield from (("D5", n) for n in wording.calendar_days(case, texts=texts))
    if case.day is not None:
        own = Day(case.day, str(line.paragraph.index) if line else "", "ngày văn bản")
        order = document.order(case, days=(own,), deadlines=(), texts=texts, term_from=None, term_to=None)
        yield from (("D6", n) for n in order)
    yield from (("D7", n) for n in rules_of_another_day(subject, texts))
    yield from (("D8", n) for n in wording.citations(case, texts=texts))
    yield from (("D12", n) for n in wording.abolished(case, texts=texts))
    yield from (("D13", n) for n in spelling.leftovers(case, texts=_without_blank_lines(subject, texts)))
    yield from _figures(subject, texts)


def _figures(subject: Subject, texts: Sequence[Text]) -> Iterator[Told]:
    case = subject.case
    yield from (("T1", n) for n in statistics.totals(case, total=None, parts=(), texts=texts))
    yield from (
        ("T3", n) for n in percentages.rounding(case, part=None, whole=None, percent=None, texts=texts)
    )
    yield from (("T4", n) for n in percentages.style(case, percents=(), texts=texts))
    yield from (
        ("T7", n) for n in percentages.completeness(case, part=None, whole=None, percent=None, texts=texts)
    )
    yield from (("T13", n) for n in percentages.in_words(case, figure=None, words=None, texts=texts))
    yield from counts(subject)
    yield from changes(subject)
    yield from table_notices(subject)
    yield from column_notices(subject)


def _header(subject: Subject) -> Iterator[Told]:
    blocks, case = subject.blocks, subject.case
    number, organ, kind = (blocks.first(role) for role in ("number", "organ", "kind"))
    if number is not None and subject.official:
        line = Text(_BLANKS.sub("     ", number.text), str(number.paragraph.index), "số, ký hiệu")
        yield from (("D3", n) for n in series.number_line(case, line=line, symbol=None))
    name = Text(blocks.text("organ"), str(organ.paragraph.index), "tên cơ quan") if organ else None
    if name is not None and kind is not None and subject.official:
        told = Text(blocks.kind, str(kind.paragraph.index), "tên loại")
        yield from (("D9", n) for n in authority.may_issue(case, organ=name, kind=told))
    if subject.official:
        lines = [at(p) for role in ("title", "motto") for p in blocks.of(role)]
        plain = [t._replace(value=_DASH.sub(" - ", looked_at(t.value))) for t in lines]
        yield from (("D10", n) for n in authority.heading(case, texts=plain))
    for signed in blocks.of("authority") if subject.official else ():
        yield from (("D11", n) for n in authority.signing(case, authority=at(signed), organ=name))
    yield from _signer(subject)


def _signer(subject: Subject) -> Iterator[Told]:
    """D14: who signs holds the post in the register, and is the chair whom the body names with it."""
    signer, post = subject.blocks.first("name"), subject.blocks.first("post")
    if signer is None or post is None:
        return
    signed = {"signer": at(signer), "post": at(post)._replace(value=post.text.capitalize())}
    name, organ = subject.blocks.text("organ"), subject.blocks.first("organ")
    if organ is not None:
        body = Text(name, str(organ.paragraph.index), "tên cơ quan")
        yield from (("D14", n) for n in authority.signer(subject.case, **signed, organ=body))
    for paragraph in subject.prose:
        found = _HOLDER.search(looked_at(paragraph.text))
        if found is not None and is_name(found[1]):
            holder, held = (Text(words, str(paragraph.index), "nội dung") for words in (found[1], found[2]))
            held = held._replace(value=held.value.capitalize())
            notices = authority.signer(subject.case, **signed, holder=holder, holder_post=held)
            yield from (("D14", n) for n in notices)


def _texts(subject: Subject) -> list[Text]:
    """Give the text of the body by paragraphs, of header and signature by pieces: there spaces only set them apart."""
    found = []
    for paragraph in subject.paper.paragraphs:
        if paragraph.index in subject.blocks.taken:
            found += [at(piece) for piece in pieces(paragraph)]
        elif paragraph.text.strip():
            found.append(Text(paragraph.text.strip(), str(paragraph.index), ""))
    return found


def _without_blank_lines(subject: Subject, texts: Sequence[Text]) -> list[Text]:
    """Leave out number and date that are blank until the paper is issued (L6 and L7 tell of them), and the marks."""
    lines = [
        p
        for role in ("number", "place_date", "organ_mark", "subject_mark", "rule")
        for p in subject.blocks.of(role)
    ]
    held = {(p.text, str(p.paragraph.index)) for p in lines}
    kept = [t for t in texts if (t.value, t.pointer) not in held]
    return [t._replace(value=_NUMBER_ROOM.sub(r"\1 ", t.value)) for t in kept]
