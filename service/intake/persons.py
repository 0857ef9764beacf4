"""What the number of a citizen says of the person, held against the row that it stands in.

A row whose number says another year of birth or another sex than its own cells is made all the same, for papers do
disagree; but most often two cells were swapped or one was mistyped, so it is told.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from service.intake.header import Header
from service.intake.notes import Note
from service.intake.plan import Column
from service.model import Submission
from service.vietnamese.dates import numeric_date
from service.vietnamese.identifiers import Citizen, citizen
from service.vietnamese.text import fold

_SEXES = {"nam": "nam", "nu": "nữ"}


def disagreements(good: tuple[tuple[int, Submission], ...], header: Header) -> Iterator[Note]:
    """Name the rows whose citizen number says otherwise than their birthday or sex."""
    number = _only(header, lambda column: column.field.format == "vn-cccd")
    born = _only(
        header, lambda column: column.field.format == "vn-date" and "sinh" in fold(column.field.title).split()
    )
    sex = _only(header, lambda column: fold(column.field.title) in ("gioi tinh", "nam nu", "nam/nu"))
    if number is None or (born is None and sex is None):
        return
    for row, submission in good:
        known = citizen(str(_at(submission.values, number[1]) or ""))
        if known and (said := _other(known, submission.values, born, sex)):
            cell = header.grid.cell(header.row + row, number[0])
            yield Note(row=row, cell=cell, why=f"Theo số CCCD, người này {said}. Xin đối chiếu lại.")


Place = tuple[int, Column]


def _only(header: Header, fits: Any) -> Place | None:
    found = [(place, column) for place, column in header.columns if fits(column)]
    return found[0] if len(found) == 1 else None


def _other(known: Citizen, values: Mapping[str, Any], born: Place | None, sex: Place | None) -> str:
    """Say what the number tells and what the row has instead; "" when they agree or the row says nothing."""
    said = []
    day = str(_at(values, born[1]) or "") if born else ""
    if day and int(day[:4]) != known.born:
        said.append(f"sinh năm {known.born}, dòng này ghi ngày sinh {numeric_date(date.fromisoformat(day))}")
    written = _SEXES.get(fold(str(_at(values, sex[1]) or "")), "") if sex else ""
    if written and written != known.sex:
        said.append(f"là {known.sex}, dòng này ghi {written}")
    return "; ".join(said)


def _at(values: Mapping[str, Any], column: Column) -> Any:
    value: Any = values
    for name in column.path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
