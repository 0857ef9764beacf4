"""Papers from elsewhere under veraPDF itself: what a dossier claims is what it is; parts and originals come back."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.stamp.noop import NoOpStampStyle

from service.dossier.proof import proofs
from service.dossier.wanted import WITH_DATA, Wanted
from service.fill.template import Templates
from service.jobs.binding import Paper, bind_files
from service.jobs.uploads import Told
from service.pdf.attach import enclosed
from service.pdf.claims import claimed
from service.pdf.conform import conform
from service.pdf.split import split
from service.pdf.verify import VeraJudge
from service.pipeline import Tools
from tests.builders import a_metadata
from tests.builders_foreign import a_scan, signed, written
from tests.fakes import FakeConverter
from tests.finished import FinishedPdf

RESOURCES = Path(__file__).parents[1] / "resources"
BARE = Wanted(title="Hồ sơ hỗn hợp", cover=False, contents=False, closing=False)

pytestmark = pytest.mark.verapdf


@pytest.fixture(scope="module")
def tools():
    judge = VeraJudge()
    yield Tools(Templates(), FakeConverter(), judge, 1)
    judge.close()


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """A paper made here, scans of all kinds, a signed one."""
    folder = tmp_path_factory.mktemp("giay-to")
    conform(RESOURCES / "cam-ket-libreoffice.pdf", folder / "lam-o-day.pdf", a_metadata("Bản cam kết"))
    written(a_scan(2, claim=("2", "B")), folder / "2b.pdf")
    written(a_scan(claim=("1", "B")), folder / "1b.pdf")
    written(a_scan(), folder / "thuong.pdf")
    written(signed(a_scan(2, claim=("2", "B")), kept=False), folder / "cho-ky.pdf")
    really_signed(folder / "cho-ky.pdf", folder / "da-ky.pdf")
    return folder


def really_signed(source, target):
    """Sign the empty field as an office does: PAdES, over the whole file; the picture in the field stays."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lê Thị Bích")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(begin).not_valid_after(begin + timedelta(days=900))
    certificate = made.sign(key, hashes.SHA256())
    bag = serialization.pkcs12.serialize_key_and_certificates(
        b"k", key, certificate, None, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner.load_pkcs12_data(bag, other_certs=[])
    about = signers.PdfSignatureMetadata(
        field_name="ChuKy1", subfilter=fields.SigSeedSubFilter.PADES, name="Lê Thị Bích"
    )
    pen = signers.PdfSigner(about, signer, stamp_style=NoOpStampStyle())
    out = pen.sign_pdf(IncrementalPdfFileWriter(BytesIO(source.read_bytes())))
    target.write_bytes(out.getbuffer())


def bound(tools, papers, target, *names, wanted=BARE):
    files = [Paper(papers / f"{name}.pdf", Told(title=name)) for name in names]
    return bind_files(tools, files, wanted, target, lambda *_: None)


@pytest.mark.parametrize(
    ("names", "wanted", "claims"),
    [
        (("lam-o-day",), BARE, ("2a", "ua1")),
        (("lam-o-day", "2b"), BARE, ("2b",)),
        (("1b", "lam-o-day"), BARE, ("2b",)),
        (("lam-o-day", "da-ky"), replace(BARE, profile=WITH_DATA), ("3b",)),
        (("lam-o-day", "2b", "thuong"), BARE, ()),
    ],
)
def test_what_a_dossier_claims_is_what_verapdf_finds(tools, papers, tmp_path, names, wanted, claims):
    done = bound(tools, papers, tmp_path / "hs.pdf", *names, wanted=wanted)
    assert claimed(tmp_path / "hs.pdf") == claims
    told = json.loads((tmp_path / "hs.manifest.json").read_text("utf-8"))
    assert told["level"] == list(claims)
    if claims:
        verdict = tools.judge.judge(tmp_path / "hs.pdf", claims)
        assert [(f.flavour, dict(f.failed)) for f in verdict.flavours] == [(c, {}) for c in claims]
        assert done.bound.verdict is not None
    assert all(proof.whole for proof in proofs(tmp_path / "hs.pdf"))


def test_split_gives_each_paper_back_as_what_it_is(tools, papers, tmp_path):
    bound(tools, papers, tmp_path / "hs.pdf", "lam-o-day", "2b", "thuong")
    pieces = list(split(tmp_path / "hs.pdf", tmp_path))
    found = [claimed(piece.path) for piece in pieces]
    assert found == [("2a", "ua1"), ("2b",), ()]
    assert [piece.pages for piece in pieces] == [1, 2, 1]
    for piece, claims in zip(pieces, found, strict=True):
        assert not claims or tools.judge.judge(piece.path, claims).compliant
    before = FinishedPdf(papers / "lam-o-day.pdf")
    assert FinishedPdf(pieces[0].path).text == before.text


def test_a_signed_paper_comes_back_byte_by_byte(tools, papers, tmp_path):
    original = (papers / "da-ky.pdf").read_bytes()
    done = bound(tools, papers, tmp_path / "hs.pdf", "da-ky", wanted=replace(BARE, profile=WITH_DATA))
    (signature,) = done.entries[0].foreign.signatures
    assert (signature["name"], signature["page"], signature["whole"]) == ("Lê Thị Bích", 1, True)
    files = {f.name: f.content for f in enclosed(tmp_path / "hs.pdf")}
    assert files["0001_da-ky.pdf"] == original
    beside = bound(tools, papers, tmp_path / "canh.pdf", "da-ky")
    assert [path.read_bytes() for path in beside.originals] == [original]
    beside.originals[0].write_bytes(original + b" ")
    (proof,) = proofs(tmp_path / "canh.pdf")
    assert [f.place for f in proof.findings] == ["bản gốc “canh.ban-goc/0001_da-ky.pdf”"]
