"""The door through which large and foreign workbooks are read: a child process with limits of memory and time.

A workbook of at most NEAR bytes that unfolds to at most NEAR_UNFOLDED is read where we are: that takes no more than
seconds and some hundred megabytes, and small files, which most are, then cost no process. Everything larger, and .xls
and .ods, whose reader lays out whatever the file claims, may only take down a child.
"""

import json
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from service.errors import InputTooLarge, ServiceError, UnreadableInput
from service.intake.grid import Grid, Percent
from service.intake.kinds import BROKEN
from service.intake.workbook import open_workbook
from service.limited import Limits, OutOfLimitsError, apart

NEAR, NEAR_UNFOLDED = 4_000_000, 32_000_000
MEMORY, CPU_SECONDS, WALL_SECONDS = 1_500_000_000, 40, 60
MAX_ANSWER = 400_000_000

_TOO_HEAVY = (
    "Tệp bảng tính quá lớn hoặc quá phức tạp nên không đọc được trong giới hạn cho phép. "
    "Xin chép phần có dữ liệu sang tệp .xlsx mới rồi gửi lại."
)
_REFUSALS: dict[str, type[ServiceError]] = {e.code: e for e in (UnreadableInput, InputTooLarge)}


def open_safely(path: Path, kind: str) -> tuple[Grid, ...]:
    """Read all sheets of a workbook of any kind, here or in a child.

    Raises:
        UnreadableInput: broken, or locked by a password.
        InputTooLarge: more than the bounds allow.
    """
    if kind == "xlsx" and _is_near(path):
        return open_workbook(path)
    return open_apart(path, kind)


def open_apart(
    path: Path, kind: str, *, memory: int = MEMORY, seconds: float = WALL_SECONDS
) -> tuple[Grid, ...]:
    """Read all sheets in a child process; raises as `open_safely`."""
    limits = Limits(memory=memory, cpu_seconds=CPU_SECONDS, wall_seconds=seconds, answer=MAX_ANSWER)
    try:
        told = apart("service.intake.reader", (str(path.resolve()), kind), limits)
    except OutOfLimitsError as exc:
        raise InputTooLarge(_TOO_HEAVY) from exc
    answer = json.loads(told)
    if "refused" in answer:
        raise _REFUSALS.get(answer["refused"], UnreadableInput)(answer["detail"])
    return tuple(_grid(one) for one in answer["grids"])


def _is_near(path: Path) -> bool:
    if path.stat().st_size > NEAR:
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(info.file_size for info in archive.infolist()) <= NEAR_UNFOLDED
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
        raise UnreadableInput(BROKEN) from exc


def _grid(told: dict[str, Any]) -> Grid:
    rows: list[Any] = told["rows"]
    for row, column, kind, text in told["typed"]:
        rows[row][column] = _TYPES[kind](text)
    return Grid(
        told["name"],
        rows,
        told["first"],
        told["hidden"],
        frozenset(told["veiled"]),
        {(row, column): font for row, column, font in told["fonts"]},
        {(row, column): [(font, text) for font, text in runs] for row, column, runs in told["runs"]},
        veiled_columns=frozenset(told["veiled_columns"]),
        month_first=frozenset(told["month_first"]),
    )


_TYPES: dict[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "span": lambda seconds: timedelta(seconds=seconds),
    "percent": Percent,
}
"""What JSON has no type for; reader.py writes the same names."""
