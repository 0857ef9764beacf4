"""What was wrong in an uploaded sheet comes back as a workbook; what only the sender knows is asked and taken."""

import io
import json
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.api import a_workbook, conforms, refused
from tests.builders_awkward import styled
from tests.unit.web.api.test_batches import HEADS, upload


def returned(client: FlaskClient, job: dict[str, Any]) -> Any:
    response = client.get(job["links"]["errors"])
    assert response.status_code == 200
    assert "loi-" in response.headers["Content-Disposition"]
    return openpyxl.load_workbook(io.BytesIO(response.data))


def test_wrong_rows_come_back_and_mended_they_are_the_rest(client: FlaskClient) -> None:
    book = a_workbook(HEADS, ["An", "05/02/2026"], ["Bình", "31/02/2026"])
    job = client.get(upload(client, book).headers["Location"]).json
    conforms(job, "Job")
    assert (job["state"], job["total"], job["failed"]) == ("partly", 2, 1)
    found = returned(client, job)
    assert [[cell.value for cell in row] for row in found.worksheets[0].iter_rows(min_col=2, max_col=3)][
        -1
    ] == [
        "Bình",
        "31/02/2026",
    ]
    found.worksheets[0]["C2"] = "28/02/2026"
    target = io.BytesIO()
    found.save(target)
    again = client.get(upload(client, target.getvalue(), "loi.xlsx").headers["Location"]).json
    assert (again["state"], again["total"], again["done"]) == ("done", 1, 1)
    assert "errors" not in again["links"]


def test_a_job_without_wrong_rows_has_none_to_give_back(client: FlaskClient) -> None:
    job = upload(client, a_workbook(HEADS, ["An", "05/02/2026"])).json
    refused(client.get(f"/api/v1/jobs/{job['id']}/errors.xlsx"), 404, "not-found")
    refused(client.get("/api/v1/jobs/khong-co/errors.xlsx"), 404, "not-found")


def test_what_was_mended_is_told_by_the_check_and_by_the_job(client: FlaskClient) -> None:
    book = a_workbook(HEADS, ["A\u200bn", "25/02/2026"]).getvalue()
    checked = upload(client, book, dry_run="true").json
    conforms(checked, "DryRun")
    assert checked["summary"] == "1 dòng: 1 đạt, 0 dòng lỗi"
    assert [(n["cell"], n["before"], n["after"]) for n in checked["notes"]] == [("A2", "A⟨U+200B⟩n", "An")]
    assert upload(client, book).json["notes"] == checked["notes"]


def test_a_title_explained_by_a_mapping_is_taken(client: FlaskClient) -> None:
    book = a_workbook(["Tên người", "Ngày họp"], ["An", "05/02/2026"]).getvalue()
    problem = refused(upload(client, book, dry_run="true"), 422, "invalid-submission")
    assert "unknown" in [e["rule"] for e in problem["errors"]]
    mapping = json.dumps({"Tên người": "ho_ten"})
    assert upload(client, book, dry_run="true", mapping=mapping).json["good"] == 1


@pytest.mark.parametrize("mapping", ["{", "[]", '{"a": 1}', "[" * 100_000])
def test_a_mapping_that_is_none_is_refused_at_its_place(client: FlaskClient, mapping: str) -> None:
    book = a_workbook(HEADS, ["An", "05/02/2026"])
    problem = refused(upload(client, book, mapping=mapping), 422, "invalid-submission")
    assert problem["errors"][0]["pointer"] == "/mapping"


@pytest.mark.parametrize(("choice", "good"), [("take", 2), ("skip", 1)])
def test_hidden_rows_are_asked_about_and_the_answer_is_taken(
    client: FlaskClient, choice: str, good: int
) -> None:
    book = styled([HEADS, ["An", "05/02/2026"], ["Bình", "06/02/2026"]], hidden=(3,))
    problem = refused(upload(client, book, dry_run="true"), 422, "invalid-submission")
    assert problem["errors"][0]["rule"] == "hidden"
    assert upload(client, book, dry_run="true", hidden_rows=choice).json["good"] == good
