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


def is_syllable(word: str, *, any_case: bool = False) -> bool:
    """Say whether a word is one syllable as Vietnamese is spelled: "nghị", "Quyết", "ĐẢNG".

    Args:
        word: without punctuation; NFC or NFD.
        any_case: let small and capital letters stand in any order.
    """
    word = unicodedata.normalize("NFC", word)
    if not (any_case or word.islower() or word.isupper() or word.istitle()):
        return False
    tone, letters = "", []
    for c in unicodedata.normalize("NFD", word.lower()):
        if c not in _TONES:
            letters.append(c)
        elif tone:
            return False
        else:
            tone = c
    plain = unicodedata.normalize("NFC", "".join(letters))
    return any(_fits(first, plain[len(first) :], tone) for first in _FIRST if first == plain[: len(first)])


def _fits(first: str, rime: str, tone: str) -> bool:
    if first == "gi" and rime in ("", "n", "êng", "êt", "êc"):
        rime = "i" + rime
    rimes = {"o" + rime, "u" + rime, rime} if first == "qu" else {rime}
    if first == "q" or rimes.isdisjoint(_RIMES):
        return False
    if (only := _BEFORE_FRONT.get(first)) is not None and (rime[0] in "eêiy") is not only:
        return False
    stopped = rime[-1:] in ("c", "p", "t") or rime.endswith("ch")
    return tone in _STOPPED if stopped and tone else True
