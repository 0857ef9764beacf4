"""What a rule is given and what it answers: values with their places, the case they stand in, and notices.

Holds no rule. A rule is a pure function of a Case and of Given values that yields Notices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from service.checks.rulebook import Rulebook, RuleSet

T = TypeVar("T")

Number = int | Decimal


class Given(NamedTuple, Generic[T]):
    """A value of the submission: `pointer` says where it stands, `name` is the field's title.

    `row` counts from 1 when the value stands in a list. `literal` marks what the package wrote, not the sender.
    """

    value: T
    pointer: str
    name: str
    row: int | None = None
    literal: bool = False

    @property
    def part(self) -> str:
        """Name it among its neighbours: "dòng 3" within a list, else the title."""
        return f"{self.name} (dòng {self.row})" if self.row else self.name


Figure = Given[Number]
"""A number; decimals stay as they were written (92,30 has two)."""

Text = Given[str]
Day = Given[date]
Clock = Given[time]
Flag = Given[bool]
Figures = Sequence[Figure]
Texts = Sequence[Text]
Days = Sequence[Day]
Flags = Sequence[Flag]


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What a rule noticed at one value, in Vietnamese. `lesser`: the softer case of the rule (truncated, not rounded).

    `required` is left empty when the rule's own sentence says it.
    """

    at: Given[Any]
    found: str
    mend: str
    required: str = ""
    lesser: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """The paper as a whole: its own date, the day of the check, its layout and the rules its package follows.

    `finished` says that its texts are those of a finished paper: a blank or a tag left in it is an error there, while
    a value that somebody submits may speak of blanks and tags, and comes out as it was typed.
    """

    book: Rulebook
    day: date | None = None
    today: date | None = None
    layout: str = "dang"
    rules: str = ""
    finished: bool = False

    @property
    def rule_set(self) -> RuleSet | None:
        """The rules of layout in force on the paper's own date; the newest when it has no date."""
        family = "nha-nuoc" if self.layout == "nha-nuoc" else "dang"
        return self.book.rule_set(family, self.day)
