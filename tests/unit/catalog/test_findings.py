"""The rules are documented, and a broken package tells all of its errors."""

import re
from pathlib import Path

from service.catalog.findings import RULES, broken, error, errors_in, sentence, warning
from service.catalog.manifest import DOCUMENT_KEYS, LAYOUTS, METADATA_KEYS, NUMBER_KEYS, TOP_KEYS

PAGE = (Path(__file__).parents[3] / "docs" / "mau.md").read_text(encoding="utf-8")


def test_every_rule_is_documented_as_it_is_worded() -> None:
    rows = re.findall(r"^\| (P\d+) \| (.+?) \|", PAGE, re.MULTILINE)
    assert dict(rows) == RULES


def test_every_key_of_package_toml_is_documented() -> None:
    for key in (*TOP_KEYS, *NUMBER_KEYS, *DOCUMENT_KEYS, *METADATA_KEYS, *LAYOUTS):
        assert f"`{key}`" in PAGE, key


def test_a_broken_package_tells_its_errors_and_not_its_warnings() -> None:
    findings = [
        warning("P12", "a", "b", "c"),
        error("P5", "đoạn 1", "Sai.", "Sửa."),
        error("P6", "x", "y", "z"),
    ]
    assert len(errors_in(findings)) == 2
    exc = broken(findings, "giay-moi")
    assert exc.detail == "Bộ mẫu giay-moi có lỗi. đoạn 1: Sai. Sửa. Còn 1 chỗ khác phải sửa."
    assert [e.rule for e in exc.errors] == ["P5", "P6"]
    assert sentence(findings[2]) == "x: y z"
