"""Look at a Word file apart from its tags: what reaches outside, what runs, what is left from editing, its fonts."""

from collections.abc import Iterator

from service.catalog.findings import error, warning
from service.catalog.pictures import find_picture_faults
from service.catalog.wordfile import W, WordFile, parse_xml
from service.model import Finding

RUNNING = ("vbaProject", "oleObject", "package", "control", "aFChunk", "subDocument", "frame")
SAFE_EXTERNAL = ("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "recipientData")
"""Pointers outside that are left behind when the template is loaded; no page shows them."""
_LINK_STARTS = ("http://", "https://", "mailto:", "#")
_FIELDS = ("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "IMPORT", "DATABASE", "RD")
_REVISIONS = tuple(f"{{{W}}}{n}" for n in ("ins", "del", "moveFrom", "moveTo"))

# Fonts that a free font replaces letter for letter, or that are free themselves and hold all Vietnamese letters.
KNOWN_FONTS = frozenset(
    {
        "times new roman", "arial", "courier new", "calibri", "cambria", "liberation serif", "liberation sans",
        "liberation mono", "carlito", "noto serif", "noto sans", "dejavu sans", "dejavu serif", "symbol",
        "wingdings", "cambria math", "opensymbol", "tinos", "arimo", "cousine", "segoe ui symbol", "ms gothic",
    }
)  # fmt: skip
_OLD_ENCODINGS = (".vn", "vni-", "vni ", "vntime")


def find_word_faults(word: WordFile) -> list[Finding]:
    """Give what is wrong with the file itself. Raises BrokenPackage when a part cannot be read."""
    return [*_outside(word), *_fields(word), *_revisions(word), *_fonts(word), *find_picture_faults(word)]


def fonts_of(word: WordFile) -> list[str]:
    """Give the fonts that the text and the styles in use name, in alphabetical order."""
    used: set[str] = set()
    names = [p.name for p in word.text_parts]
    styles = next(
        (n for n, t in word.content_types.items() if t.endswith("wordprocessingml.styles+xml")), None
    )
    styled: set[str] = set()
    for name in names:
        root = parse_xml(word.members[name])
        used |= _named(root.iter(f"{{{W}}}rFonts"))
        styled |= {v for e in root.iter(f"{{{W}}}pStyle", f"{{{W}}}rStyle") if (v := e.get(f"{{{W}}}val"))}
    if styles in word.members:
        root = parse_xml(word.members[str(styles)])
        for style in root.iter(f"{{{W}}}style"):
            if style.get(f"{{{W}}}styleId") in styled or style.get(f"{{{W}}}default") == "1":
                used |= _named(style.iter(f"{{{W}}}rFonts"))
    return sorted(used)


def _named(elements: Iterator[object]) -> set[str]:
    found = set()
    for element in elements:
        for slot in ("ascii", "hAnsi"):
            name = element.get(f"{{{W}}}{slot}")  # type: ignore[attr-defined]
            if name:
                found.add(name)
    return found


def _outside(word: WordFile) -> Iterator[Finding]:
    for name in ("", *word.members):
        for arrow in word.relationships(name):
            if arrow.kind in RUNNING:
                found = f"Tệp có nhúng “{arrow.kind}” (macro, đối tượng hoặc tệp khác)."
                yield error("P10", name or "tệp Word", found, "Xóa đối tượng nhúng; dùng hình ảnh hoặc chữ.")
            elif (
                arrow.external
                and arrow.kind not in SAFE_EXTERNAL
                and not _plain_link(arrow.kind, arrow.target)
            ):
                found = f"Tệp trỏ ra ngoài: {arrow.target[:80]}."
                mend = "Chèn hình vào trong tệp (không chọn “Link to file”), hoặc bỏ liên kết này."
                yield error("P10", name or "tệp Word", found, mend)


def _plain_link(kind: str, target: str) -> bool:
    return kind == "hyperlink" and target.lower().startswith(_LINK_STARTS)


def _fields(word: WordFile) -> Iterator[Finding]:
    for part in word.text_parts:
        root = parse_xml(word.members[part.name])
        codes = ["".join(e.text or "" for e in root.iter(f"{{{W}}}instrText"))]
        codes += [e.get(f"{{{W}}}instr", "") for e in root.iter(f"{{{W}}}fldSimple")]
        words = set(" ".join(codes).upper().split())
        for field in sorted(words & set(_FIELDS)):
            yield error(
                "P10", part.label, f"Có trường Word {field} lấy nội dung từ nơi khác.", "Xóa trường này."
            )


def _revisions(word: WordFile) -> Iterator[Finding]:
    for part in word.text_parts:
        root = parse_xml(word.members[part.name])
        if next(root.iter(*_REVISIONS), None) is not None:
            mend = "Trong Word: Review → Accept All Changes, rồi lưu lại."
            yield warning("P15", part.label, "Còn dấu vết sửa đổi (Track Changes).", mend)
        if next(root.iter(f"{{{W}}}commentReference"), None) is not None:
            yield warning("P15", part.label, "Còn nhận xét (Comments).", "Xóa hết nhận xét rồi lưu lại.")


def _fonts(word: WordFile) -> Iterator[Finding]:
    for font in fonts_of(word):
        if font.lower().startswith(_OLD_ENCODINGS):
            found = f"Phông “{font}” thuộc bảng mã cũ (TCVN3/VNI); chữ có dấu sẽ sai."
            yield warning("P11", "tệp Word", found, "Chuyển mã sang Unicode và dùng phông Times New Roman.")
        elif font.lower() not in KNOWN_FONTS:
            found = f"Phông “{font}” có thể không có trên máy chủ nên sẽ bị thay bằng phông khác cỡ."
            yield warning("P11", "tệp Word", found, "Dùng Times New Roman, Arial, Calibri hoặc Cambria.")
