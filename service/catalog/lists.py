"""Lists in templates: columns, order, sums, words joined; the functions behind the filters for lists."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2.runtime import Undefined

from service.catalog.values import LONGEST, Unwritable, date_of, empty, number_of, text_of
from service.vietnamese import names, numbers


def column(value: Any, key: str) -> list[Any]:
    """Give one member of every object in a list."""
    return [_member(item, key) for item in _items(value)]


def length(value: Any) -> int:
    """Count the members of a list or object, or the characters of text."""
    return len(value) if isinstance(value, str | Mapping | Undefined) else len(_items(value))


def first(value: Any) -> Any:
    """Give the first member, or nothing."""
    return next(iter(_items(value)), "")


def last(value: Any) -> Any:
    """Give the last member, or nothing."""
    return next(iter(_items(value)[-1:]), "")


def join(value: Any, between: str = "", attribute: str | None = None) -> str:
    """Join what is not empty, with `between` in between."""
    parts = _printed(value, attribute)
    _bounded(parts, between)
    return between.join(parts)


def listed(value: Any, attribute: str | None = None) -> str:
    """Join as a sentence does: "A, B và C"."""
    parts = _printed(value, attribute)
    _bounded(parts, " và ")
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def total(value: Any, attribute: str | None = None) -> int | float:
    """Add up exactly; the empty counts nothing.

    Raises:
        ValueError: a member that is no number.
    """
    found = [_member(item, attribute) for item in _items(value)]
    exact = [numbers.round_half_up(number_of(number), 15) for number in found if not empty(number)]
    result = sum(exact, Decimal(0))
    return int(result) if result == result.to_integral_value() else float(result)


def sort(value: Any, reverse: bool = False, attribute: str | None = None) -> list[Any]:
    """Order numbers by size, then text by the Vietnamese alphabet, then the empty."""

    def place(item: Any) -> tuple[int, Any]:
        inner = _member(item, attribute)
        if isinstance(inner, int | float):
            return 0, inner
        return (2, b"") if empty(inner) else (1, names.text_key(text_of(inner)))

    return sorted(_items(value), key=place, reverse=bool(reverse))


def by_name(value: Any, key: str = "ho_ten", born: str = "ngay_sinh", dem_truoc: Any = False) -> list[Any]:
    """Order people as Vietnamese lists do: by tên, then họ, then đệm; those of one name by birthday.

    Args:
        value: the people.
        key: the member that holds the name.
        born: the member that holds the birthday; where it is missing or empty, it counts as the last.
        dem_truoc: true puts đệm before họ.
    """

    def place(item: Any) -> tuple[bytes, date]:
        day = item.get(born) if isinstance(item, Mapping) else None
        name = text_of(_member(item, key))
        return names.person_key(name, _day(day), middle_first=bool(dem_truoc))

    return sorted(_items(value), key=place)


def _day(value: Any) -> date | None:
    """Give a birthday; a year alone, or none, says nothing of the order."""
    try:
        return None if empty(value) else date_of(value)
    except ValueError:
        return None


def _items(value: Any) -> Sequence[Any]:
    """A list, or an empty one for nothing; a missing value fails with its name when its length is asked."""
    if isinstance(value, Undefined):
        len(value)
    if value is None or value == "":
        return []
    if not isinstance(value, list | tuple):
        raise Unwritable("Bộ lọc này cần một danh sách.")
    return value


def _member(item: Any, key: str | None) -> Any:
    if key is None:
        return item
    if not isinstance(item, Mapping) or key not in item:
        raise Unwritable(f"Trong danh sách không có mục “{key}”.")
    return item[key]


def _printed(value: Any, attribute: str | None) -> list[str]:
    parts = (text_of(_member(item, attribute)) for item in _items(value))
    return [part for part in parts if part]


def _bounded(parts: Sequence[str], between: str) -> None:
    if sum(map(len, parts)) + len(between) * len(parts) > LONGEST:
        raise Unwritable("Danh sách quá dài, không nối thành một đoạn được.")
