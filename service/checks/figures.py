"""Arithmetic as sentences show it: "54 = 01 + 03 + 51", differences, percentages, which single figure may be wrong."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, Decimal

from service.checks.case import Figure, Figures, Notice, Number
from service.vietnamese.numbers import group, round_half_up

MOST_SHOWN = 12
"""Longer sums are shown by their first and last terms."""


def said(number: Number) -> str:
    """Write a number as papers do: 12651 → "12.651", 4 → "04", 28.5 → "28,5"."""
    if number == int(number):
        return f"{int(number):02d}" if 0 < number < 10 else group(int(number))
    return group(number)


def add_up(figures: Iterable[Figure]) -> Number:
    """Add up; whole numbers stay whole."""
    added = sum((Decimal(f.value) for f in figures), Decimal(0))
    return int(added) if added == added.to_integral_value() else added


def equation(whole: Figure, parts: Figures) -> str:
    """Show what should be equal: "54 = 01 + 03 + 51"."""
    terms = [said(p.value) for p in parts]
    if len(terms) > MOST_SHOWN:
        terms = [*terms[:3], f"… ({len(parts)} số) …", terms[-1]]
    return f"{said(whole.value)} = {' + '.join(terms)}"


def difference(one: Number, other: Number) -> str:
    """Write by how much two numbers differ, plainly: "1", "360"."""
    gap = abs(Decimal(one) - Decimal(other))
    return group(int(gap) if gap == int(gap) else gap)


def unequal(whole: Figure, parts: Figures, words: str) -> Iterator[Notice]:
    """Say it when a sum is not what it should be; `words` name the sum ("có mặt cộng vắng")."""
    added = add_up(parts)
    if added != whole.value:
        yield Notice(
            at=whole,
            found=f"{equation(whole, parts)}: {words} là {said(added)}, lệch {difference(added, whole.value)}.",
            mend=f"Đếm lại rồi sửa cho khớp.{suspects(whole, parts)}",
        )


def suspects(whole: Figure, parts: Figures) -> str:
    """Say which single part, set right, would make the sum fit; a swap of its digits is the likeliest slip."""
    gap = Decimal(add_up(parts)) - Decimal(whole.value)
    swapped, others = [], []
    for part in parts:
        right = Decimal(part.value) - gap
        if right < 0 or right != right.to_integral_value() or len(parts) > MOST_SHOWN:
            continue
        words = f"{part.part} là {said(int(right))}"
        if len(str(int(right))) > 1 and sorted(str(int(right))) == sorted(str(part.value)):
            swapped.append(f"{words} (có thể đảo chữ số)")
        else:
            others.append(words)
    guesses = swapped + others
    return f" Nếu chỉ sai một số: {', hoặc '.join(guesses)}." if 0 < len(guesses) <= 4 else ""


def decimals(number: Number) -> int:
    """Count the decimals that were written."""
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def share(part: Number, whole: Number, places: int) -> Decimal:
    """Work out a percentage by its counts, rounded half up."""
    return round_half_up(Decimal(part) * 100 / Decimal(whole), places)


def cut(part: Number, whole: Number, places: int) -> Decimal:
    """Work out a percentage with its further decimals cut off, as some do by mistake."""
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def percent(value: Number) -> str:
    """Write a percentage with the decimals it has: "92,30%"."""
    return f"{group(value, decimals(value))}%"
