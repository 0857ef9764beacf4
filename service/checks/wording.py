"""What running text must not say: wrong days, replaced papers, bodies that are gone, left-over blanks. D4, D5, D8, D12.

Pure functions on values; blanks and spelling (D13) are in service.checks.spelling.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache, partial

from service.checks.case import Case, Notice, Text, Texts
from service.checks.prose import (
    REMEMBERED,
    find_badly_padded,
    find_false_days,
    looked_at,
    lowered,
    sentences,
)
from service.checks.rule import Kind, Parameter, Rule
from service.checks.rulebook import Abolished, Citation, Rulebook, plain_number
from service.vietnamese.dates import parse_date, short_date

_DAY_AFTER = re.compile(
    r"\s*,?\s*\(?\s*(?:ngày\s+)?(\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s*,?\s*năm\s+\d{4})"
)
_SAID_REPLACED = re.compile(
    r"thay\s+thế|thay\s+cho|bãi\s+bỏ|hết\s+hiệu\s+lực|trước\s+đây|được\s+thay|bị\s+thay", re.IGNORECASE
)
_CAPITAL_AFTER_SLASH = re.compile("/[A-ZĐ]")
_AROUND = 100
"""Characters before and after a citation in which it may be said to be replaced."""


def padding(case: Case, *, line: Text | None, texts: Texts) -> Iterator[Notice]:
    """D4: a zero before days 1 to 9 and months 1 and 2 only; in running text the softer case."""
    for text in (*([line] if line is not None else ()), *texts):
        for written, right in find_badly_padded(text.value):
            yield Notice(
                at=text, found=f"Đang ghi “{written}”.", mend=f"Ghi “{right}”.", lesser=text is not line
            )


def calendar_days(case: Case, *, texts: Texts) -> Iterator[Notice]:
    """D5: every day exists, and its weekday is right."""
    for text in texts:
        for words, why in find_false_days(text.value):
            yield Notice(at=text, found=f"“{words}”: {why}.", mend="Sửa ngày, tháng hoặc thứ.")


def citations(case: Case, *, texts: Texts) -> Iterator[Notice]:
    """D8: nothing is cited that another paper had replaced when this one was made."""
    if case.day is None:
        return
    register = case.book.replaced
    for text in texts:
        for number, dated in find_replaced(text.value, case.book):
            for entry in register[number]:
                other = dated is not None and entry.dated is not None and dated != entry.dated
                unsure = dated is None and entry.dated_only
                if case.day >= entry.since and not other and not unsure:
                    yield _replaced(text, entry)


def _replaced(text: Text, entry: Citation) -> Notice:
    since = short_date(entry.since)
    return Notice(
        at=text,
        found=f"Viện dẫn {entry.number} ({entry.subject}), từ ngày {since} đã có văn bản thay thế.",
        mend=f"Viện dẫn {entry.replaced_by}; nếu nói chuyện trước đó thì ghi rõ “trước đây”.",
    )


def abolished(case: Case, *, texts: Texts) -> Iterator[Notice]:
    """D12: bodies and places that are gone are not named in new papers, but in quotations and history."""
    if case.day is None:
        return
    for entry in case.book.abolished:
        for text in texts if case.day > entry.until else ():
            for name in find_gone(text.value, entry):
                yield Notice(
                    at=text,
                    found=f"Có “{name}” trong văn bản ngày {short_date(case.day)}.",
                    mend=entry.mend,
                )


def find_replaced(text: str, book: Rulebook) -> tuple[tuple[str, date | None], ...]:
    """Give (number, its date where told) of each citation of a replaced paper that is not said to be replaced."""
    text = looked_at(text)
    if "/" not in text or not _CAPITAL_AFTER_SLASH.search(text):
        return ()
    if not any(symbol in text for symbol in book.replaced_by_symbol):
        return ()
    return read_citations(text, book.replaced_pattern)


@lru_cache(REMEMBERED)
def read_citations(text: str, pattern: re.Pattern[str]) -> tuple[tuple[str, date | None], ...]:
    """Read every citation of a replaced paper."""
    found = []
    for hit in pattern.finditer(text):
        around = text[max(0, hit.start() - _AROUND) : hit.end() + _AROUND]
        if not _SAID_REPLACED.search(around):
            found.append((plain_number(hit[0]), _date_after(text, hit.end())))
    return tuple(dict.fromkeys(found))


def _date_after(text: str, place: int) -> date | None:
    hit = _DAY_AFTER.match(text, place)
    try:
        return parse_date(hit[1]) if hit else None
    except ValueError:
        return None


def may_name_what_is_gone(text: str, book: Rulebook) -> bool:
    """Say whether a text may bear a name that D12 speaks of."""
    low = lowered(looked_at(text))
    for entry in book.abolished:
        for word, sign in entry.signs:
            if word in low and sign.search(low):
                return True
    return False


def find_gone(text: str, entry: Abolished) -> tuple[str, ...]:
    """Give the names of an entry that a text bears, but in quotations and history."""
    low = lowered(looked_at(text))
    if not any(word in low and sign.search(low) for word, sign in entry.signs):
        return ()
    return read_gone(text, tuple(entry.words), tuple(entry.history), entry.until.year)


@lru_cache(REMEMBERED)
def read_gone(text: str, names: tuple[str, ...], history: tuple[str, ...], last_year: int) -> tuple[str, ...]:
    """Read every sentence for names, but those about the past."""
    gone = _any_of(names)
    now = (
        s
        for s in sentences(text)
        if min(s.years, default=9999) > last_year and not _any_of(history).search(s.text)
    )
    return tuple(dict.fromkeys(" ".join(hit[0].split()) for s in now for hit in gone.finditer(s.text)))


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match whole words in any case, with the mark of uy on either letter; marks count, for names fold alike."""
    each = "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("ủy", "(?:ủy|uỷ)") for w in words)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)


_TEXTS = {"texts": Parameter(Kind.TEXTS, "các ô chữ; “*” là mọi ô chữ của biểu mẫu")}

RULES = (
    Rule(
        id="D4",
        requires="Ngày 1 đến 9 và tháng 1, 2 viết thêm số 0 ở trước; tháng 3 đến 9 thì không.",
        judge=padding,
        sees=lambda _: find_badly_padded,
        needs=(("line",), ("texts",)),
        parameters={"line": Parameter(Kind.TEXT, "dòng địa danh, ngày tháng"), **_TEXTS},
    ),
    Rule(
        id="D5",
        requires="Ngày có thật trong lịch và đúng thứ trong tuần.",
        judge=calendar_days,
        sees=lambda _: find_false_days,
        needs=(("texts",),),
        parameters=_TEXTS,
    ),
    Rule(
        id="D8",
        requires="Không viện dẫn văn bản đã được thay thế trước ngày văn bản.",
        judge=citations,
        sees=lambda book: partial(find_replaced, book=book),
        needs=(("texts",),),
        parameters=_TEXTS,
    ),
    Rule(
        id="D12",
        requires="Văn bản mới không ghi tên cơ quan, địa danh không còn.",
        judge=abolished,
        sees=lambda book: partial(may_name_what_is_gone, book=book),
        needs=(("texts",),),
        parameters=_TEXTS,
    ),
)
