"""Every error is one shape for programs and a page for people; what went wrong inside stays in the log."""

from typing import Any

import pytest
from flask import abort, redirect
from flask.testing import FlaskClient

from service.errors import Busy, NotFound, ServiceError, StorageUnavailable
from service.wiring import Service
from tests.api import client_app, refused

HTML = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def failing(small: Service) -> FlaskClient:
    """A client of an app whose address /api/that-bai raises what a test puts into `raises`."""
    app = client_app(small)
    app.config["raises"] = None

    def fail() -> str:
        raise app.config["raises"]

    app.add_url_rule("/api/that-bai", view_func=fail)
    app.add_url_rule("/that-bai", endpoint="page", view_func=fail)
    app.add_url_rule("/di", endpoint="go", view_func=lambda: redirect("/healthz"))
    app.add_url_rule("/api/dung", endpoint="stop", view_func=lambda: abort(418))
    return app.test_client()


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("/tmp/x"), KeyError("mật khẩu"), OSError(28, "No space")]
)
def test_what_nobody_foresaw_is_told_without_its_trace(
    failing: FlaskClient, logged: list[dict[str, Any]], error: Exception
) -> None:
    failing.application.config["raises"] = error
    problem = refused(failing.get("/api/that-bai"), 500, "internal")
    assert problem["errors"] == []
    assert (logged[0]["event"], logged[0]["exc_info"]) == ("request_broke", error)
    assert logged[0]["request_id"] == problem["request_id"]


@pytest.mark.parametrize("error", [StorageUnavailable(), Busy()])
def test_what_may_work_later_says_when(failing: FlaskClient, error: ServiceError) -> None:
    failing.application.config["raises"] = error
    response = failing.get("/api/that-bai")
    refused(response, 503, error.code)
    assert response.headers["Retry-After"] == "5"


def test_a_failure_is_logged_with_its_trace_and_a_refusal_without(
    failing: FlaskClient, logged: list[dict[str, Any]]
) -> None:
    for error in (StorageUnavailable(), NotFound()):
        failing.application.config["raises"] = error
        failing.get("/api/that-bai")
    assert [(e["event"], e["log_level"], "exc_info" in e) for e in logged] == [
        ("request_failed", "error", True),
        ("request_refused", "info", False),
    ]


def test_a_person_gets_a_page_and_a_program_does_not(failing: FlaskClient) -> None:
    failing.application.config["raises"] = NotFound("Không có ở đây.")
    page = failing.get("/that-bai", headers=HTML)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Không có ở đây." in page.text
    refused(failing.get("/that-bai"), 404, "not-found")
    refused(failing.get("/api/that-bai", headers=HTML), 404, "not-found")


@pytest.mark.parametrize(
    "path", ["/api/v1/khong-co", "/api/v1/jobs/", "/khong-co", "/api/v1/templates/%C3%A9/x"]
)
def test_an_unknown_address_is_a_problem(refusing: FlaskClient, path: str) -> None:
    refused(refusing.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/templates/giay-moi", "GET"),
        ("PUT", "/api/v1/documents", "POST"),
        ("GET", "/api/v1/batches", "POST"),
        ("POST", "/healthz", "GET"),
        ("PATCH", "/api/v1/jobs/x", "GET"),
    ],
)
def test_a_method_that_is_not_taken_is_told_with_those_that_are(
    refusing: FlaskClient, method: str, path: str, allowed: str
) -> None:
    response = refusing.open(path, method=method)
    refused(response, 405, "method-not-allowed")
    assert allowed in response.headers["Allow"].split(", ")


def test_redirects_stay_redirects_and_other_refusals_are_problems(failing: FlaskClient) -> None:
    assert failing.get("/di").headers["Location"] == "/healthz"
    refused(failing.get("/api/dung"), 418, "http")


def test_a_name_in_an_address_comes_back_as_text_only(refusing: FlaskClient) -> None:
    response = refusing.get("/api/v1/templates/<script>alert(1)</script>")
    refused(response, 404, "not-found")
    page = refusing.get("/khong-co/<script>", headers=HTML)
    assert "<script>" not in page.text.replace("<script src=", "")
