"""The real server in a process of its own, spoken to over HTTP, and the processes that belong to it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
ENDED = ("done", "partly", "failed", "cancelled")
PATIENCE = 300.0


def wait_for(holds: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Give the first true answer; fail when none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds:g} s for {what}")


def free_port() -> int:
    """Give a port on which nobody listens, below those that the system lends to connections going out.

    One of theirs could be taken by any program while the server that had it starts again. The choice is the system's:
    tests that run side by side are given one seed for all others.
    """
    for port in SystemRandom().sample(range(20_000, 32_000), 50):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no free port")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give an environment in which all that a program leaves lies below `folder`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VANBAN_", "PYTHONWARNINGS"))}
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    return {**kept, "TMPDIR": str(folder / "tmp"), "VANBAN_DATA": str(folder / "data"), **more}


def vanban(*arguments: str | Path, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "service", *map(str, arguments)],
        cwd=PROJECT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


class Server:
    """`vanban serve` over `folder`/data; `settings` are VANBAN_* without the prefix, in small letters."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "server.log"
        self._settings = {"VANBAN_" + k.upper(): v for k, v in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it is ready."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "service", "serve", "--port", str(self.port)],
                cwd=PROJECT,
                env=environment(self.folder, **self._settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            wait_for(self._answers, "the server to be ready", 120)
        except AssertionError as exc:
            self.stop()
            raise AssertionError(self.log.read_text()[-3000:]) from exc

    def _answers(self) -> bool:
        """Say whether it is ready, or says itself which tool it will lack."""
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the server ended with {self._process.returncode}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            status, answer = self.call("GET", "/readyz")
            return status == 200 or answer.get("type") == "/problems/tool-missing"
        return False

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Give the status and the answer, read if it is JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body).encode()
            connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
            response = connection.getresponse()
            data = response.read()
            is_json = "json" in (response.getheader("Content-Type") or "")
            return response.status, json.loads(data) if is_json else data
        finally:
            connection.close()

    def look(self, path: str) -> dict[str, Any]:
        """Give an answer, or {} while the server is down."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get(path)
        return {}

    def get(self, path: str) -> Any:
        """Give an answer that must be there."""
        status, answer = self.call("GET", path)
        assert status == 200, (status, answer)
        return answer

    def batch(self, rows: list[dict[str, Any]], template: str = "ban-cam-ket", **options: Any) -> str:
        """Send a batch and give its job's address."""
        body = {"template": template, "rows": rows, "verify": False, **options}
        status, answer = self.call("POST", "/api/v1/batches", body)
        assert status == 202, (status, answer)
        return answer["links"]["self"]

    def ended(self, job: str) -> dict[str, Any]:
        """Wait for the end of a job and give it."""

        def end() -> dict[str, Any] | None:
            answer = self.look(job)
            return answer if answer.get("state") in ENDED else None

        return wait_for(end, f"the end of {job}")

    def reached(self, job: str, done: int) -> dict[str, Any]:
        """Wait until so many documents of a job are done."""

        def far_enough() -> dict[str, Any] | None:
            answer = self.look(job)
            return answer if answer.get("done", -1) >= done else None

        return wait_for(far_enough, f"{done} documents of {job}")

    def processes(self) -> dict[int, str]:
        """Give all living processes that belong to this server, pid → command line."""
        return processes_of(self.folder)

    def pids(self, mark: str) -> list[int]:
        """Give those whose command line has `mark` in it."""
        return sorted(pid for pid, line in self.processes().items() if mark in line)

    @property
    def parent(self) -> int:
        """The process that was started: granian's, which watches the worker."""
        assert self._process is not None
        return self._process.pid

    def worker(self) -> int:
        """The process that does the work."""
        return next(pid for pid in self.pids("granian") if pid != self.parent)

    def kill(self, *pids: int) -> None:
        """Kill processes the hard way, and wait for the end of the server if it is among them."""
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._process is not None and self.parent in pids:
            self._process.wait(PATIENCE)

    def stop(self) -> int:
        """End the server as an operator does and give its exit code."""
        assert self._process is not None
        self._process.terminate()
        try:
            return self._process.wait(PATIENCE)
        finally:
            self.kill(*self.processes())

    def leaves_nothing(self) -> bool:
        """Wait until no process of this server lives."""
        return wait_for(lambda: not self.processes(), f"the end of {self.processes()}")


def processes_of(folder: Path) -> dict[int, str]:
    """Give all living processes that name `folder` in their command line or environment, but not this one."""
    mark = str(folder).encode() + b"/"
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (entry / "cmdline").read_bytes()
            if line and (mark in line or mark in (entry / "environ").read_bytes()):
                found[int(entry.name)] = line.replace(b"\0", b" ").decode(errors="replace")
    found.pop(os.getpid(), None)
    return found
