"""A dossier: documents of any templates bound in the order given, with the proof of it."""

import io
import json
import zipfile
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.wiring import Service
from tests.api import bound, conforms, made, refused
from tests.fakes import FakeJudge

URL = "/api/v1/dossiers"


def test_documents_are_bound_in_the_order_given(client: FlaskClient, two: list[str]) -> None:
    dossier = bound(client, *two)
    conforms(dossier, "Dossier")
    assert (dossier["documents"], dossier["pages"], dossier["verified"]) == (two, 2, True)
    pdf = client.get(dossier["links"]["pdf"])
    assert pdf.headers["Content-Disposition"] == "attachment; filename=ho-so-hop.pdf"
    assert sha256(pdf.data).hexdigest() == dossier["sha256"]


def test_the_manifest_says_what_it_is_made_of(client: FlaskClient, two: list[str]) -> None:
    dossier = bound(client, *two)
    manifest = client.get(dossier["links"]["manifest"]).json
    assert (manifest["id"], manifest["sha256"], manifest["title"]) == (
        dossier["id"],
        dossier["sha256"],
        "Hồ sơ họp",
    )
    parts = manifest["documents"]
    assert [(p["position"], p["template"], p["first_page"]) for p in parts] == [
        (1, "bo-hai", 1),
        (2, "giay-moi", 2),
    ]
    pdf = client.get(f"/api/v1/documents/{two[1]}/pdf").data
    assert parts[1]["sha256"] == sha256(pdf).hexdigest()


def test_the_verdicts_stand_beside_it(client: FlaskClient, two: list[str]) -> None:
    dossier = bound(client, *two)
    told = client.get(dossier["links"]["verification"]).json
    assert (told["verified"], told["verdict"]["compliant"]) == (True, True)
    assert [(d["id"], d["verified"]) for d in told["documents"]] == [(two[0], True), (two[1], True)]


def test_what_the_judge_refuses_is_not_called_verified(client: FlaskClient, service: Service) -> None:
    object.__setattr__(service.shop.tools, "judge", FakeJudge(strict=True))
    document = client.get(made(client)["links"]["self"]).json
    assert document["verified"] is False
    dossier = bound(client, document["id"])
    assert dossier["verified"] is False
    verdict = client.get(dossier["links"]["verification"]).json["verdict"]
    assert verdict["flavours"][0]["failed"] == {"6.1.2-1 header": 1}


def test_the_archive_holds_dossier_documents_and_proofs(client: FlaskClient, two: list[str]) -> None:
    dossier = bound(client, *two)
    response = client.get(dossier["links"]["zip"])
    assert response.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.data)) as bundle:
        assert bundle.testzip() is None
        names = bundle.namelist()
        assert names[:3] == ["ho-so.pdf", "manifest.json", "verification.json"]
        assert len([n for n in names if n.startswith("van-ban/")]) == 4
        assert len(set(names)) == len(names)
        assert bundle.read("ho-so.pdf") == client.get(dossier["links"]["pdf"]).data
        assert json.loads(bundle.read("manifest.json")) == client.get(dossier["links"]["manifest"]).json
    assert client.get(dossier["links"]["zip"]).data == response.data


def test_a_dossier_of_a_job_at_work_has_no_file_yet(client: FlaskClient, service: Service) -> None:
    document = made(client)
    service.engine.holds = True
    job = client.post(URL, json={"title": "Hồ sơ", "documents": [document["id"]]}).json
    with service.shop.database.read() as connection:
        (dossier_id,) = connection.exec_driver_sql("select dossier from job where id = ?", (job["id"],)).one()
    shape = client.get(f"{URL}/{dossier_id}").json
    conforms(shape, "Dossier")
    assert (shape["sha256"], shape["verified"]) == (None, None)
    for rest in ("/pdf", "/manifest.json", "/zip"):
        refused(client.get(f"{URL}/{dossier_id}{rest}"), 404, "not-found")


def test_wrong_documents_are_told_by_their_places(client: FlaskClient) -> None:
    known = made(client)["id"]
    response = client.post(URL, json={"title": "Hồ sơ", "documents": [known, "khong-co", known]})
    problem = refused(response, 422, "invalid-submission")
    assert [e["pointer"] for e in problem["errors"]] == ["/documents/1", "/documents/2"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": None}, "/title"),
        ({"title": "  "}, "/title"),
        ({"title": "Hồ\x1fsơ"}, "/title"),
        ({"documents": []}, "/documents"),
        ({"documents": [7]}, "/documents/0"),
        ({"profile": "pdfa-1b"}, "/profile"),
        ({"cover": "có"}, "/cover"),
        ({"titel": "Hồ sơ"}, "/titel"),
    ],
)
def test_a_request_of_the_wrong_shape_is_refused_at_its_place(
    refusing: FlaskClient, change: dict[str, Any], pointer: str
) -> None:
    response = refusing.post(URL, json={"title": "Hồ sơ", "documents": ["x"]} | change)
    problem = refused(response, 422, "invalid-submission")
    assert pointer in [e["pointer"] for e in problem["errors"]]


@pytest.mark.parametrize("rest", ["", "/pdf", "/manifest.json", "/verification.json", "/zip"])
def test_an_unknown_dossier_is_not_found(refusing: FlaskClient, rest: str) -> None:
    refused(refusing.get(f"{URL}/{'0' * 32}{rest}"), 404, "not-found")
