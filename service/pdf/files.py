"""Opens PDFs, to bind them or only to read them, and writes finished ones; says in Vietnamese which one is at fault.

What is to be bound must never be mended in silence: LibreOffice's files open without recovery, all else is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from pikepdf import Name, Object, ObjectStreamMode, PasswordError, Pdf, PdfError

from service.errors import ConversionFailed, NotFound, StorageUnavailable, UnreadableInput

_INHERITABLE = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")  # ISO 32000-1, table 30
# What the PDF library raises where a file is not built as its own words promise.
_MALFORMED = (PdfError, AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError)


def open_tagged(path: Path, name: str) -> Pdf:
    """Open the PDF at `path`; close it as soon as what is wanted has been copied, to hold few files open.

    `name` is what the reader knows the document by. Raises ConversionFailed when the file is broken, encrypted or
    without tags, StorageUnavailable when it cannot be read.
    """
    try:
        pdf = Pdf.open(path, attempt_recovery=False, inherit_page_attributes=False)
    except OSError as exc:
        raise StorageUnavailable(f"Không đọc được tệp PDF của văn bản “{name}”.") from exc
    except PasswordError as exc:
        raise ConversionFailed(f"Tệp PDF của văn bản “{name}” bị khoá bằng mật khẩu.") from exc
    except PdfError as exc:
        raise ConversionFailed(f"Tệp PDF của văn bản “{name}” bị hỏng. Xin tạo lại văn bản này.") from exc
    with refusing_malformed(name):
        _check(pdf, name)
        for page in pdf.pages:
            inherit(page.obj)
    return pdf


def opened(path: Path) -> Pdf:
    """Open any PDF to read what is in it.

    Raises:
        NotFound, UnreadableInput: it is not there, no PDF, or asks for a password.
    """
    try:
        return Pdf.open(path)
    except FileNotFoundError as exc:
        raise NotFound(f"Không tìm thấy tệp {path.name}.") from exc
    except PasswordError as exc:
        raise UnreadableInput(f"Tệp {path.name} đặt mật khẩu nên không đọc được.") from exc
    except (PdfError, OSError) as exc:
        raise UnreadableInput(
            f"Tệp {path.name} không phải PDF, hoặc đã hỏng đến mức không đọc được."
        ) from exc


def _check(pdf: Pdf, name: str) -> None:
    if pdf.is_encrypted:
        raise ConversionFailed(f"Tệp PDF của văn bản “{name}” bị khoá (mã hoá).")
    marked = Name.MarkInfo in pdf.Root and bool(pdf.Root.MarkInfo.get(Name.Marked, False))
    if not marked or Name.StructTreeRoot not in pdf.Root or Name.K not in pdf.Root.StructTreeRoot:
        raise ConversionFailed(
            f"Tệp PDF của văn bản “{name}” không có thẻ cấu trúc nên chưa đạt chuẩn lưu trữ. Xin tạo lại văn bản này."
        )
    if not len(pdf.pages):
        raise ConversionFailed(f"Tệp PDF của văn bản “{name}” không có trang nào.")


def inherit(page: Object) -> None:
    """Let a page say itself what it has from the page tree; the library's own way costs more than all the mending."""
    for key in _INHERITABLE:
        node = page
        while key not in node and "/Parent" in node:
            node = node.Parent
        if key in node and key not in page:
            page[key] = node[key]


@contextmanager
def refusing_malformed(name: str) -> Iterator[None]:
    """Turn what the PDF library raises over a malformed file into ConversionFailed for the document `name`."""
    try:
        yield
    except _MALFORMED as exc:
        raise ConversionFailed(
            f"Tệp PDF của văn bản “{name}” có cấu trúc sai. Xin tạo lại văn bản này."
        ) from exc


def save(pdf: Pdf, target: Path) -> None:
    """Write `pdf` beside `target` under another name, then rename: `target` is there whole or not at all.

    The same objects give the same bytes: the file identifier is a hash of the content, and what the source said of its
    own bytes is dropped. The bytes are made in memory first: when a write fails in the middle (disk full), the PDF
    library ends the whole process. Raises StorageUnavailable (disk full, folder gone).
    """
    for stale in (Name.ID, Name.DocChecksum):
        if stale in pdf.trailer:
            del pdf.trailer[stale]
    stream = BytesIO()
    pdf.save(
        stream,
        min_version="1.7",
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
    )
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(stream.getbuffer())
        draft.replace(target)
    except OSError as exc:
        raise StorageUnavailable from exc
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
