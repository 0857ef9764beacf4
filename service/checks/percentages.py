"""Percentages: worked out by counts and rounded half up, written in one style, and numbers with their words.

Rules T3, T4, T7 and T13. Pure functions.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from service.checks.case import Case, Figure, Figures, Notice, Text, Texts
from service.checks.figures import cut, decimals, percent, said, share
from service.checks.prose import looked_at, shows
from service.checks.rule import Kind, Parameter, Rule
from service.checks.sentences import Share, find_shares, find_words, may_share
from service.vietnamese.numbers import round_half_up
from service.vietnamese.words import decimal_to_words, words_to_decimal

_PERCENT = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)*)(\s*)%")
_SPACED, _POINTED = re.compile(r"%(?<=\s%)"), re.compile(r"\.\d+%")
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_ALL = Decimal(100)

SAME_DECIMALS = "Dùng cùng một số chữ số lẻ."


def rounding(
    case: Case, *, part: Figure | None, whole: Figure | None, percent: Figure | None, texts: Texts
) -> Iterator[Notice]:
    """T3: a percentage is part of whole, rounded half up to the decimals shown; cutting off is the softer case."""
    if part is not None and whole is not None and percent is not None and whole.value:
        yield from _judge(percent, Decimal(part.value), Decimal(whole.value), Decimal(percent.value))
    for text in texts:
        for found in find_shares(text.value):
            if not _about_all(found):
                yield from _judge(text, Decimal(found.part), Decimal(found.whole), found.shown)


def _judge(at: Figure | Text, part: Decimal, whole: Decimal, shown: Decimal) -> Iterator[Notice]:
    places = decimals(shown)
    right = share(part, whole, places)
    if shown == right:
        return
    was_cut = shown == cut(part, whole, places)
    why = " (mới cắt bớt, chưa làm tròn)" if was_cut else ""
    top, bottom = (int(n) if n == n.to_integral_value() else n for n in (part, whole))
    yield Notice(
        at=at,
        found=f"{said(top)}/{said(bottom)} = {percent(right)}, đang ghi {percent(shown)}{why}.",
        mend=f"Ghi {percent(right)}, hoặc sửa số lượng.",
        lesser=was_cut,
    )


def _about_all(found: Share) -> bool:
    """T7 speaks of these."""
    return found.part == found.whole or found.shown == _ALL


def completeness(
    case: Case, *, part: Figure | None, whole: Figure | None, percent: Figure | None, texts: Texts
) -> Iterator[Notice]:
    """T7: 46/46 is 100%, and 100% is all of them; 299/300 shown as 100% is the softer case."""
    if part is not None and whole is not None and percent is not None:
        yield from _judge_all(percent, Decimal(part.value), Decimal(whole.value), Decimal(percent.value))
    for text in texts:
        for found in find_shares(text.value):
            if _about_all(found):
                yield from _judge_all(text, Decimal(found.part), Decimal(found.whole), found.shown)


def _judge_all(at: Figure | Text, part: Decimal, whole: Decimal, shown: Decimal) -> Iterator[Notice]:
    if (part == whole) == (shown == _ALL) or not whole:
        return
    right = _ALL if part == whole else share(part, whole, 2)
    yield Notice(
        at=at,
        found=f"{said(int(part))}/{said(int(whole))} là {percent(right)}, đang ghi {percent(shown)}.",
        mend=f"Ghi {percent(right)}, hoặc sửa số lượng.",
        lesser=part != whole and round_half_up(part * 100 / whole, 0) == _ALL,
    )


def style(case: Case, *, percents: Figures, texts: Texts) -> Iterator[Notice]:
    """T4: decimal comma, no space before %, one number of decimals within a table or a sentence."""
    if len({decimals(p.value) for p in percents if p.value not in (0, _ALL)}) > 1:
        shown = ", ".join(percent(p.value) for p in percents)
        yield Notice(at=percents[-1], found=f"Số lẻ khác nhau: {shown}.", mend=SAME_DECIMALS)
    for text in texts:
        for found, mend in find_styles(text.value):
            yield Notice(at=text, found=found, mend=mend)


def may_differ(text: str) -> bool:
    """Say whether a percentage has a space or a point, or several shares may differ in their decimals."""
    if "%" not in text:
        return False
    return bool(_SPACED.search(text) or _POINTED.search(text) or (text.count("%") > 1 and may_share(text)))


@shows(may_differ)
def find_styles(text: str) -> tuple[tuple[str, str], ...]:
    """Give (found, how to mend) of percentages that are not written in one style."""
    text = looked_at(text)
    found = []
    for hit in _PERCENT.finditer(text):
        right = hit[1].replace(".", ",") + "%"
        if "." in hit[1] and "," not in hit[1]:
            found.append((f"“{hit[0]}” dùng dấu chấm cho số lẻ.", f"Ghi {right}."))
        elif hit[2]:
            found.append((f"“{hit[0]}” có khoảng trắng trước dấu %.", f"Ghi {right}."))
    for sentence in _SENTENCE_END.split(text) if "/" in text else ():
        shares = [s.shown for s in find_shares(sentence) if decimals(s.shown)]
        if len({decimals(s) for s in shares}) > 1:
            shown = ", ".join(map(percent, shares))
            found.append((f"Trong một câu có số lẻ khác nhau: {shown}.", SAME_DECIMALS))
    return tuple(found)


def in_words(case: Case, *, figure: Figure | None, words: Text | None, texts: Texts) -> Iterator[Notice]:
    """T13: a number in words is the number in figures."""
    if figure is not None and words is not None and words.value:
        yield from _spelled(figure, words)
    for text in texts:
        for found, readable in find_words(text.value):
            yield Notice(at=text, found=found, mend="Sửa số hoặc chữ cho khớp.", lesser=not readable)


def _spelled(figure: Figure, words: Text) -> Iterator[Notice]:
    written = re.sub(
        r"\s?(?:đồng|tờ|chẵn|[./(){}]|\s)+$", "", looked_at(words.value)[-400:].strip(" ().")
    ).strip()
    try:
        right = decimal_to_words(figure.value)
    except ValueError:
        return  # larger than any number that we can say in words
    try:
        same = words_to_decimal(written) == figure.value
        found = f"Bằng số {said(figure.value)}, bằng chữ “{words.value}”."
    except ValueError:
        same, found = (
            False,
            f"Bằng số {said(figure.value)}, không đọc được phần bằng chữ “{words.value[:80]}”.",
        )
    if not same:
        yield Notice(at=words, found=found, mend=f"Ghi bằng chữ: {right}.")


_SHARE = {
    "part": Parameter(Kind.FIGURE, "số đạt"),
    "whole": Parameter(Kind.FIGURE, "tổng số"),
    "percent": Parameter(Kind.PERCENT, "tỷ lệ đã ghi, số hoặc chữ như 92,31%"),
    "texts": Parameter(Kind.TEXTS, "ô chữ có số lượng kèm tỷ lệ, ví dụ “240/260 …, đạt 92,31%”"),
}

RULES = (
    Rule(
        id="T3",
        requires="Tỷ lệ % tính từ số lượng, làm tròn nửa lên theo số chữ số lẻ đã ghi.",
        judge=rounding,
        sees=lambda _: find_shares,
        needs=(("part", "whole", "percent"), ("texts",)),
        parameters=_SHARE,
    ),
    Rule(
        id="T4",
        requires="Tỷ lệ % viết dấu phẩy, không cách trước %, cùng số chữ số lẻ trong một bảng hoặc một câu.",
        judge=style,
        sees=lambda _: find_styles,
        needs=(("percents",), ("texts",)),
        parameters={
            "percents": Parameter(Kind.PERCENTS, "các tỷ lệ của một bảng"),
            "texts": Parameter(Kind.TEXTS, "các ô chữ có tỷ lệ %"),
        },
    ),
    Rule(
        id="T7",
        requires="Đủ tất cả là 100%, và 100% là đủ tất cả.",
        judge=completeness,
        sees=lambda _: find_shares,
        needs=(("part", "whole", "percent"), ("texts",)),
        parameters=_SHARE,
    ),
    Rule(
        id="T13",
        requires="Số viết bằng chữ đúng với số viết bằng chữ số.",
        judge=in_words,
        sees=lambda _: find_words,
        needs=(("figure", "words"), ("texts",)),
        parameters={
            "figure": Parameter(Kind.FIGURE, "số"),
            "words": Parameter(Kind.TEXT, "số bằng chữ"),
            "texts": Parameter(Kind.TEXTS, "ô chữ có số kèm chữ trong ngoặc"),
        },
    ),
)
