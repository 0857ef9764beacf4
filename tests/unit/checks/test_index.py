"""Every rule fires, stays silent and holds its bound; docs/quy-tac.md says of each what the code says."""

import re
from pathlib import Path

import pytest

from service.checks.index import FAMILIES, RULES
from service.checks.paper.judge import LAYOUT_RULES
from service.checks.rulefiles import our_rulebook
from service.checks.unprinted import REQUIRED
from service.checks.unprinted import RULE as UNPRINTED
from service.model import Severity
from tests.builders_checks import found
from tests.cases_checks import CASES, RuleCase

PAGE = Path(__file__).parents[3] / "docs" / "quy-tac.md"
each_rule = pytest.mark.parametrize(("rule", "case"), CASES.items(), ids=CASES)


def toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return f'"{value}"'


def section(rule: str, case: RuleCase) -> str:
    """Write what the page says of one rule."""
    standing, spec = our_rulebook().rules[rule], RULES[rule]
    lesser = "" if standing.severity != "E" else f" (trường hợp nhẹ: {standing.lesser})"
    lines = [
        f"### {rule}. {spec.requires}",
        "",
        f"- Mức: **{standing.severity}**{lesser}. Nguồn: {standing.words}.",
        f"- Ví dụ: {case.says}",
        "",
        "| tham số | nhận | nghĩa |",
        "|---|---|---|",
        *(
            f"| `{name}` | {p.kind.value}{': ' + ', '.join(p.choices) if p.choices else ''} | {p.meaning} |"
            for name, p in spec.parameters.items()
        ),
        "",
        "Cần có: " + " hoặc ".join(", ".join(f"`{p}`" for p in group) for group in spec.needs) + ".",
        "",
        "```toml",
        "[[check]]",
        *(f"{key} = {toml(value)}" for key, value in case.table.items()),
        "```",
    ]
    return "\n".join(lines)


def test_the_rules_are_those_of_the_three_families_in_order() -> None:
    expected = [f"{f}{n}" for f, last in zip(FAMILIES, (13, 14, 14), strict=True) for n in range(1, last + 1)]
    assert list(RULES) == expected == list(CASES)
    assert list(our_rulebook().rules) == [
        *RULES,
        *(rule.id for rule in LAYOUT_RULES),
        UNPRINTED,
    ]


@each_rule
def test_a_rule_fires_with_its_sentence(rule: str, case: RuleCase) -> None:
    findings = found(case.table, case.fires, finished=True)
    assert findings[0].found == case.says
    standing = our_rulebook().rules[rule]
    first = findings[0]
    assert (first.rule, first.severity, first.source) == (rule, Severity(standing.severity), standing.words)
    assert first.required and first.mend and first.place


@each_rule
def test_a_rule_is_silent_when_all_is_right(rule: str, case: RuleCase) -> None:
    assert found(case.table, case.silent) == ()


@each_rule
def test_a_rule_holds_at_its_bound(rule: str, case: RuleCase) -> None:
    assert [f.found for f in found(case.table, case.bound)] == ([case.at_bound] if case.at_bound else [])


@each_rule
def test_a_rule_does_with_part_of_what_it_may_be_given(rule: str, case: RuleCase) -> None:
    """A package names some of the fields that a rule may look at, and a submission leaves some of them empty."""
    spec = RULES[rule]
    for left in spec.parameters.keys() & case.table.keys():
        table = {key: value for key, value in case.table.items() if key != left}
        if any(all(p in table for p in group) for group in spec.needs):
            found(table, case.fires, finished=True)
    for values in (case.fires, case.silent, case.bound):
        for left in values:
            found(case.table, {**values, left: None}, like=values)


@each_rule
def test_the_page_says_of_a_rule_what_the_code_says(rule: str, case: RuleCase) -> None:
    text = PAGE.read_text("utf-8")
    assert section(rule, case) in text


def test_the_page_says_how_much_an_unprinted_value_weighs() -> None:
    standing = our_rulebook().rules[UNPRINTED]
    text = PAGE.read_text("utf-8")
    assert (
        f"### {UNPRINTED}. {REQUIRED}\n\n- Mức: **{standing.severity}**. Nguồn: {standing.words}.\n" in text
    )


def test_the_page_names_every_rule_once_and_no_other() -> None:
    assert re.findall(r"^### ([A-Z]\d+)\. ", PAGE.read_text("utf-8"), re.MULTILINE) == list(
        our_rulebook().rules
    )
