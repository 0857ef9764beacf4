"""A CSV or TSV file to one grid: the separator is the one that makes sense of the header."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from unicodedata import combining

from service.errors import InputTooLarge, UnreadableInput
from service.intake.grid import Grid
from service.intake.header import HEADER_ROWS, best_row
from service.intake.plan import Table
from service.intake.text import decode_old
from service.vietnamese.numbers import group

SEPARATORS = (",", ";", "\t", "|")
MAX_SEPARATORS = 40
MAX_COLUMNS = 2_000
_SAID = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_GUARDED = re.compile(r"'+[=+\-@]")


def read_grid(data: bytes, main: Table, *, max_rows: int, encoding: str = "") -> Grid:
    """Read the rows of a CSV file; all cells are text.

    Raises:
        UnreadableInput: not text, an encoding that is not known, quotes that do not close.
        InputTooLarge: far more rows than may be.
    """
    text, old = decode_old(data, encoding)
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    separator = said[1] if said else _separator(body, main)
    rows: list[Sequence[str]] = [()] if said else []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            rows.append([_unguarded(cell) for cell in row[:MAX_COLUMNS]])
            if len(rows) > 10 * max_rows + HEADER_ROWS:
                raise InputTooLarge(
                    f"Tệp có hơn {group(10 * max_rows)} dòng, nhiều nhất {group(max_rows)} dòng một lô."
                )
    except csv.Error as exc:
        raise UnreadableInput(_reason(str(exc), reader.line_num + bool(said))) from exc
    example = _example(data, text) if old else ("", "")
    return Grid("", rows, written_in=old.label if old else "", example=example)


def _example(data: bytes, text: str) -> tuple[str, str]:
    """Give the first line with marks as it stands in the file and as it was read."""
    old = data.decode("cp1252", errors="replace").splitlines()
    lines = zip(old, text.splitlines(), strict=False)
    return next(((b[:200], a[:200]) for b, a in lines if not a.isascii() and a != b), ("", ""))


def _unguarded(text: str) -> str:
    """Take away the sign that programs put before text which a spreadsheet would take for a formula."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def _separator(text: str, main: Table) -> str:
    """Choose by how many columns of the form the header then names, then by how many cells there are.

    Any other sign may separate too, when only it makes two columns or more of the form appear.
    """
    start = "".join(islice(io.StringIO(text, newline=""), 4 * HEADER_ROWS))[:200_000]
    best, most = SEPARATORS[0], (-1, -1)
    for separator in (*SEPARATORS, *_other_signs(start)):
        rows: list[list[str]] = []
        try:
            rows.extend(islice(csv.reader(io.StringIO(start, newline=""), delimiter=separator), HEADER_ROWS))
        except csv.Error:
            continue
        found = best_row(rows, main)
        score = (found[1] if found else 0, max((len(row) for row in rows), default=0))
        if score > most and (separator in SEPARATORS or score[0] >= max(2, most[0] + 1)):
            best, most = separator, score
    return best


def _other_signs(start: str) -> list[str]:
    signs = Counter(c for c in start if not c.isalnum() and c not in "\"'\r\n \ufeff" and not combining(c))
    return [sign for sign, _ in signs.most_common(MAX_SEPARATORS) if sign not in SEPARATORS]


def _reason(said: str, line: int) -> str:
    if "field larger" in said:
        return f"Tệp CSV gần dòng {line} có một ô quá dài (có thể thiếu dấu ngoặc kép đóng). Xin sửa rồi gửi lại."
    return f"Tệp CSV sai ở gần dòng {line}: dấu ngoặc kép chưa đóng hoặc đặt sai chỗ. Xin sửa rồi gửi lại."
