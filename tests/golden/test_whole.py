"""Whole dossiers, large ones and awkward ones: all that can be seen of them agrees, and veraPDF is content.

`outlines/hon-hop.txt` says what a dossier of three packages looks like beside its words. After a change that is meant:
`./test tests/golden --rewrite-golden`, and read the difference before it is committed.
"""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from service.catalog.package import load_package
from service.dossier.make import Bound, make_dossier
from service.dossier.record import Details, Entry, Origin
from service.dossier.wanted import WITH_DATA, Wanted
from service.forms.clean import clean
from service.pdf.roles import Role
from service.pdf.split import Piece, split
from service.pipeline import make_document, papers, verify
from tests.builders import a_docx, a_package
from tests.builders_awkward_pages import an_awkward_package
from tests.finished import FinishedPdf
from tests.readings import outline, spoken

PROJECT = Path(__file__).resolve().parents[2]
OUTLINE = Path(__file__).parent / "outlines" / "hon-hop.txt"
DETAILS = Details(
    dossier_code="TH.01",
    retention="Vĩnh viễn",
    access="Nội bộ",
    organ="Chi bộ ấp 3",
    prepared_by="Nguyễn Thị Ánh",
)
MANY = 300
SOUND, SOUND_WITH_DATA = {"2a": {}, "ua1": {}}, {"3a": {}, "ua1": {}}

pytestmark = [pytest.mark.soffice, pytest.mark.verapdf, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def singles(tools, tmp_path_factory):
    """A paper with landscape pages and pictures, a resolution, a form, an invitation of one page."""
    folder = tmp_path_factory.mktemp("singles")
    toml = 'title = "Giấy mời"\nversion = "1"\nlayout = "ca-nhan"\n[[document]]\ntemplate = "giay-moi.docx"\n'
    line = a_docx("Kính mời ông {{ ho_ten }} đến dự sinh hoạt.")
    packages = [
        an_awkward_package(folder),
        *(PROJECT / "docx_templates" / slug for slug in ("nghi-quyet-chi-bo", "ban-cam-ket")),
        a_package(folder, documents={"giay-moi.docx": line}, toml=toml),
    ]
    return [entry(tools, package, folder) for package in packages]


def entry(tools, place, folder):
    package = load_package(place)
    values = json.loads((place / "sample.json").read_text("utf-8"))
    paper = papers(package, clean(package.form, values, lenient=False))[0]
    made = make_document(tools, paper, folder, place.name)
    origin = Origin(
        template=package.slug,
        version=package.version,
        data=paper.submission.canonical,
        docx=made.docx,
        file=paper.file,
        sha256=made.sha256,
        docx_sha256="",
    )
    return Entry(made.pdf, paper.metadata, made.pages, origin)


@pytest.fixture(scope="module")
def mixed(tools, singles, tmp_path_factory):
    """The first three in one PDF/A-3a, with all parts."""
    wanted = Wanted(title="Hồ sơ hỗn hợp", profile=WITH_DATA, details=DETAILS)
    return make_dossier(tools, singles[:3], wanted, tmp_path_factory.mktemp("mixed") / "ho-so.pdf")


@dataclass(frozen=True)
class Many:
    """A dossier of many documents, what it was bound from, and what came out of it again."""

    entries: list[Entry]
    bound: Bound
    read: FinishedPdf
    pieces: list[Piece]


@pytest.fixture(scope="module")
def invitations(singles):
    """Three hundred documents out of four finished ones, each with its own number, date and title."""
    entries = []
    for n in range(1, MANY + 1):
        one = singles[n % 4] if n % 100 < 4 else singles[3]
        record = replace(
            one.record,
            title=f"Giấy mời số {n}",
            number=f"{n:03}-GM/CB",
            date=f"2026-{n % 12 + 1:02}-05",
            organ="Chi bộ ấp 3",
        )
        entries.append(replace(one, record=record))
    return entries


@pytest.fixture(scope="module")
def many(tools, invitations, tmp_path_factory):
    """All of them in one PDF/A-2a, and taken out of it again."""
    folder = tmp_path_factory.mktemp("many")
    wanted = Wanted(title="Ba trăm giấy mời", details=DETAILS)
    bound = make_dossier(tools, invitations, wanted, folder / "ho-so.pdf")
    return Many(invitations, bound, FinishedPdf(bound.pdf), list(split(bound.pdf, folder)))


def failures(tools, path, profile="pdfa-2a"):
    """Give what veraPDF finds wrong, by standard; both standards are there when nothing is."""
    return {f.flavour: dict(f.failed) for f in verify(tools, path, profile).flavours}


def failures_of_pieces(tools, pieces):
    """Give what veraPDF finds wrong in pieces of a dossier; those of equal bytes are judged once."""
    different = {piece.path.read_bytes(): piece.path for piece in pieces}
    return {path.name: wrong for path in different.values() if (wrong := failures(tools, path)) != SOUND}


def test_a_mixed_dossier_looks_as_its_outline_says(mixed, request):
    now = outline(mixed.pdf)
    if request.config.getoption("--rewrite-golden"):
        OUTLINE.write_text(now, encoding="utf-8")
    assert now.splitlines() == OUTLINE.read_text(encoding="utf-8").splitlines()


def test_a_mixed_dossier_with_landscape_pages_and_pictures_is_pdf_a_3a_and_ua_1(tools, mixed):
    assert failures(tools, mixed.pdf, WITH_DATA) == SOUND_WITH_DATA


def test_a_screen_reader_says_its_documents_word_for_word(mixed, singles):
    assert spoken(mixed.pdf)[2:-1] == [spoken(e.pdf)[0] for e in singles[:3]]


def test_its_numbers_stand_in_the_corner_of_upright_and_of_landscape_pages(mixed):
    with pikepdf.open(mixed.pdf) as pdf:
        wide = 0
        for page in pdf.pages[2:-1]:
            drawn = page.obj.Contents[-1].read_bytes().decode()
            x, y = (float(n) for n in re.search(r"1 0 0 1 (\S+) (\S+) Tm", drawn).groups())
            _, _, right, top = (float(edge) for edge in page.mediabox)
            wide += right > top
            assert right - 110 < x < right - 42.5
            assert top - 45 < y < top - 30
    assert wide >= 1


def test_each_document_taken_out_of_it_is_sound_and_is_what_went_in(tools, mixed, singles, tmp_path):
    for piece, single in zip(split(mixed.pdf, tmp_path), singles[:3], strict=True):
        one, other = FinishedPdf(piece.path), FinishedPdf(single.pdf)
        assert (one.text, one.structure, one.bookmarks, one.links, one.title) == (
            other.text,
            other.structure,
            other.bookmarks,
            other.links,
            other.title,
        )
        assert piece.metadata == single.record
        assert failures(tools, piece.path) == SOUND


def test_three_hundred_documents_pass_2a_and_ua_1(tools, many):
    assert failures(tools, many.bound.pdf) == SOUND


def test_three_hundred_documents_with_their_data_inside_pass_3a_and_ua_1(tools, many, tmp_path):
    wanted = Wanted(title="Ba trăm giấy mời", details=DETAILS, profile=WITH_DATA)
    bound = make_dossier(tools, many.entries, wanted, tmp_path / "ho-so.pdf")
    assert failures(tools, bound.pdf, WITH_DATA) == SOUND_WITH_DATA
    for piece, known in zip(split(bound.pdf, tmp_path), many.pieces, strict=True):
        assert piece.path.read_bytes() == known.path.read_bytes()


def test_each_of_the_three_hundred_taken_out_passes_2a_and_ua_1(tools, many):
    assert len(many.pieces) == MANY
    assert failures_of_pieces(tools, many.pieces) == {}


def test_their_numbers_labels_contents_and_bookmarks_agree_with_the_pages(many):
    bound, dossier = many.bound, many.read
    labels = PdfReader(bound.pdf).page_labels
    total = sum(e.pages for e in many.entries)
    front = sum(p.pages for p in bound.parts if p.role in (Role.COVER, Role.CONTENTS))
    stamped = [re.search(r"Tr\. (\d+)/(\d+)$", text.strip()) for text in dossier.text]
    assert [m and (m[1], m[2]) for m in stamped[front:-1]] == [
        (str(n), str(total)) for n in range(1, total + 1)
    ]
    assert labels[front:-1] == [str(n) for n in range(1, total + 1)]
    contents = " ".join(" ".join(dossier.text[1:front]).split())
    lines = re.findall(r"(\d{3})-GM/ ?CB \d\d/\d\d/2026 Giấy mời số (\d+) Chi bộ ấp 3 (\d+)", contents)
    assert lines == [(f"{n:03}", str(n), labels[p.first - 1]) for n, p in enumerate(bound.documents, start=1)]
    assert [b.page for b in dossier.bookmarks if b.level == 1] == [p.first for p in bound.parts]
    assert [b.page for b in dossier.bookmarks if b.title == "II. Trích ngang"] == [
        p.first + 1 for p, e in zip(bound.documents, many.entries, strict=True) if "danh-sach" in str(e.pdf)
    ]


def test_every_line_leads_to_its_document_and_every_document_back_to_its_line(many):
    dossier = many.read
    firsts = [p.first for p in many.bound.documents]
    there = {k.target: k.page for k in dossier.links if k.description.startswith("Giấy mời")}
    back = {k.page: k.target for k in dossier.links if k.description.startswith("Về mục lục")}
    assert sorted(there) == firsts
    assert back == there


def test_all_three_hundred_come_out_as_they_went_in(many, singles):
    known = {e.pdf: FinishedPdf(e.pdf) for e in singles}
    for piece, single in zip(many.pieces, many.entries, strict=True):
        one, other = FinishedPdf(piece.path), known[single.pdf]
        assert (one.text, one.structure, one.title) == (other.text, other.structure, single.record.title)


@pytest.mark.parametrize(
    ("chosen", "parts"),
    [
        ((0,), {}),
        ((1, 0), {}),
        ((0, 1, 2, 3), {"cover": False}),
        ((0, 1, 2, 3), {"contents": False}),
        ((0, 1, 2, 3), {"closing": False}),
        ((3, 0), dict.fromkeys(("cover", "contents", "closing"), False)),
        ((0, 1, 2, 3) * 7 + (0, 3), {}),
        ((3,) * 63 + (0,), {"cover": False}),
    ],
    ids=["1", "2", "no cover", "no contents", "no closing", "documents alone", "30", "3 pages of contents"],
)
def test_every_shape_with_its_data_inside_and_all_that_is_taken_out_of_it_pass(
    tools, singles, tmp_path, chosen, parts
):
    entries = [singles[n] for n in chosen]
    wanted = Wanted(title="Hồ sơ có dữ liệu", profile=WITH_DATA, details=DETAILS, **parts)
    bound = make_dossier(tools, entries, wanted, tmp_path / "ho-so.pdf")
    assert len(chosen) < 60 or bound.parts[0].pages == 3
    assert failures(tools, bound.pdf, WITH_DATA) == SOUND_WITH_DATA
    pieces = list(split(bound.pdf, tmp_path))
    assert len(pieces) == len(entries)
    assert failures_of_pieces(tools, pieces) == {}
