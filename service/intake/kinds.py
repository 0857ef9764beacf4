"""What a file really is, by its first bytes and, among plain texts, by its name."""

import zipfile
import zlib
from pathlib import Path

from service.errors import UnreadableInput

TAKEN = ".xlsx, .xlsm, .xls, .ods, .csv, .tsv hoặc .json"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_ENDINGS = {**dict.fromkeys(_SHEETS, "xlsx"), ".csv": "csv", ".tsv": "tsv", ".txt": "tsv", ".json": "json"}
_OTHERS = (
    (b"%PDF", "tệp PDF"),
    (b"{\\rtf", "văn bản RTF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"MZ", "chương trình chạy được"),
)
_AS_XLSX = "xin mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại."
_HEAD = 4096
_TAIL = 65_557
"""The end of a zip: 22 bytes and a remark of up to 65,535."""
_MAX_DIRECTORY = 1_000_000
_LONGEST_OLD = 100_000_000


def kind_of(path: Path, name: str) -> str:
    """Give "xlsx", "xls", "ods", "csv", "tsv" or "json".

    Raises:
        UnreadableInput: empty, or something else; the sentence says what it is and what to do.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    ending = Path(name).suffix.lower()
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableInput("Tệp trống, không có dữ liệu. Xin chọn lại tệp.")
    if head.startswith(_ZIP):
        return _zipped(path)
    if head.startswith(_OLE):
        return _compound(path)
    _refuse_others(head, ending)
    kind = _ENDINGS.get(ending)
    if kind == "xlsx":
        raise UnreadableInput(f"Tệp mang đuôi {ending} nhưng thật ra là {_of_text(head)} hoặc {_AS_XLSX}")
    if kind is None:
        raise UnreadableInput(f"Không nhận tệp đuôi “{ending[:10] or 'trống'}”. Xin gửi tệp {TAKEN}.")
    return kind


def _of_text(head: bytes) -> str:
    if b"\x00" in head.strip(b"\x00") and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return "dữ liệu nhị phân không rõ loại; xin chọn lại tệp"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return "dữ liệu JSON; xin đổi đuôi thành .json"
    return "văn bản thuần (có thể là CSV); xin đổi đuôi thành .csv"


def _refuse_others(head: bytes, ending: str) -> None:
    for magic, words in _OTHERS:
        if head.startswith(magic):
            raise UnreadableInput(
                f"Tệp mang đuôi {ending[:10] or 'trống'} nhưng thật ra là {words}. Xin gửi tệp {TAKEN}."
            )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise UnreadableInput(f"Tệp là trang web hoặc XML mang đuôi {ending[:10]}; {_AS_XLSX}")


def _zipped(path: Path) -> str:
    _bound_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            opened = archive.read("mimetype")[:100] if "mimetype" in names and _is_short(archive) else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as exc:
        raise UnreadableInput(BROKEN) from exc
    if "xl/workbook.bin" in names:
        raise UnreadableInput(f"Tệp là bảng tính nhị phân .xlsb; {_AS_XLSX}")
    if opened.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "content.xml" in names:
        raise UnreadableInput(
            f"Tệp là văn bản OpenDocument (.odt), không phải bảng tính. Xin gửi tệp {TAKEN}."
        )
    if "word/document.xml" in names:
        raise UnreadableInput(f"Tệp là văn bản Word (.docx), không phải bảng tính. Xin gửi tệp {TAKEN}.")
    if "xl/workbook.xml" in names or any(n.lower().startswith("xl/") for n in names):
        return "xlsx"
    raise UnreadableInput(f"Tệp là tệp nén ZIP, không phải bảng tính. Xin giải nén rồi gửi tệp {TAKEN}.")


BROKEN = "Tệp bảng tính bị hỏng hoặc chưa tải lên trọn vẹn. Xin mở bằng Excel, lưu lại rồi gửi lại."
LOCKED = "Tệp có mật khẩu nên không đọc được. Xin mở bằng Excel, bỏ mật khẩu rồi gửi lại."


def _is_short(archive: zipfile.ZipFile) -> bool:
    return archive.getinfo("mimetype").file_size <= _HEAD


def _bound_directory(path: Path) -> None:
    """Refuse an archive whose directory alone would take much memory: a workbook has tens of parts."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        raise UnreadableInput(BROKEN)
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _MAX_DIRECTORY:
        raise UnreadableInput(BROKEN)


def _compound(path: Path) -> str:
    """Tell the old binary files apart; streams are named in UTF-16 in the file's own directory."""
    with path.open("rb") as file:
        data = file.read(_LONGEST_OLD)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableInput(LOCKED)
    if "WordDocument".encode("utf-16-le") in data:
        raise UnreadableInput(f"Tệp là văn bản Word cũ (.doc), không phải bảng tính. Xin gửi tệp {TAKEN}.")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise UnreadableInput(f"Tệp không phải bảng tính. Xin gửi tệp {TAKEN}.")
    return "xls"
