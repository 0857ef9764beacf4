"""Submissions written in the shape of the workbook to fill in: what a clerk types, reading gives back."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from service.forms.places import Json
from service.forms.schema import Field, Form
from service.intake.book import new_workbook
from service.intake.cells import Cell, as_text, to_cell
from service.intake.explain import at_path
from service.intake.look import heading_of
from service.intake.plan import BLANK, Table, plan_of
from service.model import Submission

Row = tuple[int, Sequence[Cell]]
"""The number of the main row, and the cells of the columns."""


def write_rows(form: Form, submissions: Iterable[Submission], path: Path) -> None:
    """Write submissions as .xlsx, or as .csv where the form has no lists."""
    plan = plan_of(form)
    values = [submission.values for submission in submissions]
    main = [(n, _cells_of(form.root, plan.main, v)) for n, v in enumerate(values, 1)]
    if path.suffix == ".csv":
        _write_csv(path, plan.main, [cells for _, cells in main])
        return
    with new_workbook(path, "Thử") as book:
        _write_sheet(book, plan.main, main)
        for table in plan.lists:
            _write_sheet(
                book, table, [row for n, v in enumerate(values, 1) for row in _list_cells(table, n, v)]
            )


def _cells_of(field: Field, table: Table, values: Mapping[str, Json]) -> list[Cell]:
    """Give the cells of one object; groups that were not filled in stay empty, their defaults too."""
    blank = _blank_groups(field, values, ())
    return [
        None if any(c.path[: len(p)] == p for p in blank) else to_cell(c.field, at_path(values, c.path))
        for c in table.columns
    ]


def _blank_groups(field: Field, values: Mapping[str, Json], path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Name the optional objects that were not filled in: their defaults must not look like something entered."""
    found: list[tuple[str, ...]] = []
    for part in field.fields:
        value = values.get(part.name)
        if part.kind == "object" and isinstance(value, Mapping):
            if not part.required and value == part.blank():
                found.append((*path, part.name))
            else:
                found += _blank_groups(part, value, (*path, part.name))
    return found


def _list_cells(table: Table, number: int, values: Mapping[str, Json]) -> list[Row]:
    rows = at_path(values, table.path)
    item = table.field.item if table.field else None
    if not isinstance(rows, list) or item is None:
        return []
    if not rows and table.field and table.field.default:
        return [(number, [BLANK])]
    return [
        (number, _cells_of(item, table, row) if isinstance(row, Mapping) else [to_cell(item, row)])
        for row in rows
    ]


def _write_sheet(book: xlsxwriter.Workbook, table: Table, rows: Sequence[Row]) -> None:
    """Write a sheet as the blank workbook has it: bands above the titles, then the rows; texts as texts."""
    sheet = book.add_worksheet(table.sheet)
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    shift, top = int(table.keyed), int(any(column.band for column in table.columns))
    if shift:
        sheet.write_string(top, 0, table.key_title)
    for place, column in enumerate(table.columns, shift):
        sheet.write_string(0, place, column.band)
        sheet.write_string(top, place, heading_of(column))
    for number, (key, cells) in enumerate(rows, top + 1):
        if shift:
            sheet.write_number(number, 0, key)
        for place, cell in enumerate(cells, shift):
            _write_cell(sheet, (number, place), cell, days)


def _write_cell(sheet: Any, at: tuple[int, int], cell: Cell, days: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(*at, cell, days)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell)
    elif cell is not None:
        sheet.write_number(*at, cell)


def _write_csv(path: Path, table: Table, rows: Iterable[Sequence[Cell]]) -> None:
    """Write a CSV as careful programs do: what a spreadsheet would take for a formula has a sign before it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([heading_of(c) for c in table.columns])
        for cells in rows:
            texts = [cell if isinstance(cell, str) else as_text(cell) for cell in cells]
            writer.writerow(
                [
                    "'" + t if re.match(r"'*[=+\-@]", t) and isinstance(c, str) else t
                    for c, t in zip(cells, texts, strict=True)
                ]
            )
