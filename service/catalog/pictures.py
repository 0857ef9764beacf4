"""Look at the pictures of a Word file: does a screen reader have words for each (ISO 14289-1, 7.3).

Pictures in headers and footers are not asked about: what repeats on every page is an artifact, never read aloud. Nor
are lines, and frames with text in them: a line says nothing, the text is read.
"""

from collections.abc import Iterator

from lxml import etree

from service.catalog.findings import warning
from service.catalog.places import FALLBACK, P, Place, Spot, T, spots, text_of, words_around
from service.catalog.wordfile import WordFile, parse_xml
from service.model import Finding

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_ABOUT = f"{{{_DRAWING}wordprocessingDrawing}}docPr"
_PICTURE = f"{{{_DRAWING}picture}}pic"
_GEOMETRY = f"{{{_DRAWING}main}}prstGeom"
_FRAME = f"{{{_DRAWING}main}}xfrm"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_VML = "{urn:schemas-microsoft-com:vml}"
_OLD = tuple(f"{_VML}{name}" for name in ("shape", "rect", "oval", "roundrect", "polyline", "arc", "group"))
_RULE = "{urn:schemas-microsoft-com:office:office}hr"
_LINES = ("line", "straightConnector1")

_DESCRIBE = (
    "Trong Word bấm chuột phải vào hình, chọn Edit Alt Text (Xem văn bản thay thế), gõ một câu nói hình là gì; "
    "hình chỉ để trang trí thì chọn Mark as decorative (Đánh dấu là trang trí)."
)
_REPLACE = (
    "Lưu hình ấy thành ảnh rồi chèn bằng Insert → Pictures, không xoay, và gõ chữ thay thế; chỉ để trang trí thì chọn "
    "Mark as decorative (Đánh dấu là trang trí)."
)


def find_picture_faults(word: WordFile) -> Iterator[Finding]:
    """Give every picture that would be silent in the PDF. Raises BrokenPackage when a part cannot be read."""
    for part in word.text_parts:
        if part.kind in ("header", "footer"):
            continue
        for spot in spots(parse_xml(word.members[part.name])):
            for found, mend in () if spot.copy else _faults(spot.paragraph):
                yield warning("P17", _place(part.label, spot), found, mend)


def _place(part: str, spot: Spot) -> Place:
    return Place(part, spot.where, words_around(text_of(spot.paragraph), 0, 0))


def _faults(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """Give what was found of each picture that hangs in this very paragraph, and how to mend it."""
    for about in _own(paragraph, _ABOUT):
        held = about.getparent()
        if held is not None and not _is_silent_by_nature(about, held):
            yield from _judge(about.get("name", ""), _said(about), can_speak=_stands_upright(held))
    for shape in _own(paragraph, *_OLD):
        nested = next(shape.iterancestors(*_OLD), None) is not None
        if not nested and shape.get(_RULE) is None and next(shape.iter(T), None) is None:
            yield from _judge(shape.get("alt") or shape.get("id") or "", "", can_speak=False)


def _own(paragraph: etree._Element, *tags: str) -> Iterator[etree._Element]:
    for element in paragraph.iter(*tags):
        if (
            next(element.iterancestors(P)) is paragraph
            and next(element.iterancestors(FALLBACK), None) is None
        ):
            yield element


def _is_silent_by_nature(about: etree._Element, held: etree._Element) -> bool:
    """True for what is marked as decoration, for a lone line, and for a frame around text."""
    marks = [mark.get("val", "1") for mark in about.iter(_DECORATIVE)]
    if any(mark in ("1", "true") for mark in marks) or next(held.iter(T), None) is not None:
        return True
    shapes = [shape.get("prst") for shape in held.iter(_GEOMETRY)]
    return bool(shapes) and all(shape in _LINES for shape in shapes)


def _said(about: etree._Element) -> str:
    return (about.get("descr") or about.get("title") or "").strip()


def _stands_upright(held: etree._Element) -> bool:
    """True for a picture that is not turned: LibreOffice carries the words of no other into the PDF."""
    pictures = list(held.iter(_PICTURE))
    turned = any(frame.get("rot", "0").strip("-0") for frame in held.iter(_FRAME))
    return len(pictures) == 1 and not turned


def _judge(name: str, said: str, *, can_speak: bool) -> Iterator[tuple[str, str]]:
    called = f" “{name[:60]}”" if name else ""
    if not can_speak:
        found = f"Chữ thay thế của hình{called} không theo được sang PDF (hình vẽ, hình bị xoay hoặc kiểu Word cũ)."
        yield found, _REPLACE
    elif not said:
        yield f"Hình{called} không có chữ thay thế (Alt Text) nên trình đọc màn hình bỏ qua.", _DESCRIBE
