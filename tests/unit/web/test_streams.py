"""A dossier is sent in pieces while it is cut apart: an ordinary archive, little memory, nothing left behind."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.errors import NotFound, UnreadableInput
from service.pdf.bind import Part, bind
from service.web.streams import send_stream, split_stream
from tests.builders import a_metadata

FORM = Path(__file__).parents[2] / "resources" / "cam-ket-libreoffice.pdf"


class Shelf:
    """An archive that holds one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fetch(self, sha256: str | None, ending: str, target: Path) -> Path:
        if sha256 is None:
            raise NotFound
        target.write_bytes(self.path.read_bytes())
        return target


@pytest.fixture
def shelf(tmp_path: Path) -> Any:
    path = tmp_path / "ho-so.pdf"
    bind([Part(FORM, f"Văn bản {n}") for n in (1, 2, 3)], path, a_metadata("Hồ sơ"))
    return Shelf(path)


def test_the_pieces_make_an_archive_that_says_all_sizes_beforehand(shelf: Any, tmp_path: Path) -> None:
    pieces = list(split_stream(shelf, "a", tmp_path / "work"))
    assert len(pieces) == 4  # three documents, and the directory
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist() == [f"{n:04}_van-ban-{n}.pdf" for n in (1, 2, 3)]
        assert not any(member.flag_bits & 0x08 for member in bundle.infolist())
    assert list((tmp_path / "work").iterdir()) == []


def test_a_reader_who_leaves_leaves_nothing_behind(shelf: Any, tmp_path: Path) -> None:
    answer = send_stream(split_stream(shelf, "a", tmp_path / "work"), "ho-so.zip")
    body: Iterator[bytes] = answer.iter_encoded()
    next(body)
    assert list((tmp_path / "work").iterdir())
    answer.close()
    body.close()  # type: ignore[attr-defined]
    assert list((tmp_path / "work").iterdir()) == []


def test_what_cannot_be_cut_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        send_stream(split_stream(Shelf(FORM), None, tmp_path / "work"), "a.zip")  # type: ignore[arg-type]
    with pytest.raises(UnreadableInput):
        send_stream(split_stream(Shelf(FORM), "a", tmp_path / "work"), "a.zip")  # type: ignore[arg-type]
    assert list((tmp_path / "work").iterdir()) == []
