"""The child with limits: what it is asked comes back, and whoever breaks a limit takes only the child down."""

import pytest

from service.limited import Limits, OutOfLimitsError, apart

PLENTY = Limits(memory=1_000_000_000, cpu_seconds=20, wall_seconds=60)


def test_a_module_of_ours_answers(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    answer = apart("service.pdf.foreign.worker", [str(path), "", "", ""], PLENTY)
    assert b'"not-a-pdf"' in answer


@pytest.mark.parametrize(
    "limits",
    [
        Limits(memory=1_000_000_000, cpu_seconds=20, wall_seconds=0.001),
        Limits(memory=1_000_000_000, cpu_seconds=20, wall_seconds=60, answer=3),
    ],
)
def test_a_limit_that_is_reached_is_said(tmp_path, limits):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    with pytest.raises(OutOfLimitsError):
        apart("service.pdf.foreign.worker", [str(path), "", "", ""], limits)


def test_a_module_that_is_not_there_is_no_answer():
    with pytest.raises(OutOfLimitsError):
        apart("service.khong_co", [], PLENTY)
