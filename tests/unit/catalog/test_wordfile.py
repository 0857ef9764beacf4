"""A Word file is read whole, and one that could harm us is refused with a reason."""

import io
import zipfile

import pytest

from service.catalog.wordfile import open_word_bytes, parse_xml, read_word_file
from service.errors import BrokenPackage
from tests.builders import a_docx, with_members


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_text_parts_come_in_reading_order_with_names_for_people() -> None:
    word = open_word_bytes(a_docx("Chào", header="Đầu", footer="Chân"), "mau.docx")
    assert [(p.kind, p.label) for p in word.text_parts] == [
        ("main", "thân văn bản"),
        ("header", "đầu trang"),
        ("footer", "chân trang"),
    ]


def test_relationships_are_resolved_to_member_names() -> None:
    word = open_word_bytes(a_docx("Chào"), "mau.docx")
    targets = {r.kind: r.target for r in word.relationships("word/document.xml")}
    assert targets["styles"] == "word/styles.xml"
    assert {r.target for r in word.relationships("") if r.kind == "officeDocument"} == {"word/document.xml"}


def test_a_missing_file_is_told(tmp_path) -> None:
    with pytest.raises(BrokenPackage, match=r"Không đọc được tệp khong-co\.docx"):
        read_word_file(tmp_path / "khong-co.docx")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"xin ch\xc3\xa0o", "không phải tệp .docx"),
        (b"\xd0\xcf\x11\xe0 rest", "kiểu cũ"),
        (zipped(a=b"b"), "không phải văn bản Word"),
        (zipped(**{"../a": b"b"}), "đường dẫn không an toàn"),
        (zipped(**{"/etc/a": b"b"}), "đường dẫn không an toàn"),
        (zipped(**{"C:\\a": b"b"}), "đường dẫn không an toàn"),
        (zipped(**{f"a{i}": b"" for i in range(2001)}), "2001 mục"),
        (zipped(a=b"0" * 2_000_000), "nén bất thường"),
        (a_docx("Chào")[:-200], "bị hỏng"),
    ],
)
def test_what_is_no_safe_word_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BrokenPackage, match=words):
        open_word_bytes(data, "mau.docx")


def test_a_size_that_lies_is_not_believed() -> None:
    data = bytearray(zipped(a=b"0" * 900_000))
    for head in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(head) + (22 if head[2] == 3 else 24)
        data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(BrokenPackage, match="bị hỏng"):
        open_word_bytes(bytes(data), "mau.docx")


def test_a_file_with_macros_is_no_template() -> None:
    plain = a_docx("Chào")
    types = open_word_bytes(plain, "x").members["[Content_Types].xml"]
    macro = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(BrokenPackage, match="macro"):
        open_word_bytes(with_members(plain, {"[Content_Types].xml": macro}), "mau.docx")


@pytest.mark.parametrize("data", [b"<a><b></a>", b"", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'])
def test_broken_xml_and_declared_entities_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenPackage):
        parse_xml(data)
