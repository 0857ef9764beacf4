"""Text from before Unicode: TCVN3 (ABC) and VNI-Windows fonts, windows-1258; telling them apart, turning them over.

Such text is stored as Latin letters that a font draws as others ("Céng hßa" in .VnTime is Cộng hòa). Which it is says
the font's name; without one only the letters do, and they are believed when whole words of Vietnamese come out one
way and no other. What is Vietnamese already is never touched.

TCVN 5712:1993 (VN3) has one code for a letter with a tone; capitals with a tone are drawn by a font of their own, whose
name ends in H. VNI-Windows writes the letter and then its mark, so both cases are in one font.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from service.vietnamese.syllables import is_syllable

_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Huyền, hỏi, ngã, sắc, nặng."""


class Encoding(StrEnum):
    """The ways in which old text is stored."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    CP1258 = "windows-1258"

    @property
    def label(self) -> str:
        """Its name for the reader."""
        return {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}.get(self.value, self.value)


def _toned(letter: str, tones: tuple[str, ...] = _TONES) -> list[str]:
    return [unicodedata.normalize("NFC", letter + tone) for tone in tones]


_TCVN3_BASES = dict(zip("ĂÂÊÔƠƯĐăâêôơưđ", "¡¢£¤¥¦§¨©ª«¬\u00ad®", strict=True))
_TCVN3_TONED = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
"""TCVN 5712:1993 VN3, in the order of _TONES."""

TO_TCVN3: Mapping[str, str] = _TCVN3_BASES | {
    letter: code
    for base, codes in _TCVN3_TONED.items()
    for letter, code in zip(_toned(base), codes, strict=True)
}
FROM_TCVN3: Mapping[str, str] = {code: letter for letter, code in TO_TCVN3.items()}

_PLAIN, _HAT, _BREVE = "øûõùï", "àåãáä", "èúüéë"
"""The marks after a letter, with the sign under the tone, in the order of _TONES."""

_VNI_SIGNED = {"â": ("a", "â", _HAT), "ê": ("e", "â", _HAT), "ô": ("o", "â", _HAT), "ă": ("a", "ê", _BREVE)}
_VNI_ALONE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ơ": "ô", "ư": "ö", "ỵ": "î"}


def _vni_lower() -> Iterator[tuple[str, str]]:
    yield from _VNI_ALONE.items()
    for letter in "aeouy":
        marks = _PLAIN[:4] if letter == "y" else _PLAIN
        yield from zip(_toned(letter, _TONES[: len(marks)]), [letter + mark for mark in marks], strict=True)
    for letter, (base, sign, marks) in _VNI_SIGNED.items():
        yield letter, base + sign
        yield from zip(_toned(letter), [base + mark for mark in marks], strict=True)
    for letter in "ơư":
        yield from zip(_toned(letter), [_VNI_ALONE[letter] + mark for mark in _PLAIN], strict=True)


_LOWER = dict(_vni_lower())
TO_VNI: Mapping[str, str] = _LOWER | {letter.upper(): code.upper() for letter, code in _LOWER.items()}
FROM_VNI: Mapping[str, str] = {code: letter for letter, code in TO_VNI.items()} | {
    code[0].upper() + code[1]: letter.upper() for letter, code in _LOWER.items() if len(code) == 2
}
"""A capital with a small mark, as people type it, is a capital too."""

_VNI_CODES = re.compile("|".join(sorted(map(re.escape, FROM_VNI), key=len, reverse=True)))
_TCVN3_TABLE = str.maketrans(dict(FROM_TCVN3))
_WORD = re.compile(r"[^\s.,:;()\[\]{}\"/\\!?0-9_+=*&%#@<>|~^“”‘’–—-]+")
_FONTS = ((re.compile(r"\.vn", re.I), Encoding.TCVN3), (re.compile(r"vni[-\s]", re.I), Encoding.VNI))
_TYPED_CAPITALS = re.compile("[A-Z][^a-z\\s]*[A-Z]")
_ENOUGH_WORDS = 6
"""Different words; a name alone has fewer and is asked about."""
_SHARE = 0.9


def of_font(name: str) -> Encoding | None:
    """Give the encoding of text in this font: .VnTime … are TCVN3, VNI-Times … are VNI."""
    return next((encoding for pattern, encoding in _FONTS if pattern.match(name.strip())), None)


def is_capital_font(name: str) -> bool:
    """Say whether a TCVN3 font draws small letters as capitals: .VnTimeH, ".VnArialH"."""
    return of_font(name) is Encoding.TCVN3 and name.strip().endswith("H")


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Turn old text, stored as Latin letters, into NFC Unicode.

    Args:
        text: as a sheet holds it; what is no code of the encoding stays.
        encoding: what it is.
        capitals: the font draws capitals (is_capital_font).
    """
    plain = _DECODERS[encoding](text)
    return unicodedata.normalize("NFC", plain.upper() if capitals else plain)


def encode(text: str, encoding: Encoding) -> str:
    """Turn Unicode into old text.

    TCVN3 has no capitals with a tone: they come out small, as a capital font needs them.
    """
    nfc = unicodedata.normalize("NFC", text)
    if encoding is Encoding.CP1258:
        return "".join(map(_loosened, nfc))
    if encoding is Encoding.VNI:
        return "".join(TO_VNI.get(c, c) for c in nfc)
    return "".join(TO_TCVN3.get(c) or TO_TCVN3.get(c.lower(), c) for c in nfc)


def _loosened(letter: str) -> str:
    """Part a tone from its letter, as windows-1258 does; the letter's own sign stays on it."""
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(c for c in parts if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)) + tone


def _from_tcvn3(text: str) -> str:
    """Decode; where all letters typed are capitals, those with a tone were meant as capitals too ("Hµ NéI")."""
    plain = text.translate(_TCVN3_TABLE)
    typed = _TYPED_CAPITALS.search(text) and not re.search("[a-z]", text)
    return plain.upper() if typed else plain


_DECODERS: Mapping[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: _from_tcvn3,
    Encoding.VNI: lambda text: _VNI_CODES.sub(lambda found: FROM_VNI[found[0]], text),
    Encoding.CP1258: lambda text: text,
}


def recognise(text: str) -> Encoding | None:
    """Tell by its letters which encoding a longer text is in; None for good Unicode and for what is too little.

    Only TCVN3 and VNI: windows-1258 differs from Unicode in its bytes alone.
    """
    votes = _votes(text)
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        if votes[encoding] >= _ENOUGH_WORDS and votes[encoding] >= _SHARE * votes.total():
            return encoding
    return None


def suspect(text: str) -> Encoding | None:
    """Tell what a short text may be in: enough to ask, not enough to convert."""
    votes = _votes(text)
    found = max((Encoding.TCVN3, Encoding.VNI), key=lambda encoding: votes[encoding])
    return found if votes[found] and 2 * votes[found] > votes.total() else None


def is_vietnamese(text: str, least: int = 1) -> bool:
    """Say whether nearly all words with marks are syllables of Vietnamese, and there are `least` of them or more."""
    words = {w for w in _WORD.findall(unicodedata.normalize("NFC", text)) if not w.isascii()}
    good = sum(1 for word in words if is_syllable(word))
    return good >= least and good >= _SHARE * len(words)


def _votes(text: str) -> Counter[Encoding | None]:
    """Let every different word speak that is no good Vietnamese as it stands; None: neither reads it.

    A word that both read says nothing.
    """
    votes: Counter[Encoding | None] = Counter()
    for word in {w for w in _WORD.findall(unicodedata.normalize("NFC", text)) if not w.isascii()}:
        if is_syllable(word, loose=True) or not any("a" <= c <= "z" for c in word.lower()):
            continue
        ways = [e for e in (Encoding.TCVN3, Encoding.VNI) if _reads(word, e)]
        if len(ways) < 2:
            votes[ways[0] if ways else None] += 1
    return votes


def _reads(word: str, encoding: Encoding) -> bool:
    if max(word) > "\u00ff":
        return False
    plain = decode(word, encoding)
    return plain != word and is_syllable(plain, any_case=encoding is Encoding.TCVN3)
