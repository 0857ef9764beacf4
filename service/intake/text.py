"""Bytes of a text file to text: UTF-8 with or without a mark, UTF-16, UTF-32; windows-1258, TCVN3, VNI by their words.

An encoding from before Unicode is believed when Vietnamese comes out by it and by no other.
"""

import codecs
import json

from charset_normalizer import from_bytes

from service.errors import UnreadableInput
from service.vietnamese import legacy
from service.vietnamese.legacy import Encoding
from service.vietnamese.text import find_control, nfc

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_ENOUGH_WORDS = 3


def decode(data: bytes) -> str:
    """Give the text of a file.

    Raises:
        UnreadableInput: binary, or in an encoding that cannot be known for certain.
    """
    try:
        return _decoded(data)
    except UnicodeDecodeError as exc:
        raise _unknown(data, exc.start) from exc


def decode_old(data: bytes, said: str) -> tuple[str, Encoding | None]:
    """Give the text of a file that may be older than Unicode, and the encoding that it was turned over from.

    Args:
        data: the file.
        said: the encoding that the sender names, "" when none.

    Raises:
        UnreadableInput: binary, or in an encoding that cannot be known for certain.
    """
    try:
        return _decoded(data), None
    except UnicodeDecodeError as exc:
        found = _old(data, said)
        if found is None or b"\x00" in data:
            raise _unknown(data, exc.start) from exc
        if (place := find_control(found[0])) is not None:
            said = f"Tệp có ký tự điều khiển (vị trí {place + 1}), không phải tệp văn bản. Xin chọn lại tệp."
            raise UnreadableInput(said) from exc
        return found


def _old(data: bytes, said: str) -> tuple[str, Encoding] | None:
    """Try the old encodings; the one that is named, else the only one by which words come out."""
    latin = data.decode("cp1252", errors="replace").replace("\ufffd", "?")
    vietnamese = nfc(data.decode("cp1258", errors="replace"))
    if said in (Encoding.TCVN3, Encoding.VNI):
        return legacy.decode(latin, Encoding(said)), Encoding(said)
    if said == Encoding.CP1258 or legacy.is_vietnamese(vietnamese[:_SAMPLE], least=_ENOUGH_WORDS):
        return vietnamese, Encoding.CP1258
    found = None if said else legacy.recognise(latin[:_SAMPLE])
    return (legacy.decode(latin, found), found) if found else None


def _unknown(data: bytes, place: int) -> UnreadableInput:
    line = data.count(b"\n", 0, place) + 1
    return UnreadableInput(
        f"Chữ trong tệp không theo bảng mã Unicode UTF-8 (từ dòng {line}). Xin mở bằng Excel và lưu thành "
        ".xlsx, hoặc chọn dạng “CSV UTF-8”, rồi gửi lại; tệp theo bảng mã cũ thì xin chọn bảng mã khi gửi."
    )


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding)
            break
    else:
        text = data.decode(_wide(data) or "utf-8")
    if "\x00" in text:
        raise UnreadableInput("Tệp có ký tự NUL, là tệp nhị phân chứ không phải văn bản. Xin chọn lại tệp.")
    return text


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a mark; only they have zero bytes in plain text."""
    sample = data[: min(len(data), _SAMPLE) & ~3 or len(data)]
    if b"\x00" not in sample:
        return None
    best = from_bytes(sample).best()
    for encoding in (json.detect_encoding(sample), best.encoding if best else ""):
        if encoding.replace("_", "-").startswith(("utf-16", "utf-32")) and _sensible(sample, encoding):
            return encoding
    return None


def _sensible(sample: bytes, encoding: str) -> bool:
    """Say whether text is mostly in Latin letters, Vietnamese ones included; a wrong guess gives other scripts."""
    text = sample.decode(encoding, errors="replace")
    return "\x00" not in text and 2 * sum(char < "\u1f00" for char in text) > len(text)
