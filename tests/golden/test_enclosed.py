"""A dossier with its data inside, out of LibreOffice: proved, equal when made again, taken apart, small."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from service.catalog.package import load_package
from service.dossier.proof import proofs
from service.dossier.wanted import WITH_DATA
from service.forms.clean import clean
from service.jobs.folder import DOSSIER, make_files
from service.jobs.order import Order, Rows
from service.pdf.attach import enclosed
from service.pdf.split import split
from service.pipeline import file_sha256, verify
from tests.finished import FinishedPdf

PROJECT = Path(__file__).resolve().parents[2]
NAMES = ("Đặng Thị Ánh", "Lý Quỳnh Vy", "Trần Ngọc Ước", "Hoàng Đức Phúc")
DUTIES = (
    "Hoàn thành 12 chỉ tiêu",
    "Giải quyết 98% hồ sơ đúng hạn",
    "Vận động 35 hộ hiến đất",
    "Trực đủ 48 ca",
)
KB_A_PAGE = 5

pytestmark = [pytest.mark.soffice, pytest.mark.verapdf, pytest.mark.slow]


@pytest.fixture(scope="module")
def rows():
    package = load_package(PROJECT / "docx_templates" / "ban-cam-ket")
    sample = json.loads((package.folder / "sample.json").read_text("utf-8"))
    told = [sample | {"ho_ten": n, "chuc_trach_nhiem_vu": d} for n, d in zip(NAMES, DUTIES, strict=True)]
    return package, Rows(
        [(n, clean(package.form, one, lenient=False)) for n, one in enumerate(told, start=1)]
    )


@pytest.fixture(scope="module")
def made(tools, rows, tmp_path_factory):
    """The same work done twice, the second time with one document at a time."""
    order = Order(title="Cam kết 2027", dossier=True, verify=False, cover=True, contents=True, closing=True)
    folders = [tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")]
    for folder, workers in zip(folders, (3, 1), strict=True):
        one = replace(tools, workers=workers)
        outcome = make_files(one, *rows, folder, replace(order, profile=WITH_DATA), lambda *_: None)
        assert not outcome.failed
    return folders


def test_it_is_pdf_a_3a_and_ua_1(tools, made):
    verdict = verify(tools, made[0] / DOSSIER, WITH_DATA)
    assert [(f.flavour, dict(f.failed)) for f in verdict.flavours] == [("3a", {}), ("ua1", {})]


def test_two_runs_give_the_same_bytes(made):
    assert file_sha256(made[0] / DOSSIER) == file_sha256(made[1] / DOSSIER)


def test_the_word_files_and_the_data_come_back(made, rows):
    files = {f.name: f.content for f in enclosed(made[0] / DOSSIER)}
    words = sorted((made[0] / "van-ban").glob("*.docx"))
    assert [files[w.name] for w in words] == [w.read_bytes() for w in words]
    assert [s["values"] for s in json.loads(files["submission.json"])] == [s.values for _, s in rows[1].good]


def test_both_manifests_agree_and_notice_a_changed_byte(made, tmp_path):
    path = made[0] / DOSSIER
    assert [p.whole for p in proofs(path)] == [True, True]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / path.name).write_bytes(bytes(data))
    beside = path.with_name("ho-so.manifest.json")
    (tmp_path / beside.name).write_bytes(beside.read_bytes())
    assert not next(proofs(tmp_path / path.name)).whole


def test_each_document_taken_out_is_sound_and_is_what_went_in(tools, made, tmp_path):
    singles = sorted((made[0] / "van-ban").glob("*.pdf"))
    pieces = list(split(made[0] / DOSSIER, tmp_path))
    assert len(pieces) == len(singles)
    for piece, single in zip(pieces, singles, strict=True):
        one, other = FinishedPdf(piece.path), FinishedPdf(single)
        assert (one.text, one.structure, one.bookmarks, one.links, one.title) == (
            other.text,
            other.structure,
            other.bookmarks,
            other.links,
            other.title,
        )
        assert verify(tools, piece.path).compliant


def test_a_dossier_of_a_hundred_different_forms_is_small(tools, rows, tmp_path):
    package, few = rows
    first = few.good[0][1].values
    people = [
        first
        | {
            "ho_ten": f"{NAMES[n % 4].rsplit(' ', 1)[0]} {word}",
            "chuc_trach_nhiem_vu": f"{DUTIES[n % 4]} ({word}), {n * 37 % 101} việc trước ngày {n % 28 + 1}/6.",
        }
        for n, word in enumerate(
            [a + b for a in ("Đ", "Kh", "Ng", "Qu", "Tr", "Ph", "X", "V", "L", "Th") for b in
             ("ạnh", "ẩm", "ếch", "ịnh", "ọc", "ồng", "ớm", "ũng", "ưởng", "ỷ")]
        )
    ]  # fmt: skip
    many = Rows([(n, clean(package.form, p, lenient=False)) for n, p in enumerate(people, start=1)])
    order = Order(title="Cam kết 2027", dossier=True, verify=False)
    outcome = make_files(tools, package, many, tmp_path, order, lambda *_: None)
    pages = sum(m.pages for _, m in outcome.made)
    assert pages >= 200
    assert (tmp_path / DOSSIER).stat().st_size / pages / 1024 <= KB_A_PAGE
