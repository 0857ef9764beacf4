"""The links of a contents page: one row of its table for each document, each row led to the document's first page.

LibreOffice makes the links, all to one mark in the template; where they go is known only when all parts are in. A row
is told from another by the tags: the n-th row that holds a link is that of the n-th document.
"""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, String

from service.errors import ConversionFailed
from service.pdf.tags import is_a, kids, top_elements, walk

Rows = list[list[Object]]
"""For each row that has links, its link annotations (two where the text runs over two lines)."""


def linked_rows(root: Object) -> Rows:
    """Give the links of all table rows below a StructTreeRoot."""
    rows = [e for top in top_elements(root) for e in walk(top) if is_a(e, Name.TR)]
    found = ([link for e in walk(row) if is_a(e, Name.Link) for link in _annotations(e)] for row in rows)
    return [links for links in found if links]


def lead(rows: Rows, places: Sequence[tuple[str, str, Object]]) -> None:
    """Lead each row to its document, told by title, page label and first page.

    A contents without any link stays without (an office may have wanted it so). Raises ConversionFailed when there are
    links, but not one row with links for each document.
    """
    if not rows:
        return
    if len(rows) != len(places):
        raise ConversionFailed(
            f"Mục lục có {len(rows)} dòng mang liên kết cho {len(places)} văn bản. "
            "Xin sửa mẫu mục lục: trong bảng, mỗi văn bản một dòng, mỗi dòng có liên kết; "
            "dấu trang mà liên kết chỉ tới đặt ở dòng đầu của bảng."
        )
    for links, (title, label, page) in zip(rows, places, strict=True):
        for link in links:
            if "/A" in link:
                del link["/A"]
            link.Dest = Array([page, Name.XYZ, None, None, None])
            link.Contents = String(f"{title}, trang {label}")


def _annotations(element: Object) -> list[Object]:
    """Give the annotations that an element refers to (ISO 32000-1, 14.7.4.3)."""
    return [kid.Obj for kid in kids(element) if isinstance(kid, Dictionary) and "/Obj" in kid]
