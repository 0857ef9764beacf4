"""Names of people: their order in lists, their capitals. A name is never rewritten beyond what is asked."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from service.vietnamese.text import nfc

# CLDR "vi": circumflex, breve and horn make letters of their own; the tones come second, in the order
# ngang, huyền, hỏi, ngã, sắc, nặng.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: bytes([0x20 + place]) for place, letter in enumerate(_ALPHABET)}
_DIGIT = {str(digit): bytes([0x10 + digit]) for digit in range(10)}
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_WORD = re.compile(r"[^\s\-'’‑]+")


def sort_key(full_name: str, *, middle_first: bool = False) -> bytes:
    """Give the key that orders lists of people: tên (last word), then họ, then đệm; CLDR "vi" within each.

    Offices that put đệm before họ say `middle_first`.

    Both tone placements and any case give one key, so order by something else (the birthday) after it. Bytes
    compare alike in Python, SQLite and PostgreSQL.
    """
    words = nfc(full_name).lower().split()
    given, family, middle = words[-1:], words[:-1][:1], words[1:-1]
    rest = (middle, family) if middle_first else (family, middle)
    return b"".join(_part_key(part) for part in (given, *rest))


def person_key(full_name: str, born: date | None = None, *, middle_first: bool = False) -> tuple[bytes, date]:
    """Give the key that orders people: by name, those of one name by birthday, the unknown birthday last."""
    return sort_key(full_name, middle_first=middle_first), born or date.max


def text_key(text: str) -> bytes:
    """Give the key that orders any Vietnamese text word by word, from the first."""
    return _part_key(nfc(text).lower().split())


def proper_name(name: str) -> str:
    """Give a name its capitals when it has none or only capitals: "nguyễn văn an" → "Nguyễn Văn An".

    A name in mixed case stays as typed: it was written so on purpose. Spaces are made single.
    """
    name = " ".join(nfc(name).split())
    if name not in (name.lower(), name.upper()):
        return name
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:].lower(), name)


def upper(text: str) -> str:
    """Give NFC text in capitals; safe for every Vietnamese letter, unlike a sheet's UPPER() on old fonts."""
    return nfc(nfc(text).upper())


def _part_key(words: list[str]) -> bytes:
    """Letters of all words, then tones of all words; 0 ends a level and 1 a word, below every letter."""
    syllables = [_syllable(word) for word in words]
    letters = b"\x01".join(letters for letters, _ in syllables)
    return letters + b"\x00" + bytes(tone for _, tone in syllables) + b"\x00"


@lru_cache(maxsize=4096)  # a list of people has few different syllables
def _syllable(word: str) -> tuple[bytes, int]:
    letters, tone = bytearray(), 1
    for char in word:
        marks = unicodedata.normalize("NFD", char)
        tone = max([tone, *(_TONES.get(mark, 1) for mark in marks)])
        bare = nfc("".join(c for c in marks if c not in _TONES))
        letters += _RANK.get(bare) or _RANK.get(marks[0]) or _DIGIT.get(bare) or _other(marks)
    return bytes(letters), tone


def _other(marks: str) -> bytes:
    """Place signs before digits and letters of other scripts after z, by code point."""
    if unicodedata.combining(marks[0]):
        return b""
    return (b"\xf0" if marks[0].isalnum() else b"\x02") + ord(marks[0]).to_bytes(3, "big")
