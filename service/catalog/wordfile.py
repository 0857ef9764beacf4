"""Open a Word file as what it is, a zip of XML parts, and refuse one that could harm us before anything is unpacked.

It reads bytes and says which parts carry text; it never writes, and knows nothing of tags.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from service.errors import BrokenPackage

MAX_ENTRIES = 2_000
MAX_ENTRY_BYTES = 50_000_000
MAX_TOTAL_BYTES = 100_000_000
MAX_RATIO = 100
RATIO_FROM_BYTES = 1_000_000
MAX_DIRECTORY_BYTES = 1_000_000
MAX_TYPES_BYTES = 1_000_000
"""What lists the parts of a file may take before anything is read of it."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN_TYPES = (f"{_WORD}document.main+xml", f"{_WORD}template.main+xml")
_TEXT_TYPES = {
    MAIN_TYPES[0]: "main",
    MAIN_TYPES[1]: "main",
    f"{_WORD}header+xml": "header",
    f"{_WORD}footer+xml": "footer",
    f"{_WORD}footnotes+xml": "footnotes",
    f"{_WORD}endnotes+xml": "endnotes",
}
_LABELS = {
    "main": "thân văn bản",
    "header": "đầu trang",
    "footer": "chân trang",
    "footnotes": "chú thích cuối trang",
    "endnotes": "chú thích cuối bài",
}
_NO_MEMORY = "Error -4 "
"""How zlib tells Z_MEM_ERROR: its exception carries the code in its words alone."""
_OLD_WORD = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class TextPart:
    """A part that people can read: its zip name, its kind ("main", "header", …) and its Vietnamese name."""

    name: str
    kind: str
    label: str


@dataclass(frozen=True)
class Relationship:
    """One arrow out of a part: where it points (a zip name, or an address when `external`), and as it was written."""

    id: str
    type: str
    target: str
    external: bool
    raw_target: str

    @property
    def kind(self) -> str:
        """The last word of its type, such as "image" or "hyperlink"."""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True)
class WordFile:
    """The members of one .docx in their order, name → bytes."""

    members: Mapping[str, bytes]

    @cached_property
    def content_types(self) -> dict[str, str]:
        """Give part name → content type, defaults by extension applied."""
        root = parse_xml(self.members[CONTENT_TYPES])
        defaults = {
            e.get("Extension", "").lower(): e.get("ContentType", "")
            for e in root.iter(f"{{{_TYPES}}}Default")
        }
        found = {n: defaults[_extension(n)] for n in self.members if _extension(n) in defaults}
        for override in root.iter(f"{{{_TYPES}}}Override"):
            found[override.get("PartName", "").lstrip("/")] = override.get("ContentType", "")
        return found

    @cached_property
    def text_parts(self) -> tuple[TextPart, ...]:
        """Give the parts that may carry tags, the body first, then headers, footers and notes."""
        order = list(_LABELS)
        kinds = {n: _TEXT_TYPES.get(self.content_types.get(n, ""), "") for n in self.members}
        names = sorted((n for n, kind in kinds.items() if kind), key=lambda n: (order.index(kinds[n]), n))
        parts = []
        for name in names:
            twins = [n for n in names if kinds[n] == kinds[name]]
            number = f" {twins.index(name) + 1}" if len(twins) > 1 else ""
            parts.append(TextPart(name, kinds[name], _LABELS[kinds[name]] + number))
        return tuple(parts)

    def relationships(self, name: str) -> tuple[Relationship, ...]:
        """Give the relationships of the part `name` ("" for those of the package); targets as zip names."""
        folder, base = posixpath.split(name)
        data = self.members.get(posixpath.join(folder, "_rels", f"{base}.rels"))
        if data is None:
            return ()
        found = []
        for e in parse_xml(data).iter(f"{{{RELATIONSHIPS}}}Relationship"):
            external = e.get("TargetMode") == "External"
            raw = target = e.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, raw)).lstrip("/")
            found.append(Relationship(e.get("Id", ""), e.get("Type", ""), target, external, raw))
        return tuple(found)


def parse_xml(data: bytes) -> etree._Element:
    """Parse one XML part; entities and outside addresses are never followed.

    Raises:
        BrokenPackage: it is not well formed, or declares a DTD.
        MemoryError: there is not enough memory, which is no fault of the part.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        if getattr(exc, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:  # not in the stubs
            raise MemoryError from exc
        raise BrokenPackage("Tệp Word có phần XML bị hỏng. Xin mở bằng Word, lưu lại rồi thử lại.") from exc
    if root.getroottree().docinfo.internalDTD is not None:
        raise BrokenPackage("Tệp Word có khai báo DTD, không được phép. Xin lưu lại tệp bằng Word.")
    return root


def read_word_file(path: Path) -> WordFile:
    """Read a .docx whole. Raises BrokenPackage when it is not one, is locked, or looks like a zip bomb."""
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise BrokenPackage(f"Không đọc được tệp {path.name}.") from exc
    return open_word_bytes(data, path.name)


def open_word_bytes(data: bytes, name: str) -> WordFile:
    """Do as `read_word_file` does, on bytes; `name` is for the messages.

    Raises:
        BrokenPackage: it is no .docx, is locked, or looks like a zip bomb.
        MemoryError: there is not enough memory, which is no fault of the file.
    """
    if data.startswith(_OLD_WORD):
        raise BrokenPackage(
            f"{name} là tệp Word kiểu cũ (.doc) hoặc có mật khẩu. Xin bỏ mật khẩu, lưu lại dạng .docx."
        )
    if has_long_directory(data):
        raise BrokenPackage(f"{name} có quá nhiều mục bên trong nên bị từ chối.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive.infolist(), name)
            members = {i.filename: _read(archive, i) for i in archive.infolist() if not i.is_dir()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as exc:
        raise BrokenPackage(f"{name} không phải tệp .docx, hoặc tệp bị hỏng. Xin lưu lại bằng Word.") from exc
    word = WordFile(members)
    if CONTENT_TYPES not in members or not any(p.kind == "main" for p in word.text_parts):
        raise BrokenPackage(
            f"{name} không phải văn bản Word .docx (không có phần thân văn bản, hoặc có macro). "
            "Xin mở bằng Word, chọn Lưu thành (Save As) dạng .docx rồi gửi lại."
        )
    return word


def has_long_directory(data: bytes) -> bool:
    """Say whether listing its entries alone would take much memory: a million empty ones take a gigabyte."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    return at >= 0 and int.from_bytes(data[at + 12 : at + 16], "little") > MAX_DIRECTORY_BYTES


def _refuse_bombs(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > MAX_ENTRIES:
        raise BrokenPackage(f"{name} có {len(infos)} mục bên trong; nhiều nhất là {MAX_ENTRIES}.")
    if sum(i.file_size for i in infos) > MAX_TOTAL_BYTES:
        raise BrokenPackage(f"{name} giải nén ra quá {MAX_TOTAL_BYTES // 1_000_000} MB nên bị từ chối.")
    seen: set[str] = set()
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise BrokenPackage(f"{name} có đường dẫn không an toàn bên trong nên bị từ chối.")
        if info.filename in seen or info.flag_bits & 1:
            raise BrokenPackage(f"{name} có mục trùng tên hoặc bị khóa bên trong nên bị từ chối.")
        seen.add(info.filename)
        swollen = info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_RATIO * info.compress_size
        listing = info.filename == CONTENT_TYPES and info.file_size > MAX_TYPES_BYTES
        if swollen or listing or info.file_size > MAX_ENTRY_BYTES:
            raise BrokenPackage(f"{name} có mục nén bất thường ({info.filename}) nên bị từ chối.")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # An explicit amount, because the size in the header may lie and read() without one inflates all at once.
    with archive.open(info) as member:
        try:
            data = member.read(info.file_size + 1)
        except zlib.error as exc:
            if str(exc).startswith(_NO_MEMORY):
                raise MemoryError from exc
            raise
    if len(data) != info.file_size:
        raise zipfile.BadZipFile("size differs from the header")
    return data


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower()
