"""The measures of each layout as data: page, sizes, styles. A new rule set is a row here, not an `if`."""

from dataclasses import dataclass, field, replace
from typing import Literal

from service.errors import NotFound
from service.vietnamese.text import closest

Align = Literal["left", "center", "right", "both"]

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
LINE_OF_14 = 16.1
"""Height in points of one single-spaced line of 14 pt."""
SIGNATURE_LINES = 4
"""Empty lines left for the signature (05-HD/VPTW); made as a gap, so that no empty paragraph gets into the tags."""
ABOVE_SIGNATURE = 6
"""Points above recipients and signatures, besides the 6 below the text, so that the block stands apart."""


@dataclass(frozen=True, kw_only=True)
class StyleLook:
    """One paragraph style; sizes and gaps in points, indents in millimetres.

    `line` is an exact line height (None: single). `outline` is the heading level (1 to 3) that bookmarks and
    tags are made from. `key` is the style id in the file, `name` what Word shows.
    """

    key: str
    name: str
    base: str | None = "Normal"
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    capitals: bool | None = None
    align: Align | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    first_indent: float | None = None
    outline: int | None = None
    keep_next: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Look:
    """One layout: `rules` is the rule set that the measures come from; lengths in millimetres."""

    layout: str
    rules: str
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    page_number_from_top: float = 10
    header_grid: tuple[float, float] = (77, 88)
    sign_grid: tuple[float, float] = (73, 92)
    styles: tuple[StyleLook, ...] = field(default=())

    @property
    def text_width(self) -> float:
        """The width between the margins of an upright A4 page."""
        return 210 - self.left - self.right

    def style(self, key: str) -> StyleLook:
        """Give one style by its key."""
        return next(s for s in self.styles if s.key == key)


def _common() -> tuple[StyleLook, ...]:
    """The styles that every layout has, at the sizes of 05-HD/VPTW; the layouts below change what differs."""
    return (
        StyleLook(key="Normal", name="Normal", base=None, size=14, before=0, after=0),
        StyleLook(key="Header", name="header", size=14, align="center"),
        StyleLook(key="BodyText", name="Body Text", align="both", after=6, line=19, first_indent=10),
        StyleLook(key="Heading1", name="heading 1", bold=True, before=12, after=6, line=19, outline=1, keep_next=True),
        StyleLook(key="Heading2", name="heading 2", bold=True, align="both", after=6, line=19,
                  first_indent=10, outline=2, keep_next=True),
        StyleLook(key="Heading3", name="heading 3", bold=True, italic=True, align="both", after=6, line=19,
                  first_indent=10, outline=3, keep_next=True),
        StyleLook(key="Title", name="Title", size=16, bold=True, align="center", before=18, keep_next=True),
        StyleLook(key="Subtitle", name="Subtitle", bold=True, align="center", keep_next=True),
        StyleLook(key="KetTrichYeu", name="Kết trích yếu", align="center", after=12),
        StyleLook(key="TieuDeTrang", name="Tiêu đề trang", size=15, bold=True, align="center"),
        StyleLook(key="TieuNgu", name="Tiêu ngữ", bold=True, align="center"),
        StyleLook(key="CoQuanCapTren", name="Cơ quan cấp trên", align="center"),
        StyleLook(key="CoQuanBanHanh", name="Cơ quan ban hành", bold=True, align="center"),
        StyleLook(key="SoKyHieu", name="Số ký hiệu", align="center"),
        StyleLook(key="DiaDanhNgay", name="Địa danh ngày tháng", italic=True, align="center"),
        StyleLook(key="NoiNhan", name="Nơi nhận", underline=True, before=ABOVE_SIGNATURE),
        StyleLook(key="DanhSachNoiNhan", name="Danh sách nơi nhận", size=12),
        StyleLook(key="QuyenHanKy", name="Quyền hạn ký", bold=True, align="center", before=ABOVE_SIGNATURE),
        StyleLook(key="ChucVuKy", name="Chức vụ ký", align="center"),
        StyleLook(key="NguoiKy", name="Người ký", bold=True, align="center", before=SIGNATURE_LINES * LINE_OF_14),
        StyleLook(key="ChuBang", name="Chữ trong bảng", size=13, before=2, after=2),
        StyleLook(key="DauCotBang", name="Đầu cột bảng", base="ChuBang", bold=True, align="center"),
    )  # fmt: skip


def _changed(**changes: dict[str, object]) -> tuple[StyleLook, ...]:
    return tuple(replace(s, **changes.get(s.key, {})) for s in _common())  # type: ignore[arg-type]


PARTY = Look(
    layout="dang",
    rules="05-HD/VPTW",
    styles=_changed(Heading1={"align": "center"}),
)
"""Party papers: Quy định 399-QĐ/TW and Hướng dẫn 05-HD/VPTW, from 27/5/2026."""

STATE = Look(
    layout="nha-nuoc",
    rules="30/2020/NĐ-CP",
    header_grid=(74, 91),
    styles=_changed(
        Heading1={"align": "both", "first_indent": 10},
        Title={"size": 14},
        KetTrichYeu={"size": 4, "line": 6, "before": 3},
        TieuDeTrang={"size": 12},
        TieuNgu={"size": 13},
        CoQuanCapTren={"size": 13},
        CoQuanBanHanh={"size": 13},
        SoKyHieu={"size": 13},
        NoiNhan={"size": 12, "bold": True, "italic": True, "underline": False},
        DanhSachNoiNhan={"size": 11},
        ChucVuKy={"bold": True},
    ),
)
"""Papers of State offices: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

PERSONAL = Look(
    layout="ca-nhan",
    rules="05-HD/VPTW",
    styles=_changed(
        Heading1={"align": "both", "first_indent": 10, "before": 0},
        Subtitle={"after": 12},
        DiaDanhNgay={"before": 6},
    ),
)
"""Personal papers of a member (commitment, self-review): Party sizes, no number and no asterisk."""

LOOKS = {look.layout: look for look in (PARTY, STATE, PERSONAL)}


def look_of(layout: str) -> Look:
    """Give the measures of a layout.

    Raises:
        NotFound: there is no such layout; says which there are.
    """
    if layout in LOOKS:
        return LOOKS[layout]
    guess = closest(layout, LOOKS)
    hint = f" Ý bạn là “{guess}”?" if guess else ""
    raise NotFound(f"Không có kiểu trình bày “{layout}”.{hint} Các kiểu đang có: {', '.join(LOOKS)}.")
