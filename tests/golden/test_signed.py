"""A signed dossier is still what it was: PDF/A and PDF/UA-1 by veraPDF, at every level, also when signed again."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from service.pdf.bind import Part, bind
from service.pdf.roles import Role
from service.pdf.signing.door import PdfSigner
from service.pdf.signing.means import Means
from service.pdf.split import split
from service.pdf.stamp import PageNumbers
from service.pdf.verify import VeraJudge
from tests.authority import Authority, now
from tests.builders import a_metadata

RESOURCES = Path(__file__).resolve().parents[1] / "resources"

pytestmark = [pytest.mark.verapdf, pytest.mark.slow]


@pytest.fixture(scope="module")
def judge():
    one = VeraJudge()
    yield one
    one.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    with Authority(tmp_path_factory.mktemp("ca")) as one:
        one.standing, one.archive = one.signer()[0], one.signer("LƯU TRỮ LỊCH SỬ TỈNH", "")[0]
        yield one


@pytest.fixture(scope="module")
def dossiers(tmp_path_factory):
    """The same documents bound as PDF/A-2a, and as PDF/A-3a with nothing but the manifest's place in it."""
    folder = tmp_path_factory.mktemp("ho-so")
    parts = [
        Part(RESOURCES / "cam-ket-libreoffice.pdf", "Bìa", Role.COVER),
        Part(RESOURCES / "bien-ban-libreoffice.pdf", "Biên bản", record=a_metadata()),
    ]
    bind(parts, folder / "2a.pdf", a_metadata(), PageNumbers())
    bind(parts, folder / "3a.pdf", a_metadata(), PageNumbers(), lambda *_: [])
    return {"2a": folder / "2a.pdf", "3a": folder / "3a.pdf"}


@pytest.mark.parametrize(
    ("flavour", "level", "place"),
    [
        ("2a", "B-B", "tren-phai"),
        ("2a", "B-LT", "cho-ky"),
        ("2a", "B-T", "an"),
        ("2a", "B-LTA", "cho-ky"),
        ("3a", "B-LT", "tren-phai"),
    ],
)
def test_a_dossier_signed_once_and_twice_still_passes(
    judge, authority, dossiers, tmp_path, flavour, level, place
):
    Image.new("RGBA", (300, 100), (0, 40, 200, 90)).save(tmp_path / "ky.png")
    told = authority.means(
        pkcs12=authority.standing, level=level, place=place, image=str(tmp_path / "ky.png")
    )
    target = tmp_path / "da-ky.pdf"
    made = PdfSigner(Means(**told), now).sign(dossiers[flavour], target)
    assert (made.sound, made.level) == (True, level)
    verdict = judge.judge(target, (flavour, "ua1"))
    assert verdict.compliant, verdict
    with pikepdf.open(target) as pdf:
        assert not pdf.check_pdf_syntax()
    further = PdfSigner(Means(**told | {"pkcs12": str(authority.archive)}), now)
    assert further.sign(target, tmp_path / "hai.pdf").sound
    assert [one.sound for one in further.signatures(tmp_path / "hai.pdf")] == [True, True]
    verdict = judge.judge(tmp_path / "hai.pdf", (flavour, "ua1"))
    assert verdict.compliant, verdict
    (piece,) = split(tmp_path / "hai.pdf", tmp_path)
    assert judge.judge(piece.path, ("2a", "ua1")).compliant
