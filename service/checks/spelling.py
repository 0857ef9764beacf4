"""Left-over blanks, stray spaces, mixed quotation marks and tone placements: rule D13.

Pure functions. Nothing is corrected: names are written as their owners write them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from service.checks.case import Case, Notice, Texts
from service.checks.prose import LONGEST_TEXT, REMEMBERED, looked_at, shows, unquoted
from service.checks.rule import Kind, Parameter, Rule

_TAG = re.compile(r"\{\{[^}]{0,60}(?:\}\})?|\{%[^%]{0,60}(?:%\})?|\}\}|%\}")
_BLANK = re.compile(
    r"…{2,}|\.{5,}|(?:\.[ \u00a0]){3,}\.|_{3,}"
    r"|\[\s*(?:…+|\.{2,}|_+|(?:ghi|điền|nhập|tên|họ tên|số|ngày)\b[^\]\n]{0,40})?\s*\]"
    r"|(?:ngày|tháng|năm|số|lúc|hồi)\s+(?:…|\.{3,4})",
    re.IGNORECASE,
)
_DOTS = re.compile(r"\.(?:\.\.|[ \u00a0]\.)")
_DOUBLE_SPACE = re.compile(r"\S{1,30} {2,}\S{1,30}")
_SIGN_AFTER_SPACE = re.compile("[,.;:!?](?<=[ \u00a0].)")
_SPACE_BEFORE = re.compile(r"\S{1,30}[ \u00a0]{1,9}[,.;:!?](?=\s|$)")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKED = re.compile("[òóỏõọ][ae]|[ùúủũụ]y|o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]|[ỦÙÚŨỤ]y|U[ỳýỷỹỵ]")
_MARKED_LATE = [
    re.compile(pair)
    for pair in ("o[àáảãạèéẻẽẹ](?![a-z])", "u[ỳýỷỹỵ](?<![qQ]..)(?![a-z])", "U[ỳýỷỹỵ](?![a-z])")
]
"""Where the mark may be on the second vowel: mostly other letters follow ("hoạt", "toàn"), or it is "quý"."""
_LATE = frozenset("àáảãạèéẻẽẹỳýỷỹỵ")
_BEFORE = re.compile(r"[a-zđ]*$")


def leftovers(case: Case, *, texts: Texts) -> Iterator[Notice]:
    """D13: no blank is left in a finished paper; in values, and for spaces, quotation marks, tones the softer case."""
    for text in texts:
        for words in find_blanks(text.value):
            yield Notice(
                at=text,
                required="Không còn chỗ trống chưa điền.",
                found=f"Còn “{words}”.",
                mend="Điền nội dung hoặc bỏ chỗ này; nếu cố ý viết như vậy thì giữ nguyên.",
                lesser=not case.finished,
            )
        for found, mend in find_stray(text.value):
            yield Notice(at=text, required="Đánh máy đúng quy cách.", found=found, mend=mend, lesser=True)
    yield from _mixed_tones(texts)
    yield from _mixed_quotes(texts)


def _may_be_blank(text: str) -> bool:
    return bool(
        "…" in text
        or "[" in text
        or "{" in text
        or "}" in text
        or ("_" in text and "___" in text)
        or _DOTS.search(text)
    )


@shows(_may_be_blank)
def find_blanks(text: str) -> tuple[str, ...]:
    """Give what still waits to be filled in: "ngày …", "_____", "[…]", "{{ ho_ten }}"."""
    text = looked_at(text)
    tags = [hit[0] for hit in _TAG.finditer(text)]
    blanks = [hit[0] for hit in _BLANK.finditer(unquoted(text))]
    return tuple(dict.fromkeys(words[:40] for words in (*tags, *blanks)))


def _may_be_stray(text: str) -> bool:
    return bool(
        "  " in text
        or _SIGN_AFTER_SPACE.search(text)
        or (not text.isprintable() and _HIDDEN.search(text))
        or (("“" in text or "”" in text) and text.count("“") != text.count("”"))
    )


@shows(_may_be_stray, as_typed=True)
def find_stray(text: str) -> tuple[tuple[str, str], ...]:
    """Give (found, how to mend) of stray spaces, invisible characters and quotation marks left open."""
    text = text[:LONGEST_TEXT]
    found = []
    if hit := _DOUBLE_SPACE.search(text):
        found.append((f"Có hai khoảng trắng liền nhau: “{hit[0][:60]}”.", "Chỉ để một khoảng trắng."))
    if hit := _SPACE_BEFORE.search(text):
        found.append((f"Có khoảng trắng trước dấu câu: “{hit[0][-40:]}”.", "Bỏ khoảng trắng trước dấu câu."))
    if hit := _HIDDEN.search(text):
        found.append((f"Có ký tự ẩn U+{ord(hit[0]):04X}.", "Xóa rồi gõ lại chỗ đó."))
    if text.count("“") != text.count("”"):
        counts = f"{text.count('“')} dấu mở, {text.count('”')} dấu đóng"
        found.append((f"Dấu ngoặc kép không đủ cặp: {counts}.", "Mở bằng “ và đóng bằng ”."))
    return tuple(found)


def _mixed_tones(texts: Texts) -> Iterator[Notice]:
    """Point at the style used less, once for the paper."""
    if not any(_may_mark_late(text.value) for text in texts):
        return
    said = [(text, *tone) for text in texts for tone in find_tones(text.value)]
    first = Counter(word for _, late, word in said if not late)
    second = Counter(word for _, late, word in said if late)
    if first and second:
        rare, usual = (second, first) if first.total() >= second.total() else (first, second)
        place = next(text for text, _, word in said if word in rare)
        shown = [f"“{c.most_common(1)[0][0]}” ({c.total()} chỗ)" for c in (rare, usual)]
        yield Notice(
            at=place,
            required="Một kiểu đặt dấu thanh trong cả văn bản (ủy hoặc uỷ, hòa hoặc hoà).",
            found=f"Lẫn hai kiểu: {shown[0]} và {shown[1]}.",
            mend="Chọn một kiểu; tên riêng giữ nguyên.",
            lesser=True,
        )


def _may_mark_late(text: str) -> bool:
    o, u, capital = _MARKED_LATE
    return bool(o.search(text) or u.search(text) or ("U" in text and capital.search(text)))


@lru_cache(REMEMBERED)
def find_tones(text: str) -> tuple[tuple[bool, str], ...]:
    """Give the syllables with the mark on the first vowel (False: ủy, hòa) or the second (True: uỷ, hoà); no names."""
    found = []
    for hit in _MARKED.finditer(text[:LONGEST_TEXT]):
        after = text[hit.end() : hit.end() + 1]
        before = _BEFORE.search(text, max(0, hit.start() - 6), hit.start())
        onset = before[0] if before else ""
        inside = (
            text[hit.start() - len(onset) - 1 : hit.start() - len(onset)] if hit.start() > len(onset) else ""
        )
        # "quý" has its u in the onset; a capital before the syllable makes it a name; a letter after, a longer one.
        if not after.isalpha() and not inside.isalpha() and not onset.endswith("q"):
            found.append((hit[0][-1] in _LATE, onset + hit[0]))
    return tuple(found)


def may_slip(text: str) -> bool:
    """Say whether D13 may have anything to say: styles mix only where a quotation mark is straight, a mark late."""
    return '"' in text or _may_be_blank(looked_at(text)) or _may_be_stray(text) or _may_mark_late(text)


def _mixed_quotes(texts: Texts) -> Iterator[Notice]:
    straight = next((t for t in texts if '"' in t.value), None)
    if straight is not None and any("“" in t.value or "”" in t.value for t in texts):
        yield Notice(
            at=straight,
            required="Một kiểu dấu ngoặc kép trong cả văn bản.",
            found='Lẫn dấu " và dấu “ ”.',
            mend="Dùng “ ” ở mọi chỗ.",
            lesser=True,
        )


RULES = (
    Rule(
        id="D13",
        requires="Không còn chỗ trống chưa điền; dấu cách, dấu ngoặc kép, dấu thanh thống nhất.",
        judge=leftovers,
        sees=lambda _: may_slip,
        together=True,
        needs=(("texts",),),
        parameters={"texts": Parameter(Kind.TEXTS, "các ô chữ; “*” là mọi ô chữ của biểu mẫu")},
    ),
)
