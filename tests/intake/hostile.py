"""Awkward files that mean harm, or look as if they did: refused in words, or read without doing what they ask."""

from service.errors import InputTooLarge
from service.intake.delimited import MAX_SEPARATORS
from tests.builders_awkward import HEAD, sheet_xml
from tests.builders_intake import a_book, failed, with_part
from tests.intake.cases import NAME, Case, book, csv

_SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKED = b"<externalLink " + _SPACE + b'><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
PLAIN = [HEAD[:1], ["Nguyễn Văn An"]]
SIGNS = ",;\t|!#$%&*+/:<=>?@\\^_`~§¶·×÷¤¦¬°±€£¥©®™…"

HOSTILE = (
    Case(
        "a zip bomb: 200 MB of one sheet in 200 KB",
        "a.xlsx",
        lambda: with_part(a_book({"A": PLAIN}), "xl/worksheets/sheet1.xml", sheet_xml(b" " * 200_000_000)),
        refused=(InputTooLarge, "quá lớn"),
    ),
    Case(
        "links to other files and a DDE link are never followed; the value kept in the cell is read",
        "a.xlsx",
        lambda: with_part(
            a_book({"A": [HEAD[:1] + HEAD[3:4], ["Nguyễn Văn An", failed("=[1]Sheet1!A1", "5")]]}),
            "xl/externalLinks/externalLink1.xml",
            LINKED,
        ),
        good=({**NAME, "ty_le": 5},),
    ),
    Case(
        "texts that begin as formulas stay texts, in CSV too",
        "a.csv",
        csv("ho_ten,ghi_chu\nNguyễn Văn An,\"=cmd|'/c calc'!A0\"\n"),
        good=({**NAME, "ghi_chu": "=cmd|'/c calc'!A0"},),
    ),
    Case(
        "cells that say they are numbers and are none, in the columns of all kinds",
        "a.xlsx",
        lambda: with_part(
            a_book({"A": [HEAD, ["An", *[7777.5] * 5]]}),
            "xl/worksheets/sheet1.xml",
            lambda sheet: sheet.replace(b"7777.5", b"NaN", 2).replace(b"7777.5", b"1e999"),
        ),
        errors=tuple((f"{letter}2", "cell") for letter in "BCDEF"),
    ),
    *(
        Case(
            f"a CSV separated by U+{ord(sign):04X}",
            "a.csv",
            lambda sign=sign: f"Họ và tên{sign}Ngày sinh\nNguyễn Văn An{sign}1961-02-05\n".encode(),  # type: ignore[misc]
            good=({**NAME, "ngay_sinh": "1961-02-05"},),
        )
        for sign in SIGNS[:MAX_SEPARATORS]
    ),
    Case("a macro workbook whose macros are never opened", "a.xlsm", book(*PLAIN), good=(NAME,)),
)
