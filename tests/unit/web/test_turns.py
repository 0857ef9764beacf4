"""Few are worked for at a time; short answers are given to all, and a turn always comes back."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.web import turns
from service.wiring import Service
from tests.api import VALUES, client_app, refused

BODY = {"template": "giay-moi", "values": VALUES}


@pytest.fixture
def one_turn(monkeypatch: pytest.MonkeyPatch) -> threading.BoundedSemaphore:
    only = threading.BoundedSemaphore(1)
    monkeypatch.setattr(turns, "_TURNS", only)
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    return only


def test_who_gets_no_turn_is_told_to_come_again_and_short_answers_are_given(
    api: FlaskClient, one_turn: threading.BoundedSemaphore
) -> None:
    with one_turn:
        assert refused(api.post("/api/v1/checks", json=BODY), 503, "busy")["detail"].endswith("sau ít phút.")
        assert refused(api.get("/api/v1/jobs/x/zip"), 503, "busy")
        assert api.get("/api/v1/jobs").status_code == 200
    assert api.post("/api/v1/checks", json=BODY).status_code == 200


def test_what_is_refused_unread_waits_for_no_turn(
    make_service: Callable[..., Service],
    one_turn: threading.BoundedSemaphore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large = threading.BoundedSemaphore(1)
    monkeypatch.setattr(turns, "_LARGE", large)
    monkeypatch.setattr(turns, "_LARGE", large)
    refusing = client_app(make_service(VANBAN_MAX_UPLOAD="1")).test_client()
    body = {"data": b"-" * 1_100_000, "content_type": "multipart/form-data; boundary=x"}
    with one_turn, large:
        refused(refusing.post("/api/v1/khong-co", json=BODY), 404, "not-found")
        refused(refusing.get("/api/v1/khong-co/zip"), 404, "not-found")
        refused(refusing.post("/api/v1/khong-co", **body), 404, "not-found")
        refused(refusing.post("/api/v1/templates/giay-moi", json=BODY), 405, "method-not-allowed")
        refused(refusing.post("/api/v1/checks", **body), 413, "input-too-large")
        refused(refusing.post("/api/v1/checks", json=BODY), 503, "busy")


@pytest.mark.usefixtures("one_turn")
@pytest.mark.parametrize("sent", [{"json": BODY}, {"json": {}}, {"data": b"x" * 9}, {"data": {"ma": "x"}}])
def test_a_turn_comes_back_however_the_call_ends(api: FlaskClient, sent: dict[str, Any]) -> None:
    for _ in range(3):
        assert api.post("/api/v1/checks", **sent).status_code != 503
        assert api.post("/khong-co", **sent).status_code == 404


def test_large_bodies_are_taken_in_for_few_at_a_time_and_short_ones_pass_them(
    api: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = threading.BoundedSemaphore(1)
    monkeypatch.setattr(turns, "_LARGE", only)
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    large = {"data": b"x" * (turns.SHORT + 1)}
    with only:
        refused(api.post("/api/v1/checks", **large), 503, "busy")
        refused(api.post("/api/v1/checks", headers={"Transfer-Encoding": "chunked"}), 503, "busy")
        assert api.post("/api/v1/checks", json=BODY).status_code == 200
        assert api.post("/api/v1/jobs/x/cancel").status_code == 404
    assert api.post("/api/v1/checks", **large).status_code == 415
