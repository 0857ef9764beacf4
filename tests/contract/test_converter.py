"""One suite for every Converter: LibreOffice and the fake that other tests use."""

from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pypdf
import pytest
from docx import Document

from service.convert.pool import SofficePool
from service.errors import Busy, ConversionFailed
from tests.fakes import FakeConverter

HOSTILE = 'Ông Nguyễn Văn Ắ & bà <Ỵ> "{{ x }}" 100% \\ / (a) đồng'


@pytest.fixture(scope="module", params=["fake", pytest.param("soffice", marks=pytest.mark.soffice)])
def converter(request, tmp_path_factory):
    if request.param == "fake":
        made = FakeConverter()
    else:
        made = SofficePool(
            soffice=None,
            python=None,
            workers=2,
            timeout=60,
            memory_mb=1024,
            restart_after=200,
            scratch=tmp_path_factory.mktemp("scratch"),
        )
    yield made
    made.close()


@pytest.fixture
def docx(tmp_path):
    document = Document()
    document.add_heading("Nghị quyết", 1)
    document.add_paragraph(HOSTILE)
    document.add_table(1, 1).cell(0, 0).text = "Trong bảng"
    document.save(tmp_path / "văn bản & 100%.docx")
    return tmp_path / "văn bản & 100%.docx"


def _text(path):
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_all_text_of_the_document_is_in_the_pdf(converter, docx, tmp_path):
    converter.convert(docx, tmp_path / "ra.pdf")
    text = _text(tmp_path / "ra.pdf")
    for part in ("Nghị quyết", HOSTILE, "Trong bảng"):
        assert part in text


def test_the_pdf_is_tagged_and_claims_pdfa_2b(converter, docx, tmp_path):
    converter.convert(docx, tmp_path / "ra.pdf")
    with pikepdf.open(tmp_path / "ra.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K is not None
        assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 3
        assert pdf.open_metadata().pdfa_status == "2B"
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Nghị quyết"]


def test_nothing_but_the_target_is_written(converter, docx, tmp_path):
    (tmp_path / "ra").mkdir()
    before = docx.read_bytes()
    converter.convert(docx, tmp_path / "ra" / "ra.pdf")
    assert [p.name for p in (tmp_path / "ra").iterdir()] == ["ra.pdf"]
    assert {p.name for p in tmp_path.iterdir()} == {"ra", docx.name}
    assert docx.read_bytes() == before


def test_an_old_target_is_replaced(converter, docx, tmp_path):
    (tmp_path / "ra.pdf").write_text("cũ")
    converter.convert(docx, tmp_path / "ra.pdf")
    assert (tmp_path / "ra.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("content", [b"", b"Kh\xc3\xb4ng ph\xe1\xba\xa3i Word", b"PK\x03\x04" + bytes(200)])
def test_what_is_not_a_docx_is_refused_and_leaves_no_pdf(converter, tmp_path, content):
    (tmp_path / "hỏng.docx").write_bytes(content)
    with pytest.raises(ConversionFailed):
        converter.convert(tmp_path / "hỏng.docx", tmp_path / "ra.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["hỏng.docx"]


def test_a_missing_document_is_refused(converter, tmp_path):
    with pytest.raises(ConversionFailed):
        converter.convert(tmp_path / "không có.docx", tmp_path / "ra.pdf")


def test_many_threads_may_convert_at_once(converter, docx, tmp_path):
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda n: converter.convert(docx, tmp_path / f"{n}.pdf"), range(12)))
    assert all(HOSTILE in _text(tmp_path / f"{n}.pdf") for n in range(12))


@pytest.mark.parametrize("kind", ["fake", pytest.param("soffice", marks=pytest.mark.soffice)])
def test_closed_twice_it_only_says_that_it_is_closed(kind, docx, tmp_path):
    settings = {"workers": 1, "timeout": 60, "memory_mb": 1024, "restart_after": 200}
    made = (
        FakeConverter()
        if kind == "fake"
        else SofficePool(soffice=None, python=None, scratch=tmp_path / "scratch", **settings)
    )
    made.convert(docx, tmp_path / "ra.pdf")
    made.close()
    made.close()
    with pytest.raises(Busy):
        made.convert(docx, tmp_path / "ra.pdf")
