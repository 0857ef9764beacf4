"""The page on which a dossier is put together: choose, put in order, add papers, bind; without scripts."""

import io
import re
from pathlib import Path

from flask.testing import FlaskClient

from service.wiring import Service
from tests.builders_foreign import a_scan, harmful, written

URL = "/dong-ho-so"


def added(client: FlaskClient, path: Path, **more: object) -> str:
    data = {"viec": "tai-len", "file": (io.BytesIO(path.read_bytes()), path.name), **more}
    return client.post(URL, data=data).text


def ids(page: str) -> list[str]:
    return re.findall(r'name="chon" value="(\w+)"', page)


def test_a_page_without_anything_says_how_to_begin(client: FlaskClient) -> None:
    page = client.get(URL).text
    assert "Chưa có văn bản nào" in page
    assert 'aria-current="page">Đóng hồ sơ' in page


def test_a_paper_is_taken_in_and_what_was_chosen_stays(client: FlaskClient, tmp_path: Path) -> None:
    scan = written(a_scan(2), tmp_path / "don.pdf")
    page = added(client, scan, **{"tl-title": "Đơn xin", "ten": "Tập đơn", "retention": "20 năm"})
    assert "Đã nhận “Đơn xin”, 2 trang" in page
    assert "Chưa đạt PDF/A" in page
    (first,) = ids(page)
    page = added(client, scan, chon=first, **{f"thu-tu-{first}": "1", "ten": "Tập đơn"})
    assert ids(page)[0] == first
    assert page.count(" checked>") >= 2
    assert 'value="Tập đơn"' in page
    assert 'value="Đơn xin"' not in page


def test_what_is_chosen_is_bound_by_its_numbers(
    client: FlaskClient, service: Service, tmp_path: Path
) -> None:
    scans = [written(a_scan(n, claim=("2", "B")), tmp_path / f"{n}.pdf") for n in (1, 2, 3)]
    for scan in scans:
        page = added(client, scan)
    known = {title: i for i, title in re.findall(r'id="chon-(\w+)".*?aria-label="Chọn (\d)"', page)}
    places = {f"thu-tu-{known['3']}": "1", f"thu-tu-{known['1']}": "2"}
    data = {"viec": "dong", "ten": "Hồ sơ quét", "chon": list(known.values()), "co-phan": "1", **places}
    response = client.post(URL, data=data)
    assert response.status_code == 303
    job = client.get(response.headers["Location"]).text
    dossier = client.get(re.search(r'href="(/ho-so/\w+)"', job)[1]).text  # type: ignore[index]
    assert "Hồ sơ chỉ nhận PDF/A-2b, vì:" in dossier
    assert [dossier.index(f">{n}</a>") for n in (3, 1, 2)] == sorted(
        dossier.index(f">{n}</a>") for n in (3, 1, 2)
    )


def test_what_has_no_number_comes_in_the_order_in_which_it_was_made(
    client: FlaskClient, tmp_path: Path
) -> None:
    for n in (1, 2, 3):
        page = added(client, written(a_scan(n), tmp_path / f"{n}.pdf"))
    data = {"viec": "dong", "chon": ids(client.get(URL).text), "co-phan": "1"}
    assert len(ids(page)) == len(data["chon"]) == 3
    job = client.get(client.post(URL, data=data).headers["Location"]).text
    dossier = client.get(re.search(r'href="(/ho-so/\w+)"', job)[1]).text  # type: ignore[index]
    assert [dossier.index(f">{n}</a>") for n in (1, 2, 3)] == sorted(
        dossier.index(f">{n}</a>") for n in (1, 2, 3)
    )


def test_a_dossier_without_a_claim_says_why(client: FlaskClient, tmp_path: Path) -> None:
    (one,) = ids(added(client, written(a_scan(), tmp_path / "a.pdf"), **{"tl-title": "Đơn"}))
    job = client.post(URL, data={"viec": "dong", "chon": one}, follow_redirects=True).text
    dossier = client.get(re.search(r'href="(/ho-so/\w+)"', job)[1]).text  # type: ignore[index]
    assert "Hồ sơ không tự nhận là PDF/A, vì:" in dossier
    assert "Tài liệu 1 “Đơn”: chưa đạt PDF/A." in dossier


def test_refusals_are_shown_on_the_page(client: FlaskClient, tmp_path: Path) -> None:
    page = added(client, harmful("launch", tmp_path / "a.pdf"))
    assert "Trang 2: có lệnh mở chương trình" in page


def test_each_refusal_is_headed_by_what_has_not_been_done(client: FlaskClient, tmp_path: Path) -> None:
    nothing = client.post(URL, data={"viec": "dong"})
    assert nothing.status_code == 422
    assert "Chưa chọn văn bản nào</h2>" in nothing.text
    assert "Hồ sơ phải có ít nhất một văn bản. Xin đánh dấu" in nothing.text
    no_file = client.post(URL, data={"viec": "tai-len"}).text
    assert "Chưa thêm được tệp</h2>" in no_file
    assert no_file.count("Chưa chọn tệp") == 1
    (one,) = ids(added(client, written(a_scan(), tmp_path / "a.pdf")))
    wrong = client.post(URL, data={"viec": "dong", "chon": [one, "khong-co"]}).text
    assert "Chưa đóng được hồ sơ</h2>" in wrong
    assert "biểu mẫu" not in nothing.text + no_file + wrong


def test_the_page_of_a_paper_says_what_it_is(client: FlaskClient, tmp_path: Path) -> None:
    page = added(client, written(a_scan(claim=("2", "B")), tmp_path / "a.pdf"))
    page = client.get(f"/van-ban/{ids(page)[0]}").text
    assert "Tệp tải lên" in page
    assert "PDF/A-2b" in page
    assert "Tải tệp gốc" in page
    assert "Tải Word" not in page
    assert "Tệp gốc" in client.get("/gan-day").text
