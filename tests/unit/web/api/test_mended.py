"""Rows that were wrong, mended and sent again, join the documents of the same job."""

import io
import json
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from service.database.rows import change
from service.database.schema import job as job_table
from service.jobs.run import MOST_ATTEMPTS
from service.jobs.taken import keep_taken
from service.wiring import Service
from tests.api import a_workbook, conforms, refused
from tests.unit.web.api.test_batches import HEADS, upload

DAY, NONE = "05/02/2026", "31/02/2026"


def mended(client: FlaskClient, job: dict[str, Any], change: Any, **fields: str) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(client.get(job["links"]["errors"]).data))
    change(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return sent(client, job, target.getvalue(), **fields)


def sent(client: FlaskClient, job: dict[str, Any], data: bytes, **fields: str) -> Any:
    form = {"file": (io.BytesIO(data), "loi.xlsx"), **fields}
    return client.post(f"{job['links']['self']}/retry", data=form, content_type="multipart/form-data")


def batch(client: FlaskClient, *rows: list[Any], **fields: str) -> dict[str, Any]:
    return client.get(upload(client, a_workbook(HEADS, *rows), **fields).headers["Location"]).json


def titles(client: FlaskClient, job: dict[str, Any]) -> list[tuple[int, str]]:
    found = client.get(job["links"]["documents"]).json["documents"]
    return [(d["row"], d["title"]) for d in found]


FOUR = (["An", NONE], ["Bình", DAY], ["Chi", NONE], ["Dung", DAY])


def test_mended_rows_take_their_old_places_in_the_same_dossier(client: FlaskClient) -> None:
    job = batch(client, *FOUR, dossier="true")
    assert (job["state"], job["total"], job["done"], job["failed"]) == ("partly", 4, 2, 2)
    dossier = job["links"]["dossier"]
    assert len(client.get(dossier).json["documents"]) == 2

    def first(sheet: Any) -> None:
        assert [cell.value for cell in sheet[1]][-1] == "Dòng Excel trong tệp gốc (tiêu đề ở dòng 1)"
        assert [sheet.cell(n, sheet.max_column).value for n in (2, 3)] == [2, 4]
        assert sheet["A3"].value == "3"  # the number that links the sheets stays
        sheet["C3"] = DAY

    answer = mended(client, job, first)
    assert answer.status_code == 202
    conforms(answer.json, "Job")
    again = client.get(job["links"]["self"]).json
    assert (again["state"], again["total"], again["done"], again["failed"]) == ("partly", 4, 3, 1)
    assert [(e["row"], e["rule"]) for e in again["errors"]] == [(1, "format")]
    assert titles(client, again) == [(2, "Giấy mời Bình"), (3, "Giấy mời Chi"), (4, "Giấy mời Dung")]
    second = mended(client, again, lambda sheet: sheet.__setitem__("C2", DAY))
    assert second.status_code == 202
    done = client.get(job["links"]["self"]).json
    assert (done["state"], done["total"], done["done"], done["failed"]) == ("done", 4, 4, 0)
    assert "errors" not in done["links"]
    assert [row for row, _ in titles(client, done)] == [1, 2, 3, 4]
    bound = client.get(dossier).json
    named = [client.get(f"/api/v1/documents/{d}").json["title"] for d in bound["documents"]]
    assert named == ["Giấy mời An", "Giấy mời Bình", "Giấy mời Chi", "Giấy mời Dung"]
    assert bound["verified"] is True


def test_the_whole_file_mended_does_as_well(client: FlaskClient) -> None:
    job = batch(client, *FOUR)
    whole = a_workbook(HEADS, ["An", DAY], ["Bình", DAY], ["Chi", DAY], ["Dung", DAY]).getvalue()
    assert sent(client, job, whole).status_code == 202
    done = client.get(job["links"]["self"]).json
    assert (done["state"], done["done"]) == ("done", 4)


def test_rows_that_another_call_has_just_mended_are_not_made_twice(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = batch(client, *FOUR)
    whole = a_workbook(HEADS, *([name, DAY] for name, _ in FOUR)).getvalue()

    def overtaken(*given: Any) -> Any:
        monkeypatch.undo()
        one = a_workbook(HEADS, ["An", DAY], *FOUR[1:]).getvalue()
        assert sent(client, job, one).status_code == 202
        return keep_taken(*given)

    monkeypatch.setattr("service.jobs.mended.keep_taken", overtaken)
    assert "vừa được ghép" in refused(sent(client, job, whole), 409, "conflict")["detail"]
    assert [row for row, _ in titles(client, job)] == [1, 2, 4]


def test_a_mended_job_begins_anew_and_keeps_what_was_told(client: FlaskClient, service: Service) -> None:
    job = batch(client, ["An", NONE], ["B\u200bình", DAY])
    assert job["notes"]
    with service.shop.database.write() as connection:
        stale = {"attempts": MOST_ATTEMPTS, "problem": {"detail": "Thiếu Java."}}
        change(connection, job_table, job["id"], **stale)
    service.engine.holds = True
    answer = mended(client, job, lambda sheet: sheet.__setitem__("C2", DAY)).json
    assert (answer["state"], answer["problem"], answer["finished"]) == ("queued", None, None)
    assert answer["notes"][: len(job["notes"])] == job["notes"]
    service.engine.go()
    assert client.get(job["links"]["self"]).json["state"] == "done"


def test_a_returned_workbook_of_a_former_version_does_as_well(client: FlaskClient) -> None:
    job = batch(client, *FOUR)

    def former(sheet: Any) -> None:
        sheet["C2"] = sheet["C3"] = DAY
        for row, value in ((1, "Dòng trong tệp gốc"), (2, 1), (3, 3)):
            sheet.cell(row, sheet.max_column).value = value

    assert mended(client, job, former).status_code == 202
    done = client.get(job["links"]["self"]).json
    assert [row for row, _ in titles(client, done)] == [1, 2, 3, 4]


def test_a_returned_workbook_sent_as_a_new_batch_has_wrong_rows_that_can_be_mended(
    client: FlaskClient,
) -> None:
    first = batch(client, *FOUR, ["Em", NONE])
    book = openpyxl.load_workbook(io.BytesIO(client.get(first["links"]["errors"]).data))
    sheet = book.worksheets[0]
    sheet["C2"] = DAY
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    job = client.get(upload(client, target).headers["Location"]).json
    assert [e["row"] for e in job["errors"]] == [2, 3]

    def last(sheet: Any) -> None:
        assert [sheet.cell(n, sheet.max_column).value for n in (2, 3)] == [4, 6]
        sheet["C3"] = DAY

    assert mended(client, job, last).status_code == 202
    again = client.get(job["links"]["self"]).json
    assert [e["row"] for e in again["errors"]] == [2]
    assert titles(client, again) == [(1, "Giấy mời An"), (3, "Giấy mời Em")]


def test_a_file_that_does_not_belong_to_the_job_changes_nothing(client: FlaskClient) -> None:
    job = batch(client, *FOUR)
    other = a_workbook(HEADS, ["An", DAY]).getvalue()
    assert "không biết dòng nào" in refused(sent(client, job, other), 422, "invalid-submission")["detail"]

    def strange(sheet: Any) -> None:
        sheet["C2"] = sheet["C3"] = DAY
        for row in (2, 3):
            sheet.cell(row, sheet.max_column).value = 3

    assert "không khớp" in refused(mended(client, job, strange), 422, "invalid-submission")["detail"]
    still = refused(mended(client, job, lambda sheet: None), 422, "invalid-submission")
    assert [e["row"] for e in still["errors"]] == [1, 3]
    assert client.get(job["links"]["self"]).json["failed"] == 2


def test_a_job_at_work_or_without_wrong_rows_takes_nothing(client: FlaskClient, service: Service) -> None:
    good = batch(client, ["An", DAY])
    refused(sent(client, good, a_workbook(HEADS, ["An", DAY]).getvalue()), 409, "conflict")
    service.engine.holds = True
    busy = batch(client, *FOUR)
    refused(sent(client, busy, a_workbook(HEADS, *FOUR).getvalue()), 409, "conflict")


@pytest.mark.parametrize("fields", [{"la": "1"}, {"overrides": "{"}])
def test_what_the_form_does_not_know_is_refused(client: FlaskClient, fields: dict[str, str]) -> None:
    job = batch(client, *FOUR)
    assert sent(client, job, b"x", **fields).status_code in (400, 422)


def test_the_page_of_the_job_takes_the_file_and_tells_what_is_still_wrong(client: FlaskClient) -> None:
    job = batch(client, *FOUR)
    page = f"/viec/{job['id']}"
    html = {"Accept": "text/html"}
    assert "Gửi các dòng đã sửa" in client.get(page, headers=html).text
    same = client.get(job["links"]["errors"]).data
    answer = client.post(f"{page}/sua", data={"file": (io.BytesIO(same), "loi.xlsx")}, headers=html)
    assert answer.status_code == 422
    assert "Chưa ghép được các dòng đã sửa" in answer.text
    nothing = client.post(f"{page}/sua", data={}, headers=html)
    assert (nothing.status_code, "Chưa chọn tệp" in nothing.text) == (422, True)
    whole = a_workbook(HEADS, *([name, DAY] for name, _ in FOUR)).getvalue()
    done = client.post(f"{page}/sua", data={"file": (io.BytesIO(whole), "ds.xlsx")}, headers=html)
    assert (done.status_code, done.location) == (303, page)
    assert "4</strong>/4 văn bản" in client.get(page, headers=html).text
    assert json.loads(client.get(f"/api/v1/jobs/{job['id']}").text)["state"] == "done"
