"""The words of a paper: how its body is set, what is left of editing, syllables, names that differ. L10, L12 to L14.

Names are never corrected: two spellings of what may be one name are pointed at, nothing more.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from service.checks.case import Notice
from service.checks.paper.blocks import is_name
from service.checks.paper.reading import Paragraph
from service.checks.paper.subject import LayoutRule, Subject, at, several, whole
from service.checks.prose import LONGEST_TEXT, REMEMBERED, looked_at, unquoted
from service.vietnamese.names import sort_key
from service.vietnamese.syllables import is_syllable
from service.vietnamese.text import fold

_LONG = 120
"""Letters of a paragraph that surely fills more than a line."""
_WORD = re.compile(r"[^\W\d_]+")
_SIGNED = re.compile("[^\x00-\x7f]")
_FOREIGN = re.compile("[fjwzFJWZ]")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_TONED = re.compile("[áắấéếíóốớúứýạặậẹệịọộợụựỵ]")
_NAMES = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,12}(?:\s[^\W\d_]{1,12}){1,5}")
_FAMILY_NAMES = """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh doan trinh mai to cao lam chau ta ha
    thach truong luong luu tong quach dam vuong la kieu nghiem
"""
_FAMILY = frozenset(_FAMILY_NAMES.split())
_JOINING = ("-", "/", "'", "’", ".")
"""Signs that make a word part of a symbol or of a name."""
_LONGEST_WORD, _SHORTEST_GLUED = 24, 6
_CONSONANTS = frozenset("bcdđghklmnpqrstvx")
_MOST_PAIRS = 20


def body(subject: Subject) -> Iterator[Notice]:
    """L10: body justified, lines of 18 points or more, a full stop at the end and not "./." in the Party."""
    rules = subject.rules
    if rules is None or not subject.official:
        return
    long = [p for p in subject.prose if len(p.text) > _LONG]
    ragged = [p for p in long if p.look.align != "both"]
    if ragged:
        yield Notice(
            at=at(ragged[0]),
            required="Nội dung canh đều hai bên.",
            found=f"{len(ragged)} đoạn không canh đều hai bên: {several(ragged)}.",
            mend="Chọn các đoạn này rồi bấm Ctrl+J.",
        )
    least = rules.page.get("line_pt")
    tight = [p for p in long if least and p.look.line_pt is not None and p.look.line_pt < least]
    if tight:
        yield Notice(
            at=at(tight[0]),
            required=f"Giãn dòng từ {least} pt.",
            found=f"{len(tight)} đoạn giãn dòng dưới {least} pt: {several(tight)}.",
            mend=f"Đặt giãn dòng Exactly {least} pt hoặc hơn.",
        )
    last = next((p for p in reversed(subject.prose) if p.text.strip()), None)
    if last is not None and subject.layout == "dang" and last.text.rstrip().endswith("./."):
        yield Notice(
            at=at(last),
            required="Nội dung văn bản của Đảng kết thúc bằng dấu chấm.",
            found="Đang kết thúc bằng “./.”.",
            mend="Chỉ ghi một dấu chấm.",
        )


def editing(subject: Subject) -> Iterator[Notice]:
    """L12: no tracked change, comment, hidden text or unfilled control is left."""
    paper = subject.paper
    if paper.revised:
        yield Notice(
            at=whole(paper.revised),
            found="Còn dấu vết sửa đổi (Track Changes); đã kiểm theo bản nhận hết các sửa đổi.",
            mend="Trong Word: Review → Accept All Changes, rồi lưu lại.",
        )
    if paper.commented:
        yield Notice(
            at=whole(paper.commented), found="Còn nhận xét (Comments).", mend="Xóa hết nhận xét rồi lưu lại."
        )
    unready = [p for p in paper.paragraphs if p.unready]
    if unready:
        yield Notice(
            at=at(unready[0]),
            found=f"Còn ô điền chưa có nội dung: {several(unready)}.",
            mend="Điền nội dung hoặc xóa ô này.",
        )


def spelling(subject: Subject) -> Iterator[Notice]:
    """L13: words with Vietnamese letters are spelled as syllables are; names and foreign words are left alone."""
    wrong: dict[str, Paragraph] = {}
    for paragraph in subject.paper.paragraphs:
        for word in misspelled(paragraph.text):
            wrong.setdefault(word, paragraph)
    for word, paragraph in wrong.items():
        yield Notice(
            at=at(paragraph),
            found=f"“{word}” không phải một tiếng viết đúng chính tả tiếng Việt.",
            mend="Gõ lại; nếu là tên riêng hoặc từ nước ngoài thì giữ nguyên.",
        )
    glued = {found: p for p in reversed(subject.paper.paragraphs) for found in _glued(p.text)}
    for (word, apart), paragraph in glued.items():
        yield Notice(
            at=at(paragraph),
            found=f"“{word}” có thể thiếu dấu cách.",
            mend=f"Nếu đúng vậy, ghi “{apart}”.",
            lesser=True,
        )


def misspelled(text: str) -> tuple[str, ...]:
    """Give the words of a text that no Vietnamese spelling allows, each once."""
    if not _SIGNED.search(text):
        return ()
    found: dict[str, None] = {}
    text = unquoted(looked_at(text))
    for hit in _WORD.finditer(text[:LONGEST_TEXT]):
        word, before, after = (
            hit[0],
            text[max(0, hit.start() - 3) : hit.start()],
            text[hit.end() : hit.end() + 3],
        )
        if (
            not word.isalpha()
            or not _SIGNED.search(word)
            or before[-1:] in _JOINING
            or after[:1] in _JOINING[:-1]
        ):
            continue
        begins = not before.strip() or before.rstrip()[-1] in ".:;!?-"
        plain = word.islower() or (begins and word.istitle() and not after.lstrip()[:1].isupper())
        if plain and not _is_word(word.lower()):
            found[word] = None
    return tuple(found)


@lru_cache(REMEMBERED)
def _is_word(word: str) -> bool:
    if len(word) > _LONGEST_WORD or _FOREIGN.search(word):
        return True
    if is_syllable(word):
        return not (_STOPPED.search(word) and not _TONED.search(word))
    if is_syllable(word, loose=True):
        return True
    return _is_joined(word)


def _is_joined(word: str) -> bool:
    """Say whether a word is syllables written together: "ôtô", "côngtenơ", or a space was forgotten."""
    starts = (n for n in range(1, len(word)) if is_syllable(word[:n]) and word[n] in _CONSONANTS)
    return is_syllable(word) or any(len(word) - n > 1 and _is_joined(word[n:]) for n in starts)


def _glued(text: str) -> Iterator[tuple[str, str]]:
    """Give words of two whole syllables with Vietnamese letters each: what foreign words hardly are."""
    for hit in _WORD.finditer(text[:LONGEST_TEXT]):
        word = hit[0]
        if _SHORTEST_GLUED <= len(word) <= _LONGEST_WORD and word.islower() and _SIGNED.search(word):
            cuts = [(word[:n], word[n:]) for n in range(2, len(word) - 1) if word[n] in _CONSONANTS]
            both = [c for c in cuts if all(_SIGNED.search(p) and is_syllable(p) for p in c)]
            if both and not is_syllable(word):
                yield word, " ".join(both[-1])


def names(subject: Subject) -> Iterator[Notice]:
    """L14: one name is written in one way; names that differ by their marks alone may be two people: told only."""
    written: dict[str, dict[str, list[Paragraph]]] = defaultdict(lambda: defaultdict(list))
    for paragraph in subject.paper.paragraphs:
        for name in find_names(paragraph.text):
            written[fold(name)][name].append(paragraph)
    pairs = 0
    for spellings in written.values():
        ordered = sorted(spellings.items(), key=lambda item: -len(item[1]))
        usual = ordered[0][0]
        for name, paragraphs in ordered[1:]:
            pairs += 1
            if pairs <= _MOST_PAIRS:
                yield _two_ways(name, paragraphs, usual, len(ordered[0][1]))


def _two_ways(name: str, paragraphs: Sequence[Paragraph], usual: str, times: int) -> Notice:
    return Notice(
        at=at(paragraphs[0]),
        found=f"“{name}” ({len(paragraphs)} chỗ) và “{usual}” ({times} chỗ) có thể là một tên.",
        mend="Nếu là một người thì ghi tên theo giấy tờ ở mọi chỗ; nếu là hai người thì giữ nguyên.",
        lesser=sort_key(name) != sort_key(usual),
    )


def find_names(text: str) -> Iterator[str]:
    """Give what stands in a text as a full name: a family name and one to four names more, each with a capital."""
    for hit in _NAMES.finditer(text[:LONGEST_TEXT]):
        words = hit[0].split()
        while words:
            start = next((n for n, w in enumerate(words) if fold(w) in _FAMILY and w.istitle()), None)
            if start is None:
                break
            words = words[start:]
            count = next((n for n, w in enumerate(words) if not w.istitle()), len(words))
            if 2 < count <= 5 and is_name(" ".join(words[:count])):
                yield " ".join(words[:count])
            words = words[max(count, 1) :]


RULES = (
    LayoutRule("L10", "Nội dung canh đều, giãn dòng đủ, kết thúc bằng dấu chấm.", body),
    LayoutRule("L12", "Không còn dấu vết sửa đổi, nhận xét, ô chưa điền.", editing),
    LayoutRule("L13", "Từng tiếng viết đúng chính tả tiếng Việt.", spelling),
    LayoutRule("L14", "Tên một người viết giống nhau ở mọi chỗ.", names),
)
