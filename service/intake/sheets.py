"""Grids to drafts: sheets are laid out, what is hidden and how dates read is settled, rows are joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.errors import FieldError, InputTooLarge, UnreadableInput
from service.forms.schema import Form
from service.intake.daytext import read_days, unknown_dates
from service.intake.drafts import Draft, draft_rows, join_list, keys_of, linked_keys
from service.intake.furniture import without_furniture
from service.intake.grid import Grid
from service.intake.header import Header
from service.intake.laid import lay, wrong
from service.intake.lostzeros import give_back
from service.intake.notes import NOTHING_SAID, Answers, Note
from service.intake.plan import Names, Plan, Table, explained, plan_of
from service.intake.veiled import seen, veiled
from service.vietnamese.numbers import group

NO_ROWS = "Tệp chưa có dòng dữ liệu nào dưới dòng tiêu đề. Xin nhập dữ liệu rồi gửi lại."


@dataclass(frozen=True, eq=False)
class Drafted:
    """What the sheets hold: the drafts, the lists' headers (or their tables, where no sheet is), links that fail.

    `notes` tell of dates that were read as the sender said.
    """

    drafts: tuple[Draft, ...]
    tables: dict[Names, Header | Table]
    broken: tuple[FieldError, ...]
    headers: tuple[Header, ...] = ()
    notes: tuple[Note, ...] = ()


def draft(grids: Sequence[Grid], form: Form, *, max_rows: int, answers: Answers = NOTHING_SAID) -> Drafted:
    """Read all sheets of a file.

    Raises:
        UnreadableInput: no header, or no row.
        InputTooLarge: too many rows.
        InvalidSubmission: columns or sheets are wrong, so that reading the rows would say nothing.
    """
    plan = explained(plan_of(form), answers.mapping)
    laid = lay(grids, plan, answers)
    header, lists, errors = laid.header, list(laid.lists), list(laid.errors)
    if not answers.hidden:
        errors += [error for one in (header, *lists) for error in veiled(one)]
    elif answers.hidden == "skip":
        header, lists = seen(header), [seen(one) for one in lists]
    errors += unknown_dates((header, *lists), answers.dates)
    if errors:
        raise wrong("Tiêu đề của bảng có", errors)
    refuse_many(header.count(), max_rows)
    (header, notes), *others = [_as_said(one, answers) for one in (header, *lists)]
    drafted = _joined(header, [one for one, _ in others], plan)
    return replace(drafted, notes=(*notes, *(note for _, said in others for note in said)))


def _as_said(header: Header, answers: Answers) -> tuple[Header, list[Note]]:
    """Give the sheet without rows that are no data, its dates and numbers of identity as the sender means them."""
    bare, left_out = without_furniture(header)
    dated, notes = read_days(bare, answers.dates)
    whole, added = give_back(dated) if answers.zeros == "add" else (dated, [])
    return whole, [*left_out, *notes, *added]


def refuse_many(rows: int, max_rows: int) -> None:
    """Refuse more rows than one batch may have.

    Raises:
        InputTooLarge: it has more.
    """
    if rows > max_rows:
        raise InputTooLarge(
            f"Tệp có {group(rows)} dòng, nhiều nhất {group(max_rows)} dòng một lô; xin chia thành nhiều tệp."
        )


def _joined(header: Header, lists: Sequence[Header], plan: Plan) -> Drafted:
    drafts, broken = draft_rows(header, linked_keys(lists))
    by_key = keys_of(drafts)
    only = drafts[0] if len(drafts) == 1 else None
    for listed in lists:
        broken += join_list(listed, by_key, only)
    if not drafts:
        raise UnreadableInput(NO_ROWS)
    tables: dict[Names, Header | Table] = {table.path: table for table in plan.lists}
    tables |= {listed.table.path: listed for listed in lists}
    return Drafted(tuple(drafts), tables, tuple(broken), (header, *lists))
