"""Real servers over folders of their own, of which nothing may be left."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.server import PROJECT, Server

Commitments = Callable[[int], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def commitments() -> Commitments:
    """Give so many commitment forms, each of another member."""
    rows = json.loads((PROJECT / "samples" / "ban-cam-ket" / "submission.json").read_text("utf-8"))

    def make(count: int) -> list[dict[str, Any]]:
        return [{**rows[n % len(rows)], "ho_ten": f"Nguyễn Văn Mẫu {_letters(n)}"} for n in range(count)]

    return make


def _letters(n: int) -> str:
    return "".join(chr(ord("A") + int(d)) for d in f"{n:03}")


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Make servers over one folder; the last one is ended and must leave no process and no work behind."""
    made: list[Server] = []

    def start(**settings: str) -> Server:
        made.append(Server(tmp_path, **settings))
        made[-1].start()
        return made[-1]

    yield start
    made[-1].stop()
    made[-1].leaves_nothing()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list((tmp_path / "data" / "work").iterdir()) == []
    assert list((tmp_path / "data" / "tools").rglob("run-*")) == []
    assert list((tmp_path / "data" / "tools" / "verapdf").iterdir()) == []
