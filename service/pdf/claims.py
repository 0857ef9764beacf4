"""What a PDF says of itself: the PDF/A and PDF/UA identification in its XMP metadata.

Saying is not proving: `verify` proves.
"""

from pathlib import Path

import pikepdf
from lxml import etree

from service.pdf.files import opened

PDFAID = "http://www.aiim.org/pdfa/ns/id/"
PDFUAID = "http://www.aiim.org/pdfua/ns/id/"
MAX_XMP = 5_000_000


def claimed(path: Path) -> tuple[str, ...]:
    """Give the flavours that the file claims, as veraPDF names them: ("2a", "ua1"), ("3b",), ("4",) or ().

    ISO 19005-2 clause 6.6.4 (pdfaid:part, pdfaid:conformance) and ISO 14289-1 clause 5 (pdfuaid:part). Raises
    NotFound, or UnreadableInput when the file is not a PDF or asks for a password. Metadata that is no XML
    claims nothing.
    """
    xmp = _xmp(path)
    part, level = _value(xmp, PDFAID, "part"), _value(xmp, PDFAID, "conformance")
    access = _value(xmp, PDFUAID, "part")
    archive = (part + level.lower(),) if part else ()
    return archive + ((f"ua{access}",) if access else ())


def _xmp(path: Path) -> etree._Element | None:
    """Read the XMP packet of the whole document; None when there is none that can be read."""
    with opened(path) as pdf:
        metadata = pdf.Root.get("/Metadata")
        try:
            packet = metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b""
        except pikepdf.PdfError:
            return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(packet[:MAX_XMP], parser)
    except etree.XMLSyntaxError:
        return None


def _value(xmp: etree._Element | None, namespace: str, name: str) -> str:
    """Find a property of XMP in either of its spellings: an element, or an attribute of rdf:Description."""
    if xmp is None:
        return ""
    key = f"{{{namespace}}}{name}"
    for element in xmp.iter():
        if element.tag == key:
            return (element.text or "").strip()
        if key in element.attrib:
            return str(element.attrib[key]).strip()
    return ""
