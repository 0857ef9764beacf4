"""What a column of dates tells of how they were typed: the day first or the month, and whether cells were turned.

Day, month, year is what our forms ask for and what the country writes. A text that reads both ways (03/04/2026) is read
so, which is told, as long as nothing in its column speaks against it; what speaks against it is asked about. A
spreadsheet program set to the order of another country takes 05/02/1961 for the second of May and leaves 27/05/1961 as
text: dates that all have a day of 12 or less, beside such a text, may have been turned, and are asked about as well.
"""

import re
from dataclasses import dataclass
from datetime import date

from service.intake.cells import FIRST_DAY
from service.intake.grid import At
from service.intake.header import Header
from service.vietnamese.dates import long_date, numeric_date
from service.vietnamese.text import fold

TYPED = re.compile(
    r"\s*([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4}|[0-9]{2})(?:\s+0?0:00(?::00)?)?\s*"
)
MONTHS = 12

_DAYS = 31
_EXAMPLES = 3
_MONTH_FIRST = re.compile(r"\bm{1,2}\W*d{1,2}\b|\bmdy\b|\bthang\W+ngay\b|\bmonth\W+day\b")
_DAY_FIRST = re.compile(r"\bd{1,2}\W*m{1,2}\b|\bdmy\b|\bngay\W+thang\b|\bday\W+month\b")


@dataclass(frozen=True)
class Doubt:
    """What is not certain of a column of dates; `examples` are texts of it.

    Attributes:
        order: whether the day or the month was typed first must be asked.
        years: which century two digits mean must be asked.
        turned: the first of the cells kept as dates of which must be asked whether day and month are in each other's
            place, as it stands; "" when there are none.
        assumed: nothing must be asked of the order, but the texts were read as day, month, year only because the
            country does; the first example is such a text.
    """

    order: bool
    years: bool
    examples: tuple[str, ...]
    turned: str = ""
    assumed: bool = False

    @property
    def open(self) -> bool:
        """Say whether the sender must be asked."""
        return self.order or self.years or bool(self.turned)


@dataclass(frozen=True)
class Signs:
    """The dates of one column by what they tell. Texts as typed; `kept` are cells that hold a date as such.

    Attributes:
        month_first: texts that only make a date with the month first (05/27/1961).
        day_first: texts that only make a date with the day first (27/05/1961).
        both: texts that make two different dates (03/04/2026).
        short: texts with years of two digits.
        kept: the cells that hold dates, with these.
        said: "mdy" or "dmy" where the header says the order, "" where it does not.
        shown: whether the cells are formatted to show the month first.
    """

    month_first: tuple[str, ...] = ()
    day_first: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    kept: tuple[tuple[At, date], ...] = ()
    said: str = ""
    shown: bool = False

    @property
    def order(self) -> bool:
        """Say whether the order of the texts must be asked."""
        strange = self.shown or any("/" in text for text in self.short if text in self.both)
        return bool(
            self.month_first or (self.both and (self.said == "mdy" or (strange and not self.day_first)))
        )

    @property
    def turned(self) -> tuple[At, ...]:
        """Give the cells whose day and month may have been turned by the program that took them."""
        left_as_text = any("." not in text and _fits_a_cell(text) for text in self.day_first)
        if not left_as_text or any(day.day > MONTHS for _, day in self.kept):
            return ()
        return tuple(at for at, day in self.kept if day.day != day.month)

    def doubt(self) -> Doubt | None:
        """Say what must be asked or told of the column; None when each date can be read one way only."""
        turned = numeric_date(dict(self.kept)[self.turned[0]]) if self.turned else ""
        assumed = bool(self.both) and not (self.order or self.day_first or self.said)
        if not (self.order or self.short or turned or assumed):
            return None
        first = self.month_first or (self.day_first if turned else self.both)
        examples = dict.fromkeys([*first[:2], *self.short, *first, *self.both])
        return Doubt(self.order, bool(self.short), tuple(examples)[:_EXAMPLES], turned, assumed)


def signs_of(header: Header, place: int) -> Signs:
    """Look through a column of dates."""
    month_first, day_first, both, short = [], [], [], []
    kept: list[tuple[At, date]] = []
    for row, cells in header.data():
        value = cells[place] if place < len(cells) else ""
        if isinstance(value, date):
            kept.append(((row, place), value))
            continue
        found = TYPED.fullmatch(value) if isinstance(value, str) else None
        if not found:
            continue
        text, one, other = value.strip(), int(found[1]), int(found[3])
        if 1 <= one <= MONTHS < other <= _DAYS:
            month_first.append(text)
        elif 1 <= other <= MONTHS < one <= _DAYS:
            day_first.append(text)
        elif one != other and min(one, other) >= 1 and max(one, other) <= MONTHS:
            both.append(text)
        if len(found[4]) == 2:
            short.append(text)
    texts = (tuple(month_first), tuple(day_first), tuple(both), tuple(short))
    return Signs(*texts, tuple(kept), _said(header, place), place in header.grid.month_first)


def turned_round(day: date) -> date:
    """Give the date with its day and month in each other's place.

    Raises:
        ValueError: there is no such month.
    """
    return day.replace(day=day.month, month=day.day)


def read_so(signs: Signs) -> list[str]:
    """Tell how the texts and cells of a column were read where only custom says so; nothing when it is certain."""
    said = []
    found = signs.doubt()
    if found and found.assumed and (example := _whole(signs.both)):
        said.append(
            f"Ngày ghi chữ ở cột này được đọc theo ngày/tháng/năm: {example[0].strip()} là "
            f"{long_date(date(int(example[4]), int(example[3]), int(example[1])))}. "
            "Nếu tháng ghi trước, xin chọn lại cách đọc."
        )
    if signs.shown and not signs.turned and (doubtful := _doubtful(signs)):
        shown = f"{doubtful.month}/{doubtful.day}/{doubtful.year}"
        said.append(
            f"Ô của cột này hiện tháng trước ngày: ô hiện {shown} là {long_date(doubtful)} "
            f"({numeric_date(doubtful)}). Nếu không đúng ý, xin sửa ô."
        )
    return said


def _whole(texts: tuple[str, ...]) -> re.Match[str] | None:
    """Give the first text whose year is written in full."""
    found = (TYPED.fullmatch(text) for text in texts)
    return next((one for one in found if one and int(one[4]) > 99), None)


def _fits_a_cell(text: str) -> bool:
    """Say whether a cell can hold a day of its month: no program keeps an older one but as text, in whatever order."""
    found = TYPED.fullmatch(text)
    year, month = (int(found[4]), int(found[3])) if found else (0, 0)
    return year < 100 or (year, month) >= (FIRST_DAY.year, FIRST_DAY.month)


def _doubtful(signs: Signs) -> date | None:
    return next((day for _, day in signs.kept if day.day <= MONTHS and day.day != day.month), None)


def _said(header: Header, place: int) -> str:
    """Read the order of day and month in the header: "(dd/mm/yyyy)", "ngày, tháng, năm"."""
    rows = header.grid.rows[max(0, header.row - 2) : header.row + 1]
    words = fold(" ".join(str(cells[place])[:200] for cells in rows if place < len(cells)))
    if _MONTH_FIRST.search(words):
        return "mdy"
    return "dmy" if _DAY_FIRST.search(words) else ""
