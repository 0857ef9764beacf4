"""What holds for every test: no network but loopback, steady Hypothesis, and nothing left behind at the end."""

import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings

settings.register_profile("here", deadline=None, database=None)
settings.register_profile("ci", deadline=None, database=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the golden texts be written anew, on purpose only."""
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/*.txt anew")


def _loopback(address: Any) -> bool:
    """True for a Unix socket and for this machine; a name other than localhost is never looked up."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return host == "localhost" or ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""

    def guard(method: str) -> None:
        real = getattr(socket.socket, method)

        def connect(self: socket.socket, address: Any) -> Any:
            if not _loopback(address):
                raise AssertionError(f"a test wanted to reach {address}")
            return real(self, address)

        monkeypatch.setattr(socket.socket, method, connect)

    guard("connect")
    guard("connect_ex")


@pytest.fixture(autouse=True)
def _log_as_new() -> Iterator[None]:
    """Forget how a test wanted its log: the stderr that it was given is closed when the next one writes."""
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def _children() -> set[str]:
    """Name every living child process of this one: "1234 soffice.bin"."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if lines["PPid"] == str(os.getpid()) and not lines["State"].startswith("Z"):
            found.add(f"{status.parent.name} {lines['Name']}")
    return found


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the tests a folder for temporary files of their own; at the end it is empty and no child lives."""
    tmp_path_factory.getbasetemp()  # stays where pytest wants it
    folder = Path(tempfile.mkdtemp(prefix="vb-"))
    before, tempfile.tempdir, variable = _children(), str(folder), os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    yield
    left = sorted(str(p.relative_to(folder)) for p in folder.iterdir())
    tempfile.tempdir = None
    if variable is None:
        del os.environ["TMPDIR"]
    else:
        os.environ["TMPDIR"] = variable
    shutil.rmtree(folder)
    assert not _children() - before, "processes left behind"
    assert not left, "files left behind"
