"""The workbook to fill in, and its CSV twin for forms without lists. The same form gives the same bytes."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from service.errors import InvalidSubmission
from service.forms.clean import clean
from service.forms.schema import Form
from service.intake.book import new_workbook
from service.intake.cells import NO, YES
from service.intake.explain import add_example, add_guide
from service.intake.look import (
    DATA_TAB,
    LIST_TAB,
    Looks,
    heading_of,
    looks,
    note_of,
    width_of,
)
from service.intake.plan import CHOICES, Column, Plan, Table, plan_of

LAST_ROW = 10_001
_MAX_INLINE = 255
_ALLOWED = dict.fromkeys(
    ("insert_rows", "delete_rows", "sort", "autofilter", "format_cells", "format_columns", "format_rows"),
    True,
)
"""What may be done in the blank workbook though its headers are locked; there is no password."""

_KEY_WIDTH = 10
_WIDEST_ON_ONE_PAGE = 230


def write_blank(form: Form, path: Path, *, title: str, sample: Mapping[str, Any] | None) -> None:
    """Write the workbook to fill in (.xlsx), or its header alone (.csv).

    Args:
        form: the form.
        path: where to, ending in .xlsx or .csv.
        title: the package's title.
        sample: valid values, shown on a sheet of their own.

    Raises:
        InvalidSubmission: the form cannot be shown in sheets, or has lists and CSV was asked for.
        OSError: the file cannot be written.
    """
    plan = plan_of(form)
    if path.suffix.lower() == ".csv":
        _write_csv(path, plan)
        return
    with new_workbook(path, title) as book:
        style = looks(book)
        writer = _Writer(book, style)
        for table in (plan.main, *plan.lists):
            writer.table(table)
        if sample is not None:
            add_example(book, plan, clean(form, dict(sample), lenient=False).values, style)
        add_guide(book, plan, title, style)


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, style: Looks) -> None:
        self.book, self.style = book, style
        self._choices: Any = None
        self._listed = 0

    def table(self, table: Table) -> None:
        """Write one sheet: bands and header; notes explain each column and offer its choices."""
        sheet = self.book.add_worksheet(table.sheet)
        shift = int(table.keyed)
        top = int(any(column.band for column in table.columns))
        if shift:
            sheet.set_column(0, 0, _KEY_WIDTH, self.style.key)
            sheet.write_string(top, 0, table.key_title, self.style.optional)
        if top:
            self._bands(sheet, table.columns, shift)
        for place, column in enumerate(table.columns, shift):
            self._column(sheet, top, place, column)
            note = {"x_scale": 2.2, "y_scale": 1.4, "font_size": 10}
            sheet.write_comment(top, place, note_of(column), note)
            self._offer(sheet, top, place, column)
        if shift and not table.path:
            sheet.write_number(top + 1, 0, 1, self.style.key)
        self._page(sheet, table, top, shift)
        sheet.autofilter(top, 0, top + LAST_ROW, shift + len(table.columns) - 1)
        sheet.protect("", _ALLOWED)

    def _column(self, sheet: Any, top: int, place: int, column: Column) -> None:
        body = self.style.text
        if column.field.format == "vn-date":
            body = self.style.date
        elif column.field.kind in ("integer", "number"):
            body = self.style.number
        sheet.set_column(place, place, width_of(column), body)
        sheet.write_string(
            top, place, heading_of(column), self.style.needed if column.needed else self.style.optional
        )

    def _bands(self, sheet: Any, columns: Sequence[Column], shift: int) -> None:
        start = 0
        while start < len(columns):
            end = start
            while end + 1 < len(columns) and columns[end + 1].band == columns[start].band:
                end += 1
            band = columns[start].band
            if band and end > start:
                sheet.merge_range(0, start + shift, 0, end + shift, band, self.style.band)
            elif band:
                sheet.write_string(0, start + shift, band, self.style.band)
            start = end + 1

    def _offer(self, sheet: Any, top: int, place: int, column: Column) -> None:
        field = column.field
        options = [YES, NO] if field.kind == "boolean" else [o for o in field.enum if o not in (None, "")]
        if not options:
            return
        if any("," in str(o) for o in options) or len(",".join(map(str, options))) > _MAX_INLINE:
            source: Any = self._range(options)
        else:
            source = options
        sheet.data_validation(
            top + 1,
            place,
            top + LAST_ROW,
            place,
            {
                "validate": "list",
                "source": source,
                "error_title": "Giá trị không có trong danh sách",
                "error_message": "Xin chọn một giá trị trong danh sách của ô.",
            },
        )

    def _range(self, options: Sequence[Any]) -> str:
        """Keep choices that do not fit into the cell's own list on a hidden sheet."""
        if self._choices is None:
            self._choices = self.book.add_worksheet(CHOICES)
            self._choices.hide()
        for row, option in enumerate(options):
            write = self._choices.write_string if isinstance(option, str) else self._choices.write_number
            write(row, self._listed, option)
        column = xlsxwriter.utility.xl_col_to_name(self._listed, col_abs=True)
        self._listed += 1
        return f"='{CHOICES}'!{column}$1:{column}${len(options)}"

    def _page(self, sheet: Any, table: Table, top: int, shift: int) -> None:
        widths = [width_of(c) for c in table.columns]
        lines = [-(-(len(heading_of(c)) + 2) // w) for c, w in zip(table.columns, widths, strict=True)]
        sheet.set_row(top, 17 * max([2, *lines]))
        if top:
            sheet.set_row(0, 20)
        sheet.freeze_panes(top + 1, shift + int(len(table.columns) > 4))
        sheet.hide_gridlines(0)
        sheet.set_tab_color(LIST_TAB if table.path else DATA_TAB)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.repeat_rows(0, top)
        sheet.set_footer("&L&A&RTrang &P/&N")
        if sum(widths) <= _WIDEST_ON_ONE_PAGE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.repeat_columns(0, 0)
            sheet.set_print_scale(70)


def _write_csv(path: Path, plan: Plan) -> None:
    if plan.lists:
        names = ", ".join(f"“{t.title}”" for t in plan.lists[:3])
        raise InvalidSubmission(
            f"Biểu mẫu có danh sách ({names}) nên không ghi được bằng CSV. Xin dùng tệp .xlsx."
        )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow([heading_of(c) for c in plan.main.columns])
