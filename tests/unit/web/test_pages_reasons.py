"""Errors that the rules find are shown at their fields, and a person may say why the paper is made all the same."""

import io
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.unit.web.test_pages import HTML, entry, get, page, sample_fields, words

SAMPLE = Path(__file__).parents[3] / "samples/bien-ban-sinh-hoat-chi-bo/submission.json"
MINUTES = "/mau/bien-ban-sinh-hoat-chi-bo/dien"
REASON = "Đảng ủy xã đã xác nhận số liệu."


def wrong_minutes(client: FlaskClient) -> MultiDict[str, str]:
    fields = sample_fields(client, "bien-ban-sinh-hoat-chi-bo")
    fields["/co_mat"] = "26"
    return fields


def test_an_error_is_shown_at_its_field_with_a_box_for_a_reason(client):
    shown = page(client.post(MINUTES, data=wrong_minutes(client), headers=HTML), 422)
    assert "cộng vắng là 29, lệch 1" in words(shown, "//*[@id='f-tong_so-error']")
    (box,) = shown.xpath("//input[starts-with(@name, 'ly-do ')]")
    assert box.get("name") == "ly-do M1 /tong_so"
    assert "Lý do bỏ qua quy tắc M1, Tổng số đảng viên" in words(shown, f"//label[@for='{box.get('id')}']")
    assert entry(shown)["/co_mat"] == "26"


def test_with_a_reason_it_is_made_and_the_page_of_the_document_says_so(client):
    fields = wrong_minutes(client) | {"ly-do M1 /tong_so": REASON, "van-lam": "1"}
    made = client.post(MINUTES, data=fields, headers=HTML)
    assert made.status_code == 303
    told = words(get(client, made.location), "//section[@aria-labelledby='phat-hien']")
    assert "Đã bỏ qua (M1)" in told and f"Lý do: {REASON}" in told


@pytest.mark.parametrize(("reason", "words_said"), [("", "Phải ghi lý do"), ("ngắn", "dài 4 ký tự")])
def test_a_reason_that_says_nothing_is_asked_for_again(client, reason, words_said):
    fields = wrong_minutes(client) | {"ly-do M1 /tong_so": reason, "van-lam": "1"}
    shown = page(client.post(MINUTES, data=fields, headers=HTML), 422)
    assert words_said in words(shown, "//*[@id='ly-do-1-error']")
    assert shown.xpath("//input[@name='ly-do M1 /tong_so']/@value") == [reason]


def test_a_reason_for_what_was_mended_meanwhile_is_not_kept(client):
    fields = sample_fields(client, "bien-ban-sinh-hoat-chi-bo") | {"ly-do M1 /tong_so": REASON, "lam": "1"}
    made = client.post(MINUTES, data=fields, headers=HTML)
    assert made.status_code == 303
    assert REASON not in client.get(made.location, headers=HTML).text


def test_a_workbook_s_errors_can_be_answered_for_by_rule(client):
    row = json.loads((SAMPLE).read_text("utf-8"))
    wrong = json.dumps([{**(row[0] if isinstance(row, list) else row), "co_mat": 1}]).encode()
    address = "/mau/bien-ban-sinh-hoat-chi-bo/nhap"

    def send(**fields):
        data = {"file": (io.BytesIO(wrong), "a.json"), "viec": "van-ban", **fields}
        return client.post(address, data=data, headers=HTML)

    shown = page(send(viec="kiem-tra"))
    names = shown.xpath("//input[starts-with(@name, 'ly-do ')]/@name")
    assert "ly-do M1 " in names
    assert page(send(), 422).xpath("//input[starts-with(@name, 'ly-do ')]/@name") == names
    assert "dài 4 ký tự" in words(page(send(**{"ly-do M1 ": "ngắn"})), "//*[@id='ly-do-1-error']")
    assert send(**dict.fromkeys(names, REASON)).status_code == 303


def test_the_rows_of_a_job_can_be_answered_for_on_its_page(client):
    loaded = json.loads(SAMPLE.read_text("utf-8"))
    row = loaded[0] if isinstance(loaded, list) else loaded
    rows = json.dumps([row, {**row, "co_mat": row["co_mat"] + 1}]).encode()
    data = {"file": (io.BytesIO(rows), "a.json"), "viec": "van-ban"}
    job = client.post("/mau/bien-ban-sinh-hoat-chi-bo/nhap", data=data, headers=HTML).location
    names = get(client, job).xpath("//input[starts-with(@name, 'ly-do ')]/@name")
    assert names == ["ly-do M1 "]

    def mend(reason):
        data = {"file": (io.BytesIO(rows), "a.json"), "ly-do M1 ": reason}
        return client.post(f"{job}/sua", data=data, headers=HTML)

    assert "dài 4 ký tự" in words(page(mend("ngắn"), 422), "//*[@id='ly-do-1-error']")
    assert mend(REASON).status_code == 303
    assert "2 văn bản" in words(get(client, job), "//h2[@id='cac-van-ban']")
