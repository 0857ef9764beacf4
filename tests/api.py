"""Calling the API in tests: a client that closes its answers, and the contract to hold them against."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient

from service.web.contract import document
from service.wiring import Service
from tests.builders import a_docx, a_form, a_list, a_package
from tests.web_app import an_app

TOKEN = "mot-ma-truy-cap-dai"
BARE = {"cover": False, "contents": False, "closing": False}
VALUES = {"ho_ten": "Nguyễn Văn An", "ngay_hop": "2026-02-05", "vang": [{"ten": "Trần Út", "ly_do": "ốm"}]}

NUMBER = """[number]
field = "so"
series = "GM"
[[document]]
template = "giay-moi.docx"
title = "Giấy mời {{ ho_ten }}"
file = "GM-{{ ho_ten }}"
[document.metadata]
number = "{{ so | pad }}-GM"
"""


class Client(FlaskClient):
    """A client that reads every answer to its end and closes it."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> Any:
        return super().open(*args, buffered=buffered, **kwargs)


def client_app(service: Service) -> Flask:
    app = an_app(service)
    app.test_client_class = Client
    return app


def conforms(answer: Any, name: str) -> None:
    """Hold an answer against a named schema of the contract."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    errors = jsonschema_rs.validator_for(schema, offline=True).iter_errors(answer)
    assert not [f"{e.instance_path}: {e.message}" for e in errors]


def refused(response: Any, status: int, code: str) -> dict[str, Any]:
    """Hold a refusal against the contract and give it; nothing of the machine stands in it."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json; charset=utf-8"
    problem: dict[str, Any] = response.json
    conforms(problem, "Problem")
    assert problem["type"] == f"/problems/{code}"
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["X-Request-Id"]
    assert problem["detail"].endswith((".", "?"))
    for trace in ("Traceback", 'File "', "/tmp", ".py", "sqlalchemy", "sqlite"):
        assert trace not in response.text
    return problem


def a_workbook(*rows: list[Any]) -> io.BytesIO:
    """Make a workbook of one sheet; the first row is the header."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Dữ liệu")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    target.seek(0)
    return target


def made(client: FlaskClient, **values: Any) -> Mapping[str, Any]:
    """Make one document and give its shape."""
    response = client.post("/api/v1/documents", json={"template": "giay-moi", "values": VALUES | values})
    assert response.status_code == 201, response.text
    return response.json


def bound(client: FlaskClient, *ids: str, **more: Any) -> dict[str, Any]:
    """Bind documents alone, without cover, contents and closing sheet; give the dossier's shape."""
    asked = {
        "title": "Hồ sơ họp",
        "documents": list(ids),
        "cover": False,
        "contents": False,
        "closing": False,
    }
    response = client.post("/api/v1/dossiers", json=asked | more)
    assert response.status_code == 202, response.text
    conforms(response.json, "Job")
    job = client.get(response.headers["Location"]).json
    dossier: dict[str, Any] = client.get(job["links"]["dossier"]).json
    return dossier


def small_packages(folder: Path) -> Path:
    """Three small packages: giay-moi (numbered), bo-hai (two documents), hong (broken)."""
    lines = ["Số {{ so }}", "Kính mời {{ ho_ten }}, {{ ngay_hop | ngay }}"]
    rows = [["Họ tên", "Lý do"], ["{%tr for v in vang %}", ""], ["{{ v.ten }}", "{{ v.ly_do }}"]]
    form = a_form(
        ho_ten={"type": "string", "title": "Họ tên", "maxLength": 60},
        ngay_hop={"type": "string", "title": "Ngày họp", "format": "vn-date"},
        so={"type": ["integer", "null"], "title": "Số", "minimum": 1},
        vang=a_list(ten="string", ly_do="string") | {"title": "Vắng"},
        required=["ho_ten", "ngay_hop"],
    )
    heads = 'title = "Giấy mời"\nversion = "1.0"\nlayout = "ca-nhan"\n'
    letter = a_docx(*lines, table=[*rows, ["{%tr endfor %}", ""]])
    a_package(
        folder, documents={"giay-moi.docx": letter}, form=form, sample=VALUES | {"so": 7}, toml=heads + NUMBER
    )
    pair = {"mot.docx": a_docx("Một {{ ho_ten }}"), "hai.docx": a_docx("Hai {{ ho_ten }}")}
    a_package(folder, "bo-hai", documents=pair)
    a_package(folder, "hong", documents={"hong.docx": a_docx("{{ ho_tn }}")})
    return folder
