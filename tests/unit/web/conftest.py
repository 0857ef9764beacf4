"""The application over an empty data folder, with fakes for the outside programs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient

from service.wiring import Service
from tests.api import TOKEN, client_app, small_packages
from tests.web_app import a_service, an_app


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[structlog.typing.EventDict]]:
    """What the service logs."""
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as entries:
        yield entries


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = a_service(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return an_app(service).test_client()


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small packages."""
    return small_packages(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def make_service(tmp_path: Path, packages: Path) -> Iterator[Callable[..., Service]]:
    """Join services over the small packages and one data folder, one after the other; settings by their variables."""
    made: list[Service] = []

    def make(**environ: str) -> Service:
        if made:
            made[-1].close()
        made.append(a_service(tmp_path / "data", VANBAN_TEMPLATES=str(packages), **environ))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def small(make_service: Callable[..., Service]) -> Service:
    """A service over the small packages."""
    return make_service()


@pytest.fixture
def api(small: Service) -> FlaskClient:
    """A client of a service over the small packages."""
    return client_app(small).test_client()


@pytest.fixture
def guarded(make_service: Callable[..., Service]) -> FlaskClient:
    """A client of a service with a token."""
    return client_app(make_service(VANBAN_API_TOKEN=TOKEN)).test_client()


@pytest.fixture(scope="session")
def refusing(tmp_path_factory: pytest.TempPathFactory, packages: Path) -> Iterator[FlaskClient]:
    """One client over the small packages for all tests that make nothing."""
    made = a_service(tmp_path_factory.mktemp("du-lieu"), VANBAN_TEMPLATES=str(packages))
    yield client_app(made).test_client()
    made.close()
