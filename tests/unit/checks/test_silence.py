"""Nothing is said of what is right: all samples and 200 made-up submissions whose figures agree."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from service.catalog.package import Package, load_package
from service.checks.judge import faults, find
from service.forms.clean import clean
from service.model import Finding
from tests.builders_branch import PACKAGES, submission

ROOT = Path(__file__).parents[3]
AFTER_ALL = date(2027, 1, 31)
MADE_OF_EACH = 50

each_package = pytest.mark.parametrize("slug", PACKAGES)


@lru_cache
def package(slug: str) -> Package:
    return load_package(ROOT / "docx_templates" / slug)


def findings(slug: str, raw: Any) -> tuple[Finding, ...]:
    own = package(slug)
    return find(own, clean(own.form, raw, lenient=False), today=AFTER_ALL)


@each_package
def test_the_tables_of_the_packages_name_rules_and_fields_that_are_there(slug: str) -> None:
    assert package(slug).checks
    assert [f"{f.place}: {f.found}" for f in faults(package(slug))] == []


@each_package
def test_nothing_is_said_of_the_samples(slug: str) -> None:
    raw = json.loads((ROOT / "samples" / slug / "submission.json").read_text("utf-8"))
    rows = [package(slug).sample, *(raw if isinstance(raw, list) else [raw])]
    assert [f.as_dict() for row in rows for f in findings(slug, row)] == []


@each_package
@pytest.mark.parametrize("tens", range(MADE_OF_EACH // 10))
def test_nothing_is_said_of_submissions_whose_figures_agree(slug: str, tens: int) -> None:
    sample = package(slug).sample
    for seed in range(10 * tens, 10 * tens + 10):
        found = findings(slug, submission(slug, sample, seed))
        assert [f"{f.rule} {f.place}: {f.found}" for f in found] == [], f"seed {seed}"
