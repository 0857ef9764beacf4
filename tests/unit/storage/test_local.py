"""LocalStorage keeps what it is given, whole, once."""

import errno
import os

import pytest

from service.errors import Conflict, NotFound, StorageUnavailable
from service.storage.local import LocalStorage


@pytest.fixture
def storage(tmp_path):
    return LocalStorage(tmp_path / "kho")


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(b"%PDF-1.7 noi dung")
    return path


def test_what_was_put_is_given_back(storage, paper, tmp_path):
    storage.put("ab/abcd.pdf", paper)
    with storage.open("ab/abcd.pdf") as stream:
        assert stream.read() == paper.read_bytes()
    storage.fetch("ab/abcd.pdf", tmp_path / "lay-ra.pdf")
    assert (tmp_path / "lay-ra.pdf").read_bytes() == paper.read_bytes()


def test_the_same_bytes_twice_are_harmless_and_others_conflict(storage, paper):
    storage.put("ab/abcd.pdf", paper)
    storage.put("ab/abcd.pdf", paper)
    paper.write_bytes(b"khac")
    with pytest.raises(Conflict):
        storage.put("ab/abcd.pdf", paper)
    with storage.open("ab/abcd.pdf") as stream:
        assert stream.read() == b"%PDF-1.7 noi dung"


def test_a_key_or_a_folder_of_keys_is_forgotten_and_nothing_else(storage, paper):
    for key in ("ab/abcd.pdf", "ab/abcde.pdf", "jobs/1/loi.xlsx", "jobs/12/loi.xlsx"):
        storage.put(key, paper)
    for prefix in ("ab/abcd.pdf", "jobs/1", "khong/co"):
        storage.delete(prefix)
    for key in ("ab/abcd.pdf", "jobs/1/loi.xlsx"):
        with pytest.raises(NotFound):
            storage.open(key)
    for key in ("ab/abcde.pdf", "jobs/12/loi.xlsx"):
        storage.open(key).close()


@pytest.mark.parametrize("key", ["../evil", "/etc/passwd", "a/../../b", "", "a/./../b"])
def test_a_key_never_leaves_the_folder(storage, paper, key):
    with pytest.raises(NotFound):
        storage.put(key, paper)


def test_an_unknown_key_is_not_found(storage, tmp_path):
    with pytest.raises(NotFound):
        storage.open("khong/co.pdf")
    with pytest.raises(NotFound):
        storage.fetch("khong/co.pdf", tmp_path / "x")


def test_a_full_disk_leaves_nothing_half_written(storage, paper, tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageUnavailable, match="đĩa đã đầy"):
        storage.put("ab/abcd.pdf", paper)
    assert [p for p in (tmp_path / "kho").rglob("*") if p.is_file()] == []


def test_delete_forgets_a_folder(storage, paper):
    storage.put("ab/abcd.pdf", paper)
    storage.delete("ab")
    with pytest.raises(NotFound):
        storage.open("ab/abcd.pdf")


def test_files_leave_room_on_the_disk_for_the_rows(paper, tmp_path):
    with pytest.raises(StorageUnavailable):
        LocalStorage(tmp_path / "kho", reserve=10**18).put("ab/abcd.pdf", paper)
    assert [p for p in (tmp_path / "kho").rglob("*") if p.is_file()] == []


def test_what_a_killed_process_left_half_copied_is_cleared_away(storage, paper, tmp_path):
    storage.put("ab/abcd.pdf", paper)
    (tmp_path / "kho" / ".incoming" / "do-dang").write_bytes(b"%PDF")
    LocalStorage(tmp_path / "kho")
    assert [p.name for p in (tmp_path / "kho").rglob("*") if p.is_file()] == ["abcd.pdf"]


def test_a_file_is_not_fetched_over_another(storage, paper, tmp_path):
    storage.put("ab/abcd.pdf", paper)
    (tmp_path / "co-san").write_bytes(b"khac")
    with pytest.raises(StorageUnavailable):
        storage.fetch("ab/abcd.pdf", tmp_path / "co-san")
    assert (tmp_path / "co-san").read_bytes() == b"khac"


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path):
    (tmp_path / "la-tep").write_text("")
    with pytest.raises(StorageUnavailable):
        LocalStorage(tmp_path / "la-tep" / "kho")
