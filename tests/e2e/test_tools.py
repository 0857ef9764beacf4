"""LibreOffice that hangs or is not there: the work goes on or says what to install."""

import os
import signal

import pytest

from tests.e2e.server import PROJECT, vanban, wait_for

pytestmark = [pytest.mark.soffice, pytest.mark.slow, pytest.mark.timeout(600)]

NOWHERE = "/nonexistent/soffice"


def test_a_soffice_that_hangs_is_replaced_and_the_batch_goes_on(serve, commitments):
    server = serve(convert_timeout="15", workers="2")
    job = server.batch(commitments(24))
    server.reached(job, 4)
    hanging = server.pids("soffice.bin -env")[0]
    os.kill(hanging, signal.SIGSTOP)
    ended = server.ended(job)
    assert ended["state"] in ("done", "partly")
    assert ended["done"] >= 23
    assert [e["rule"] for e in ended["errors"]] == ["tool-timeout"] * ended["failed"]
    wait_for(lambda: hanging not in server.processes(), "the end of the process that hangs")


def test_without_soffice_the_service_says_which_package_to_install(serve, commitments):
    server = serve(soffice=NOWHERE)
    row = commitments(1)[0]
    status, problem = server.call("POST", "/api/v1/documents", {"template": "ban-cam-ket", "values": row})
    assert (status, problem["type"]) == (503, "/problems/tool-missing")
    assert "libreoffice-writer" in problem["detail"]
    ended = server.ended(server.batch([row]))
    assert (ended["state"], ended["problem"]["type"]) == ("failed", "/problems/tool-missing")


def test_without_soffice_make_says_which_package_to_install(tmp_path):
    data = PROJECT / "samples" / "ban-cam-ket" / "submission.json"
    done = vanban("make", "ban-cam-ket", data, "-o", tmp_path / "ra", folder=tmp_path, VANBAN_SOFFICE=NOWHERE)
    assert done.returncode == 69
    assert "libreoffice-writer" in done.stderr
    assert list((tmp_path / "ra").rglob("*.pdf")) == []
