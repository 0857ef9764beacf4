"""A dossier made with `sign` is signed by the key that is set, and says so wherever it is shown."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.errors import SigningFailed
from service.pdf.signing.door import PdfSigner
from service.pdf.signing.means import Means
from service.wiring import Service
from tests.api import client_app, conforms, made, refused
from tests.authority import Authority, now
from tests.fakes import FakeSigner

URL = "/api/v1/dossiers"
ONE_PAGE = Path(__file__).parents[3] / "resources" / "nghi-quyet-2a-ua1.pdf"
BARE = {"title": "Hồ sơ họp", "cover": False, "contents": False, "closing": False}


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    with Authority(tmp_path / "ca") as one:
        yield one


def order(client: FlaskClient, **further: Any) -> Any:
    return client.post(URL, json=BARE | {"documents": [made(client)["id"]]} | further)


def test_a_dossier_is_signed_and_says_by_whom(
    make_service: Callable[..., Service], authority: Authority
) -> None:
    told = authority.means()
    names = ("pkcs12", "passphrase_file", "roots")
    client = client_app(
        make_service(**{f"VANBAN_SIGN_{name.upper()}": str(told[name]) for name in names})
    ).test_client()
    job = client.get(order(client, sign=True).headers["Location"]).json
    assert job["state"] == "done", job["problem"]
    dossier = client.get(job["links"]["dossier"]).json
    conforms(dossier, "Dossier")
    signature = dossier["signature"]
    assert (signature["level"], signature["trusted"], signature["sound"]) == ("B-B", True, True)
    assert client.get(dossier["links"]["verification"]).json["signature"] == signature
    assert client.get(dossier["links"]["manifest"]).json["signature"] == signature
    assert b"/ETSI.CAdES.detached" in client.get(dossier["links"]["pdf"]).data
    for page in (f"/ho-so/{dossier['id']}", f"/viec/{job['id']}"):
        assert "Đã ký số</span>: VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ" in client.get(page).text


def test_an_uploaded_paper_says_who_signed_it_and_whether_it_is_whole(
    make_service: Callable[..., Service], authority: Authority, tmp_path: Path
) -> None:
    PdfSigner(Means(**authority.means()), now).sign(ONE_PAGE, tmp_path / "ky.pdf")
    data = bytearray((tmp_path / "ky.pdf").read_bytes())
    client = client_app(make_service(VANBAN_SIGN_ROOTS=str(authority.roots))).test_client()
    paper = sent(client, bytes(data))
    conforms(paper, "Upload")
    (signature,) = paper["signatures"]
    assert signature["checked"]["signer"] == "VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ"
    assert (signature["whole"], signature["checked"]["sound"], signature["checked"]["trusted"]) == (
        True,
        True,
        True,
    )
    page = client.get(f"/van-ban/{paper['id']}").text
    assert "Đã ký số</span>: VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ" in page
    data[data.index(b"startxref") + 10] ^= 1  # in the signed part, and nobody needs it there any more
    broken = sent(client, bytes(data))
    conforms(broken, "Upload")
    assert broken["signatures"][0]["checked"]["whole"] is False
    assert "Chữ ký số chưa đạt</span>" in client.get(f"/van-ban/{broken['id']}").text
    (finding,) = (f for f in broken["findings"] if f["rule"] == "pdf-signature")
    assert (finding["severity"], "đã bị đổi sau khi ký" in finding["found"]) == ("W", True)
    job = client.post(URL, json=BARE | {"documents": [broken["id"]]}).headers["Location"]
    manifest = client.get(client.get(client.get(job).json["links"]["dossier"]).json["links"]["manifest"]).json
    assert manifest["documents"][0]["signatures"] == broken["signatures"]


def sent(client: FlaskClient, data: bytes) -> dict[str, Any]:
    response = client.post("/api/v1/uploads", data={"file": (io.BytesIO(data), "quyet-dinh.pdf")})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json
    return found


def test_an_unsigned_dossier_says_that_too(client: FlaskClient) -> None:
    job = client.get(order(client).headers["Location"]).json
    dossier = client.get(job["links"]["dossier"]).json
    assert dossier["signature"] is None
    assert client.get(dossier["links"]["verification"]).json["signature"] is None
    assert "ký số" not in client.get(f"/ho-so/{dossier['id']}").text


def test_without_a_key_the_setting_is_named(client: FlaskClient) -> None:
    problem = refused(order(client, sign=True), 422, "invalid-submission")
    assert problem["errors"][0]["pointer"] == "/sign"
    assert "VANBAN_SIGN_PKCS12" in problem["errors"][0]["detail"]


def test_a_server_that_is_down_fails_the_job_which_can_be_tried_again(service: Service) -> None:
    said = SigningFailed("Máy chủ dấu thời gian không trả lời. Xin thử lại sau.")
    object.__setattr__(service.shop, "tools", replace(service.shop.tools, signer=FakeSigner(error=said)))
    client = client_app(service).test_client()
    job = client.get(order(client, sign=True).headers["Location"]).json
    assert (job["state"], job["problem"]["type"]) == ("failed", "/problems/signing-failed")
    assert "Làm lại phần hỏng" in client.get(f"/viec/{job['id']}").text
    object.__setattr__(service.shop, "tools", replace(service.shop.tools, signer=FakeSigner()))
    client.post(f"/api/v1/jobs/{job['id']}/retry")
    assert client.get(f"/api/v1/jobs/{job['id']}").json["state"] == "done"


def test_the_pages_offer_a_signature_only_where_there_is_a_key(service: Service) -> None:
    client = client_app(service).test_client()
    upload = "/mau/" + client.get("/api/v1/templates").json["templates"][0]["slug"] + "/nhap"
    assert not any("ky-so" in client.get(page).text for page in (upload, "/dong-ho-so"))
    object.__setattr__(service.shop, "tools", replace(service.shop.tools, signer=FakeSigner()))
    assert all('name="ky-so"' in client.get(page).text for page in (upload, "/dong-ho-so"))


def test_what_is_put_together_on_the_page_is_signed(service: Service) -> None:
    object.__setattr__(service.shop, "tools", replace(service.shop.tools, signer=FakeSigner()))
    client = client_app(service).test_client()
    told = {"viec": "dong", "ten": "Hồ sơ", "chon": made(client)["id"], "co-phan": "1", "ky-so": "1"}
    job = client.get(client.post("/dong-ho-so", data=told).headers["Location"]).text
    assert "Đã ký số</span>: VĂN PHÒNG ĐẢNG ỦY" in job
