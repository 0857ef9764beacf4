"""Who may come in, and what every answer carries."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.web.gate import HEADERS, fingerprint, same
from service.wiring import Service
from tests.api import TOKEN, VALUES, client_app, refused

LIST = "/api/v1/templates"
DOCUMENT = {"template": "giay-moi", "values": VALUES}


@pytest.mark.parametrize("path", [LIST, "/api/v1/jobs", "/metrics", "/openapi.json", "/api/v1/khong-co"])
def test_without_the_token_nothing_is_told(guarded: FlaskClient, path: str) -> None:
    response = guarded.get(path)
    refused(response, 401, "not-allowed")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("given", [f"Bearer {TOKEN}", f"Bearer  {TOKEN} "])
def test_with_the_token_all_is_open(guarded: FlaskClient, given: str) -> None:
    assert guarded.get(LIST, headers={"Authorization": given}).status_code == 200
    made = guarded.post("/api/v1/documents", json=DOCUMENT, headers={"Authorization": given})
    assert made.status_code == 201


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer x", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ă"]
)
def test_another_token_does_not_open(guarded: FlaskClient, given: str) -> None:
    refused(
        guarded.get(LIST, headers={"Authorization": given.encode().decode("latin-1")}), 401, "not-allowed"
    )


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_to_everybody(guarded: FlaskClient, path: str) -> None:
    assert guarded.get(path).status_code == 200


def test_a_person_without_the_token_is_led_to_the_door(guarded: FlaskClient) -> None:
    response = guarded.get("/", headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Location"]) == (302, "/login")
    assert response.headers["X-Request-Id"]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "localhost:5000", "[::1]:8000", "LOCALHOST"])
def test_without_a_token_this_machine_is_answered(refusing: FlaskClient, host: str) -> None:
    assert refusing.get(LIST, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "10.0.0.5", "localhost.evil.example", "[bad", "", "a b"],
)
def test_without_a_token_another_name_is_refused(refusing: FlaskClient, host: str) -> None:
    refused(refusing.get(LIST, headers={"Host": host}), 403, "forbidden")


def test_with_a_token_any_name_is_answered(guarded: FlaskClient) -> None:
    headers = {"Host": "van-ban.xa.example", "Authorization": f"Bearer {TOKEN}"}
    assert guarded.get(LIST, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://[bad"},
        {"Origin": "localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_cannot_make_this_one_work(
    refusing: FlaskClient, headers: dict[str, str]
) -> None:
    refused(refusing.post("/api/v1/documents", json=DOCUMENT, headers=headers), 403, "forbidden")
    assert refusing.get(LIST, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "http://127.0.0.1:8000", "Host": "127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
)
def test_its_own_pages_and_programs_can(api: FlaskClient, headers: dict[str, str]) -> None:
    assert api.post("/api/v1/documents", json=DOCUMENT, headers=headers).status_code == 201


@pytest.mark.parametrize("path", [LIST, "/api/v1/jobs/khong-co", "/khong-co", "/healthz"])
def test_every_answer_keeps_to_itself_and_has_an_id(refusing: FlaskClient, path: str) -> None:
    first, second = refusing.get(path), refusing.get(path)
    for name in HEADERS:
        assert first.headers[name]
    assert "frame-ancestors 'none'" in first.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in first.headers["Content-Security-Policy"]
    assert first.headers["Cache-Control"] == "no-store"
    assert re.fullmatch("[0-9a-f]{16}", first.headers["X-Request-Id"])
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_a_refusal_and_its_line_in_the_log_have_one_id(
    refusing: FlaskClient, logged: list[dict[str, Any]]
) -> None:
    problem = refused(refusing.get("/api/v1/jobs/khong-co"), 404, "not-found")
    assert [(e["event"], e["code"], e["request_id"]) for e in logged] == [
        ("request_refused", "not-found", problem["request_id"])
    ]


def test_head_and_options_are_answered(refusing: FlaskClient) -> None:
    head = refusing.head(LIST)
    assert (head.status_code, head.data) == (200, b"")
    options = refusing.options("/api/v1/documents")
    assert (options.status_code, set(options.headers["Allow"].split(", "))) == (200, {"OPTIONS", "POST"})


def test_a_token_is_compared_whole() -> None:
    assert same(TOKEN, TOKEN)
    assert not same(TOKEN[:-1], TOKEN)
    assert fingerprint(TOKEN) != fingerprint(TOKEN + "x")


def test_a_session_ends_with_its_token(make_service: Callable[..., Service]) -> None:
    client = client_app(make_service(VANBAN_API_TOKEN=TOKEN)).test_client()
    with client.session_transaction() as session:
        session["entered"] = fingerprint(TOKEN)
    assert client.get(LIST).status_code == 200
    with client.session_transaction() as session:
        session["entered"] = fingerprint(TOKEN + "cũ")
    refused(client.get(LIST), 401, "not-allowed")


@pytest.mark.parametrize("path", ["/api/v1/batches", "/api/v1/jobs/0/retry", "/mau/giay-moi/dien"])
@pytest.mark.parametrize("ending", ["", '; filename="a.xlsx"'])
def test_a_form_with_a_part_without_a_name_is_refused(refusing: FlaskClient, path: str, ending: str) -> None:
    parts = f"--x\r\nContent-Disposition: form-data{ending}\r\n\r\na\r\n"
    parts += '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nb\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Idempotency-Key": "k"}
    problem = refused(refusing.post(path, data=parts.encode(), headers=headers), 400, "unreadable-input")
    assert "không có tên" in problem["detail"]
