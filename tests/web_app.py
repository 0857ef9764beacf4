"""The whole web application with fakes in place of LibreOffice, veraPDF and the engine, and samples for every page."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from service.app import create_app
from service.model import FlavourVerdict, Verdict
from service.pipeline import file_sha256
from service.settings import Settings
from service.wiring import Service, build
from tests.fakes import FakeConverter

NOW = datetime(2026, 2, 5, 10, 5, tzinfo=UTC)  # 17:05 in Vietnam


class FakeJudge:
    """A Judge that finds every file good, or none when `strict`."""

    def __init__(self, strict: bool = False) -> None:
        self.strict = strict

    def judge(self, path: Path, flavours: Sequence[str] = ("2a", "ua1")) -> Verdict:
        failed = {"6.1.2-1 header": 1} if self.strict else {}
        told = tuple(FlavourVerdict(f, not self.strict, 100, failed) for f in flavours)
        return Verdict("fake 1", file_sha256(path), told)

    def close(self) -> None:
        """Nothing to stop."""


class HandEngine:
    """An Engine that runs a job at once, or, while it `holds`, when a test says go()."""

    def __init__(self, run: Callable[[str], None]) -> None:
        self._run = run
        self.holds = False
        self.waiting: list[str] = []

    def enqueue(self, job_id: str) -> None:
        if self.holds:
            self.waiting.append(job_id)
        else:
            self._run(job_id)

    def go(self) -> None:
        while self.waiting:
            self._run(self.waiting.pop(0))

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""


def a_service(data: Path, **environ: str) -> Service:
    """Join a service over `data`; settings are given by their variables."""
    settings = Settings.from_env({"VANBAN_DATA": str(data), "VANBAN_WORKERS": "1", **environ})
    return build(settings, converter=FakeConverter(), judge=FakeJudge(), engine=HandEngine, clock=lambda: NOW)


def an_app(service: Service) -> Flask:
    """Make the app of a joined service."""
    app = create_app(service.settings, service)
    app.testing = True
    return app
