"""One authority for all tests of signatures: keys take long to make."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.pdf.bind import Part, bind
from service.pdf.stamp import PageNumbers
from tests.authority import Authority
from tests.builders import a_metadata

RESOURCES = Path(__file__).parents[3] / "resources"


@pytest.fixture(scope="session")
def lasting_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with Authority(tmp_path_factory.mktemp("ca")) as authority:
        authority.standing = authority.signer()[0]
        yield authority


@pytest.fixture
def authority(lasting_authority: Authority) -> Iterator[Authority]:
    yield lasting_authority
    lasting_authority.broken = ""
    lasting_authority.revoked.clear()
    lasting_authority.asked.clear()


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of two documents, bound here."""
    path = tmp_path_factory.mktemp("ho-so") / "ho-so.pdf"
    parts = [Part(RESOURCES / name, name) for name in ("bien-ban-libreoffice.pdf", "cam-ket-libreoffice.pdf")]
    bind(parts, path, a_metadata(), PageNumbers())
    return path
