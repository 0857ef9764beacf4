"""An open database in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.database.connection import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'du-lieu' / 'service.db'}")
    yield opened
    opened.close()
