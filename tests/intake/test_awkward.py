"""Files as offices have them: each is read safely, mended and told, or refused with a sentence that says why."""

from pathlib import Path
from typing import Any

import pytest

from service.errors import InputError
from service.intake.read import Intake, read
from tests.builders_awkward import awkward_form
from tests.builders_intake import saved
from tests.intake.answers import ANSWERED
from tests.intake.cases import CASES, Case
from tests.intake.hostile import HOSTILE

FORM = awkward_form()
EVERY = (*CASES, *ANSWERED, *HOSTILE)


def taken(case: Case, folder: Path) -> Intake:
    return read(saved(folder, case.file, case.data()), case.file, FORM, max_rows=10_000, answers=case.answers)


def holds(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(found[name] == value for name, value in wanted.items())


@pytest.mark.parametrize("case", [c for c in EVERY if c.refused is None], ids=lambda case: case.what)
def test_what_can_be_read_is_read_as_it_was_meant(case: Case, tmp_path: Path) -> None:
    found = taken(case, tmp_path)
    assert [(e.cell, e.rule) for e in found.errors] == list(case.errors)
    values = [submission.values for _, submission in found.good]
    assert len(values) == len(case.good)
    assert all(holds(value, wanted) for value, wanted in zip(values, case.good, strict=True)), values
    assert sorted((note.cell or "", note.after) for note in found.notes) == sorted(case.notes)
    assert all(note.why for note in found.notes)


@pytest.mark.parametrize("case", [c for c in EVERY if c.refused], ids=lambda case: case.what)
def test_what_cannot_be_read_is_refused_in_words(case: Case, tmp_path: Path) -> None:
    assert case.refused
    kind, words = case.refused
    with pytest.raises(InputError) as caught:
        taken(case, tmp_path)
    assert isinstance(caught.value, kind)
    assert words in " ".join([caught.value.detail, *(e.detail for e in caught.value.errors)])


def test_there_are_forty_and_more_each_with_its_own_description() -> None:
    assert len(EVERY) >= 40
    assert len({case.what for case in EVERY}) == len(EVERY)
