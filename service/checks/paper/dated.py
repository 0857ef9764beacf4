"""Whether a paper follows, or cites, the rules of layout of another day than its own: rule D7.

One sign may be a slip, and L8 and L9 name it; a paper that bears two signs of another rule set and none of its own was
made by that one.
"""

import re
from collections.abc import Iterator, Sequence

from service.checks.case import Notice, Text
from service.checks.paper.parts import listed
from service.checks.paper.subject import Subject, whole
from service.checks.prose import find_cited_days, looked_at
from service.checks.rulebook import RuleSet
from service.vietnamese.dates import short_date
from service.vietnamese.text import fold

_LEAST_SIGNS = 2
_ADDRESSED = re.compile(r"Kính\s+(?:gửi|trình)\b", re.IGNORECASE)
_ABOUT = re.compile(r"thể thức|kỹ thuật trình bày", re.IGNORECASE)
_AROUND = 150
"""Letters around the number of a rule set in which it is said to be about layout; other papers may bear its number."""


def rules_of_another_day(subject: Subject, texts: Sequence[Text]) -> Iterator[Notice]:
    """D7: a paper is laid out by the rules in force on its date, and cites none that came later."""
    due, day = subject.rules, subject.case.day
    if due is None or day is None or not subject.official:
        return
    others = [r for r in subject.case.book.rule_sets if r.family == due.family and r.id != due.id]
    for other in others:
        signs = _signs(subject, due, other)
        if len(signs) >= _LEAST_SIGNS:
            yield Notice(
                at=whole("cả văn bản"),
                required=f"Ngày {short_date(day)} áp dụng {due.id}.",
                found=f"Trình bày theo {other.id}: {', '.join(signs)}.",
                mend=f"Trình bày lại theo {due.id}, hoặc kiểm tra lại ngày văn bản.",
            )
        if other.starts > day:
            yield from (_too_early(text, other) for text in texts if _cites(text.value, other))


def _signs(subject: Subject, due: RuleSet, other: RuleSet) -> list[str]:
    """Name what the paper has of the other rule set; nothing when it has anything of its own."""
    found = []
    for name, value, own, others in _marks(subject, due, other):
        if own == others:
            continue
        if value == own:
            return []
        if value == others:
            found.append(name)
    return found


def _marks(subject: Subject, due: RuleSet, other: RuleSet) -> Iterator[tuple[str, str, str, str]]:
    """Give (how it is told, what the paper has, what its own rules want, what the others want) of each mark."""
    blocks = subject.blocks
    ends = {text.rstrip()[-1:] for _, text in listed(blocks.of("recipients"))[:-1]}
    if len(ends) == 1:
        sign = next(iter(ends))
        ways = [str(r.recipients.get("separator", "")) for r in (due, other)]
        yield (f"dấu “{sign}” ở Nơi nhận", sign, ways[0], ways[1])
    about = blocks.first("letter_subject")
    if about is not None:
        ways = [str(r.letter.get("subject", "")) for r in (due, other)]
        has = next((w for w in ways if w and fold(about.text).startswith(fold(w))), "")
        yield (f"trích yếu ghi “{has}”", has, ways[0], ways[1])
    to = next((hit[0] for p in blocks.body[:20] if (hit := _ADDRESSED.match(p.text.strip()))), "")
    if to and blocks.kind == "tờ trình":
        ways = [str(r.letter.get("proposal_to", r.letter.get("to", ""))) for r in (due, other)]
        has = next((w for w in ways if fold(w) == " ".join(fold(to).split())), "")
        yield (f"tờ trình ghi “{has}”", has, ways[0], ways[1])


def _cites(text: str, rules: RuleSet) -> bool:
    """Say whether a text names a rule set; with another date it is another paper, with its own D6 speaks of it."""
    text = looked_at(text)
    start = text.find(rules.id)
    if start < 0 or any(rules.id in words for words, _ in find_cited_days(text)):
        return False
    return bool(_ABOUT.search(text[max(0, start - _AROUND) : start + _AROUND]))


def _too_early(text: Text, rules: RuleSet) -> Notice:
    return Notice(
        at=text,
        required="Chỉ viện dẫn hướng dẫn thể thức đã có hiệu lực vào ngày văn bản.",
        found=f"Viện dẫn {rules.id}, có hiệu lực từ ngày {short_date(rules.starts)}.",
        mend="Kiểm tra lại ngày văn bản hoặc số hướng dẫn.",
    )
