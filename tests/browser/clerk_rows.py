"""What a clerk types into the blank workbook of commitments: thirty members, six mistakes in six rows."""

from datetime import date
from string import ascii_uppercase

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Đạt", "Hạnh")
ZERO = date(1899, 12, 30)
TEXTS = "Kiên định chủ nghĩa Mác - Lênin, tư tưởng Hồ Chí Minh."

MISTAKES = {
    "A4": "Trần Thị 2",
    "B7": "31/02/1970",
    "B12": "hôm qua",
    "H15": "",
    "K20": "năm sau",
    "J26": "18-13-2026",
}
MENDED = {
    "A4": "Trần Thị Hai",
    "B7": "28/02/1970",
    "B12": "12/03/1971",
    "H15": "Ấp Mỹ Thạnh",
    "K20": 2027,
    "J26": "18/11/2026",
}


def thirty() -> dict[str, str | int]:
    """Give the cells of thirty rows below the header, six of them wrong."""
    cells: dict[str, str | int] = {}
    for n in range(30):
        row: dict[str, str | int] = {
            "A": f"{FAMILIES[n // 6]} Văn {GIVEN[n % 6]}",
            "B": (date(1970 + n, 1 + n % 12, 1 + n % 28) - ZERO).days,
            "G": "Xã Mỹ Thọ",
            "H": "Ấp Mỹ Thạnh",
            "I": "Mỹ Thọ",
            "J": (date(2026, 11, 18) - ZERO).days,
            "K": 2027,
            **dict.fromkeys("MNOPQS", TEXTS),
            "U": "Nguyễn Thành Được",
        }
        cells |= {f"{column}{n + 2}": value for column, value in row.items()}
    assert set(MISTAKES) <= {f"{c}{n}" for c in ascii_uppercase for n in range(2, 32)}
    return cells | MISTAKES
