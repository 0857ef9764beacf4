"""The same key and body give the same answer, another body gives 409, and no key is lost to a failure."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from service.database.schema import answer, document, dossier, job
from service.errors import StorageUnavailable
from service.web import idempotency
from service.web.files import DOCX
from service.wiring import Service
from tests.api import VALUES, a_workbook, client_app, conforms, refused
from tests.web_app import NOW

URL = "/api/v1/documents"
BODY = {"template": "giay-moi", "values": VALUES}
KEY = {"Idempotency-Key": "khoa-1"}


def documents(service: Service) -> int:
    with service.shop.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(document)) or 0


def count(service: Service) -> int:
    with service.shop.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(answer)) or 0


def left(service: Service, key: str, *, hours: int, status: int | None) -> None:
    row = {"key": f"{URL} {key}", "body_sha256": "x", "status": status, "headers": "{}", "body": ""}
    with service.shop.database.write() as connection:
        connection.execute(insert(answer).values(**row, created=(NOW - timedelta(hours=hours)).isoformat()))


def same_answer(first: Any, second: Any) -> None:
    assert (first.status_code, first.data) == (second.status_code, second.data)
    for name in ("Content-Type", "Location", "Content-Disposition", "Content-Length"):
        assert first.headers.get(name) == second.headers.get(name)
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_a_repeated_call_gets_the_first_answer_and_makes_nothing(api: FlaskClient, small: Service) -> None:
    first = api.post(URL, json=BODY, headers=KEY)
    same_answer(first, api.post(URL, json=BODY, headers=KEY))
    conforms(first.json, "Document")
    assert documents(small) == 1


@pytest.mark.parametrize("accept", ["application/pdf", DOCX])
def test_a_file_is_given_again_byte_by_byte(api: FlaskClient, small: Service, accept: str) -> None:
    headers = KEY | {"Accept": accept}
    first = api.post(URL, json=BODY, headers=headers)
    assert first.mimetype == accept
    same_answer(first, api.post(URL, json=BODY, headers=headers))
    assert documents(small) == 1


def test_a_form_is_the_same_form_however_it_was_packed(api: FlaskClient) -> None:
    # Made once each: a workbook carries the second in which it was made.
    people = ("An", "Bình")
    books = {n: a_workbook(["Họ tên", "Ngày họp"], [n, "05/02/2026"]).getvalue() for n in people}

    def send(name: str, boundary: str = "mot") -> Any:
        parts = [("template", b"giay-moi", ""), ("file", books[name], '; filename="ds.xlsx"')]
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"{more}\r\n\r\n'.encode() + v + b"\r\n"
            for n, v, more in parts
        )
        kind = f"multipart/form-data; boundary={boundary}"
        data = io.BytesIO(body + f"--{boundary}--\r\n".encode())
        return api.post("/api/v1/batches", data=data.getvalue(), content_type=kind, headers=KEY)

    first = send("An")
    assert first.status_code == 202
    same_answer(first, send("An", "hai"))
    refused(send("Bình"), 409, "conflict")


def test_another_body_under_the_same_key_is_refused(api: FlaskClient, small: Service) -> None:
    api.post(URL, json=BODY, headers=KEY)
    refused(api.post(URL, json=BODY | {"verify": False}, headers=KEY), 409, "conflict")
    assert documents(small) == 1


def test_a_key_counts_for_its_own_address_only(api: FlaskClient) -> None:
    document_id = api.post(URL, json=BODY, headers=KEY).json["id"]
    body = {"title": "Hồ sơ", "documents": [document_id]}
    assert api.post("/api/v1/dossiers", json=body, headers=KEY).status_code == 202


def test_a_call_that_failed_may_be_repeated_under_its_key(api: FlaskClient, small: Service) -> None:
    refused(
        api.post(URL, json={"template": "giay-moi", "values": {}}, headers=KEY), 422, "invalid-submission"
    )
    assert api.post(URL, json=BODY, headers=KEY).status_code == 201
    assert count(small) == 1


def test_a_call_that_broke_may_be_repeated_under_its_key(api: FlaskClient, small: Service) -> None:
    working = small.shop.tools.converter

    class Full:
        def convert(self, *_: Any) -> None:
            raise StorageUnavailable

        def close(self) -> None: ...

    object.__setattr__(small.shop.tools, "converter", Full())
    refused(api.post(URL, json=BODY, headers=KEY), 503, "storage-unavailable")
    object.__setattr__(small.shop.tools, "converter", working)
    assert api.post(URL, json=BODY, headers=KEY).status_code == 201


def test_while_the_first_call_is_at_work_a_second_one_waits_outside(api: FlaskClient, small: Service) -> None:
    working, answers = small.shop.tools.converter, []

    class Slow:
        def convert(self, *paths: Any) -> None:
            answers.append(client_app(small).test_client().post(URL, json=BODY, headers=KEY))
            working.convert(*paths)

        def close(self) -> None: ...

    object.__setattr__(small.shop.tools, "converter", Slow())
    assert api.post(URL, json=BODY, headers=KEY).status_code == 201
    assert "còn đang làm" in refused(answers[0], 409, "conflict")["detail"]
    assert documents(small) == 1


def post(service: Service, path: str, body: Any = None, key: str = "khoa-1", accept: str = "*/*") -> Any:
    headers = {"Idempotency-Key": key, "Accept": accept}
    if isinstance(body, bytes):
        form = {"file": (io.BytesIO(body), "sua.json")}
        return (
            client_app(service)
            .test_client()
            .post(path, data=form, headers=headers, content_type="multipart/form-data")
        )
    return client_app(service).test_client().post(path, json=body, headers=headers)


def rows(service: Service) -> list[int]:
    with service.shop.database.read() as connection:
        return [connection.scalar(select(func.count()).select_from(t)) or 0 for t in (job, document, dossier)]


class KilledError(BaseException):
    """The process ends here."""


def die(*given: Any, **_: Any) -> None:
    for response in given[1:]:
        response.close()  # the end of a process closes its files
    raise KilledError


def killed_post(monkeypatch: pytest.MonkeyPatch, *call: Any, **more: Any) -> None:
    """Let the process die when the work of a call is committed and nothing of the answer is kept."""
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(idempotency, "_keep", die)
        patch.setattr(idempotency, "_leave", die)
        post(*call, **more)


@pytest.mark.parametrize("accept", ["application/json", "application/pdf"])
def test_what_a_killed_call_made_is_its_answer_when_it_is_repeated(
    make_service: Callable[..., Service], monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    killed = make_service()
    killed_post(monkeypatch, killed, URL, BODY, accept=accept)
    before = rows(killed)
    again = make_service()
    again.start()
    answer = post(again, URL, BODY, accept=accept)
    assert (answer.status_code, answer.mimetype) == (201 if "json" in accept else 200, accept)
    assert answer.data.startswith(b"{" if "json" in accept else b"%PDF")
    assert rows(again) == before
    same_answer(answer, post(again, URL, BODY, accept=accept))


def test_a_batch_and_a_dossier_of_a_killed_call_are_not_made_twice(
    make_service: Callable[..., Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    one = post(service, URL, BODY, "khac").json["id"]
    batch = {"template": "giay-moi", "rows": [VALUES, {}], "dossier": True}
    for path, body in (
        ("/api/v1/batches", batch),
        ("/api/v1/dossiers", {"title": "Hồ sơ", "documents": [one]}),
    ):
        killed_post(monkeypatch, service, path, body)
        before = rows(service)
        service = make_service()
        service.start()
        answer = post(service, path, body)
        assert (answer.status_code, answer.headers["Location"]) == (202, answer.json["links"]["self"])
        assert rows(service) == before


def test_a_call_that_broke_after_its_work_is_finished_without_a_restart(
    small: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "_keep", full)
        refused(post(small, URL, BODY), 503, "storage-unavailable")
    refused(post(small, URL, BODY, accept="image/png"), 406, "not-acceptable")
    refused(post(small, URL, BODY | {"verify": False}), 409, "conflict")
    assert post(small, URL, BODY).status_code == 201
    assert documents(small) == 1


def test_a_job_that_a_killed_call_cancelled_tried_again_or_mended_is_answered_for(
    make_service: Callable[..., Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service()
    service.engine.holds = True  # type: ignore[attr-defined]
    batch = {"template": "giay-moi", "rows": [VALUES, {}], "verify": False}
    here = post(service, "/api/v1/batches", batch, "lo").json["links"]["self"]
    mended = json.dumps([VALUES, VALUES]).encode()
    steps = [
        ("cancel", None, 200, "cancelled"),
        ("retry", None, 202, "partly"),
        ("retry", mended, 202, "done"),
    ]
    for number, (step, body, status, state) in enumerate(steps):
        killed_post(monkeypatch, service, f"{here}/{step}", body, str(number))
        service = make_service()
        service.start()  # and does what was left
        answer = post(service, f"{here}/{step}", body, str(number))
        assert (answer.status_code, answer.json["state"]) == (status, state)
        refused(post(service, f"{here}/{step}", body, f"moi-{number}"), 409, "conflict")
    assert rows(service)[:2] == [1, 2]


def test_a_call_under_its_key_that_was_killed_before_its_work_is_made_once(
    make_service: Callable[..., Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = make_service()
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(idempotency, "_leave", die)
        patch.setattr(type(killed.desk), "document", lambda *_, **__: die())
        post(killed, URL, BODY)
    fresh = make_service()
    fresh.start()
    assert post(fresh, URL, BODY).status_code == 201
    assert documents(fresh) == 1


def test_answers_are_kept_over_a_restart_for_a_day(make_service: Callable[..., Service]) -> None:
    service = make_service()
    first = client_app(service).test_client().post(URL, json=BODY, headers=KEY)
    left(service, "cu", hours=25, status=201)
    service = make_service()
    service.start()
    same_answer(first, client_app(service).test_client().post(URL, json=BODY, headers=KEY))
    assert count(service) == 1


def test_a_key_older_than_a_day_is_free_again(api: FlaskClient, small: Service) -> None:
    left(small, "khoa-1", hours=25, status=201)
    assert api.post(URL, json=BODY, headers=KEY).status_code == 201
    assert count(small) == 1


@pytest.mark.parametrize("key", ["", "x" * 101, "khóa", "a\tb"])
def test_a_key_that_is_none_is_refused(refusing: FlaskClient, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    problem = refused(refusing.post(URL, json=BODY, headers=headers), 422, "invalid-submission")
    assert problem["errors"][0]["rule"] == "header"
