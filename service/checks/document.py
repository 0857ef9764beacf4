"""Days of a paper: their order, its term, and whether the rules it follows were in force. Rules D6 and D7.

Pure functions on values; what running text says of days is in service.checks.wording.
"""

from collections.abc import Iterator
from itertools import pairwise

from service.checks.case import Case, Day, Days, Notice, Texts
from service.checks.prose import find_cited_days
from service.checks.rule import Kind, Parameter, Rule
from service.vietnamese.dates import short_date


def order(
    case: Case, *, days: Days, deadlines: Days, texts: Texts, term_from: Day | None, term_to: Day | None
) -> Iterator[Notice]:
    """D6: days run forward; nothing cited is younger than the paper; deadlines lie ahead; all inside the term."""
    for earlier, later in pairwise(days):
        if later.value < earlier.value:
            yield Notice(
                at=later,
                required=f"“{later.name}” không sớm hơn “{earlier.name}”.",
                found=(
                    f"“{earlier.name}” ngày {short_date(earlier.value)}, "
                    f"“{later.name}” ngày {short_date(later.value)}."
                ),
                mend="Sửa một trong hai ngày.",
            )
    if days:
        yield from _against_paper(case, days[-1], deadlines, texts)
        yield from _inside_term(days[-1], term_from, term_to)


def _against_paper(case: Case, paper: Day, deadlines: Days, texts: Texts) -> Iterator[Notice]:
    if case.today is not None and paper.value > case.today:
        yield Notice(
            at=paper,
            required="Văn bản không ký trước ngày trong tương lai.",
            found=f"Ngày {short_date(paper.value)}, hôm nay là {short_date(case.today)}.",
            mend="Kiểm tra lại ngày; nếu chuẩn bị sẵn cho ngày đó thì giữ nguyên.",
            lesser=True,
        )
    for deadline in deadlines:
        if deadline.value < paper.value:
            yield Notice(
                at=deadline,
                required="Thời hạn không sớm hơn ngày văn bản.",
                found=f"Thời hạn {short_date(deadline.value)}, văn bản ngày {short_date(paper.value)}.",
                mend="Sửa thời hạn.",
                lesser=True,
            )
    for text in texts:
        for words, cited in find_cited_days(text.value):
            if cited > paper.value:
                yield Notice(
                    at=text,
                    required="Văn bản được viện dẫn không ban hành sau văn bản này.",
                    found=f"“{words}” sau ngày văn bản {short_date(paper.value)}.",
                    mend="Kiểm tra lại ngày của văn bản được viện dẫn.",
                    lesser=True,
                )


def _inside_term(paper: Day, term_from: Day | None, term_to: Day | None) -> Iterator[Notice]:
    early = term_from is not None and paper.value < term_from.value
    late = term_to is not None and paper.value > term_to.value
    if early or late:
        bounds = [short_date(d.value) if d else "…" for d in (term_from, term_to)]
        yield Notice(
            at=paper,
            required=f"Ngày văn bản trong nhiệm kỳ {bounds[0]} - {bounds[1]}.",
            found=f"Ngày {short_date(paper.value)}.",
            mend="Sửa ngày văn bản hoặc nhiệm kỳ.",
        )


def rule_set_of_day(case: Case, *, day: Day) -> Iterator[Notice]:
    """D7: the package follows the rules in force on the paper's date."""
    own = next((r for r in case.book.rule_sets if r.id == case.rules), None)
    due = case.book.rule_set(own.family, day.value) if own else None
    if own is not None and due is not None and due.id != own.id:
        yield Notice(
            at=day,
            required=f"Ngày {short_date(day.value)} áp dụng {due.id}.",
            found=f"Bộ mẫu trình bày theo {own.id}.",
            mend=f"Dùng bộ mẫu theo {due.id}, hoặc kiểm tra lại ngày văn bản.",
        )


RULES = (
    Rule(
        id="D6",
        requires="Các ngày theo đúng thứ tự, viện dẫn không muộn hơn văn bản, thời hạn không sớm hơn văn bản.",
        judge=order,
        sees=lambda _: find_cited_days,
        needs=(("days",),),
        parameters={
            "days": Parameter(Kind.DAYS, "các ngày phải theo thứ tự, ngày văn bản đứng cuối"),
            "deadlines": Parameter(Kind.DAYS, "các thời hạn"),
            "texts": Parameter(Kind.TEXTS, "ô chữ có viện dẫn văn bản kèm ngày"),
            "term_from": Parameter(Kind.DAY, "ngày đầu nhiệm kỳ"),
            "term_to": Parameter(Kind.DAY, "ngày cuối nhiệm kỳ"),
        },
    ),
    Rule(
        id="D7",
        requires="Trình bày theo hướng dẫn thể thức có hiệu lực vào ngày văn bản.",
        judge=rule_set_of_day,
        needs=(("day",),),
        parameters={"day": Parameter(Kind.DAY, "ngày văn bản")},
    ),
)
