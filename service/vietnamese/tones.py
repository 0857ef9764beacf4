"""Where the tone stands in oa, oe and uy at the end of a word: hòa, thúy, ủy or hoà, thuý, uỷ.

Both ways are in use, and offices write theirs into their instructions. Text is kept as typed; this is for the fixed
words of templates, and for what somebody asks to be written in one way. Names of people are never put through it.
"""

import re
import unicodedata

from service.vietnamese.text import nfc

_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_PAIRS = frozenset({"oa", "oe", "uy"})
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile("[bcdđghklmnprstvx]*|gi")
"""What may stand before the two vowels; the u of qu is none of them: quý has one way only."""


def place_tones(text: str, like: str) -> str:
    """Write every oa, oe and uy that ends a word in one way; everything else stays as typed, in NFC.

    Args:
        text: any text.
        like: a word that shows the way: "hòa" or "ủy", or else "hoà" or "uỷ".

    Raises:
        ValueError: `like` shows neither.
    """
    shown = nfc(like.strip().lower())
    ways = [first for first in (True, False) if _placed(shown, first=first) == shown]
    if len(ways) != 1:
        raise ValueError(f"Cách bỏ dấu xin ghi bằng một chữ mẫu: “hòa” hoặc “hoà”, không phải “{like[:20]}”.")
    return _WORD.sub(lambda found: _placed(found[0], first=ways[0]), nfc(text))


def _placed(word: str, *, first: bool) -> str:
    parts = unicodedata.normalize("NFD", word)
    tones = [char for char in parts if char in _TONES]
    bare = nfc("".join(char for char in parts if char not in _TONES))
    if len(tones) != 1 or bare[-2:].lower() not in _PAIRS or not _BEFORE.fullmatch(bare[:-2].lower()):
        return word
    letters = list(bare)
    letters[-2 if first else -1] += tones[0]
    return nfc("".join(letters))
