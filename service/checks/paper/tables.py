"""Figures in the tables of a paper: totals of columns and rows, shares with their percentages. Rules T1, T3, T4, T6.

A table does not say what its columns mean, so what most of its rows keep to is taken for meant, and the rows that do
not are pointed at. A column total is what stands in a row named "Tổng …" or "Cộng".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from service.checks import percentages, statistics
from service.checks.case import Figure, Notice, Number
from service.checks.figures import cut, decimals, share
from service.checks.paper.reading import Cell
from service.checks.paper.subject import Subject
from service.vietnamese.numbers import parse_number

_FIGURE = re.compile(r"-?\d[\d.]*(?:,\d+)?\s*%?")
_TOTAL = re.compile(r"(?:tổng|cộng)(?:\s|$|:)", re.IGNORECASE)
_PERCENT_HEAD = re.compile(r"%|tỷ lệ|tỉ lệ", re.IGNORECASE)
_NOT_ADDED = re.compile(
    r"^(?:s?tt|năm|ngày|tháng|số thứ tự|điện thoại|điểm|số hiệu|mã)\b|bình quân|trung bình|sinh$",
    re.IGNORECASE,
)
_NOTHING = ("-", "–", "0")
"""What stands for no figure at all; a cell left empty may be one that was forgotten."""
_MOST_COLUMNS, _MOST_ROWS, _MOST_TOTALS = 24, 3000, 60
"""Of one table what is looked at; a table with more totals is no table of figures, and none of them is added up."""
_NEAR = 6
"""Columns to the left among which the two counts of a percentage are looked for."""


@dataclass(frozen=True)
class Grid:
    """The figures of one table by column and row; `heads` are the words above each column, `labels` before each row."""

    columns: Mapping[int, Mapping[int, Figure]]
    percents: frozenset[int]
    heads: Mapping[int, str]
    labels: Sequence[str]
    first: int
    """The first row with figures in it."""
    blank: frozenset[tuple[int, int]]
    """(column, row) of cells that stand for nothing; other cells without a figure hold words."""
    empty: frozenset[tuple[int, int]]
    """Those of them with nothing in them."""
    totals: tuple[int, ...]


def table_notices(subject: Subject) -> Iterator[tuple[str, Notice]]:
    """Give what the rules of figures say of the tables of a paper, by rule."""
    for table in subject.paper.tables:
        cells = [cell for row in table for cell in row]
        if not is_table_of_figures(table) or any(c.paragraph.index in subject.blocks.taken for c in cells):
            continue
        grid = grid_of(table)
        yield from (("T1", n) for n in _column_totals(subject, grid))
        yield from (("T1", n) for n in _row_totals(subject, grid))
        yield from (("T3", n) for n in _shares(subject, grid))
        yield from _percent_columns(subject, grid)


def is_table_of_figures(table: Sequence[Sequence[Cell]]) -> bool:
    """Say whether a table has a head and at least two rows."""
    return len(table) >= 3


def is_added(head: str) -> bool:
    """Say whether a column of this head holds figures that can be added: no running numbers, years or averages."""
    return not _NOT_ADDED.search(head)


def grid_of(table: Sequence[Sequence[Cell]]) -> Grid:
    """Read the figures of a table, of its first rows when it is very long."""
    table = table[:_MOST_ROWS]
    columns: dict[int, dict[int, Figure]] = {}
    blank, empty, percents = set(), set(), set()
    placed = [list(_placed(row)) for row in table]
    first = next((n for n, row in enumerate(placed) if _has_figures(row)), len(table))
    heads = _heads(placed[:first])
    below = ((n, column, cell) for n, row in enumerate(placed) if n >= first for column, cell in row)
    for n, column, cell in below:
        if not cell.text or cell.text in _NOTHING or cell.merged:
            blank.add((column, n))
            empty |= set() if cell.text else {(column, n)}
        elif cell.span == 1 and (value := _value(cell.text)) is not None:
            head = heads.get(column, "")
            columns.setdefault(column, {})[n] = Figure(value, str(cell.paragraph.index), head, n)
            percents |= {column} if cell.text.endswith("%") or _PERCENT_HEAD.search(head) else set()
    labels = [_label(row) for row in placed]
    totals = tuple(n for n in range(first, len(placed)) if _TOTAL.match(labels[n]))
    totals = totals if len(totals) <= _MOST_TOTALS else ()
    kept = dict(sorted(columns.items())[:_MOST_COLUMNS])
    return Grid(kept, frozenset(percents), heads, labels, first, frozenset(blank), frozenset(empty), totals)


def _heads(rows: Sequence[Sequence[tuple[int, Cell]]]) -> dict[int, str]:
    heads: dict[int, str] = {}
    for column, cell in (placed for row in rows for placed in row):
        for spanned in range(column, column + min(cell.span, _MOST_COLUMNS)):
            heads[spanned] = f"{heads.get(spanned, '')} {cell.text}".strip()
    return heads


def _placed(row: Sequence[Cell]) -> Iterator[tuple[int, Cell]]:
    column = 0
    for cell in row:
        yield column, cell
        column += cell.span


def _has_figures(row: Sequence[tuple[int, Cell]]) -> bool:
    """A row of figures has words too, or at least two figures that are not the numbers 1, 2, 3 … of the columns."""
    values = [v for _, cell in row if (v := _value(cell.text)) is not None]
    numbered = values == list(range(1, len(values) + 1)) and len(values) == len(row)
    return bool(values) and not numbered


def _value(text: str) -> Number | None:
    if not _FIGURE.fullmatch(text) or len(text) > 24:
        return None
    try:
        return parse_number(text.rstrip("% "))
    except ValueError:
        return None


def _label(row: Sequence[tuple[int, Cell]]) -> str:
    words = (c.text for _, c in row[:3] if c.text and _value(c.text) is None and len(c.text) > 1)
    return next((w for w in words if not re.fullmatch(r"[IVX]+\.?|[a-z]\)?", w)), "")


def _column_totals(subject: Subject, grid: Grid) -> Iterator[Notice]:
    for column, figures in grid.columns.items():
        if column in grid.percents or not is_added(grid.heads.get(column, "")):
            continue
        for total in grid.totals:
            rows = _rows_of(grid, total)
            known = [n for n in rows if n in figures]
            whole = total in figures and all(n in figures or (column, n) in grid.blank for n in rows)
            if whole and len(known) >= 2 and not _adds_up(grid, figures, total, known):
                sure = not any((column, n) in grid.empty or _nested(grid.labels[n]) for n in rows)
                plain = len(grid.totals) == 1 and sure
                for notice in statistics.totals(
                    subject.case,
                    total=_named(figures[total], "tổng"),
                    parts=[_row(figures[n], grid) for n in known],
                    texts=(),
                ):
                    yield notice if plain else _softer(notice)


def _rows_of(grid: Grid, total: int) -> list[int]:
    """Give the rows that a total sums up: those above it, or those below when it stands first."""
    last = len(grid.labels)
    if total == grid.first:
        return [n for n in range(total + 1, last) if n not in grid.totals]
    start = max((t + 1 for t in grid.totals if t < total and t != grid.first), default=grid.first)
    rows = [n for n in range(start, total) if n not in grid.totals]
    return rows or [n for n in range(grid.first, total) if n not in grid.totals]


def _adds_up(grid: Grid, figures: Mapping[int, Figure], total: int, rows: Sequence[int]) -> bool:
    """Say whether any sensible choice of rows adds up: all, those that are not parts of others, or the totals above."""
    choices = [rows, [n for n in rows if not _nested(grid.labels[n])]]
    choices.append([n for n in grid.totals if n < total and n in figures])
    choices.append([n for n in range(grid.first, total) if n not in grid.totals and n in figures])
    return any(
        sum(Decimal(figures[n].value) for n in c) == Decimal(figures[total].value) for c in choices if c
    )


def _nested(label: str) -> bool:
    return label.startswith(("-", "+", "–", "•")) or label.lower().startswith(("trong đó", "gồm"))


def _row_totals(subject: Subject, grid: Grid) -> Iterator[Notice]:
    """A column named "Tổng" holds the sum of a run of columns beside it when three rows of four say so."""
    heads = grid.heads
    counts = [c for c in grid.columns if c not in grid.percents and is_added(heads.get(c, ""))]
    for column in (c for c in counts if _TOTAL.match(heads.get(c, ""))):
        for run in _runs_beside(column, counts):
            wrong = _wrong_rows(grid, column, run)
            for n in wrong or ():
                parts = [grid.columns[c][n] for c in run if n in grid.columns[c]]
                total = _named(grid.columns[column][n], "tổng của hàng")
                yield from statistics.totals(subject.case, total=total, parts=parts, texts=())
            if wrong is not None:
                break


def _wrong_rows(grid: Grid, column: int, run: Sequence[int]) -> list[int] | None:
    """Give the rows that do not hold; None when too few hold for the column to be a sum of these."""
    whole = [n for n in grid.columns[column] if n not in grid.totals]
    rows = [n for n in whole if all(n in grid.columns[c] or (c, n) in grid.blank for c in run)]
    parts = {n: [Decimal(grid.columns[c][n].value) for c in run if n in grid.columns[c]] for n in rows}
    wrong = [n for n in rows if sum(parts[n]) != Decimal(grid.columns[column][n].value)]
    held = [n for n in rows if n not in wrong and len([p for p in parts[n] if p]) > 1]
    return wrong if len(held) >= 3 and len(wrong) * 3 <= len(held) else None


def _runs_beside(column: int, counts: Sequence[int]) -> Iterator[Sequence[int]]:
    right, left = [c for c in counts if c > column], [c for c in counts if c < column]
    for length in range(len(counts), 1, -1):
        if length <= len(right):
            yield right[:length]
        if length <= len(left):
            yield left[-length:]


def _shares(subject: Subject, grid: Grid) -> Iterator[Notice]:
    """A column of percentages is a share of two columns before it, or of its column's total, when most rows say so."""
    for column in sorted(grid.percents):
        shown = grid.columns.get(column, {})
        counts = [c for c in grid.columns if c < column and c not in grid.percents][-_NEAR:]
        ways = [_of_two(grid, shown, a, b) for a, b in combinations(counts, 2)]
        ways += [_of_two(grid, shown, b, a) for a, b in combinations(counts, 2)]
        ways += [_of_total(grid, shown, a) for a in counts]
        for pairs in ways:
            right = [n for n, (part, whole) in pairs.items() if _fits(shown[n].value, part, whole)]
            if len(right) >= 2 and len(right) * 3 >= len(pairs) * 2:
                for n, (part, whole) in pairs.items():
                    yield from percentages.rounding(
                        subject.case, part=_plain(part), whole=_plain(whole), percent=shown[n], texts=()
                    )
                break


Pairs = Mapping[int, tuple[Number, Number]]


def _of_two(grid: Grid, shown: Mapping[int, Figure], part: int, whole: int) -> Pairs:
    parts, wholes = grid.columns[part], grid.columns[whole]
    rows = [n for n in shown if n in parts and n in wholes and wholes[n].value]
    return {n: (parts[n].value, wholes[n].value) for n in rows}


def _of_total(grid: Grid, shown: Mapping[int, Figure], part: int) -> Pairs:
    parts = grid.columns[part]
    totals = [t for t in grid.totals if t in parts and parts[t].value]
    if len(totals) != 1:
        return {}
    return {n: (parts[n].value, parts[totals[0]].value) for n in shown if n in parts and n not in grid.totals}


def _fits(shown: Number, part: Number, whole: Number) -> bool:
    places = decimals(shown)
    return Decimal(shown) in (share(part, whole, places), cut(part, whole, places))


def _percent_columns(subject: Subject, grid: Grid) -> Iterator[tuple[str, Notice]]:
    for column in sorted(grid.percents):
        shown = grid.columns.get(column, {})
        rows = [shown[n] for n in shown if n not in grid.totals]
        yield from (("T4", n) for n in percentages.style(subject.case, percents=rows, texts=()))
        whole = [shown[t] for t in grid.totals if t in shown]
        split = len(grid.totals) == 1 and len(rows) >= 2 and not any(_nested(grid.labels[n]) for n in shown)
        if split and whole and whole[0].value == 100:
            yield from (("T6", n) for n in statistics.partition(subject.case, percents=rows))


def _named(figure: Figure, name: str) -> Figure:
    return figure._replace(name=name, row=None)


def _row(figure: Figure, grid: Grid) -> Figure:
    label = grid.labels[figure.row] if figure.row is not None else ""
    return figure._replace(name=f"“{label[:40]}”" if label else f"hàng {(figure.row or 0) + 1}", row=None)


def _plain(value: Number) -> Figure:
    return Figure(value, "", "")


def _softer(notice: Notice) -> Notice:
    return Notice(at=notice.at, found=notice.found, mend=notice.mend, required=notice.required, lesser=True)
