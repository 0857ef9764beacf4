"""What the sender of a file says on the pages: what is to be made of it, and the answers to questions about it.

It is kept as plain JSON beside the file while it waits ("said"): `work`, `title`, `parts`, `details` of the order, and
`mapping`, `hidden`, `encoding`, `sheets`, `dates`, `zeros` as in intake.notes.Answers. An encoding of AS_SHOWN means
that the text was turned as it was shown.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from service.intake.daytext import CENTURIES, ORDERS
from service.intake.notes import ENCODINGS, HIDDEN, ZEROS, Answers
from service.intake.plan import MAIN

LONGEST_TITLE = 300
PARTS = ("cover", "contents", "closing")
DETAILS = ("dossier_code", "retention", "prepared_by")
WORKS = CHECK, DOSSIER, DOCUMENTS = ("kiem-tra", "ho-so", "van-ban")
AS_SHOWN = "nhu-tren"
LEFT_OUT = "-"
COLUMN, DAY, YEAR, SHEET, SHEET_NAME = "cot-", "ngay-", "nam-", "trang-", "ten-trang-"

Said = Mapping[str, Any]
Posted = MultiDict[str, str]


def wishes(posted: Posted) -> dict[str, Any]:
    """Read what is to be made, from the page on which the file is chosen."""
    parts = posted.getlist("phan") if "phan" in posted or "co-phan" in posted else None
    return {
        "work": posted.get("viec") if posted.get("viec") in WORKS else DOSSIER,
        "title": " ".join(posted.get("ten", "").split())[:LONGEST_TITLE],
        "parts": parts,
        "sign": "ky-so" in posted,
        "details": {name: posted.get(name, "")[:LONGEST_TITLE] for name in DETAILS},
        "hidden": _one_of(HIDDEN, posted.get("hidden_rows", "")),
        "encoding": _one_of(ENCODINGS, posted.get("encoding", "")),
    }


def order_body(said: Said) -> dict[str, Any]:
    """Give the order as orders.order_of takes it; a page from before knows only the title."""
    parts = said.get("parts")
    chosen = {} if parts is None else {name: name in parts for name in PARTS}
    signed = bool(said.get("sign")) and said.get("work") != DOCUMENTS
    return {"title": said.get("title", ""), "metadata": said.get("details", {}), "sign": signed, **chosen}


def with_answers(said: Said, posted: Posted) -> dict[str, Any]:
    """Add the answers that were posted to what was said before."""
    every = {**said}
    if posted.get("viec") in WORKS:
        every["work"] = posted["viec"]
    if chosen := _one_of((*ENCODINGS, AS_SHOWN), posted.get("bang-ma", "")):
        every["encoding"] = chosen
    if chosen := _one_of(HIDDEN, posted.get("phan-an", "")):
        every["hidden"] = chosen
    if chosen := _one_of(ZEROS, posted.get("so-0", "")):
        every["zeros"] = chosen
    every["sheets"] = {**said.get("sheets", {}), **_sheets(posted)}
    every["mapping"] = {**said.get("mapping", {}), **_columns(posted)}
    every["dates"] = {**said.get("dates", {}), **_dates(posted)}
    return every


def answers_of(said: Said) -> Answers:
    """Give what was said as the intake takes it."""
    encoding = said.get("encoding", "")
    return Answers(
        said.get("mapping", {}),
        said.get("hidden", ""),
        "" if encoding == AS_SHOWN else encoding,
        said.get("sheets", {}),
        said.get("dates", {}),
        said.get("zeros", ""),
    )


def _one_of(choices: tuple[str, ...], text: str) -> str:
    return text if text in choices else ""


def _columns(posted: Posted) -> dict[str, str]:
    found = {name.removeprefix(COLUMN): posted[name] for name in posted if name.startswith(COLUMN)}
    return {key: "" if target == LEFT_OUT else target for key, target in found.items() if target}


def _sheets(posted: Posted) -> dict[str, str]:
    """Read the role of each sheet; where one of them is to be chosen, the others are left out."""
    names = {n.removeprefix(SHEET_NAME): posted[n] for n in posted if n.startswith(SHEET_NAME)}
    return {name: posted[SHEET + n] for n, name in names.items() if posted.get(SHEET + n) is not None} | (
        _the_one(posted.get("trang", ""), names.values()) if "trang" in posted else {}
    )


def _the_one(chosen: str, names: Any) -> dict[str, str]:
    return {name: MAIN if name == chosen else "" for name in names}


def _dates(posted: Posted) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in posted:
        if name.startswith((DAY, YEAR)):
            key = name.removeprefix(DAY).removeprefix(YEAR)
            order = _one_of(tuple(ORDERS), posted.get(DAY + key, "dmy"))
            start = _one_of(CENTURIES, posted.get(YEAR + key, ""))
            found[key] = f"{order}-{start}" if start else order
    return {key: way for key, way in found.items() if way.partition("-")[0]}
