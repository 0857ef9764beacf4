"""Frozen values read back as they were made."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.model import (
    FULL,
    NO_LEVEL,
    VIETNAM,
    FlavourVerdict,
    JobState,
    Level,
    Metadata,
    Submission,
    Verdict,
)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), PLAIN))
def test_a_submission_gives_back_its_values_and_cannot_be_changed_through_them(values):
    submission = Submission.of(values)
    assert submission.values == values
    submission.values["khác"] = 1
    assert submission.values == values
    assert Submission.of(submission.values) == submission


def test_the_order_of_keys_does_not_change_the_hash():
    assert Submission.of({"a": 1, "b": 2}).sha256 == Submission.of({"b": 2, "a": 1}).sha256


def test_metadata_survives_its_json_shape():
    metadata = Metadata(
        title="Nghị quyết", created=datetime(2026, 7, 3, tzinfo=VIETNAM), keywords=("chi bộ",)
    )
    assert Metadata.from_dict(metadata.as_dict()) == metadata


def test_no_judgement_is_not_a_good_one():
    assert not Verdict("veraPDF", "", ()).compliant
    good, bad = FlavourVerdict("2a", True, 10), FlavourVerdict("ua1", False, 10, {"7.1-1 x": 1})
    assert Verdict("veraPDF", "", (good,)).compliant
    assert not Verdict("veraPDF", "", (good, bad)).compliant


def test_only_queued_and_running_jobs_go_on():
    assert [s for s in JobState if not s.ended] == [JobState.QUEUED, JobState.RUNNING]


@pytest.mark.parametrize(
    ("flavours", "level", "said"),
    [
        (("2a", "ua1"), Level(), "PDF/A-2a và PDF/UA-1"),
        (("1b",), Level("b", False), "PDF/A-2b"),
        (("4e",), Level("b", False), "PDF/A-2b"),
        ((), NO_LEVEL, "chưa đạt PDF/A"),
    ],
)
def test_a_level_reads_flavours_and_says_itself(flavours, level, said):
    assert Level.of(flavours) == level
    assert level.said() == said


def test_two_levels_meet_at_what_both_reach():
    assert Level("a", False).meet(Level("u", True)) == Level("u", False)
    assert FULL.meet(NO_LEVEL) == NO_LEVEL
    assert FULL.flavours(3) == ("3a", "ua1")
