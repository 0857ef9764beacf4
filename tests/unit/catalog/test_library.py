"""The library gives sound packages, says why others cannot be used, and notices changes."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.catalog.library import Library
from service.errors import BrokenPackage, NotFound
from tests.builders import a_docx, a_package, write_json


def test_sound_packages_are_listed_and_broken_ones_explained(tmp_path: Path) -> None:
    a_package(tmp_path, "tot")
    a_package(tmp_path, "hong", documents={"giay-moi.docx": a_docx("{{ ho_tn }}")})
    library = Library([tmp_path])
    assert [p.slug for p in library.list()] == ["tot"]
    assert list(library.problems()) == ["hong"]
    with pytest.raises(BrokenPackage, match=r"Ý bạn là \{\{ ho_ten \}\}") as caught:
        library.get("hong")
    assert caught.value.errors[0].rule == "P6"


def test_an_unknown_slug_is_told_with_the_one_perhaps_meant(tmp_path: Path) -> None:
    a_package(tmp_path, "giay-moi")
    with pytest.raises(NotFound, match="Ý bạn là “giay-moi”"):
        Library([tmp_path]).get("giay-mo")


def test_a_package_is_read_once_until_a_file_changes(tmp_path: Path) -> None:
    folder = a_package(tmp_path)
    library = Library([tmp_path])
    first = library.get("giay-moi")
    assert library.get("giay-moi") is first
    write_json(folder / "sample.json", {"ho_ten": "Trần Thị Bình"})
    os.utime(folder / "sample.json", ns=(1, 1))
    assert library.get("giay-moi").sample == {"ho_ten": "Trần Thị Bình"}


def test_packages_may_come_and_go(tmp_path: Path) -> None:
    library = Library([tmp_path / "mot", tmp_path / "hai"])
    assert library.list() == []
    a_package(tmp_path / "mot", "giay-moi")
    (tmp_path / "mot" / "Đơn xin.docx").write_bytes(a_docx("{{ ho_ten }}"))
    assert [p.slug for p in library.list()] == ["giay-moi", "don-xin"]


def test_of_two_packages_with_one_slug_the_later_folder_counts(tmp_path: Path) -> None:
    a_package(tmp_path / "mot", "giay-moi")
    own = a_package(tmp_path / "hai", "giay-moi")
    assert Library([tmp_path / "mot", tmp_path / "hai"]).get("giay-moi").folder == own


def test_many_threads_get_the_same_package(tmp_path: Path) -> None:
    a_package(tmp_path)
    library = Library([tmp_path])
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: library.get("giay-moi"), range(16)))
    assert len({id(p) for p in found}) == 1


def test_of_a_package_kept_by_versions_the_highest_number_counts(tmp_path: Path) -> None:
    for version in ("2", "9", "10"):
        a_package(tmp_path / "don-xin", version)
    (tmp_path / "don-xin" / "10" / "sample.json").unlink()
    write_json(tmp_path / "don-xin" / "10" / "sample.json", {"ho_ten": "Mười"})
    library = Library([tmp_path])
    package = library.get("don-xin")
    assert (package.slug, package.sample) == ("don-xin", {"ho_ten": "Mười"})
    assert [p.slug for p in library.list()] == ["don-xin"]
    assert library.places() == {"don-xin": tmp_path / "don-xin" / "10"}
    assert library.get("don-xin", "9").folder == tmp_path / "don-xin" / "9"
    for other in ("", "11", "..", "../don-xin/9"):
        assert library.get("don-xin", other) is package


def test_a_broken_version_is_explained_under_the_name_of_its_package(tmp_path: Path) -> None:
    a_package(tmp_path / "don-xin", "1", documents={"giay-moi.docx": a_docx("{{ ho_tn }}")})
    with pytest.raises(BrokenPackage, match="Bộ mẫu don-xin có lỗi"):
        Library([tmp_path]).get("don-xin")
