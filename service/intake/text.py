"""Bytes of a text file to text: UTF-8 with or without a mark, UTF-16 and UTF-32; nothing else is guessed at."""

import codecs
import json

from charset_normalizer import from_bytes

from service.errors import UnreadableInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536


def decode(data: bytes) -> str:
    """Give the text of a file.

    Raises:
        UnreadableInput: binary, or in an encoding that cannot be known for certain.
    """
    try:
        return _decoded(data)
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise UnreadableInput(
            f"Chữ trong tệp không theo bảng mã Unicode UTF-8 (từ dòng {line}). Xin mở bằng Excel và lưu thành "
            ".xlsx, hoặc chọn dạng “CSV UTF-8”, rồi gửi lại."
        ) from exc


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
