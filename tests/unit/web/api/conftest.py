"""The API is tested over small packages."""

import pytest
from flask.testing import FlaskClient

from service.wiring import Service
from tests.api import made


@pytest.fixture
def service(small: Service) -> Service:
    return small


@pytest.fixture
def client(api: FlaskClient) -> FlaskClient:
    return api


@pytest.fixture
def two(client: FlaskClient) -> list[str]:
    """Documents of two templates."""
    other = client.post("/api/v1/documents", json={"template": "bo-hai", "values": {"ho_ten": "Bình"}}).json
    return [other["id"], made(client)["id"]]
