"""The real tools, for dossiers made as they are in use."""

from collections.abc import Iterator

import pytest

from service.pipeline import Tools
from service.settings import Settings
from service.wiring import borrowed_tools


@pytest.fixture(scope="module")
def tools() -> Iterator[Tools]:
    with borrowed_tools(Settings.from_env({})) as borrowed:
        yield borrowed
