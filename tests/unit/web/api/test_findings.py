"""Errors that the rules find stop a document, row or workbook over HTTP too, until somebody answers for them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.api import a_workbook, client_app, conforms, refused
from tests.builders_checks import a_roll_call, roll_call
from tests.unit.web.api.test_batches import upload
from tests.web_app import a_service

REASON = "Đảng ủy xã đã xác nhận số liệu."
HEADS = ["Chi bộ", "Tổng số", "Có mặt", "Vắng"]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    a_roll_call(tmp_path / "mau")
    (tmp_path / "quy-tac").mkdir()
    (tmp_path / "quy-tac" / "co-quan.toml").write_text('[rule.M10]\nseverity = "I"\n')
    rules = str(tmp_path / "quy-tac")
    service = a_service(tmp_path / "data", VANBAN_TEMPLATES=str(tmp_path / "mau"), VANBAN_RULES=rules)
    yield client_app(service).test_client()
    service.close()


def make(client: FlaskClient, **values: Any) -> Any:
    overrides = values.pop("overrides", None)
    body = {"template": "diem-danh", "values": {**roll_call("An"), **values}}
    return client.post(
        "/api/v1/documents", json=body if overrides is None else body | {"overrides": overrides}
    )


def test_an_error_stops_a_document_with_every_finding(client: FlaskClient) -> None:
    problem = refused(make(client, co_mat=14), 422, "stopped-by-findings")
    assert [(e["pointer"], e["rule"], e["severity"]) for e in problem["errors"]] == [("/tong_so", "M1", "E")]
    assert [(f["rule"], f["severity"]) for f in problem["findings"]] == [("M1", "E"), ("M10", "I")]
    assert client.get("/api/v1/jobs").json["jobs"] == []


def test_with_a_reason_it_is_made_and_the_reason_stays_with_it(client: FlaskClient) -> None:
    answered = [{"rule": "M1", "pointer": "/tong_so", "reason": f"  {REASON} "}]
    made = make(client, co_mat=26, overrides=answered)
    assert made.status_code == 201
    conforms(made.json, "Document")
    (kept,) = client.get(made.json["links"]["self"]).json["findings"]
    assert (kept["rule"], kept["overridden"]) == ("M1", {"reason": REASON})
    body = {"title": "Hồ sơ", "documents": [made.json["id"]]}
    job = client.post("/api/v1/dossiers", json=body).json
    dossier = client.get(client.get(job["links"]["self"]).json["links"]["dossier"]).json
    (document,) = client.get(dossier["links"]["manifest"]).json["documents"]
    assert document["overridden"] == [kept]


@pytest.mark.parametrize(
    ("overrides", "pointer"),
    [
        ([{"rule": "M1", "reason": "ngắn"}], "/overrides/0/reason"),
        ([{"rule": "M1"}], "/overrides/0/reason"),
        ([{"rule": "M77", "reason": REASON}], "/overrides/0/rule"),
        ([{"rule": "M1", "reason": REASON, "ly_do": ""}], "/overrides/0/ly_do"),
        ([{"rule": "M1", "reason": "có\u0007 ký tự lạ"}], "/overrides/0/reason"),
        ("M1", "/overrides"),
    ],
)
def test_a_reason_that_says_nothing_is_refused_at_its_place(
    client: FlaskClient, overrides: Any, pointer: str
) -> None:
    problem = refused(make(client, co_mat=26, overrides=overrides), 422, "invalid-submission")
    assert [e["pointer"] for e in problem["errors"]] == [pointer]


def test_the_other_rows_of_a_batch_are_made(client: FlaskClient) -> None:
    book = a_workbook(HEADS, ["An", 30, 27, 3], ["Bình", 30, 26, 3])
    job = client.get(upload(client, book, template="diem-danh").headers["Location"]).json
    conforms(job, "Job")
    assert (job["state"], job["done"], job["failed"]) == ("partly", 1, 1)
    (error,) = job["errors"]
    assert (error["row"], error["cell"], error["rule"], error["severity"]) == (2, "B3", "M1", "E")
    assert error["source"].startswith("Mẫu biên bản") and "errors" in job["links"]


def test_a_batch_may_be_answered_for_row_by_row(client: FlaskClient) -> None:
    book = a_workbook(HEADS, ["An", 30, 26, 3], ["Bình", 30, 26, 3])
    answers = json.dumps([{"rule": "M1", "row": 2, "reason": REASON}])
    job = client.get(upload(client, book, template="diem-danh", overrides=answers).headers["Location"]).json
    assert [e["row"] for e in job["errors"]] == [1]
    (document,) = client.get(job["links"]["documents"]).json["documents"]
    assert document["row"] == 2 and document["findings"][0]["overridden"] == {"reason": REASON}
    rows = {"template": "diem-danh", "rows": [roll_call("An", present=26)]}
    made = client.post("/api/v1/batches", json=rows | {"overrides": [{"rule": "M1", "reason": REASON}]})
    assert made.status_code == 202


@pytest.mark.parametrize("overrides", ["[", "{", "5", '[{"rule": 5}]', '"M1"'])
def test_answers_that_are_no_list_are_refused(client: FlaskClient, overrides: str) -> None:
    response = upload(client, a_workbook(HEADS, ["An", 30, 26, 3]), template="diem-danh", overrides=overrides)
    assert response.status_code in (400, 422) and "overrides" in response.text


def test_a_dry_run_shows_findings_by_cell_and_makes_nothing(client: FlaskClient) -> None:
    book = a_workbook(HEADS, ["An", 30, 14, 16], ["Bình", 30, 26, 3])
    checked = upload(client, book, template="diem-danh", dry_run="true").json
    conforms(checked, "DryRun")
    assert (checked["good"], checked["bad"]) == (1, 1)
    assert [(f["rule"], f["severity"], f["row"], f["cell"]) for f in checked["findings"]] == [
        ("M10", "I", 1, "C2"),
        ("M1", "E", 2, "B3"),
    ]
    assert [e["cell"] for e in checked["errors"]] == ["B3"]
    assert client.get("/api/v1/jobs").json["jobs"] == []


def test_a_batch_of_nothing_but_errors_is_refused_whole(client: FlaskClient) -> None:
    rows = {"template": "diem-danh", "rows": [roll_call("An", present=26)]}
    problem = refused(client.post("/api/v1/batches", json=rows), 422, "stopped-by-findings")
    assert problem["errors"][0]["row"] == problem["findings"][0]["row"] == 1


def test_values_are_checked_without_making_anything(client: FlaskClient) -> None:
    body = {"template": "diem-danh", "values": roll_call("An", present=14)}
    checked = client.post("/api/v1/checks", json=body).json
    conforms(checked, "Check")
    assert (checked["stops"], [f["rule"] for f in checked["findings"]]) == (True, ["M1", "M10"])
    answered = body | {"overrides": [{"rule": "M1", "reason": REASON}]}
    assert client.post("/api/v1/checks", json=answered).json["stops"] is False
    right = client.post("/api/v1/checks", json=body | {"values": roll_call("An")}).json
    assert (right["stops"], right["findings"], right["rule_set"]) == (False, [], "05-HD/VPTW")
    refused(client.post("/api/v1/checks", json=body | {"values": {}}), 422, "invalid-submission")


def test_a_preview_is_not_stopped_for_it_is_there_to_look_at(client: FlaskClient) -> None:
    values = {"values": roll_call("An", present=14)}
    assert client.post("/api/v1/templates/diem-danh/preview", json=values).status_code == 200
