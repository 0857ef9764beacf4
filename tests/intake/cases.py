"""The awkward files: what each is, and what must come out of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from service.errors import InputError, InputTooLarge, InvalidSubmission, UnreadableInput
from service.intake.notes import Answers
from service.vietnamese.legacy import Encoding, encode
from tests.builders_awkward import AN, HEAD, an_ods, of_many_fonts, sheet_xml, styled, text_table, zipped
from tests.builders_intake import a_book, failed, with_part

FILES = Path(__file__).with_name("files")
LONG = (
    "Đảng bộ xã đã lãnh đạo nhân dân thực hiện tốt nhiệm vụ phát triển kinh tế, giữ vững quốc phòng, an ninh"
)
TCVN3, VNI = Encoding.TCVN3, Encoding.VNI


@dataclass(frozen=True)
class Case:
    """One file. `good` are members that the good rows must have, `errors` cell and rule, `notes` cell and new text.

    `refused` is the error and a part of its sentence; then nothing else is looked at.
    """

    what: str
    file: str
    data: Callable[[], bytes]
    good: tuple[dict[str, Any], ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    refused: tuple[type[InputError], str] | None = None
    answers: Answers = field(default_factory=Answers)


def book(*rows: Any) -> Callable[[], bytes]:
    """Make a plain workbook of these rows."""
    return lambda: a_book({"Dữ liệu": rows})


def csv(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """Make a CSV in this encoding."""
    return lambda: text.encode(encoding)


def kept(name: str) -> Callable[[], bytes]:
    """Give a file that no code of ours can make."""
    return (FILES / name).read_bytes


def old(text: str, encoding: Encoding) -> bytes:
    """Write text as an old program did, one byte for each sign."""
    return encode(text, encoding).encode("latin-1")


NAME = {"ho_ten": "Nguyễn Văn An"}
NAMES = text_table([("Họ và tên", "Ghi chú"), ("Nguyễn Văn An", LONG), ("Trần Thị Tư", "quyết định")], ";")
BOTH = ({"ho_ten": "Nguyễn Văn An", "ghi_chu": LONG}, {"ho_ten": "Trần Thị Tư", "ghi_chu": "quyết định"})
LIKE = {
    "ho_ten": "Nguyễn Văn An",
    "ngay_sinh": "1985-05-19",
    "so_cccd": "001085012345",
    "ty_le": 88.5,
    "du_bi": True,
}


def in_old(rows: Any, encoding: Encoding) -> list[list[Any]]:
    """Write the texts of rows in an old encoding, as a sheet keeps them."""
    return [[encode(cell, encoding) if isinstance(cell, str) else cell for cell in row] for row in rows]


OLD_ROWS = [
    ("Họ và tên", "Ghi chú"),
    ("Nguyễn Văn An", LONG),
    ("Trần Thị Tư", "quyết định"),
    ("Lê Lục", "ốm"),
]
THREE = (*BOTH, {"ho_ten": "Lê Lục", "ghi_chu": "ốm"})

HEADERS = (
    Case(
        "the header stands in row 4, below a heading and an empty row",
        "a.xlsx",
        book(["DANH SÁCH ĐẢNG VIÊN"], [], ["(Kèm theo Báo cáo)"], HEAD, AN),
        good=(LIKE,),
    ),
    Case(
        "a header in row 16 is too far down to be one",
        "a.xlsx",
        book(*[["x"]] * 15, HEAD, AN),
        refused=(UnreadableInput, "15 dòng đầu"),
    ),
    Case(
        "titles are field names, without marks, with stars and in capitals",
        "a.xlsx",
        book(["ho_ten *", "NGAY SINH", "so cccd"], ["Nguyễn Văn An", "19.5.1985", "001085012345"]),
        good=({**NAME, "ngay_sinh": "1985-05-19"},),
    ),
    Case(
        "merged header cells: a group above its columns, single titles merged downwards",
        "a.xlsx",
        lambda: styled(
            [
                ["TT", "Họ và tên", "Đơn vị", None],
                [None, None, "Tên", "Ký hiệu"],
                [1, "Nguyễn Văn An", "Ấp 1", "CB1"],
            ],
            merged=("A1:A2", "B1:B2", "C1:D1"),
        ),
        good=({**NAME, "don_vi": {"ten": "Ấp 1", "ky_hieu": "CB1"}},),
    ),
    Case(
        "a close spelling is proposed, never taken",
        "a.xlsx",
        book(["Họ và tenn", "Ghi chú"], ["An", "x"]),
        refused=(InvalidSubmission, "ý bạn là “Họ và tên”"),
    ),
    Case(
        "the proposal confirmed by a mapping",
        "a.xlsx",
        book(["Họ và tenn", "Ghi chú"], ["Nguyễn Văn An", "x"]),
        good=({**NAME, "ghi_chu": "x"},),
        answers=Answers({"Họ và tenn": "ho_ten"}),
    ),
    Case(
        "a column left out by a mapping",
        "a.xlsx",
        book(["Họ và tên", "Lương"], ["Nguyễn Văn An", 5]),
        good=(NAME,),
        answers=Answers({"Lương": ""}),
    ),
    Case(
        "a mapping to a field that is not there",
        "a.xlsx",
        book(HEAD, AN),
        refused=(InvalidSubmission, "không có trường “ho_tenn”"),
        answers=Answers({"Họ và tên": "ho_tenn"}),
    ),
    Case(
        "data in a column without a title",
        "a.xlsx",
        book(["Họ và tên", None], ["An", "mất"]),
        refused=(InvalidSubmission, "không có tiêu đề"),
    ),
    Case(
        "counting columns and spaces in titles do no harm",
        "a.xlsx",
        book(["STT", "  Họ  và tên ", "Ghi chú"], [1, "Nguyễn Văn An", "x"]),
        good=({**NAME, "ghi_chu": "x"},),
    ),
)

ROWS = (
    Case(
        "hidden rows are asked about",
        "a.xlsx",
        lambda: styled([HEAD, AN, AN, AN], hidden=(3,)),
        refused=(InvalidSubmission, "1 dòng có dữ liệu đang bị ẩn (dòng 3"),
    ),
    Case(
        "hidden rows taken on demand",
        "a.xlsx",
        lambda: styled([HEAD, AN, AN], hidden=(3,)),
        good=(LIKE, LIKE),
        notes=(("A3", ""),),
        answers=Answers(hidden="take"),
    ),
    Case(
        "hidden rows left out on demand; the others keep their numbers",
        "a.xlsx",
        lambda: styled([HEAD, AN, ["1234"], ["5678"]], hidden=(3,)),
        good=(LIKE,),
        errors=(("A4", "format"),),
        answers=Answers(hidden="skip"),
    ),
    Case(
        "hidden rows without data are nobody's business",
        "a.xlsx",
        lambda: styled([HEAD, AN, [None]], hidden=(3, 4)),
        good=(LIKE,),
    ),
    Case(
        "hidden rows of an .ods",
        "a.ods",
        lambda: an_ods([HEAD[:1], ["An"], ["Bình"]], hidden=(2,)),
        refused=(InvalidSubmission, "đang bị ẩn (dòng 3"),
    ),
    Case(
        "the same row twice is made, and said",
        "a.xlsx",
        book(HEAD, AN, AN),
        good=(LIKE, LIKE),
        notes=(("A3", ""),),
    ),
    Case(
        "the row that numbers the columns, a total and a block of signatures are left out and told",
        "a.xlsx",
        book(
            ["STT", *HEAD],
            [f"({n})" for n in range(1, 8)],
            [1, *AN],
            ["Tổng cộng", None, None, None, 88.5],
            [],
            [None, "NGƯỜI LẬP BIỂU", None, "T/M CHI BỘ"],
            [None, "Lê Thị Cúc", None, "Trần Văn Hậu"],
        ),
        good=(LIKE,),
        notes=(("A2", ""), ("A4", ""), ("B6", ""), ("B7", "")),
    ),
    Case(
        "one person twice with other remarks is made, and told",
        "a.xlsx",
        book(
            HEAD,
            AN,
            [*AN[:5], "khá"],
            ["AN VĂN", "19/05/1985", "", 1, "", ""],
            ["An Văn", "19/5/1985", "", 2, "", ""],
        ),
        good=({"ghi_chu": "tốt"}, {"ghi_chu": "khá"}, {"ho_ten": "AN VĂN"}, {"ho_ten": "An Văn"}),
        notes=(("C3", ""), ("A5", "")),
    ),
    Case(
        "1,048,576 formatted empty rows",
        "a.xlsx",
        lambda: with_part(
            a_book({"Dữ liệu": [["Họ và tên"], ["Nguyễn Văn An"]]}),
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(
                b"</sheetData>",
                b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(3, 1_048_577, 1))
                + b"</sheetData>",
            ),
        ),
        good=(NAME,),
    ),
    Case(
        "a single cell in the last corner",
        "a.xlsx",
        lambda: with_part(
            a_book({"Dữ liệu": [["Họ và tên"], ["An"]]}),
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            ),
        ),
        refused=(InputTooLarge, "1.048.576 dòng và 16.384 cột"),
    ),
    Case(
        "16,384 columns with titles",
        "a.xlsx",
        book([f"Cột lạ {n}" for n in range(16_384)], ["x"] * 16_384),
        refused=(InputError, ""),
    ),
    Case(
        "a million empty rows at the end of an .ods",
        "a.ods",
        lambda: an_ods([HEAD[:1], ["Nguyễn Văn An"]], after=1_048_574),
        good=(NAME,),
    ),
)

CELLS = (
    Case(
        "dates as dates, as texts of three kinds",
        "a.xlsx",
        book(
            HEAD[:2], ["A", date(1985, 5, 19)], ["B", "19/5/1985"], ["C", "19-05-1985"], ["D", "19.05.1985"]
        ),
        good=tuple({"ho_ten": n, "ngay_sinh": "1985-05-19"} for n in "ABCD"),
    ),
    Case(
        "a date as a bare number is asked about with its day",
        "a.xlsx",
        book(HEAD[:2], ["An", 46000]),
        errors=(("B2", "format"),),
    ),
    Case(
        "dates that read two ways or do not exist are asked about",
        "a.xlsx",
        book(HEAD[:2], ["A", "05/02/26"], ["B", "31/02/2026"], ["C", "12/25/2025"], ["D", "tháng 5"]),
        errors=tuple((f"B{n}", "format") for n in (2, 3, 4, 5)),
    ),
    Case(
        "numbers as text, Vietnamese and English",
        "a.xlsx",
        book(["Họ và tên", "Hệ số"], ["A", "1.234,5"], ["B", "1,234.5"], ["C", "12,5"], ["D", " 5 631 "]),
        good=tuple(
            {"ho_ten": n, "he_so": v} for n, v in zip("ABCD", (1234.5, 1234.5, 12.5, 5631), strict=True)
        ),
    ),
    Case(
        "numbers that read two ways are asked about",
        "a.xlsx",
        book(["Họ và tên", "Hệ số"], ["A", "1.234"], ["B", "1,234"]),
        errors=(("B2", "ambiguous"), ("B3", "ambiguous")),
    ),
    Case(
        "percent cells in a column of percentages",
        "a.xlsx",
        lambda: styled([HEAD[:1] + HEAD[3:4], ["Nguyễn Văn An", 0.889]], formats={"B2": "0.0%"}),
        good=({**NAME, "ty_le": 88.9},),
        notes=(("B2", "88,9"),),
    ),
    Case(
        "percent cells where a share may be meant are asked about",
        "a.xlsx",
        lambda: styled([["Họ và tên", "Hệ số"], ["An", 0.889]], formats={"B2": "0.0%"}),
        errors=(("B2", "percent"),),
    ),
    Case(
        "percentages typed as text",
        "a.xlsx",
        book(["Họ và tên", "Tỷ lệ (%)"], ["Nguyễn Văn An", "88,9%"]),
        good=({**NAME, "ty_le": 88.9},),
        notes=(("B2", "88,9"),),
    ),
    Case(
        "yes and no as people write them",
        "a.xlsx",
        book(
            ["Họ và tên", "Dự bị"],
            ["A", "x"],
            ["B", True],
            ["C", "Có"],
            ["D", "không"],
            ["E", 1],
            ["F", "có lẽ"],
        ),
        good=tuple(
            {"ho_ten": n, "du_bi": v} for n, v in zip("ABCDE", (True, True, True, False, True), strict=True)
        ),
        errors=(("B7", "type"),),
    ),
    Case(
        "a citizen number that lost its zero is asked about with the number",
        "a.xlsx",
        book(["Họ và tên", "Số CCCD"], ["An", 1085012345.0], ["B", "79090001234"]),
        errors=(("B2", "format"), ("B3", "format")),
    ),
    Case(
        "a citizen number that tells another year of birth than the birthday is made, and told",
        "a.xlsx",
        book(
            HEAD[:3],
            ["A", date(1985, 5, 19), "001085012345"],
            ["B", date(1958, 5, 19), "001085012346"],
            ["C", None, "001085012347"],
        ),
        good=({"ho_ten": "A"}, {"ho_ten": "B"}, {"ho_ten": "C"}),
        notes=(("C3", ""),),
    ),
    Case(
        "formulas give their kept values",
        "a.xlsx",
        book(HEAD[:1] + HEAD[3:4], ["Nguyễn Văn An", failed("=A2", 5)]),
        good=({**NAME, "ty_le": 5},),
    ),  # type: ignore[arg-type]
    Case(
        "formulas that failed",
        "a.xlsx",
        book(HEAD[:1] + HEAD[3:4], ["An", failed("=1/0", "#DIV/0!")]),
        errors=(("B2", "cell"),),
    ),
    Case(
        "formulas that were never worked out",
        "a.xlsx",
        lambda: styled([HEAD[:1] + HEAD[3:4], ["An", "=1+1"]]),
        errors=(("B2", "cell"),),
    ),
    Case(
        "values that a program may take for formulas stay text",
        "a.xlsx",
        book(
            ["Họ và tên", "Ghi chú"],
            ["Nguyễn Văn An", '=HYPERLINK("http://a")'],
            ["Nguyễn Văn An", "+cmd|' /C calc'!A0"],
        ),
        good=({"ghi_chu": '=HYPERLINK("http://a")'}, {"ghi_chu": "+cmd|' /C calc'!A0"}),
    ),
    Case(
        "line breaks and tabs: kept in texts, asked about in names",
        "a.xlsx",
        book(["Họ và tên", "Ghi chú"], ["Nguyễn Văn An", "một\nhai\tba"], ["Trần\nThị B", "x"]),
        good=({"ghi_chu": "một\nhai\tba"},),
        errors=(("A3", "newline"),),
    ),
)

SIGNS = (
    Case(
        "decomposed letters are composed",
        "a.xlsx",
        book(["Họ và tên"], ["Nguyê\u0303n Văn An"]),
        good=(NAME,),
        notes=(("A2", "Nguyễn Văn An"),),
    ),
    Case(
        "unseen signs in a name are taken out, fixed spaces made plain",
        "a.xlsx",
        book(["Họ và tên"], ["Nguyễn\u200b\u00a0Văn\u00a0An\ufeff"]),
        good=(NAME,),
        notes=(("A2", "Nguyễn Văn An"),),
    ),
    Case(
        "fixed spaces, hyphens and quotation marks of print stay in texts",
        "a.xlsx",
        book(["Họ và tên", "Ghi chú"], ["H’Hen Niê-Kđăm", "“số\u00a01” – mục\u2011A"]),
        good=({"ho_ten": "H’Hen Niê-Kđăm", "ghi_chu": "“số\u00a01” – mục\u2011A"},),
    ),
    Case(
        "hyphens of print in a date and a citizen number",
        "a.xlsx",
        book(HEAD[:3], ["Nguyễn Văn An", "19\u201105\u20111985", "001\u00a0085\u00a0012345"]),
        good=({"ngay_sinh": "1985-05-19", "so_cccd": "001085012345"},),
        notes=(("B2", "19-05-1985"), ("C2", "001 085 012345")),
    ),
    Case(
        "names are never corrected",
        "a.xlsx",
        book(["Họ và tên"], ["nguyễn văn AN"], ["Lê thị Hoà"], ["Y Moan"]),
        good=({"ho_ten": "nguyễn văn AN"}, {"ho_ten": "Lê thị Hoà"}, {"ho_ten": "Y Moan"}),
    ),
)

OLD = (
    Case(
        "TCVN3 by its font, capitals by the font of capitals",
        "a.xlsx",
        lambda: styled(
            [["Họ và tên", "Ghi chú"], [encode("nguyễn văn an", TCVN3), encode("Tổ trưởng", TCVN3)]],
            fonts={"A2": ".VnTimeH", "B2": ".VnTime"},
        ),
        good=({"ho_ten": "NGUYỄN VĂN AN", "ghi_chu": "Tổ trưởng"},),
        notes=(("A2", "NGUYỄN VĂN AN"), ("B2", "Tổ trưởng")),
    ),
    Case(
        "VNI by its font",
        "a.xlsx",
        lambda: styled([["Họ và tên"], [encode("Nguyễn Văn An", VNI)]], fonts={"A2": "VNI-Times"}),
        good=(NAME,),
        notes=(("A2", "Nguyễn Văn An"),),
    ),
    Case(
        "good Unicode in an old font is left alone",
        "a.xlsx",
        lambda: styled([["Họ và tên"], ["Nguyễn Văn An"]], fonts={"A2": ".VnTime"}),
        good=(NAME,),
    ),
    Case(
        "several fonts in one cell",
        "a.xlsx",
        lambda: of_many_fonts(
            ["Họ và tên"],
            [
                (".VnTime", encode("Nguyễn ", TCVN3)),
                ("Times New Roman", "Văn "),
                ("VNI-Times", encode("Ước", VNI)),
            ],
        ),
        good=({"ho_ten": "Nguyễn Văn Ước"},),
        notes=(("A2", "Nguyễn Văn Ước"),),
    ),
    Case(
        "a name in VNI alone is asked about too",
        "a.xlsx",
        lambda: a_book({"Dữ liệu": [["Họ và tên"], [encode("Nguyễn Văn An", VNI)]]}),
        errors=(("A2", "encoding"),),
    ),
    Case(
        "TCVN3 by the letters of the whole sheet, the header too",
        "a.xlsx",
        lambda: a_book({"Dữ liệu": in_old(OLD_ROWS, TCVN3)}),
        good=THREE,
        notes=(
            ("A1", "Họ và tên"),
            ("B1", "Ghi chú"),
            ("A2", "Nguyễn Văn An"),
            ("B2", LONG),
            ("A3", "Trần Thị Tư"),
            ("B3", "quyết định"),
            ("A4", "Lê Lục"),
            ("B4", "ốm"),
        ),
    ),
    Case(
        "VNI by the letters of the whole sheet",
        "a.xlsx",
        lambda: a_book({"Dữ liệu": [OLD_ROWS[0], *in_old(OLD_ROWS[1:3], VNI)]}),
        good=BOTH,
        notes=(("A2", "Nguyễn Văn An"), ("B2", LONG), ("A3", "Trần Thị Tư"), ("B3", "quyết định")),
    ),
    Case(
        "a name alone is too little: it is asked about",
        "a.xlsx",
        lambda: a_book({"Dữ liệu": [["Họ và tên"], [encode("Nguyễn Thị Đỗ Quyên", TCVN3)]]}),
        errors=(("A2", "encoding"),),
    ),
    Case(
        "the sender says which encoding it is",
        "a.xlsx",
        lambda: a_book({"Dữ liệu": [["Họ và tên"], [encode("Nguyễn Thị Đỗ Quyên", TCVN3)]]}),
        good=({"ho_ten": "Nguyễn Thị Đỗ Quyên"},),
        notes=(("A2", "Nguyễn Thị Đỗ Quyên"),),
        answers=Answers(encoding="tcvn3"),
    ),
    Case(
        "foreign names are no old text",
        "a.xlsx",
        book(["Họ và tên"], ["José Müller"], ["Zoë Ångström"]),
        good=({"ho_ten": "José Müller"}, {"ho_ten": "Zoë Ångström"}),
    ),
    Case(
        "old and new text in one sheet: only the old is turned",
        "a.xlsx",
        lambda: a_book({"Dữ liệu": [OLD_ROWS[0], *in_old(OLD_ROWS[1:3], TCVN3), ["Đặng Thị Tô", "kỷ luật"]]}),
        good=(*BOTH, {"ho_ten": "Đặng Thị Tô", "ghi_chu": "kỷ luật"}),
        notes=(("A2", "Nguyễn Văn An"), ("B2", LONG), ("A3", "Trần Thị Tư"), ("B3", "quyết định")),
    ),
)

TEXTS = (
    Case("UTF-8 with its mark", "a.csv", csv(NAMES, "utf-8-sig"), good=BOTH),
    Case("UTF-8 without a mark", "a.csv", csv(NAMES), good=BOTH),
    Case("UTF-16", "a.csv", csv(NAMES, "utf-16"), good=BOTH),
    Case(
        "windows-1258",
        "a.csv",
        lambda: encode(NAMES, Encoding.CP1258).encode("cp1258"),
        good=BOTH,
        notes=(("", "Họ và tên;Ghi chú"),),
    ),
    Case("bytes of TCVN3", "a.csv", lambda: old(NAMES, TCVN3), good=BOTH, notes=(("", "Họ và tên;Ghi chú"),)),
    Case("bytes of VNI", "a.csv", lambda: old(NAMES, VNI), good=BOTH, notes=(("", "Họ và tên;Ghi chú"),)),
    Case(
        "bytes of TCVN3 too few to be sure",
        "a.csv",
        lambda: old("ho_ten\nTrần Út\n", TCVN3),
        refused=(UnreadableInput, "chọn bảng mã"),
    ),
    Case(
        "a CSV in a binary file",
        "a.csv",
        lambda: b"ho_ten\n" + bytes(range(256)) * 20,
        refused=(UnreadableInput, ""),
    ),
    Case(
        "another program's file named .csv",
        "a.csv",
        lambda: b"\x7fELF" + bytes(range(1, 256)) * 9,
        refused=(UnreadableInput, ""),
    ),
    Case(
        "the last quote does not close",
        "a.csv",
        csv('ho_ten,ghi_chu\nAn,"mở\n'),
        refused=(UnreadableInput, "ngoặc kép"),
    ),
    *(
        Case(
            f"columns parted by {sign!r}",
            "a.csv",
            csv(text_table([("Họ và tên", "Ghi chú"), ("Nguyễn Văn An", "tốt")], sign)),
            good=({**NAME, "ghi_chu": "tốt"},),
        )
        for sign in ",;\t|:~^#/\\*+!&%$@=_-<>{}[]().\x1f\x1e\x1d\x1c§¶•·¦¬°×÷…–→"
    ),
    Case(
        "a formula in a CSV stays text",
        "a.csv",
        csv("ho_ten,ghi_chu\nNguyễn Văn An,\"=cmd|' /C calc'!A0\"\n"),
        good=({"ghi_chu": "=cmd|' /C calc'!A0"},),
    ),
)

BAD = (
    Case(
        "an old workbook of Excel 97",
        "a.xls",
        kept("excel-97.xls"),
        good=({"ho_ten": "Nguyễn Thị Út", "so_cccd": "001085012345"}, {"ngay_sinh": "1990-12-31"}),
        answers=Answers({"Điểm": ""}),
    ),
    Case(
        "an .ods",
        "a.ods",
        lambda: an_ods([HEAD[:2], ["Nguyễn Văn An", "19/05/1985"]]),
        good=({**NAME, "ngay_sinh": "1985-05-19"},),
    ),
    Case(
        "a workbook locked by a password",
        "a.xlsx",
        kept("mat-khau.xlsx"),
        refused=(UnreadableInput, "mật khẩu"),
    ),
    Case(
        "an .ods locked by a password",
        "a.ods",
        lambda: an_ods([HEAD[:1], ["An"]], locked=True),
        refused=(UnreadableInput, "mật khẩu"),
    ),
    Case(
        "macros are never looked at",
        "a.xlsm",
        lambda: with_part(a_book({"Dữ liệu": [HEAD, AN]}), "xl/vbaProject.bin", b"\x00\x01" * 5_000),
        good=(LIKE,),
    ),
    Case(
        "links to other workbooks are never followed",
        "a.xlsx",
        lambda: with_part(
            a_book({"Dữ liệu": [HEAD, AN]}),
            "xl/externalLinks/_rels/externalLink1.xml.rels",
            b'<Relationships><Relationship Id="r" Target="http://a.vn/x" TargetMode="External"/></Relationships>',
        ),
        good=(LIKE,),
    ),
    Case(
        "a zip bomb: one sheet of 3 GB",
        "a.xlsx",
        lambda: with_part(a_book({"A": [["x"]]}), "xl/worksheets/sheet1.xml", b" " * 300_000_000),
        refused=(InputTooLarge, "quá lớn"),
    ),
    Case(
        "60 MB of shared texts",
        "a.xlsx",
        lambda: with_part(
            a_book({"A": [["x"]]}),
            "xl/sharedStrings.xml",
            b"<sst><si><t>" + b"a" * 60_000_000 + b"</t></si></sst>",
        ),
        refused=(InputTooLarge, "quá lớn"),
    ),
    Case(
        "an archive of 60,000 parts",
        "a.xlsx",
        lambda: zipped({"xl/workbook.xml": b"<a/>", **{f"xl/x{n}.xml": b"" for n in range(60_000)}}),
        refused=(UnreadableInput, ""),
    ),
    Case(
        "a document type that unfolds without end",
        "a.xlsx",
        lambda: with_part(
            a_book({"A": [["x"]]}),
            "xl/worksheets/sheet1.xml",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + sheet_xml(b'<row r="1"><c><v>&a;</v></c></row>'),
        ),
        refused=(UnreadableInput, ""),
    ),
    Case(
        "half a workbook",
        "a.xlsx",
        lambda: a_book({"A": [HEAD, AN]})[:3_000],
        refused=(UnreadableInput, "hỏng"),
    ),
    Case("half an .xls", "a.xls", lambda: kept("excel-97.xls")()[:3_000], refused=(UnreadableInput, "")),
    Case(
        "a web page named .xls",
        "a.xls",
        lambda: b"<html><table><tr><td>ho_ten</td></tr></table>",
        refused=(UnreadableInput, "trang web"),
    ),
    Case("nothing", "a.xlsx", lambda: b"", refused=(UnreadableInput, "trống")),
)

CASES = (*HEADERS, *ROWS, *CELLS, *SIGNS, *OLD, *TEXTS, *BAD)
