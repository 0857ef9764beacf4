"""How far the streams of a PDF unfold: a few kilobytes may unfold to gigabytes, and to take them in would be the end.

Packing that the library unfolds is unfolded here piece by piece and only counted. Pictures in formats of their own
(JPEG, fax, JPEG 2000) are measured by the size that they claim.
"""

import zlib
from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream

from service.pdf.foreign.reasons import AGAIN, Reasons

MAX_STREAM = 200_000_000
MAX_TOTAL = 1_500_000_000
MAX_LAYERS = 3
"""Bytes of one stream and of all together, and filters one over another."""

_MOST_RATIO = 1_032  # deflate makes at most so many bytes of one
_PIECE = 1 << 22
_FLATE = frozenset(("/FlateDecode", "/Fl"))
_OWN_FORMATS = frozenset(("/DCTDecode", "/DCT", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode", "/JPXDecode"))


class Unfolder:
    """Measures the streams of one file."""

    def __init__(self, reasons: Reasons) -> None:
        self._reasons, self._total = reasons, 0

    def measure(self, stream: Object, page: int | None) -> None:
        """Count what a stream unfolds to; note it when it is too much or broken."""
        filters = filters_of(stream)
        if len(filters) > MAX_LAYERS:
            self._reasons.add("unfolds", "có luồng nén chồng nhiều lớp bất thường", AGAIN, page)
            return
        if _claimed(stream) > MAX_STREAM:
            self._reasons.add("picture", "có ảnh quá lớn (trên 200 MB khi mở ra)", _SMALLER, page)
            return
        if self._total > MAX_TOTAL or not set(filters) - _OWN_FORMATS:
            return
        try:
            found = _unfolded(stream, filters)
        except (zlib.error, PdfError, ValueError, TypeError):
            self._reasons.add("broken", "có luồng dữ liệu hỏng, không giải nén được", AGAIN, page)
            return
        self._total += found
        if found > MAX_STREAM or self._total > MAX_TOTAL:
            said = f"có dữ liệu nén bung ra quá lớn (trên {MAX_STREAM // 1_000_000} MB)"
            self._reasons.add("unfolds", said, AGAIN, page)


_SMALLER = "xin quét lại với độ phân giải thấp hơn (300 dpi là đủ)"


def filters_of(stream: Object) -> Sequence[str]:
    """Give the names of the filters of a stream, the outermost first."""
    held = stream.get("/Filter")
    if held is None:
        return ()
    return [str(f) for f in held] if isinstance(held, Array) else [str(held)]


def _claimed(stream: Object) -> int:
    """Give how many bytes a picture claims to have when it is unfolded."""
    if stream.get("/Subtype") != Name.Image:
        return 0
    try:
        bits = 1 if stream.get("/ImageMask", False) else int(stream.get("/BitsPerComponent", 8))
        return int(stream.Width) * int(stream.Height) * _colours(stream.get("/ColorSpace")) * bits // 8
    except (AttributeError, TypeError, ValueError):
        return 0


def _colours(space: object) -> int:
    kind = str(space[0]) if isinstance(space, Array) and len(space) else str(space)
    if kind == "/ICCBased" and isinstance(space, Array) and isinstance(space[1], Dictionary | Stream):
        return int(space[1].get("/N", 3))
    return {"/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4}.get(kind, 1)


def _unfolded(stream: Object, filters: Sequence[str]) -> int:
    """Give how many bytes a stream unfolds to, never more than one piece above the bound."""
    data = stream.read_raw_bytes()
    if len(filters) == 1 and filters[0] in _FLATE:
        return _flate_size(data)
    for position, name in enumerate(filters):
        if name in _OWN_FORMATS:
            break
        if (
            name not in _FLATE
        ):  # ASCII and run lengths, at most 64 to one, and LZW, which the child's memory bounds
            return len(stream.read_bytes()) if not set(filters[position:]) & _OWN_FORMATS else len(data)
        data = _flate_piece(data)
    return len(data)


def _flate_size(data: bytes) -> int:
    if len(data) * _MOST_RATIO <= MAX_STREAM // 100:
        return len(zlib.decompressobj().decompress(data))
    unpacker, count = zlib.decompressobj(), 0
    while data and count <= MAX_STREAM and not unpacker.eof:
        count += len(unpacker.decompress(data, _PIECE))
        data = unpacker.unconsumed_tail
    return count


def _flate_piece(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, MAX_STREAM + 1)
