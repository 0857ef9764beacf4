"""What is told of a job while it runs: how far it is, and how long it will take."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from service.database.rows import JobRow
from service.model import JobState
from service.web.shapes import _eta, percent
from tests.web_app import NOW

ROW = JobRow(
    id="a" * 32,
    kind="batch",
    template="giay-moi",
    title="Giấy mời",
    state=JobState.RUNNING,
    stage="make",
    options={"verify": False},
    total=100,
    done=0,
    failed=0,
    judged=0,
    row_errors=(),
    problem=None,
    dossier=None,
    attempts=1,
    created=NOW.isoformat(),
    started=NOW.isoformat(),
    finished=None,
)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, 0),
        ({"done": 30, "failed": 20}, 50),
        ({"done": 100}, 99),  # not yet ended
        ({"done": 100, "state": JobState.DONE}, 100),
        ({"total": 0}, 99),
        ({"done": 50, "options": {}}, 40),  # judging is to come, of all
        ({"done": 100, "judged": 50, "options": {}}, 90),
        ({"done": 50, "judged": 80, "options": {}}, 60),  # judged again after a retry
    ],
)
def test_how_far_a_job_is(changed: dict[str, Any], told: int) -> None:
    assert percent(replace(ROW, **changed)) == told


@pytest.mark.parametrize(
    ("changed", "seconds", "left"),
    [
        ({"done": 25}, 10, 30),
        ({"done": 99}, 10, 1),  # never "none" while it runs
        ({"done": 1}, 10, None),  # too early to tell
        ({"done": 25, "started": None}, 10, None),
        ({"done": 25, "state": JobState.QUEUED}, 10, None),
        ({"done": 25, "state": JobState.CANCELLED}, 10, 0),
    ],
)
def test_the_time_left_goes_by_the_pace(changed: dict[str, Any], seconds: float, left: int | None) -> None:
    assert _eta(replace(ROW, **changed), later(seconds)) == left


def test_what_an_earlier_run_did_does_not_count_for_the_pace() -> None:
    ahead = {"verify": False, "ahead": {"done": 80, "failed": 0, "judged": 0}}
    assert _eta(replace(ROW, done=80, options=ahead), later(10)) is None
    assert _eta(replace(ROW, done=90, options=ahead), later(10)) == 10
