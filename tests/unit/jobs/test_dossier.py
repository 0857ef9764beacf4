"""A dossier says what it is made of, page by page."""

import pikepdf
import pytest

from service.errors import NotFound
from service.jobs.dossier import bind_documents
from service.jobs.order import Order
from tests.fakes import HandEngine


def test_the_manifest_names_every_document_with_its_pages_and_hashes(office):
    job_id = office.batch("An", "Bình", dossier=True)
    rows, dossier = office.documents(job_id), office.dossier(job_id)
    first, second = dossier.manifest["documents"]
    assert first == {
        "position": 1,
        "title": "Giấy mời An",
        "number": "01-GM/CB",
        "template": "giay-moi",
        "version": "1.2",
        "first_page": 1,
        "pages": 1,
        "level": ["2a", "ua1"],
        "sha256": rows[0].sha256,
        "docx_sha256": rows[0].docx_sha256,
        "template_sha256": office.package.sha256,
        "data_sha256": rows[0].record["data_sha256"],
    }
    assert (second["position"], second["first_page"]) == (2, 2)


def test_a_dossier_has_the_pages_of_its_documents_and_says_what_they_say(office):
    job_id = office.batch("An", "Bình", dossier=True)
    dossier = office.dossier(job_id)
    with office.shop.archive.open_dossier(dossier.id) as stream, pikepdf.open(stream) as pdf:
        assert len(pdf.pages) == dossier.pages == 2
        assert str(pdf.docinfo["/Title"]) == "Giấy mời"
    assert (dossier.record["organ"], dossier.record["date"]) == ("Chi bộ ấp Mỹ Thọ", "2026-02-05")


def test_the_same_documents_in_the_same_order_give_the_same_dossier(office):
    ids = [d.id for d in office.documents(office.batch("An", "Bình"))]
    hashes = [
        office.dossier(office.desk.dossier(o, Order(title="Hồ sơ"))).sha256 for o in (ids, ids, ids[::-1])
    ]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_document_that_is_not_finished_any_more_is_named(an_office, monkeypatch):
    office = an_office(engine=lambda run: HandEngine(run, holds=True))
    waiting = office.documents(office.batch("An"))[0].id
    monkeypatch.setattr("service.jobs.submit.check_documents", lambda *_: None)
    job_id = office.desk.dossier([waiting], Order(title="Hồ sơ"))
    with pytest.raises(NotFound, match=f"{waiting} chưa làm xong"):
        bind_documents(office.shop, office.job(job_id))
