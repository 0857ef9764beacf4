"""Cells written before Unicode (TCVN3, VNI) to Unicode: by their font, else by the letters of the whole file.

What is too little to be sure of is asked about at its cell. Good Unicode is never touched, and every cell that changed
is told with its text before and after.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from service.forms.places import shown
from service.intake.grid import At, Grid
from service.vietnamese.legacy import Encoding, decode, is_capital_font, of_font, recognise, suspect

_TELLTALE = re.compile(
    "[¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ]"
    "|[aeAE][àáâãèéêùúõÀÁÂÃÈÉÊÙÚÕ]|[oO][âùõÂÙÕ]|[uU][ùúõÙÚÕ]|[a-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]"
)
"""Letters of TCVN3 and VNI, alone or side by side, that Vietnamese does not have; other texts are left alone."""

UNICODE_ALONE = re.compile("[\u0100-\u024f\u1e00-\u1eff]")
"""Latin letters that no font from before Unicode has; most Vietnamese texts show one within a word or two."""

_ENOUGH_TEXT = 200_000


@dataclass(frozen=True)
class Turned:
    """One cell that was turned into Unicode."""

    grid: str
    at: At
    before: str
    after: str
    why: str


@dataclass
class _Sheet:
    """What is known of one sheet: cells with telltale letters that are not surely Unicode, new texts, questions."""

    grid: Grid
    odd: dict[At, str]
    new: dict[At, tuple[str, str]] = field(default_factory=dict)
    asked: dict[At, tuple[str, str]] = field(default_factory=dict)


def modernise(grids: Sequence[Grid], said: str) -> tuple[list[Grid], list[Turned]]:
    """Turn old text in all sheets into Unicode.

    Args:
        grids: the sheets.
        said: the encoding that the sender names, "" when none.
    """
    sheets = [_Sheet(grid, dict(_odd(grid))) for grid in grids]
    if said == "unicode" or not any(s.odd or s.grid.fonts or s.grid.runs for s in sheets):
        return list(grids), []
    for sheet in sheets:
        _by_font(sheet)
    whole = _named(said) or recognise("\n".join(_rest(sheets))[:_ENOUGH_TEXT])
    for sheet in sheets:
        if whole:
            _by_letters(sheet, whole, sure=bool(said))
        _ask(sheet)
    return [_rewritten(sheet) for sheet in sheets], [t for sheet in sheets for t in _told(sheet)]


def _named(said: str) -> Encoding | None:
    return Encoding(said) if said in (Encoding.TCVN3, Encoding.VNI) else None


def _odd(grid: Grid) -> Iterator[tuple[At, str]]:
    modern, telltale = UNICODE_ALONE.search, _TELLTALE.search
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if cell.__class__ is str and not cell.isascii() and not modern(cell) and telltale(cell):
                yield (row, column), cell


def _by_font(sheet: _Sheet) -> None:
    """Believe fonts, but not against letters that only Unicode has."""
    for at in {**sheet.grid.fonts, **sheet.grid.runs}:
        text = _text_at(sheet.grid, at)
        if not text or (text.isascii() and not is_capital_font(sheet.grid.fonts.get(at, ""))):
            continue
        font = sheet.grid.fonts.get(at, "")
        runs = sheet.grid.runs.get(at) or ((font, text),)
        new = "".join(_of_run(run_font or font, run_text) for run_font, run_text in runs)
        name = next((f for f, _ in runs if of_font(f)), font)
        encoding = of_font(name)
        if encoding and new != text:
            sheet.new[at] = (new, f"Ô dùng phông {shown(name)}, chữ theo bảng mã {encoding.label}.")
        sheet.odd.pop(at, None)


def _of_run(font: str, text: str) -> str:
    encoding = of_font(font)
    if encoding is None or _has_unicode(text):
        return text
    return decode(text, encoding, capitals=is_capital_font(font))


def _has_unicode(text: str) -> bool:
    """Say whether a text has letters that no old font has; punctuation of any kind is in all of them."""
    return any(c > "\u00ff" and c.isalpha() for c in text)


def _rest(sheets: Sequence[_Sheet]) -> Iterator[str]:
    for sheet in sheets:
        yield from (text for text in sheet.odd.values() if not _has_unicode(text))


def _by_letters(sheet: _Sheet, encoding: Encoding, *, sure: bool) -> None:
    """Turn the cells that are surely old, and the other cells of columns that hold nothing of Unicode."""
    why = f"Chữ theo bảng mã {encoding.label}, nhận ra qua các chữ trong tệp."
    odd = {
        at for at, text in sheet.odd.items() if not _has_unicode(text) and (sure or suspect(text) is encoding)
    }
    columns = {column for _, column in odd}
    modern = {c for c in columns for row in sheet.grid.rows if c < len(row) and _is_modern(row[c])}
    for row, cells in enumerate(sheet.grid.rows):
        for column in columns:
            text = cells[column] if column < len(cells) else None
            at = (row, column)
            if text.__class__ is not str or text.isascii() or at in sheet.new or _has_unicode(text):
                continue
            if at in odd or column not in modern:
                sheet.new[at] = (decode(text, encoding), why)
                sheet.odd.pop(at, None)


def _is_modern(value: Any) -> bool:
    return isinstance(value, str) and not value.isascii() and _has_unicode(value)


def _ask(sheet: _Sheet) -> None:
    for at, text in sheet.odd.items():
        encoding = suspect(text)
        if encoding and not _has_unicode(text):
            new = decode(text, encoding)
            sheet.asked[at] = (
                "encoding",
                f"“{shown(text)}” có vẻ theo bảng mã cũ {encoding.label}, đọc là “{shown(new)}”. Nếu đúng, xin nhập "
                f"lại bằng Unicode hoặc gửi lại kèm lựa chọn bảng mã {encoding.label}.",
            )


def _rewritten(sheet: _Sheet) -> Grid:
    if not sheet.new and not sheet.asked:
        return sheet.grid
    rows: list[Sequence[Any]] = list(sheet.grid.rows)
    changed: dict[int, list[Any]] = {}
    for (row, column), (new, _) in sheet.new.items():
        if row not in changed:
            rows[row] = changed[row] = list(rows[row])
        changed[row][column] = new
    return replace(sheet.grid, rows=rows, asked=sheet.asked)


def _told(sheet: _Sheet) -> Iterator[Turned]:
    for at, (new, why) in sorted(sheet.new.items()):
        before = _text_at(sheet.grid, at)
        if new != before:
            yield Turned(sheet.grid.name, at, before, new, why)


def _text_at(grid: Grid, at: At) -> str:
    row, column = at
    cells = grid.rows[row] if row < len(grid.rows) else ()
    value = cells[column] if column < len(cells) else ""
    return value if isinstance(value, str) else ""
