"""The command line from a data file to a proved dossier, and the judge's word on files spoiled on purpose."""

import json
import shutil
from pathlib import Path

import pikepdf
import pytest

from tests.e2e.server import PROJECT, vanban

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.verapdf,
    pytest.mark.slow,
    pytest.mark.timeout(600),
]

SAMPLE = PROJECT / "samples" / "ban-cam-ket" / "submission.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the documents and the dossier of the sample once; give the folder."""
    folder = tmp_path_factory.mktemp("make")
    done = vanban("make", "ban-cam-ket", SAMPLE, "--dossier", "-o", folder / "ra", folder=folder)
    (folder / "said.txt").write_text(f"{done.returncode}\n{done.stdout}\n--\n{done.stderr}")
    return folder


def test_make_gives_every_document_the_dossier_and_the_verdicts(made):
    code, _, said = (made / "said.txt").read_text().partition("\n")
    rows = json.loads(SAMPLE.read_text())
    out = made / "ra"
    assert code == "0", said
    assert f"Đã làm {len(rows)} văn bản" in said
    assert f"{len(rows) + 1}/{len(rows) + 1} tệp đạt" in said
    assert (
        len(list((out / "van-ban").glob("*.pdf"))) == len(list((out / "van-ban").glob("*.docx"))) == len(rows)
    )
    assert all(v["compliant"] for v in json.loads((out / "kiem-dinh.json").read_text()).values())
    assert {"ho-so.pdf", "kiem-dinh.json", "van-ban"} <= {p.name for p in out.iterdir()}


def test_the_dossier_has_the_pages_of_all_its_documents_in_order(made):
    with pikepdf.open(made / "ra" / "ho-so.pdf") as dossier, dossier.open_outline() as outline:
        pages = len(dossier.pages)
        titles = [item.title for item in outline.root]
    counts, wanted = [], []
    for path in sorted((made / "ra" / "van-ban").glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            counts.append(len(pdf.pages))
            wanted.append(str(pdf.docinfo["/Title"]))
    assert pages >= sum(counts)
    assert [t for t in titles if t in wanted] == wanted


def test_make_leaves_nothing_but_what_was_asked_for(made):
    assert list((made / "tmp").iterdir()) == []
    assert not (made / "data").exists()


def test_verify_finds_document_and_dossier_fit_for_the_archive(made):
    document = sorted((made / "ra" / "van-ban").glob("*.pdf"))[0]
    done = vanban("verify", made / "ra" / "ho-so.pdf", document, folder=made)
    assert done.returncode == 0, done.stdout
    said = [line.rpartition(": ")[2].partition(" (")[0] for line in done.stdout.splitlines()]
    assert [line for line in said if line.startswith("PDF/")] == ["PDF/A-2a ĐẠT", "PDF/UA-1 ĐẠT"] * 2


def test_verify_notices_one_changed_byte(made, tmp_path):
    data = bytearray((made / "ra" / "ho-so.pdf").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "ho-so.pdf").write_bytes(bytes(data))
    shutil.copy(made / "ra" / "ho-so.manifest.json", tmp_path)
    done = vanban("verify", tmp_path / "ho-so.pdf", folder=made)
    assert done.returncode == 65
    assert "KHÔNG KHỚP" in done.stdout
    assert "Tệp đã khác với khi đóng." in done.stdout


def test_verify_names_the_rules_that_spoiled_files_break(made, tmp_path):
    spoils = {"khong-mau.pdf": "OutputIntents", "khong-the.pdf": "StructTreeRoot"}
    for name, dropped in spoils.items():
        with pikepdf.open(made / "ra" / "ho-so.pdf") as pdf:
            del pdf.Root["/" + dropped]
            pdf.save(tmp_path / name)
    done = vanban("verify", *(tmp_path / name for name in spoils), folder=made)
    assert done.returncode == 65
    broken = rules_by_file(done.stdout)
    # ISO 19005-2: device colour without an output intent; a structure tree; ISO 14289-1: tagged content.
    assert broken["khong-mau.pdf", "PDF/A-2a"] >= {"6.2.4.3"}
    assert broken["khong-the.pdf", "PDF/A-2a"] >= {"6.7.3.3"}
    assert broken["khong-the.pdf", "PDF/UA-1"] >= {"7.1"}


def rules_by_file(said: str) -> dict[tuple[str, str], set[str]]:
    """Read what `verify` says: (file, standard) → clauses of the rules that failed."""
    found: dict[tuple[str, str], set[str]] = {}
    at = ("", "")
    for line in said.splitlines():
        if line.startswith("    "):
            found[at].add(line.strip().partition("-")[0])
        elif "KHÔNG ĐẠT" in line:
            path, _, verdict = line.rpartition(": ")
            at = (Path(path).name, verdict.partition(" ")[0])
            found[at] = set()
    return found


def test_verify_of_what_is_no_pdf(made, tmp_path):
    (tmp_path / "la-word.pdf").write_bytes(b"PK\x03\x04 not a PDF")
    done = vanban("verify", tmp_path / "la-word.pdf", tmp_path / "khong-co.pdf", folder=made)
    assert done.returncode == 66
    assert "không phải PDF" in done.stdout
