"""Second implementations of the ports, for tests: small, exact, without processes, network or clock."""

import contextlib
import io
import queue
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pikepdf
from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageCms

from service.errors import Busy, Conflict, ConversionFailed, NotFound, ServiceError, StorageUnavailable
from service.model import After, FlavourVerdict, Signature, Verdict
from service.pipeline import file_sha256

LINES_PER_PAGE = 50
CODES = 200  # letters in one font; a simple font has 256 codes


class FakeConverter:
    """A Converter that writes the text of a .docx into a small tagged PDF/A-2b, one line for each paragraph.

    `sources` lists what was converted, `texts` what stood in it. The letters are boxes (a Type 3 font), the text behind
    them is right.
    """

    def __init__(self) -> None:
        self.sources: list[Path] = []
        self.texts: list[str] = []
        self.problem = ""
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
            self.texts.append("\n".join(text for _, text in lines))

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


class RefusingConverter(FakeConverter):
    """Refuses with `error` every document in whose text one of `words` stands; a test may empty the list."""

    def __init__(self, words: Collection[str], error: ServiceError | None = None) -> None:
        super().__init__()
        self.words = list(words)
        self._error = error or ConversionFailed("Văn bản này làm hỏng máy chuyển.")

    def convert(self, source: Path, target: Path) -> None:
        text = "\n".join(p.text for p in _paragraphs(Document(str(source))))
        if any(word in text for word in self.words):
            raise self._error
        super().convert(source, target)


class HeldConverter(FakeConverter):
    """Converts nothing until `go` is set; `begun` tells that somebody waits. Closing it lets all go with Busy."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def convert(self, source: Path, target: Path) -> None:
        self.begun.set()
        assert self.go.wait(60)
        super().convert(source, target)

    def close(self) -> None:
        super().close()
        self.go.set()


class FakeJudge:
    """A Judge that finds every file good, or none when `strict`; with `error` it says nothing but that."""

    def __init__(self, *, strict: bool = False, error: ServiceError | None = None) -> None:
        self.strict, self.error = strict, error
        self.judged: list[str] = []
        self.asked: list[tuple[str, ...]] = []

    def judge(self, path: Path, flavours: Sequence[str] = ("2a", "ua1")) -> Verdict:
        if self.error is not None:
            raise self.error
        sha256 = file_sha256(path)
        self.judged.append(sha256)
        self.asked.append(tuple(flavours))
        failed = {"6.1.2-1 header": 1} if self.strict else {}
        told = tuple(FlavourVerdict(f, not self.strict, 100, failed) for f in flavours)
        return Verdict("fake 1", sha256, told)

    def close(self) -> None:
        """Nothing to stop."""


class FakeSigner:
    """A Signer that appends a line to the file; with `error` it refuses, with `problem` it has no key.

    `found` is what it says of every file that is signed; `asked` tells for each whether it was a stranger's.
    """

    def __init__(
        self, *, error: ServiceError | None = None, problem: str = "", found: Sequence[Signature] = ()
    ) -> None:
        self.error, self.problem, self.found = error, problem, tuple(found)
        self.asked: list[bool] = []

    def sign(self, source: Path, target: Path) -> Signature:
        if self.error is not None:
            raise self.error
        target.write_bytes(source.read_bytes() + b"% da ky\n")
        return A_SIGNATURE

    def signatures(self, path: Path, *, strange: bool = False) -> tuple[Signature, ...]:
        self.asked.append(strange)
        if self.error is not None:
            raise self.error
        return self.found


A_SIGNATURE = Signature(
    field="ChuKySo",
    signer="VĂN PHÒNG ĐẢNG ỦY",
    organ="Đảng ủy phường Mỹ Thọ",
    issuer="CA thử",
    serial="1f",
    expires="2027-02-05",
    level="B-T",
    signed_at="2026-02-05T10:05:00+00:00",
    timestamp="2026-02-05T10:05:01+00:00",
    authority="TSA thử",
    whole=True,
    after=After.NOTHING,
    trusted=True,
)


class MemoryStorage:
    """A Storage in memory with `room` for so many new files (None: for all)."""

    def __init__(self, room: int | None = None) -> None:
        self.files: dict[str, bytes] = {}
        self.room = room
        self._lock = threading.Lock()

    def put(self, key: str, path: Path) -> None:
        data = path.read_bytes()
        with self._lock:
            if self.files.get(key, data) != data:
                raise Conflict
            if key not in self.files and self.room is not None:
                if self.room == 0:
                    raise StorageUnavailable
                self.room -= 1
            self.files[key] = data

    def open(self, key: str) -> BinaryIO:
        if key not in self.files:
            raise NotFound
        return io.BytesIO(self.files[key])

    def fetch(self, key: str, target: Path) -> None:
        with self.open(key) as reader:
            target.write_bytes(reader.read())

    def delete(self, prefix: str) -> None:
        for key in [k for k in self.files if k == prefix or k.startswith(prefix + "/")]:
            del self.files[key]


class HandEngine:
    """An Engine that runs a job at once, or, while it `holds`, when a test says go(); `told` has every id."""

    def __init__(self, run: Callable[[str], None], *, holds: bool = False) -> None:
        self._run = run
        self.holds = holds
        self.told: list[str] = []
        self.waiting: list[str] = []

    def enqueue(self, job_id: str) -> None:
        self.told.append(job_id)
        self.waiting.append(job_id)
        if not self.holds:
            self.go()

    def go(self) -> None:
        while self.waiting:
            self._run(self.waiting.pop(0))

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""


class ThreadEngine:
    """An Engine of threads and a queue in memory; a stop lets it do what waits."""

    def __init__(self, run: Callable[[str], None], *, concurrency: int = 4) -> None:
        self._run = run
        self._concurrency = concurrency
        self._waiting: queue.Queue[str | None] = queue.Queue()
        self._threads: list[threading.Thread] = []

    def enqueue(self, job_id: str) -> None:
        if self._threads:
            self._waiting.put(job_id)

    def start(self) -> None:
        self._threads = [threading.Thread(target=self._work) for _ in range(self._concurrency)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        threads, self._threads = self._threads, []
        for _ in threads:
            self._waiting.put(None)
        for thread in threads:
            thread.join()

    def _work(self) -> None:
        while (job_id := self._waiting.get()) is not None:
            with contextlib.suppress(Exception):  # what a run raises is its own affair
                self._run(job_id)


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
