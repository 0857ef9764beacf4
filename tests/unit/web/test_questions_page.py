"""The questions that the upload page asks of a file, and what comes of the answers."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from lxml import html

from service.forms.clean import clean
from service.vietnamese.legacy import Encoding, encode
from service.wiring import Service
from tests.builders_sheet import write_rows
from tests.unit.web.test_pages import HTML, ROWS, UPLOAD, get, page, words


def workbook(service: Service, tmp_path: Any, change: Any = None) -> bytes:
    """Write two sound commitments as a workbook, then change it."""
    package = service.library.get("ban-cam-ket")
    path = tmp_path / "ds.xlsx"
    write_rows(package.form, [clean(package.form, row, lenient=False) for row in ROWS[:2]], path)
    book = openpyxl.load_workbook(path)
    if change:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(client: FlaskClient, data: bytes, **fields: str) -> Any:
    fields = {"viec": "ho-so", **fields}
    return client.post(UPLOAD, data={"file": (io.BytesIO(data), "ds.xlsx"), **fields}, headers=HTML)


def answers(shown: html.HtmlElement, **more: str) -> dict[str, str]:
    """What a browser would send of the page, and more."""
    return dict(shown.xpath("//main//form")[0].form_values()) | more


def strange(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "Họ và tenn", "Ngày sinhh"
    sheet["B2"], sheet["B3"] = "05/27/61", "02/05/62"
    sheet.cell(1, sheet.max_column + 1).value = "Lương"
    sheet.cell(2, sheet.max_column).value = 5


def test_a_file_that_fits_is_asked_nothing(client: FlaskClient, service: Service, tmp_path: Any) -> None:
    assert send(client, workbook(service, tmp_path)).location.startswith("/viec/")


def test_columns_are_shown_chosen_and_made(client: FlaskClient, service: Service, tmp_path: Any) -> None:
    place = send(client, workbook(service, tmp_path, strange), ten="Hồ sơ hỏi").location
    assert place.startswith(UPLOAD)
    shown = get(client, place)
    assert "Họ và tenn" in words(shown, "//tbody")
    assert ROWS[0]["ho_ten"] in words(shown, "//tbody")
    assert shown.xpath("//select[@name='cot-@Dữ liệu!A']/option[@selected]/@value") == ["ho_ten"]
    sent = answers(shown)
    strange_one = next(s.get("name") for s in shown.xpath("//select[option[.='Xin chọn…']]"))
    assert sent[strange_one] == ""
    again = client.post(place, data=sent, headers=HTML)
    assert "Chưa đi tiếp được" in words(page(again, 422), "//main")
    after = client.post(place, data=sent | {strange_one: "-"}, headers=HTML)
    assert (after.status_code, after.location) == (303, place)
    days = get(client, place)
    assert "05/27/61" in words(days, "//fieldset")
    chosen = {"ngay-@Dữ liệu!B": "mdy", "nam-@Dữ liệu!B": "1930"}
    job = client.post(place, data=answers(days, **chosen), headers=HTML).location
    made = get(client, job)
    assert words(made, "//h1") == "Hồ sơ hỏi"
    assert "2/2 văn bản đã làm" in words(made, "//main")
    with service.shop.database.read() as connection:
        data = [row.data for row in connection.exec_driver_sql("SELECT data FROM document ORDER BY position")]
    assert ['"1961-05-27"' in data[0], '"1962-02-05"' in data[1]] == [True, True]


def test_a_file_that_was_made_is_not_kept(client: FlaskClient, service: Service, tmp_path: Any) -> None:
    place = send(client, workbook(service, tmp_path), viec="kiem-tra")
    shown = page(place)
    address = shown.xpath("//form/@action")[0]
    assert "2 dòng: 2 đạt, 0 dòng lỗi" in words(shown, "//h2")
    assert client.post(address, data={"viec": "van-ban"}, headers=HTML).location.startswith("/viec/")
    gone = page(client.post(address, data={"viec": "van-ban"}, headers=HTML), 404)
    assert "không còn được giữ" in words(gone, "//main")
    assert list((service.settings.storage_folder / "uploads").iterdir()) == []


def test_hidden_parts_are_asked_about(client: FlaskClient, service: Service, tmp_path: Any) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[0].row_dimensions[3].hidden = True
        book.worksheets[0].column_dimensions["D"].hidden = True

    place = send(client, workbook(service, tmp_path, hide)).location
    shown = get(client, place)
    assert "1 dòng đang bị ẩn" in words(shown, "//legend")
    assert "đang bị ẩn" in words(shown, "//td")
    column = shown.xpath("//select[option[.='Xin chọn…']]/@name")[0]
    job = client.post(place, data=answers(shown, **{column: "-", "phan-an": "skip"}), headers=HTML).location
    assert "1/1 văn bản đã làm" in words(get(client, job), "//main")


def test_the_sheet_is_chosen(client: FlaskClient, service: Service, tmp_path: Any) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book.worksheets[0]).title = "Bản 2"
        book["Bản 2"].delete_rows(3)

    place = send(client, workbook(service, tmp_path, copy)).location
    shown = get(client, place)
    assert shown.xpath("//input[@type='radio']/@value") == ["Dữ liệu", "Bản 2"]
    job = client.post(place, data=answers(shown, trang="Bản 2"), headers=HTML).location
    assert "1/1 văn bản đã làm" in words(get(client, job), "//main")


@pytest.mark.parametrize(("choice", "turned"), [("nhu-tren", True), ("unicode", False)])
def test_old_text_is_shown_before_and_after(
    client: FlaskClient, service: Service, tmp_path: Any, choice: str, turned: bool
) -> None:
    old = encode("Nguyễn Văn Đảng", Encoding.VNI)

    def write(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A2"] = old
        book.worksheets[0]["A2"].font = openpyxl.styles.Font(name="VNI-Times")

    place = send(client, workbook(service, tmp_path, write), viec="kiem-tra").location
    shown = get(client, place)
    assert [old, "Nguyễn Văn Đảng"] == [td.text_content() for td in shown.xpath("//tbody/tr[1]/td")][:2]
    checked = page(client.post(place, data=answers(shown, **{"bang-ma": choice}), headers=HTML))
    assert "2 dòng" in words(checked, "//h2")
    assert ("Nguyễn Văn Đảng" in words(checked, "//li")) is turned


def test_two_files_at_once_do_not_mix(client: FlaskClient, service: Service, tmp_path: Any) -> None:
    def other(book: openpyxl.Workbook) -> None:
        strange(book)
        book.worksheets[0]["A2"] = "Trần Thị Khác"

    first = send(client, workbook(service, tmp_path, strange)).location
    second = send(client, workbook(service, tmp_path, other)).location
    assert first != second
    assert ROWS[0]["ho_ten"] in words(get(client, first), "//tbody")
    assert "Trần Thị Khác" in words(get(client, second), "//tbody")


def test_a_file_without_a_good_row_comes_back_coloured(
    client: FlaskClient, service: Service, tmp_path: Any
) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        for row in (2, 3):
            book.worksheets[0].cell(row, 2).value = "31/02/1960"

    shown = page(send(client, workbook(service, tmp_path, spoil)), 422)
    assert "Không có dòng nào dùng được" in words(shown, "//section[@role='alert']")
    with client.get(shown.xpath("//a[contains(@href, 'loi.xlsx')]/@href")[0]) as response:
        assert openpyxl.load_workbook(io.BytesIO(response.data)).sheetnames[-1] == "Lỗi"


def test_all_rows_of_a_file_that_was_only_checked_come_back_with_the_wrong_cells_marked(
    client: FlaskClient, service: Service, tmp_path: Any
) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["K2"] = "năm sau"

    shown = page(send(client, workbook(service, tmp_path, spoil), viec="kiem-tra"))
    with client.get(shown.xpath("//a[contains(@href, 'ca-bang.xlsx')]/@href")[0]) as response:
        sheet, *_, listed = openpyxl.load_workbook(io.BytesIO(response.data)).worksheets
    with client.get(shown.xpath("//a[contains(@href, 'loi.xlsx')]/@href")[0]) as response:
        wrong = openpyxl.load_workbook(io.BytesIO(response.data)).worksheets[0]
    names = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert len(names) > 1 and names == [row["ho_ten"] for row in ROWS[: len(names)]]
    assert [row[0].value for row in wrong.iter_rows(min_row=2)] == names[:1]
    assert sheet["K2"].comment and not sheet["A2"].comment
    assert "năm sau" in [cell.value for row in listed.iter_rows() for cell in row]


def test_another_site_may_not_answer(client: FlaskClient, service: Service, tmp_path: Any) -> None:
    place = send(client, workbook(service, tmp_path, strange)).location
    answer = client.post(place, data={}, headers={**HTML, "Origin": "http://la.example"})
    assert answer.status_code == 403


def both_ways(book: openpyxl.Workbook) -> None:
    book.worksheets[0]["B2"], book.worksheets[0]["B3"] = "03/04/1961", "05/06/1962"


def test_dates_that_read_both_ways_are_told_and_read_again_on_demand(
    client: FlaskClient, service: Service, tmp_path: Any
) -> None:
    place = send(client, workbook(service, tmp_path, both_ways), viec="kiem-tra")
    shown = page(place)
    assert "03/04/1961 là ngày 03 tháng 4 năm 1961" in words(shown, "//li")
    fields = dict(shown.xpath("//form[.//h2[@id='cach-doc-ngay']]")[0].form_values())
    assert fields == {"ngay-@Dữ liệu!B": "dmy"}
    address = shown.xpath("//form/@action")[0]
    again = page(client.post(address, data={"ngay-@Dữ liệu!B": "mdy", "viec": "kiem-tra"}, headers=HTML))
    assert "04/03/1961" in words(again, "//li")
    job = client.post(address, data={"viec": "van-ban"}, headers=HTML).location
    made = get(client, job)
    assert "04/03/1961" in words(made, "//section[h2[@id='da-hieu']]")
    with service.shop.database.read() as connection:
        data = [row.data for row in connection.exec_driver_sql("SELECT data FROM document ORDER BY position")]
    assert ['"1961-03-04"' in data[0], '"1962-05-06"' in data[1]] == [True, True]


def test_cells_that_may_be_turned_are_asked_about(
    client: FlaskClient, service: Service, tmp_path: Any
) -> None:
    def turn(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"], book.worksheets[0]["B3"] = date(1961, 5, 2), "27/05/1961"

    place = send(client, workbook(service, tmp_path, turn)).location
    shown = get(client, place)
    assert shown.xpath("//input[@name='ngay-@Dữ liệu!B']/@value") == ["dmy", "turned", "mdy"]
    sent = answers(shown, **{"ngay-@Dữ liệu!B": "turned"})
    made = get(client, client.post(place, data=sent, headers=HTML).location)
    assert "“02/05/1961” → “05/02/1961”" in words(made, "//li")


def test_a_file_of_another_package_is_told_where_it_belongs(
    client: FlaskClient, service: Service, tmp_path: Any
) -> None:
    path = Path(__file__).resolve().parents[3] / "samples/nghi-quyet-chi-bo/submission.xlsx"
    told = words(get(client, send(client, path.read_bytes()).location), "//main")
    assert "Tệp này giống bảng tính của bộ mẫu “Nghị quyết chi bộ” hơn" in told
    own = words(get(client, send(client, workbook(service, tmp_path, strange)).location), "//main")
    assert "giống bảng tính" not in own
