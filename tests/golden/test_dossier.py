"""Dossiers as they come out of LibreOffice: text, numbers, links, labels and tags agree, and veraPDF is content."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from service.catalog.package import load_package
from service.dossier.make import make_dossier
from service.dossier.record import Details, Entry
from service.dossier.wanted import Wanted
from service.forms.clean import clean
from service.model import Submission
from service.pdf.roles import Role
from service.pipeline import make_document, papers, verify
from tests.finished import FinishedPdf
from tests.readings import spoken

PROJECT = Path(__file__).resolve().parents[2]
MIXED = ("nghi-quyet-chi-bo", "bien-ban-sinh-hoat-chi-bo", "bao-cao-tong-ket-nam", "ban-cam-ket")
DETAILS = Details(dossier_code="TH.01", retention="Vĩnh viễn", prepared_by="Nguyễn Thị Ánh")

pytestmark = [pytest.mark.soffice, pytest.mark.verapdf, pytest.mark.slow]


@pytest.fixture(scope="module")
def singles(tools, tmp_path_factory):
    """One finished document of each package."""
    folder = tmp_path_factory.mktemp("singles")
    made = {}
    for slug in MIXED:
        package = load_package(PROJECT / "docx_templates" / slug)
        values = json.loads((package.folder / "sample.json").read_text("utf-8"))
        submission: Submission = clean(package.form, values, lenient=False)
        one = make_document(tools, papers(package, submission)[0], folder, slug)
        made[slug] = Entry(one.pdf, one.paper.metadata, one.pages)
    return made


def bound(tools, entries, target, **parts):
    return make_dossier(tools, entries, Wanted(title="Hồ sơ năm 2026", details=DETAILS, **parts), target)


@pytest.mark.parametrize("count", [1, 2, 30])
def test_contents_numbers_links_and_labels_agree_with_the_pages(tools, singles, tmp_path, count):
    entries = [singles[MIXED[n % 4]] for n in range(count)]
    made = bound(tools, entries, tmp_path / "ho-so.pdf")
    dossier, labels = FinishedPdf(made.pdf), PdfReader(made.pdf).page_labels
    total = sum(e.pages for e in entries)
    numbers = [str(n) for n in range(1, total + 1)]
    front = next(p.pages for p in made.parts if p.role is Role.CONTENTS)
    assert labels == ["Bìa", *["i", "ii", "iii", "iv"][:front], *numbers, "KT"]
    stamped = [re.search(r"Tr\. (\d+)/(\d+)$", text.strip()) for text in dossier.text]
    assert [m and m.groups() for m in stamped] == [
        *[None] * (front + 1),
        *[(n, str(total)) for n in numbers],
        None,
    ]
    targets = [
        (link.target, link.description)
        for link in dossier.links
        if link.description.rpartition(", trang ")[1]
    ]
    assert set(targets) == {(p.first, f"{p.title}, trang {labels[p.first - 1]}") for p in made.documents}
    assert [b.page for b in dossier.bookmarks if b.level == 1] == [p.first for p in made.parts]
    assert re.search(rf"{total} \([\w ]+\) tờ", " ".join(dossier.text[-1].split()))
    with pikepdf.open(made.pdf) as pdf:
        assert pdf.Root.OpenAction[0].objgen == pdf.pages[1].obj.objgen
    verdict = verify(tools, made.pdf)
    assert verdict.compliant, verdict.as_dict()


def _by_document(dossier, made):
    """Give the link of the contents that leads to each document."""
    return [next(link for link in dossier.links if link.target == p.first) for p in made.documents]


def test_a_contents_of_three_pages_leads_to_every_document(tools, singles, tmp_path):
    entries = [singles["ban-cam-ket"]] * 40
    made = bound(tools, entries, tmp_path / "ho-so.pdf", cover=False)
    contents = made.parts[0]
    assert contents.pages >= 3
    dossier = FinishedPdf(made.pdf)
    leading = [link.target for link in dossier.links if link.page <= contents.pages]
    assert sorted(set(leading)) == [p.first for p in made.documents]
    back = {link.page: link.target for link in dossier.links if link.description.startswith("Về mục lục")}
    assert list(back) == [p.first for p in made.documents]
    assert list(back.values()) == [link.page for link in _by_document(dossier, made)]
    heads = [text for text in dossier.text[: contents.pages] if "Tên loại và trích yếu" in text]
    assert len(heads) >= 3
    assert [text.split()[-1] for text in dossier.text[:3]] == ["i", "ii", "iii"]  # numbered by itself
    assert dossier.structure.count("TH Scope=Column") == 7  # the repeated header is an artifact
    assert verify(tools, made.pdf).compliant


def test_a_line_in_any_script_leads_to_its_document(tools, singles, tmp_path):
    titles = ["تقرير", "12 (דוח שנתי)", "会议记录", "—", "2026", "👍", "\u00ad", "é" * 90, "Kế hoạch خطة"]
    one = singles["ban-cam-ket"]
    entries = [replace(one, record=replace(one.record, title=title)) for title in titles]
    made = bound(tools, entries, tmp_path / "ho-so.pdf", cover=False, closing=False)
    links = [link for link in FinishedPdf(made.pdf).links if link.page <= made.parts[0].pages]
    assert {link.target for link in links} == {p.first for p in made.documents}
    assert verify(tools, made.pdf).compliant


@pytest.mark.parametrize("part", ["cover", "contents", "closing"])
def test_a_dossier_without_one_of_its_parts_is_sound(tools, singles, tmp_path, part):
    made = bound(tools, list(singles.values()), tmp_path / "ho-so.pdf", **{part: False})
    assert verify(tools, made.pdf).compliant


def test_a_dossier_of_its_documents_alone_is_sound(tools, singles, tmp_path):
    parts = dict.fromkeys(("cover", "contents", "closing"), False)
    made = bound(tools, list(singles.values()), tmp_path / "ho-so.pdf", **parts)
    assert made.pages == sum(e.pages for e in singles.values())
    assert PdfReader(made.pdf).page_labels == [str(n) for n in range(1, made.pages + 1)]
    assert verify(tools, made.pdf).compliant


def test_a_screen_reader_says_the_documents_one_after_the_other(tools, singles, tmp_path):
    entries = list(singles.values())
    made = bound(tools, entries, tmp_path / "ho-so.pdf")
    alone = [spoken(entry.pdf)[0] for entry in entries]
    said = spoken(made.pdf)
    assert all(len(text) > 500 for text in alone)
    assert said[2:-1] == alone
    assert said[0].startswith("CHI BỘ") or "HỒ SƠ" in said[0]
    assert "MỤC LỤC VĂN BẢN, TÀI LIỆU" in said[1]
    assert "CHỨNG TỪ KẾT THÚC" in said[-1]


def test_one_worker_and_four_give_the_same_bytes(tools, singles, tmp_path):
    entries = list(singles.values())
    made = [bound(replace(tools, workers=n), entries, tmp_path / f"{n}.pdf").pdf.read_bytes() for n in (1, 4)]
    assert made[0] == made[1]
