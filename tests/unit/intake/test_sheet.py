import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.catalog.package import load_package
from service.errors import InvalidSubmission, UnreadableInput
from service.forms.clean import clean
from service.forms.schema import Form
from service.intake.read import read
from service.intake.sheet import write_blank
from tests.builders_forms import a_form, submissions
from tests.builders_intake import meeting_form, member_form
from tests.builders_sheet import write_rows

ROOT = Path(__file__).resolve().parents[3]
FLAT = load_package(ROOT / "docx_templates/ban-cam-ket").form
LISTED = load_package(ROOT / "docx_templates/nghi-quyet-chi-bo").form
AWKWARD = a_form(
    {
        "dau": {"type": "string", "title": "Đầu", "default": "mặc định"},
        "so_le": {"type": "number", "title": "Số lẻ", "default": 1.5},
        "dong_y": {"type": "boolean", "title": "Đồng ý", "default": True},
        "bac": {"type": "integer", "title": "Bậc", "enum": [1, 2, 3]},
        "the": {"type": ["string", "null"], "title": "Thẻ", "format": "vn-party-card"},
        "thang": {"type": "string", "title": "Tháng", "format": "vn-month"},
        "gio": {"type": "string", "title": "Giờ", "format": "vn-time"},
        "ky": {
            "type": "object",
            "title": "Người ký",
            "properties": {
                "ten": {"type": "string", "title": "Tên"},
                "chuc": {"type": "string", "title": "Chức vụ", "default": "Bí thư"},
            },
            "required": ["ten"],
        },
    },
    ("thang",),
)
few = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def there_and_back(form: Form, rows: list[dict[str, Any]], path: Path) -> None:
    written = [clean(form, row, lenient=False) for row in rows]
    write_rows(form, written, path)
    taken = read(path, path.name, form, max_rows=100)
    assert taken.errors == ()
    assert [s.values for _, s in taken.good] == [s.values for s in written]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@given(data=st.data())
@few
def test_flat_submissions_come_back_from_the_file_as_they_were(
    tmp_path: Path, ending: str, data: Any
) -> None:
    for form in (FLAT, AWKWARD, member_form()):
        rows = data.draw(st.lists(submissions(form), min_size=1, max_size=3))
        there_and_back(form, rows, tmp_path / f"a.{ending}")


@given(data=st.data())
@few
def test_submissions_with_lists_come_back_from_the_workbook_as_they_were(tmp_path: Path, data: Any) -> None:
    for form in (LISTED, meeting_form()):
        rows = data.draw(st.lists(submissions(form), min_size=1, max_size=3))
        there_and_back(form, rows, tmp_path / "a.xlsx")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize(
    "text", ["=1+1", "+84", "-", "@an", "'=x", "''-1", "'", "a\nb", "_x000D_", '"', ";,\t|"]
)
def test_text_that_looks_like_something_else_stays_text(tmp_path: Path, ending: str, text: str) -> None:
    form = a_form({"ten": {"type": "string", "format": "text"}}, ("ten",))
    there_and_back(form, [{"ten": text}], tmp_path / f"a.{ending}")


@pytest.mark.parametrize("number", [0.1 + 0.2, 1.234, 2**53 - 1, -5, 1e-7, 123456.789])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_numbers_come_back_exactly(tmp_path: Path, ending: str, number: float) -> None:
    there_and_back(a_form({"n": {"type": "number"}}), [{"n": number}], tmp_path / f"a.{ending}")


@pytest.mark.parametrize(
    "day", ["1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "2026-02-05", "2199-12-31"]
)
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_days_come_back_also_from_before_the_calendar_of_sheets(
    tmp_path: Path, ending: str, day: str
) -> None:
    form = a_form({"ngay": {"type": "string", "format": "vn-date"}})
    there_and_back(form, [{"ngay": day}], tmp_path / f"a.{ending}")


def test_an_old_day_does_not_make_the_other_days_of_its_column_doubtful(tmp_path: Path) -> None:
    form = a_form({"ngay": {"type": "string", "format": "vn-date"}})
    there_and_back(form, [{"ngay": "1900-02-24"}, {"ngay": "1961-05-02"}], tmp_path / "a.xlsx")


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_blank(member_form(), tmp_path / name, title="Thử", sample={"ho_ten": "An"})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_lists_cannot_be_csv_and_lists_within_lists_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(InvalidSubmission, match=r"“Vắng mặt”.*\.xlsx"):
        write_blank(meeting_form(), tmp_path / "a.csv", title="Thử", sample=None)
    deep = {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}}}}
    form = a_form({"a": {"type": "array", "items": {"type": "object", "properties": {"c": deep}}}})
    with pytest.raises(InvalidSubmission, match=r"“c” nằm trong danh sách “a”.*\.json"):
        write_blank(form, tmp_path / "a.xlsx", title="Thử", sample=None)


def blank(folder: Path, form: Form, sample: Any = None) -> Any:
    write_blank(form, folder / "a.xlsx", title="Thử", sample=sample)
    return openpyxl.load_workbook(folder / "a.xlsx")


def test_the_blank_workbook_has_a_sheet_for_each_list_and_explains_itself(tmp_path: Path) -> None:
    sample = {"so": 5, "vang": [{"ho_ten": "An"}], "hop": {"khach": ["Ông Dũng"]}}
    book = blank(tmp_path, meeting_form(), sample)
    assert book.sheetnames == ["Dữ liệu", "Vắng mặt", "Nơi nhận", "Khách mời", "Ví dụ", "Hướng dẫn"]
    assert [c.value for c in book["Vắng mặt"][1]] == ["Thuộc dòng số", "Họ và tên *", "Lý do", "Việc"]
    assert [c.value for c in book["Dữ liệu"][2]] == ["Dòng số", "Số *", "Ngày họp", "Chủ trì"]
    shown = [c.value for row in book["Ví dụ"].iter_rows() for c in row]
    assert "Ông Dũng" in shown
    assert "Cuộc họp" in [c.value for c in book["Dữ liệu"][1]]


def test_a_blank_workbook_has_no_rows_and_its_example_is_never_read(tmp_path: Path) -> None:
    for form, sample in ((meeting_form(), {"so": 5}), (member_form(), {"ho_ten": "An"})):
        blank(tmp_path, form, sample)
        with pytest.raises(UnreadableInput, match="chưa có dòng dữ liệu"):
            read(tmp_path / "a.xlsx", "a.xlsx", form, max_rows=10)


def test_a_blank_workbook_filled_in_can_be_read(tmp_path: Path) -> None:
    book = blank(tmp_path, member_form(), {"ho_ten": "An"})
    for column, text in enumerate(["Bình", "05/02/1990", "001085012345", "Tốt", "Có", 8.5, "Ấp 1"], 1):
        book["Dữ liệu"].cell(3, column, text)
    book.save(tmp_path / "b.xlsx")
    taken = read(tmp_path / "b.xlsx", "b.xlsx", member_form(), max_rows=10)
    assert (taken.errors, taken.good[0][1].values["ngay_sinh"]) == ((), "1990-02-05")


def test_cells_are_formatted_and_offer_their_choices(tmp_path: Path) -> None:
    sheet = blank(tmp_path, member_form())["Dữ liệu"]
    formats = {
        sheet.cell(2, n).value: sheet.column_dimensions[chr(64 + n)].number_format for n in range(1, 8)
    }
    assert formats["Số CCCD"] == "@"
    assert formats["Ngày sinh"] == "dd/mm/yyyy"
    offers = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert offers == {"D3": '"Tốt,Khá"', "E3": '"Có,Không"'}
    assert sheet.freeze_panes == "B3"
    assert "Bắt buộc." in sheet["A2"].comment.text
    assert "Ghi ngày/tháng/năm" in sheet["B2"].comment.text


def test_choices_that_do_not_fit_stand_on_a_hidden_sheet(tmp_path: Path) -> None:
    options = [f"Lựa chọn số {n}, khá dài" for n in range(30)]
    book = blank(
        tmp_path, a_form({"a": {"type": "string", "enum": options}, "b": {"type": "string", "enum": ["x,y"]}})
    )
    assert book["Danh mục"].sheet_state == "hidden"
    offers = [v.formula1 for v in book["Dữ liệu"].data_validations.dataValidation]
    assert sorted(offers) == ["'Danh mục'!$A$1:$A$30", "'Danh mục'!$B$1:$B$1"]
    assert [c.value for c in book["Danh mục"]["A"]] == options


def test_it_prints_on_landscape_a4_with_its_header_on_each_page(tmp_path: Path) -> None:
    sheet = blank(tmp_path, member_form())["Dữ liệu"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_blank_csv_is_its_header(tmp_path: Path) -> None:
    write_blank(FLAT, tmp_path / "a.csv", title="Thử", sample=None)
    text = (tmp_path / "a.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").startswith("Họ và tên *,Ngày sinh *,Đơn vị công tác,")


@pytest.mark.parametrize(
    "folder",
    sorted(p.parent for p in (ROOT / "docx_templates").glob("[a-z]*/package.toml")),
    ids=lambda p: p.name,
)
def test_every_package_has_its_workbook(folder: Path, tmp_path: Path) -> None:
    package = load_package(folder)
    write_blank(package.form, tmp_path / "a.xlsx", title=package.title, sample=package.sample)
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len(names) == 3 + sum(1 for _, field in package.form.walk() if field.kind == "array")
    assert all(len(name) <= 31 for name in names)


def test_a_workbook_knows_no_clock(tmp_path: Path) -> None:
    blank(tmp_path, member_form())
    core = zipfile.ZipFile(io.BytesIO((tmp_path / "a.xlsx").read_bytes())).read("docProps/core.xml").decode()
    assert "2026-01-01T00:00:00Z" in core


def test_the_headers_are_locked_without_a_password_and_rows_are_free(tmp_path: Path) -> None:
    write_blank(meeting_form(), tmp_path / "a.xlsx", title="Biên bản", sample=None)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for name in ("Dữ liệu", "Vắng mặt"):
        sheet = book[name]
        locks = sheet.protection
        assert locks.sheet and not locks.password
        assert not any(
            (locks.insertRows, locks.deleteRows, locks.sort, locks.autoFilter, locks.formatColumns)
        )
        top = sheet.auto_filter.ref.partition(":")[0]
        assert sheet[top].protection.locked
        assert not any(sheet.column_dimensions[c].protection.locked for c in "AB")
