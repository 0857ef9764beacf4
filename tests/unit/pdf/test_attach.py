"""What is enclosed comes back byte for byte, under names that cannot leave the folder."""

from datetime import UTC, datetime
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name, Pdf

from service.errors import NotFound, UnreadableInput
from service.pdf import attach as room
from service.pdf.attach import DOCX, JSON, Attachment, Relation, attach, enclosed, safe_name

NOW = datetime(2026, 2, 5, tzinfo=UTC)


def a_file(name="submission.json", content=b"{}", kind=JSON, relation=Relation.DATA):
    return Attachment(
        name=name, content=content, kind=kind, relation=relation, description="Dữ liệu", dated=NOW
    )


def a_pdf(target, *files):
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        attach(pdf, files)
        pdf.save(target)
    return target


def test_files_come_back_byte_for_byte(tmp_path):
    word = a_file("Đơn.docx", bytes(range(256)) * 100, DOCX, Relation.SOURCE)
    found = list(enclosed(a_pdf(tmp_path / "a.pdf", a_file(), word)))
    assert [(f.said, f.name, f.content) for f in found] == [
        ("submission.json", "submission.json", b"{}"),
        ("Đơn.docx", "Đơn.docx", word.content),
    ]


def test_a_file_says_its_type_size_date_and_what_it_is_to_the_pages(tmp_path):
    with Pdf.open(a_pdf(tmp_path / "a.pdf", a_file("a.docx", b"abc", DOCX, Relation.SOURCE))) as pdf:
        spec = pdf.Root.AF[0]
        assert spec.objgen == pdf.Root.Names.EmbeddedFiles.Names[1].objgen
        assert (spec.AFRelationship, str(spec.UF), str(spec.Desc)) == (Name.Source, "a.docx", "Dữ liệu")
        stream = spec.EF.F
        assert stream.Subtype == Name(f"/{DOCX}")
        assert (int(stream.Params.Size), str(stream.Params.ModDate)) == (3, "D:20260205000000+00'00'")
        assert bytes(stream.Params.CheckSum).hex() == "900150983cd24fb0d6963f7d28e17f72"


def test_a_name_that_leads_to_no_file_is_a_broken_file(tmp_path):
    with Pdf.open(a_pdf(tmp_path / "a.pdf", a_file()), allow_overwriting_input=True) as pdf:
        pdf.Root.Names.EmbeddedFiles.Names[1] = 5
        pdf.save(tmp_path / "b.pdf")
    with pytest.raises(UnreadableInput, match="đã hỏng"):
        list(enclosed(tmp_path / "b.pdf"))


def test_names_stay_beside_named_destinations(tmp_path):
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Names = {"/Dests": {"/Names": []}}
        attach(pdf, [a_file()])
        assert set(pdf.Root.Names.keys()) == {"/Dests", "/EmbeddedFiles"}


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.docx", "x.docx"),
        ("/a/b.json", "b.json"),
        ("C:\\b.json", "b.json"),
        ("..", "tep-khong-ten"),
        ("", "tep-khong-ten"),
        ("con.txt", "tep-con.txt"),
        ("a\0b\n.txt", "a_b_.txt"),
        ("Đơn xin.docx", "Đơn xin.docx"),
    ],
)
def test_a_name_is_never_a_path(said, safe):
    assert safe_name(said, set()) == safe


@given(st.lists(st.text(max_size=20), max_size=8))
def test_no_two_files_get_one_name_and_none_leaves_its_folder(names):
    taken: set[str] = set()
    for said in names:
        name = safe_name(said, taken)
        assert name.casefold() not in taken
        assert name not in ("", ".", "..")
        assert PurePosixPath(name).name == name == PureWindowsPath(name).name
        taken.add(name.casefold())


def test_a_file_that_blows_up_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MAX_FILE", 1000)
    path = a_pdf(tmp_path / "a.pdf", a_file(content=bytes(1_000_000)))
    with pytest.raises(UnreadableInput, match="quá mức"):
        list(enclosed(path))


def test_a_broken_file_is_named(tmp_path):
    path = a_pdf(tmp_path / "a.pdf", a_file())
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        stream = pdf.Root.AF[0].EF.F
        stream.write(b"no zlib at all", filter=Name.FlateDecode)
        pdf.save(path, compress_streams=False)
    with pytest.raises(UnreadableInput, match=r"submission\.json"):
        list(enclosed(path))


def test_a_file_that_encloses_nothing_says_so(tmp_path):
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    with pytest.raises(NotFound, match="không kèm tệp nào"):
        list(enclosed(tmp_path / "a.pdf"))
    with pytest.raises(NotFound, match="Không tìm thấy"):
        list(enclosed(tmp_path / "b.pdf"))
    (tmp_path / "c.pdf").write_bytes(b"no PDF")
    with pytest.raises(UnreadableInput):
        list(enclosed(tmp_path / "c.pdf"))
