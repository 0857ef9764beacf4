"""Whatever is killed in the middle of a batch: it ends with every document, none twice, and nothing left behind."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.e2e.server import wait_for

pytestmark = [pytest.mark.soffice, pytest.mark.slow, pytest.mark.timeout(600)]


def stored(folder: Path) -> Counter[str]:
    """Count the kept files by their endings."""
    return Counter(p.suffix for p in (folder / "data" / "storage").rglob("*") if p.is_file())


def test_a_batch_of_100_survives_the_death_of_all_that_works_on_it(serve, commitments, tmp_path):
    server = serve()
    rows = commitments(100)
    job = server.batch(rows, dossier=True)

    server.reached(job, 5)
    server.kill(server.pids("soffice.bin -env")[0])

    server.reached(job, 25)
    server.kill(server.worker())  # its parent starts another

    server.reached(job, 50)
    server.kill(server.worker(), server.parent)
    server.leaves_nothing()
    server.start()

    ended = server.ended(job)
    assert (ended["state"], ended["total"], ended["done"], ended["failed"]) == ("done", 100, 100, 0)
    documents = server.get(ended["links"]["documents"])["documents"]
    assert [d["row"] for d in documents] == list(range(1, 101))
    assert [d["title"] for d in documents] == [f"Bản cam kết năm {r['nam']} của {r['ho_ten']}" for r in rows]
    for unique in ("id", "title", "sha256"):
        assert len({d[unique] for d in documents}) == 100
    assert stored(tmp_path) == {".docx": 100, ".pdf": 101}
    dossier = server.get(ended["links"]["dossier"])
    assert dossier["documents"] == [d["id"] for d in documents]
    bound = server.get(dossier["links"]["manifest"])["documents"]
    assert [(b["sha256"], b["pages"]) for b in bound] == [(d["sha256"], d["pages"]) for d in documents]
    assert all(b["first_page"] + b["pages"] == c["first_page"] for b, c in pairwise(bound))
    assert bound[-1]["first_page"] + bound[-1]["pages"] - 1 <= dossier["pages"]


def test_two_batches_survive_an_orderly_end_and_the_death_of_the_server_above_them(serve, commitments):
    server = serve()
    jobs = {server.batch(commitments(n), dossier=True): n for n in (14, 16)}
    first, second = jobs

    server.reached(first, 2)
    assert server.stop() == 0
    server.start()

    server.reached(second, 5)
    server.kill(server.parent)  # the worker must end with it
    server.leaves_nothing()
    server.start()

    for job, count in jobs.items():
        ended = server.ended(job)
        assert (ended["state"], ended["done"], ended["failed"], ended["problem"]) == ("done", count, 0, None)
        assert len(server.get(ended["links"]["documents"])["documents"]) == count


@pytest.mark.verapdf
def test_the_judge_dies_with_the_service_and_judges_after_the_next_start(serve, commitments):
    server = serve()
    job = server.batch(commitments(20), verify=True)
    wait_for(lambda: server.look(job).get("judged"), "the first verdict")
    assert server.pids("verify_worker")
    server.kill(server.worker(), server.parent)
    server.leaves_nothing()
    server.start()
    ended = server.ended(job)
    assert (ended["state"], ended["judged"], ended["verified"], ended["problem"]) == ("done", 20, True, None)
