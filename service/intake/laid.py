"""Which sheet of a file is the main one, which are lists, which do not belong; what is wrong with names and headers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.errors import FieldError, InvalidSubmission, UnreadableInput
from service.forms.places import pointer_of, shown
from service.intake.grid import Grid, is_empty, letters
from service.intake.header import Header, best_row, read_header
from service.intake.notes import Answers
from service.intake.plan import MAIN, OUR_SHEETS, Names, Plan, Table, key_of
from service.vietnamese.numbers import group
from service.vietnamese.text import closest

_NUMBER = re.compile(r"(?:\d{1,2}|[ivx]{1,4})(?: [a-h])? ")
"""What stands before a title to number it, in the key of the title."""


@dataclass(frozen=True, eq=False)
class Laid:
    """How the sheets of a file lie: the main one, the lists, and what is wrong with their headers and names.

    `spare` are sheets that are not read; `errors` begin with those of the headers.
    """

    header: Header
    lists: tuple[Header, ...]
    spare: tuple[Grid, ...]
    errors: tuple[FieldError, ...]


def lay(grids: Sequence[Grid], plan: Plan, answers: Answers) -> Laid:
    """Find out which sheet is what, and which column is which field.

    Raises:
        UnreadableInput: nothing stands in the sheets, or none has a header.
        InvalidSubmission: the sender names a sheet or a list that is not there.
    """
    ours = {key_of(s) for s in OUR_SHEETS}
    shown_grids = [g for g in grids if key_of(g.name) not in ours and not _void(g)]
    if not shown_grids:
        raise UnreadableInput("Bảng tính trống, không có dữ liệu. Xin chọn lại tệp hoặc nhập dữ liệu.")
    roles = _roles(shown_grids, plan, answers.sheets)
    read = [g for g in shown_grids if roles.get(g.name) is not None or g.name not in roles]
    if answers.hidden == "skip":
        read = [_without_hidden_columns(g, plan) for g in read]
    main = _main(read, plan, roles)
    header = read_header(main, plan.main)
    if header is None:
        first = ", ".join(f"“{c.title}”" for c in plan.main.columns[:3])
        raise UnreadableInput(
            f"Không tìm thấy dòng tiêu đề trong 15 dòng đầu (cần các cột như {first}). Xin nhập vào bảng mẫu."
        )
    lists, errors = _lists([g for g in read if g is not main], plan, roles)
    spare = tuple(
        g for g in shown_grids if g.name != main.name and g.name not in {x.grid.name for x in lists}
    )
    wrong_so_far = (*header.errors, *_absent(header, lists, plan, grids), *errors)
    return Laid(header, tuple(lists), spare, wrong_so_far)


Roles = Mapping[str, Table | None]
"""What the sender says of sheets by their names: the table that it is, None when it is left out."""


def _roles(grids: Sequence[Grid], plan: Plan, said: Mapping[str, str]) -> Roles:
    roles: dict[str, Table | None] = {}
    errors = []
    for name, target in said.items():
        named = [g.name for g in grids if key_of(g.name) == key_of(name)]
        table = plan.main if key_of(target) == key_of(MAIN) else _named(target, plan)
        if not named:
            errors.append(_of_sheets(name, f"Tệp không có trang “{shown(name)}”. Xin ghi đúng tên trang."))
        elif key_of(target) and table is None:
            errors.append(_of_sheets(name, f"Biểu mẫu không có danh sách “{shown(target)}”."))
        roles |= dict.fromkeys(named, table if key_of(target) else None)
    if errors:
        raise wrong("Cách chọn trang có", errors)
    return roles


def _of_sheets(name: str, sentence: str) -> FieldError:
    return FieldError(pointer=pointer_of(("sheets", name[:100])), rule="sheets", detail=sentence)


def _without_hidden_columns(grid: Grid, plan: Plan) -> Grid:
    """Give a sheet whose hidden columns are empty, but for those that the sender explains."""
    tables = (plan.main, *plan.lists)
    unseen = [
        p for p in grid.veiled_columns if not any(t.explained_at(grid.name, letters(p)) for t in tables)
    ]
    if not unseen:
        return replace(grid, veiled_columns=frozenset())
    out = frozenset(unseen)
    rows = [["" if place in out else cell for place, cell in enumerate(row)] for row in grid.rows]
    return replace(grid, rows=rows, veiled_columns=frozenset())


def wrong(start: str, errors: Sequence[FieldError]) -> InvalidSubmission:
    """Make the refusal of a whole file."""
    return InvalidSubmission(f"{start} {group(len(errors))} chỗ cần sửa. {errors[0].detail}", errors=errors)


def _main(grids: Sequence[Grid], plan: Plan, roles: Roles) -> Grid:
    """Choose the sheet that the sender names, the one of that name, else the first visible one that fits best."""
    chosen = [g for g in grids if roles.get(g.name) is plan.main]
    grids = chosen or [g for g in grids if g.name not in roles]
    if not grids:
        raise UnreadableInput("Chưa chọn trang dữ liệu chính. Xin chọn một trang của tệp làm trang dữ liệu.")
    listed = {key_of(t.sheet) for t in plan.lists}
    named = [g for g in grids if key_of(g.name) == key_of(MAIN)]
    free = [g for g in grids if key_of(g.name) not in listed and not g.hidden]
    found = [(best_row(g.rows, plan.main) or (0, 0))[1] for g in free]
    return named[0] if named else free[found.index(max(found))] if free else grids[0]


def _lists(grids: Sequence[Grid], plan: Plan, roles: Roles) -> tuple[list[Header], list[FieldError]]:
    lists: dict[Names, Header] = {}
    errors: list[FieldError] = []
    for grid in grids:
        table = roles.get(grid.name) or _named(grid.name, plan)
        if table is None or not table.path:
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


def _named(text: str, plan: Plan) -> Table | None:
    name = key_of(text)
    for table in plan.lists:
        if name in (
            key_of(table.sheet),
            key_of(table.title),
            key_of(".".join(table.path)),
            key_of(table.path[-1]),
        ):
            return table
    # Numbers before titles change between editions of a form: "4. Biểu dương" is "4.a) Biểu dương" too.
    alike = [table for table in plan.lists if _unnumbered(key_of(table.title)) == _unnumbered(name)]
    return alike[0] if len(alike) == 1 else None


def _unnumbered(key: str) -> str:
    return _NUMBER.sub("", key)


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
