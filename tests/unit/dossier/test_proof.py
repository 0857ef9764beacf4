"""A dossier is held against its manifests: beside it every byte counts, inside it what is shown and enclosed."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Pdf

from service.dossier.manifest import MANIFEST, SUBMISSIONS, as_json, enclosures, manifest_of
from service.dossier.proof import beside, proofs
from service.dossier.record import Entry, Origin
from service.dossier.wanted import Wanted
from service.errors import NotFound, UnreadableInput
from service.pdf.attach import enclosed
from service.pdf.bind import Part, bind
from tests.builders import a_metadata
from tests.finished import FinishedPdf

RESOURCES = Path(__file__).parents[2] / "resources"
NAMES = ("cam-ket-libreoffice", "nghi-quyet-2a-ua1")
VALUES = '{"ho_ten":"Đặng Thị Ý"}'


def entries(folder, verified=None):
    found = []
    for name in NAMES:
        pdf, docx = RESOURCES / f"{name}.pdf", folder / f"{name}.docx"
        docx.write_bytes(name.encode())
        origin = Origin(
            template="ban-cam-ket",
            version="1.0",
            data=VALUES,
            docx=docx,
            file="cam-ket",
            sha256=sha256(pdf.read_bytes()).hexdigest(),
            docx_sha256=sha256(name.encode()).hexdigest(),
            verified=verified,
        )
        found.append(Entry(pdf, a_metadata(f"Văn bản {name}"), FinishedPdf(pdf).pages, origin))
    return found


@pytest.fixture(scope="module")
def with_data(tmp_path_factory):
    """A dossier that encloses what it was made from."""
    folder = tmp_path_factory.mktemp("proof")
    held, metadata = entries(folder), a_metadata("Hồ sơ")

    def enclose(parts, seals):
        return enclosures(
            manifest_of(Wanted(title="Hồ sơ", profile="pdfa-3a"), metadata, held, parts, seals),
            held,
            metadata,
        )

    parts = [Part(e.pdf, e.record.title, record=e.record) for e in held]
    bind(parts, folder / "ho-so.pdf", metadata, enclose=enclose)
    return folder / "ho-so.pdf"


def copied(source, folder, change=lambda pdf: None):
    with Pdf.open(source) as pdf:
        change(pdf)
        pdf.save(folder / source.name)
    return folder / source.name


def test_what_is_inside_says_what_the_dossier_was_made_from(with_data):
    files = {f.name: f.content for f in enclosed(with_data)}
    assert sorted(files) == ["0001_cam-ket.docx", "0002_cam-ket.docx", MANIFEST, SUBMISSIONS]
    assert [s["values"] for s in json.loads(files[SUBMISSIONS])] == [json.loads(VALUES)] * 2
    told = json.loads(files[MANIFEST])
    assert told["profile"] == "pdfa-3a"
    assert {a["name"]: a["sha256"] for a in told["attachments"]} == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != MANIFEST
    }
    pages = [FinishedPdf(RESOURCES / f"{name}.pdf").pages for name in NAMES]
    assert [(p["first_page"], p["pages"]) for p in told["parts"]] == [(1, pages[0]), (pages[0] + 1, pages[1])]
    assert [d["sha256"] for d in told["documents"]] == [
        sha256((RESOURCES / f"{name}.pdf").read_bytes()).hexdigest() for name in NAMES
    ]


def test_a_verdict_is_told_where_there_is_one(tmp_path):
    parts = bind([Part(RESOURCES / f"{n}.pdf", n) for n in NAMES], tmp_path / "a.pdf", a_metadata())
    judged = manifest_of(Wanted(title="Hồ sơ"), a_metadata(), entries(tmp_path, verified=True), parts)
    open_ = manifest_of(Wanted(title="Hồ sơ"), a_metadata(), entries(tmp_path), parts)
    assert [d.get("verified") for d in judged["documents"]] == [True, True]
    assert all("verified" not in d for d in open_["documents"])


def test_a_file_written_anew_still_agrees_with_what_is_inside(with_data, tmp_path):
    (proof,) = proofs(copied(with_data, tmp_path))
    assert proof.whole
    assert "xin giữ bản kê để ngoài" in proof.said


def draw_another_letter(pdf):
    content = pdf.pages[0].obj.Contents
    content.write(content.read_bytes().replace(b"<01>", b"<02>", 1))


def change_a_word_file(pdf):
    pdf.Root.AF[1].EF.F.write(b"khac")


def drop_a_page(pdf):
    del pdf.pages[-1]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (draw_another_letter, "phần “Văn bản cam-ket-libreoffice”"),
        (change_a_word_file, "tệp kèm “0001_cam-ket.docx”"),
        (drop_a_page, "số trang"),
    ],
)
def test_a_change_to_what_is_shown_or_enclosed_is_named(with_data, tmp_path, change, place):
    (proof,) = proofs(copied(with_data, tmp_path, change))
    assert not proof.whole
    assert any(f.place.startswith(place) for f in proof.findings)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A dossier with its manifest beside it."""
    folder = tmp_path_factory.mktemp("beside")
    path = folder / "ho-so.pdf"
    bind([Part(RESOURCES / f"{NAMES[0]}.pdf", "Văn bản")], path, a_metadata("Hồ sơ"))
    told = {"file": path.name, "sha256": sha256(path.read_bytes()).hexdigest()}
    beside(path).write_bytes(as_json(told))
    return path


def test_the_untouched_file_agrees_with_the_manifest_beside_it(plain):
    (proof,) = proofs(plain)
    assert proof.whole


@settings(max_examples=30)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_changed_byte_escapes_the_manifest_beside_it(plain, tmp_path_factory, place, bit):
    folder = tmp_path_factory.mktemp("byte")
    data = bytearray(plain.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    (folder / plain.name).write_bytes(bytes(data))
    beside(folder / plain.name).write_bytes(beside(plain).read_bytes())
    proof = next(proofs(folder / plain.name))
    assert not proof.whole
    assert proof.findings[0].found == f"SHA-256 {sha256(bytes(data)).hexdigest()}"


def test_a_manifest_that_names_another_file_is_not_asked(plain, tmp_path):
    path = copied(plain, tmp_path)
    path.with_name(MANIFEST).write_bytes(as_json({"file": "khac.pdf", "sha256": "0"}))
    assert list(proofs(path)) == []
    path.with_name(MANIFEST).write_bytes(as_json({"file": path.name, "sha256": "0"}))
    assert [p.whole for p in proofs(path)] == [False]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"])
def test_a_manifest_that_is_none_is_named(plain, tmp_path, content):
    path = copied(plain, tmp_path)
    beside(path).write_bytes(content)
    with pytest.raises(UnreadableInput, match=r"ho-so\.manifest\.json"):
        list(proofs(path))


def test_what_is_no_pdf_has_no_manifest_and_what_is_not_there_is_not_found(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    assert list(proofs(tmp_path / "a.pdf")) == []
    with pytest.raises(NotFound):
        list(proofs(tmp_path / "b.pdf"))


def test_a_word_file_dated_by_its_data(with_data):
    with Pdf.open(with_data) as pdf:
        stamp = str(pdf.Root.AF[1].EF.F.Params.ModDate)
    assert (
        datetime.strptime(stamp[2:16], "%Y%m%d%H%M%S").replace(tzinfo=UTC).year == a_metadata().created.year
    )
