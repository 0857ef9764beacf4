"""The catalogue, forms, sheets, samples, previews; and templates that people send."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from service.wiring import Service
from tests.api import VALUES, conforms, refused
from tests.builders import a_docx, a_form

URL = "/api/v1/templates"


def send(client: FlaskClient, docx: bytes, name: str = "Đơn xin.docx", **fields: Any) -> Any:
    data = {"file": (io.BytesIO(docx), name), **fields}
    return client.post(URL, data=data, content_type="multipart/form-data")


def test_the_catalogue_lists_what_can_be_used_and_what_cannot(refusing: FlaskClient) -> None:
    listed = refusing.get(URL).json
    conforms(listed, "TemplateList")
    assert sorted(t["slug"] for t in listed["templates"]) == ["bo-hai", "giay-moi"]
    assert [(p["slug"], p["type"]) for p in listed["problems"]] == [("hong", "/problems/broken-package")]


def test_one_package_comes_with_its_form(refusing: FlaskClient) -> None:
    package = refusing.get(f"{URL}/giay-moi").json
    conforms(package, "Template")
    assert package["schema"]["properties"]["ho_ten"]["title"] == "Họ tên"
    assert package["schema"]["additionalProperties"] is False
    assert [d["key"] for d in refusing.get(f"{URL}/bo-hai").json["documents"]] == ["mot", "hai"]


def test_the_blank_workbook_can_be_filled_and_sent_back(client: FlaskClient) -> None:
    response = client.get(f"{URL}/giay-moi/sheet.xlsx")
    assert response.headers["Content-Disposition"] == "attachment; filename=giay-moi.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    sheet = book.worksheets[0]
    heads = {str(c.value).rstrip(" *"): c for row in sheet.iter_rows(max_row=5) for c in row if c.value}
    for name, value in (("Họ tên", "Nguyễn Văn Bình"), ("Ngày họp", "07/02/2026")):
        sheet.cell(heads[name].row + 1, heads[name].column, value)
    filled = io.BytesIO()
    book.save(filled)
    data = {"template": "giay-moi", "file": (io.BytesIO(filled.getvalue()), "da-dien.xlsx")}
    job = client.post("/api/v1/batches", data=data, content_type="multipart/form-data")
    assert job.status_code == 202, job.text
    assert (
        client.get(job.json["links"]["documents"]).json["documents"][0]["title"] == "Giấy mời Nguyễn Văn Bình"
    )


def test_the_sample_makes_a_document(client: FlaskClient) -> None:
    sample = client.get(f"{URL}/giay-moi/sample.json").json
    made = client.post("/api/v1/documents", json={"template": "giay-moi", "values": sample})
    assert (made.status_code, made.json["number"]) == (201, "07-GM")


def test_a_preview_is_made_and_nothing_is_kept(client: FlaskClient, service: Service) -> None:
    response = client.post(f"{URL}/giay-moi/preview", json={"values": VALUES})
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.data.startswith(b"%PDF")
    assert client.get("/api/v1/jobs").json == {"jobs": []}
    assert [p for p in service.settings.storage_folder.rglob("*") if p.is_file()] == []
    assert list(service.shop.work.iterdir()) == []


def test_a_preview_of_wrong_values_is_refused_at_their_places(refusing: FlaskClient) -> None:
    problem = refused(
        refusing.post(f"{URL}/giay-moi/preview", json={"values": {}}), 422, "invalid-submission"
    )
    assert {e["pointer"] for e in problem["errors"]} == {"/ho_ten", "/ngay_hop"}
    problem = refused(refusing.post(f"{URL}/giay-moi/preview", json=VALUES), 422, "invalid-submission")
    assert "/values" in [e["pointer"] for e in problem["errors"]]


def test_the_blank_csv_is_the_same_header(refusing: FlaskClient) -> None:
    response = refusing.get(f"{URL}/bo-hai/sheet.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == "attachment; filename=bo-hai.csv"
    assert response.data.decode("utf-8-sig").splitlines() == ["Ho ten *"]


def test_a_form_with_lists_has_no_csv(refusing: FlaskClient) -> None:
    problem = refused(refusing.get(f"{URL}/giay-moi/sheet.csv"), 422, "invalid-submission")
    assert "Xin dùng tệp .xlsx" in problem["detail"]


@pytest.mark.parametrize("rest", ["", "/sheet.xlsx", "/sheet.csv", "/sample.json"])
@pytest.mark.parametrize(
    "slug", ["giay-mo", "..", "..%2f..%2fetc%2fpasswd", "%00", "giay-moi%00", "x" * 3000]
)
def test_an_unknown_package_is_not_found(refusing: FlaskClient, slug: str, rest: str) -> None:
    refused(refusing.get(f"{URL}/{slug}{rest}"), 404, "not-found")


@pytest.mark.parametrize("rest", ["", "/sheet.xlsx", "/sample.json"])
def test_a_broken_package_says_what_is_broken(refusing: FlaskClient, rest: str) -> None:
    problem = refused(refusing.get(f"{URL}/hong{rest}"), 503, "broken-package")
    assert "Ý bạn là {{ ho_ten }}" in problem["errors"][0]["detail"]


def test_a_bare_word_file_becomes_a_working_package(client: FlaskClient) -> None:
    docx = a_docx("Tôi là {{ ho_ten }}", "Ngày {{ ngay_sinh | ngay }}", "{{ so_tien | tien }}")
    response = send(client, docx)
    assert response.status_code == 201, response.text
    conforms(response.json, "AddedTemplate")
    assert response.headers["Location"] == f"{URL}/don-xin" == response.json["links"]["self"]
    assert (response.json["title"], response.json["version"]) == ("Đơn xin", "1")
    assert response.json["schema"]["properties"]["ngay_sinh"]["format"] == "vn-date"
    sample = client.get(f"{URL}/don-xin/sample.json").json
    preview = client.post(f"{URL}/don-xin/preview", json={"values": sample})
    assert preview.data.startswith(b"%PDF")
    assert client.get(f"{URL}/don-xin/sheet.xlsx").data.startswith(b"PK")
    made = client.post("/api/v1/documents", json={"template": "don-xin", "values": sample}).json
    assert (made["template"], made["version"]) == ("don-xin", "1")


def test_form_title_and_slug_may_come_with_it(client: FlaskClient) -> None:
    form = json.dumps(a_form(ho_ten={"type": "string", "title": "Người làm đơn"}), ensure_ascii=False)
    sent = {"form": form, "title": " Đơn xin nghỉ ", "slug": "don-nghi"}
    docx = a_docx("{{ ho_ten }}")
    first = send(client, docx, **sent)
    assert (first.status_code, first.json["slug"], first.json["title"]) == (201, "don-nghi", "Đơn xin nghỉ")
    as_file = {**sent, "form": (io.BytesIO(b"\xef\xbb\xbf" + form.encode()), "form.schema.json")}
    again = send(client, docx, **as_file)
    assert (again.json["version"], again.json["schema"]["properties"]) == (
        "1",
        first.json["schema"]["properties"],
    )


def test_another_file_under_the_same_slug_is_the_next_version(client: FlaskClient) -> None:
    first, second = a_docx("{{ ho_ten }}"), a_docx("Ông {{ ho_ten }}")
    assert [send(client, docx).json["version"] for docx in (first, second, second)] == ["1", "2", "2"]
    made = client.post("/api/v1/documents", json={"template": "don-xin", "values": {"ho_ten": "An"}}).json
    docx = zipfile.ZipFile(io.BytesIO(client.get(made["links"]["docx"]).data)).read("word/document.xml")
    assert "Ông An" in docx.decode()
    assert [t["slug"] for t in client.get(URL).json["templates"]].count("don-xin") == 1


def test_work_in_hand_goes_on_with_the_version_it_began_with(client: FlaskClient, service: Service) -> None:
    send(client, a_docx("Cũ {{ ho_ten }}"))
    service.engine.holds = True
    job = client.post("/api/v1/batches", json={"template": "don-xin", "rows": [{"ho_ten": "An"}]}).json
    assert send(client, a_docx("Mới {{ nam_sinh }}")).json["version"] == "2"
    service.engine.go()
    (document,) = client.get(job["links"]["documents"]).json["documents"]
    assert (document["state"], document["version"]) == ("done", "1")
    docx = zipfile.ZipFile(io.BytesIO(client.get(document["links"]["docx"]).data)).read("word/document.xml")
    assert "Cũ An" in docx.decode()


def test_a_built_in_package_is_not_replaced(client: FlaskClient, packages: Path) -> None:
    before = (packages / "giay-moi" / "giay-moi.docx").read_bytes()
    refused(send(client, a_docx("{{ ho_ten }}"), "Giấy mời.docx"), 409, "conflict")
    refused(send(client, a_docx("{{ ho_ten }}"), slug="hong"), 409, "conflict")
    assert (packages / "giay-moi" / "giay-moi.docx").read_bytes() == before


def test_what_should_be_looked_at_again_comes_with_the_answer(client: FlaskClient) -> None:
    form = json.dumps(a_form(ho_ten="string", thua="string"))
    response = send(client, a_docx("{{ ho_ten }}"), form=form)
    assert response.status_code == 201
    assert [(f["rule"], f["severity"]) for f in response.json["findings"]] == [("P12", "W")]


@pytest.mark.parametrize(
    ("text", "rule", "word"),
    [
        ("{{ ''.__class__.__mro__ }}", "P8", "__class__"),
        ("{{ ho_ten.__init__ }}", "P8", "__init__"),
        ("{% import 'os' as os %}", "P8", "import"),
        ("{{ cycler('a') }}", "P8", "cycler"),
        ("{{ ho_ten", "P5", "{{ ho_ten"),
        ("{{ ho_ten | xoa }}", "P7", "xoa"),
        ("{{ Họ tên }}", "P5", "Họ tên"),
        ("Không có thẻ", "P5", "không có thẻ nào"),
    ],
)
def test_a_hostile_or_broken_template_is_refused_at_its_place(
    client: FlaskClient, service: Service, text: str, rule: str, word: str
) -> None:
    problem = refused(send(client, a_docx("Dòng đầu", text)), 422, "invalid-template")
    assert rule in [f["rule"] for f in problem["findings"]]
    assert word in json.dumps(problem["findings"], ensure_ascii=False)
    assert {e["pointer"] for e in problem["errors"]} == {"/file"}
    refused(client.get(f"{URL}/don-xin"), 404, "not-found")
    assert [p for p in (service.settings.data_folder / "templates").rglob("*") if p.is_file()] == []


def test_every_finding_is_told_at_once_with_its_place(client: FlaskClient) -> None:
    form = json.dumps(a_form(ho_ten="string"))
    docx = a_docx("{{ ho_tn }}", "{{ ho_ten }}", table=[["{{ nam_sinh }}"]])
    problem = refused(send(client, docx, form=form), 422, "invalid-template")
    places = [f["place"] for f in problem["findings"] if f["rule"] == "P6"]
    assert len(places) == 2
    assert "đoạn 1" in places[0]
    assert "bảng 1" in places[1]
    assert "Ý bạn là {{ ho_ten }}?" in problem["findings"][0]["mend"]


def test_a_form_and_a_template_that_are_both_wrong_are_both_told(client: FlaskClient) -> None:
    problem = refused(send(client, a_docx("{{ ho_ten"), form='{"type": "array"}'), 422, "invalid-template")
    assert {e["pointer"] for e in problem["errors"]} == {"/form", "/file"}


@pytest.mark.parametrize("form", ["{", "[]", "7", "\ufeff{", '{"type": "object"}', "[" * 5000])
def test_a_form_that_is_none_is_refused(refusing: FlaskClient, form: str) -> None:
    problem = refused(send(refusing, a_docx("{{ ho_ten }}"), form=form), 422, "invalid-template")
    assert [e["pointer"] for e in problem["errors"]] == ["/form"]


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"PK\x03\x04" + bytes(50)],
    ids=["empty", "pdf", "doc", "half a zip"],
)
def test_what_is_no_word_file_is_refused(refusing: FlaskClient, content: bytes) -> None:
    problem = refused(send(refusing, content), 422, "invalid-template")
    assert [f["rule"] for f in problem["findings"]] == ["P1"]


def test_a_zip_that_swells_or_climbs_out_is_refused(refusing: FlaskClient) -> None:
    for name, size in (("word/x.xml", 60_000_000), ("../../ra-ngoai", 10)):
        target = io.BytesIO(a_docx("{{ ho_ten }}"))
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, bytes(size))
        problem = refused(send(refusing, target.getvalue()), 422, "invalid-template")
        assert [f["rule"] for f in problem["findings"]] == ["P1"]


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"slug": "../x"}, "/slug", "invalid-submission"),
        ({"slug": "Đơn"}, "/slug", "invalid-submission"),
        ({"slug": "x" * 61}, "/slug", "invalid-submission"),
        ({"title": "x" * 201}, "/title", "invalid-submission"),
        ({"title": "Đơn\x00"}, "/title", "invalid-submission"),
        ({"titel": "Đơn"}, "/titel", "invalid-submission"),
        ({"title": "{{ ho_ten }}"}, "/title", "invalid-template"),
    ],
)
def test_a_wrong_field_is_refused_at_its_place(
    refusing: FlaskClient, fields: dict[str, str], pointer: str, code: str
) -> None:
    problem = refused(send(refusing, a_docx("{{ ho_ten }}"), **fields), 422, code)
    assert [e["pointer"] for e in problem["errors"]] == [pointer]


def test_a_file_without_a_name_of_letters_needs_a_slug(client: FlaskClient) -> None:
    problem = refused(send(client, a_docx("{{ ho_ten }}"), "文.docx"), 422, "invalid-template")
    assert [e["pointer"] for e in problem["errors"]] == ["/slug"]
    assert send(client, a_docx("{{ ho_ten }}"), "文.docx", slug="van").json["title"] == "文"


@pytest.mark.parametrize("name", ["..\\..\\Đơn xin.docx", "../../Đơn xin.docx"])
def test_folders_in_the_name_of_a_file_mean_nothing(client: FlaskClient, name: str) -> None:
    assert send(client, a_docx("{{ ho_ten }}"), name).json["slug"] == "don-xin"


def test_only_a_form_with_a_file_is_taken(refusing: FlaskClient) -> None:
    refused(refusing.post(URL, json={}), 415, "unsupported-media-type")
    refused(
        refusing.post(URL, data={"title": "Đơn"}, content_type="multipart/form-data"),
        422,
        "invalid-submission",
    )


def test_a_repeated_sending_gets_the_first_answer(client: FlaskClient) -> None:
    docx = a_docx("{{ ho_ten }}")

    def again() -> Any:
        data = {"file": (io.BytesIO(docx), "Đơn.docx")}
        headers = {"Idempotency-Key": "mot"}
        return client.post(URL, data=data, content_type="multipart/form-data", headers=headers)

    first, second = again(), again()
    assert (second.status_code, second.data) == (201, first.data)
