"""Through the door: the child is limited, its refusals are ours, nothing is left beside the copy."""

from dataclasses import replace

import pytest

from service.errors import RefusedPdf
from service.model import Level
from service.pdf.foreign.door import LIMITS, take_in
from tests.builders_foreign import a_scan, harmful, written
from tests.fakes import FakeJudge


@pytest.mark.parametrize("name", ["bomb", "100,000 objects in a circle"])
def test_what_would_take_all_memory_or_time_is_refused(tmp_path, name):
    with pytest.raises(RefusedPdf) as caught:
        take_in(harmful(name, tmp_path / "a.pdf"), tmp_path / "ban.pdf", "Giấy", FakeJudge())
    assert caught.value.errors[0].pointer == "/file"
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_a_child_that_reaches_its_limits_is_a_refusal(tmp_path):
    path = written(a_scan(), tmp_path / "a.pdf")
    with pytest.raises(RefusedPdf) as caught:
        take_in(path, tmp_path / "ban.pdf", "", FakeJudge(), replace(LIMITS, wall_seconds=0.001))
    assert [e.rule for e in caught.value.errors] == ["heavy"]


def test_the_level_is_what_the_judge_confirms_of_file_and_copy(tmp_path):
    path = written(a_scan(claim=("1", "B")), tmp_path / "a.pdf")
    judge = FakeJudge()
    taken = take_in(path, tmp_path / "ban.pdf", "", judge)
    assert (taken.level, taken.claims, judge.asked) == (Level("b", False), ("1b",), [("1b",), ("2b",)])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf", "ban.pdf"]
    assert not take_in(path, tmp_path / "ban.pdf", "", FakeJudge(strict=True)).level.archive
