"""docs/api.md: its commands run against a live service, and what it shows fits the contract."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from service.settings import PROJECT
from tests.api import client_app, conforms
from tests.builders import a_docx
from tests.web_app import a_service

PAGE = (PROJECT / "docs" / "api.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A service with fakes for LibreOffice and veraPDF that listens on this machine."""
    service = a_service(tmp_path / "data")
    server = make_server("127.0.0.1", 0, client_app(service), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    service.close()


def test_every_command_of_the_page_runs(address: str, tmp_path: Path) -> None:
    here = tmp_path / "noi-goi"
    here.mkdir()
    (here / "samples").symlink_to(PROJECT / "samples")
    (here / "don-xin.docx").write_bytes(a_docx("Tôi là {{ ho_ten }}"))
    script = "set -euo pipefail\n" + "echo ===\n".join(blocks("sh"))
    assert ADDRESS in script
    script = script.replace(ADDRESS, address)
    done = subprocess.run(
        ["bash", "-c", script], check=False, cwd=here, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr + done.stdout
    starts = {p.name: p.read_bytes()[:4] for p in here.iterdir() if p.is_file()}
    for name in ("mot.pdf", "ho-so.pdf"):
        assert starts[name] == b"%PDF"
    for name in ("mot.docx", "bang-trong.xlsx", "tat-ca.zip", "ho-so.zip"):
        assert starts[name] == b"PK\x03\x04"
    conforms(json.loads((here / "mot-tra-loi.json").read_text()), "Document")
    conforms(json.loads((here / "lo.json").read_text()), "Job")
    told = done.stdout.split("===\n")
    assert told[0].strip() == '{"status":"ok"}'
    conforms(json.loads(told[4]), "Check")
    conforms(json.loads(told[5]), "FileCheck")
    conforms(json.loads((here / "nhieu.json").read_text()), "FileChecks")
    assert '"bad":0' in told[6]
    assert '"state":"done"' in told[7]
    assert told[8].startswith("event: job\ndata: {")
    conforms(json.loads((here / "giay.json").read_text()), "Upload")
    conforms(json.loads(told[10]), "Job")
    conforms(json.loads(told[11]), "AddedTemplate")
    problem = json.loads(told[12])
    conforms(problem, "Problem")
    shown = json.loads(blocks("json")[2])
    assert shown["errors"][0] in problem["errors"]
    assert shown["type"] == problem["type"]
    codes = told[13].splitlines()
    assert codes[0].startswith("201 /api/v1/documents/")
    assert codes[0] == codes[1]


def test_what_the_page_shows_fits_the_contract() -> None:
    request, job, problem = (json.loads(text) for text in blocks("json"))
    conforms(request, "DocumentRequest")
    conforms(job, "Job")
    conforms(problem, "Problem")
