"""Which part of an .xlsx holds which sheet, by the workbook's own relations (ISO/IEC 29500-2)."""

import posixpath
from collections.abc import Iterator, Mapping
from xml.parsers import expat

_MAX_SHEETS = 1_000


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Give the part of each sheet by the sheet's name; what cannot be told is left out."""
    book = next((name for name in parts if name.lower().endswith("xl/workbook.xml")), "")
    folder, file = posixpath.split(book)
    targets = {}
    for attributes in _elements(parts.get(f"{folder}/_rels/{file}.rels", b""), "Relationship"):
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        targets[attributes.get("Id", "")] = path
    sheets = {}
    for attributes in _elements(parts.get(book, b""), "sheet"):
        related = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        sheets[attributes.get("name", "")] = targets.get(related, "")
    return sheets


def _elements(data: bytes, wanted: str) -> Iterator[dict[str, str]]:
    """Give the attributes of every element of that name; nothing of what is no XML."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted and len(found) < _MAX_SHEETS:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return
    yield from found
