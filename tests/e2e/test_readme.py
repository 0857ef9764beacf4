"""The README's commands are run as they stand there, by a reader who has just cloned the project."""

import json
import re
import shlex
import subprocess
import urllib.request

import pikepdf
import pytest

from tests.e2e.server import PROJECT, free_port, wait_for

TEXT = (PROJECT / "README.md").read_text("utf-8")
FENCED = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
BLOCKS = [body.replace("\\\n", "").strip() for language, body in FENCED if language == "sh"]

pytestmark = [pytest.mark.soffice, pytest.mark.verapdf, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture
def clone(tmp_path):
    """A folder from which the project looks like a clone, so that results do not land in the project."""
    for name in ("run", "samples"):
        (tmp_path / name).symlink_to(PROJECT / name)
    return tmp_path


def block(start):
    return next(b for b in BLOCKS if b.startswith(start))


def run(command, folder):
    done = subprocess.run(
        shlex.split(command), cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def test_the_five_commands_make_a_dossier_and_print_what_is_shown(clone):
    said = [run(command, clone) for command in block("./run make").splitlines()]
    shown = next(body for language, body in FENCED if language == "" and body.startswith("Đã làm"))
    assert said[0].strip() == shown.strip()
    assert said[1].count("ĐẠT") == 2
    assert "KHÔNG ĐẠT" not in said[1]
    with pikepdf.open(clone / "out" / "ho-so.pdf") as dossier:
        assert len(dossier.pages) == 13
    assert (clone / "nghi-quyet.xlsx").stat().st_size > 5_000


def test_the_service_starts_and_takes_the_batch_of_the_curl_example(clone):
    port = str(free_port())
    serve = block("./run --port").replace("8000", port)
    server = subprocess.Popen(shlex.split(serve), cwd=clone, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: get(f"{address}/readyz"), "the service to be ready")
        job = json.loads(run(block("curl").replace("8000", port), clone))
        assert job["total"] == 5
        done = wait_for(lambda: ended(f"{address}{job['links']['self']}"), "the end of the batch")
        assert (done["state"], done["done"], done["verified"]) == ("done", 5, True)
        assert get(f"{address}{done['links']['dossier']}")["pages"] == 13
    finally:
        server.terminate()
        server.wait(300)


def get(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return json.load(answer)
    except OSError:
        return None


def ended(address):
    job = get(address)
    return job if job and job["state"] not in ("queued", "running") else None


@pytest.mark.parametrize("line", block("./test").splitlines())
def test_what_the_readme_tells_developers_to_run_is_there(line):
    words = [w for w in shlex.split(line.split("#")[0]) if w not in ("bash", ".venv/bin/python", "-q")]
    assert all((PROJECT / word).exists() for word in words)
