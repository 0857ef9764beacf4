"""A dossier is its documents, one after the other, with nothing lost: text, tags, links, bookmarks, names."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from service.errors import ConversionFailed, StorageUnavailable
from service.pdf.bind import Part, PartPages, bind
from service.pdf.claims import claimed
from service.pdf.conform import conform
from service.pdf.tags import read_ids
from service.pdf.verify import VeraJudge
from tests.builders import a_metadata
from tests.builders_pdf import tag_faults
from tests.finished import Bookmark, FinishedPdf

RESOURCES = Path(__file__).parents[2] / "resources"
MINUTES, PLEDGE = RESOURCES / "bien-ban-libreoffice.pdf", RESOURCES / "cam-ket-libreoffice.pdf"


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    """The two documents, each conformed for itself."""
    folder = tmp_path_factory.mktemp("single")
    for source in (MINUTES, PLEDGE):
        conform(source, folder / source.name, a_metadata())
    return {source: FinishedPdf(folder / source.name) for source in (MINUTES, PLEDGE)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bound")


def bound(sources, target):
    parts = [Part(source, f"Văn bản {n}") for n, source in enumerate(sources, start=1)]
    return bind(parts, target, a_metadata("Hồ sơ"))


def as_part(structure, title, number):
    """Say how the structure of a document reads as a part of a dossier."""
    lines = structure.replace("#", f"#{number}.").splitlines()
    return [f"  Part “{title}”", *(f"  {line}" for line in lines[1:])]


@settings(max_examples=8)
@given(sources=st.lists(st.sampled_from([MINUTES, PLEDGE]), min_size=1, max_size=5))
def test_a_dossier_is_its_documents_one_after_the_other(single, folder, sources):
    ranges = bound(sources, folder / "out.pdf")
    dossier = FinishedPdf(folder / "out.pdf")
    firsts = [1 + sum(single[s].pages for s in sources[:n]) for n in range(len(sources))]
    titles = [f"Văn bản {n}" for n in range(1, len(sources) + 1)]
    assert ranges == tuple(
        PartPages(t, f, single[s].pages) for t, f, s in zip(titles, firsts, sources, strict=True)
    )
    assert dossier.text == tuple(text for s in sources for text in single[s].text)
    structure = ["Document"]
    for number, (title, source) in enumerate(zip(titles, sources, strict=True), start=1):
        structure += as_part(single[source].structure, title, number)
    assert dossier.structure.splitlines() == structure
    with Pdf.open(folder / "out.pdf") as pdf:
        assert not tag_faults(pdf)


def test_bookmarks_and_links_go_to_the_pages_of_their_own_document(single, tmp_path):
    bound([PLEDGE, MINUTES, MINUTES], tmp_path / "out.pdf")
    dossier = FinishedPdf(tmp_path / "out.pdf")
    bookmarks, links = [], []
    for number, (source, before) in enumerate([(PLEDGE, 0), (MINUTES, 1), (MINUTES, 3)], start=1):
        own = single[source]
        bookmarks.append(Bookmark(1, f"Văn bản {number}", before + 1))
        bookmarks += [Bookmark(b.level + 1, b.title, b.page + before) for b in own.bookmarks]
        links += [(k.page + before, k.target and k.target + before, k.address) for k in own.links]
    assert list(dossier.bookmarks) == bookmarks
    assert [(k.page, k.target, k.address) for k in dossier.links] == links
    assert all(k.target or k.address for k in dossier.links)


def test_two_runs_give_the_same_bytes(tmp_path):
    digests = set()
    for run in ("a.pdf", "b.pdf"):
        bound([MINUTES, PLEDGE, MINUTES], tmp_path / run)
        digests.add(hashlib.sha256((tmp_path / run).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_conformed_documents_bind_as_raw_ones_do(tmp_path):
    conform(MINUTES, tmp_path / "conformed.pdf", a_metadata())
    bound([MINUTES] * 2, tmp_path / "raw-bound.pdf")
    bound([tmp_path / "conformed.pdf"] * 2, tmp_path / "bound.pdf")
    raw, done = FinishedPdf(tmp_path / "raw-bound.pdf"), FinishedPdf(tmp_path / "bound.pdf")
    assert (raw.text, raw.structure, raw.links, raw.bookmarks) == (
        done.text,
        done.structure,
        done.links,
        done.bookmarks,
    )


def test_a_dossier_says_who_it_is_and_shows_its_bookmarks(tmp_path):
    bound([PLEDGE], tmp_path / "out.pdf")
    assert claimed(tmp_path / "out.pdf") == ("2a", "ua1")
    assert (FinishedPdf(tmp_path / "out.pdf").title, FinishedPdf(tmp_path / "out.pdf").language) == (
        "Hồ sơ",
        "vi-VN",
    )
    with Pdf.open(tmp_path / "out.pdf") as pdf:
        assert Name.UseOutlines == pdf.Root.PageMode
        assert len(pdf.Root.OutputIntents) == 1


def test_a_hundred_copies_store_fonts_once(tmp_path):
    bound([PLEDGE], tmp_path / "one.pdf")
    bound([PLEDGE] * 100, tmp_path / "hundred.pdf")
    one, hundred = ((tmp_path / name).stat().st_size for name in ("one.pdf", "hundred.pdf"))
    assert hundred < one + 100 * 600


def with_names(target, form):
    """Write the minutes with their inner link and first bookmark going to a named destination."""
    with Pdf.open(MINUTES) as pdf:
        place = Array([pdf.pages[0].obj, Name.Fit])
        if form == "dictionary":
            pdf.Root.Dests, called = Dictionary(phan_1=place), Name.phan_1
        else:
            names = Dictionary(Kids=Array([Dictionary(Names=Array([String("phan_1"), Dictionary(D=place)]))]))
            pdf.Root.Names, called = Dictionary(Dests=names), String("phan_1")
        inner = next(a for page in pdf.pages for a in page.obj.get("/Annots", ()) if "/Dest" in a)
        inner.Dest = called
        first = pdf.Root.Outlines.First
        del first.Dest
        first.A = Dictionary(S=Name.GoTo, D=called)
        pdf.save(target)
    return target


@pytest.mark.parametrize("form", ["dictionary", "tree"])
def test_equal_names_in_two_documents_stay_two_places(tmp_path, form):
    named = with_names(tmp_path / "named.pdf", form)
    bound([named, named], tmp_path / "out.pdf")
    dossier = FinishedPdf(tmp_path / "out.pdf")
    assert [k.target for k in dossier.links if k.description == "phần I"] == [1, 3]
    assert [b.page for b in dossier.bookmarks if b.title.startswith("I. ")] == [1, 3]
    with Pdf.open(tmp_path / "out.pdf") as pdf:
        assert [str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]] == ["1.phan_1", "2.phan_1"]


def test_equal_ids_and_classes_in_two_documents_stay_two(tmp_path):
    with Pdf.open(PLEDGE) as pdf:
        root = pdf.Root.StructTreeRoot
        root.ClassMap = Dictionary(Dam=Dictionary(O=Name.Table, Summary=String("x")))
        root.K[0].K[1].ID, root.K[0].K[1].C = String("dau"), Name.Dam
        root.IDTree = Dictionary(Names=Array([String("dau"), root.K[0].K[1]]))
        pdf.save(tmp_path / "named.pdf")
    bound([tmp_path / "named.pdf"] * 2, tmp_path / "out.pdf")
    with Pdf.open(tmp_path / "out.pdf") as pdf:
        root = pdf.Root.StructTreeRoot
        assert sorted(read_ids(root)) == ["1.dau", "2.dau"]
        assert sorted(root.ClassMap.keys()) == ["/1.Dam", "/2.Dam"]
        assert all(str(element.ID) == name for name, element in read_ids(root).items())


def test_many_elements_on_top_are_held_by_one_part(tmp_path):
    with Pdf.open(PLEDGE) as pdf:
        root = pdf.Root.StructTreeRoot
        root.K = root.K[0].K
        for top in root.K:
            top.P = root
        pdf.save(tmp_path / "flat.pdf")
    bound([tmp_path / "flat.pdf"], tmp_path / "out.pdf")
    assert FinishedPdf(tmp_path / "out.pdf").structure.splitlines()[:2] == ["Document", "  Part “Văn bản 1”"]
    with Pdf.open(tmp_path / "out.pdf") as pdf:
        assert not tag_faults(pdf)


def test_a_part_that_is_broken_is_named_and_nothing_is_written(tmp_path):
    (tmp_path / "broken.pdf").write_bytes(PLEDGE.read_bytes()[:9_000])
    with pytest.raises(ConversionFailed, match="“Văn bản 2” bị hỏng"):
        bound([PLEDGE, tmp_path / "broken.pdf"], tmp_path / "out.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["broken.pdf"]


def test_nothing_to_bind_is_said(tmp_path):
    with pytest.raises(ConversionFailed, match="chưa có văn bản nào"):
        bind([], tmp_path / "out.pdf", a_metadata())


def test_a_folder_that_is_gone_is_a_matter_of_storage(tmp_path):
    with pytest.raises(StorageUnavailable):
        bound([PLEDGE], tmp_path / "gone" / "out.pdf")


@pytest.mark.verapdf
def test_verapdf_calls_a_dossier_pdf_a_2a_and_pdf_ua_1(tmp_path):
    conform(MINUTES, tmp_path / "conformed.pdf", a_metadata())
    named = with_names(tmp_path / "named.pdf", "dictionary")
    bound([MINUTES, PLEDGE, tmp_path / "conformed.pdf", named, PLEDGE], tmp_path / "out.pdf")
    judge = VeraJudge(memory_mb=256)
    try:
        verdict = judge.judge(tmp_path / "out.pdf", ("2a", "ua1"))
    finally:
        judge.close()
    assert verdict.compliant, verdict.as_dict()
