"""Many at once: files and lists, checked only or made, good rows kept and bad rows told by row, column and cell."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.wiring import Service
from tests.api import VALUES, a_workbook, client_app, conforms, refused

URL = "/api/v1/batches"
HEADS = ["Họ tên", "Ngày họp"]


def upload(client: FlaskClient, content: bytes | io.BytesIO, name: str = "ds.xlsx", **fields: str) -> Any:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    data = {"template": "giay-moi", "file": (stream, name), **fields}
    return client.post(URL, data=data, content_type="multipart/form-data")


def rows(*names: Any) -> dict[str, Any]:
    return {"template": "giay-moi", "rows": [VALUES | {"ho_ten": name} for name in names]}


def test_a_list_becomes_a_job_with_its_documents(client: FlaskClient) -> None:
    response = client.post(URL, json=rows("An", "Bình"))
    assert response.status_code == 202
    conforms(response.json, "Job")
    assert response.headers["Location"] == response.json["links"]["self"]
    job = client.get(response.headers["Location"]).json
    assert (job["state"], job["done"], job["percent"], job["verified"]) == ("done", 2, 100, True)
    documents = client.get(job["links"]["documents"]).json
    conforms(documents, "DocumentList")
    assert [(d["row"], d["title"]) for d in documents["documents"]] == [
        (1, "Giấy mời An"),
        (2, "Giấy mời Bình"),
    ]
    assert "dossier" not in job["links"]


def test_a_workbook_becomes_a_dossier_with_its_title(client: FlaskClient) -> None:
    book = a_workbook(HEADS, ["An", "05/02/2026"], ["Bình", "06/02/2026"])
    job = upload(client, book, dossier="true", title=" Giấy mời tháng 02 ").json
    dossier = client.get(job["links"]["dossier"]).json
    conforms(dossier, "Dossier")
    assert (dossier["title"], len(dossier["documents"]), dossier["verified"]) == (
        "Giấy mời tháng 02",
        2,
        True,
    )


def test_csv_and_json_files_are_read_too(client: FlaskClient) -> None:
    csv = "Họ tên;Ngày họp\nAn;05/02/2026\n".encode()
    assert upload(client, csv, "ds.csv").json["total"] == 1
    assert upload(client, json.dumps([VALUES, VALUES]).encode(), "ds.json").json["total"] == 2


def test_good_rows_are_made_and_bad_ones_told_by_cell(client: FlaskClient) -> None:
    book = a_workbook(HEADS, ["An", "05/02/2026"], ["", "30/02/2026"], ["Chi", "07/02/2026"])
    job = client.get(upload(client, book).json["links"]["self"]).json
    assert (job["state"], job["total"], job["done"], job["failed"]) == ("partly", 3, 2, 1)
    assert {(e["row"], e["column"], e["cell"]) for e in job["errors"]} == {
        (2, "Họ tên", "A3"),
        (2, "Ngày họp", "B3"),
    }
    assert [d["row"] for d in client.get(job["links"]["documents"]).json["documents"]] == [1, 3]


def test_a_dry_run_checks_and_makes_nothing(client: FlaskClient, service: Service) -> None:
    response = client.post(URL, json=rows("An", "") | {"dry_run": True})
    assert response.status_code == 200
    conforms(response.json, "DryRun")
    told = response.json
    assert (told["total"], told["good"], told["bad"]) == (2, 1, 1)
    assert told["summary"] == "2 dòng: 1 đạt, 1 dòng lỗi"
    assert told["errors"][0]["row"] == 2
    book = a_workbook(HEADS, ["An", "05/02/2026"])
    assert upload(client, book, dry_run="true").json["good"] == 1
    assert service.shop.tools.converter.sources == []
    assert client.get("/api/v1/jobs").json == {"jobs": []}


@pytest.mark.parametrize("said", ["false", "0", ""])
def test_a_form_says_no_as_well_as_yes(client: FlaskClient, said: str) -> None:
    book = a_workbook(HEADS, ["An", "05/02/2026"])
    job = upload(client, book, dossier=said, dry_run=said, verify=said).json
    assert (job["kind"], job["verified"], "dossier" in job["links"]) == ("batch", None, False)


def test_when_no_row_is_good_nothing_is_taken_in(client: FlaskClient) -> None:
    problem = refused(client.post(URL, json=rows("", 7)), 422, "invalid-submission")
    assert [e["row"] for e in problem["errors"]] == [1, 2]
    assert client.get("/api/v1/jobs").json == {"jobs": []}


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("ds.xlsx", b"%PDF-1.7\n", "PDF"),
        ("ds.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xlsx"),
        ("ds.xlsx", b"", "trống"),
        ("ds.xlsx", b"PK\x03\x04" + bytes(100), "hỏng"),
        ("ds.png", b"\x89PNG\r\n", "PNG"),
        ("ds.json", b"[{]", "JSON"),
        ("ds.json", b"[]", "dòng"),
        ("ds", b"Ho ten\nAn\n", "đuôi"),
    ],
)
def test_what_is_no_data_file_is_refused_by_what_it_is(
    refusing: FlaskClient, name: str, content: bytes, word: str
) -> None:
    problem = refused(upload(refusing, content, name), 400, "unreadable-input")
    assert word in problem["detail"]


@pytest.mark.parametrize("book", [[], [HEADS]], ids=["empty", "only the header"])
def test_an_empty_sheet_is_refused(refusing: FlaskClient, book: list[list[str]]) -> None:
    refused(upload(refusing, a_workbook(*book)), 400, "unreadable-input")


def test_an_unknown_column_is_told_with_the_one_perhaps_meant(refusing: FlaskClient) -> None:
    book = a_workbook(["Họ tên", "Ngày hợm"], ["An", "05/02/2026"])
    problem = refused(upload(refusing, book), 422, "invalid-submission")
    assert "Ngày họp" in json.dumps(problem["errors"], ensure_ascii=False)


def test_more_rows_than_a_batch_may_have_are_refused(refusing: FlaskClient) -> None:
    lines = "Họ tên;Ngày họp\n" + "An;5/2/2026\n" * 20_000
    problem = refused(upload(refusing, lines.encode(), "ds.csv"), 413, "input-too-large")
    assert "10.000" in problem["detail"]
    many = {"template": "giay-moi", "rows": [{}] * 20_000}
    assert "20.000" in refused(refusing.post(URL, json=many), 413, "input-too-large")["detail"]


def test_more_bytes_than_an_upload_may_have_are_refused(make_service: Callable[..., Service]) -> None:
    client = client_app(make_service(VANBAN_MAX_UPLOAD="1")).test_client()
    for kind in ("application/json", "multipart/form-data; boundary=x"):
        problem = refused(client.post(URL, data=b"-" * 1_100_000, content_type=kind), 413, "input-too-large")
        assert "1 MB" in problem["detail"]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"template": None}, "/template"),
        ({"dossier": "có"}, "/dossier"),
        ({"dosier": "true"}, "/dosier"),
        ({"title": "x" * 301}, "/title"),
        ({"title": "Một\x00"}, "/title"),
        ({"file": None}, "/file"),
        ({"file": "chữ"}, "/file"),
        ({"metadata": '{"organ": 5}'}, "/metadata/organ"),
        ({"sheets": '{"\\ud800": ""}'}, "/sheets"),
    ],
)
def test_a_form_of_the_wrong_shape_is_refused_at_its_place(
    refusing: FlaskClient, fields: dict[str, Any], pointer: str
) -> None:
    data = {"template": "giay-moi", "file": (io.BytesIO(b"x"), "ds.csv"), **fields}
    data = {k: v for k, v in data.items() if v is not None}
    response = refusing.post(URL, data=data, content_type="multipart/form-data")
    assert pointer in [e["pointer"] for e in refused(response, 422, "invalid-submission")["errors"]]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"rows": []}, "/rows"),
        ({"rows": {}}, "/rows"),
        ({"rows": ["An"]}, "/rows/0"),
        ({"dossier": "true"}, "/dossier"),
        ({"title": 5}, "/title"),
        ({"title": "Một\nhai"}, "/title"),
        ({"row": []}, "/row"),
    ],
)
def test_a_list_of_the_wrong_shape_is_refused_at_its_place(
    refusing: FlaskClient, change: dict[str, Any], pointer: str
) -> None:
    problem = refused(refusing.post(URL, json=rows("An") | change), 422, "invalid-submission")
    assert pointer in [e["pointer"] for e in problem["errors"]]


def test_an_unknown_template_and_another_content_type_are_refused(refusing: FlaskClient) -> None:
    refused(refusing.post(URL, json=rows("An") | {"template": "khong-co"}), 404, "not-found")
    problem = refused(refusing.post(URL, data="a,b", content_type="text/csv"), 415, "unsupported-media-type")
    assert (
        "nhận Content-Type application/json hoặc multipart/form-data; yêu cầu gửi “text/csv”"
        in problem["detail"]
    )
    assert (
        "nhận OPTIONS, POST; yêu cầu dùng PUT"
        in refused(refusing.put(URL), 405, "method-not-allowed")["detail"]
    )
    refused(
        refusing.post(URL, data=b"--x\r\n", content_type="multipart/form-data"), 422, "invalid-submission"
    )


def test_no_trace_of_the_file_is_left(client: FlaskClient, service: Service) -> None:
    upload(client, b"%PDF-1.7\n")
    upload(client, a_workbook(HEADS, ["An", "05/02/2026"]))
    assert list(service.shop.work.iterdir()) == []
