"""Containers can be read by everyone and are the same every time."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import StorageUnavailable
from service.fill.container import FAST_LEVEL, deflate, write_container
from tests.builders import members_of


@given(st.dictionaries(st.text("abcđề/.", min_size=1, max_size=20), st.binary(max_size=3000), max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, bytes]
) -> None:
    target = tmp_path_factory.mktemp("zip") / "a.docx"
    write_container(target, [deflate(name, data, FAST_LEVEL) for name, data in content.items()])
    assert members_of(target) == content


def test_order_and_dates_are_fixed(tmp_path: Path) -> None:
    members = [deflate("b.xml", b"1"), deflate("a.xml", b"2")]
    write_container(tmp_path / "x.docx", members)
    with zipfile.ZipFile(tmp_path / "x.docx") as archive:
        assert [(i.filename, i.date_time) for i in archive.infolist()] == [
            ("b.xml", (1980, 1, 1, 0, 0, 0)),
            ("a.xml", (1980, 1, 1, 0, 0, 0)),
        ]


def test_a_disk_that_refuses_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable):
        write_container(tmp_path / "khong-co" / "x.docx", [])
