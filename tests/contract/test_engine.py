"""One suite over both engines: every id that was handed over is run at least once, whatever happens."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from service.engine.embedded import FORGOTTEN_AFTER, EmbeddedEngine
from service.errors import StorageUnavailable
from service.ports import Engine
from tests.fakes import ThreadEngine

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 120
WAITING = """
import sys, time
from service.engine.embedded import EmbeddedEngine

def say(line):
    sys.stdout.write(line + "\\n")  # at once: two threads that print would mix their lines
    sys.stdout.flush()

def run(job_id):
    say(job_id)
    time.sleep(600)

engine = EmbeddedEngine(sys.argv[1], run, concurrency=2)
engine.start()
for job_id in sys.argv[2:]:
    engine.enqueue(job_id)
say("handed over")
time.sleep(600)
"""


class Runs:
    """Counts what an engine runs; `held` lets runs wait, `broken` ids raise."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.free = threading.Event()
        self.free.set()
        self.broken: set[str] = set()
        self._changed = threading.Condition()

    def __call__(self, job_id: str) -> None:
        with self._changed:
            self.counts[job_id] += 1
            self._changed.notify_all()
        assert self.free.wait(PATIENCE)
        if job_id in self.broken:
            raise ValueError(job_id)

    def reached(self, **least: int) -> bool:
        """Wait until each id was begun so often."""
        with self._changed:
            return self._changed.wait_for(
                lambda: all(self.counts[j] >= n for j, n in least.items()), timeout=PATIENCE
            )


Make = Callable[..., Engine]


@pytest.fixture
def runs() -> Runs:
    return Runs()


@pytest.fixture(params=["embedded", "threads"])
def make(request: pytest.FixtureRequest, tmp_path: Path, runs: Runs) -> Iterator[Make]:
    made: list[Engine] = []

    def build(**options: int) -> Engine:
        kinds = {
            "embedded": lambda: EmbeddedEngine(
                f"sqlite:///{tmp_path / 'viec' / 'engine.db'}", runs, **options
            ),
            "threads": lambda: ThreadEngine(runs, **options),
        }
        made.append(kinds[request.param]())
        return made[-1]

    yield build
    runs.free.set()
    for engine in made:
        engine.stop()


def test_every_id_handed_over_is_run(make: Make, runs: Runs) -> None:
    engine = make()
    engine.start()
    ids = [f"viec{n}" for n in range(20)]
    for job_id in ids:
        engine.enqueue(job_id)
    assert runs.reached(**dict.fromkeys(ids, 1))
    assert runs.counts == dict.fromkeys(ids, 1)


def test_an_id_handed_over_while_it_runs_is_run_again(make: Make, runs: Runs) -> None:
    engine = make()
    engine.start()
    runs.free.clear()
    engine.enqueue("a")
    assert runs.reached(a=1)
    engine.enqueue("a")
    engine.enqueue("a")
    runs.free.set()
    assert runs.reached(a=2)


def test_jobs_run_side_by_side(make: Make, runs: Runs) -> None:
    engine = make(concurrency=3)
    engine.start()
    runs.free.clear()
    for job_id in ("a", "b", "c"):
        engine.enqueue(job_id)
    assert runs.reached(a=1, b=1, c=1)


def test_a_run_that_raises_does_not_stop_the_engine(make: Make, runs: Runs) -> None:
    engine = make(concurrency=1)
    runs.broken = {"hong"}
    engine.start()
    for job_id in ("hong", "hong", "lanh"):
        engine.enqueue(job_id)
    assert runs.reached(hong=2, lanh=1)


def test_it_works_again_after_a_stop(make: Make, runs: Runs) -> None:
    engine = make()
    engine.start()
    engine.enqueue("truoc")
    assert runs.reached(truoc=1)
    engine.stop()
    engine.stop()
    engine.start()
    engine.enqueue("sau")
    assert runs.reached(sau=1)


def test_before_the_start_and_after_the_stop_an_id_is_left_to_its_row(make: Make, runs: Runs) -> None:
    engine = make()
    engine.enqueue("som")
    engine.start()
    engine.enqueue("dung-luc")
    assert runs.reached(**{"dung-luc": 1})
    engine.stop()
    engine.enqueue("muon")
    engine.start()
    engine.enqueue("lai")
    assert runs.reached(lai=1)
    assert runs.counts == {"dung-luc": 1, "lai": 1}


def test_what_a_killed_process_had_in_hand_or_waiting_is_run(tmp_path: Path, runs: Runs) -> None:
    url = f"sqlite:///{tmp_path / 'engine.db'}"
    child = subprocess.Popen(
        [sys.executable, "-c", WAITING, url, "a", "b", "c", "d"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child, child.stdout as lines:
        said = {lines.readline().strip() for _ in range(3)}  # two are run, all are handed over
        os.kill(child.pid, signal.SIGKILL)
    assert "handed over" in said
    engine = EmbeddedEngine(url, runs)
    engine.start()
    try:
        assert runs.reached(a=1, b=1, c=1, d=1)
    finally:
        engine.stop()


def test_what_was_in_hand_at_a_stop_is_run_again(tmp_path: Path, runs: Runs) -> None:
    url = f"sqlite:///{tmp_path / 'engine.db'}"
    engine = EmbeddedEngine(url, runs)
    engine.start()
    runs.free.clear()
    engine.enqueue("a")
    assert runs.reached(a=1)
    engine.stop()
    runs.free.set()
    again = EmbeddedEngine(url, runs)
    again.start()
    try:
        assert runs.reached(a=2)
    finally:
        again.stop()


def test_a_store_that_cannot_be_opened_is_said_to_be_unavailable(tmp_path: Path) -> None:
    (tmp_path / "la-tep").write_text("")
    engine = EmbeddedEngine(f"sqlite:///{tmp_path / 'la-tep' / 'engine.db'}", lambda _: None)
    with pytest.raises(StorageUnavailable):
        engine.start()


def test_a_store_that_cannot_be_written_is_said_to_be_unavailable(tmp_path: Path, runs: Runs) -> None:
    url = tmp_path / "engine.db"
    engine = EmbeddedEngine(f"sqlite:///{url}", runs)
    engine.start()
    try:
        url.write_bytes(b"khong con la co so du lieu" * 1000)
        with pytest.raises(StorageUnavailable):
            engine.enqueue("a")
    finally:
        engine.stop()


def test_runs_that_are_over_do_not_pile_up_in_the_store(tmp_path: Path, runs: Runs) -> None:
    def records() -> int:
        with closing(sqlite3.connect(tmp_path / "engine.db")) as store:
            return int(store.execute("select count(*) from workflow_status").fetchone()[0])

    engine = EmbeddedEngine(f"sqlite:///{tmp_path / 'engine.db'}", runs)
    runs.broken = {"0"}
    engine.start()
    first = [str(n) for n in range(FORGOTTEN_AFTER - 1)]
    for job_id in first:
        engine.enqueue(job_id)
    assert runs.reached(**dict.fromkeys(first, 1))
    assert records() == len(first)
    engine.enqueue("last")
    assert runs.reached(last=1)
    assert records() < 20  # all but those whose end was not yet written
    engine.stop()
    engine.start()
    engine.stop()
    assert records() <= 1
