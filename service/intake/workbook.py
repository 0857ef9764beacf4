"""An .xlsx file to grids, within bounds of memory and time.

Only the parts that hold cells are read, each no further than its bound, and handed to calamine as a clean copy: what
the file's own directory says of sizes is never believed, and drawings, macros and links are never touched. calamine
lays a sheet out as a full rectangle, so a single cell far out would take all memory: how far a sheet really reaches
is measured before.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import python_calamine

from service.errors import InputTooLarge, UnreadableInput
from service.intake.extent import MAX_CELLS, Extent, measure
from service.intake.grid import Grid
from service.intake.kinds import BROKEN
from service.vietnamese.numbers import group

MAX_PARTS = 2_000
MAX_SHEET = 100_000_000
MAX_OTHER = 50_000_000
MAX_TOTAL = 200_000_000
MAX_EXPANDED = 128_000_000
"""Bytes of text when every cell has its own copy of its shared string."""

_LEFT_OUT = re.compile(
    r"(^|/)(media|drawings|charts|chartsheets|externallinks|customxml|theme|printersettings|ctrlprops|activex|embeddings)/"
    r"|(^|/)(comments|threadedcomment)[^/]*$|(^|/)worksheets/_rels/|(^|/)calcchain\.xml$"
)
_COUNT = re.compile(rb"""ount\s*=\s*["']([^"'<>]{0,40})""")
_FAILED = re.compile(rb"""(<(?:[^\s<>/:!?]*:)?c\s[^<>]{0,200}?)\bt\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<(?:[^\s<>/:!?]*:)?v(?:\s[^>]*)?>([^<]*)")
_TOO_LARGE = "Tệp bảng tính quá lớn sau khi mở ra. Xin chép phần có dữ liệu sang tệp mới rồi gửi lại."


def open_workbook(path: Path) -> tuple[Grid, ...]:
    """Read all sheets.

    Raises:
        UnreadableInput: broken, or locked by a password.
        InputTooLarge: more than the bounds allow.
    """
    parts = _parts(path)
    strings = b"".join(data for name, data in parts.items() if "sharedstrings" in name.lower())
    for name, data in parts.items():
        if any(_boasts(found[1]) for found in _COUNT.finditer(data)):
            raise UnreadableInput(BROKEN)
        if "worksheets/" in name.lower():
            _bound(measure(data), data, strings)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(_copied(parts)) as book:
            return tuple(_grids(book))
    except python_calamine.PasswordError as exc:
        raise UnreadableInput("Tệp có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.") from exc
    except (python_calamine.CalamineError, OSError, ValueError) as exc:
        raise UnreadableInput(BROKEN) from exc


def _grids(book: python_calamine.CalamineWorkbook) -> Iterator[Grid]:
    first = True
    for sheet in book.sheets_metadata:
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        yield Grid(sheet.name, rows, first, sheet.visible != python_calamine.SheetVisibleEnum.Visible)
        first = False


def _parts(path: Path) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = MAX_TOTAL
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise InputTooLarge(_TOO_LARGE)
            for info in archive.infolist():
                name = info.filename.lstrip("/")
                if name.lower().endswith((".xml", ".rels")) and not _LEFT_OUT.search(name.lower()):
                    limit = MAX_SHEET if "worksheets/" in name.lower() else MAX_OTHER
                    parts[name] = _read(archive, info, min(limit, room))
                    room -= len(parts[name])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as exc:
        raise UnreadableInput(BROKEN) from exc
    return parts


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    if info.flag_bits & 1:
        raise UnreadableInput("Tệp có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.")
    with archive.open(info) as part:
        data = part.read(limit + 1)
    if len(data) > limit:
        raise InputTooLarge(_TOO_LARGE)
    return data


def _copied(parts: dict[str, bytes]) -> io.BytesIO:
    """Give a plain copy; results of failed formulas become text, for calamine would give empty cells for them."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            failed = "worksheets/" in name.lower() and (b'"e"' in data or b"'e'" in data)
            plain = _FAILED.sub(rb'\1t="str"', data) if failed else data
            archive.writestr(zipfile.ZipInfo(name), plain)
    copy.seek(0)
    return copy


def _boasts(count: bytes) -> bool:
    """Say whether a part claims to hold more than it can; calamine would reserve as much memory as it says."""
    return b"&" in count or (count.strip(b" +").isdigit() and int(count.strip(b" +")) > MAX_OTHER // 5)


def _bound(extent: Extent | None, data: bytes, strings: bytes) -> None:
    if extent is None:
        raise UnreadableInput(BROKEN)
    if max(extent.rows * extent.columns, extent.cells) > MAX_CELLS:
        raise InputTooLarge(
            f"Trang tính có tới {group(extent.rows)} dòng và {group(extent.columns)} cột, quá lớn. "
            "Xin xóa những ô thừa nằm xa bảng dữ liệu, hoặc chia thành nhiều tệp."
        )
    ends = [0, *(m.end() for m in re.finditer(rb"</(?:[^\s<>/:!?]*:)?si\s*>", strings)), len(strings)]
    lengths = [after - before for before, after in pairwise(ends)]
    if max(lengths) * extent.cells > MAX_EXPANDED and _expanded(data, lengths) > MAX_EXPANDED:
        raise InputTooLarge(_TOO_LARGE)


def _expanded(data: bytes, lengths: list[int]) -> int:
    """Give at least the bytes that all texts take when every cell has its own copy."""
    if b"<![CDATA[" in data or b"<!--" in data:
        return MAX_EXPANDED + 1
    total, longest = 0, max(lengths)
    for found in _VALUE.finditer(data):
        value = found[1].strip()
        if value.isdigit() and len(value) < 9:
            total += lengths[int(value)] if int(value) < len(lengths) else 0
        elif b"&" in value:
            total += longest
    return total
