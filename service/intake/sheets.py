"""Grids to drafts: which sheet is the main one, which are lists, which do not belong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.errors import FieldError, InputTooLarge, InvalidSubmission, UnreadableInput
from service.forms.places import pointer_of, shown
from service.forms.schema import Form
from service.intake.drafts import Draft, draft_rows, join_list, keys_of, linked_keys
from service.intake.grid import Grid, is_empty
from service.intake.header import Header, best_row, read_header
from service.intake.notes import NOTHING_SAID, Answers
from service.intake.plan import MAIN, OUR_SHEETS, Names, Plan, Table, explained, key_of, plan_of
from service.vietnamese.numbers import group
from service.vietnamese.text import closest

NO_ROWS = "Tệp chưa có dòng dữ liệu nào dưới dòng tiêu đề. Xin nhập dữ liệu rồi gửi lại."


@dataclass(frozen=True, eq=False)
class Drafted:
    """What the sheets hold: the drafts, the lists' headers (or their tables, where no sheet is), links that fail."""

    drafts: tuple[Draft, ...]
    tables: dict[Names, Header | Table]
    broken: tuple[FieldError, ...]
    headers: tuple[Header, ...] = ()


def draft(grids: Sequence[Grid], form: Form, *, max_rows: int, answers: Answers = NOTHING_SAID) -> Drafted:
    """Read all sheets of a file.

    Raises:
        UnreadableInput: no header, or no row.
        InputTooLarge: too many rows.
        InvalidSubmission: columns or sheets are wrong, so that reading the rows would say nothing.
    """
    plan = explained(plan_of(form), answers.mapping)
    shown_grids = [g for g in grids if key_of(g.name) not in {key_of(s) for s in OUR_SHEETS} and not _void(g)]
    if not shown_grids:
        raise UnreadableInput("Bảng tính trống, không có dữ liệu. Xin chọn lại tệp hoặc nhập dữ liệu.")
    main = _main(shown_grids, plan)
    header = read_header(main, plan.main)
    if header is None:
        first = ", ".join(f"“{c.title}”" for c in plan.main.columns[:3])
        raise UnreadableInput(
            f"Không tìm thấy dòng tiêu đề trong 15 dòng đầu (cần các cột như {first}). Xin nhập vào bảng mẫu."
        )
    others = [g for g in shown_grids if g is not main]
    lists, errors = _lists(others, plan)
    errors = [*header.errors, *_absent(header, lists, plan, grids), *errors]
    if not answers.hidden:
        errors += [error for one in (header, *lists) for error in _veiled(one)]
    elif answers.hidden == "skip":
        header, lists = _seen(header), [_seen(one) for one in lists]
    if errors:
        raise wrong("Tiêu đề của bảng có", errors)
    refuse_many(header.count(), max_rows)
    return _joined(header, lists, plan)


def _veiled(header: Header) -> list[FieldError]:
    """Ask about hidden rows that hold something: whether they are meant only people know."""
    grid = header.grid
    rows = [row for row, cells in header.data() if row in grid.veiled and header.has_data(cells)]
    if not rows:
        return []
    listed = ", ".join(str(row + 1) for row in rows[:8]) + (", …" if len(rows) > 8 else "")
    where = "" if grid.first else f"Trang “{shown(grid.name)}”: "
    said = (
        f"{where}{group(len(rows))} dòng có dữ liệu đang bị ẩn (dòng {listed} của trang tính). Xin bỏ ẩn hoặc xóa, "
        "hoặc gửi lại kèm lựa chọn lấy hay bỏ các dòng ẩn."
    )
    return [FieldError(cell=grid.cell(rows[0], header.columns[0][0]), rule="hidden", detail=said)]


def _seen(header: Header) -> Header:
    """Give the sheet with its hidden rows empty, so that the others keep their numbers."""
    grid = header.grid
    if not grid.veiled:
        return header
    rows = [() if row in grid.veiled and row > header.row else cells for row, cells in enumerate(grid.rows)]
    return replace(header, grid=replace(grid, rows=rows))


def refuse_many(rows: int, max_rows: int) -> None:
    """Refuse more rows than one batch may have.

    Raises:
        InputTooLarge: it has more.
    """
    if rows > max_rows:
        raise InputTooLarge(
            f"Tệp có {group(rows)} dòng, nhiều nhất {group(max_rows)} dòng một lô; xin chia thành nhiều tệp."
        )


def wrong(start: str, errors: Sequence[FieldError]) -> InvalidSubmission:
    """Make the refusal of a whole file."""
    return InvalidSubmission(f"{start} {group(len(errors))} chỗ cần sửa. {errors[0].detail}", errors=errors)


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


def _main(grids: Sequence[Grid], plan: Plan) -> Grid:
    """Choose the sheet of that name, else the first visible one whose header fits best."""
    listed = {key_of(t.sheet) for t in plan.lists}
    named = [g for g in grids if key_of(g.name) == key_of(MAIN)]
    free = [g for g in grids if key_of(g.name) not in listed and not g.hidden]
    found = [(best_row(g.rows, plan.main) or (0, 0))[1] for g in free]
    return named[0] if named else free[found.index(max(found))] if free else grids[0]


def _lists(grids: Sequence[Grid], plan: Plan) -> tuple[list[Header], list[FieldError]]:
    lists: dict[Names, Header] = {}
    errors: list[FieldError] = []
    for grid in grids:
        table = _table(grid, plan)
        if table is None:
            errors += _stray(grid, plan)
            continue
        header = read_header(grid, table)
        if header is None or not header.columns:
            columns = ", ".join(f"“{c.title}”" for c in table.columns[:3])
            errors.append(
                _of_sheet(grid, f"Trang “{grid.name}” không có dòng tiêu đề ({columns}). Xin ghi tiêu đề.")
            )
        elif table.path in lists:
            errors.append(
                _of_sheet(grid, f"Danh sách “{table.title}” có ở hai trang. Xin gộp vào một trang.")
            )
        elif len(grid.rows) > header.row + 1:
            lists[table.path] = header
            errors += header.errors
    return list(lists.values()), errors


def _table(grid: Grid, plan: Plan) -> Table | None:
    name = key_of(grid.name)
    for table in plan.lists:
        if name in (
            key_of(table.sheet),
            key_of(table.title),
            key_of(".".join(table.path)),
            key_of(table.path[-1]),
        ):
            return table
    return None


def _stray(grid: Grid, plan: Plan) -> list[FieldError]:
    """Refuse a sheet whose data would be lost: rows of the main kind, or a list under another name."""
    if grid.hidden:
        return []
    names = [t.sheet for t in plan.lists]
    alike = best_row(grid.rows, plan.main)
    meant = closest(grid.name, names)
    if meant:
        return [_of_sheet(grid, f"Không có danh sách nào tên “{shown(grid.name)}”; ý bạn là “{meant}”?")]
    if alike and alike[1] >= min(2, len(plan.main.columns)):
        said = f"Trang “{shown(grid.name)}” cũng có dữ liệu; xin gộp vào trang đầu hoặc xóa trang này."
        return [_of_sheet(grid, said)]
    if names:
        listed = ", ".join(f"“{n}”" for n in names[:6])
        said = f"Biểu mẫu không có trang “{shown(grid.name)}” (các trang: {listed}…). Xin xóa hoặc đổi tên trang."
        return [_of_sheet(grid, said)]
    return []


def _of_sheet(grid: Grid, sentence: str) -> FieldError:
    return FieldError(cell=grid.cell(0, 0), rule="sheet", detail=sentence)


def _absent(header: Header, lists: Sequence[Header], plan: Plan, grids: Sequence[Grid]) -> list[FieldError]:
    """Say which lists a file of one table lacks though they are required."""
    if len(grids) > 1 or grids[0].name:
        return []
    have = {listed.table.path for listed in lists} | {column.path for _, column in header.columns}
    lost = [
        t for t in plan.lists if t.field and t.field.required and not t.field.default and t.path not in have
    ]
    return [
        FieldError(
            pointer=pointer_of(t.path),
            rule="missing-sheet",
            detail=f"Danh sách “{t.title}” không nhập được trong tệp CSV. Xin dùng bảng mẫu .xlsx.",
        )
        for t in lost
    ]


def _void(grid: Grid) -> bool:
    return all(is_empty(cell) for row in grid.rows for cell in row)
