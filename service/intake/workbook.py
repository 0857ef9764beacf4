"""A workbook (.xlsx, .xlsm, .xls, .ods) to grids, within bounds of memory and time.

Only the parts that hold cells are read, each no further than its bound, and handed to calamine as a clean copy: what
the file's own directory says of sizes is never believed, and drawings, macros and links are never touched. calamine
lays a sheet out as a full rectangle, so a single cell far out would take all memory: how far a sheet really reaches
is measured before.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

import python_calamine

from service.errors import InputTooLarge, UnreadableInput
from service.intake import opendocument
from service.intake.extent import MAX_CELLS, Extent, measure
from service.intake.grid import NOT_WORKED_OUT, Grid, Percent
from service.intake.kinds import BROKEN, LOCKED
from service.intake.relations import sheet_parts
from service.intake.styles import (
    Styles,
    hidden_columns,
    hidden_rows,
    old_runs,
    read_styles,
    shared_cells,
    styled,
)
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
_NOT_WORKED_OUT = re.compile(
    rb"""(<(?:[^\s<>/:!?]*:)?c\s(?![^<>]*\bt=["']str["'])[^<>]*?)(\s+t=["'][a-z]+["'])?([^<>]*>)"""
    rb"""(\s*<(?:[^\s<>/:!?]*:)?f\b[^<>]*(?:/>|>[^<]*</(?:[^\s<>/:!?]*:)?f>))\s*"""
    rb"""(?:<((?:[^\s<>/:!?]*:)?)v\s*/>|<((?:[^\s<>/:!?]*:)?)v></[^<>]*v>)?\s*(?=</(?:[^\s<>/:!?]*:)?c>)"""
)
"""A formula whose writer never worked it out, so that its cell would seem empty."""
_FAILED = re.compile(rb"""(<(?:[^\s<>/:!?]*:)?c\s[^<>]{0,200}?)\bt\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<(?:[^\s<>/:!?]*:)?v(?:\s[^>]*)?>([^<]*)")
_TOO_LARGE = "Tệp bảng tính quá lớn sau khi mở ra. Xin chép phần có dữ liệu sang tệp mới rồi gửi lại."


def open_workbook(path: Path) -> tuple[Grid, ...]:
    """Read all sheets of an .xlsx or .xlsm.

    Raises:
        UnreadableInput: broken, or locked by a password.
        InputTooLarge: more than the bounds allow.
    """
    parts = _parts(path)
    strings = b"".join(data for name, data in parts.items() if "sharedstrings" in name.lower())
    for name, data in parts.items():
        if any(_boasts(found[1]) for found in _COUNT.finditer(data)):
            raise UnreadableInput(BROKEN)
        if _is_sheet(name):
            _bound(measure(data), data, strings)
    grids = _calamine(_copied(parts))
    return tuple(_looked_at(grids, parts, strings))


def open_foreign(path: Path, kind: str) -> tuple[Grid, ...]:
    """Read all sheets of an .xls or .ods; to be called where memory and time are limited.

    Raises: as `open_workbook`.
    """
    content = b""
    if kind == "ods":
        with _unzipping(), zipfile.ZipFile(path) as archive:
            content = _read(archive, archive.getinfo("content.xml"), MAX_SHEET)
            if b"encryption-data" in _read(archive, archive.getinfo("META-INF/manifest.xml"), MAX_OTHER):
                raise UnreadableInput(LOCKED)
    grids = _calamine(io.BytesIO(path.read_bytes()))
    veiled = opendocument.hidden(content)
    nothing = opendocument.Hidden()
    return tuple(
        replace(grid, veiled=found.rows, veiled_columns=found.columns)
        for grid in grids
        for found in (veiled.get(grid.name, nothing),)
    )


def _calamine(file: io.BytesIO) -> list[Grid]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(file) as book:
            return list(_grids(book))
    except python_calamine.PasswordError as exc:
        raise UnreadableInput(LOCKED) from exc
    except (python_calamine.CalamineError, OSError, ValueError) as exc:
        raise UnreadableInput(BROKEN) from exc


def _grids(book: python_calamine.CalamineWorkbook) -> Iterator[Grid]:
    first, room = True, MAX_CELLS
    for sheet in book.sheets_metadata:
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        opened = book.get_sheet_by_name(sheet.name)
        room -= opened.total_height * opened.total_width
        if room < 0:
            raise _too_wide(opened.total_height, opened.total_width)
        rows = [_finite(row) for row in opened.to_python(skip_empty_area=False)]
        yield Grid(sheet.name, rows, first, sheet.visible != python_calamine.SheetVisibleEnum.Visible)
        first = False


def _finite(row: list[Any]) -> list[Any]:
    """Give a row whose numbers are numbers: what a file calls NaN, or is too large for one, is a failed formula."""
    if all(cell.__class__ is not float or isfinite(cell) for cell in row):
        return row
    return ["#NUM!" if isinstance(cell, float) and not isfinite(cell) else cell for cell in row]


def _is_sheet(name: str) -> bool:
    return "worksheets/" in name.lower()


def _looked_at(grids: list[Grid], parts: dict[str, bytes], strings: bytes) -> Iterator[Grid]:
    """Add what the looks say; parts and sheets are joined by the workbook's own relations."""
    looks = b"".join(data for name, data in parts.items() if name.lower().endswith("/styles.xml"))
    styles, runs = read_styles(looks), old_runs(strings)
    sources = sheet_parts(parts)
    for grid in grids:
        data = parts.get(sources.get(grid.name, ""), b"")
        fonts = {at: styles.fonts[n] for at, n in styled(data, frozenset(styles.fonts))}
        rows = _with_percents(grid.rows, data, styles)
        veiled = frozenset(n for n in hidden_rows(data) if n < len(rows))
        seen = replace(grid, rows=rows, veiled=veiled, fonts=fonts, runs=shared_cells(data, runs))
        shown = frozenset(column for (_, column), _ in styled(data, styles.month_first))
        yield replace(seen, veiled_columns=hidden_columns(data), month_first=shown)


def _with_percents(rows: Sequence[Sequence[Any]], data: bytes, styles: Styles) -> Sequence[Sequence[Any]]:
    changed: list[Any] = list(rows)
    for (row, column), _ in styled(data, styles.percent):
        if (
            row < len(changed)
            and column < len(changed[row])
            and changed[row][column].__class__ in (int, float)
        ):
            changed[row] = list(changed[row])
            changed[row][column] = Percent(changed[row][column])
    return changed


def _parts(path: Path) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = MAX_TOTAL
    with _unzipping(), zipfile.ZipFile(path) as archive:
        if len(archive.infolist()) > MAX_PARTS:
            raise InputTooLarge(_TOO_LARGE)
        for info in archive.infolist():
            name = info.filename.lstrip("/")
            if name.lower().endswith((".xml", ".rels")) and not _LEFT_OUT.search(name.lower()):
                limit = MAX_SHEET if _is_sheet(name) else MAX_OTHER
                parts[name] = _read(archive, info, min(limit, room))
                room -= len(parts[name])
    return parts


@contextmanager
def _unzipping() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        NotImplementedError,
    ) as exc:
        raise UnreadableInput(BROKEN) from exc


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    if info.flag_bits & 1:
        raise UnreadableInput(LOCKED)
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
            archive.writestr(zipfile.ZipInfo(name), _told(data) if _is_sheet(name) else data)
    copy.seek(0)
    return copy


def _told(sheet: bytes) -> bytes:
    if b'"e"' in sheet or b"'e'" in sheet:
        sheet = _FAILED.sub(rb'\1t="str"', sheet)
    if b"<f" in sheet or b":f" in sheet:
        sheet = _NOT_WORKED_OUT.sub(_marked, sheet)
    return sheet


def _marked(found: re.Match[bytes]) -> bytes:
    prefix = found[5] or found[6] or found[1].partition(b"c ")[0].removeprefix(b"<")
    mark = NOT_WORKED_OUT.encode()
    return (
        found[1] + b' t="str"' + found[3] + found[4] + b"<" + prefix + b"v>" + mark + b"</" + prefix + b"v>"
    )


def _boasts(count: bytes) -> bool:
    """Say whether a part claims to hold more than it can; calamine would reserve as much memory as it says."""
    return b"&" in count or (count.strip(b" +").isdigit() and int(count.strip(b" +")) > MAX_OTHER // 5)


def _bound(extent: Extent | None, data: bytes, strings: bytes) -> None:
    if extent is None:
        raise UnreadableInput(BROKEN)
    if max(extent.rows * extent.columns, extent.cells) > MAX_CELLS:
        raise _too_wide(extent.rows, extent.columns)
    ends = [0, *(m.end() for m in re.finditer(rb"</(?:[^\s<>/:!?]*:)?si\s*>", strings)), len(strings)]
    lengths = [after - before for before, after in pairwise(ends)]
    if max(lengths) * extent.cells > MAX_EXPANDED and _expanded(data, lengths) > MAX_EXPANDED:
        raise InputTooLarge(_TOO_LARGE)


def _too_wide(rows: int, columns: int) -> InputTooLarge:
    return InputTooLarge(
        f"Trang tính có tới {group(rows)} dòng và {group(columns)} cột, quá lớn. "
        "Xin xóa những ô thừa nằm xa bảng dữ liệu, hoặc chia thành nhiều tệp."
    )


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
