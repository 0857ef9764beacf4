"""What the looks of an .xlsx tell of its cells: hidden rows, percentages, months before days, fonts before Unicode.

Only looked for where the parts hold the words that make it worthwhile; all parts are bounded by then.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from service.intake.extent import column_number
from service.intake.grid import At, Run
from service.vietnamese.legacy import of_font

_OLD_FONT = re.compile(rb"""["']\s*(?:\.vn|vni[-\s])""", re.IGNORECASE)
_ROW_HIDDEN = re.compile(
    rb"""<(?:[^\s<>/:!?]*:)?row\s(?=[^<>]*\bhidden=["'](?:1|true)["'])[^<>]*?\br=["'](\d{1,7})["']"""
)
_COLUMN_HIDDEN = re.compile(
    rb"""<(?:[^\s<>/:!?]*:)?col\s(?=[^<>]*\bhidden=["'](?:1|true)["'])"""
    rb"""(?=[^<>]*\bmin=["'](\d{1,5})["'])(?=[^<>]*\bmax=["'](\d{1,5})["'])"""
)
_TEXT_CELL = re.compile(
    rb"""<(?:[^\s<>/:!?]*:)?c\s(?=[^<>]*\bt=["']s["'])[^<>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*>\s*"""
    rb"""<(?:[^\s<>/:!?]*:)?v>\s*(\d{1,8})\s*<"""
)
_ITEM = re.compile(rb"<(?:[^\s<>/:!?]*:)?si(?:\s[^<>]*)?(?:/>|>(.*?)</(?:[^\s<>/:!?]*:)?si\s*>)", re.DOTALL)
_MONTH_CODE = re.compile(rb"""Code\s*=\s*["'][^"']*m[^"']*d""", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"m{1,2}[-/. ]?d{1,2}(?!d)[-/. ]?y", re.IGNORECASE)
_PERCENT_FORMATS = frozenset({9, 10})
"""The two built in (ISO/IEC 29500-1, 18.8.30); others have % in their code."""

_MAX_NAMED = 100_000
_MAX_COLUMNS = 16_384


@dataclass
class Styles:
    """Which cell formats (positions in cellXfs) show percentages, dates with the month first, and an old font."""

    percent: frozenset[int] = frozenset()
    fonts: Mapping[int, str] = field(default_factory=dict)
    month_first: frozenset[int] = frozenset()


class _Reading:
    """One reading of styles.xml."""

    def __init__(self) -> None:
        self.fonts: list[str] = []
        self.codes: dict[int, str] = {}
        self.formats: list[tuple[int, int]] = []
        self._within: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        above = self._within[-1] if self._within else ""
        self._within.append(local)
        if local == "font" and above == "fonts":
            self.fonts.append("")
        elif local == "name" and above == "font" and self.fonts:
            self.fonts[-1] = attributes.get("val", "")
        elif local == "numFmt" and above == "numFmts":
            self.codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif local == "xf" and above == "cellXfs":
            self.formats.append((_number(attributes.get("numFmtId")), _number(attributes.get("fontId"))))

    def end(self, _name: str) -> None:
        self._within.pop()

    def styles(self) -> Styles:
        percents = _PERCENT_FORMATS | {i for i, code in self.codes.items() if "%" in _without_words(code)}
        named = [(n, self.fonts[font]) for n, (_, font) in enumerate(self.formats) if font < len(self.fonts)]
        return Styles(
            frozenset(n for n, (code, _) in enumerate(self.formats) if code in percents),
            {n: name for n, name in named if of_font(name)},
            frozenset(
                n for n, (code, _) in enumerate(self.formats) if _is_month_first(self.codes.get(code, ""))
            ),
        )


def read_styles(data: bytes) -> Styles:
    """Read styles.xml; what is no XML says nothing."""
    plain = b"%" not in data and b'"9"' not in data and b'"10"' not in data
    if plain and not _OLD_FONT.search(data) and not _MONTH_CODE.search(data):
        return Styles()
    reading = _Reading()
    return reading.styles() if _parse(data, reading) else Styles()


def old_runs(strings: bytes) -> dict[int, list[Run]]:
    """Give the shared texts in which an old font is used within the text, by their position."""
    if not _OLD_FONT.search(strings):
        return {}
    found = {}
    for place, item in enumerate(_ITEM.finditer(strings)):
        if item[1] and _OLD_FONT.search(item[1]):
            reading = _Runs()
            if _parse(
                b"<x:si xmlns:x='x'>" + re.sub(rb"(</?)[^\s<>/:!?]*:", rb"\1", item[1]) + b"</x:si>", reading
            ):
                found[place] = reading.runs
    return found


class _Runs:
    """One reading of one shared text; spelling hints for readers of Japanese (rPh) are no text."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._font = ""
        self._within: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._within.append(name)
        if name == "r":
            self._font = ""
        elif name == "rFont":
            self._font = attributes.get("val", "")

    def end(self, _name: str) -> None:
        self._within.pop()

    def text(self, text: str) -> None:
        if self._within[-1] == "t" and "rPh" not in self._within:
            self.runs.append((self._font, text))


def _parse(data: bytes, reading: Any) -> bool:
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.StartDoctypeDeclHandler = _refuse
    parser.CharacterDataHandler = getattr(reading, "text", None)
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _Strange, LookupError, ValueError):
        return False
    return True


class _Strange(Exception):
    """What no spreadsheet program writes."""


def _refuse(*_: Any) -> None:
    raise _Strange


def styled(sheet: bytes, formats: Sequence[int] | frozenset[int]) -> Iterator[tuple[At, int]]:
    """Give the cells that have one of these formats."""
    if not formats:
        return
    ids = b"|".join(str(n).encode() for n in sorted(formats))
    pattern = (
        rb"""<(?:[^\s<>/:!?]*:)?c\s(?=[^<>]*\bs=["']("""
        + ids
        + rb""")["'])[^<>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']"""
    )
    for count, found in enumerate(re.finditer(pattern, sheet)):
        if count >= _MAX_NAMED * 30:
            return
        yield (int(found[3]) - 1, column_number(found[2].decode()) - 1), int(found[1])


def hidden_rows(sheet: bytes) -> frozenset[int]:
    """Give the rows that are hidden, by hand or by a filter; positions from 0."""
    if b"hidden" not in sheet:
        return frozenset()
    return frozenset(int(found[1]) - 1 for found in _ROW_HIDDEN.finditer(sheet))


def hidden_columns(sheet: bytes) -> frozenset[int]:
    """Give the columns that are hidden; positions from 0, none beyond the last one of Excel."""
    if b"hidden" not in sheet:
        return frozenset()
    spans = (
        (int(found[1]) - 1, min(int(found[2]), _MAX_COLUMNS)) for found in _COLUMN_HIDDEN.finditer(sheet)
    )
    return frozenset(place for start, end in spans for place in range(start, end))


def shared_cells(sheet: bytes, wanted: Mapping[int, Sequence[Run]]) -> dict[At, Sequence[Run]]:
    """Give the cells that hold one of these shared texts."""
    if not wanted:
        return {}
    return {
        (int(found[2]) - 1, column_number(found[1].decode()) - 1): wanted[int(found[3])]
        for found in _TEXT_CELL.finditer(sheet)
        if int(found[3]) in wanted
    }


def _is_month_first(code: str) -> bool:
    """Tell m/d/yyyy from d/m/yyyy; the built-in short date (14) follows each machine and tells nothing."""
    return bool(_MONTH_FIRST.match(re.sub(r"\[[^\]]*\]", "", _without_words(code)).strip()))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _without_words(code: str) -> str:
    return re.sub(r'"[^"]*"|\\.', "", code)
