"""The page where a clerk has a Word file of his own checked; it needs no script."""

import io
import re

from flask.testing import FlaskClient
from lxml import html

from tests.builders import a_docx
from tests.builders_papers import a_paper

HTML = {"Accept": "text/html"}


def words(response) -> str:
    shown = html.document_fromstring(response.text)
    return " ".join(shown.xpath("//main")[0].text_content().split())


def send(client: FlaskClient, data: bytes, **fields: str):
    given = {
        "file": (io.BytesIO(data), "Nghị quyết tháng 8.docx"),
        "rules": "",
        "date": "",
        "as": "",
        **fields,
    }
    return client.post("/kiem-tra", data=given, headers=HTML, content_type="multipart/form-data")


def test_the_page_asks_for_a_file_and_is_in_the_menu(client: FlaskClient) -> None:
    page = html.document_fromstring(client.get("/kiem-tra", headers=HTML).text)
    assert page.xpath("//nav//a[@href='/kiem-tra']/@aria-current") == ["page"]
    assert page.xpath("//form[@action='/kiem-tra']//input[@name='file']/@type") == ["file"]


def test_findings_are_grouped_the_gravest_first(client: FlaskClient) -> None:
    answer = send(client, a_paper(number="Số: 05-NQ/CB", mark=None, body=("Chi bộ họp./.",)))
    told = words(answer)
    assert answer.status_code == 200
    assert "Có 1 lỗi phải sửa: Nghị quyết tháng 8.docx" in told
    assert told.index("Lỗi phải sửa (1)") < told.index("Nên xem lại (2)") < told.index("Để biết (1)")
    assert "Đang ghi “Số: 05-NQ/CB”. Ghi “Số 05-NQ/CB”. Chỗ: bảng 1, hàng 1, ô 1, đoạn 3" in told


def test_a_paper_that_is_right_is_said_to_be(client: FlaskClient) -> None:
    told = words(send(client, a_paper(place_date="Mỹ Thọ, ngày 05 tháng 02 năm 2026", body=("Chi bộ họp.",),
                                      recipients=("- Đảng ủy xã,", "- Lưu Chi bộ."))))  # fmt: skip
    assert "Không có phát hiện nào: Nghị quyết tháng 8.docx" in told
    assert "36-HD/VPTW" in told
    assert re.search("Ngày ?05/02/2026 ?Loại, trích yếu ?Nghị quyết", told)


def test_a_template_is_told_apart(client: FlaskClient) -> None:
    assert "nên được kiểm tra như một mẫu" in words(send(client, a_docx("Ông {{ ho_ten }}")))


def test_refusals_are_said_on_the_page_and_keep_what_was_chosen(client: FlaskClient) -> None:
    answer = send(client, b"%PDF-1.7", date="5/8/2026")
    assert answer.status_code == 400
    assert "Nghị quyết tháng 8.docx thật ra là tệp PDF" in words(answer)
    assert 'value="5/8/2026"' in answer.text
    answer = client.post("/kiem-tra", data={}, headers=HTML, content_type="multipart/form-data")
    assert (answer.status_code, "Chưa chọn tệp" in words(answer)) == (422, True)


def test_several_files_are_told_one_by_one_and_their_numbers_together(client: FlaskClient) -> None:
    def paper(number: str, day: str) -> bytes:
        return a_paper(number=f"Số {number}-NQ/CB", place_date=f"Mỹ Thọ, ngày {day} năm 2026")

    files = [
        ("a.docx", paper("05", "05 tháng 8")),
        ("b.docx", paper("05", "12 tháng 9")),
        ("c.docx", b"%PDF-1.7"),
    ]
    given = {"file": [(io.BytesIO(data), name) for name, data in files], "term": "15/6/2026"}
    answer = client.post("/kiem-tra", data=given, headers=HTML, content_type="multipart/form-data")
    told = words(answer)
    assert "Đã kiểm 2 trong 3 tệp: 1 lỗi phải sửa" in told
    assert "Số, ký hiệu của 2 văn bản đã được đối chiếu với nhau: 1 phát hiện." in told
    assert "Số 05 đã cấp cho a.docx (số 05, ngày 05/8/2026)." in told
    assert "Văn bản: b.docx." in told
    assert "c.docx thật ra là tệp PDF" in told
    assert 'value="15/6/2026"' in answer.text
