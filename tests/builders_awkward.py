"""Make the awkward files of tests/intake: workbooks with looks, .ods by hand, bombs, texts in old encodings."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter
from openpyxl.styles import Font

from service.forms.schema import Form
from tests.builders_forms import a_form

HEAD = ("Họ và tên", "Ngày sinh", "Số CCCD", "Tỷ lệ (%)", "Dự bị", "Ghi chú")
AN = ("Nguyễn Văn An", "19/05/1985", "001085012345", 88.5, "x", "tốt")


def awkward_form() -> Form:
    """Make the form of all these files."""
    return a_form(
        {
            "ho_ten": {"type": "string", "format": "vn-name", "title": "Họ và tên"},
            "ngay_sinh": {"type": "string", "format": "vn-date", "title": "Ngày sinh"},
            "so_cccd": {"type": "string", "format": "vn-cccd", "title": "Số CCCD"},
            "ty_le": {"type": "number", "title": "Tỷ lệ (%)"},
            "he_so": {"type": "number", "title": "Hệ số"},
            "du_bi": {"type": "boolean", "title": "Dự bị"},
            "ghi_chu": {"type": "string", "format": "text", "title": "Ghi chú"},
            "don_vi": {
                "type": "object",
                "title": "Đơn vị",
                "properties": {
                    "ten": {"type": "string", "title": "Tên"},
                    "ky_hieu": {"type": "string", "title": "Ký hiệu"},
                },
            },
        },
        ("ho_ten",),
    )


def styled(
    rows: Sequence[Sequence[Any]],
    *,
    fonts: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    hidden: Sequence[int] = (),
    veiled: str = "",
    merged: Sequence[str] = (),
) -> bytes:
    """Make an .xlsx with looks: fonts and number formats by cell, hidden rows and (`veiled`) columns, merged cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Dữ liệu"
    for row in rows:
        sheet.append(list(row))
    for cell, name in (fonts or {}).items():
        sheet[cell].font = Font(name=name)
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    for letter in veiled:
        sheet.column_dimensions[letter].hidden = True
    for area in merged:
        sheet.merge_cells(area)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def of_many_fonts(head: Sequence[str], runs: Sequence[tuple[str, str]]) -> bytes:
    """Make an .xlsx whose one cell below the header is a text of several fonts."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Dữ liệu")
        for place, title in enumerate(head):
            sheet.write_string(0, place, title)
        pieces: list[Any] = []
        for font, text in runs:
            pieces += [book.add_format({"font_name": font}), text]
        sheet.write_rich_string(1, 0, *pieces)
    return target.getvalue()


def an_ods(
    rows: Sequence[Sequence[str]],
    *,
    hidden: Sequence[int] = (),
    veiled: bool = False,
    locked: bool = False,
    after: int = 0,
) -> bytes:
    """Make an .ods of texts; `hidden` rows from 0, the first column `veiled`, `after` empty rows at the end."""
    lines = ['<table:table-column table:visibility="collapse"/>'] * veiled
    for number, row in enumerate(rows):
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        veil = ' table:visibility="collapse"' if number in hidden else ""
        lines.append(f"<table:table-row{veil}>{cells}</table:table-row>")
    if after:
        lines.append(
            f'<table:table-row table:number-rows-repeated="{after}"><table:table-cell/></table:table-row>'
        )
    names = {
        n: f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "table", "text", "manifest")
    }
    spaces = " ".join(f'xmlns:{n}="{urn}"' for n, urn in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Dữ liệu">{"".join(lines)}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    secret = "<manifest:encryption-data/>" if locked else ""
    manifest = (
        f'<manifest:manifest {spaces}><manifest:file-entry manifest:full-path="content.xml" '
        f'manifest:media-type="text/xml">{secret}</manifest:file-entry></manifest:manifest>'
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
        "META-INF/manifest.xml": manifest,
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Make a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def text_table(rows: Sequence[Sequence[Any]], separator: str = ",") -> str:
    """Make a CSV."""
    return "".join(separator.join(str(cell) for cell in row) + "\r\n" for row in rows)


def sheet_xml(inside: bytes) -> bytes:
    """Make the XML of a sheet with these rows."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + inside + b"</sheetData></worksheet>"
