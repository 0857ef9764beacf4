"""What a sheet hides though something stands in it: only people know whether it is meant, so they are asked."""

from collections.abc import Sequence
from dataclasses import replace

from service.errors import FieldError
from service.forms.places import shown
from service.intake.grid import is_empty, letters
from service.intake.header import Header
from service.vietnamese.numbers import group


def veiled(header: Header) -> list[FieldError]:
    """Ask about hidden rows and columns that hold something."""
    rows = hidden_rows(header)
    return [
        *([_of_rows(header, rows)] if rows else []),
        *(_of_column(header, p) for p in hidden_columns(header)),
    ]


def hidden_rows(header: Header) -> list[int]:
    """Give the hidden rows that hold something, from 0."""
    return [row for row, cells in header.data() if row in header.grid.veiled and header.has_data(cells)]


def hidden_columns(header: Header) -> list[int]:
    """Give the hidden columns, from 0, that stand for fields, hold something, and were not explained by the sender."""
    grid = header.grid
    return [
        place
        for place, _ in header.columns
        if place in grid.veiled_columns
        and header.table.explained_at(grid.name, letters(place)) is None
        and any(place < len(cells) and not is_empty(cells[place]) for _, cells in header.data())
    ]


def _of_column(header: Header, place: int) -> FieldError:
    said = (
        f"Cột {letters(place)} (“{header.at(place).title}”) có dữ liệu nhưng đang bị ẩn. Xin bỏ ẩn hoặc xóa, hoặc gửi "
        "lại kèm lựa chọn lấy hay bỏ phần ẩn."
    )
    cell = header.grid.cell(header.row, place)
    return FieldError(column=header.at(place).title, cell=cell, rule="hidden", detail=said)


def _of_rows(header: Header, rows: Sequence[int]) -> FieldError:
    grid = header.grid
    listed = ", ".join(str(row + 1) for row in rows[:8]) + (", …" if len(rows) > 8 else "")
    where = "" if grid.first else f"Trang “{shown(grid.name)}”: "
    said = (
        f"{where}{group(len(rows))} dòng có dữ liệu đang bị ẩn (dòng {listed} của trang tính). Xin bỏ ẩn hoặc xóa, "
        "hoặc gửi lại kèm lựa chọn lấy hay bỏ các dòng ẩn."
    )
    return FieldError(cell=grid.cell(rows[0], header.columns[0][0]), rule="hidden", detail=said)


def seen(header: Header) -> Header:
    """Give the sheet with its hidden rows empty, so that the others keep their numbers."""
    grid = header.grid
    if not grid.veiled:
        return header
    rows = [() if row in grid.veiled and row > header.row else cells for row, cells in enumerate(grid.rows)]
    return replace(header, grid=replace(grid, rows=rows))
