"""`vanban extract` and `vanban split`: files given back, nothing overwritten, refusals in one sentence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pikepdf import Pdf

from service.pdf.attach import JSON, Attachment, Relation
from service.pdf.bind import Part, bind
from tests.builders import a_metadata
from tests.finished import FinishedPdf

RESOURCES = Path(__file__).parents[2] / "resources"
PLEDGE, RESOLUTION = RESOURCES / "cam-ket-libreoffice.pdf", RESOURCES / "nghi-quyet-2a-ua1.pdf"


@pytest.fixture
def dossier(tmp_path):
    """Two documents, and two files inside, one with a name that is a path."""

    def enclose(parts, seals):
        kept = {
            "kind": JSON,
            "relation": Relation.DATA,
            "description": "",
            "dated": datetime(2026, 1, 1, tzinfo=UTC),
        }
        return [
            Attachment(name="submission.json", content=b"[]", **kept),
            Attachment(name="../../thoat.json", content=b"{}", **kept),
        ]

    path = tmp_path / "ho-so.pdf"
    parts = [Part(PLEDGE, "Bản cam kết của Đặng Văn Ý"), Part(RESOLUTION, "Nghị quyết")]
    bind(parts, path, a_metadata("Hồ sơ"), enclose=enclose)
    return path


def test_extract_gives_the_files_back_inside_the_folder(run, dossier, tmp_path):
    code, out, _ = run("extract", dossier, "-o", tmp_path / "x")
    assert code == 0
    assert {p.name: p.read_bytes() for p in (tmp_path / "x").iterdir()} == {
        "submission.json": b"[]",
        "thoat.json": b"{}",
    }
    assert "../../thoat.json" in out
    assert "Đã lấy ra 2 tệp." in out


def test_extract_again_is_harmless_but_nothing_else_is_overwritten(run, dossier, tmp_path):
    assert run("extract", dossier)[0] == 0
    assert run("extract", dossier)[0] == 0
    (tmp_path / "out" / "submission.json").write_text("của tôi", encoding="utf-8")
    code, _, err = run("extract", dossier)
    assert code == 65
    assert "không ghi đè" in err
    assert (tmp_path / "out" / "submission.json").read_text(encoding="utf-8") == "của tôi"


def test_split_gives_the_documents_under_their_titles(run, dossier, tmp_path):
    code, out, _ = run("split", dossier, "-o", tmp_path / "s")
    assert code == 0
    found = sorted((tmp_path / "s").iterdir())
    assert [p.name for p in found] == ["0001_ban-cam-ket-cua-dang-van-y.pdf", "0002_nghi-quyet.pdf"]
    assert [FinishedPdf(p).text for p in found] == [FinishedPdf(p).text for p in (PLEDGE, RESOLUTION)]
    assert "Đã tách 2 văn bản." in out


def test_other_files_are_refused_in_a_sentence(run, tmp_path):
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "la.pdf")
    code, _, err = run("split", "la.pdf")
    assert code == 65
    assert "không phải hồ sơ do Văn Bản đóng" in err
    code, _, err = run("extract", "la.pdf")
    assert code == 66
    assert "không kèm tệp nào" in err
    assert run("split", "khong-co.pdf")[0] == 66
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said(run, dossier, tmp_path):
    (tmp_path / "tep").write_bytes(b"")
    code, _, err = run("split", dossier, "-o", tmp_path / "tep" / "trong")
    assert code == 75
    assert "tep" in err
