"""What a written syllable of Vietnamese looks like: first consonant, rime, tone; nothing of whether it is a word."""

import unicodedata

_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_STOPPED = frozenset("\u0301\u0323")
"""Syllables that end in c, ch, p or t have sắc or nặng only."""

_FIRST = (
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_WRITTEN = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu
    iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut
    uâ uân uâng uât uây uê uêch uên uênh uêt uêu uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RIMES = frozenset(_WRITTEN.split())
_BEFORE_FRONT = {"c": False, "k": True, "g": False, "gh": True, "ngh": True, "ng": False}
"""Whether the consonant stands before e, ê, i, y only, or never before them."""


_LOOSE = frozenset({"ă", "â"})
"""Rimes of names from other languages of Vietnam, not of Vietnamese words."""

_SIGNED = "ăâêôơư"
_EITHER = ("oa", "oe", "uy")
"""Where the tone stands on either vowel, by the old way of writing or the new: hòa, hoà."""


def is_syllable(word: str, *, any_case: bool = False, loose: bool = False) -> bool:
    """Say whether a word is one syllable as Vietnamese is spelled: "nghị", "Quyết", "ĐẢNG".

    Args:
        word: without punctuation; NFC or NFD.
        any_case: let small and capital letters stand in any order.
        loose: take names such as "Pâ" too.
    """
    word = unicodedata.normalize("NFC", word)
    if not (any_case or word.islower() or word.isupper() or word.istitle()):
        return False
    letters: list[str] = []
    tones: list[tuple[str, int]] = []
    for letter in word.lower():
        parts = unicodedata.normalize("NFD", letter)
        tones += [(c, len(letters)) for c in parts if c in _TONES]
        letters.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)))
    if len(tones) > 1:
        return False
    plain, tone = "".join(letters), tones[0] if tones else ("", -1)
    return any(_fits(first, plain, tone, loose=loose) for first in _FIRST if plain.startswith(first))


def _fits(first: str, plain: str, tone: tuple[str, int], *, loose: bool) -> bool:
    start = len(first)
    if first == "gi" and plain[start:] in ("", "n", "êng", "êt", "êc"):
        start -= 1
    rime = plain[start:]
    rimes = {"o" + rime, "u" + rime, rime} if first == "qu" else {rime}
    if first == "q" or not rime or rimes.isdisjoint(_RIMES | _LOOSE if loose else _RIMES):
        return False
    if (only := _BEFORE_FRONT.get(first)) is not None and (rime[0] in "eêiy") is not only:
        return False
    mark, at = tone
    if not mark:
        return True
    stopped = rime[-1] in "cpt" or rime.endswith("ch")
    return at - start in _toned(rime) and (mark in _STOPPED or not stopped)


def _toned(rime: str) -> tuple[int, ...]:
    """Give the positions in a rime where its tone may stand."""
    vowels = rime.rstrip("cghmnpt")
    signed = [n for n, letter in enumerate(vowels) if letter in _SIGNED]
    if signed:
        return (signed[-1],)
    if len(vowels) == 3:
        return (1,)
    if vowels != rime:
        return (len(vowels) - 1,)
    return (0, 1) if vowels in _EITHER else (0,)
