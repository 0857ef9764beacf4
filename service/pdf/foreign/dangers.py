"""What a PDF from elsewhere must not have in it: scripts, actions, forms, films, unknown files, hidden layers.

Everything that can be reached is looked at, page by page first, so that a reason can name its page. A bound dossier
would drop most of these in silence, and with them what the paper was meant to do or to show: so they are refused.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from urllib.parse import urlsplit

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from service.pdf.foreign.reasons import AGAIN, Reasons
from service.pdf.foreign.streams import Unfolder

ACTIVE = {
    "/JavaScript": "mã JavaScript",
    "/Launch": "lệnh mở chương trình hoặc tệp khác (Launch)",
    "/SubmitForm": "lệnh gửi biểu mẫu đi (SubmitForm)",
    "/ResetForm": "lệnh xóa biểu mẫu (ResetForm)",
    "/ImportData": "lệnh nạp dữ liệu từ ngoài (ImportData)",
    "/GoToE": "lệnh mở tệp nhúng (GoToE)",
    "/Rendition": "lệnh phát âm thanh, phim (Rendition)",
    "/Movie": "lệnh phát phim (Movie)",
    "/Sound": "lệnh phát âm thanh (Sound)",
    "/Hide": "lệnh ẩn, hiện nội dung (Hide)",
    "/SetOCGState": "lệnh bật, tắt lớp (SetOCGState)",
    "/GoTo3DView": "lệnh điều khiển mô hình ba chiều (GoTo3DView)",
    "/RichMediaExecute": "lệnh điều khiển đa phương tiện (RichMediaExecute)",
}
MEDIA = {
    "/Sound": "âm thanh",
    "/Movie": "phim",
    "/Screen": "vùng phát đa phương tiện",
    "/3D": "mô hình ba chiều",
    "/RichMedia": "đa phương tiện",
}
WEB = frozenset(("http", "https", "mailto", "tel", ""))
KNOWN_FILES = frozenset(
    (
        *(".pdf", ".xml", ".json", ".csv", ".txt", ".docx", ".xlsx", ".pptx", ".odt", ".ods"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".p7s", ".p7m", ".asice", ".tsr"),
    )
)
_UP = frozenset(("/Parent", "/P", "/Pg", "/Prev", "/StructTreeRoot"))
"""Keys that lead out of what is being looked at; what they lead to is come upon by itself."""

FLAT = "xin in tệp ra PDF lại để bỏ phần này, rồi gửi tệp mới"


class Dangers:
    """Looks through one file; `attached` has the names of the files in it that are of a known kind."""

    def __init__(self, pdf: Pdf, reasons: Reasons) -> None:
        self._pdf, self._reasons = pdf, reasons
        self._unfolder = Unfolder(reasons)
        self._seen: set[tuple[int, int]] = set()
        self.attached: set[str] = set()
        self._checks: Sequence[Callable[[Object, int | None], None]] = (
            self._action,
            self._annotation,
            self._file,
        )

    def look(self, pages: Sequence[Object]) -> None:
        """Look at all pages, then at all else."""
        for page in pages:
            self._seen.add(page.objgen)
        for number, page in enumerate(pages, start=1):
            self._through(page, number)
        self._catalog(self._pdf.Root)
        self._through(self._pdf.trailer, None)
        for held in self._pdf.objects:  # the tags are not gone through, but for the files that go with them
            if isinstance(held, Dictionary | Stream) and "/AF" in held:
                self._through(Array([held.AF]), None)

    def _through(self, top: Object, page: int | None) -> None:
        waiting = [top]
        while waiting:
            held = waiting.pop()
            if isinstance(held, Array):
                waiting += self._new(held)
                continue
            for check in self._checks:
                check(held, page)
            if isinstance(held, Stream):
                self._unfolder.measure(held, page)
            waiting += self._new(value for key, value in held.items() if key not in _UP or top is held)

    def _new(self, values: object) -> Iterator[Object]:
        """Give the containers among values that were not looked at before."""
        for value in values:  # type: ignore[attr-defined]
            if not isinstance(value, Array | Dictionary | Stream):
                continue
            if value.is_indirect:
                if value.objgen in self._seen:
                    continue
                self._seen.add(value.objgen)
            yield value

    def _action(self, held: Object, page: int | None) -> None:
        kind = held.get("/S")
        is_tag = held.get("/Type") == Name.StructElem or "/K" in held
        if isinstance(kind, Name) and str(kind) in ACTIVE and not is_tag:
            self._reasons.add("active", f"có {ACTIVE[str(kind)]}", FLAT, page)
        elif "/JS" in held:
            self._reasons.add("active", f"có {ACTIVE['/JavaScript']}", FLAT, page)
        if "/AA" in held:
            self._reasons.add("active", "có hành động tự chạy khi mở, in hoặc bấm (AA)", FLAT, page)
        if kind == Name.URI:
            self._address(str(held.get("/URI", "")), page)

    def _address(self, address: str, page: int | None) -> None:
        try:
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            scheme = "?"
        if scheme not in WEB:
            said = f"có liên kết tới “{address[:60]}”, không phải trang web hay thư điện tử"
            self._reasons.add("link", said, "xin bỏ liên kết này rồi xuất PDF lại", page)

    def _annotation(self, held: Object, page: int | None) -> None:
        if "/Subtype" not in held or "/Rect" not in held:
            return
        kind = str(held["/Subtype"])
        if kind in MEDIA:
            self._reasons.add("media", f"có {MEDIA[kind]}", FLAT, page)

    def _file(self, held: Object, page: int | None) -> None:
        if isinstance(held, Stream):
            if "/F" in held:
                self._reasons.add("outside", "có nội dung nằm ở tệp khác, ngoài tệp này", AGAIN, page)
            if held.get("/Subtype") == Name.PS or held.get("/Subtype2") == Name.PS:
                self._reasons.add("active", "có chương trình PostScript", FLAT, page)
        if "/EF" in held:
            name = str(held.get("/UF", held.get("/F", "")))
            if PurePath(name).suffix.lower() in KNOWN_FILES:
                self.attached.add(name)
            else:
                said = f"có tệp nhúng “{name[:80]}” thuộc loại không nhận"
                self._reasons.add("attachment", said, "xin gỡ tệp này khỏi PDF, gửi riêng nếu cần", page)

    def _catalog(self, root: Object) -> None:
        names = root.get("/Names")
        if isinstance(names, Dictionary) and "/JavaScript" in names:
            self._reasons.add("active", f"có {ACTIVE['/JavaScript']} chạy khi mở tệp", FLAT)
        if "/Collection" in root:
            self._reasons.add("portfolio", "là tập PDF (portfolio) gồm nhiều tệp", "xin gửi từng tệp PDF một")
        if _hides_layers(root.get("/OCProperties")):
            said = "có lớp nội dung bị ẩn, đóng vào hồ sơ sẽ hiện ra"
            self._reasons.add("layers", said, "xin bật hoặc xóa các lớp ẩn, rồi in ra PDF lại")


def _hides_layers(held: object) -> bool:
    """Say whether some layer is off when the file is opened (ISO 32000-1, 8.11.4.3)."""
    if not isinstance(held, Dictionary) or not isinstance(held.get("/D"), Dictionary):
        return False
    shown: Object = held["/D"]
    off = shown.get("/OFF")
    return shown.get("/BaseState", Name.ON) != Name.ON or (isinstance(off, Array) and len(off) > 0)
