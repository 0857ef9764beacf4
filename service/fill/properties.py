"""The document properties of a filled .docx, written from the one metadata record (ECMA-376 part 2, clause 11).

docxtpl fills them from tags and escapes them twice; so they are made here and the template's own are left behind.
"""

from datetime import UTC
from xml.sax.saxutils import escape

from service.model import Metadata

CORE = "docProps/core.xml"
APP = "docProps/app.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CORE_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
APP_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
APP_XML = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Văn Bản</Application></Properties>"
)
_HEAD = (
    f"{DECLARATION}<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def core_properties(metadata: Metadata) -> str:
    """Give docProps/core.xml; members without a value are left out."""
    moment = metadata.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    texts = {
        "dc:title": metadata.title,
        "dc:subject": metadata.subject,
        "dc:creator": metadata.organ,
        "cp:keywords": ", ".join(metadata.keywords),
        "cp:category": metadata.kind,
        "dc:identifier": metadata.number,
        "dc:language": metadata.language,
    }
    body = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items() if text)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return f"{_HEAD}{body}{dates}</cp:coreProperties>"
