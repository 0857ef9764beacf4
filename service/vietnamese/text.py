"""Unicode text: one normal form, forbidden characters, search keys, file names, the nearest known word."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

# C0 but tab, LF and CR; DEL and C1; noncharacters and the surrogates, which XML 1.0 section 2.2 excludes.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# Spelled out, because str.strip() would also swallow the control characters U+001C to U+001F and U+0085.
_OUTER = " \t\n\u00a0\u1680\u200b\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
# Đ does not decompose; Ð (eth) and Ɖ look the same and come from old keyboards and fonts.
_STROKES = str.maketrans("đĐðÐɖƉ", "dDdDdD")
_NOT_SLUG = re.compile("[^a-z0-9]+")
_CLOSE_ENOUGH = 0.6


def nfc(text: str) -> str:
    """Give the precomposed form (Unicode dựng sẵn), in which everything is stored and compared."""
    return unicodedata.normalize("NFC", text)


def find_control(text: str) -> int | None:
    """Give the index of the first character that a document cannot hold, or None when there is none."""
    found = _CONTROL.search(text)
    return found.start() if found else None


def tidy(text: str) -> str:
    r"""Give NFC text with "\n" line ends and no spaces around it; spaces within, NBSP too, stay as typed."""
    return _LINE_ENDS.sub("\n", nfc(text)).strip(_OUTER)


def one_line(text: str) -> str:
    """Give tidy text on one line, one space between its words."""
    return " ".join(tidy(text).split())


def printable_line(text: str) -> str:
    """Give text on one line without the characters that a document cannot hold."""
    return one_line("".join(letter for letter in text if letter.isspace() or find_control(letter) is None))


def fold(text: str) -> str:
    """Give the search key: no marks, đ as d, no case, single spaces.

    With the marks gone, both tone placements (hoà and hòa, thuý and thúy, uỷ and ủy) give the same key.
    """
    return " ".join(_bare(_bare(text).casefold()).split())


def slug(text: str, limit: int = 100) -> str:
    """Give a name for files and addresses: a–z, 0–9 and single hyphens, at most `limit` characters.

    A cut falls between words where it can. Text without Latin letters or digits gives "".
    """
    whole = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(whole) <= limit:
        return whole
    cut = whole[: limit + 1].rpartition("-")[0]
    return cut or whole[:limit]


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate most like `word` ("ý bạn là …?"), marks, case and punctuation aside, or None."""
    wanted = _letters(word)
    best: tuple[float, str] | None = None
    for candidate in candidates:
        ratio = difflib.SequenceMatcher(None, wanted, _letters(candidate)).ratio()
        if ratio >= _CLOSE_ENOUGH and (best is None or ratio > best[0]):
            best = (ratio, candidate)
    return best[1] if best else None


def first_upper(text: str) -> str:
    """Give NFC text with its first letter as a capital, the rest as typed."""
    text = nfc(text)
    return text[:1].upper() + text[1:]


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))


def _letters(text: str) -> str:
    return _NOT_SLUG.sub("", fold(text))
