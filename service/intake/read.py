"""Files and lists to submissions, with every error at its row, column and cell.

A file is read by what it really is. What is wrong with the whole of it is raised; what is wrong with single rows is
given beside the good ones, so that nothing good is lost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from service.errors import FieldError, InputTooLarge, InvalidSubmission, NotFound, UnreadableInput
from service.forms.clean import clean
from service.forms.schema import Form
from service.intake.child import open_safely
from service.intake.delimited import read_grid
from service.intake.drafts import Draft
from service.intake.grid import Grid
from service.intake.jsondata import read_rows
from service.intake.kinds import kind_of
from service.intake.laid import wrong
from service.intake.notes import NOTHING_SAID, Answers, Note, gathered
from service.intake.oldtext import Turned, modernise
from service.intake.persons import disagreements, repeated
from service.intake.plan import explained, plan_of
from service.intake.sheets import Drafted, draft, refuse_many
from service.model import Submission
from service.vietnamese.numbers import group

MAX_BYTES = 100_000_000
MAX_ERRORS = 10_000
MORE = "Còn nhiều lỗi khác chưa liệt kê; xin sửa các lỗi trên rồi gửi lại."


@dataclass(frozen=True)
class Intake:
    """What was taken in. `total` rows; `good` and `bad_rows` carry row numbers from 1, the header not counted.

    `notes` tell what was mended; `drafted` holds the sheets as they were read, None for JSON.
    """

    total: int
    good: tuple[tuple[int, Submission], ...]
    errors: tuple[FieldError, ...]
    bad_rows: tuple[int, ...]
    notes: tuple[Note, ...] = ()
    drafted: Drafted | None = field(default=None, compare=False, repr=False)

    def located(self, number: int, errors: Iterable[FieldError]) -> list[FieldError]:
        """Give what is said of one row its row, column and cell; of JSON the row alone."""
        draft = self._drafts.get(number)
        if draft is None or self.drafted is None:
            return [replace(error, row=number) for error in errors]
        tables = self.drafted.tables
        return [draft.located(error, tables) for error in errors]

    @cached_property
    def _drafts(self) -> dict[int, Draft]:
        return {d.number: d for d in self.drafted.drafts} if self.drafted else {}

    @property
    def summary(self) -> str:
        """Say in one sentence what came of reading: "285 dòng: 279 đạt, 6 dòng lỗi"."""
        return f"{group(self.total)} dòng: {group(len(self.good))} đạt, {group(len(self.bad_rows))} dòng lỗi"


def read(path: Path, name: str, form: Form, *, max_rows: int, answers: Answers = NOTHING_SAID) -> Intake:
    """Read a data file: .json, .xlsx, .xlsm, .xls, .ods, .csv or .tsv.

    Args:
        path: where the file lies.
        name: what its sender calls it; the ending counts for plain texts.
        form: the form that its rows must fit.
        max_rows: how many rows one batch may have.
        answers: what the sender says of columns, hidden rows and the encoding.

    Raises:
        NotFound: there is no such file.
        UnreadableInput: it is something else, broken, locked, or without rows.
        InputTooLarge: too many rows or bytes.
        InvalidSubmission: columns, sheets or links between sheets are wrong; `errors` names each.
    """
    opened = open_file(path, name, form, max_rows=max_rows, answers=answers)
    return take(opened, form, max_rows=max_rows, answers=answers)


@dataclass(frozen=True, eq=False)
class Opened:
    """A file as it was opened: its sheets and what was turned into Unicode; or the rows of a JSON file."""

    grids: Sequence[Grid] = ()
    notes: Sequence[Note | Turned] = ()
    rows: Sequence[Any] | None = None


def open_file(path: Path, name: str, form: Form, *, max_rows: int, answers: Answers = NOTHING_SAID) -> Opened:
    """Open a file, which takes the time, without taking its rows; raises what `read` raises of the file itself."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputTooLarge(
                f"Tệp lớn {group(size // 1_000_000)} MB, nhiều nhất {MAX_BYTES // 1_000_000} MB."
            )
        kind = kind_of(path, name)
        if kind == "json":
            return Opened(rows=read_rows(path.read_bytes(), form))
        return Opened(*_opened(path, kind, form, max_rows, answers))
    except FileNotFoundError as exc:
        raise NotFound(f"Không thấy tệp “{name}”.") from exc
    except OSError as exc:
        raise UnreadableInput(
            f"Không mở được tệp “{name}”. Xin đóng tệp ở chương trình khác rồi thử lại."
        ) from exc


def take(opened: Opened, form: Form, *, max_rows: int, answers: Answers = NOTHING_SAID) -> Intake:
    """Take the rows of an opened file; raises what `read` raises of columns, sheets and rows."""
    if opened.rows is not None:
        return take_rows(opened.rows, form, max_rows=max_rows)
    drafted = draft(opened.grids, form, max_rows=max_rows, answers=answers)
    return _take_drafts(drafted, form, [*opened.notes, *drafted.notes])


def _opened(
    path: Path, kind: str, form: Form, max_rows: int, answers: Answers
) -> tuple[Sequence[Grid], list[Note | Turned]]:
    """Open the file and turn old text into Unicode."""
    if kind in ("csv", "tsv"):
        main = explained(plan_of(form), answers.mapping).main
        grid = read_grid(path.read_bytes(), main, max_rows=max_rows, encoding=answers.encoding)
        if grid.written_in:
            was, now = grid.example
            said = f"Cả tệp theo bảng mã {grid.written_in}, đã chuyển sang Unicode."
            return [grid], [Note(before=was, after=now, why=said)]
        grids: Sequence[Grid] = (grid,)
    else:
        grids = open_safely(path, kind)
    modern, turned = modernise(grids, answers.encoding)
    return modern, [*turned]


def take_rows(rows: Sequence[Any], form: Form, *, max_rows: int) -> Intake:
    """Take the rows of a JSON list; types are required to be right.

    Raises:
        UnreadableInput: no row.
        InputTooLarge: too many rows.
    """
    if not rows:
        raise UnreadableInput("Danh sách dữ liệu trống. Xin gửi ít nhất một dòng.")
    refuse_many(len(rows), max_rows)

    def one(at: tuple[int, Any]) -> Submission | list[FieldError]:
        try:
            return clean(form, at[1], lenient=False)
        except InvalidSubmission as exc:
            return [replace(error, row=at[0]) for error in exc.errors]

    return _sorted(((at[0], one(at)) for at in enumerate(rows, 1)), len(rows))


def _take_drafts(drafted: Drafted, form: Form, notes: Sequence[Note | Turned]) -> Intake:
    results = ((d.number, _cleaned(d, drafted, form)) for d in drafted.drafts)
    taken = _sorted(results, len(drafted.drafts))
    if drafted.broken:
        raise wrong("Tệp có", [*drafted.broken, *taken.errors][:MAX_ERRORS])
    said = [
        *_placed(notes, drafted),
        *(n for d in drafted.drafts for n in d.notes),
        *_twins(taken.good, drafted),
        *disagreements(taken.good, drafted.headers[0]),
        *repeated(taken.good, drafted.headers[0]),
    ]
    return replace(taken, notes=gathered(said), drafted=drafted)


def _placed(notes: Sequence[Note | Turned], drafted: Drafted) -> Iterator[Note]:
    """Give the notes of turned cells their row; cells outside the sheets that count say nothing."""
    headers = {h.grid.name: h for h in (*drafted.headers,)}
    for note in notes:
        if isinstance(note, Note):
            yield note
        elif header := headers.get(note.grid):
            row = note.at[0] - header.row
            number = row if row > 0 and not header.table.path else None
            cell = header.grid.cell(*note.at)
            yield Note(row=number, cell=cell, before=note.before[:200], after=note.after[:200], why=note.why)


def _twins(good: Sequence[tuple[int, Submission]], drafted: Drafted) -> Iterator[Note]:
    """Name rows that say exactly what an earlier row says; they are made all the same."""
    seen: dict[str, int] = {}
    header = drafted.headers[0]
    for number, submission in good:
        earlier = seen.setdefault(submission.canonical, number)
        if earlier != number:
            cell, first = (header.grid.cell(header.row + n, header.columns[0][0]) for n in (number, earlier))
            said = f"Dòng này giống hệt dòng có ô {first}; vẫn được làm. Nếu nhập thừa, xin xóa bớt một dòng."
            yield Note(row=number, cell=cell, why=said)


def _cleaned(one: Draft, drafted: Drafted, form: Form) -> Submission | list[FieldError]:
    try:
        submission = clean(form, one.raw, lenient=True)
    except InvalidSubmission as exc:
        refused = {error.pointer for error in one.errors}
        rest = [one.located(error, drafted.tables) for error in exc.errors if error.pointer not in refused]
        return [*one.errors, *rest]
    return list(one.errors) or submission


def _sorted(results: Iterable[tuple[int, Submission | list[FieldError]]], total: int) -> Intake:
    good: list[tuple[int, Submission]] = []
    errors: list[FieldError] = []
    bad: list[int] = []
    for number, result in results:
        if isinstance(result, Submission):
            good.append((number, result))
        else:
            bad.append(number)
            errors += result if len(errors) < MAX_ERRORS else ()
    if len(errors) > MAX_ERRORS:
        errors = [*errors[: MAX_ERRORS - 1], FieldError(rule="more", detail=MORE)]
    return Intake(total, tuple(good), tuple(errors), tuple(bad))
