"""Bound and taken apart, bound again: the same dossier to the last byte; each piece is the document that went in."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Pdf, String

from service.errors import NotFound, UnreadableInput
from service.pdf.bind import Part, bind
from service.pdf.claims import claimed
from service.pdf.conform import conform
from service.pdf.record import read_records
from service.pdf.roles import Role
from service.pdf.split import split
from service.pdf.stamp import PageNumbers
from service.pdf.verify import VeraJudge
from tests.builders import a_metadata
from tests.builders_pdf import tag_faults
from tests.finished import FinishedPdf

RESOURCES = Path(__file__).parents[2] / "resources"
NAMES = ("cam-ket-libreoffice", "nghi-quyet-2a-ua1", "bien-ban-libreoffice")


@pytest.fixture(scope="module")
def singles(tmp_path_factory):
    """The documents, each conformed for itself."""
    folder = tmp_path_factory.mktemp("singles")
    for name in NAMES:
        conform(RESOURCES / f"{name}.pdf", folder / f"{name}.pdf", record(name))
    return {name: folder / f"{name}.pdf" for name in NAMES}


def record(name):
    return replace(a_metadata(f"Văn bản {name}"), number="05-NQ/CB", keywords=("một", "hai"))


def bound(singles, names, target):
    parts = [Part(singles[name], f"Văn bản {name}", record=record(name)) for name in names]
    bind(parts, target, a_metadata("Hồ sơ"), PageNumbers())
    return target


def taken_apart(path, folder):
    folder.mkdir(exist_ok=True)
    return list(split(path, folder))


@settings(max_examples=6)
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4))
def test_what_was_taken_apart_binds_to_the_same_bytes(singles, tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("round")
    before = bound(singles, names, folder / "truoc.pdf")
    parts = [Part(p.path, p.title, record=p.metadata) for p in taken_apart(before, folder / "tach")]
    bind(parts, folder / "sau.pdf", a_metadata("Hồ sơ"), PageNumbers())
    one, other = FinishedPdf(before), FinishedPdf(folder / "sau.pdf")
    assert (one.text, one.structure, one.bookmarks, one.links) == (
        other.text,
        other.structure,
        other.bookmarks,
        other.links,
    )
    assert before.read_bytes() == (folder / "sau.pdf").read_bytes()


def test_each_piece_is_the_document_that_went_in(singles, tmp_path):
    pieces = taken_apart(bound(singles, NAMES, tmp_path / "ho-so.pdf"), tmp_path)
    for name, piece in zip(NAMES, pieces, strict=True):
        one, other = FinishedPdf(singles[name]), FinishedPdf(piece.path)
        assert (one.text, one.structure, one.bookmarks, one.links) == (
            other.text,
            other.structure,
            other.bookmarks,
            other.links,
        )
        assert (other.title, other.language, piece.pages) == (f"Văn bản {name}", "vi-VN", one.pages)
        assert piece.metadata == record(name)
        assert claimed(piece.path) == ("2a", "ua1")
        with Pdf.open(piece.path) as pdf:
            assert tag_faults(pdf) == []
            assert "/PieceInfo" not in pdf.Root


def test_a_piece_carries_no_font_of_the_others(singles, tmp_path):
    pieces = taken_apart(bound(singles, NAMES, tmp_path / "ho-so.pdf"), tmp_path)
    for name, piece in zip(NAMES, pieces, strict=True):
        assert piece.path.stat().st_size < 1.3 * singles[name].stat().st_size


def test_cover_and_contents_are_no_documents(singles, tmp_path):
    parts = [
        Part(singles[NAMES[1]], "Bìa hồ sơ", Role.COVER),
        Part(singles[NAMES[0]], "Văn bản"),
        Part(singles[NAMES[1]], "Chứng từ kết thúc", Role.CLOSING),
    ]
    bind(parts, tmp_path / "ho-so.pdf", a_metadata("Hồ sơ"))
    assert [p.title for p in taken_apart(tmp_path / "ho-so.pdf", tmp_path)] == ["Văn bản"]


def test_a_document_without_record_is_called_by_its_title(singles, tmp_path):
    bind([Part(singles[NAMES[0]], "Văn bản")], tmp_path / "ho-so.pdf", a_metadata("Hồ sơ"))
    (piece,) = taken_apart(tmp_path / "ho-so.pdf", tmp_path)
    assert FinishedPdf(piece.path).title == "Văn bản"


def without_record(pdf):
    del pdf.Root.PieceInfo


def with_another_title(pdf):
    pdf.Root.StructTreeRoot.K[0].K[0].T = String("Tên khác")


def without_a_page(pdf):
    del pdf.pages[-1]


def without_bookmarks(pdf):
    del pdf.Root.Outlines


def without_tags(pdf):
    del pdf.Root.StructTreeRoot


def with_a_broken_record(pdf):
    pdf.Root.PieceInfo.VanBan.Private.Parts.write(b'[{"role": "khac"}]')


@pytest.mark.parametrize(
    "spoil",
    [
        without_record,
        with_another_title,
        without_a_page,
        without_bookmarks,
        without_tags,
        with_a_broken_record,
    ],
)
def test_a_file_that_was_not_bound_here_is_refused(singles, tmp_path, spoil):
    path = bound(singles, NAMES[:2], tmp_path / "ho-so.pdf")
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        assert len(read_records(pdf)) == 2
        spoil(pdf)
        pdf.save(path)
    with pytest.raises(UnreadableInput, match=r"ho-so\.pdf không phải hồ sơ do Văn Bản đóng"):
        taken_apart(path, tmp_path)


def test_single_documents_and_missing_files_are_refused(singles, tmp_path):
    with pytest.raises(UnreadableInput):
        taken_apart(singles[NAMES[0]], tmp_path)
    with pytest.raises(NotFound):
        taken_apart(tmp_path / "khong-co.pdf", tmp_path)


@pytest.mark.verapdf
def test_every_piece_passes_2a_and_ua1(singles, tmp_path):
    judge = VeraJudge(memory_mb=256)
    try:
        for piece in taken_apart(bound(singles, NAMES, tmp_path / "ho-so.pdf"), tmp_path):
            assert judge.judge(piece.path, ("2a", "ua1")).compliant
    finally:
        judge.close()
