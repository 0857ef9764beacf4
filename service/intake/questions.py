"""What only the sender knows of a file, put as questions: columns, sheets, hidden parts, dates, old text.

Nothing is decided here. The answers are `notes.Answers`; a file without open questions is taken as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from service.errors import FieldError
from service.forms.schema import Form
from service.intake.cells import number_text
from service.intake.daysigns import Doubt, signs_of
from service.intake.daytext import way_of
from service.intake.grid import is_empty, letters
from service.intake.header import MAX_NAMED, Header
from service.intake.laid import lay
from service.intake.lostzeros import Lost, lost_in
from service.intake.notes import Answers, Note
from service.intake.plan import Column, explained, key_of, plan_of
from service.intake.read import Opened
from service.intake.veiled import hidden_columns, hidden_rows
from service.vietnamese.legacy import decode, suspect
from service.vietnamese.text import closest

SAMPLES = 2
MAX_COLUMNS = 200
"""More columns than any form has are not asked about one by one."""

_LONGEST_SAMPLE = 60
_SHOWN_TEXTS = 6


@dataclass(frozen=True, kw_only=True)
class SeenColumn:
    """One column of the file: `key` names it in an answer ("@C"), `target` is the field that is proposed ("" for none).

    `sure` when the title itself says which field it is, or the sender did. `doubt` is of its typed dates, `way` what
    the sender said of them, `lost` are zeros that its numbers of identity lack.
    """

    key: str
    letters: str
    title: str
    target: str
    sure: bool
    samples: tuple[str, ...]
    hidden: bool = False
    doubt: Doubt | None = None
    way: str = ""
    lost: Lost | None = None

    @property
    def open(self) -> bool:
        """Say whether the sender must choose."""
        return self.hidden or not self.sure


@dataclass(frozen=True, kw_only=True)
class SeenSheet:
    """One sheet that is read: its columns, the fields to choose from, the required ones without a column."""

    name: str
    title: str
    columns: tuple[SeenColumn, ...]
    choices: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    hidden_rows: tuple[int, ...]
    hidden_samples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OldText:
    """Text from before Unicode: examples before and after, and the encodings that they may be in; `sure` if told."""

    examples: tuple[tuple[str, str], ...]
    guesses: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, kw_only=True)
class Questions:
    """All that is to be asked of a file. `spare` are sheets that are not read, `errors` what no answer mends."""

    sheets: tuple[SeenSheet, ...]
    spare: tuple[str, ...]
    tables: tuple[str, ...]
    old_text: OldText | None
    errors: tuple[FieldError, ...]
    about_sheets: bool
    about_columns: bool
    about_hidden: bool
    about_dates: bool
    about_zeros: bool

    @property
    def told_dates(self) -> tuple[SeenColumn, ...]:
        """Give the columns whose typed dates were read as the country writes them, or as the sender said."""
        return tuple(
            c for sheet in self.sheets for c in sheet.columns if c.doubt and (c.doubt.assumed or c.way)
        )

    @property
    def open(self) -> bool:
        """Say whether anything must be answered before the rows can be taken."""
        asked = self.about_sheets or self.about_columns or self.about_hidden
        return asked or self.about_dates or self.about_zeros or self.old_text is not None


def questions_of(
    opened: Opened, form: Form, answers: Answers, *, text_settled: bool = False
) -> Questions | None:
    """Ask what the answers so far leave open; None for a JSON file, of which nothing is asked.

    Args:
        opened: the file.
        form: the form that its rows must fit.
        answers: what the sender says so far.
        text_settled: true when the sender agreed with the text that was turned into Unicode.

    Raises:
        UnreadableInput, InvalidSubmission: as `laid.lay`.
    """
    if opened.rows is not None:
        return None
    plan = explained(plan_of(form), answers.mapping)
    laid = lay(opened.grids, plan, answers)
    headers = (laid.header, *laid.lists)
    sheets = tuple(_sheet(header, answers) for header in headers)
    said = {key_of(name) for name in answers.sheets}
    rules = {error.rule for error in laid.errors}
    return Questions(
        sheets=sheets,
        spare=tuple(grid.name for grid in laid.spare),
        tables=tuple(table.sheet for table in plan.lists),
        old_text=None if text_settled else _old_text(opened),
        errors=laid.errors,
        about_sheets="sheet" in rules and any(key_of(g.name) not in said for g in laid.spare),
        about_columns=bool(rules - {"sheet", "missing-sheet"}),
        about_hidden=not answers.hidden and any(hidden_rows(h) or hidden_columns(h) for h in headers),
        about_dates=any(c.doubt and c.doubt.open and not c.way for sheet in sheets for c in sheet.columns),
        about_zeros=not answers.zeros and any(c.lost for sheet in sheets for c in sheet.columns),
    )


def _sheet(header: Header, answers: Answers) -> SeenSheet:
    table = header.table
    fields = (*table.columns, *table.extra)
    columns = tuple(_columns(header, answers))
    have = {column.target for column in columns}
    rows = hidden_rows(header)
    return SeenSheet(
        name=header.grid.name,
        title=table.title,
        columns=columns,
        choices=tuple((target_of(c), f"{c.title} *" if c.needed else c.title) for c in fields),
        missing=tuple(c.title for c in table.columns if c.needed and target_of(c) not in have),
        hidden_rows=tuple(row + 1 for row in rows),
        hidden_samples=tuple(_row_words(header, row) for row in rows[:SAMPLES]),
    )


def target_of(column: Column) -> str:
    """Name a field in an answer."""
    return ".".join(column.path) or column.title


def _columns(header: Header, answers: Answers) -> Iterator[SeenColumn]:
    grid, table = header.grid, header.table
    known = dict(header.columns)
    proposals = _proposals(header)
    veiled = set(hidden_columns(header))
    width = min(MAX_COLUMNS, max((len(row) for row in grid.rows), default=0))
    for place in range(width):
        if place == header.key or (place not in known and not _counts(header, place)):
            continue
        said = table.explained_at(grid.name, letters(place))
        column = known.get(place)
        days = column is not None and column.field.format == "vn-date"
        yield SeenColumn(
            key=f"@{grid.name}!{letters(place)}" if grid.name else f"@{letters(place)}",
            letters=letters(place),
            title=_title(header, place),
            target=target_of(column) if column else proposals.get(place, ""),
            sure=column is not None or said is not None,
            samples=_samples(header, place),
            hidden=place in veiled,
            doubt=signs_of(header, place).doubt() if days else None,
            way=way_of(header, place, column, answers.dates) if column and days else "",
            lost=lost_in(header, place) if column and not answers.zeros else None,
        )


def _counts(header: Header, place: int) -> bool:
    """Say whether a column that is no field's is worth a question: it holds something, or was asked about."""
    at = header.grid.cell(header.row, place)
    return (
        any(error.cell == at for error in header.errors)
        or (len(header.errors) >= MAX_NAMED and any(not is_empty(v) for v in _values(header, place)))
        or header.table.explained_at(header.grid.name, letters(place)) is not None
    )


def _proposals(header: Header) -> dict[int, str]:
    """Propose a field for each column whose title is close to one that no other column has; each field once."""
    free = {c.title: c for c in header.table.columns if c.path not in {c.path for _, c in header.columns}}
    known = {place for place, _ in header.columns}
    found: dict[int, str] = {}
    for place in range(min(MAX_COLUMNS, max((len(row) for row in header.grid.rows), default=0))):
        title = _title(header, place)
        if place in known or place == header.key or not title or not free:
            continue
        if meant := closest(title[:100], free):
            found[place] = target_of(free.pop(meant))
    return found


def _title(header: Header, place: int) -> str:
    for row in range(header.row, max(-1, header.row - 3), -1):
        cells = header.grid.rows[row]
        if place < len(cells) and not is_empty(cells[place]):
            return " ".join(str(cells[place]).split())[:_LONGEST_SAMPLE]
    return ""


def _values(header: Header, place: int) -> Iterator[object]:
    for _, cells in header.data():
        if place < len(cells):
            yield cells[place]


def _samples(header: Header, place: int) -> tuple[str, ...]:
    found = []
    for value in _values(header, place):
        if not is_empty(value):
            found.append(_words(value))
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _words(value: object) -> str:
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}" if hasattr(value, "year") else f"{value:%H:%M}"
    text = number_text(value) if isinstance(value, float) and isfinite(value) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[:_LONGEST_SAMPLE]}…"


def _row_words(header: Header, row: int) -> str:
    cells = header.grid.rows[row]
    found = [_words(cells[p]) for p, _ in header.columns if p < len(cells) and not is_empty(cells[p])]
    return "; ".join(found[:4])


def _old_text(opened: Opened) -> OldText | None:
    """Show what was or might be turned into Unicode."""
    turned = [(n.before, n.after) for n in opened.notes if n.before]
    told = [(n.before, n.after) for n in opened.notes if isinstance(n, Note) and not n.before]
    asked, guesses = [], []
    for grid in opened.grids:
        for (row, place), (rule, _) in grid.asked.items():
            text = str(grid.rows[row][place])
            encoding = suspect(text) if rule == "encoding" else None
            if encoding:
                asked.append((text, decode(text, encoding)))
                guesses.append(encoding.value)
    if not turned and not told and not asked:
        return None
    examples = dict.fromkeys((b[:100], a[:100]) for b, a in (*asked[:_SHOWN_TEXTS], *turned))
    return OldText(
        examples=tuple(examples)[:_SHOWN_TEXTS], guesses=tuple(dict.fromkeys(guesses)), sure=not asked
    )
