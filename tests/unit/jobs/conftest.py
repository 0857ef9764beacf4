"""Offices that are closed when their test ends."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from tests.builders_service import Office


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """Keep the log of all that is broken here on purpose to itself."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture
def an_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Make services over one folder, one after another."""
    made: list[Office] = []

    def make(**parts) -> Office:
        if made:
            made[-1].close()
        made.append(Office(tmp_path, **parts))
        return made[-1]

    yield make
    if made:
        made[-1].close()


@pytest.fixture
def office(an_office: Callable[..., Office]) -> Office:
    return an_office()
