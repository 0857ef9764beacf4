"""A disk that is full: the job says so, nothing good is lost, and a retry finishes it when there is room."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.storage.local import RESERVE
from tests.e2e.server import wait_for

pytestmark = [pytest.mark.soffice, pytest.mark.slow, pytest.mark.timeout(600)]

SIZE = 80_000_000
BLOCK = bytes(1 << 16)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give the data folder of the server a small disk of its own. Only root may mount one."""
    folder = tmp_path / "data"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a disk here; test_run.py has the same with a storage in memory")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(ballast: Path, leave: int) -> None:
    """Write into the disk until no more than `leave` bytes are free."""
    with ballast.open("ab", buffering=0) as writer:
        while (free := shutil.disk_usage(ballast.parent).free) > leave:
            try:
                writer.write(BLOCK[: max(1, min(len(BLOCK), free - leave))])
            except OSError:
                return


def kept(folder: Path) -> set[str]:
    return {p.name for p in (folder / "storage").rglob("*.pdf")}


def test_a_batch_that_fills_the_disk_says_so_and_is_finished_when_there_is_room(
    small_disk, serve, commitments
):
    server = serve()
    ballast = small_disk / "ballast"

    # What is left above the reserve of the storage is used up after a few documents.
    job = server.batch(commitments(30), dossier=True)
    server.reached(job, 3)
    fill_up(ballast, RESERVE + 100_000)
    ended = server.ended(job)
    assert (ended["state"], ended["problem"]["type"]) == ("failed", "/problems/storage-unavailable")
    assert (3 <= ended["done"] < 30, ended["failed"]) == (True, 0)
    before = kept(small_disk)
    assert len(before) >= ended["done"]
    assert server.call("GET", "/healthz")[0] == 200

    ballast.unlink()
    assert server.call("POST", job + "/retry")[0] == 202
    ended = server.ended(job)
    assert (ended["state"], ended["done"], ended["problem"]) == ("done", 30, None)
    assert before < kept(small_disk)


def test_a_disk_without_a_byte_left_loses_nothing(small_disk, serve, commitments):
    server = serve()
    ballast = small_disk / "ballast"
    job = server.batch(commitments(30))
    server.reached(job, 3)
    fill_up(ballast, 0)
    wait_for(lambda: "job_failed" in server.log.read_text(), "the job to find the disk full")
    assert server.get(job)["state"] in ("running", "failed")

    ballast.unlink()
    assert server.ended(job)["problem"]["type"] == "/problems/storage-unavailable"
    assert server.call("POST", job + "/retry")[0] == 202
    ended = server.ended(job)
    assert (ended["state"], ended["done"]) == ("done", 30)
    documents = server.get(ended["links"]["documents"])["documents"]
    assert len({d["sha256"] for d in documents}) == 30
