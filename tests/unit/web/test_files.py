"""Handing files over."""

import io
import zipfile
from pathlib import Path

from flask.testing import FlaskClient

from service.database.rows import documents_of
from service.web.files import document_name, zip_documents
from service.wiring import Service
from tests.api import VALUES


def archived(service: Service, work: Path) -> bytes:
    with service.shop.database.read() as connection:
        (job,) = connection.exec_driver_sql("select id from job").one()
        rows = documents_of(connection, job)
    extra = [("kê.json", b"{}"), ("hồ sơ.pdf", io.BytesIO(b"x" * 2_500_000))]
    with zip_documents(service.shop.archive, rows, work, extra) as stream:
        return stream.read()


def test_an_archive_is_whole_and_the_same_each_time(api: FlaskClient, small: Service, tmp_path: Path) -> None:
    api.post("/api/v1/batches", json={"template": "giay-moi", "rows": [VALUES, VALUES | {"ho_ten": "Ý"}]})
    data = archived(small, tmp_path / "zip")
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        assert bundle.testzip() is None
        assert bundle.read("hồ sơ.pdf") == b"x" * 2_500_000
        assert [i.compress_type for i in bundle.infolist()[:3]] == [zipfile.ZIP_DEFLATED, 0, 0]
        assert bundle.namelist()[-1] == "van-ban/0002_gm-y.docx"
    assert archived(small, tmp_path / "zip") == data
    assert list((tmp_path / "zip").iterdir()) == []


def test_a_document_is_named_by_its_place_and_what_it_is(api: FlaskClient, small: Service) -> None:
    api.post("/api/v1/documents", json={"template": "bo-hai", "values": {"ho_ten": "An"}})
    with small.shop.database.read() as connection:
        (job,) = connection.exec_driver_sql("select id from job").one()
        names = [document_name(row, ".pdf") for row in documents_of(connection, job)]
    assert names == ["0001_mot.pdf", "0002_hai.pdf"]
