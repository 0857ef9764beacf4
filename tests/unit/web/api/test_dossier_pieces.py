"""Over HTTP: a dossier with its data inside, what is told of it, and the documents taken out of it again."""

import io
import json
import zipfile
from typing import Any

import pikepdf
from flask.testing import FlaskClient

from service.dossier.manifest import MANIFEST, SUBMISSIONS
from service.pdf.attach import enclosed
from service.pdf.claims import claimed
from tests.api import BARE, bound, refused
from tests.finished import FinishedPdf

URL = "/api/v1/dossiers"


def test_pdfa_3a_carries_data_word_files_and_manifest(
    client: FlaskClient, two: list[str], tmp_path: Any
) -> None:
    dossier = bound(client, *two, profile="pdfa-3a")
    assert dossier["profile"] == "pdfa-3a"
    path = tmp_path / "ho-so.pdf"
    path.write_bytes(client.get(dossier["links"]["pdf"]).data)
    assert claimed(path) == ("3a", "ua1")
    files = {f.name: f.content for f in enclosed(path)}
    assert len(files) == 4
    assert json.loads(files[SUBMISSIONS])[0]["values"]["ho_ten"] == "Bình"
    word = client.get(f"/api/v1/documents/{two[0]}/docx").data
    assert word in files.values()
    assert [d["position"] for d in json.loads(files[MANIFEST])["documents"]] == [1, 2]


def test_a_batch_may_ask_for_it_too(client: FlaskClient) -> None:
    rows = [{"ho_ten": "An"}, {"ho_ten": "Bình"}]
    asked = {"template": "bo-hai", "rows": rows, "dossier": True, "profile": "pdfa-3a"} | BARE
    response = client.post("/api/v1/batches", json=asked)
    job = client.get(response.headers["Location"]).json
    assert client.get(job["links"]["dossier"]).json["profile"] == "pdfa-3a"


def test_another_standard_is_refused(client: FlaskClient, two: list[str]) -> None:
    refused(
        client.post(URL, json={"title": "A", "documents": two, "profile": "pdfa-1b"}),
        422,
        "invalid-submission",
    )


def test_what_is_told_of_the_dossier_stands_in_its_metadata(client: FlaskClient, two: list[str]) -> None:
    told = {"dossier_code": "TH.01", "retention": "Vĩnh viễn", "access": "Nội bộ", "organ": "Đảng ủy xã"}
    dossier = bound(client, *two, metadata=told)
    manifest = client.get(dossier["links"]["manifest"]).json
    held = {name: manifest["metadata"][name] for name in ("code", "retention", "access", "organ")}
    assert held == {"code": "TH.01", "retention": "Vĩnh viễn", "access": "Nội bộ", "organ": "Đảng ủy xã"}
    with pikepdf.open(io.BytesIO(client.get(dossier["links"]["pdf"]).data)) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
    assert "<vanban:dossierCode>TH.01</vanban:dossierCode>" in packet
    assert "<vanban:retention>Vĩnh viễn</vanban:retention>" in packet


def test_the_documents_are_given_back_one_by_one(client: FlaskClient, two: list[str], tmp_path: Any) -> None:
    dossier = bound(client, *two)
    first, again = (client.post(f"{dossier['links']['self']}/split") for _ in range(2))
    assert (first.status_code, first.mimetype) == (200, "application/zip")
    assert first.data == again.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as bundle:
        bundle.extractall(tmp_path)
        names = bundle.namelist()
    assert [name[:5] for name in names] == ["0001_", "0002_"]
    for name, document in zip(names, two, strict=True):
        whole = tmp_path / f"{document}.pdf"
        whole.write_bytes(client.get(f"/api/v1/documents/{document}/pdf").data)
        one, other = FinishedPdf(tmp_path / name), FinishedPdf(whole)
        assert (one.text, one.structure, one.title) == (other.text, other.structure, other.title)
        assert claimed(tmp_path / name) == ("2a", "ua1")


def test_an_unknown_dossier_cannot_be_split(client: FlaskClient) -> None:
    refused(client.post(f"{URL}/khong-co/split"), 404, "not-found")
