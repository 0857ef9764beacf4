import io
import zipfile
from pathlib import Path

import pytest

from service.errors import UnreadableInput
from service.intake.kinds import kind_of
from tests.builders import a_docx
from tests.builders_intake import a_book, saved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.xlsx", a_book({"A": [["x"]]}), "xlsx"),
        ("A.XLSM", a_book({"A": [["x"]]}), "xlsx"),
        ("a.csv", a_book({"A": [["x"]]}), "xlsx"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "xls"),
        ("a.xlsx", OLE + "Book".encode("utf-16-le"), "xls"),
        ("a.csv", b"ho_ten\nAn", "csv"),
        ("a.tsv", b"ho_ten\nAn", "tsv"),
        ("A.JSON", b"{}", "json"),
        ("a.json", b"<", "json"),
    ],
)
def test_the_content_decides_and_among_texts_the_name(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    assert kind_of(saved(tmp_path, "file", data), name) == kind


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "Tệp trống"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "Tệp trống"),
        ("a.xlsx", b"\0" * 5_000, "Tệp trống"),
        ("a.xlsx", b"%PDF-1.7\n", "thật ra là tệp PDF"),
        ("a.json", b"\x89PNG\r\n", "thật ra là ảnh PNG"),
        ("a.xls", OLE + "Other".encode("utf-16-le"), "không phải bảng tính"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.xlsx", OLE + "WordDocument".encode("utf-16-le"), r"Word cũ"),
        ("a.xlsx", b"<html><table>", "trang web"),
        ("a.xls", b"<?xml version='1.0'?><Workbook>", "XML"),
        ("a.xlsx", b"ho_ten,ngay\nAn,1\n", r"văn bản thuần.*\.csv"),
        ("a.xlsx", b'[{"ho_ten": 1}]', r"JSON.*\.json"),
        ("a.xlsx", b"\x01\x02\x00\x05rest", "nhị phân"),
        ("a.xlsx", zipped("xl/workbook.bin"), r"\.xlsb"),
        ("a.xlsx", zipped("content.xml", "mimetype"), "OpenDocument"),
        ("a.xlsx", zipped("anh.png"), "tệp nén ZIP"),
        ("a.xlsx", a_docx("An"), r"văn bản Word \(\.docx\)"),
        ("a.xlsx", a_book({"A": [["x"]]})[:-40], "bị hỏng"),
        ("a.doc", b"ho_ten", "Không nhận tệp đuôi “.doc”"),
        ("khong-duoi", b"ho_ten", "Không nhận tệp đuôi “trống”"),
    ],
)
def test_anything_else_is_called_what_it_is(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words):
        kind_of(saved(tmp_path, "file", data), name)
