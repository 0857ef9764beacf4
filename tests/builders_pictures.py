"""Put pictures into Word documents that python-docx makes: described, silent, decorative, turned, drawn."""

import struct
import zlib
from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

_DRAWN = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_MARK = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def a_png(colour: tuple[int, int, int] = (200, 0, 0), size: int = 40) -> bytes:
    """Give a square of one colour."""
    rows = b"".join(b"\0" + bytes(colour) * size for _ in range(size))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def add_picture(
    paragraph: Any, alt: str | None = None, *, decorative: bool = False, turned: int = 0, **colour: Any
) -> Any:
    """Add a picture of 15 mm to a paragraph; `turned` in 60,000ths of a degree."""
    inline = paragraph.add_run().add_picture(BytesIO(a_png(**colour)), Mm(15))._inline
    if alt is not None:
        inline.docPr.set("descr", alt)
    if decorative:
        inline.docPr.append(parse_xml(_MARK))
    if turned:
        inline.find(f".//{qn('a:xfrm')}").set("rot", str(turned))
    return inline


def add_shape(paragraph: Any, form: str = "ellipse", alt: str = "", text: str = "") -> None:
    """Add a drawn shape: a line, an ellipse, or a frame around text."""
    words = (
        f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
        if text
        else ""
    )
    paragraph._p.append(
        parse_xml(
            f'<w:r {_DRAWN}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="1200000" cy="400000"/><wp:docPr id="90" name="Shape" descr="{alt}"/>'
            "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
            'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
            '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1200000" cy="400000"/></a:xfrm>'
            f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
            f"</a:solidFill></a:ln></wps:spPr>{words}<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
            "</wp:inline></w:drawing></w:r>"
        )
    )


def add_old_shape(paragraph: Any, form: str = "shape", more: str = "") -> None:
    """Add a shape as Word wrote it before 2007 (VML)."""
    paragraph._p.append(
        parse_xml(
            f'<w:r {_DRAWN}><w:pict><v:{form} xmlns:v="urn:schemas-microsoft-com:vml" '
            f'xmlns:o="urn:schemas-microsoft-com:office:office" id="Cu" style="width:60pt;height:30pt" {more}/>'
            "</w:pict></w:r>"
        )
    )
