"""The shape of a PDF from elsewhere: its bytes from head to end, its page tree, its pages' sizes, its bookmarks.

Looked at before the library walks it, whose own way through a tree that runs in a circle or into the depth may not end.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pikepdf import Array, Dictionary, Object, Pdf

from service.pdf.foreign.reasons import AGAIN, Reasons

MAX_PAGES = 2_000
MAX_OBJECTS, OBJECTS_A_PAGE = 20_000, 1_000
MAX_DEPTH = 60
LEAST_SIDE, MOST_SIDE = 72.0, 5_700.0
"""Points: 2.5 cm to 2 m. The largest paper in use, A0, has 1.2 m."""

TAIL = 1_024
"""So many bytes may follow the end mark: what mail programs and scanners add. More may be another file."""

_HEAD = 1_024
_CM = 72 / 2.54


def look_at_bytes(path: Path, reasons: Reasons) -> int:
    """Look at head and end; give how many bytes stand behind the end mark."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(_HEAD):
            reasons.add(
                "not-a-pdf", "tệp không phải PDF (thiếu dấu %PDF ở đầu)", "xin chọn đúng tệp có đuôi .pdf"
            )
            return 0
        file.seek(0)
        content = file.read()
    end = content.rfind(b"%%EOF")
    if end < 0:
        reasons.add(
            "truncated",
            "tệp bị cắt cụt: thiếu dấu kết thúc %%EOF",
            "xin tải hoặc chép lại tệp cho trọn, hoặc quét lại",
        )
        return 0
    behind = len(content[end + 5 :].strip(b"\r\n \0"))
    if behind > TAIL:
        reasons.add(
            "rubbish",
            f"sau phần kết thúc của PDF còn {behind} byte lạ trong tệp {size} byte, có thể là một tệp khác nối vào",
            AGAIN,
        )
    return behind


def look_at_pages(pdf: Pdf, reasons: Reasons) -> list[Object]:
    """Give the pages in their order, and note what is wrong with the page tree and with each page's size."""
    pages = []
    try:
        for page in _walk(pdf):
            pages.append(page)
            if len(pages) > MAX_PAGES:
                reasons.add("pages", f"tệp có hơn {MAX_PAGES} trang", "xin tách thành nhiều tệp ngắn hơn")
                return []
    except _CircleError:
        reasons.add("page-tree", "cây trang của tệp chạy vòng hoặc lồng quá sâu", AGAIN)
        return []
    if not pages:
        reasons.add("no-pages", "tệp không có trang nào", "xin chọn tệp khác")
    for number, page in enumerate(pages, start=1):
        _look_at_size(page, number, reasons)
    most = MAX_OBJECTS + OBJECTS_A_PAGE * len(pages)
    if len(pdf.objects) > most:
        said = f"tệp có {len(pdf.objects)} đối tượng, nhiều bất thường cho {len(pages)} trang"
        reasons.add("objects", f"{said} (tối đa {most})", AGAIN)
    return pages


class _CircleError(Exception):
    """The tree runs in a circle, or too deep."""


def _walk(pdf: Pdf) -> Iterator[Object]:
    waiting: list[tuple[Object | None, int]] = [(pdf.Root.get("/Pages"), 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, Dictionary):
            continue
        if "/Kids" not in node:
            yield node
            continue
        if node.objgen in seen or depth > MAX_DEPTH:
            raise _CircleError
        if node.is_indirect:
            seen.add(node.objgen)
        held = node["/Kids"]
        if isinstance(held, Array):
            waiting.extend((kid, depth + 1) for kid in reversed(list(held)))


def _look_at_size(page: Object, number: int, reasons: Reasons) -> None:
    box = _inherited(page, "/MediaBox")
    try:
        left, bottom, right, top = (float(edge) for edge in box if box is not None)  # type: ignore[union-attr]
        unit = float(page.get("/UserUnit", 1))
    except (TypeError, ValueError):
        reasons.add("page-size", "không đọc được khổ giấy", AGAIN, number)
        return
    sides = abs(right - left) * unit, abs(top - bottom) * unit
    if min(sides) < LEAST_SIDE or max(sides) > MOST_SIDE:
        wide, high = (f"{side / _CM:.1f}".replace(".", ",") for side in sides)
        said = f"khổ giấy {wide} × {high} cm bất thường (cho phép mỗi chiều từ 2,5 cm đến 2 m)"
        reasons.add("page-size", said, "xin đặt lại khổ giấy, ví dụ A4, rồi in ra PDF lại", number)
    if _inherited(page, "/Rotate") is not None and int(_inherited(page, "/Rotate") or 0) % 90:
        reasons.add("page-size", "trang xoay một góc không phải bội của 90 độ", AGAIN, number)


def settle_boxes(page: Object) -> None:
    """Let the edges of a page be named in their order, and what is shown of it lie within it (ISO 32000-1, 14.11.2)."""
    media = _box(page.MediaBox)
    page.MediaBox = Array(media)
    if "/CropBox" not in page:
        return
    shown = _box(page.CropBox) if len(page.CropBox) == len(media) else media
    shown = [*map(max, shown[:2], media[:2]), *map(min, shown[2:], media[2:])]
    if shown[0] < shown[2] and shown[1] < shown[3]:
        page.CropBox = Array(shown)
    else:
        del page["/CropBox"]


def _box(box: Object) -> list[Decimal]:
    edges = [Decimal(edge) for edge in box]  # type: ignore[arg-type]
    return [*map(min, edges[:2], edges[2:]), *map(max, edges[:2], edges[2:])]


def _inherited(page: Object, key: str) -> Object | None:
    node, steps = page, 0
    while key not in node and "/Parent" in node and steps <= MAX_DEPTH:
        node, steps = node["/Parent"], steps + 1
    found: Object | None = node.get(key)
    return found


def bookmarks_end(pdf: Pdf) -> bool:
    """Say whether the bookmarks come to an end: they neither run in a circle nor too deep."""
    waiting = [(pdf.Root.get("/Outlines"), 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node, depth = waiting.pop()
        if node is None:
            continue
        if not isinstance(node, Dictionary) or node.objgen in seen or depth > MAX_DEPTH:
            return False
        seen.add(node.objgen)
        waiting += [(node.get("/First"), depth + 1), (node.get("/Next"), depth)]
    return True
