"""What an .ods tells of hidden rows, which calamine leaves out (OpenDocument 1.3, 19.749 table:visibility)."""

from xml.parsers import expat

_MAX_ROWS = 1_048_576


class _Rows:
    """One reading of content.xml: the rows of each sheet that are collapsed or filtered away."""

    def __init__(self) -> None:
        self.hidden: dict[str, set[int]] = {}
        self._sheet = ""
        self._row = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._sheet, self._row = attributes.get("table:name", ""), 0
        elif name == "table:table-row":
            count = int(attributes.get("table:number-rows-repeated", 1))
            if attributes.get("table:visibility") in ("collapse", "filter") and count < 10_000:
                self.hidden.setdefault(self._sheet, set()).update(range(self._row, self._row + count))
            self._row = min(self._row + count, _MAX_ROWS)


def hidden_rows(content: bytes) -> dict[str, frozenset[int]]:
    """Give the hidden rows by sheet, positions from 0; what is no XML says nothing."""
    if b"table:visibility" not in content:
        return {}
    reading = _Rows()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.start
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        return {}
    return {sheet: frozenset(rows) for sheet, rows in reading.hidden.items()}
