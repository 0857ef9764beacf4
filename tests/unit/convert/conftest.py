"""Pools for these tests: on the real LibreOffice, and on a stand-in that misbehaves when told to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.convert.pool import SofficePool
from tests.unit.convert.stand_in import write_stand_in


@pytest.fixture
def scratch(tmp_path) -> Path:
    return tmp_path / "scratch"


@pytest.fixture
def real_pool(scratch) -> Iterator[type]:
    """Make pools on the installed LibreOffice; closes them."""
    yield from _maker(scratch, soffice=None, python=None)


@pytest.fixture
def odd_pool(scratch, tmp_path) -> Iterator[type]:
    """Make pools on the stand-in; closes them."""
    program = tmp_path / "programs" / "soffice.bin"
    write_stand_in(program)
    yield from _maker(scratch, soffice=program, python=program)


def _maker(scratch, **programs):
    made = []

    def make(**changes):
        settings = {
            "workers": 1,
            "timeout": 60.0,
            "memory_mb": 1024,
            "restart_after": 200,
            "scratch": scratch,
        }
        made.append(SofficePool(**{**programs, **settings, **changes}))
        return made[-1]

    yield make
    for pool in made:
        pool.close()
