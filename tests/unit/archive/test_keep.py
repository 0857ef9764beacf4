"""What is kept is kept once, proves itself, and is found again."""

import pytest

from service.archive.keep import Archive, Finished
from service.database.connection import Database
from service.database.rows import add, get_document, get_dossier, get_job
from service.database.schema import document, dossier, job
from service.errors import NotFound, StorageUnavailable
from service.model import FlavourVerdict, Verdict
from service.pipeline import file_sha256
from tests.builders import a_metadata
from tests.builders_rows import a_document_row, a_dossier_row, a_job_row
from tests.fakes import MemoryStorage
from tests.web_app import NOW

GOOD = Verdict("fake 1", "0" * 64, (FlavourVerdict("2a", True, 100),))


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'service.db'}")
    with opened.write() as connection:
        add(connection, job, [a_job_row("a")])
        add(connection, document, [a_document_row("d"), a_document_row("e", position=2)])
        add(connection, dossier, [a_dossier_row("h")])
    yield opened
    opened.close()


@pytest.fixture
def storage():
    return MemoryStorage()


@pytest.fixture
def archive(database, storage):
    return Archive(database, storage)


@pytest.fixture
def finished(tmp_path):
    docx, pdf = tmp_path / "van-ban.docx", tmp_path / "van-ban.pdf"
    docx.write_bytes(b"PK word")
    pdf.write_bytes(b"%PDF van ban")
    return Finished(
        docx=docx,
        pdf=pdf,
        docx_sha256=file_sha256(docx),
        sha256=file_sha256(pdf),
        pages=3,
        metadata=a_metadata("Giấy mời họp", number="01-GM"),
        template_sha256="f" * 64,
        file="giay-moi",
    )


def row(database, get, row_id):
    with database.read() as connection:
        return get(connection, row_id)


def test_a_document_is_kept_with_what_is_said_of_it(archive, database, finished, storage):
    archive.keep_document("d", "a", finished, NOW)
    kept = row(database, get_document, "d")
    assert (kept.state, kept.title, kept.number, kept.pages) == ("done", "Giấy mời họp", "01-GM", 3)
    assert (kept.file, kept.finished, kept.record["title"]) == ("giay-moi", NOW.isoformat(), "Giấy mời họp")
    assert row(database, get_job, "a").done == 1
    with archive.open_document(kept, ".pdf") as pdf, archive.open_document(kept, ".docx") as docx:
        assert (pdf.read(), docx.read()) == (b"%PDF van ban", b"PK word")


def test_a_kept_file_is_named_by_its_own_hash(archive, finished, storage):
    archive.keep_files(finished)
    assert set(storage.files) == {
        f"{finished.sha256[:2]}/{finished.sha256}.pdf",
        f"{finished.docx_sha256[:2]}/{finished.docx_sha256}.docx",
    }


def test_a_document_kept_twice_counts_once_and_stays_as_it_was(archive, database, finished):
    archive.keep_document("d", "a", finished, NOW)
    before = row(database, get_document, "d")
    archive.keep_document("d", "a", finished, NOW.replace(year=2027))
    assert row(database, get_document, "d") == before
    assert row(database, get_job, "a").done == 1


def test_two_documents_with_the_same_bytes_share_their_files(archive, database, finished, storage):
    archive.keep_document("d", "a", finished, NOW)
    archive.keep_document("e", "a", finished, NOW)
    assert len(storage.files) == 2
    second = row(database, get_document, "e")
    with archive.open_document(second, ".pdf") as pdf:
        assert pdf.read() == b"%PDF van ban"


def test_a_row_never_says_that_files_are_there_which_are_not(archive, database, finished, storage):
    storage.room = 1
    with pytest.raises(StorageUnavailable):
        archive.keep_document("d", "a", finished, NOW)
    assert (row(database, get_document, "d").state, row(database, get_job, "a").done) == ("queued", 0)


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_a_document_that_is_not_finished_has_no_files(archive, database, ending):
    with pytest.raises(NotFound, match="chưa được làm xong"):
        archive.open_document(row(database, get_document, "d"), ending)


def test_a_dossier_that_is_not_bound_has_no_file(archive):
    with pytest.raises(NotFound, match="chưa được làm xong"):
        archive.open_dossier("h")


def test_a_dossier_is_kept_and_bound_again_forgets_the_verdict_on_the_former(archive, database, tmp_path):
    for text, documents in ((b"%PDF mot", ["d", "e"]), (b"%PDF hai", ["e", "d"])):
        pdf = tmp_path / "ho-so.pdf"
        pdf.write_bytes(text)
        columns = {"sha256": file_sha256(pdf), "pages": 6, "manifest": {"documents": []}}
        archive.keep_dossier("h", pdf, columns=columns, documents=documents)
        kept = row(database, get_dossier, "h")
        assert (kept.sha256, kept.pages, kept.verified, kept.verdict) == (columns["sha256"], 6, None, None)
        with database.read() as connection:
            sql = "SELECT document FROM dossier_document WHERE dossier='h' ORDER BY position"
            assert connection.exec_driver_sql(sql).scalars().all() == documents
        archive.judge_dossier("h", GOOD)
        assert row(database, get_dossier, "h").verified is True
    with archive.open_dossier("h") as stream:
        assert stream.read() == b"%PDF hai"


def test_a_verdict_is_kept_beside_its_document_and_counted(archive, database):
    bad = Verdict("fake 1", "0" * 64, (FlavourVerdict("ua1", False, 7, {"7.1-1 tag": 2}),))
    archive.judge_document("d", "a", bad)
    kept = row(database, get_document, "d")
    assert (kept.verified, kept.verdict) == (False, bad.as_dict())
    assert row(database, get_job, "a").judged == 1


def test_a_kept_file_is_laid_where_it_is_wanted(archive, finished, tmp_path):
    archive.keep_files(finished)
    target = archive.fetch(finished.sha256, ".pdf", tmp_path / "lay-ra.pdf")
    assert target.read_bytes() == b"%PDF van ban"
    with pytest.raises(NotFound):
        archive.fetch("0" * 64, ".pdf", tmp_path / "x.pdf")
    with pytest.raises(NotFound):
        archive.fetch(None, ".pdf", tmp_path / "x.pdf")


def test_a_replaced_file_goes_unless_a_dossier_or_a_paper_is_that_file(archive, database, storage, finished):
    pdf, other = finished.pdf, finished.docx
    sha256 = file_sha256(pdf)
    key = f"{sha256[:2]}/{sha256}.pdf"
    archive.keep_dossier("h", pdf, columns={"sha256": sha256}, documents=["d"])
    archive.forget_pdf(sha256)
    assert key in storage.files
    paper = a_document_row("t", job=None, template="", part="upload", state="done")
    paper |= {"sha256": file_sha256(other), "data": {"original_sha256": sha256}}
    archive.keep_foreign(pdf, other, paper)
    archive.keep_signed("h", other, columns={"sha256": file_sha256(other)})
    archive.forget_pdf(sha256)
    assert key in storage.files
    with database.write() as connection:
        connection.execute(document.delete().where(document.c.id == "t"))
    archive.forget_pdf(sha256)
    archive.forget_pdf(sha256)
    assert key not in storage.files
    assert archive.open_dossier("h").read() == other.read_bytes()
