"""The whole web application with fakes in place of LibreOffice, veraPDF and the engine, and samples for every page."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask import Flask

from service.app import create_app
from service.settings import Settings
from service.wiring import Service, build
from tests.fakes import FakeConverter, FakeJudge, HandEngine

NOW = datetime(2026, 2, 5, 10, 5, tzinfo=UTC)  # 17:05 in Vietnam


def a_service(data: Path, parts: Mapping[str, Any] = MappingProxyType({}), **environ: str) -> Service:
    """Join a service over `data`; `parts` stand in place of the usual fakes, settings are given by their variables."""
    settings = Settings.from_env({"VANBAN_DATA": str(data), "VANBAN_WORKERS": "1", **environ})
    fakes = {"converter": FakeConverter(), "judge": FakeJudge(), "engine": HandEngine, "clock": lambda: NOW}
    return build(settings, **fakes | parts)


def an_app(service: Service) -> Flask:
    """Make the app of a joined service."""
    app = create_app(service.settings, service)
    app.testing = True
    return app
