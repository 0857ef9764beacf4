"""Files and lists to submissions, with every error at its row, column and cell.

A file is read by what it really is. What is wrong with the whole of it is raised; what is wrong with single rows is
given beside the good ones, so that nothing good is lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from service.errors import FieldError, InputTooLarge, InvalidSubmission, NotFound, UnreadableInput
from service.forms.clean import clean
from service.forms.schema import Form
from service.intake.delimited import read_grid
from service.intake.drafts import Draft
from service.intake.jsondata import read_rows
from service.intake.kinds import kind_of
from service.intake.plan import plan_of
from service.intake.sheets import Drafted, draft, refuse_many, wrong
from service.intake.workbook import open_workbook
from service.model import Submission
from service.vietnamese.numbers import group

MAX_BYTES = 100_000_000
MAX_ERRORS = 10_000
MORE = "Còn nhiều lỗi khác chưa liệt kê; xin sửa các lỗi trên rồi gửi lại."


@dataclass(frozen=True)
class Intake:
    """What was taken in. `total` rows; `good` and `bad_rows` carry row numbers from 1, the header not counted."""

    total: int
    good: tuple[tuple[int, Submission], ...]
    errors: tuple[FieldError, ...]
    bad_rows: tuple[int, ...]


def read(path: Path, name: str, form: Form, *, max_rows: int) -> Intake:
    """Read a data file: .json, .xlsx, .xlsm, .csv or .tsv.

    Args:
        path: where the file lies.
        name: what its sender calls it; the ending counts for plain texts.
        form: the form that its rows must fit.
        max_rows: how many rows one batch may have.

    Raises:
        NotFound: there is no such file.
        UnreadableInput: it is something else, broken, locked, or without rows.
        InputTooLarge: too many rows or bytes.
        InvalidSubmission: columns, sheets or links between sheets are wrong; `errors` names each.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputTooLarge(
                f"Tệp lớn {group(size // 1_000_000)} MB, nhiều nhất {MAX_BYTES // 1_000_000} MB."
            )
        kind = kind_of(path, name)
        if kind == "json":
            return take_rows(read_rows(path.read_bytes(), form), form, max_rows=max_rows)
        if kind == "xlsx":
            grids: Sequence[Any] = open_workbook(path)
        else:
            grids = (read_grid(path.read_bytes(), plan_of(form).main, max_rows=max_rows),)
    except FileNotFoundError as exc:
        raise NotFound(f"Không thấy tệp “{name}”.") from exc
    except OSError as exc:
        raise UnreadableInput(
            f"Không mở được tệp “{name}”. Xin đóng tệp ở chương trình khác rồi thử lại."
        ) from exc
    return _take_drafts(draft(grids, form, max_rows=max_rows), form)


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


def _take_drafts(drafted: Drafted, form: Form) -> Intake:
    results = ((d.number, _cleaned(d, drafted, form)) for d in drafted.drafts)
    taken = _sorted(results, len(drafted.drafts))
    if drafted.broken:
        raise wrong("Tệp có", [*drafted.broken, *taken.errors][:MAX_ERRORS])
    return taken


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
