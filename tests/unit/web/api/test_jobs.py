"""A job: where it stands, told once or as a stream; stopped, tried again, handed over."""

import io
import json
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.web.api import jobs
from service.wiring import Service
from tests.api import VALUES, client_app, conforms, refused
from tests.fakes import HandEngine, RefusingConverter

URL = "/api/v1/jobs"


@pytest.fixture
def engine(service: Service) -> HandEngine:
    assert isinstance(service.engine, HandEngine)
    return service.engine


def start(client: FlaskClient, *names: str, **more: Any) -> dict[str, Any]:
    values = [VALUES | {"ho_ten": name} for name in names]
    response = client.post("/api/v1/batches", json={"template": "giay-moi", "rows": values, **more})
    assert response.status_code == 202, response.text
    job: dict[str, Any] = response.json
    return job


def events_of(text: str) -> list[dict[str, Any]]:
    return [
        json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")
    ]


def test_a_job_says_how_far_it_is(client: FlaskClient, engine: HandEngine) -> None:
    engine.holds = True
    job = start(client, "An", "Bình")
    conforms(job, "Job")
    assert (job["state"], job["percent"], job["eta_seconds"], job["finished"]) == ("queued", 0, None, None)
    assert "zip" not in job["links"]
    engine.go()
    job = client.get(job["links"]["self"]).json
    assert (job["state"], job["stage"], job["percent"], job["eta_seconds"]) == ("done", "done", 100, 0)


def test_the_latest_jobs_are_listed_without_the_judging_of_single_documents(client: FlaskClient) -> None:
    client.post("/api/v1/documents", json={"template": "giay-moi", "values": VALUES})
    job = start(client, "An")
    listed = client.get(URL).json
    conforms(listed, "JobList")
    assert [j["id"] for j in listed["jobs"]] == [job["id"]]


def test_a_stream_tells_each_state_once_and_ends_with_the_job(
    client: FlaskClient, engine: HandEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.holds = True
    job = start(client, "An")
    monkeypatch.setattr(jobs.time, "sleep", lambda _: engine.go())
    response = client.get(job["links"]["events"])
    assert response.mimetype == "text/event-stream"
    told = events_of(response.text)
    assert [t["state"] for t in told] == ["queued", "done"]
    conforms(told[-1], "Job")
    assert events_of(client.get(job["links"]["events"]).text) == told[-1:]


def test_a_stream_shows_that_it_is_alive_and_stops_after_its_time(
    client: FlaskClient, engine: HandEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.holds = True
    links = start(client, "An")["links"]
    monkeypatch.setattr(jobs, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "STREAM_SECONDS", 0.1)
    text = client.get(links["events"]).text
    assert len(events_of(text)) == 1
    assert ": \n\n" in text


def test_streams_take_a_few_places_and_give_them_back(client: FlaskClient, engine: HandEngine) -> None:
    engine.holds = True
    url = start(client, "An")["links"]["events"]
    for _ in range(2):
        streams = [client.get(url, buffered=False) for _ in range(3)]
        full = client.get(url)
        refused(full, 503, "busy")
        assert full.headers["Retry-After"] == "5"
        for stream in streams:
            stream.close()
    assert client.head(url).status_code == 200
    engine.go()
    assert all(client.get(url).status_code == 200 for _ in range(5))


def test_a_cancelled_job_makes_nothing_more(client: FlaskClient, engine: HandEngine) -> None:
    engine.holds = True
    job = start(client, "An", "Bình", dossier=True)
    cancelled = client.post(job["links"]["self"] + "/cancel")
    assert cancelled.status_code == 200
    conforms(cancelled.json, "Job")
    engine.go()
    job = client.get(job["links"]["self"]).json
    assert (job["state"], job["done"]) == ("cancelled", 0)
    assert "dossier" not in job["links"]
    refused(client.post(job["links"]["self"] + "/cancel"), 409, "conflict")


def test_a_cancelled_job_can_be_taken_up_again(client: FlaskClient, engine: HandEngine) -> None:
    engine.holds = True
    here = start(client, "An", "Bình")["links"]["self"]
    refused(client.post(here + "/retry"), 409, "conflict")
    client.post(here + "/cancel")
    again = client.post(here + "/retry")
    assert again.status_code == 202
    conforms(again.json, "Job")
    engine.go()
    assert client.get(here).json["done"] == 2


def test_a_retry_makes_only_what_failed(make_service: Any) -> None:
    service = make_service()
    converter = RefusingConverter(["Bình"])
    object.__setattr__(service.shop.tools, "converter", converter)
    client = client_app(service).test_client()
    here = start(client, "An", "Bình", dossier=True)["links"]["self"]
    job = client.get(here).json
    conforms(job, "Job")
    assert (job["state"], job["done"], job["failed"]) == ("partly", 1, 1)
    assert [(e["row"], e["rule"]) for e in job["errors"]] == [(2, "conversion-failed")]
    converter.words.clear()
    client.post(here + "/retry")
    job = client.get(here).json
    assert (job["state"], job["done"], job["failed"], job["errors"]) == ("done", 2, 0, [])
    assert [p.name for p in converter.sources].count("van-ban.docx") == 2
    assert len(client.get(job["links"]["dossier"]).json["documents"]) == 2
    refused(client.post(here + "/retry"), 409, "conflict")


def test_the_archive_holds_every_finished_document_twice(client: FlaskClient) -> None:
    job = start(client, "An", "Bình")
    response = client.get(job["links"]["zip"])
    assert response.mimetype == "application/zip"
    assert response.headers["Content-Disposition"].endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(response.data)) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == [
            "van-ban/0001_gm-an.pdf",
            "van-ban/0001_gm-an.docx",
            "van-ban/0002_gm-binh.pdf",
            "van-ban/0002_gm-binh.docx",
        ]
        document = client.get(job["links"]["documents"]).json["documents"][1]
        assert bundle.read("van-ban/0002_gm-binh.pdf") == client.get(document["links"]["pdf"]).data
    assert client.get(job["links"]["zip"]).data == response.data


def test_a_job_without_documents_has_no_archive(client: FlaskClient, engine: HandEngine) -> None:
    engine.holds = True
    here = start(client, "An")["links"]["self"]
    refused(client.get(here + "/zip"), 404, "not-found")


@pytest.mark.parametrize("rest", ["", "/events", "/documents", "/zip"])
def test_an_unknown_job_is_not_found(refusing: FlaskClient, rest: str) -> None:
    refused(refusing.get(f"{URL}/{'0' * 32}{rest}"), 404, "not-found")


@pytest.mark.parametrize("rest", ["/cancel", "/retry"])
def test_an_unknown_job_can_be_neither_stopped_nor_tried_again(refusing: FlaskClient, rest: str) -> None:
    refused(refusing.post(f"{URL}/{'0' * 32}{rest}"), 404, "not-found")
