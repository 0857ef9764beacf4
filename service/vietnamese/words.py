"""Numbers in words, and back: "sáu mươi tư", "một nghìn không trăm linh một", "Một triệu đồng".

Reading by groups of three as schoolbooks teach: a group of hundreds within a number is read in full
("một triệu không trăm linh năm"). Where regions or offices differ (linh or lẻ, nghìn or ngàn, tư or bốn,
tỷ or tỉ), the writer chooses and the reader accepts all.
"""

from decimal import Decimal

from service.vietnamese.numbers import Number, group, whole_number
from service.vietnamese.text import first_upper, nfc

LARGEST = 10**15
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VALUES = {word: value for value, word in enumerate(_DIGITS)} | {"mốt": 1, "lăm": 5}
_SCALES = {"nghìn": 10**3, "triệu": 10**6}
_ALIKE = {"lẻ": "linh", "ngàn": "nghìn", "tư": "bốn", "tỉ": "tỷ", "tỹ": "tỷ", "bẩy": "bảy", "nhăm": "lăm"}


def number_to_words(
    number: int, *, linh: str = "linh", nghin: str = "nghìn", tu: str = "tư", ty: str = "tỷ"
) -> str:
    """Read a whole number aloud, from -10^15 to 10^15: 64 → "sáu mươi tư", -5 → "âm năm".

    Raises:
        ValueError: not a whole number, beyond 10^15, or a word that does not stand for the other.
    """
    whole = whole_number(number)
    linh, nghin, tu, ty = map(nfc, (linh, nghin, tu, ty))
    for usual, word in (("linh", linh), ("nghìn", nghin), ("bốn", tu), ("tỷ", ty)):
        if _ALIKE.get(word, word) != usual:
            raise ValueError(f"“{word[:20]}” không phải là cách đọc khác của “{usual}”.")
    if abs(whole) > LARGEST:
        raise ValueError(f"Chỉ viết được bằng chữ số đến {group(LARGEST)}, không phải {group(whole)}.")
    words = _below_million_billion(abs(whole)) or [_DIGITS[0]]
    chosen = {"linh": linh, "nghìn": nghin, "tư": tu, "tỷ": ty}
    spoken = [chosen.get(word, word) for word in words]
    return " ".join(["âm", *spoken] if whole < 0 else spoken)


def decimal_to_words(number: Number, **spoken: str) -> str:
    """Read a number with decimals: 12.5 → "mười hai phẩy năm", 2.05 → "hai phẩy không năm".

    Zeros right after the comma are named one by one, what follows is read as a whole number.

    Args:
        number: what is read.
        spoken: the office's own words, as `number_to_words` takes them: linh="lẻ".

    Raises:
        ValueError: not a finite number, or beyond 10^15.
    """
    whole, _, part = group(number).replace(".", "").partition(",")
    part = part.rstrip("0")
    words = number_to_words(int(whole), **spoken)
    if not part:
        return words
    if whole == "-0":
        words = "âm không"
    zeros = len(part) - len(part.lstrip("0"))
    return " ".join([words, "phẩy", *[_DIGITS[0]] * zeros, number_to_words(int(part), **spoken)])


def words_to_number(text: str) -> int:
    """Read words back into a number, in any of the regional spellings, capitals and spaces aside.

    Raises:
        ValueError: not the words of one whole number from -10^15 to 10^15.
    """
    words = [_ALIKE.get(word, word) for word in nfc(text).lower().split()]
    negative = words[:1] == ["âm"]
    said = words[1:] if negative else words
    value = _value(said)
    # Adding up forgives nonsense such as "hai hai"; only what reads back to the same words is a number.
    if value is None or value > LARGEST or said not in _readings(value) or (negative and value == 0):
        raise ValueError(f"“{text.strip()[:80]}” không phải là một số viết bằng chữ.")
    return -value if negative else value


def words_to_decimal(text: str) -> int | Decimal:
    """Read a number with decimals back: "mười hai phẩy năm" → 12.5; an int where nothing follows the comma.

    Raises:
        ValueError: not such words.
    """
    words = [_ALIKE.get(word, word) for word in nfc(text).lower().split()]
    if "phẩy" not in words:
        return words_to_number(text)
    comma = words.index("phẩy")
    whole, part = words[:comma], words[comma + 1 :]
    zeros = next((place for place, word in enumerate(part) if word != _DIGITS[0]), len(part))
    sign = "-" if whole[:1] == ["âm"] else ""
    digits = words_to_number(" ".join(part[zeros:]))
    number = words_to_number(" ".join(whole[bool(sign) :]))
    if digits <= 0 or number < 0:
        raise ValueError(f"“{text.strip()[:80]}” không phải là một số viết bằng chữ.")
    return Decimal(f"{sign}{number}.{'0' * zeros}{digits}")


def money_words(amount: Number, **spoken: str) -> str:
    """Write an amount of đồng in words, as in brackets after the figure: "Một triệu hai trăm nghìn đồng".

    Raises:
        ValueError: not a whole number of đồng, or beyond 10^15.
    """
    return first_upper(number_to_words(whole_number(amount), **spoken)) + " đồng"


def _readings(value: int) -> tuple[list[str], ...]:
    """Give the words of a number in full, and as many say it: "một nghìn linh năm" without "không trăm"."""
    full = number_to_words(value, tu="bốn")
    return full.split(), full.replace("không trăm linh", "linh").split()


def _below_million_billion(number: int) -> list[str]:
    """Words of 0 … 10^15 (none for 0); what stands before "tỷ" is itself such a number."""
    billions, rest = divmod(number, 10**9)
    words = [*_below_million_billion(billions), "tỷ"] if billions else []
    for scale, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        three, rest = divmod(rest, scale)
        if three:
            words += _three_digits(three, full=bool(words))
            words += [name] if name else []
    return words


def _three_digits(number: int, *, full: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif words and units:
        words.append("linh")
    if units:
        words.append(_unit(tens, units))
    return words


def _unit(tens: int, units: int) -> str:
    if tens > 1 and units in (1, 4):
        return "mốt" if units == 1 else "tư"
    return "lăm" if tens and units == 5 else _DIGITS[units]


def _value(words: list[str]) -> int | None:
    """Add the words up without judging their order; None for an unknown word or none at all."""
    total = below_scale = digit = 0
    for word in words:
        if word in _VALUES:
            below_scale, digit = below_scale + digit, _VALUES[word]
        elif word in ("mươi", "trăm"):
            below_scale, digit = below_scale + digit * (10 if word == "mươi" else 100), 0
        elif word == "mười":
            below_scale, digit = below_scale + digit + 10, 0
        elif word in _SCALES:
            total, below_scale, digit = total + (below_scale + digit) * _SCALES[word], 0, 0
        elif word == "tỷ":
            total, below_scale, digit = (total + below_scale + digit) * 10**9, 0, 0
        elif word != "linh":
            return None
    return total + below_scale + digit if words else None
