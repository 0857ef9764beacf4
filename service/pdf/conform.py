"""Makes LibreOffice's tagged PDF/A-2b a PDF/A-2a and PDF/UA-1 file. Whether it is, veraPDF says."""

from pathlib import Path

from pikepdf import Pdf

from service.model import Metadata
from service.pdf.files import open_tagged, refusing_malformed, save
from service.pdf.intent import settle_intent
from service.pdf.mend import mend_tags
from service.pdf.metadata import write_metadata
from service.pdf.strays import mark_strays
from service.pdf.symbols import mend_symbols


def conform(source: Path, target: Path, metadata: Metadata) -> int:
    """Write `source`, mended and identified by `metadata`, to `target`; give the number of pages.

    The same source but for its dates, with the same metadata, gives the same bytes. Raises ConversionFailed when
    the source is broken, encrypted or untagged, StorageUnavailable when it cannot be read or the target not written.
    """
    name = metadata.title or source.name
    with open_tagged(source, name) as pdf:
        with refusing_malformed(name):
            prepare(pdf)
            settle_intent(pdf)
            write_metadata(pdf, metadata)
            pages = len(pdf.pages)
        save(pdf, target)
    return pages


def prepare(pdf: Pdf) -> None:
    """Mend what LibreOffice left to mend, in place; harmless on a file that was mended before."""
    mend_tags(pdf)
    mend_symbols(pdf)
    mark_strays(pdf)
