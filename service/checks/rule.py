"""How a rule is declared: its id, what it requires, the parameters by which a package names fields, its function."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from service.checks.case import Notice
from service.checks.rulebook import Rulebook

Sees = Callable[[Rulebook], Callable[[str], object]]
"""The book → one text → what a rule sees in it; nothing (empty, False): with or without this text it finds the same."""

TEXTS = "texts"
"""The parameter whose texts `Rule.sees` sorts out."""

Judge = Callable[..., Iterator[Notice]]
"""(case, **values by parameter) → notices; a parameter not given is None, or () for several values."""


class Kind(StrEnum):
    """What a parameter takes from the package."""

    FIGURE = "một số"
    FIGURES = "một hoặc nhiều số"
    PERCENT = "một tỷ lệ %"
    PERCENTS = "một hoặc nhiều tỷ lệ %"
    TEXT = "một ô chữ"
    TEXTS = "một hoặc nhiều ô chữ"
    DAY = "một ngày"
    DAYS = "một hoặc nhiều ngày"
    CLOCK = "một giờ"
    FLAGS = "các ô đúng/sai"
    WORD = "chữ viết thẳng"
    PHRASES = "một hoặc nhiều mẫu câu có {}"


MANY = frozenset({Kind.FIGURES, Kind.PERCENTS, Kind.TEXTS, Kind.DAYS, Kind.FLAGS, Kind.PHRASES})
"""The kinds that take a sequence."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: what it takes and what it means (Vietnamese). `choices` bound a word."""

    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()

    @cached_property
    def many(self) -> bool:
        """True when the rule takes a sequence."""
        return self.kind in MANY


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. `needs` are sets of parameters of which at least one must be given in full.

    `sees` tells which of its `texts` the rule has anything to say about; without it, the rule wants all of them.
    `together`: it holds texts against each other, so that one of which it has something to say brings all the others.
    """

    id: str
    requires: str
    judge: Judge
    needs: tuple[tuple[str, ...], ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    sees: Sees | None = None
    together: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """The parameters without which nothing is judged."""
        return tuple(p for p in self.parameters if all(p in group for group in self.needs))
