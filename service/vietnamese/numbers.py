"""Figures in the Vietnamese way (1.234,5): reading, grouping, percentages, money; Roman numerals."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from service.vietnamese.text import nfc

Number = int | float | Decimal

_LONGEST = 40  # characters; more is no figure that a paper holds
_LARGEST_POWER = 30
_EXACTLY = Context(prec=80)  # the default 28 digits would refuse to round large numbers to many places
_SPACED = re.compile("[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?:[,.][0-9]+)?")
_PLAIN = re.compile("[0-9]+")
_VIETNAMESE = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|(?:0|[1-9][0-9]*),[0-9]+")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|(?:0|[1-9][0-9]*)\.[0-9]+")
_EITHER_WAY = re.compile("[1-9][0-9]{0,2},[0-9]{3}")
_MONEY = re.compile(
    "([-\u2212]?)([0-9]+|[1-9][0-9]{0,2}(?:([.,]|[ \u00a0\u2009\u202f])[0-9]{3})(?:\\3[0-9]{3})*)"
    "\\s*(?:đồng|đ|₫|vnđ|vnd)\\.?",
    re.IGNORECASE,
)
_SCALES = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_SCALED = re.compile(rf"(\S.*?)\s*({'|'.join(_SCALES)})(?:\s*đồng)?\.?", re.IGNORECASE)
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class NoNumber(ValueError):
    """Text that is no number at all, unlike one that reads two ways."""


def parse_number(text: str) -> int | Decimal:
    """Read a number as people type it: 5.631, 5 631, 1.234,5, 12,5, 12.5; int unless decimals are written.

    A dot before exactly three digits groups thousands, as Vietnamese does. English grouping is read where it
    can mean nothing else (1,234,567 or 1,234.5).

    Raises:
        ValueError: not a number, or one that reads two ways ("5,631": 5631 or 5 and 631 thousandths).
    """
    bare = text.strip().replace("\u2212", "-")
    sign, digits = (bare[0], bare[1:]) if bare[:1] in ("-", "+") else ("", bare)
    if _SPACED.fullmatch(digits):
        digits = "".join(digits.split())
    elif _EITHER_WAY.fullmatch(digits):
        choice = f"{sign}{digits.replace(',', '')} hoặc {sign}{digits}0"
        raise ValueError(f"“{bare}” đọc được hai cách (hàng nghìn hay số lẻ): xin ghi {choice}.")
    if len(digits) > _LONGEST:
        raise ValueError(f"“{bare[:_LONGEST]}…” dài quá nên không phải là số.")
    if _PLAIN.fullmatch(digits):
        return int(sign + digits)
    if _VIETNAMESE.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _ENGLISH.fullmatch(digits):
        plain = digits.replace(",", "")
    else:
        raise NoNumber(f"“{bare}” không phải là số. Xin ghi ví dụ 5.631 hoặc 88,9.")
    return Decimal(sign + plain) if "." in plain else int(sign + plain)


def group(number: Number, decimals: int | None = None) -> str:
    """Write a number: 5631 → "5.631", 1234.5 → "1.234,5"; `decimals` fixes the places, rounded half up.

    Raises:
        ValueError: not a finite number, or places outside 0 to 15.
    """
    exact = _exact(number)
    if decimals is not None:
        exact = round_half_up(exact, decimals)
    whole, _, part = f"{exact.copy_abs():,f}".partition(".")
    sign = "-" if exact < 0 else ""
    return sign + whole.replace(",", ".") + (f",{part}" if part else "")


def round_half_up(number: Number, decimals: int) -> Decimal:
    """Round as people do: 2.5 → 3, 92.305 → 92.31; a float counts as the digits that it prints.

    Raises:
        ValueError: not a finite number, or places outside 0 to 15.
    """
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 15:
        raise ValueError(f"Số chữ số lẻ phải là số nguyên từ 0 đến 15, không phải {decimals!r}.")
    return _exact(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACTLY)


def percent(number: Number, decimals: int | None = None) -> str:
    """Write a percentage that is one already: 88.9 → "88,9%"."""
    return group(number, decimals) + "%"


def share(part: Number, whole: Number, decimals: int = 2) -> str:
    """Work out part of whole and write it, rounded half up: 240 of 260 → "92,31%".

    Raises:
        ValueError: `whole` is zero, or not numbers.
    """
    top, bottom = _exact(part), _exact(whole)
    if bottom == 0:
        raise ValueError("Không tính được tỷ lệ vì tổng số bằng 0.")
    return percent(_EXACTLY.divide(_EXACTLY.multiply(top, 100), bottom), decimals)


def money(amount: Number) -> str:
    """Write an amount of đồng: 1250000 → "1.250.000 đồng".

    Raises:
        ValueError: not a whole number of đồng.
    """
    return group(whole_number(amount)) + " đồng"


def money_short(amount: Number) -> str:
    """Write a large amount as reports do: 2100000000 → "2,1 tỷ đồng"; in full where that would leave figures out.

    Raises:
        ValueError: not a whole number of đồng.
    """
    exact = whole_number(amount)
    for name in ("tỷ", "triệu"):
        scale = _SCALES[name]
        if abs(exact) >= scale and exact % (scale // 100) == 0:
            return f"{group(Decimal(exact) / scale)} {name} đồng"
    return money(exact)


def parse_money(text: str) -> int:
    """Read an amount with its unit: "1.250.000 đồng", "1,250,000 VNĐ", "500đ", "2,1 tỷ đồng".

    đồng have no parts, so that three digits after a dot or comma are always thousands.

    Raises:
        ValueError: no amount of đồng.
    """
    bare = nfc(text).strip()
    if len(bare) > 2 * _LONGEST:
        raise ValueError(f"“{bare[:_LONGEST]}…” dài quá nên không phải là số tiền.")
    if scaled := _SCALED.fullmatch(bare):
        return whole_number(Decimal(parse_number(scaled[1])) * _SCALES[scaled[2].lower()])
    found = _MONEY.fullmatch(bare)
    if not found:
        raise ValueError(f"“{text.strip()[:_LONGEST]}” không phải là số tiền. Xin ghi ví dụ 1.250.000 đồng.")
    amount = int(re.sub("[^0-9]", "", found[2]))
    return -amount if found[1] else amount


def whole_number(number: Number) -> int:
    """Give the number as int, 5.0 as 5.

    Raises:
        ValueError: not finite, or with a fraction.
    """
    exact = _exact(number)
    if exact != exact.to_integral_value():
        raise ValueError(f"{group(exact)} không phải là số nguyên.")
    return int(exact)


def roman(number: int) -> str:
    """Write a Roman numeral, 1 to 3999: 14 → "XIV".

    Raises:
        ValueError: outside that range.
    """
    rest = whole_number(number)
    if not 1 <= rest <= 3999:
        raise ValueError(f"Số La Mã chỉ viết được từ 1 đến 3999, không phải {group(rest)}.")
    written = ""
    for value, letters in _ROMAN:
        count, rest = divmod(rest, value)
        written += letters * count
    return written


def _exact(number: object) -> Decimal:
    """A float counts as the shortest decimal that prints it, so that 0.1 is one tenth."""
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise ValueError(f"Cần một số, nhưng nhận được “{str(number)[:40]}”.")  # noqa: TRY004 - one kind
    exact = Decimal(int(number) if isinstance(number, float) and number.is_integer() else str(number))
    if not exact.is_finite() or exact.adjusted() > _LARGEST_POWER:
        raise ValueError("Số quá lớn hoặc không phải là số hữu hạn.")
    return exact
