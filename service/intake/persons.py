"""What the rows of a list of people say of the people: against their citizen numbers, and against one another.

A row whose number says another year of birth or another sex than its own cells is made all the same, for papers do
disagree; but most often two cells were swapped or one was mistyped, so it is told. So is a person who stands twice.
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
from service.vietnamese.text import fold, nfc

_SEXES = {"nam": "nam", "nu": "nữ"}


def disagreements(good: tuple[tuple[int, Submission], ...], header: Header) -> Iterator[Note]:
    """Name the rows whose citizen number says otherwise than their birthday or sex."""
    number, born = _number(header), _born(header)
    sex = _only(header, lambda column: fold(column.field.title) in ("gioi tinh", "nam nu", "nam/nu"))
    if number is None or (born is None and sex is None):
        return
    for row, submission in good:
        values = submission.values
        known = citizen(str(_at(values, number[1]) or ""))
        if known and (said := _other(known, values, born, sex)):
            cell = header.grid.cell(header.row + row, number[0])
            yield Note(row=row, cell=cell, why=f"Theo số CCCD, người này {said}. Xin đối chiếu lại.")


def repeated(good: tuple[tuple[int, Submission], ...], header: Header) -> Iterator[Note]:
    """Name the rows of a person who stands in an earlier row: the same citizen number, else name and birthday.

    Rows that are alike in everything are not named here.
    """
    number, born = _number(header), _born(header)
    name = _only(header, lambda column: fold(column.field.title) in ("ho va ten", "ho ten", "ho, ten"))
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for row, submission in good if number or (name and born) else ():
        values = submission.values
        said = {place: str(_at(values, place[1]) or "") for place in (number, name, born) if place}
        for places, words in (((number,), "Số CCCD này"), ((name, born), "Người cùng họ tên, ngày sinh này")):
            key = tuple(
                " ".join(nfc(said.get(place, "")).casefold().split()) if place else "" for place in places
            )
            if not all(key):
                continue
            earlier, whole = seen.setdefault((words, *key), (row, submission.canonical))
            if earlier != row and whole != submission.canonical:
                column = (places[0] or (0,))[0]
                cell, first = (header.grid.cell(header.row + n, column) for n in (row, earlier))
                yield Note(row=row, cell=cell, why=f"{words} đã có ở ô {first}. Nếu nhập thừa, xin xóa bớt.")
                break


Place = tuple[int, Column]


def _number(header: Header) -> Place | None:
    return _only(header, lambda column: column.field.format == "vn-cccd")


def _born(header: Header) -> Place | None:
    return _only(
        header, lambda column: column.field.format == "vn-date" and "sinh" in fold(column.field.title).split()
    )


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
        value = value.get(name) if isinstance(value, dict) else None
    return value
