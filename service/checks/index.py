"""All rules in one table, by id. The page for readers is docs/quy-tac.md; a test keeps both equal."""

from collections.abc import Mapping

from service.checks import (
    attendance,
    authority,
    document,
    meeting,
    percentages,
    ratings,
    series,
    spelling,
    statistics,
    votes,
    wording,
)
from service.checks.rule import Rule

FAMILIES = ("M", "D", "T")


def _place(rule: Rule) -> tuple[int, int]:
    return FAMILIES.index(rule.id[0]), int(rule.id[1:])


RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in sorted(
        (
            *attendance.RULES,
            *meeting.RULES,
            *votes.RULES,
            *document.RULES,
            *series.RULES,
            *authority.RULES,
            *wording.RULES,
            *spelling.RULES,
            *statistics.RULES,
            *percentages.RULES,
            *ratings.RULES,
        ),
        key=_place,
    )
}
"""M1 to M13, D1 to D14, T1 to T14."""
