"""Numbers that name people and organisations: kept as text, for their leading zeros matter.

A citizen number begins with the code of a province (001 to 096), then a figure for century and sex (0 and 1: men and
women born from 1900, 2 and 3: from 2000), then the last two of the year of birth (Decree 137/2015/NĐ-CP, article 13).
Codes of countries, for births abroad, do not begin with 0; so every number of a province does, and sheets drop it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_DIGITS = re.compile("[0-9]+")
_BETWEEN = re.compile("[ \u00a0.\\-]+")
_OF_PROVINCE = re.compile("0(?:0[1-9]|[1-8][0-9]|9[0-6])[0-3][0-9]{8}")
_LOST: Mapping[str, tuple[tuple[int, re.Pattern[str]], ...]] = {
    "cccd": ((12, _OF_PROVINCE),),
    "party_card": ((12, _OF_PROVINCE), (8, re.compile("0[0-9]{7}"))),
    "phone": ((10, re.compile("0[35789][0-9]{8}")), (11, re.compile("02[0-9]{9}"))),
    "party_organisation": ((14, re.compile("0[1-9][0-9]{12}")),),
}
"""What a number that begins with 0 looks like, and its length."""
_MOST_LOST = 2
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)


def cccd(text: str) -> str:
    """Check a citizen number (số định danh, CCCD) and give its 12 digits (Law 26/2023/QH15, article 12).

    Raises:
        ValueError: not 12 digits.
    """
    digits = _digits(text, "Số CCCD")
    if len(digits) == 12:
        return digits
    hint = _hint("cccd", digits)
    if len(digits) == 9:
        hint = " Số CMND 9 chữ số không còn giá trị."
    raise ValueError(f"Số CCCD phải có đúng 12 chữ số, “{_said(text)}” có {len(digits)}.{hint}")


@dataclass(frozen=True)
class Citizen:
    """What a citizen number tells: code of the province or country of registration, "nam" or "nữ", year of birth."""

    place: str
    sex: str
    born: int


def citizen(number: str) -> Citizen | None:
    """Read what a citizen number tells of the person; None for what is no such number."""
    if len(number) != 12 or not _DIGITS.fullmatch(number):
        return None
    century, female = divmod(int(number[3]), 2)
    return Citizen(number[:3], "nữ" if female else "nam", 1900 + 100 * century + int(number[4:6]))


def party_card(text: str) -> str:
    """Check a Party card number and give its digits: 12 (cards from 2025) or 8 (older cards).

    Raises:
        ValueError: another count of digits.
    """
    digits = _digits(text, "Số thẻ đảng viên")
    if len(digits) not in (8, 12):
        raise ValueError(
            f"Số thẻ đảng viên phải có 12 chữ số (thẻ cũ: 8), “{_said(text)}” có {len(digits)}."
            f"{_hint('party_card', digits)}"
        )
    return digits


def party_organisation(text: str) -> str:
    """Check the code of a Party organisation and give its 14 digits.

    Raises:
        ValueError: not 14 digits.
    """
    digits = _digits(text, "Mã tổ chức đảng")
    if len(digits) != 14:
        raise ValueError(
            f"Mã tổ chức đảng phải có đúng 14 chữ số, “{_said(text)}” có {len(digits)}."
            f"{_hint('party_organisation', digits)}"
        )
    return digits


def phone(text: str) -> str:
    """Check a telephone number in Viet Nam and give it with its leading 0: "+84 912 345 678" → "0912345678".

    Mobile numbers have 10 digits, fixed lines (02…) have 10 or 11.

    Raises:
        ValueError: anything else.
    """
    bare = text.strip().replace("(", "").replace(")", "")
    digits = _digits(bare.removeprefix("+"), "Số điện thoại")
    if bare.startswith("+"):
        if not digits.startswith("84"):
            raise ValueError(f"“{_said(text)}” không phải là số điện thoại Việt Nam (+84).")
        digits = "0" + digits[2:].removeprefix("0")
    lengths = (10, 11) if digits.startswith("02") else (10,)
    if not digits.startswith("0") or len(digits) not in lengths:
        raise ValueError(
            f"Số điện thoại phải có 10 chữ số, bắt đầu bằng 0, ví dụ 0912345678; “{_said(text)}” thì không."
            f"{_hint('phone', digits)}"
        )
    return digits


def lost_zeros(kind: str, text: str) -> str | None:
    """Give the number with the zeros that a sheet dropped at its head; None when it lacks none or is no such number.

    Args:
        kind: "cccd", "party_card", "phone" or "party_organisation".
        text: digits, spaces and dots between them.
    """
    digits = _BETWEEN.sub("", text.strip())
    if not _DIGITS.fullmatch(digits) or digits.startswith("0"):
        return None
    for length, pattern in _LOST[kind]:
        whole = digits.zfill(length)
        if 1 <= length - len(digits) <= _MOST_LOST and pattern.fullmatch(whole):
            return whole
    return None


def _hint(kind: str, digits: str) -> str:
    meant = lost_zeros(kind, digits)
    return (
        f" Có thể bảng tính đã bỏ mất số 0 ở đầu; nếu đúng là “{meant}”, xin nhập lại ở dạng văn bản."
        if meant
        else ""
    )


def _digits(text: str, name: str) -> str:
    digits = _BETWEEN.sub("", text.strip())
    if not _DIGITS.fullmatch(digits):
        lost = " Bảng tính đã đổi sang dạng lũy thừa và làm mất chữ số; xin nhập lại ở dạng văn bản."
        hint = lost if _ROUNDED.fullmatch(text.strip()) else ""
        raise ValueError(f"{name} chỉ gồm chữ số, không phải “{_said(text)}”.{hint}")
    return digits


def _said(text: str) -> str:
    return text.strip()[:40]
