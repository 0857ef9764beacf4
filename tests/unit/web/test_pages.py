"""What the pages answer; how they look and feel is in tests/browser."""

import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict

from service.pipeline import Tools
from service.web.pages.problems import kinds
from service.wiring import Service
from tests.fakes import BrokenConverter
from tests.web_app import a_service, an_app

HTML = {"Accept": "text/html"}
ROWS = json.loads((Path(__file__).parents[3] / "samples/ban-cam-ket/submission.json").read_text("utf-8"))
FILL, UPLOAD = "/mau/ban-cam-ket/dien", "/mau/ban-cam-ket/nhap"


def page(response, status: int = 200) -> html.HtmlElement:
    assert response.status_code == status, response.text[-2000:]
    return html.document_fromstring(response.text)


def words(element: html.HtmlElement, path: str) -> str:
    return " ".join(" ".join(e.text_content() for e in element.xpath(path)).split())


def get(client: FlaskClient, path: str, status: int = 200) -> html.HtmlElement:
    return page(client.get(path, headers=HTML), status)


def entry(shown: html.HtmlElement) -> MultiDict[str, str]:
    """What a browser sends of the form; it drops the line break after <textarea>, lxml does not."""
    values = shown.xpath("//form[@data-entry]")[0].form_values()
    return MultiDict((name, value.removeprefix("\n")) for name, value in values)


def sample_fields(client: FlaskClient, slug: str = "ban-cam-ket") -> MultiDict[str, str]:
    return entry(get(client, f"/mau/{slug}/dien?mau=1"))


def send(client: FlaskClient, rows, **fields):
    data = {"file": (io.BytesIO(json.dumps(rows).encode()), "du-lieu.json"), **fields}
    return client.post(UPLOAD, data=data, headers=HTML, content_type="multipart/form-data")


def test_the_catalogue_offers_four_ways_for_each_package(client: FlaskClient, service: Service) -> None:
    links = get(client, "/").xpath("//main//a/@href")
    for package in service.library.list():
        for link in ("/mau/{}/dien", "/mau/{}/nhap", "/api/v1/templates/{}/sheet.xlsx", "/mau/{}/dien?mau=1"):
            assert link.format(package.slug) in links


def test_a_broken_package_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "mau/hong").mkdir(parents=True)
    (tmp_path / "mau/hong/package.toml").write_text("title = ")
    service = a_service(tmp_path / "data", VANBAN_TEMPLATES=str(tmp_path / "mau"))
    try:
        said = words(get(an_app(service).test_client(), "/"), "//main")
    finally:
        service.close()
    assert "Bộ mẫu “hong” chưa dùng được" in said
    assert "vanban check hong" in said
    assert "Chưa có bộ mẫu nào dùng được" in said


def test_the_sample_typed_into_the_form_becomes_a_document(client: FlaskClient) -> None:
    answer = client.post(FILL, data=sample_fields(client) | {"lam": "1"}, headers=HTML)
    assert answer.status_code == 303
    shown = get(client, answer.location)
    assert "Đạt PDF/A-2a và PDF/UA-1" in words(shown, "//main")
    for link in shown.xpath("//main//a[contains(@href, '/pdf') or contains(@href, '/docx')]/@href"):
        with client.get(link) as file:
            assert file.status_code == 200


def test_the_pdf_of_a_document_can_be_read_in_the_browser(client: FlaskClient) -> None:
    place = client.post(FILL, data=sample_fields(client), headers=HTML).location
    with client.get(f"{place}/xem.pdf") as answer:
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert "object-src" not in answer.headers["Content-Security-Policy"]


def test_documents_of_one_form_name_each_other(client: FlaskClient) -> None:
    fields = sample_fields(client, "nghi-quyet-chi-bo")
    place = client.post("/mau/nghi-quyet-chi-bo/dien", data=fields, headers=HTML).location
    made = client.get("/api/v1/documents/" + place.rpartition("/")[2]).json
    assert made["title"] in words(get(client, place), "//h1")
    assert "Nghị quyết chi bộ, bản 1.0" in words(get(client, place), "//dl")


def test_a_preview_is_a_pdf_and_keeps_nothing(client: FlaskClient) -> None:
    with client.post(FILL, data=sample_fields(client) | {"xem": "1"}, headers=HTML) as answer:
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("inline")
    assert "Chưa có văn bản nào" in words(get(client, "/gan-day"), "//main")


def test_errors_stand_on_top_and_beside_the_field_in_the_words_of_the_api(client: FlaskClient) -> None:
    fields = sample_fields(client) | {"lam": "1"}
    fields.setlist("/ngay_sinh", ["31/02/1985"])
    shown = page(client.post(FILL, data=fields, headers=HTML), 422)
    said = "Ngày sinh: 31/02/1985 không có trong lịch; xin nhập ngày đúng, ví dụ 28/02/1985."
    assert words(shown, "//section[@role='alert']//a[@href='#f-ngay_sinh']") == said
    field = shown.get_element_by_id("f-ngay_sinh")
    assert field.get("value") == "31/02/1985"
    assert field.get("aria-invalid") == "true"
    assert said in words(shown, "//*[@id='f-ngay_sinh-error']")
    assert field.get("aria-describedby").split() == ["f-ngay_sinh-hint", "f-ngay_sinh-error"]


def test_a_row_more_or_less_keeps_everything_that_was_typed(client: FlaskClient) -> None:
    address = "/mau/nghi-quyet-chi-bo/dien"
    fields = sample_fields(client, "nghi-quyet-chi-bo")
    more = entry(page(client.post(address, data=fields | {"them": "/noi_nhan"}, headers=HTML)))
    added = f"/noi_nhan/{sum(name.startswith('/noi_nhan/') for name in fields)}"
    assert more.to_dict() == fields.to_dict() | {added: ""}
    less = entry(page(client.post(address, data=more | {"bo": added}, headers=HTML)))
    assert less == fields


def test_a_new_row_has_the_focus(client: FlaskClient) -> None:
    shown = page(client.post("/mau/nghi-quyet-chi-bo/dien", data={"them": "/y_kien"}, headers=HTML))
    assert shown.xpath("//*[@autofocus]/@name") == ["/y_kien/0/ho_ten"]


def test_what_is_typed_is_shown_as_typed_never_as_markup(client: FlaskClient) -> None:
    hostile = "\"><script>alert(1)</script>{{ 7*7 }}'"
    fields = {"/ho_ten": hostile, "/tu_tuong_chinh_tri": f"</textarea>{hostile}"}
    shown = page(client.post(FILL, data=fields, headers=HTML), 422)
    assert not shown.xpath("//script[not(@src)]")
    assert shown.get_element_by_id("f-ho_ten").get("value") == hostile
    assert shown.get_element_by_id("f-tu_tuong_chinh_tri").text.strip() == f"</textarea>{hostile}"


def test_when_conversion_fails_the_form_comes_back_with_everything(
    client: FlaskClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Tools(service.shop.tools.templates, BrokenConverter(0), service.shop.tools.judge, 1)
    monkeypatch.setitem(vars(service.shop), "tools", broken)
    shown = page(client.post(FILL, data=sample_fields(client), headers=HTML), 500)
    assert "Không chuyển được" in words(shown, "//section[@role='alert']")
    assert shown.get_element_by_id("f-ho_ten").get("value") == sample_fields(client)["/ho_ten"]


def test_only_checking_a_file_tells_each_error_and_makes_nothing(client: FlaskClient) -> None:
    wrong = ROWS[0] | {"ngay_sinh": "31/02/1985"}
    shown = page(send(client, [ROWS[0], wrong], viec="kiem-tra"))
    assert "2 dòng: 1 đạt, 1 dòng lỗi" in words(shown, "//h2")
    assert shown.xpath("//tbody/tr/td")[0].text_content() == "2"
    assert "không có trong lịch" in words(shown, "//tbody")
    assert shown.xpath("//section[@role='alert']//a/@href") == ["#di-tiep"]
    assert shown.xpath("//th")[0].text_content() == "Dòng dữ liệu"
    assert "Chưa có lô nào" in words(get(client, "/gan-day"), "//main")


def test_good_rows_go_on_as_a_job_and_bad_ones_are_told_there(client: FlaskClient) -> None:
    wrong = ROWS[0] | {"ngay_sinh": "31/02/1985"}
    answer = send(client, [ROWS[0], wrong], viec="ho-so", ten="Hồ sơ thử")
    assert answer.status_code == 303
    shown = get(client, answer.location)
    assert words(shown, "//h1") == "Hồ sơ thử"
    assert "Xong một phần" in words(shown, "//h2")
    assert "không có trong lịch" in words(shown, "//tbody")
    with client.get(shown.xpath("//a[contains(., 'Tải hồ sơ')]/@href")[0]) as download:
        assert download.data.startswith(b"%PDF")


def test_a_file_without_a_good_row_stays_on_the_page(client: FlaskClient) -> None:
    shown = page(send(client, [ROWS[0] | {"ngay_sinh": "hôm qua"}], viec="ho-so"), 422)
    assert "Không có dòng nào dùng được" in words(shown, "//section[@role='alert']")
    assert words(shown, "//tbody")
    assert not shown.xpath(
        "//*[@id='di-tiep'] | //a[@href='#di-tiep']"
    )  # of JSON there is nothing to go on with


@pytest.mark.parametrize("file", [(io.BytesIO(b"%PDF-1.7 ..."), "so-lieu.xlsx"), (io.BytesIO(b""), "")])
def test_a_file_that_cannot_be_read_is_refused_on_the_page(client: FlaskClient, file) -> None:
    answer = client.post(UPLOAD, data={"file": file}, headers=HTML, content_type="multipart/form-data")
    shown = page(answer, 422 if not file[1] else 400)
    assert words(shown, "//section[@role='alert']")
    assert shown.xpath("//input[@type='file']")


def test_a_running_job_renews_itself_and_can_be_stopped(client: FlaskClient, service: Service) -> None:
    service.engine.holds = True
    place = send(client, ROWS[:2], viec="van-ban").location
    shown = get(client, place)
    assert shown.xpath("//noscript/meta[@http-equiv='refresh']")
    assert shown.xpath("//progress[@max='100']")
    assert shown.get_element_by_id("live").get("data-ended") == "no"
    assert client.post(f"{place}/huy", headers=HTML).status_code == 303
    assert "việc vẫn chạy" in words(shown, "//*[@id='live']")
    ended = get(client, place)
    assert "Đã hủy" in words(ended, "//h2")
    assert "việc vẫn chạy" not in words(ended, "//main")
    assert not ended.xpath("//noscript/meta")
    service.engine.holds = False
    assert ended.xpath(f"//form[@action='{place}/lam-lai']")
    assert client.post(f"{place}/lam-lai", headers=HTML).status_code == 303
    assert "Đã xong" in words(get(client, place), "//h2")


def test_stopping_what_has_ended_is_explained(client: FlaskClient) -> None:
    place = send(client, ROWS[:1], viec="van-ban").location
    shown = page(client.post(f"{place}/huy", headers=HTML), 409)
    assert "đã kết thúc" in words(shown, "//main")


def test_a_dossier_shows_its_documents_and_verdicts(client: FlaskClient) -> None:
    place = send(client, ROWS[:2], viec="ho-so").location
    link = get(client, place).xpath("//a[.='Xem hồ sơ']/@href")[0]
    shown = get(client, link)
    assert len(shown.xpath("//tbody/tr")) == 2
    assert words(shown, "//main").count("Đạt PDF/A-2a và PDF/UA-1") == 3


def test_a_file_that_is_not_archivable_says_so_with_the_rule(client: FlaskClient, service: Service) -> None:
    service.shop.tools.judge.strict = True
    shown = get(client, client.post(FILL, data=sample_fields(client), headers=HTML).location)
    assert "Chưa đạt PDF/A-2a và PDF/UA-1" in words(shown, "//main")
    assert "6.1.2-1 header" in words(shown, "//li")


def test_a_document_in_judgement_says_so(client: FlaskClient, service: Service) -> None:
    service.engine.holds = True
    place = client.post(FILL, data=sample_fields(client), headers=HTML).location
    assert "Đang kiểm định…" in words(get(client, place), "//main")
    service.engine.go()
    assert get(client, place).get_element_by_id("live").get("data-ended") == "yes"


def test_what_was_made_lately_is_listed_in_vietnamese_time(client: FlaskClient) -> None:
    send(client, ROWS[:2], viec="ho-so", ten="Hồ sơ thử")
    said = words(get(client, "/gan-day"), "//main")
    assert "Hồ sơ thử Đã xong 2/2 17:05, 05/02/2026" in said


@pytest.mark.parametrize("path", ["/khong-co", "/mau/khong-co/dien", "/viec/0", "/van-ban/0", "/ho-so/0"])
def test_what_is_not_there_is_said_on_a_page_with_a_way_back(client: FlaskClient, path: str) -> None:
    shown = get(client, path, 404)
    assert words(shown, "//h1") == "Không tìm thấy"
    assert shown.xpath("//main//a[@href='/']")
    assert "/docs" not in words(shown, "//main")


def test_a_page_opened_by_the_wrong_method_says_what_to_do(client: FlaskClient) -> None:
    assert "Xin quay lại trang trước" in words(get(client, "/viec/0/huy", 405), "//main")


def test_each_kind_of_problem_has_a_page(client: FlaskClient) -> None:
    for code in kinds():
        assert f"/problems/{code}" in words(get(client, f"/problems/{code}"), "//dd")
    assert len(get(client, "/problems").xpath("//tbody/tr")) == len(kinds())


def test_no_page_has_an_inline_script_or_names_another_host(client: FlaskClient) -> None:
    for path in ("/", FILL, UPLOAD, "/gan-day", "/docs", "/problems"):
        shown = get(client, path)
        assert not shown.xpath("//script[not(@src)] | //*[@onclick or @onload or @style]")
        for link in shown.xpath("//@src | //link/@href | //@action | //@formaction"):
            assert link.startswith(("/", "#"))


class TestToken:
    """A service with an access code."""

    CODE = "mot-ma-truy-cap-du-dai"

    @pytest.fixture
    def client(self, tmp_path: Path):
        service = a_service(tmp_path / "data", VANBAN_API_TOKEN=self.CODE)
        yield an_app(service).test_client()
        service.close()

    def test_without_the_code_every_page_leads_to_the_door(self, client: FlaskClient) -> None:
        assert client.get("/gan-day", headers=HTML).location == "/login"
        assert client.get("/login", headers=HTML).status_code == 200

    def test_a_wrong_code_is_told(self, client: FlaskClient) -> None:
        shown = page(client.post("/login", data={"ma": "sai"}, headers=HTML), 401)
        assert "Mã truy cập chưa đúng" in words(shown, "//*[@role='alert']")
        assert client.get("/", headers=HTML).status_code == 302

    def test_the_right_code_opens_until_one_leaves(self, client: FlaskClient) -> None:
        assert client.post("/login", data={"ma": self.CODE}, headers=HTML).location == "/"
        assert get(client, "/").xpath("//form[@action='/logout']")
        assert client.post("/logout", headers=HTML).location == "/login"
        assert client.get("/", headers=HTML).status_code == 302


def test_without_a_code_there_is_no_door(client: FlaskClient) -> None:
    assert client.get("/login", headers=HTML).location == "/"
    assert not get(client, "/").xpath("//form[@action='/logout']")


def test_a_form_from_another_site_is_refused(client: FlaskClient) -> None:
    answer = client.post(FILL, data={"lam": "1"}, headers=HTML | {"Origin": "https://vi.example"})
    assert answer.status_code == 403
