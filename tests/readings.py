"""Read finished PDFs the way others do: what a screen reader says, and all that one can see of a dossier, as text."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pikepdf
from pypdf import PdfReader

from service.pdf.tags import is_element, kids, top_elements
from tests.finished import FinishedPdf

MASKED = ("templateHash", "dataHash", "engine")
"""What changes with every change of a template or of the program, and says nothing to a reader of the outline."""


def spoken(path):
    """Give the text in the order of the tags, part by part, as a screen reader says it."""
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: _marked(page) for page in pdf.pages}
        document = top_elements(pdf.Root.StructTreeRoot)[0]
        parts = [kid for kid in kids(document) if is_element(kid)]
        return [
            "".join(_said(part, None, pages)) for part in (parts if parts[0].S == "/Part" else [document])
        ]


def _marked(page):
    """Give the text of each piece of marked content on a page."""
    fonts = {}
    for name, font in page.obj.Resources.get("/Font", {}).items():
        pairs = re.findall(rb"<([0-9A-Fa-f]{2})>\s*<((?:[0-9A-Fa-f]{4})+)>", font.ToUnicode.read_bytes())
        fonts[name] = {int(c, 16): bytes.fromhex(u.decode()).decode("utf-16-be") for c, u in pairs}
    said, font, here = {}, {}, [None]
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else {}
                here.append(int(properties.get("/MCID", -1)) if "/MCID" in properties else here[-1])
            case "EMC":
                here.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ":
                strings = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
                if here[-1] is not None:
                    said[here[-1]] = said.get(here[-1], "") + "".join(font[c] for c in codes)
    return said


def _said(element, page, pages):
    page = element.get("/Pg", page)
    for kid in kids(element):
        if isinstance(kid, int):
            yield pages[page.objgen].get(kid, "")
        elif is_element(kid):
            yield from _said(kid, page, pages)
        elif "/MCID" in kid:
            yield pages[kid.get("/Pg", page).objgen].get(int(kid.MCID), "")


def outline(path: Path) -> str:
    """Say what a dossier holds beside its words: pages, labels, bookmarks, links, tags, metadata, enclosed files."""
    pdf, reader = FinishedPdf(path), PdfReader(path)
    sizes = ["ngang" if page.mediabox.width > page.mediabox.height else "đứng" for page in reader.pages]
    lines = ["=== trang: nhãn, khổ"]
    lines += [
        f"{n} {label} {size}"
        for n, (label, size) in enumerate(zip(reader.page_labels, sizes, strict=True), 1)
    ]
    lines += ["=== dấu trang", *(f"{'  ' * (b.level - 1)}{b.title} → {b.page}" for b in pdf.bookmarks)]
    links = [f"{k.page} → {k.target or k.address}: {k.description}" for k in pdf.links]
    lines += ["=== liên kết", *(told for told, _ in groupby(links))]
    lines += ["=== thẻ", *_folded(pdf.structure.splitlines())]
    lines += ["=== siêu dữ liệu", *_metadata(path)]
    lines += ["=== tệp kèm", *_files(path)]
    return "\n".join(lines) + "\n"


def _folded(lines: list[str]) -> Iterator[str]:
    """Say equal elements that follow each other once, with their number."""
    for told, blocks in groupby(_blocks(lines)):
        count = len(list(blocks))
        head, *rest = told
        inner = _folded(list(rest))
        yield f"{head} × {count}" if count > 1 else head
        yield from inner


def _blocks(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Cut lines into elements of the outermost level, each with all below it."""
    block: list[str] = []
    for line in lines:
        if block and len(line) - len(line.lstrip()) <= len(block[0]) - len(block[0].lstrip()):
            yield tuple(block)
            block = []
        block.append(line)
    if block:
        yield tuple(block)


def _metadata(path: Path) -> Iterator[str]:
    with pikepdf.open(path) as pdf, pdf.open_metadata() as xmp:
        yield from (f"Info {key[1:]}: {value}" for key, value in sorted(pdf.docinfo.items()))
        for key, value in sorted((str(k).rpartition("}")[2], v) for k, v in xmp.items()):
            if key not in (*MASKED, "schemas"):
                yield f"XMP {key}: {', '.join(value) if isinstance(value, list | set) else value}"


def _files(path: Path) -> Iterator[str]:
    with pikepdf.open(path) as pdf:
        for spec in pdf.Root.get("/AF", ()):
            kind = str(spec.EF.F.Subtype)[1:]
            yield f"{spec.UF} ({spec.AFRelationship}, {kind}): {spec.Desc}"
