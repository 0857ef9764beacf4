"""Make data files for tests: workbooks out of lists of rows, damaged workbooks out of good ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from service.forms.schema import Form
from tests.builders_forms import a_form

Rows = Sequence[Sequence[Any]]


class Formula(str):
    """A cell with this formula, whose kept result is in `result`."""

    result: Any = 0


def failed(formula: str, result: str) -> Formula:
    """Make a formula that failed."""
    made = Formula(formula)
    made.result = result
    return made


def a_book(sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    """Make an .xlsx with typed cells; None leaves a cell out."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell, day)
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, str(cell), None, cell.result)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif cell is not None:
        sheet.write(row, column, cell)


def with_part(book: bytes, name: str, change: Any) -> bytes:
    """Give a workbook with one part changed (a function on its bytes), or added (bytes)."""
    source = zipfile.ZipFile(io.BytesIO(book))
    target = io.BytesIO()
    parts = {info.filename: source.read(info) for info in source.infolist()}
    parts[name] = change if isinstance(change, bytes) else change(parts[name])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return target.getvalue()


def saved(folder: Path, name: str, data: bytes) -> Path:
    """Write a file and give its path."""
    path = folder / name
    path.write_bytes(data)
    return path


def member_form() -> Form:
    """Make a flat form: a name, a birthday, a citizen number, a choice, a yes or no, a figure, an object."""
    return a_form(
        {
            "ho_ten": {"type": "string", "format": "vn-name", "title": "Họ và tên"},
            "ngay_sinh": {"type": "string", "format": "vn-date", "title": "Ngày sinh"},
            "so_cccd": {"type": "string", "format": "vn-cccd", "title": "Số CCCD"},
            "xep_loai": {"type": "string", "title": "Xếp loại", "enum": ["Tốt", "Khá"], "default": "Khá"},
            "du_bi": {"type": "boolean", "title": "Dự bị"},
            "diem": {"type": "number", "title": "Điểm"},
            "don_vi": {
                "type": "object",
                "title": "Đơn vị",
                "properties": {"ten": {"type": "string", "title": "Tên"}},
            },
        },
        ("ho_ten",),
    )


def meeting_form() -> Form:
    """Make a form with lists: of objects, of plain texts, one within an object, and a list in a row of a list."""
    person = {
        "type": "object",
        "properties": {
            "ho_ten": {"type": "string", "format": "vn-name", "title": "Họ và tên"},
            "ly_do": {"type": "string", "title": "Lý do", "default": "việc riêng"},
            "viec": {"type": "array", "title": "Việc", "items": {"type": "string"}},
        },
        "required": ["ho_ten"],
    }
    return a_form(
        {
            "so": {"type": "integer", "title": "Số"},
            "ngay": {"type": "string", "format": "vn-date", "title": "Ngày họp"},
            "vang": {"type": "array", "title": "Vắng mặt", "items": person},
            "noi_nhan": {
                "type": "array",
                "title": "Nơi nhận",
                "items": {"type": "string"},
                "default": ["Lưu"],
            },
            "hop": {
                "type": "object",
                "title": "Cuộc họp",
                "properties": {
                    "chu_tri": {"type": "string", "title": "Chủ trì"},
                    "khach": {"type": "array", "title": "Khách mời", "items": {"type": "string"}},
                },
            },
        },
        ("so",),
    )
