"""Sources that cannot be used are refused in words that name the document; a target is there whole or not at all."""

import resource
import signal
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Encryption, Pdf

from service.errors import ConversionFailed, StorageUnavailable
from service.pdf.files import open_tagged, refusing_malformed, save

RAW = Path(__file__).parents[2] / "resources" / "cam-ket-libreoffice.pdf"
NAME = "Bản cam kết của Nguyễn Văn Được"


@pytest.fixture
def small_disk():
    """Let no file grow over 8 KB, as a full disk would."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, before)


def spoiled(folder, change):
    path = folder / "spoiled.pdf"
    with Pdf.open(RAW) as pdf:
        change(pdf, path)
    return path


def without_tags(pdf, path):
    del pdf.Root.StructTreeRoot
    pdf.save(path)


def with_a_false_claim(pdf, path):
    del pdf.Root.MarkInfo
    pdf.save(path)


def locked(pdf, path):
    pdf.save(path, encryption=Encryption(owner="chủ", user="mở"))


def locked_for_changes(pdf, path):
    pdf.save(path, encryption=Encryption(owner="chủ", user=""))


def without_pages(pdf, path):
    del pdf.pages[:]
    pdf.save(path)


def cut_short(pdf, path):
    path.write_bytes(RAW.read_bytes()[:20_000])


def no_pdf(pdf, path):
    path.write_bytes(b"PK\x03\x04")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_tags, "không có thẻ cấu trúc"),
        (with_a_false_claim, "không có thẻ cấu trúc"),
        (locked, "bị khoá"),
        (locked_for_changes, "bị khoá"),
        (without_pages, "không có trang nào"),
        (cut_short, "bị hỏng"),
        (no_pdf, "bị hỏng"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused_by_its_name(tmp_path, change, words):
    with pytest.raises(ConversionFailed, match=words) as caught:
        open_tagged(spoiled(tmp_path, change), NAME)
    assert NAME in caught.value.detail


def test_a_source_that_is_not_there_is_a_matter_of_storage(tmp_path):
    with pytest.raises(StorageUnavailable, match="Không đọc được"):
        open_tagged(tmp_path / "none.pdf", NAME)


def test_a_page_says_itself_what_it_inherits(tmp_path):
    path = tmp_path / "inherits.pdf"
    with Pdf.open(RAW) as pdf:
        page = pdf.pages[0].obj
        pdf.Root.Pages.MediaBox, pdf.Root.Pages.Rotate = page.MediaBox, 90
        del page.MediaBox
        pdf.save(path)
    with open_tagged(path, NAME) as pdf:
        assert (len(pdf.pages[0].obj.MediaBox), pdf.pages[0].obj.Rotate) == (4, 90)


def test_what_the_library_says_of_a_malformed_file_becomes_ours():
    with Pdf.new() as pdf, pytest.raises(ConversionFailed, match=NAME), refusing_malformed(NAME):
        _ = pdf.Root.StructTreeRoot


def test_a_full_disk_leaves_nothing_behind(tmp_path, small_disk):
    with Pdf.open(RAW) as pdf, pytest.raises(StorageUnavailable):
        save(pdf, tmp_path / "out.pdf")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_an_older_file_as_it_was(tmp_path, small_disk):
    (tmp_path / "out.pdf").write_bytes(b"older")
    with Pdf.open(RAW) as pdf, pytest.raises(StorageUnavailable):
        save(pdf, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"older"


def test_a_folder_that_is_gone_is_a_matter_of_storage(tmp_path):
    with Pdf.open(RAW) as pdf, pytest.raises(StorageUnavailable):
        save(pdf, tmp_path / "gone" / "out.pdf")


def test_a_saved_file_is_pdf_1_7_with_a_name_made_from_its_content(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        with Pdf.open(RAW) as pdf:
            pdf.trailer.ID = pikepdf.Array([pikepdf.String(name), pikepdf.String(name)])
            save(pdf, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    with Pdf.open(tmp_path / "a.pdf") as pdf:
        assert pdf.pdf_version == "1.7"
        assert "/DocChecksum" not in pdf.trailer
        assert len(bytes(pdf.trailer.ID[0])) == 16
