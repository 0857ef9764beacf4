"""Cut the lines of a header or a signature block into pieces: what clerks set side by side with tabs and spaces.

A piece is what stands in one column on one line, with the look of most of its letters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from service.checks.paper.looks import RunLook
from service.checks.paper.reading import Paragraph, Run
from service.vietnamese.text import nfc

_GAP = re.compile(r"[\t\n]+|[ \u00a0]{3,}")
_TOP = re.compile(r"(?<=\S)\s+(?=(?:ĐẢNG CỘNG SẢN VIỆT NAM|CỘNG H[ÒO][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM)\b)")
_DAY = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=[^\d\s][^\d]{1,40},\s*ngày\b)")
_WIDE = re.compile(r"(\s{8})\s+")
"""Room wider than anybody needs; searches for the parts of a line must not wander in it."""
_LONGEST_LINE = 2000
"""Letters of a paragraph that are cut into pieces; no line of a header or a signature is longer."""
_LEFT_BLANK = re.compile(r"(?:\bSố\s*:?|\bngày|\btháng|\bnăm)$", re.IGNORECASE)
"""What is followed by room to be filled in by hand, which is no gap between two columns."""


@dataclass(frozen=True)
class Piece:
    """Words in one column of one line; `sizes` are all sizes of its letters, the most frequent first."""

    text: str
    paragraph: Paragraph
    look: RunLook
    sizes: tuple[float, ...]
    alone: bool
    """No other piece stands on its line."""

    @property
    def capital(self) -> bool:
        """True when it is written, or shown, in capitals."""
        return any(c.isalpha() for c in self.text) and (self.look.capitals or self.text == self.text.upper())


def pieces(paragraph: Paragraph) -> list[Piece]:
    """Cut one paragraph; an empty one gives none."""
    whole = "".join(run.text for run in paragraph.runs)
    if not whole.strip():
        return []
    lines = list(_spans(whole[:_LONGEST_LINE]))
    return [
        Piece(nfc(_WIDE.sub(r"\1", whole[start:end])), paragraph, *_look(paragraph.runs, start, end), alone)
        for start, end, alone in lines
    ]


def dominant(runs: tuple[Run, ...]) -> tuple[RunLook, tuple[float, ...]]:
    """Give the look of most letters of these runs, and every size from the most to the least frequent."""
    letters = sum(len(r.text) for r in runs)
    return _look(runs, 0, letters)


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for line in text.split("\n"):
        cuts = [m.span() for m in _GAP.finditer(line) if not _is_room(line, *m.span())]
        cuts += [m.span() for m in (*_TOP.finditer(line), *_DAY.finditer(line))]
        inside = []
        start = 0
        for low, high in [*sorted(set(cuts)), (len(line), len(line))]:
            if low >= start and line[start:low].strip():
                piece = line[start:low]
                left = start + len(piece) - len(piece.lstrip())
                inside.append((at + left, at + left + len(piece.strip())))
            start = max(start, high)
        yield from ((low, high, len(inside) == 1) for low, high in inside)
        at += len(line) + 1


def _is_room(line: str, start: int, end: int) -> bool:
    return line[end : end + 1] in ("-", "/", "t", "n") and bool(
        _LEFT_BLANK.search(line[max(0, start - 8) : start])
    )


def _look(runs: tuple[Run, ...], start: int, end: int) -> tuple[RunLook, tuple[float, ...]]:
    weights: Counter[RunLook] = Counter()
    sizes: Counter[float] = Counter()
    at = 0
    for run in runs:
        low, high = max(start, at), min(end, at + len(run.text))
        at += len(run.text)
        letters = sum(
            1 for c in run.text[low - at + len(run.text) : high - at + len(run.text)] if not c.isspace()
        )
        if high > low and letters:
            weights[run.look] += letters
            sizes[run.look.size] += letters
    if not weights:
        return RunLook(), ()
    return weights.most_common(1)[0][0], tuple(size for size, _ in sizes.most_common())
