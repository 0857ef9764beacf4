"""A template package whose pages are awkward: a wide table on a landscape page, pictures, a list, a drawn line."""

from pathlib import Path
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement

from tests.builders import a_docx, a_form, a_list, a_package
from tests.builders_pictures import add_picture, add_shape

HEADS = ("STT", "Họ và tên", "Ngày sinh", "Quê quán", "Nghề nghiệp", "Chỗ ở", "Ngày vào Đảng", "Ghi chú")
ROW = ("{{ loop.index }}", "{{ d.ten }}", "05/02/1980", "Mỹ Thọ", "Giáo viên", "Ấp 3", "03/02/2006", "")
TOML = """
title = "Danh sách trích ngang"
version = "1.0"
layout = "dang"
[[document]]
template = "danh-sach.docx"
title = "Danh sách {{ ten }}"
[document.metadata]
number = "{{ so }}-DS/CB"
date = "{{ ngay }}"
organ = "Chi bộ ấp 3"
subject = "Trích ngang {{ ten }}"
"""


def an_awkward_package(folder: Path) -> Path:
    """Write the package "danh-sach" below `folder`."""
    form = a_form(
        ten="string", so="integer", ngay={"type": "string", "format": "vn-date"}, nguoi=a_list(ten="string")
    )
    people = [{"ten": f"Nguyễn Thị Ánh {n}"} for n in range(1, 17)]
    sample = {"ten": "đảng viên", "so": 7, "ngay": "2026-03-05", "nguoi": people}
    word = a_docx(
        "Chi bộ ấp 3 lập danh sách {{ ten }} ngày {{ ngay | ngay_ngan }}.",
        change=_lay_out,
    )
    return a_package(
        folder, "danh-sach", documents={"danh-sach.docx": word}, form=form, sample=sample, toml=TOML
    )


def _lay_out(document: Any) -> None:
    document.paragraphs[0].insert_paragraph_before("I. Danh sách", "Heading 1")
    add_picture(document.add_paragraph("Dấu: "), "Con dấu của chi bộ")
    add_picture(document.add_paragraph("Hình nền: "), decorative=True)
    add_shape(document.add_paragraph(), "line")
    add_shape(document.add_paragraph(), "rect", text="Chữ trong khung")
    for point in ("Đã đối chiếu với sổ", "Đã công khai tại chi bộ"):
        document.add_paragraph(point, "List Bullet")
    wide = document.add_section()
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.page_width, wide.page_height = wide.page_height, wide.page_width
    document.add_paragraph("II. Trích ngang", "Heading 1")
    table = document.add_table(rows=0, cols=len(HEADS), style="Table Grid")
    for texts in (HEADS, ("{%tr for d in nguoi %}",), ROW, ("{%tr endfor %}",)):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=False):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    add_picture(document.add_paragraph("Sơ đồ: "), "Sơ đồ của {{ ten }}", colour=(0, 90, 0))
