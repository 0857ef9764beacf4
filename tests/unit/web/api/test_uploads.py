"""Papers from elsewhere over HTTP: taken in with what they reach, refused with every reason, bound among others."""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.api import conforms, made, refused
from tests.builders_foreign import LOCKED, a_scan, harmful, signed, written

URL = "/api/v1/uploads"
BARE = {"cover": False, "contents": False, "closing": False}


def sent(client: FlaskClient, path: Path, **told: str) -> Any:
    return client.post(URL, data={"file": (io.BytesIO(path.read_bytes()), path.name), **told})


@pytest.fixture
def paper(client: FlaskClient, tmp_path: Path) -> dict[str, Any]:
    path = written(signed(a_scan(2, claim=("2", "B"))), tmp_path / "quyet-dinh.pdf")
    response = sent(
        client, path, title="Quyết định 15", number="15-QĐ/ĐU", date="05/03/2026", note="Bản quét"
    )
    assert response.status_code == 201, response.text
    conforms(response.json, "Upload")
    assert response.headers["Location"] == response.json["links"]["self"]
    found: dict[str, Any] = response.json
    return found | {"bytes": path.read_bytes()}


def test_a_paper_is_told_with_what_it_reaches(client: FlaskClient, paper: dict[str, Any]) -> None:
    again = client.get(paper["links"]["self"]).json
    assert again == {k: v for k, v in paper.items() if k != "bytes"}
    assert (paper["pages"], paper["level"], paper["claims"], paper["date"]) == (
        2,
        ["2b"],
        ["2b"],
        "2026-03-05",
    )
    assert paper["original_sha256"] == sha256(paper["bytes"]).hexdigest()
    assert paper["signatures"][0]["name"] == "Lê Thị Bích"
    assert {f["rule"] for f in paper["findings"]} == {
        "pdf-level",
        "pdf-tags",
        "pdf-original",
        "pdf-signature",
    }


def test_copy_and_original_are_given(client: FlaskClient, paper: dict[str, Any]) -> None:
    assert sha256(client.get(paper["links"]["pdf"]).data).hexdigest() == paper["sha256"]
    assert client.get(paper["links"]["original"]).data == paper["bytes"]


def test_documents_and_uploads_are_bound_mixed(client: FlaskClient, paper: dict[str, Any]) -> None:
    ids = [paper["id"], made(client)["id"]]
    job = client.post("/api/v1/dossiers", json={"title": "Hồ sơ", "documents": ids} | BARE).json
    job = client.get(job["links"]["self"]).json
    dossier = client.get(job["links"]["dossier"]).json
    conforms(dossier, "Dossier")
    assert (dossier["documents"], dossier["level"], dossier["verified"]) == (ids, ["2b"], True)
    assert dossier["below"] == ["Tài liệu 1 “Quyết định 15”: PDF/A-2b."]
    proof = client.get(dossier["links"]["verification"]).json
    assert [d["level"] for d in proof["documents"]] == [["2b"], ["2a", "ua1"]]
    for link in (dossier["links"]["zip"], job["links"]["zip"]):
        with zipfile.ZipFile(io.BytesIO(client.get(link).data)) as bundle:
            names = set(bundle.namelist())
            assert {"van-ban/0001_quyet-dinh.pdf", "ban-goc/0001_quyet-dinh.pdf"} <= names
            assert "van-ban/0001_quyet-dinh.docx" not in names
            assert bundle.read("ban-goc/0001_quyet-dinh.pdf") == paper["bytes"]
    with zipfile.ZipFile(io.BytesIO(client.get(dossier["links"]["zip"]).data)) as bundle:
        told = json.loads(bundle.read("manifest.json"))["documents"][0]["original"]
    assert told["file"] == "ban-goc/0001_quyet-dinh.pdf"
    listed = client.get(job["links"]["documents"]).json["documents"]
    assert "docx" not in listed[0]["links"]


def test_a_paper_that_cannot_be_bound_is_refused_with_its_page(client: FlaskClient, tmp_path: Path) -> None:
    response = sent(client, harmful("form", tmp_path / "a.pdf"))
    problem = refused(response, 422, "refused-pdf")
    assert [(e["pointer"], e["rule"], e["page"]) for e in problem["errors"]] == [("/file", "form", 2)]
    assert "in tệp ra PDF lại" in problem["errors"][0]["detail"]


def test_a_locked_paper_is_refused(client: FlaskClient, tmp_path: Path) -> None:
    path = written(a_scan(), tmp_path / "a.pdf", encryption=LOCKED["by a user"])
    assert refused(sent(client, path), 422, "refused-pdf")["errors"][0]["rule"] == "encrypted"


def test_what_is_told_wrongly_is_refused_before_the_file_is_opened(
    client: FlaskClient, tmp_path: Path
) -> None:
    path = written(a_scan(), tmp_path / "a.pdf")
    assert (
        refused(sent(client, path, date="mai"), 422, "invalid-submission")["errors"][0]["pointer"] == "/date"
    )
    refused(sent(client, path, ngay="mai"), 422, "invalid-submission")
    assert (
        refused(
            client.post(URL, data={"title": "x"}, content_type="multipart/form-data"),
            422,
            "invalid-submission",
        )["errors"][0]["pointer"]
        == "/file"
    )
    assert client.post(URL, json={}).status_code == 415


def test_a_document_made_here_is_no_upload(client: FlaskClient, paper: dict[str, Any]) -> None:
    refused(client.get(f"{URL}/{made(client)['id']}"), 404, "not-found")
    assert client.get(f"/api/v1/documents/{paper['id']}").json["links"]["self"] == paper["links"]["self"]
    refused(client.get(f"/api/v1/documents/{paper['id']}/docx"), 404, "not-found")
