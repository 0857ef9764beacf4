"""The child of child.py: reads one workbook, writes its sheets as JSON, ends."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from service.errors import InputError
from service.intake.grid import Grid, Percent
from service.intake.workbook import open_foreign, open_workbook


def main(arguments: Sequence[str]) -> None:
    """Read the workbook named by path and kind; write the answer to stdout."""
    path, kind = arguments
    try:
        grids = open_workbook(Path(path)) if kind == "xlsx" else open_foreign(Path(path), kind)
        answer: dict[str, Any] = {"grids": [_told(grid) for grid in grids]}
    except InputError as exc:
        answer = {"refused": exc.code, "detail": exc.detail}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def _told(grid: Grid) -> dict[str, Any]:
    typed = list(_typed(grid.rows))
    rows = [[None if _kind(cell) else cell for cell in row] for row in grid.rows]
    return {
        "name": grid.name,
        "rows": rows,
        "typed": typed,
        "first": grid.first,
        "hidden": grid.hidden,
        "veiled": sorted(grid.veiled),
        "veiled_columns": sorted(grid.veiled_columns),
        "month_first": sorted(grid.month_first),
        "fonts": [(*at, font) for at, font in grid.fonts.items()],
        "runs": [(*at, list(runs)) for at, runs in grid.runs.items()],
    }


def _typed(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int, str, Any]]:
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if kind := _kind(cell):
                yield row, column, kind, _plain(cell)


def _kind(cell: object) -> str:
    if cell.__class__ in _PLAIN:
        return ""
    return next((name for kind, name in _KINDS if isinstance(cell, kind)), "")


def _plain(cell: Any) -> Any:
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    return float(cell) if isinstance(cell, Percent) else cell.isoformat()


_PLAIN = frozenset({str, float, int, bool, type(None)})
_KINDS: tuple[tuple[type, str], ...] = (
    (datetime, "datetime"),
    (date, "date"),
    (time, "time"),
    (timedelta, "span"),
    (Percent, "percent"),
)
"""The first that fits: a datetime is a date."""
