"""Temporary files lie in memory where there is room, and never stay."""

import pytest

from service.convert import quick
from service.convert.leftovers import sweep
from service.convert.quick import make_quick, memory, remove_quick


@pytest.fixture
def in_memory(monkeypatch, tmp_path):
    place = tmp_path / "memory"
    place.mkdir()
    monkeypatch.setattr(quick, "MEMORY", place)
    monkeypatch.setattr(quick, "ROOM", 1)
    return place


def test_with_room_the_files_lie_in_memory_and_go_with_the_folder(in_memory, tmp_path):
    folder = tmp_path / "tmp"
    make_quick(folder)
    (folder / "a").write_bytes(b"a")
    (made,) = in_memory.iterdir()
    assert (made / "a").is_file()
    assert made.stat().st_mode & 0o777 == 0o700
    remove_quick(folder)
    assert (list(in_memory.iterdir()), folder.is_symlink()) == ([], False)
    remove_quick(folder)


@pytest.mark.parametrize("room", [1 << 60, None])
def test_without_room_or_memory_they_lie_on_the_disk(in_memory, tmp_path, monkeypatch, room):
    if room is None:
        in_memory.rmdir()
    else:
        monkeypatch.setattr(quick, "ROOM", room)
    folder = tmp_path / "tmp"
    make_quick(folder)
    assert folder.is_dir()
    assert not folder.is_symlink()
    assert memory() == ()
    remove_quick(folder)
    assert not folder.exists()


def test_what_a_killed_pool_left_in_memory_is_swept(in_memory, tmp_path):
    session = tmp_path / "scratch" / "run-old" / "1"
    (session / "profile").mkdir(parents=True)
    make_quick(session / "tmp")
    assert sweep(tmp_path / "scratch") == 1
    assert list(in_memory.iterdir()) == []
