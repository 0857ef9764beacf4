"""One document: made at once, handed over as it was asked for, and every refusal at its place."""

import io
import json
import unicodedata
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.web.files import DOCX
from service.wiring import Service
from tests.api import VALUES, conforms, made, refused

URL = "/api/v1/documents"


def body(**values: Any) -> dict[str, Any]:
    return {"template": "giay-moi", "values": VALUES | values}


def test_a_document_is_made_at_once_and_told_by_its_shape(client: FlaskClient) -> None:
    response = client.post(URL, json=body())
    assert response.status_code == 201
    conforms(response.json, "Document")
    assert response.headers["Location"] == response.json["links"]["self"]
    assert (response.json["title"], response.json["pages"]) == ("Giấy mời Nguyễn Văn An", 1)
    assert client.get(response.headers["Location"]).json["verified"] is True


def test_its_files_and_its_data_can_be_had(client: FlaskClient) -> None:
    links = made(client)["links"]
    pdf, docx = client.get(links["pdf"]), client.get(links["docx"])
    assert (pdf.mimetype, docx.mimetype) == ("application/pdf", DOCX)
    assert pdf.data.startswith(b"%PDF-1.7")
    assert "Trần Út" in zipfile.ZipFile(io.BytesIO(docx.data)).read("word/document.xml").decode()
    assert pdf.headers["Content-Disposition"] == "attachment; filename=0001_gm-nguyen-van-an.pdf"
    assert client.get(links["data"]).json == VALUES | {"so": None}


@pytest.mark.parametrize(("accept", "starts"), [("application/pdf", b"%PDF"), (DOCX, b"PK")])
def test_the_file_itself_is_given_where_accept_asks_for_it(
    client: FlaskClient, accept: str, starts: bytes
) -> None:
    response = client.post(URL, json=body(), headers={"Accept": f"text/plain;q=0.5, {accept}"})
    assert (response.status_code, response.mimetype) == (200, accept)
    assert response.data.startswith(starts)
    conforms(client.get(response.headers["Location"]).json, "Document")


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json, application/pdf;q=0.9"])
def test_json_is_given_where_it_is_welcome(client: FlaskClient, accept: str) -> None:
    response = client.post(URL, json=body(), headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (201, "application/json")


def test_a_type_that_nobody_makes_is_refused_before_anything_is_made(
    client: FlaskClient, service: Service
) -> None:
    refused(client.post(URL, json=body(), headers={"Accept": "image/png"}), 406, "not-acceptable")
    assert service.shop.tools.converter.sources == []


def test_without_verification_nothing_is_judged(client: FlaskClient) -> None:
    document = client.post(URL, json=body() | {"verify": False}).json
    assert document["verified"] is None
    assert client.get(document["links"]["self"]).json["verified"] is None


def test_a_package_of_two_makes_both_and_names_the_way_to_the_other(client: FlaskClient) -> None:
    document = client.post(URL, json={"template": "bo-hai", "values": {"ho_ten": "An"}}).json
    others = client.get(document["links"]["job"] + "/documents").json["documents"]
    assert [d["title"] for d in others] == ["Giấy mời", "Giấy mời"]
    assert document["id"] == others[0]["id"]


@pytest.mark.parametrize("number", ["7", "07"])
def test_the_number_goes_into_the_field_that_the_package_names(client: FlaskClient, number: str) -> None:
    document = client.post(URL, json=body() | {"number": number}).json
    assert document["number"] == "07-GM"
    assert client.get(document["links"]["data"]).json["so"] == 7


def test_a_number_must_fit_its_field_the_values_and_the_package(client: FlaskClient) -> None:
    wrong = refused(client.post(URL, json=body() | {"number": "7a"}), 422, "invalid-submission")
    assert wrong["errors"][0]["pointer"] == "/so"
    twice = refused(client.post(URL, json=body(so=8) | {"number": "7"}), 422, "invalid-submission")
    assert twice["errors"][0]["pointer"] == "/number"
    unnumbered = {"template": "bo-hai", "values": {"ho_ten": "An"}, "number": "7"}
    assert (
        refused(client.post(URL, json=unnumbered), 422, "invalid-submission")["errors"][0]["rule"] == "number"
    )
    assert client.post(URL, json=body(so=7) | {"number": "7"}).status_code == 201


def test_text_in_pieces_comes_out_whole(client: FlaskClient) -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Thuý Ước")
    links = made(client, ho_ten=f"  {name} ")["links"]
    assert client.get(links["data"]).json["ho_ten"] == "Nguyễn Thị Thuý Ước"


def test_hostile_text_comes_out_as_typed(client: FlaskClient) -> None:
    hostile = "&<>\"'{{ so }}{% raw %}"
    document = made(client, ho_ten=hostile)
    assert document["title"] == f"Giấy mời {hostile}"
    docx = client.get(document["links"]["docx"]).data
    assert "{{ so }}{% raw %}" in zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("values", "pointer", "word"),
    [
        ({"ho_ten": None}, "/ho_ten", ""),
        ({"ho_ten": ""}, "/ho_ten", "bắt buộc"),
        ({"ho_ten": 7}, "/ho_ten", "phải là văn bản, tìm thấy số 7"),
        ({"ho_tne": "An"}, "/ho_tne", "ý bạn là “ho_ten”"),
        ({"ho_ten": "An\x00"}, "/ho_ten", "ký tự"),
        ({"ho_ten": "An\u0085"}, "/ho_ten", "ký tự"),
        ({"ho_ten": "Một\nHai"}, "/ho_ten", "dòng"),
        ({"ho_ten": "x" * 61}, "/ho_ten", "tối đa 60"),
        ({"ho_ten": "x" * 5_000_000}, "/ho_ten", "5.000.000"),
        ({"ngay_hop": "30/02/2026"}, "/ngay_hop", "30/02/2026"),
        ({"ngay_hop": "05/02/26"}, "/ngay_hop", "năm"),
        ({"ngay_hop": 46000}, "/ngay_hop", "số 46.000"),
        ({"so": 0}, "/so", "từ 1 trở lên"),
        ({"so": "7"}, "/so", "số nguyên"),
        ({"so": True}, "/so", "số nguyên"),
        ({"vang": {"ten": "An"}}, "/vang", "danh sách"),
        ({"vang": [{"ten": "An", "lydo": "x"}]}, "/vang/0/lydo", "ý bạn là “ly_do”"),
    ],
)
def test_every_wrong_value_is_refused_at_its_place(
    refusing: FlaskClient, values: dict[str, Any], pointer: str, word: str
) -> None:
    problem = refused(refusing.post(URL, json=body(**values)), 422, "invalid-submission")
    found = {e["pointer"]: e["detail"] for e in problem["errors"]}
    assert word in found[pointer]


def test_all_errors_are_told_at_once(refusing: FlaskClient) -> None:
    problem = refused(
        refusing.post(URL, json={"template": "giay-moi", "values": {"ngay_hop": "x", "la": 1}}),
        422,
        "invalid-submission",
    )
    assert {e["pointer"] for e in problem["errors"]} == {"/ho_ten", "/ngay_hop", "/la"}


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ([], ""),
        ("văn bản", ""),
        (None, ""),
        ({"values": {}}, "/template"),
        ({"template": "giay-moi"}, "/values"),
        ({"template": 5, "values": {}}, "/template"),
        ({"template": "giay-moi", "values": []}, "/values"),
        ({"template": "giay-moi", "values": {}, "nubmer": "7"}, "/nubmer"),
        ({"template": "giay-moi", "values": {}, "number": 7}, "/number"),
        ({"template": "giay-moi", "values": {}, "number": "7\x07"}, "/number"),
        ({"template": "giay-moi", "values": {}, "verify": "có"}, "/verify"),
    ],
)
def test_a_request_of_the_wrong_shape_is_refused_at_its_place(
    refusing: FlaskClient, sent: Any, pointer: str
) -> None:
    response = refusing.post(URL, data=json.dumps(sent), content_type="application/json")
    problem = refused(response, 422, "invalid-submission")
    assert pointer in [e["pointer"] for e in problem["errors"]]


def test_a_mistyped_member_is_told_with_the_one_perhaps_meant(refusing: FlaskClient) -> None:
    problem = refused(refusing.post(URL, json=body() | {"nubmer": "7"}), 422, "invalid-submission")
    assert "ý bạn là “number”" in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe", b"{'a': 1}", b'{"a": 1}}', b"[" * 100_000, b"9" * 5000],
    ids=["nothing", "half", "not-utf-8", "quotes", "more", "deep", "digits"],
)
def test_what_is_not_json_is_refused(refusing: FlaskClient, data: bytes) -> None:
    refused(refusing.post(URL, data=data, content_type="application/json"), 400, "unreadable-input")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ('{"so": NaN}', "dòng 1, cột 43: JSON không có giá trị NaN"),
        ('{"so": 1, "so": 2}', "trường “so” được ghi hai lần"),
        ('{"\\ud800": 1}', "có ký tự U+D800 ở vị trí 1"),
        ('{"ho\\u0000ten": 1}', "có ký tự U+0000 ở vị trí 3"),
    ],
)
def test_json_that_could_be_read_two_ways_or_kept_nowhere_is_refused(
    refusing: FlaskClient, values: str, words: str
) -> None:
    data = f'{{"template": "giay-moi", "values": {values}}}'
    problem = refused(refusing.post(URL, data=data, content_type="application/json"), 400, "unreadable-input")
    assert words in problem["detail"]


@pytest.mark.parametrize("text", ['{"so": 1e999}', '{"ho_ten": "\\ud800"}', '{"so": 1e30}'])
def test_json_that_is_none_elsewhere_is_refused(refusing: FlaskClient, text: str) -> None:
    data = f'{{"template": "giay-moi", "values": {text}}}'
    refused(refusing.post(URL, data=data, content_type="application/json"), 422, "invalid-submission")


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "application/xml", ""])
def test_another_content_type_is_refused(refusing: FlaskClient, kind: str) -> None:
    refused(refusing.post(URL, data="{}", content_type=kind), 415, "unsupported-media-type")


def test_an_unknown_template_is_told_with_the_one_perhaps_meant(refusing: FlaskClient) -> None:
    problem = refused(refusing.post(URL, json={"template": "giay-mo", "values": {}}), 404, "not-found")
    assert "Ý bạn là “giay-moi”" in problem["detail"]


def test_a_broken_template_is_told_with_its_faults(refusing: FlaskClient) -> None:
    response = refusing.post(URL, json={"template": "hong", "values": {"ho_ten": "An"}})
    problem = refused(response, 503, "broken-package")
    assert "Ý bạn là {{ ho_ten }}" in problem["errors"][0]["detail"]
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize("rest", ["", "/pdf", "/docx", "/data"])
@pytest.mark.parametrize("document_id", ["khong-co", "0" * 32, "%00", "..%2f..%2fetc", "%ff", "x" * 5000])
def test_an_unknown_document_is_not_found(refusing: FlaskClient, document_id: str, rest: str) -> None:
    refused(refusing.get(f"{URL}/{document_id}{rest}"), 404, "not-found")
