"""The values of one submission as rules are given them: each path followed once, each text to those it concerns.

A list of members has tens of thousands of texts, and nearly all are of no concern to any rule. So every text is read
once for all rules (`Rule.sees`), and a rule that would see nothing is not asked.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from service.checks.case import Text
from service.checks.declare import Bound
from service.checks.prose import REMEMBERED
from service.checks.rule import Kind
from service.checks.rulebook import Rulebook
from service.checks.terms import Term, follow

Concern = Callable[[str], tuple[str, ...]]
"""Text → the ids of the rules that see something in it."""


def concern_of(checks: Sequence[Bound], book: Rulebook) -> Concern:
    """Say of texts which rules they concern; answers are remembered, for short texts repeat from row to row."""
    seeing: dict[Callable[[str], object], tuple[str, ...]] = {}
    for rule in {bound.rule.id: bound.rule for bound in checks}.values():
        if rule.sees is not None:
            sees = rule.sees(book)
            seeing[sees] = (*seeing.get(sees, ()), rule.id)
    each = tuple(seeing.items())

    @lru_cache(REMEMBERED)
    def concerned(text: str) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        for sees, rules in each:
            if sees(text):
                found += rules
        return found

    return concerned


class Values:
    """Follows paths into one submission."""

    def __init__(self, values: Mapping[str, Any], concern: Concern) -> None:
        """Take the plain clean values, and what says which rules a text concerns."""
        self.values, self.concern = values, concern
        self._seen: dict[tuple[int, tuple[int, ...]], tuple[Any, ...]] = {}
        self._sorted: dict[tuple[int, tuple[int, ...]], dict[str, list[Text]]] = {}

    def is_silent(self, bound: Bound) -> bool:
        """Say whether a check looks at texts alone and none concerns it, as with most checks of most submissions."""
        terms = bound.sorted_texts
        return terms is not None and bound.texts_alone and bound.rule.id not in self._concerning(terms, ())

    def arguments(self, bound: Bound, rows: tuple[int, ...]) -> dict[str, Any] | None:
        """Give what the rule is called with; None when too little is known to judge."""
        given = dict(bound.blanks)
        for name, terms in bound.terms.items():
            found = (
                self._several(terms, rows) if terms is not bound.sorted_texts else self._heard(bound, rows)
            )
            if bound.rule.parameters[name].many:
                given[name] = found
            elif found:
                given[name] = found[0]
        for group in bound.rule.needs:
            for name in group:
                if given[name] is None or given[name] == ():
                    break
            else:
                return given
        return None

    def _several(self, terms: tuple[Term, ...], rows: tuple[int, ...]) -> tuple[Any, ...]:
        key = (id(terms), rows)
        if key not in self._seen:
            found: list[Any] = []
            for term in terms:
                values = follow(term, self.values, rows)
                if values is None and term.kind is not Kind.TEXTS:
                    found = []  # one figure left blank: the whole cannot be judged
                    break
                found += values or ()
            self._seen[key] = tuple(found)
        return self._seen[key]

    def _heard(self, bound: Bound, rows: tuple[int, ...]) -> tuple[Text, ...]:
        """Give the texts that concern a rule; where it holds texts against each other, one brings all."""
        terms = bound.sorted_texts or ()
        found = self._concerning(terms, rows).get(bound.rule.id, ())
        return self._several(terms, rows) if found and bound.rule.together else tuple(found)

    def _concerning(self, terms: tuple[Term, ...], rows: tuple[int, ...]) -> dict[str, list[Text]]:
        """Give the texts by the ids of the rules that they concern; of the others nothing is made."""
        key = (id(terms), rows)
        if key in self._sorted:
            return self._sorted[key]
        by_rule: dict[str, list[Text]] = self._sorted.setdefault(key, {})
        for term in terms:
            if term.field is not None and not self.concern(self.values.get(term.field) or ""):
                continue
            for text in follow(term, self.values, rows) or ():
                for rule in self.concern(text.value):
                    by_rule.setdefault(rule, []).append(text)
        return by_rule
