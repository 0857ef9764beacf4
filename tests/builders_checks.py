"""Judge plain values by [[check]] tables in one line, the form made from the values themselves; a package with checks.

found({"rule": "M1", "total": "tong_so", …}, {"tong_so": 30, …}) → findings
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from service.checks.case import Case
from service.checks.declare import understand
from service.checks.judge import check
from service.checks.rulebook import Rulebook
from service.checks.rulefiles import our_rulebook
from service.forms.schema import Form, load_form
from service.model import Finding
from tests.builders import a_docx, a_form, a_package

FORMATS = {r"\d{4}-\d{2}-\d{2}": "vn-date", r"\d{2}:\d{2}": "vn-time"}
A_DAY = date(2026, 8, 5)


def a_form_like(values: Mapping[str, Any]) -> Form:
    """Make the form whose submission these values are; a name with _ becomes a title with spaces."""
    return load_form({"title": "Biểu thử", **_schema(dict(values))})


def _schema(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        parts = {
            name: {"title": name.replace("_", " ").capitalize(), **_schema(part)}
            for name, part in value.items()
        }
        return {"type": "object", "properties": parts}
    if isinstance(value, list):
        return {"type": "array", "items": {"title": "Dòng", **_schema(value[0])}}
    if isinstance(value, str):
        kind = next((f for pattern, f in FORMATS.items() if re.fullmatch(pattern, value)), None)
        return {"type": "string", "format": kind} if kind else {"type": "string"}
    kinds = {bool: "boolean", int: "integer", float: "number"}
    return {"type": kinds[type(value)]}


def found(
    tables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    values: Mapping[str, Any],
    *,
    like: Mapping[str, Any] | None = None,
    book: Rulebook | None = None,
    **case: Any,
) -> tuple[Finding, ...]:
    """Judge values; `like` gives the form when the values alone do not show it (blanks, empty lists)."""
    form = a_form_like(like or values)
    declared = understand([tables] if isinstance(tables, Mapping) else tables, form)
    assert [f"{f.found} {f.mend}" for f in declared.findings] == []
    about = {"day": A_DAY, "layout": "dang", "rules": "05-HD/VPTW", **case}
    return check(declared.checks, form, values, Case(book=book or our_rulebook(), **about))


def told(*arguments: Any, **named: Any) -> list[str]:
    """Give what was found in short: "E /tong_so 30 = 27 + 02: …"."""
    return [f"{f.severity} {f.pointer} {f.found}" for f in found(*arguments, **named)]


ROLL_CALL = """title = "Điểm danh"
version = "1.0"
layout = "dang"
[[document]]
template = "diem-danh.docx"
title = "Điểm danh {{ chi_bo }}"
[[check]]
rule = "M1"
total = "tong_so"
present = "co_mat"
absent = "vang"
[[check]]
rule = "M10"
total = "tong_so"
present = "co_mat"
[[check]]
rule = "D13"
texts = "*"
"""


def a_roll_call(folder: Path) -> Path:
    """Write the package diem-danh: M1 stops it when co_mat + vang ≠ tong_so, M10 warns when half or fewer are there."""
    figure = {"type": "integer", "minimum": 0}
    return a_package(
        folder,
        "diem-danh",
        documents={"diem-danh.docx": a_docx("{{ chi_bo }}: {{ tong_so }}, {{ co_mat }}, {{ vang }}")},
        form=a_form(
            chi_bo={"type": "string", "title": "Chi bộ"},
            tong_so={**figure, "title": "Tổng số"},
            co_mat={**figure, "title": "Có mặt"},
            vang={**figure, "title": "Vắng"},
            required=["chi_bo", "tong_so", "co_mat", "vang"],
        ),
        sample=roll_call("Mỹ Thọ"),
        toml=ROLL_CALL,
    )


def roll_call(name: str, total: int = 30, present: int = 27, absent: int = 3) -> dict[str, Any]:
    """Give the values of one roll call."""
    return {"chi_bo": name, "tong_so": total, "co_mat": present, "vang": absent}
