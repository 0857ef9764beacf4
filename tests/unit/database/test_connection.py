"""Transactions are whole or nothing, writers wait for each other, and no foreign exception comes out."""

import sqlite3
import threading

import pytest
from sqlalchemy import select, update

from service.database.connection import Database
from service.database.rows import add, change, get_job
from service.database.schema import document, job, schema_version
from service.errors import BadSettings, NotFound, StorageUnavailable
from tests.builders_rows import a_document_row, a_job_row


def path_of(database: Database) -> str:
    with database.read() as connection:
        return connection.exec_driver_sql("PRAGMA database_list").fetchone()[2]


def test_what_was_written_is_read_by_another_opening(database):
    with database.write() as connection:
        add(connection, job, [a_job_row("a")])
    again = Database(f"sqlite:///{path_of(database)}")
    with again.read() as connection:
        assert get_job(connection, "a").id == "a"
    again.close()


def test_an_error_takes_back_all_that_was_written(database):
    with pytest.raises(KeyError), database.write() as connection:
        add(connection, job, [a_job_row("a")])
        raise KeyError("a")
    with pytest.raises(NotFound), database.read() as connection:
        get_job(connection, "a")


def test_what_people_wrote_does_not_stand_in_an_error(database):
    with pytest.raises(StorageUnavailable) as caught, database.write() as connection:
        add(connection, job, [a_job_row("a", title="Nguyễn Văn An"), a_job_row("a", title="Nguyễn Văn An")])
    assert "UNIQUE" in str(caught.value.__cause__)
    assert "Nguyễn" not in str(caught.value.__cause__)


def test_our_own_refusals_pass_through_unchanged(database):
    with pytest.raises(NotFound, match="Không có lượt xử lý"), database.write() as connection:
        get_job(connection, "khong-co")


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_committed(database):
    with database.write() as connection:
        add(connection, job, [a_job_row("a", title="cũ")])
    with database.write() as writer:
        change(writer, job, "a", title="mới")
        with database.read() as reader:
            assert get_job(reader, "a").title == "cũ"
    with database.read() as reader:
        assert get_job(reader, "a").title == "mới"


def test_writers_that_read_first_wait_for_each_other_and_lose_nothing(database):
    with database.write() as connection:
        add(connection, job, [a_job_row("a")])

    def count() -> None:
        for _ in range(20):
            with database.write() as connection:
                done = get_job(connection, "a").done
                change(connection, job, "a", done=done + 1)

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert get_job(connection, "a").done == 120


def test_rows_that_belong_to_nothing_are_refused(database):
    with pytest.raises(StorageUnavailable), database.write() as connection:
        add(connection, document, [a_document_row("b", job="khong-co")])


def test_a_power_cut_loses_nothing_that_was_committed(database):
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL


def test_a_database_of_another_version_is_refused_with_what_to_do(database):
    with database.write() as connection:
        connection.execute(update(schema_version).values(version=99))
    with pytest.raises(BadSettings, match=r"số 99, bản này cần số 1.*VANBAN_DATA"):
        Database(f"sqlite:///{path_of(database)}")
    with database.read() as connection:
        assert connection.scalar(select(schema_version.c.version)) == 99


def test_a_file_that_is_no_database_is_unavailable(tmp_path):
    (tmp_path / "service.db").write_text("Đây là văn bản thường. " * 100)
    with pytest.raises(StorageUnavailable):
        Database(f"sqlite:///{tmp_path / 'service.db'}")


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path):
    (tmp_path / "la-tep").write_text("")
    with pytest.raises(StorageUnavailable):
        Database(f"sqlite:///{tmp_path / 'la-tep' / 'service.db'}")


def test_a_full_disk_is_unavailable_and_what_was_there_stays(database):
    with database.write() as connection:
        add(connection, job, [a_job_row("a")])
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with pytest.raises(StorageUnavailable), database.write() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        add(connection, job, [a_job_row(str(n), title="x" * 10_000) for n in range(10)])
    with database.read() as connection:
        assert get_job(connection, "a").id == "a"


def test_closing_twice_is_harmless_and_leaves_one_whole_file(database):
    with database.write() as connection:
        add(connection, job, [a_job_row("a")])
    path = path_of(database)
    database.close()
    database.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()
