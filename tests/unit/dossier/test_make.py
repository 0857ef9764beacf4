"""A dossier has the parts that are wanted, in their order, numbered, and the same bytes each time."""

import hashlib
from dataclasses import replace

import pytest
from docx import Document

from service.dossier.make import make_dossier
from service.dossier.record import Details, Entry
from service.dossier.wanted import Wanted
from service.errors import BrokenPackage
from service.fill.template import Templates
from service.pdf.conform import conform
from service.pdf.roles import Role, Start
from service.pdf.stamp import PageNumbers
from service.pipeline import Tools
from tests.builders import a_metadata, a_package
from tests.fakes import FakeConverter, FakeJudge
from tests.finished import FinishedPdf


@pytest.fixture
def tools():
    return Tools(Templates(), FakeConverter(), FakeJudge(), 2)


def documents(folder, *pages):
    """Make documents of so many pages each (the fake converter puts 50 lines on a page)."""
    entries = []
    for n, count in enumerate(pages, start=1):
        word = Document()
        for line in range(50 * count - 25):
            word.add_paragraph(f"Văn bản {n} dòng {line}")
        word.save(folder / f"{n}.docx")
        FakeConverter().convert(folder / f"{n}.docx", folder / f"{n}.raw.pdf")
        record = a_metadata(f"Nghị quyết số {n}", date=f"2026-0{n}-05", organ="Chi bộ ấp Mỹ Thạnh")
        conform(folder / f"{n}.raw.pdf", folder / f"{n}.pdf", record)
        entries.append(Entry(folder / f"{n}.pdf", record, count))
    return entries


def test_all_parts_stand_in_their_order(tools, tmp_path):
    wanted = Wanted(title="Tập nghị quyết", details=Details(dossier_code="TH.01"))
    bound = make_dossier(tools, documents(tmp_path, 1, 2), wanted, tmp_path / "ho-so.pdf")
    assert [(p.role, p.first, p.pages) for p in bound.parts] == [
        (Role.COVER, 1, 1),
        (Role.CONTENTS, 2, 1),
        (Role.DOCUMENT, 3, 1),
        (Role.DOCUMENT, 4, 2),
        (Role.CLOSING, 6, 1),
    ]
    dossier = FinishedPdf(tmp_path / "ho-so.pdf")
    assert "TH.01" in dossier.text[0]
    assert "3 (ba) tờ" in dossier.text[5]
    assert [t.split()[-1] for t in dossier.text[2:5]] == ["1/3", "2/3", "3/3"]
    assert [(b.title, b.page) for b in dossier.bookmarks if b.level == 1] == [
        ("Bìa hồ sơ", 1),
        ("Mục lục văn bản, tài liệu", 2),
        ("Nghị quyết số 1", 3),
        ("Nghị quyết số 2", 4),
        ("Chứng từ kết thúc", 6),
    ]


@pytest.mark.parametrize("part", ["cover", "contents", "closing"])
def test_each_part_can_be_left_out(tools, tmp_path, part):
    wanted = replace(Wanted(title="Hồ sơ"), **{part: False})
    bound = make_dossier(tools, documents(tmp_path, 1), wanted, tmp_path / "ho-so.pdf")
    roles = {"cover": Role.COVER, "contents": Role.CONTENTS, "closing": Role.CLOSING}
    assert [p.role for p in bound.parts] == [r for r in Role if r is not roles[part]]


def test_a_dossier_without_parts_of_its_own_converts_nothing(tools, tmp_path):
    wanted = Wanted(title="Hồ sơ", cover=False, contents=False, closing=False)
    make_dossier(tools, documents(tmp_path, 1), wanted, tmp_path / "ho-so.pdf")
    assert tools.converter.sources == []


def test_two_runs_give_the_same_bytes_and_leave_nothing_beside(tools, tmp_path):
    entries = documents(tmp_path, 1, 1)
    before = set(tmp_path.iterdir())
    for name in ("a.pdf", "b.pdf"):
        make_dossier(tools, entries, Wanted(title="Hồ sơ"), tmp_path / name)
    first, second = (hashlib.sha256((tmp_path / n).read_bytes()).hexdigest() for n in ("a.pdf", "b.pdf"))
    assert first == second
    assert {p.name for p in set(tmp_path.iterdir()) - before} == {"a.pdf", "b.pdf"}


def test_counted_from_the_cover_the_contents_reckons_with_its_own_length(tools, tmp_path):
    many = documents(tmp_path, 1) * 30  # the fake writes a line for each cell: five pages of contents
    counting = replace(tools, numbers=PageNumbers(start=Start.COVER))
    bound = make_dossier(counting, many, Wanted(title="Hồ sơ"), tmp_path / "ho-so.pdf")
    contents = next(p for p in bound.parts if p.role is Role.CONTENTS)
    assert contents.pages > 1
    text = "\n".join(FinishedPdf(tmp_path / "ho-so.pdf").text[1 : 1 + contents.pages]).split("\n")
    firsts = [str(p.first) for p in bound.documents]
    assert [line for line in text if line in firsts and int(line) > 30] == [f for f in firsts if int(f) > 30]
    closing = FinishedPdf(tmp_path / "ho-so.pdf").text[-1]
    assert closing.split()[-1] == f"{bound.pages}/{bound.pages}"
    assert f"đánh số từ số {firsts[0]} đến số {bound.pages - 1};" in closing
    assert "đánh số riêng" not in closing


def test_a_package_of_parts_without_the_template_is_named(tools, tmp_path):
    broken = replace(tools, frame=a_package(tmp_path, "_ho-so"))
    with pytest.raises(BrokenPackage, match="thiếu mẫu có khóa “bia”"):
        make_dossier(broken, documents(tmp_path, 1), Wanted(title="Hồ sơ"), tmp_path / "ho-so.pdf")


def test_a_long_contents_is_made_in_pieces_that_follow_one_another(tools, tmp_path, monkeypatch):
    monkeypatch.setattr("service.dossier.make.MOST_LINES", 2)
    entries = documents(tmp_path, 1) * 5
    bound = make_dossier(tools, entries, Wanted(title="Tập văn bản"), tmp_path / "ho-so.pdf")
    pieces = [p for p in bound.parts if p.role is Role.CONTENTS]
    assert [p.title.partition(" (")[2] for p in pieces] == ["", "tiếp theo, từ số 3)", "tiếp theo, từ số 5)"]
    dossier = FinishedPdf(tmp_path / "ho-so.pdf")
    texts = dossier.text[1:4]
    assert ["MỤC LỤC VĂN BẢN, TÀI LIỆU" in text for text in texts] == [True, False, False]
    assert ["NGƯỜI LẬP" in text for text in texts] == [False, False, True]
    assert [text.split()[-1] for text in texts] == ["i", "ii", "iii"]
    assert "3 (ba) tờ, đánh số riêng" in dossier.text[-1]
