"""One converted document is mended, identified by its record, and is the same bytes whenever it is made again."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Pdf, String

from service.errors import ConversionFailed
from service.pdf.claims import claimed
from service.pdf.conform import conform
from service.pdf.verify import VeraJudge
from tests.builders import a_metadata
from tests.builders_pdf import tag_faults
from tests.finished import FinishedPdf

RESOURCES = Path(__file__).parents[2] / "resources"
MINUTES, PLEDGE = RESOURCES / "bien-ban-libreoffice.pdf", RESOURCES / "cam-ket-libreoffice.pdf"
MINUTES_STRUCTURE = """\
Document
  Div
    P
    P
    P
    P
    P
    P
  P
  H1
  P
  Table
    TR
      TH Scope=Column
        P
      TH Scope=Column
        P
      TH Scope=Column
        P"""
MINUTES_END = """\
  H2
  L
    LI
      Lbl
      LBody
        P
    LI
      Lbl
      LBody
        P
  H1
  L
    LI
      Lbl
      LBody
        P
    LI
      Lbl
      LBody
        P
  P
    Link
    Link
  P
    Link
  Div
    P
    P
    P
    P
    P
    P
  Div
    Note #note-1
      Lbl
        Link
      P"""


def made_at(moment, target):
    """Write the pledge as LibreOffice would have written it at another time."""
    with Pdf.open(PLEDGE) as pdf:
        stamp = f"{moment:%Y%m%d%H%M%S}".encode()
        pdf.docinfo.CreationDate = String(b"D:" + stamp)
        pdf.trailer.ID = Array([String(stamp * 2), String(stamp)])
        profile = pdf.Root.OutputIntents[0].DestOutputProfile
        data = bytearray(profile.read_bytes())
        data[24:26] = moment.year.to_bytes(2, "big")
        profile.write(bytes(data))
        pdf.save(target)
    return target


def test_pages_text_links_and_bookmarks_stay(tmp_path):
    assert conform(MINUTES, tmp_path / "out.pdf", a_metadata()) == 2
    before, after = FinishedPdf(MINUTES), FinishedPdf(tmp_path / "out.pdf")
    assert after.pages == 2
    assert after.text == tuple(text.replace("\uf0b7", "•") for text in before.text)
    assert after.links == before.links
    assert after.bookmarks == before.bookmarks


def test_the_structure_is_as_a_reader_needs_it(tmp_path):
    conform(MINUTES, tmp_path / "out.pdf", a_metadata())
    structure = FinishedPdf(tmp_path / "out.pdf").structure
    assert structure.startswith(MINUTES_STRUCTURE)
    assert structure.endswith(MINUTES_END)
    with Pdf.open(tmp_path / "out.pdf") as pdf:
        assert not tag_faults(pdf)


def test_the_file_says_who_it_is(tmp_path):
    conform(PLEDGE, tmp_path / "out.pdf", a_metadata(title="Bản cam kết", organ="Chi bộ ấp 3"))
    after = FinishedPdf(tmp_path / "out.pdf")
    assert (after.title, after.language) == ("Bản cam kết", "vi-VN")
    assert claimed(tmp_path / "out.pdf") == ("2a", "ua1")


def test_a_document_made_at_another_time_is_the_same_bytes(tmp_path):
    made = []
    for year in (2025, 2031):
        source = made_at(datetime(year, 3, 4, tzinfo=UTC), tmp_path / "source.pdf")
        conform(source, tmp_path / "out.pdf", a_metadata())
        made.append((tmp_path / "out.pdf").read_bytes())
    assert made[0] == made[1]


def test_conforming_again_changes_nothing_that_is_read(tmp_path):
    for source, target in ((MINUTES, "once.pdf"), (tmp_path / "once.pdf", "twice.pdf")):
        conform(source, tmp_path / target, a_metadata())
    once, twice = FinishedPdf(tmp_path / "once.pdf"), FinishedPdf(tmp_path / "twice.pdf")
    assert (once.structure, once.text, once.links) == (twice.structure, twice.text, twice.links)


def test_a_target_may_be_its_own_source(tmp_path):
    shutil.copy(PLEDGE, tmp_path / "a.pdf")
    conform(PLEDGE, tmp_path / "b.pdf", a_metadata())
    conform(tmp_path / "a.pdf", tmp_path / "a.pdf", a_metadata())
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_malformed_structure_is_refused_by_the_title(tmp_path):
    with Pdf.open(PLEDGE) as pdf:
        pdf.Root.StructTreeRoot.ParentTree = Dictionary(Nums=17)
        pdf.save(tmp_path / "spoiled.pdf")
    with pytest.raises(ConversionFailed, match="“Bản cam kết” có cấu trúc sai"):
        conform(tmp_path / "spoiled.pdf", tmp_path / "out.pdf", a_metadata(title="Bản cam kết"))
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.verapdf
@pytest.mark.parametrize("source", [MINUTES, PLEDGE], ids=lambda p: p.stem)
def test_verapdf_calls_it_pdf_a_2a_and_pdf_ua_1(tmp_path, source):
    conform(source, tmp_path / "out.pdf", a_metadata(organ="Chi bộ", number="05-NQ/CB", keywords=("chi bộ",)))
    judge = VeraJudge(memory_mb=256)
    try:
        verdict = judge.judge(tmp_path / "out.pdf", ("2a", "ua1"))
    finally:
        judge.close()
    assert verdict.compliant, verdict.as_dict()
