"""Numbers that name people and organisations: kept as text, for their leading zeros matter."""

import re

_DIGITS = re.compile("[0-9]+")
_BETWEEN = re.compile("[ \u00a0.\\-]+")
_LONG_RUN = re.compile("(?<![0-9])[0-9]{9,12}(?![0-9])")


def cccd(text: str) -> str:
    """Check a citizen number (số định danh, CCCD) and give its 12 digits (Law 26/2023/QH15, article 12).

    Raises:
        ValueError: not 12 digits.
    """
    digits = _digits(text, "Số CCCD")
    if len(digits) == 12:
        return digits
    hint = ""
    if len(digits) == 11:
        hint = (
            f" Có thể bảng tính đã bỏ mất số 0 ở đầu; nếu đúng là “0{digits}”, xin nhập lại ở dạng văn bản."
        )
    elif len(digits) == 9:
        hint = " Số CMND 9 chữ số không còn giá trị."
    raise ValueError(f"Số CCCD phải có đúng 12 chữ số, “{_said(text)}” có {len(digits)}.{hint}")


def party_card(text: str) -> str:
    """Check a Party card number and give its digits: 12 (cards from 2025) or 8 (older cards).

    Raises:
        ValueError: another count of digits.
    """
    digits = _digits(text, "Số thẻ đảng viên")
    if len(digits) not in (8, 12):
        raise ValueError(f"Số thẻ đảng viên phải có 12 chữ số (thẻ cũ: 8), “{_said(text)}” có {len(digits)}.")
    return digits


def party_organisation(text: str) -> str:
    """Check the code of a Party organisation and give its 14 digits.

    Raises:
        ValueError: not 14 digits.
    """
    digits = _digits(text, "Mã tổ chức đảng")
    if len(digits) != 14:
        raise ValueError(f"Mã tổ chức đảng phải có đúng 14 chữ số, “{_said(text)}” có {len(digits)}.")
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
        lost = len(digits) == 9 and digits[0] in "35789"
        hint = f" Nếu bảng tính đã bỏ mất số 0 ở đầu thì là “0{digits}”." if lost else ""
        raise ValueError(
            f"Số điện thoại phải có 10 chữ số, bắt đầu bằng 0, ví dụ 0912345678; “{_said(text)}” thì không.{hint}"
        )
    return digits


def mask(text: str) -> str:
    """Hide every run of 9 to 12 digits but its last three, for logs: "099001110001" → "*********001"."""
    return _LONG_RUN.sub(lambda run: "*" * (len(run[0]) - 3) + run[0][-3:], text)


def _digits(text: str, name: str) -> str:
    digits = _BETWEEN.sub("", text.strip())
    if not _DIGITS.fullmatch(digits):
        raise ValueError(f"{name} chỉ gồm chữ số, không phải “{_said(text)}”.")
    return digits


def _said(text: str) -> str:
    return text.strip()[:40]
