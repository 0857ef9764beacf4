"""Tables whose heads or rows say what their figures are: attendance, votes, what came and went. Rules M1, M7, T3, T8.

A table by heads is judged where at least two of its rows hold, and twice as many as do not: else its columns mean
something else. What came and went is judged where every row between beginning and end is understood.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from service.checks import attendance, percentages, statistics, votes
from service.checks.case import Figure, Notice
from service.checks.paper.changes import came_or_went
from service.checks.paper.reading import Cell
from service.checks.paper.subject import Subject
from service.checks.paper.tables import Grid, grid_of, is_added, is_table_of_figures
from service.checks.prose import looked_at
from service.vietnamese.numbers import parse_number

Told = tuple[str, Notice]

_CALLED = re.compile(r"triệu tập|phải dự|tổng số đảng viên", re.IGNORECASE)
_PRESENT = re.compile(r"có mặt", re.IGNORECASE)
_AWAY = re.compile(r"vắng", re.IGNORECASE)
_WHY = re.compile(r"lý do|phép", re.IGNORECASE)
_AGREED = re.compile(r"(?:số )?(?:phiếu )?tán thành", re.IGNORECASE)
_AGAINST = re.compile(r"(?:số )?(?:phiếu )?không tán thành", re.IGNORECASE)
_OTHERWISE = re.compile(r"(?:ý kiến khác|không có ý kiến|phiếu trắng|không biểu quyết)", re.IGNORECASE)
_VOTERS = re.compile(
    r"số đảng viên (?:chính thức )?(?:có mặt )?(?:tham gia )?biểu quyết(?: là|:)? (\d{1,4})(?!\d|[.,]\d|[/%])"
)
_VOTE = re.compile(r"(\d{1,4})(?: (?:đồng chí|đảng viên|phiếu))?(?: ?\((\d{1,3}(?:,\d{1,3})?) ?%\))?")
_FIRST, _LAST = (
    re.compile(rf"{word} (năm|kỳ|quý|tháng|nhiệm kỳ)\b", re.IGNORECASE) for word in ("đầu", "cuối")
)
_SUMS = re.compile(r"(?:tổng )?(?:số )?(?:tăng|giảm)(?: trong (?:năm|kỳ|quý|tháng))?", re.IGNORECASE)


def column_notices(subject: Subject) -> Iterator[Told]:
    """Give what the rules say of tables that name their figures."""
    voters = [hit for p in subject.prose for hit in _VOTERS.findall(looked_at(p.text))]
    for table in subject.paper.tables:
        if any(c.paragraph.index in subject.blocks.taken for row in table for c in row):
            continue
        if len(voters) == 1:
            yield from _voted(subject, table, int(voters[0]))
        if is_table_of_figures(table):
            grid = grid_of(table)
            yield from (("M1", n) for n in _attended(subject, grid))
            yield from (("T8", n) for n in _moved(subject, grid))


def _attended(subject: Subject, grid: Grid) -> Iterator[Notice]:
    heads = {c: grid.heads.get(c, "") for c in grid.columns if c not in grid.percents}
    away = [c for c, head in heads.items() if _AWAY.search(head)]
    whole = [c for c in away if not _WHY.search(heads[c])]
    total = [c for c, head in heads.items() if _CALLED.search(head) and c not in away]
    present = [c for c, head in heads.items() if _PRESENT.search(head) and c not in total]
    absent = whole or away
    if len(total) != 1 or len(present) != 1 or not absent or len(whole) > 1 or (not whole and len(away) != 2):
        return
    rows = {
        n: list(attendance.attendance(subject.case, total=figure, present=columns[0], absent=columns[1:]))
        for n, figure in grid.columns[total[0]].items()
        if (columns := _of_row(grid, (present[0], *absent), n)) is not None
    }
    wrong = [n for n in rows if rows[n]]
    held = len(rows) - len(wrong)
    for n in wrong if held >= max(2, 2 * len(wrong)) else ():
        yield from rows[n]


def _of_row(grid: Grid, columns: Sequence[int], row: int) -> list[Figure] | None:
    """Give the figures of a row, a dash for none; None when one of them is missing."""
    found: list[Figure] = []
    for column in columns:
        figure = grid.columns[column].get(row)
        none = (column, row) in grid.blank and (column, row) not in grid.empty
        if figure is None and not none:
            return None
        name = grid.heads.get(column, "")
        found.append(figure._replace(name=name, row=None) if figure else Figure(0, "", name))
    return found


def _moved(subject: Subject, grid: Grid) -> Iterator[Notice]:
    ends = [[n for n, label in enumerate(grid.labels) if p.match(label)] for p in (_FIRST, _LAST)]
    if any(len(rows) != 1 for rows in ends) or ends[0][0] >= ends[1][0]:
        return
    first, last = ends[0][0], ends[1][0]
    for column, figures in grid.columns.items():
        counted = column not in grid.percents and is_added(grid.heads.get(column, ""))
        if not counted or first not in figures or last not in figures:
            continue
        parts = _came_and_went(grid, figures, range(first + 1, last))
        if parts is not None:
            yield from statistics.movement(
                subject.case,
                start=figures[first],
                gains=parts[True],
                losses=parts[False],
                end=figures[last]._replace(name=grid.labels[last], row=None),
            )


def _came_and_went(
    grid: Grid, figures: Mapping[int, Figure], rows: range
) -> Mapping[bool, list[Figure]] | None:
    """Sort the rows between beginning and end; None when one is not understood, or sums stand beside their parts."""
    known = [n for n in rows if n in figures]
    ways = [came_or_went(grid.labels[n]) for n in known]
    sums = {bool(_SUMS.fullmatch(grid.labels[n])) for n in known}
    if not known or None in ways or len(sums) > 1:
        return None
    return {
        way: [figures[n] for n, own in zip(known, ways, strict=True) if own is way] for way in (True, False)
    }


def _voted(subject: Subject, table: Sequence[Sequence[Cell]], voters: int) -> Iterator[Told]:
    heads = [cell.text for cell in table[0]] if table else []
    places = [[n for n, h in enumerate(heads) if p.fullmatch(h)] for p in (_AGREED, _AGAINST, _OTHERWISE)]
    if any(len(found) != 1 for found in places):
        return
    for row in table[1:]:
        hits = [_VOTE.fullmatch(row[n].text) if n < len(row) else None for (n,) in places]
        cells = [(row[n], hit) for (n,), hit in zip(places, hits, strict=True) if hit is not None]
        if len(row) != len(heads) or len(cells) != len(places):
            continue
        figures: list[Figure] = [
            Figure(int(hit[1]), str(cell.paragraph.index), "số phiếu") for cell, hit in cells
        ]
        whole = figures[0]._replace(value=voters)
        told = votes.votes(subject.case, voters=whole, options=figures, official=None, present=None)
        yield from (("M7", n) for n in told)
        for figure, (_, hit) in zip(figures, cells, strict=True):
            shown = figure._replace(value=parse_number(hit[2])) if hit[2] else None
            rounded = percentages.rounding(subject.case, part=figure, whole=whole, percent=shown, texts=())
            yield from (("T3", n) for n in rounded)
