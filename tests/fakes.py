"""Second implementations of the ports, for tests: small, exact, without processes, network or clock."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageCms

from service.errors import Busy, ConversionFailed

LINES_PER_PAGE = 50
CODES = 200  # letters in one font; a simple font has 256 codes


class FakeConverter:
    """A Converter that writes the text of a .docx into a small tagged PDF/A-2b, one line for each paragraph.

    `sources` lists what was converted. The letters are boxes (a Type 3 font), the text behind them is right.
    """

    def __init__(self) -> None:
        self.sources: list[Path] = []
        self._lock = threading.Lock()
        self._closed = False

    def convert(self, source: Path, target: Path) -> None:
        if self._closed:
            raise Busy
        try:
            document = Document(str(source))
        except (PackageNotFoundError, KeyError, ValueError, OSError) as exc:
            raise ConversionFailed from exc
        lines = [("H1" if _is_heading(p) else "P", p.text) for p in _paragraphs(document)]
        _write_pdf(lines, target)
        with self._lock:
            self.sources.append(source)

    def close(self) -> None:
        self._closed = True


class BrokenConverter(FakeConverter):
    """Converts `after` documents, then refuses every one."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._after = after

    def convert(self, source: Path, target: Path) -> None:
        if len(self.sources) >= self._after:
            raise ConversionFailed
        super().convert(source, target)


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style
    return style is not None and (style.name or "").startswith("Heading")


def _paragraphs(container) -> Iterator[Paragraph]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell)
        else:
            yield block


def _write_pdf(lines: list[tuple[str, str]], target: Path) -> None:
    pdf = pikepdf.new()
    letters = {c: n for n, c in enumerate(sorted({c for _, text in lines for c in text if c >= " "}))}
    fonts = _fonts(pdf, list(letters))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    top = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    numbers, items = Array(), []
    for start in range(0, max(len(lines), 1), LINES_PER_PAGE):
        page = pdf.add_blank_page(page_size=(595, 842))
        content, elements = [], Array()
        for mcid, (kind, text) in enumerate(lines[start : start + LINES_PER_PAGE]):
            content.append(_line(kind, mcid, text, letters))
            element = pdf.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=top, Pg=page.obj, K=mcid)
            )
            elements.append(element)
            top.K.append(element)
            if kind == "H1":
                items.append(pikepdf.OutlineItem(text, len(pdf.pages) - 1))
        page.obj.Contents = pdf.make_stream("\n".join(content).encode())
        page.obj.Resources = Dictionary(Font=fonts)
        page.obj.StructParents = len(pdf.pages) - 1
        page.obj.Tabs = Name.S
        numbers.extend([len(pdf.pages) - 1, pdf.make_indirect(elements)])
    root.K = top
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = root
    _claim(pdf)
    with pdf.open_outline() as outline:
        outline.root.extend(items)
    pdf.save(target, deterministic_id=True, min_version="1.7")


def _line(kind: str, mcid: int, text: str, letters: dict[str, int]) -> str:
    shown = []
    for letter in text:
        if letter in letters:
            font, code = divmod(letters[letter], CODES)
            shown.append(f"/F{font} 10 Tf <{code:02x}> Tj")
    place = f"1 0 0 1 40 {800 - 15 * mcid} Tm"
    return f"/{kind} <</MCID {mcid}>> BDC BT {place} {' '.join(shown)} ET EMC"


def _fonts(pdf: pikepdf.Pdf, letters: list[str]) -> Dictionary:
    box = pdf.make_stream(b"500 0 d0 50 0 400 500 re f")
    fonts = Dictionary()
    for start in range(0, len(letters), CODES):
        part = letters[start : start + CODES]
        names = [Name(f"/g{n}") for n in range(len(part))]
        fonts[f"/F{start // CODES}"] = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=[0, 0, 500, 500],
                FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
                CharProcs=Dictionary({str(name): box for name in names}),
                Encoding=Dictionary(Type=Name.Encoding, Differences=Array([0, *names])),
                FirstChar=0,
                LastChar=len(part) - 1,
                Widths=Array([500] * len(part)),
                Resources=Dictionary(),
                ToUnicode=pdf.make_stream(_to_unicode(part)),
            )
        )
    return fonts


def _to_unicode(letters: list[str]) -> bytes:
    pairs = [f"<{n:02x}> <{c.encode('utf-16-be').hex()}>" for n, c in enumerate(letters)]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    maps = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Fake def /CMapType 2 def\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        f"{maps}endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()


def _claim(pdf: pikepdf.Pdf) -> None:
    """Add what makes it a PDF/A-2b, as LibreOffice does."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes([7, 234, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # its date: 1 January 2026, always
    icc = Stream(pdf, bytes(profile))
    icc.N = 3
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_indirect(icc),
            )
        ]
    )
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String("vi-VN")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["pdfaid:part"] = "2"
        xmp["pdfaid:conformance"] = "B"
