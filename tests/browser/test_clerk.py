"""The clerk's whole path: the blank workbook, thirty rows typed in LibreOffice Calc with six mistakes, one dossier."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.clerk_rows import MENDED, thirty
from tests.browser.conftest import PHONE
from tests.browser.test_walks import LONG, Sound, download, upload
from tests.e2e.calc import ODS, XLSX, job, run_calc
from tests.e2e.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.soffice, pytest.mark.verapdf, pytest.mark.slow]

WRONG = {"0,1": "“2”", "1,2": "không có trong lịch", "1,3": "hôm qua", "7,4": "bắt buộc"}
WRONG |= {"10,5": "số nguyên", "9,6": "tháng 13"}


def test_thirty_rows_with_six_mistakes_become_one_dossier(
    open_browser: Callable[..., BrowserContext], server: Server, tmp_path: Path, sound: Sound
) -> None:
    page = open_browser(java_script_enabled=True, viewport=PHONE).new_page()
    blank, typed, other = tmp_path / "trong.xlsx", tmp_path / "dien.xlsx", tmp_path / "dien.ods"
    blank.write_bytes(server.call("GET", "/api/v1/templates/ban-cam-ket/sheet.xlsx")[1])
    jobs = [job(blank, typed, XLSX, {"Dữ liệu": thirty()}, tmp_path / "trong.json"), job(typed, other, ODS)]
    run_calc(tmp_path, jobs)
    main = json.loads((tmp_path / "trong.json").read_text("utf-8"))["Dữ liệu"]
    assert (main["protected"], main["locked"]) == (True, [True, False, False])

    upload(page, other, "Chỉ kiểm tra")
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_role("heading", name="30 dòng: 24 đạt, 6 dòng lỗi")).to_be_visible()
    sound(page)
    upload(page, typed, "Đóng thành hồ sơ")
    page.get_by_role("button", name="Gửi tệp").click()
    expect(page.get_by_role("heading", name="Xong một phần")).to_be_visible(timeout=LONG)
    sound(page)

    wrong, mended = download(page, page.get_by_role("link", name="Tải các dòng sai")), tmp_path / "sua.xlsx"
    report = tmp_path / "loi.json"
    edits = {f"{cell[0]}{row}": MENDED[cell] for row, cell in enumerate(MENDED, 2)}
    run_calc(tmp_path, [job(wrong, mended, XLSX, {"Dữ liệu": edits}, report)])
    seen = json.loads(report.read_text("utf-8"))
    assert list(seen) == ["Dữ liệu", "Lỗi"]
    assert sorted(seen["Dữ liệu"]["coloured"]) == sorted(WRONG)
    assert all(words in seen["Dữ liệu"]["comments"][cell] for cell, words in WRONG.items())

    page.get_by_label("Tệp các dòng đã sửa").set_input_files(mended)
    page.get_by_role("button", name="Gửi các dòng đã sửa").click()
    expect(page.get_by_role("heading", name="Đã xong")).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile("30/30 văn bản đã làm"))).to_be_visible()
    expect(page.get_by_text("Đã kiểm định: đạt PDF/A-2a và PDF/UA-1")).to_be_visible()
    page.get_by_role("link", name="Xem hồ sơ", exact=True).click()
    titles = page.locator("tbody tr td:first-child").all_inner_texts()
    assert len(titles) == 30
    assert ["Trần Thị Hai" in title for title in titles].index(True) == 2
