"""Writes Info and XMP of a finished PDF from one `Metadata` record, so that the two can never disagree.

The packet claims PDF/A-2a (ISO 19005-2, 6.6.4), or PDF/A-3a where files are enclosed, and PDF/UA-1 (ISO 14289-1, 5); a
file with papers from elsewhere in it claims the level that all of them reach, or none.
A property outside the schemas that PDF/A knows must be described in the packet itself (ISO 19005-2, 6.6.2.3.3): so
stand here the description of `pdfuaid` and of our own small schema, which carries what an archive asks of a document or
dossier: number and symbol, issuing body, type, code, retention, access, and by what it was made: rule set, program,
hashes of template and data. Must never read a clock: the dates come from the record.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from html import escape

from pikepdf import Dictionary, Name, Pdf, Stream, String

from service.model import FULL, Level, Metadata

TOOL = "Văn Bản (vanban)"
ENGINE = "vanban 0.1.0"
"""What made a file: the part of its record that changes when the same data may give other bytes."""
OUR_NAMESPACE = "urn:vanban:xmp:1"
UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"

# Name in our schema, member of Metadata, what the archive reads in the schema description.
OUR_PROPERTIES = (
    ("number", "number", "Number and symbol of the document (số, ký hiệu)"),
    ("organ", "organ", "Issuing body (cơ quan ban hành)"),
    ("kind", "kind", "Type of document (tên loại)"),
    ("dossierCode", "code", "Code of the dossier (mã hồ sơ)"),
    ("retention", "retention", "Retention period (thời hạn lưu trữ)"),
    ("access", "access", "Access level (mức độ tiếp cận)"),
    ("begin", "begin", "Date of the first document (thời gian bắt đầu), ISO 8601"),
    ("end", "end", "Date of the last document (thời gian kết thúc), ISO 8601"),
    ("ruleSet", "rules", "Rule set of the layout (bộ quy tắc)"),
    ("templateHash", "template_sha256", "SHA-256 of the template package"),
    ("dataHash", "data_sha256", "SHA-256 of the canonical submitted data"),
    ("engine", "engine", "Program that made the file, and its version"),
)

_NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": UA_NAMESPACE,
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "vanban": OUR_NAMESPACE,
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def write_metadata(pdf: Pdf, metadata: Metadata, part: int = 2, level: Level = FULL) -> None:
    """Replace Info and XMP of `pdf`; also its language and the wish that viewers show the title, not the file name.

    `part` is that of ISO 19005: 2, or 3 for a file that encloses others; `level` is what the file claims to reach.
    """
    packet = Stream(pdf, xmp_packet(metadata, part, level))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    pdf.Root.Lang = String(metadata.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.trailer.Info = pdf.make_indirect(Dictionary({f"/{k}": v for k, v in info(metadata).items() if v}))


def info(metadata: Metadata) -> dict[str, str]:
    """Give the entries of the Info dictionary; empty ones are left out when written."""
    stamp = pdf_date(metadata.created)
    return {
        "Title": _line(metadata.title),
        "Author": _line(metadata.organ),
        "Subject": _line(metadata.subject),
        "Keywords": _keywords(metadata),
        "Creator": TOOL,
        "Producer": TOOL,
        "CreationDate": stamp,
        "ModDate": stamp,
    }


def xmp_packet(metadata: Metadata, part: int = 2, level: Level = FULL) -> bytes:
    """Give the XMP packet in UTF-8; each property also in Info has the same value there."""
    body = "\n".join(line for line in (*_claims(part, level), *_properties(metadata)) if line)
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about="" {spaces}>\n{body}\n</rdf:Description>\n'
        '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _claims(part: int, level: Level) -> tuple[str, ...]:
    archive = _tag("pdfaid:part", str(part)), _tag("pdfaid:conformance", level.archive.upper())
    return (archive if level.archive else ()) + ((_tag("pdfuaid:part", "1"),) if level.access else ())


def _properties(metadata: Metadata) -> Iterable[str]:
    stamp = metadata.created.isoformat(timespec="seconds")
    yield _list("dc:title", "Alt", [metadata.title])
    yield _list("dc:creator", "Seq", [metadata.organ])
    yield _list("dc:description", "Alt", [metadata.subject])
    yield _list("dc:date", "Seq", [metadata.date])
    yield _tag("dc:identifier", metadata.number)
    yield _list("dc:type", "Bag", [metadata.kind])
    yield _list("dc:language", "Bag", [metadata.language])
    yield _list("dc:subject", "Bag", metadata.keywords)
    yield _tag("pdf:Keywords", _keywords(metadata))
    yield _tag("pdf:Producer", TOOL)
    yield _tag("xmp:CreatorTool", TOOL)
    yield from (_tag("xmp:CreateDate", stamp), _tag("xmp:ModifyDate", stamp), _tag("xmp:MetadataDate", stamp))
    yield from (_tag(f"vanban:{name}", getattr(metadata, member)) for name, member, _ in OUR_PROPERTIES)
    yield _schemas()


@cache
def _schemas() -> str:
    """Describe the schemas that PDF/A does not know; the same for every file."""
    ua = [("part", "Integer", "PDF/UA part number")]
    ours = [(name, "Text", words) for name, _, words in OUR_PROPERTIES]
    schemas = (
        _schema("PDF/UA identification schema", "pdfuaid", UA_NAMESPACE, ua),
        _schema("Văn Bản document schema", "vanban", OUR_NAMESPACE, ours),
    )
    return f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>"


def _schema(title: str, prefix: str, uri: str, properties: Iterable[tuple[str, str, str]]) -> str:
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        + _tag("pdfaProperty:name", name)
        + _tag("pdfaProperty:valueType", kind)
        + _tag("pdfaProperty:category", "internal")
        + _tag("pdfaProperty:description", words)
        + "</rdf:li>"
        for name, kind, words in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        + _tag("pdfaSchema:schema", title)
        + _tag("pdfaSchema:namespaceURI", uri)
        + _tag("pdfaSchema:prefix", prefix)
        + f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _tag(name: str, value: str) -> str:
    value = _line(value)
    return f"<{name}>{escape(value, quote=False)}</{name}>" if value else ""


def _list(name: str, container: str, values: Iterable[str]) -> str:
    language = ' xml:lang="x-default"' if container == "Alt" else ""
    items = "".join(f"<rdf:li{language}>{escape(_line(v), quote=False)}</rdf:li>" for v in values if _line(v))
    return f"<{name}><rdf:{container}>{items}</rdf:{container}></{name}>" if items else ""


def _line(text: str) -> str:
    """One line: a title may be made from a value of many lines."""
    return " ".join(text.split())


def _keywords(metadata: Metadata) -> str:
    return ", ".join(word for word in map(_line, metadata.keywords) if word)


def pdf_date(moment: datetime) -> str:
    """Write a time the PDF way (ISO 32000-1, 7.9.4): D:20260205170000+07'00'."""
    zone = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
