"""The door of this room: a finished paper in, what it is and everything that was noticed out, in the order of its text.

The rule set is chosen by the paper's own date and by whose heading it bears. Reads one file; blocks nobody.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from service.catalog.wordfile import WordFile
from service.checks.case import Case, Notice
from service.checks.index import RULES
from service.checks.paper import page, parts, words
from service.checks.paper.blocks import Blocks, recognise
from service.checks.paper.content import content
from service.checks.paper.reading import Paper, read_paper
from service.checks.paper.subject import LayoutRule, Subject
from service.checks.rulebook import OFF, Rulebook, RuleSet
from service.checks.rulefiles import our_rulebook
from service.errors import FieldError, InvalidSubmission
from service.model import Finding, Severity
from service.vietnamese.dates import parse_date, short_date
from service.vietnamese.text import closest, fold

MOST_OF_A_RULE = 20
"""Findings of one rule that are told one by one; the rest is counted."""
_DAYS = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)
LAYOUTS = ("dang", "nha-nuoc", "ca-nhan")
_PARTY_ORGANS = ("chi bo", "dang bo", "dang uy", "chi uy")
_STATE_ORGANS = ("uy ban nhan dan", "hoi dong nhan dan", "so ")

LAYOUT_RULES: tuple[LayoutRule, ...] = tuple(
    sorted((*page.RULES, *parts.RULES, *words.RULES), key=lambda rule: int(rule.id[1:]))
)
"""L1 to L14."""


@dataclass(frozen=True, kw_only=True)
class PaperReport:
    """What a paper is and what was noticed. `layout` is "" when its heading was not known, `day` may be unknown too."""

    layout: str
    rule_set: str
    day: date | None
    kind: str
    number: str
    organ: str
    subject: str
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """Say in one line what the paper was taken for and how much was found."""
        what = " ".join(filter(None, (self.kind or "văn bản", self.number)))
        when = f", ngày {short_date(self.day)}" if self.day else ", chưa rõ ngày"
        rules = f"theo {self.rule_set}" if self.rule_set else "chỉ câu chữ và số liệu"
        counts = {s: sum(f.severity is s for f in self.findings) for s in Severity}
        found = (
            f"{counts[Severity.ERROR]} lỗi, {counts[Severity.WARNING]} nhắc, {counts[Severity.INFO]} cho biết"
        )
        return f"Kiểm tra {what}{when}, {rules}: {found}."

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape: paper facts, counts by severity, findings[]."""
        return {
            "layout": self.layout or None,
            "rule_set": self.rule_set or None,
            "date": self.day.isoformat() if self.day else None,
            "kind": self.kind,
            "number": self.number,
            "organ": self.organ,
            "subject": self.subject,
            "counts": {s.value: sum(f.severity is s for f in self.findings) for s in Severity},
            "findings": [f.as_dict() for f in self.findings],
        }


def judge_paper(
    word: WordFile,
    *,
    today: date | None = None,
    day: date | None = None,
    rules: str = "",
    book: Rulebook | None = None,
) -> PaperReport:
    """Judge a finished paper.

    Args:
        word: the opened file.
        today: the day of the check; without it nothing is said of papers dated ahead.
        day: the paper's date when the one written in it is not to be taken.
        rules: the id of a rule set or a layout (dang, nha-nuoc, ca-nhan) to be taken; "" chooses by the paper.
        book: figures, citations and severities as the office set them; ours when left out.

    Raises:
        InvalidSubmission: there is no such rule set or layout.
        InputTooLarge: more text than any paper has. BrokenPackage: a part is not sound XML.
    """
    book = book or our_rulebook()
    layout, chosen = _wanted(book, rules)
    paper = read_paper(word)
    blocks = recognise(paper)
    own = day or blocks.day or _day_in_body(blocks)
    subject = _subject(paper, blocks, Case(book=book, day=own, today=today, finished=True), layout, chosen)
    findings = tuple(_limited(_findings(subject)))
    in_force = subject.rules
    return PaperReport(
        layout=subject.layout,
        rule_set=in_force.id if in_force else "",
        day=own,
        kind=blocks.kind,
        number=blocks.text("number"),
        organ=blocks.text("organ"),
        subject=blocks.text("subject") or blocks.text("letter_subject"),
        findings=findings,
    )


def read_day(text: str, pointer: str = "/date") -> date | None:
    """Read the date that a caller gives in the field at `pointer`; "" is none.

    Raises:
        InvalidSubmission: it is no date.
    """
    try:
        return parse_date(text) if text.strip() else None
    except ValueError as exc:
        raise _refused(pointer, "date", str(exc)) from exc


def _refused(pointer: str, rule: str, detail: str) -> InvalidSubmission:
    return InvalidSubmission(detail, errors=[FieldError(detail=detail, pointer=pointer, rule=rule)])


def _wanted(book: Rulebook, rules: str) -> tuple[str, RuleSet | None]:
    """Give the layout and the rule set that a caller asks for."""
    if not rules.strip() or rules in LAYOUTS:
        return rules.strip(), None
    chosen = next((r for r in book.rule_sets if fold(rules) in (fold(r.id), fold(r.id).split("/")[0])), None)
    if chosen is None:
        known = [*(r.id for r in book.rule_sets), *LAYOUTS]
        guess = closest(rules, known)
        hint = f" Ý bạn là “{guess}”?" if guess else ""
        raise _refused(
            "/rules", "enum", f"Không có bộ quy tắc “{rules[:60]}”.{hint} Chọn: {', '.join(known)}."
        )
    return chosen.family, chosen


def _subject(paper: Paper, blocks: Blocks, case: Case, layout: str, chosen: RuleSet | None) -> Subject:
    family = blocks.heading
    organ = fold(blocks.text("organ"))
    if family and organ.startswith(_PARTY_ORGANS):
        family = "dang"
    elif family and organ.startswith(_STATE_ORGANS):
        family = "nha-nuoc"
    own = layout or ("ca-nhan" if family and blocks.personal else family)
    book = case.book
    if chosen is not None:  # this one holds on every day, and no other of its family
        one = replace(chosen, starts=date.min, ends=None)
        others = tuple(r for r in book.rule_sets if r.family != chosen.family)
        book = replace(book, rule_sets=(*others, one))
    held = "nha-nuoc" if family == "nha-nuoc" and own == "ca-nhan" else own
    told = replace(case, book=book, layout=held or "dang")
    return Subject(paper, blocks, told, own)


def _day_in_body(blocks: Blocks) -> date | None:
    """Minutes need no line of place and date: their first sentences name the day."""
    if blocks.of("place_date") or not blocks.kind.startswith(("biên bản", "trích biên bản")):
        return None
    for paragraph in blocks.body[:6]:
        for words_ in _DAYS.findall(paragraph.text):
            try:
                return parse_date(" ".join(words_.split()))
            except ValueError:
                continue
    return None


def _findings(subject: Subject) -> Iterator[tuple[int, Finding]]:
    for rule in LAYOUT_RULES:
        yield from _weighed(subject, rule.id, rule.requires, rule.judge(subject))
    for rule_id, notice in content(subject):
        yield from _weighed(subject, rule_id, RULES[rule_id].requires, iter((notice,)))


def _weighed(
    subject: Subject, rule: str, requires: str, notices: Iterator[Notice]
) -> Iterator[tuple[int, Finding]]:
    standing, in_force = subject.case.book.rules[rule], subject.rules
    source = standing.words
    if rule in _OF_RULE_SET and in_force is not None:
        source = in_force.source
    for notice in notices if standing.severity != OFF else ():
        order = [*Severity, OFF]
        weight = (
            max(standing.severity, standing.lesser, key=order.index) if notice.lesser else standing.severity
        )
        if weight != OFF:
            finding = Finding(
                rule=rule,
                severity=Severity(weight),
                required=notice.required or requires,
                found=notice.found,
                mend=notice.mend,
                place=subject.place(notice),
                source=source,
            )
            yield int(notice.at.pointer or -1), finding


_OF_RULE_SET = frozenset({"L1", "L3", "L4", "L5", "L7", "L8", "L9", "L11", "D3"})
"""Rules whose measure is that of the rule set in force, which then is their source."""


def _limited(found: Iterator[tuple[int, Finding]]) -> Iterator[Finding]:
    """Give findings in the order of the text, each once, and not more of one rule than anybody reads."""
    ordered = sorted(found, key=lambda pair: pair[0])
    findings = list(dict.fromkeys(finding for _, finding in ordered))
    count: Counter[tuple[str, Severity]] = Counter()
    for finding in findings:
        key = (finding.rule, finding.severity)
        count[key] += 1
        if count[key] <= MOST_OF_A_RULE:
            yield finding
    for finding in {(f.rule, f.severity): f for f in findings}.values():
        more = count[finding.rule, finding.severity] - MOST_OF_A_RULE
        if more > 0:
            yield Finding(
                rule=finding.rule,
                severity=finding.severity,
                required=RULES[finding.rule].requires if finding.rule in RULES else finding.required,
                found=f"Còn {more} chỗ khác như vậy.",
                mend="Sửa các chỗ đã nêu rồi kiểm tra lại.",
                place="cả văn bản",
                source=finding.source,
            )
