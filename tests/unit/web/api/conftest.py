"""The API is tested over small packages."""

import pytest
from flask.testing import FlaskClient

from service.wiring import Service


@pytest.fixture
def service(small: Service) -> Service:
    return small


@pytest.fixture
def client(api: FlaskClient) -> FlaskClient:
    return api
