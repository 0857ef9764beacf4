"""Which form a table was made for: a file sent to the wrong one is told so, instead of being asked to pieces."""

from collections.abc import Iterable, Sequence

from service.errors import InvalidSubmission
from service.forms.schema import Form
from service.intake.plan import key_of, plan_of

FEWEST = 3
"""So many titles at least must be those of a form: names and days stand in many."""


def better_form(titles: Sequence[str], form: Form, others: Iterable[Form]) -> Form | None:
    """Give the form that most of the titles of a table are of, when they are twice as many as are of `form`."""
    found = [(_common(titles, other), other) for other in others]
    most, best = max(found, key=lambda pair: pair[0], default=(0, None))
    enough = most >= FEWEST and 2 * most > len(titles) and most >= 2 * _common(titles, form)
    return best if enough else None


def _common(titles: Sequence[str], form: Form) -> int:
    try:
        main = plan_of(form).main
    except InvalidSubmission:  # lists within lists: no sheet was ever made for it
        return 0
    return sum(bool(main.named(key_of(title))) for title in titles)
