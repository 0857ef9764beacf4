"""Names of organisations as offices type them: the kind said once, the proper name kept on one line; pure."""

import re

NO_BREAK = "\u00a0"
LONGEST_KEPT = 22
"""More letters than this are not held together: in capitals of 14 pt they would not fit the 77 mm of the header."""

_PLACES = (
    "ấp", "bản", "buôn", "đặc khu", "khóm", "khu", "khu phố", "làng", "phường", "phum", "sóc", "thành phố", "thị trấn",
    "thôn", "tiểu khu", "tỉnh", "tổ", "tổ dân phố", "xã", "xóm",
)  # fmt: skip
_PLACE = re.compile(rf"(?:{'|'.join(sorted(_PLACES, key=len, reverse=True))})(?=\s)", re.IGNORECASE)


def without_kind(name: str, kind: str) -> str:
    """Give the name without its kind in front: "Chi bộ ấp 3" → "ấp 3", "Chi bộ: ấp 3" too; any case of letters."""
    bare = " ".join(name.split())
    found = re.match(rf"{re.escape(kind)}(?:\s*:\s*|\s+)(?=\S)", bare, re.IGNORECASE)
    return bare[found.end() :] if found else bare


def with_kind(name: str, kind: str) -> str:
    """Give the name with its kind in front, once: "Ấp Mỹ Thạnh" → "Chi bộ ấp Mỹ Thạnh".

    A word of territory right after the kind is written small (NĐ 30/2020/NĐ-CP, Phụ lục II, mục V); nothing else of
    the name is touched. An empty name stays empty.
    """
    bare = without_kind(name, kind)
    found = _PLACE.match(bare)
    if found and not bare.isupper():
        bare = found.group().lower() + bare[found.end() :]
    return f"{kind} {bare}" if bare else ""


def keep_name_together(name: str) -> str:
    """Hold the proper name at the end on one line: the last words that begin with a capital are joined by U+00A0.

    "Chi bộ thôn Bình Sơn Thượng" can then break before "Bình", never within. A name in capitals throughout is given
    back as it is, as where the proper name begins cannot be told; of a long one only the last words are held.
    """
    words = name.split(" ")
    if name.isupper() or len(words) < 2:
        return name
    kept = [words.pop()]
    while words and words[-1][:1].isupper() and len(" ".join([words[-1], *kept])) <= LONGEST_KEPT:
        kept.insert(0, words.pop())
    return " ".join([*words, NO_BREAK.join(kept)])
