"""POST /api/v1/checks with Word files: always 200 with what was found, or a problem that says why not."""

import io

import pytest
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator

from service.web import papers
from service.web.contract import document
from tests.api import conforms, refused
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


def check_all(api: FlaskClient, *files: tuple[str, bytes], **fields: str | list[str]):
    given = {"file": [(io.BytesIO(data), name) for name, data in files], **fields}
    return api.post("/api/v1/checks", data=given, content_type="multipart/form-data")


def numbered(number: str, day: str) -> bytes:
    return a_paper(number=f"Số {number}-NQ/CB", place_date=f"Mỹ Thọ, ngày {day} năm 2026")


FIRST, TWICE, EARLIER = (
    numbered("05", "05 tháng 8"),
    numbered("05", "12 tháng 9"),
    numbered("06", "04 tháng 8"),
)


def test_numbers_of_several_papers_are_held_against_one_another(api: FlaskClient) -> None:
    answer = check_all(api, ("a.docx", FIRST), ("b.docx", TWICE), ("c.docx", EARLIER))
    assert answer.status_code == 200
    conforms(answer.json, "FileChecks")
    assert [(f["file"], f["number"]) for f in answer.json["files"]] == [
        ("a.docx", "Số 05-NQ/CB"),
        ("b.docx", "Số 05-NQ/CB"),
        ("c.docx", "Số 06-NQ/CB"),
    ]
    found = [(f["rule"], f["severity"], f["place"]) for f in answer.json["findings"]]
    assert found == [("D1", "W", "b.docx"), ("D2", "W", "c.docx")]
    assert "nêu ngày đại hội trong trường term" in answer.json["findings"][0]["mend"]
    alone = sum(f["counts"]["W"] for f in answer.json["files"])
    assert (answer.json["compared"], answer.json["counts"]["W"]) == (3, alone + 2)


def test_days_of_congresses_make_sure_what_was_only_likely(api: FlaskClient) -> None:
    files = (("a.docx", FIRST), ("b.docx", TWICE))
    told = [
        check_all(api, *files, term=t).json["findings"] for t in ("15/6/2026", ["15/6/2020", "01/9/2026"])
    ]
    assert [[f["severity"] for f in found] for found in told] == [["E"], []]


def test_a_file_that_cannot_be_read_does_not_hinder_the_others(api: FlaskClient) -> None:
    answer = check_all(
        api, ("a.docx", FIRST), ("a.docx", b"%PDF-1.7"), ("mau.docx", a_docx("{{ a }}{{ b }}{{ c }}"))
    )
    conforms(answer.json, "FileChecks")
    first, broken, template = answer.json["files"]
    assert [first["file"], broken["file"], template["checked_as"]] == [
        "a.docx (tệp thứ 1)",
        "a.docx (tệp thứ 2)",
        "template",
    ]
    assert broken["problem"]["status"] == 400
    assert "a.docx (tệp thứ 2) thật ra là tệp PDF" in broken["problem"]["detail"]
    assert answer.json["compared"] == 1


def test_a_call_that_takes_too_long_says_which_files_are_left(
    api: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "SECONDS", -1.0)
    answer = check_all(api, ("a.docx", FIRST), ("b.docx", TWICE))
    assert [f["problem"]["type"] for f in answer.json["files"]] == ["/problems/busy"] * 2


@pytest.mark.parametrize(
    ("files", "fields", "pointer"),
    [
        ([("a.docx", b"")] * 51, {}, "/file"),
        ([("a.docx", FIRST)] * 2, {"term": ["15/6/2026", "hôm qua"]}, "/term/1"),
        ([("a.docx", FIRST)] * 2, {"term": "x" * 41}, "/term/0"),
        ([("a.docx", FIRST)] * 2, {"rules": "99-HD"}, "/rules"),
    ],
)
def test_a_wrong_field_refuses_the_whole_call(refusing: FlaskClient, files, fields, pointer) -> None:
    problem = refused(check_all(refusing, *files, **fields), 422, "invalid-submission")
    assert [e["pointer"] for e in problem["errors"]] == [pointer]
