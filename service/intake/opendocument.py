"""What an .ods tells of hidden rows and columns, which calamine leaves out (OpenDocument 1.3, 19.749)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

_MAX_ROWS = 1_048_576
_MAX_REPEATED = 10_000
"""More of them are the empty rest of a sheet."""

_UNSEEN = ("collapse", "filter")


@dataclass(frozen=True)
class Hidden:
    """The hidden rows and columns of one sheet; positions from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


class _Sheets:
    """One reading of content.xml: what of each sheet is collapsed or filtered away."""

    def __init__(self) -> None:
        self.rows: dict[str, set[int]] = defaultdict(set)
        self.columns: dict[str, set[int]] = defaultdict(set)
        self._sheet = ""
        self._row = self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        unseen = attributes.get("table:visibility") in _UNSEEN
        if name == "table:table":
            self._sheet, self._row, self._column = attributes.get("table:name", ""), 0, 0
        elif name == "table:table-row":
            count = int(attributes.get("table:number-rows-repeated", 1))
            if unseen and count < _MAX_REPEATED:
                self.rows[self._sheet].update(range(self._row, self._row + count))
            self._row = min(self._row + count, _MAX_ROWS)
        elif name == "table:table-column":
            count = int(attributes.get("table:number-columns-repeated", 1))
            if unseen and count < _MAX_REPEATED:
                self.columns[self._sheet].update(range(self._column, self._column + count))
            self._column = min(self._column + count, _MAX_ROWS)


def hidden(content: bytes) -> Mapping[str, Hidden]:
    """Give what is hidden by sheet; what is no XML says nothing."""
    if b"table:visibility" not in content:
        return {}
    reading = _Sheets()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.start
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        return {}
    names = {**reading.rows, **reading.columns}
    return {name: Hidden(frozenset(reading.rows[name]), frozenset(reading.columns[name])) for name in names}
