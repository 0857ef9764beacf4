"""What operators ask."""

from collections.abc import Callable
from shutil import rmtree
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from service.database.connection import Database
from service.errors import StorageUnavailable
from service.storage.local import RESERVE
from service.web import operations
from service.web.contract import document
from service.wiring import Service
from tests.api import VALUES, client_app, made, refused


def test_it_is_alive_and_ready(api: FlaskClient) -> None:
    assert api.get("/healthz").json == {"status": "ok"}
    assert api.get("/readyz").json == {"status": "ready", "templates": "2"}


def test_without_a_work_folder_or_a_database_it_is_not_ready(make_service: Callable[..., Service]) -> None:
    service = make_service()
    client = client_app(service).test_client()
    rmtree(service.shop.work)
    service.shop.work.write_bytes(b"")
    response = client.get("/readyz")
    refused(response, 503, "storage-unavailable")
    assert response.headers["Retry-After"] == "5"
    assert client.get("/healthz").status_code == 200


def test_with_a_database_that_can_only_be_read_it_is_not_ready(
    make_service: Callable[..., Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    client = client_app(service).test_client()

    def full(_: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(Database, "write", full)
    refused(client.get("/readyz"), 503, "storage-unavailable")
    assert 'vanban_jobs{state="done"}' not in client.get("/metrics").text


def test_with_a_disk_that_is_nearly_full_it_is_not_ready(
    api: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "disk_usage", lambda _: SimpleNamespace(free=RESERVE - 1))
    assert "đĩa đã đầy" in refused(api.get("/readyz"), 503, "storage-unavailable")["detail"]
    monkeypatch.setattr(operations, "disk_usage", lambda _: SimpleNamespace(free=RESERVE))
    assert api.get("/readyz").status_code == 200


def test_without_a_libreoffice_that_starts_it_is_not_ready(make_service: Callable[..., Service]) -> None:
    service = make_service()
    service.shop.tools.converter.problem = "LibreOffice không khởi động được."  # type: ignore[misc]
    client = client_app(service).test_client()
    problem = refused(client.get("/readyz"), 503, "tool-missing")
    assert problem["detail"] == "LibreOffice không khởi động được."
    assert client.get("/healthz").status_code == 200


def test_the_figures_count_jobs_and_documents(api: FlaskClient) -> None:
    made(api)
    api.post("/api/v1/batches", json={"template": "giay-moi", "rows": [VALUES, VALUES]})
    lines = api.get("/metrics").text.splitlines()
    assert 'vanban_documents{state="done"} 3.0' in lines
    assert 'vanban_jobs{state="done"} 2.0' in lines
    assert any(line.startswith("process_resident_memory_bytes") for line in lines)


def test_the_contract_is_served_as_it_is(api: FlaskClient) -> None:
    response = api.get("/openapi.json")
    assert response.json == document()
    assert "Bộ mẫu" in response.text


def test_the_page_to_try_it_loads_nothing_from_elsewhere(api: FlaskClient) -> None:
    page = api.get("/docs")
    assert page.mimetype == "text/html"
    assert "http://" not in page.text
    assert "https://" not in page.text
