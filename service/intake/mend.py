"""What is mended in a cell without asking, because it can mean one thing only; each time with the reason.

Unseen characters are taken out; where digits, dates or names stand, spaces and hyphens of print become plain ones;
what a cell shows as a percentage is read as it is shown; the unit of an amount of money is left out. Quotation marks,
hyphens and spaces within texts stay as typed, and the letters of names are never touched.
"""

import re
from decimal import Decimal

from service.forms.schema import Field
from service.intake.grid import Percent
from service.vietnamese.numbers import group, parse_money, parse_number
from service.vietnamese.text import fold, nfc

UNSEEN = "Đã bỏ ký tự không nhìn thấy."
PLAIN = "Đã thay khoảng trắng hoặc gạch nối đặc biệt bằng loại thường."
COMPOSED = "Chữ tổ hợp đã chuyển thành dựng sẵn (Unicode NFC)."
PERCENT = "Ô ghi phần trăm, đọc đúng như ô hiện."
MARK = "Đã bỏ dấu nháy đứng đầu ô."
UNIT = "Đã bỏ đơn vị tiền ghi sau số."

ODD = re.compile("[\u00a0\u00ad\u0300-\u036f\u180e\u2000-\u2015\u202a-\u202f\u205f-\u2064\u2212\ufeff]")
"""Signs that may have to be mended."""

_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
_ENDS_OF_MONEY = frozenset("gGdDđĐ₫.")
_HYPHENS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
_COMBINING = re.compile("[\u0300-\u036f]")
_SHARES = ("ty le", "phan tram")
_SCALES = re.compile(r"\b(?:ty|trieu|nghin|ngan)\b|1[.,]?000")
"""A column of thousands, millions or billions of đồng: what an amount of đồng means in it, only people know."""


def mended(field: Field, value: object) -> tuple[object, str] | None:
    """Give the value as it is meant, and why it was changed; None when nothing is to be mended.

    Raises:
        ValueError: it may mean two things; the sentence asks.
    """
    if isinstance(value, Percent):
        return _share(field, Decimal(repr(float(value))) * 100, Decimal(repr(float(value))))
    if not isinstance(value, str):
        return None
    text, why = _plain(field, value) if not value.isascii() and ODD.search(value) else (value, "")
    if text.startswith("'") and not field.item and _table(field) and field.format != "vn-name":
        text, why = text[1:].strip(), f"{why} {MARK}".strip()
    if text.endswith("%") and field.kind in ("integer", "number"):
        return _written_share(field, text)
    if field.kind in ("integer", "number") and text.rstrip()[-1:] in _ENDS_OF_MONEY:
        return _amount(field, text) or ((text, why) if why else None)
    return (text, why) if why else None


def before(value: object) -> str:
    """Write what stood in the cell, for the note; unseen characters are named."""
    if isinstance(value, Percent):
        return f"{_figure(Decimal(repr(float(value))) * 100)}%"
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", str(value))[:200]


def after(value: object) -> str:
    """Write what the cell is read as."""
    return _figure(Decimal(repr(value))) if isinstance(value, float) else str(value)[:200]


def _plain(field: Field, value: str) -> tuple[str, str]:
    reasons = []
    text = _UNSEEN.sub("", value)
    if text != value:
        reasons.append(UNSEEN)
    table = _table(field)
    if table and (other := text.translate(table)) != text:
        text = other
        reasons.append(PLAIN)
    if _COMBINING.search(text) and nfc(text) != text:
        text = nfc(text)
        reasons.append(COMPOSED)
    return text, " ".join(reasons)


def _table(field: Field) -> dict[int, str]:
    """Give the signs that are made plain; of a cell that holds a list, those of its items."""
    field = field.item or field
    if field.kind != "string" or (field.format or "") not in ("", "text", "vn-name"):
        return _SPACES | _HYPHENS
    return _SPACES if field.format == "vn-name" else {}


def _amount(field: Field, text: str) -> tuple[object, str] | None:
    """Read an amount with its unit; None where it is none, or the column counts otherwise than in đồng."""
    if _SCALES.search(fold(f"{field.title} {field.description}")):
        return None
    try:
        return parse_money(text), UNIT
    except ValueError:
        return None


def _written_share(field: Field, text: str) -> tuple[object, str]:
    number = Decimal(parse_number(text[:-1]))
    return _share(field, number, number / 100)


def _share(field: Field, shown: Decimal, ratio: Decimal) -> tuple[object, str]:
    shown = Decimal(f"{shown:.10f}").normalize()
    if field.kind == "string":
        return f"{_figure(shown)}%", PERCENT
    if _in_hundreds(field):
        return float(shown), PERCENT
    if _most(field) <= 1:
        return float(ratio), PERCENT
    raise ValueError(
        f"ô ghi {_figure(shown)}%; xin ghi {_figure(shown)} hoặc {_figure(ratio)} (không có dấu %)."
    )


def _in_hundreds(field: Field) -> bool:
    words = f"{field.title} {field.description}"
    return _most(field) == 100 or (
        _most(field) > 1 and ("%" in words or any(s in fold(words) for s in _SHARES))
    )


def _most(field: Field) -> float:
    return float(field.schema.get("maximum", 10**9))


def _figure(number: Decimal) -> str:
    return group(number.normalize() if number else Decimal(0))
