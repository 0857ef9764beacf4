"""The two sheets of the blank workbook that explain it: an example, and how to fill it in. Never read as data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from service.forms.places import Json
from service.intake.cells import to_text
from service.intake.look import HELP_TAB, Looks, heading_of, height_of, way_to_write
from service.intake.plan import BLANK, EXAMPLE, GUIDE, KEY, LINK, Column, Names, Plan, Table

_WIDTHS = (30, 46, 30, 30, 30, 20, 20, 20)
_GUIDE_WIDTHS = (28, 38, 12, 62)


def add_example(book: xlsxwriter.Workbook, plan: Plan, values: Mapping[str, Json], looks: Looks) -> None:
    """Show one filled submission: the main sheet from top to bottom, each list as its table."""
    sheet = book.add_worksheet(EXAMPLE)
    _page(sheet, _WIDTHS)
    sheet.write_string(
        0, 0, "Ví dụ đã điền (trang này chỉ để xem, không được tính là dữ liệu)", looks.heading
    )
    row = 2
    writer = _Tables(sheet, _WIDTHS, looks)
    row = writer.write(row, f"Trang “{plan.main.sheet}”", _main_lines(plan.main, values))
    for table in plan.lists:
        rows = at_path(values, table.path)
        if isinstance(rows, list) and rows:
            row = writer.write(row + 1, f"Trang “{table.sheet}”", _list_lines(table, rows))


def add_guide(book: xlsxwriter.Workbook, plan: Plan, title: str, looks: Looks) -> None:
    """Say in a few lines how to fill the workbook in, then list every column."""
    sheet = book.add_worksheet(GUIDE)
    _page(sheet, _GUIDE_WIDTHS)
    sheet.write_string(0, 0, f"Hướng dẫn điền: {title}", looks.heading)
    row = 1
    for line in _guide_lines(plan):
        row += 1
        sheet.merge_range(row, 0, row, 3, "", looks.text)
        sheet.write_string(row, 0, f"{row - 1}. {line}", looks.text)
        sheet.set_row(row, height_of([(line, sum(_GUIDE_WIDTHS))]))
    lines: list[tuple[str, ...]] = [("Trang", "Cột", "Bắt buộc", "Cách ghi")]
    for table in (plan.main, *plan.lists):
        lines += [_column_line(table, column) for column in table.columns]
    _Tables(sheet, _GUIDE_WIDTHS, looks).write(row + 2, "Các cột", lines)


def at_path(values: Mapping[str, Json], path: Names) -> Json:
    """Follow names through objects; None where there is nothing."""
    found: Any = values
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found  # type: ignore[no-any-return]


def _guide_lines(plan: Plan) -> Iterator[str]:
    yield f"Nhập ở trang “{plan.main.sheet}”, từ dòng ngay dưới tiêu đề; mỗi dòng là một văn bản."
    yield "Cột có dấu * là bắt buộc; cột khác được để trống. Không gộp ô."
    yield (
        "Dòng tiêu đề được khóa để khỏi sửa nhầm, không có mật khẩu; được chèn, xóa, sắp xếp và lọc các dòng. "
        "Cần mở khóa thì chọn Xem lại, Bỏ bảo vệ trang (Review, Unprotect Sheet)."
    )
    yield "Ngày ghi ngày/tháng/năm. Số căn cước, số thẻ, số điện thoại để dạng văn bản, giữ số 0 ở đầu."
    yield f"Ô để trống lấy giá trị mặc định (nếu có). Muốn bỏ trống hẳn ô có mặc định, ghi {BLANK}."
    if plan.lists:
        yield (
            f"Danh sách nhập ở các trang sau. Cột “{LINK}” ghi số ở cột “{KEY}” của trang “{plan.main.sheet}”; "
            "nếu trang đó chỉ có một dòng thì để trống cũng được."
        )
    yield f"Trang “{EXAMPLE}” và trang này không được tính là dữ liệu."


def _column_line(table: Table, column: Column) -> tuple[str, ...]:
    field = column.field
    words = " ".join(part for part in (field.description, way_to_write(field)) if part)
    return (table.sheet, column.title, "x" if column.needed else "", words)


def _main_lines(table: Table, values: Mapping[str, Json]) -> list[tuple[str, ...]]:
    shown = [(heading_of(c), to_text(c.field, at_path(values, c.path))) for c in table.columns]
    return [("Cột", "Giá trị"), *shown]


def _list_lines(table: Table, rows: Sequence[Json]) -> list[tuple[str, ...]]:
    lines = [(LINK, *(heading_of(c) for c in table.columns))]
    for row in rows:
        found = [at_path(row, c.path) if isinstance(row, Mapping) else row for c in table.columns]
        lines.append(("1", *(to_text(c.field, v) for c, v in zip(table.columns, found, strict=True))))
    return lines


class _Tables:
    """Writes small tables below each other into one sheet."""

    def __init__(self, sheet: Any, widths: Sequence[int], looks: Looks) -> None:
        self.sheet, self.widths, self.looks = sheet, widths, looks

    def write(self, row: int, title: str, lines: Sequence[Sequence[str]]) -> int:
        """Write a title and a table from `row` on, and give the row below it."""
        self.sheet.write_string(row, 0, title, self.looks.strong)
        for number, line in enumerate(lines, row + 1):
            style = self.looks.optional if number == row + 1 else self.looks.words
            for place, text in enumerate(line):
                self.sheet.write_string(number, place, text, style)
            self.sheet.set_row(number, height_of(zip(line, self.widths, strict=False)))
        return row + 1 + len(lines)


def _page(sheet: Any, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.set_tab_color(HELP_TAB)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RTrang &P/&N")
    sheet.hide_gridlines(2)
