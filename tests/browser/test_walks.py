"""The walks of the people whom the pages are for, through a real server with LibreOffice and veraPDF behind it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.builders_papers import a_paper
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.soffice, pytest.mark.verapdf, pytest.mark.slow]

COMMITMENT = "Bản cam kết tu dưỡng, rèn luyện, phấn đấu"
LONG = 120_000
Sound = Callable[[Page], None]


def upload(page: Page, file: Path, work: str) -> None:
    """From the catalogue to the upload of a workbook of commitments."""
    page.goto("/")
    page.get_by_role("link", name=f"Nhập từ bảng tính: {COMMITMENT}").click()
    page.get_by_label("Tệp dữ liệu").set_input_files(file)
    page.get_by_label(re.compile(work)).check()


def download(page: Page, link: Locator) -> Path:
    with page.expect_download() as waiting:
        link.click()
    target = Path(waiting.value.path()).with_name(waiting.value.suggested_filename)
    waiting.value.save_as(target)
    return target


def make_dossier(page: Page, file: Path, title: str) -> int:
    """Send a workbook, wait for its dossier, and give the number of its pages."""
    upload(page, file, "Đóng thành hồ sơ")
    page.get_by_label("Tiêu đề hồ sơ").fill(title)
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="Đã xong")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Đã kiểm định: đạt PDF/A-2a và PDF/UA-1")).to_be_visible()
    dossier = download(page, page.get_by_role("link", name="Tải hồ sơ (PDF)"))
    assert dossier.read_bytes().startswith(b"%PDF")
    with pikepdf.open(dossier) as pdf:
        return len(pdf.pages)


def wrong_workbook(samples: Path, target: Path) -> Path:
    book = openpyxl.load_workbook(samples / "ban-cam-ket/submission.xlsx")
    sheet = book.worksheets[0]
    sheet["B3"] = "31/02/1992"
    sheet["A4"] = None
    book.save(target)
    return target


def test_from_the_blank_workbook_to_the_dossier(page: Page, samples: Path, sound: Sound) -> None:
    page.goto("/")
    sound(page)
    blank = download(page, page.get_by_role("link", name=f"Tải bảng tính trống: {COMMITMENT}"))
    assert openpyxl.load_workbook(blank).worksheets[0]["A1"].value == "Họ và tên *"
    rows = json.loads((samples / "ban-cam-ket/submission.json").read_text("utf-8"))
    assert make_dossier(page, samples / "ban-cam-ket/submission.xlsx", "Hồ sơ cam kết") >= len(rows)
    sound(page)
    page.get_by_role("link", name="Xem hồ sơ", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(len(rows) + 1)
    sound(page)
    page.get_by_role("link", name="Đã làm gần đây").first.click()
    expect(page.get_by_role("link", name="Hồ sơ cam kết").first).to_be_visible()
    sound(page)


def test_wrong_rows_are_told_by_cell_and_good_ones_are_made(
    page: Page, samples: Path, tmp_path: Path, sound: Sound
) -> None:
    file = wrong_workbook(samples, tmp_path / "sai.xlsx")
    upload(page, file, "Chỉ kiểm tra")
    sound(page)
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_role("alert")).to_contain_text("5 dòng: 3 đạt, 2 dòng lỗi")
    cells = page.get_by_role("row").filter(has_text="B3").get_by_role("cell")
    expect(cells).to_contain_text(["Ngày sinh", "B3", "không có trong lịch"])
    sound(page)
    upload(page, file, "Chỉ làm từng văn bản")
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_role("heading", name="Xong một phần")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("row").filter(has_text="A4")).to_be_visible()
    sound(page)


def test_the_form_is_filled_by_keyboard_alone(page: Page, samples: Path, sound: Sound) -> None:
    row = json.loads((samples / "ban-cam-ket/submission.json").read_text("utf-8"))[0]
    page.goto("/mau/ban-cam-ket/dien")
    sound(page)
    waiting = {f"/{name}": str(value) for name, value in row.items()}
    for _ in range(80):
        page.keyboard.press("Tab")
        name, words = page.evaluate("[document.activeElement.name, document.activeElement.innerText]")
        if name in waiting:
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(waiting.pop(name))
        elif words == "Làm văn bản":
            page.keyboard.press("Enter")
            break
    assert not waiting
    expect(page.get_by_text("Đạt PDF/A-2a và PDF/UA-1").last).to_be_visible(timeout=LONG)
    sound(page)
    assert download(page, page.get_by_role("link", name="Tải PDF")).read_bytes().startswith(b"%PDF")
    assert download(page, page.get_by_role("link", name="Tải Word")).read_bytes().startswith(b"PK")


def test_mistakes_are_told_beside_the_field_and_nothing_is_lost(page: Page, sound: Sound) -> None:
    page.goto("/mau/nghi-quyet-chi-bo/dien?mau=1")
    sound(page)
    page.get_by_label("Ngày ban hành").fill("31/02/2026")
    page.get_by_role("button", name="Làm văn bản").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Có 1 chỗ cần sửa")
    sound(page)
    alert.get_by_role("link").click()
    field = page.get_by_label("Ngày ban hành")
    expect(field).to_be_focused()
    expect(field).to_have_value("31/02/2026")


def test_the_preview_is_a_pdf_in_a_page_of_its_own(page: Page) -> None:
    page.goto("/mau/ban-cam-ket/dien?mau=1")
    with page.context.expect_event("response", lambda r: r.request.method == "POST") as waiting:
        page.get_by_role("button", name="Xem trước (PDF)").click()
    assert waiting.value.headers["content-type"] == "application/pdf"
    expect(page.get_by_role("button", name="Làm văn bản")).to_be_enabled()


def add_and_drop(page: Page) -> None:
    """Add a row to the recipients and drop the first one; the typed ones stay."""
    recipients = page.get_by_role("group", name="Nơi nhận", exact=False).last
    boxes = recipients.get_by_role("textbox")
    before = [box.input_value() for box in boxes.all()]
    recipients.get_by_role("button", name="Thêm dòng").click()
    expect(boxes).to_have_count(len(before) + 1)
    expect(boxes.last).to_be_focused()
    boxes.last.fill("Lưu thử")
    recipients.get_by_role("button", name="Bỏ Nơi nhận 1, Nơi nhận", exact=True).click()
    expect(boxes).to_have_count(len(before))
    assert [box.input_value() for box in boxes.all()] == [*before[1:], "Lưu thử"]


def test_rows_come_and_go_in_place(page: Page) -> None:
    page.goto("/mau/nghi-quyet-chi-bo/dien?mau=1")
    page.evaluate("window.untouched = true")
    add_and_drop(page)
    assert page.evaluate("window.untouched")


def test_everything_goes_without_scripts(open_browser: Callable[..., BrowserContext], samples: Path) -> None:
    page = open_browser(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto("/mau/nghi-quyet-chi-bo/dien?mau=1")
    add_and_drop(page)
    page.get_by_role("button", name="Làm văn bản").click()
    expect(page.get_by_text("Đạt PDF/A-2a và PDF/UA-1").last).to_be_visible(timeout=LONG)
    assert make_dossier(page, samples / "ban-cam-ket/submission.xlsx", "Không dùng script") >= 1


def test_a_job_can_be_stopped_on_a_phone(
    open_browser: Callable[..., BrowserContext], samples: Path, tmp_path: Path
) -> None:
    row = json.loads((samples / "ban-cam-ket/submission.json").read_text("utf-8"))[0]
    many = tmp_path / "nhieu.json"
    many.write_text(json.dumps([row] * 300), encoding="utf-8")
    page = open_browser(viewport=PHONE).new_page()
    upload(page, many, "Chỉ làm từng văn bản")
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Hủy").click()
    expect(page.get_by_role("heading", name="Đã hủy")).to_be_visible(timeout=LONG)


@pytest.mark.parametrize(
    "path", ["/docs", "/problems", "/problems/not-found", "/khong-co", "/gan-day", "/kiem-tra"]
)
def test_the_other_pages_keep_to_the_rules(page: Page, sound: Sound, path: str) -> None:
    page.goto(path)
    if path == "/docs":
        expect(page.locator(".opblock").first).to_be_visible()
    sound(page)


def check_a_paper(page: Page, file: Path) -> None:
    file.write_bytes(a_paper(number="Số: 5-NQ/CB", mark=None))
    page.goto("/")
    page.get_by_role("link", name="Kiểm tra văn bản").click()
    page.get_by_label("Tệp Word").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("heading", name="Có 1 lỗi phải sửa: nghi-quyet.docx")).to_be_visible()
    expect(page.get_by_text("Ghi “Số 05-NQ/CB”.")).to_be_visible()


def test_a_word_file_of_ones_own_is_checked(page: Page, sound: Sound, tmp_path: Path) -> None:
    check_a_paper(page, tmp_path / "nghi-quyet.docx")
    sound(page)


def test_a_word_file_is_checked_on_a_phone_without_scripts(
    open_browser: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = open_browser(java_script_enabled=False, viewport=PHONE).new_page()
    check_a_paper(page, tmp_path / "nghi-quyet.docx")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("slug", ["bien-ban-sinh-hoat-chi-bo", "bao-cao-tong-ket-nam", "nghi-quyet-chi-bo"])
def test_every_form_keeps_to_the_rules(page: Page, sound: Sound, slug: str) -> None:
    page.goto(f"/mau/{slug}/dien")
    sound(page)


def test_the_api_can_be_tried_on_its_page(page: Page) -> None:
    page.goto("/docs")
    health = page.locator(".opblock", has_text="/healthz")
    health.locator("button.opblock-summary-control").click()
    health.get_by_role("button", name="Execute").click()
    expect(
        health.locator(".live-responses-table td.response-col_status:not(.col_header)").first
    ).to_contain_text("200")


def test_one_enters_with_the_code_and_leaves(page: Page, tmp_path: Path, sound: Sound) -> None:
    guarded = Server(tmp_path, api_token="mot-ma-truy-cap-du-dai")
    guarded.start()
    try:
        page.goto(f"http://127.0.0.1:{guarded.port}/gan-day")
        sound(page)
        page.get_by_label("Mã truy cập").fill("sai")
        page.get_by_role("button", name="Vào").click()
        expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
        page.get_by_label("Mã truy cập").fill("mot-ma-truy-cap-du-dai")
        page.get_by_role("button", name="Vào").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Chọn loại văn bản")
        page.get_by_role("button", name="Ra khỏi hệ thống").click()
        expect(page.get_by_label("Mã truy cập")).to_be_visible()
    finally:
        guarded.stop()
