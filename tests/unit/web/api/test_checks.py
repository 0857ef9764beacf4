"""POST /api/v1/checks with a Word file: always 200 with what was found, or a problem that says why not."""

import io

import pytest
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator

from service.web.contract import document
from tests.builders import a_docx
from tests.builders_papers import a_paper


def check(api: FlaskClient, data: bytes | None, **fields: str):
    given = dict(fields) if data is None else {"file": (io.BytesIO(data), "Nghị quyết.docx"), **fields}
    return api.post("/api/v1/checks", data=given, content_type="multipart/form-data")


def test_a_paper_that_is_right_has_no_findings(api: FlaskClient) -> None:
    answer = check(api, a_paper())
    assert answer.status_code == 200
    assert answer.json == {
        "checked_as": "paper",
        "layout": "dang",
        "rule_set": "05-HD/VPTW",
        "date": "2026-08-05",
        "kind": "nghị quyết",
        "number": "Số 05-NQ/CB",
        "organ": "CHI BỘ ẤP MỸ THẠNH",
        "subject": "Lãnh đạo thực hiện nhiệm vụ tháng 8 năm 2026",
        "counts": {"E": 0, "W": 1, "I": 0},
        "findings": answer.json["findings"],
    }
    assert [f["rule"] for f in answer.json["findings"]] == [
        "D6"
    ]  # the clock of these tests stands in February


def test_findings_fit_the_contract_and_name_their_place(api: FlaskClient) -> None:
    answer = check(api, a_paper(number="Số: 5-NQ/CB", mark=None)).json
    schema = {"$ref": "#/components/schemas/FileCheck", "components": document()["components"]}
    assert list(Draft202012Validator(schema).iter_errors(answer)) == []
    found = {f["rule"]: f["place"] for f in answer["findings"]}
    assert found["D3"].startswith("bảng 1, hàng 1, ô 1, đoạn 3 (“Số: 5-NQ/CB")
    assert answer["counts"]["E"] == 1


def test_rules_day_and_kind_can_be_given(api: FlaskClient) -> None:
    assert check(api, a_paper(), date="26/5/2026").json["rule_set"] == "36-HD/VPTW"
    assert check(api, a_paper(), rules="nha-nuoc").json["layout"] == "nha-nuoc"
    template = check(api, a_docx("Ông {{ ho_ten }}")).json
    assert (template["checked_as"], template["findings"]) == ("template", [])
    assert check(api, a_docx("Ông {{ ho_ten }}"), **{"as": "paper"}).json["checked_as"] == "paper"


@pytest.mark.parametrize(
    ("data", "fields", "status", "says"),
    [
        (None, {}, 422, "Chưa có tệp Word"),
        (b"%PDF-1.7", {}, 400, "tệp PDF"),
        (a_docx("Chữ"), {"rules": "99-HD"}, 422, "Không có bộ quy tắc"),
        (a_docx("Chữ"), {"date": "hôm qua"}, 422, "không phải là ngày"),
        (a_docx("Chữ"), {"as": "sach"}, 422, "Yêu cầu chưa đúng"),
        (a_docx("Chữ"), {"la": "1"}, 422, "Yêu cầu chưa đúng"),
    ],
)
def test_what_cannot_be_checked_is_a_problem(api: FlaskClient, data, fields, status, says) -> None:
    answer = check(api, data, **fields)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert says in answer.json["detail"]
