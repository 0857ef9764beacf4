"""`vanban sign` writes a signed file beside; `vanban verify` says who signed, and is not content with a broken one."""

import json
from pathlib import Path

import pikepdf
import pytest

from service.commands import proving
from service.model import After, ToolStatus
from tests.authority import PASSPHRASE, Authority
from tests.fakes import A_SIGNATURE, FakeJudge

ONE_PAGE = Path(__file__).parents[2] / "resources" / "nghi-quyet-2a-ua1.pdf"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    with Authority(tmp_path_factory.mktemp("ca")) as one:
        one.set = one.means()
        yield one


@pytest.fixture(autouse=True)
def _world(run, authority, monkeypatch):
    for name in ("pkcs12", "passphrase_file", "roots"):
        monkeypatch.setenv(f"VANBAN_SIGN_{name.upper()}", str(authority.set[name]))
    monkeypatch.setattr(proving, "VeraJudge", lambda **_: FakeJudge())


@pytest.fixture
def run(run):
    def call(*arguments):
        code, out, err = run(*arguments)
        assert PASSPHRASE not in out + err
        return code, out, err

    return call


def test_a_file_is_signed_beside_and_verified(run, tmp_path):
    code, out, err = run("sign", ONE_PAGE, "-o", "ra/da-ky.pdf")
    assert (code, out) == (0, "Đã ký: ra/da-ky.pdf\n")
    assert "CHỮ KÝ ĐẠT: VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ ký lúc" in err
    code, out, _ = run("verify", "ra/da-ky.pdf")
    assert code == 0
    assert "CHỮ KÝ ĐẠT" in out
    assert "mức B-B" in out
    assert "Các byte được ký còn nguyên; sau chữ ký: không có gì." in out
    assert run("sign", ONE_PAGE, "-o", "ra/da-ky.pdf")[0] == 65  # never written over


def test_a_further_signature_is_added_and_both_are_told(run):
    Path("hs.manifest.json").write_text('{"title": "Hồ sơ"}')
    Path("hs.pdf").write_bytes(ONE_PAGE.read_bytes())
    run("sign", "hs.pdf", "-o", "mot.pdf")
    code, out, err = run("sign", "mot.pdf", "-o", "hai.pdf")
    assert (code, out) == (0, "Đã ký: hai.pdf\n")
    assert err.count("CHỮ KÝ ĐẠT: VĂN PHÒNG ĐẢNG ỦY PHƯỜNG MỸ THỌ ký lúc") == 2
    told = json.loads(Path("hai.manifest.json").read_text())
    assert (told["signature"]["field"], [s["field"] for s in told["earlier_signatures"]]) == (
        "ChuKySo2",
        ["ChuKySo"],
    )
    code, out, _ = run("verify", "hai.pdf")
    assert (code, out.count("CHỮ KÝ ĐẠT")) == (0, 2)
    assert "sau chữ ký: chỉ có thêm chữ ký hoặc dữ liệu chứng minh." in out
    code, _, err = run("sign", "mot.pdf", "-o", "ba.pdf", "--place", "cho-ky")
    assert code == 65
    assert "Xin bỏ --place" in err


def test_a_broken_signature_fails_the_verification(run):
    run("sign", ONE_PAGE, "-o", "da-ky.pdf")
    data = bytearray(Path("da-ky.pdf").read_bytes())
    data[data.index(b"endobj") - 20] ^= 1
    Path("doi.pdf").write_bytes(data)
    code, out, _ = run("verify", "doi.pdf")
    assert code == 65
    assert "CHỮ KÝ KHÔNG ĐẠT" in out
    assert "ĐÃ BỊ ĐỔI" in out


def test_a_signature_that_was_taken_out_of_use_is_noticed(run):
    run("sign", ONE_PAGE, "-o", "da-ky.pdf")
    with pikepdf.open("da-ky.pdf") as pdf:
        pdf.Root.DaGo = pdf.Root.AcroForm.Fields[0].V
        del pdf.Root.AcroForm, pdf.pages[0].obj["/Annots"]
        pdf.save("go.pdf")
    code, out, _ = run("verify", "go.pdf")
    assert code == 65
    assert "đã bị gỡ" in out


def test_the_manifest_of_a_dossier_goes_with_its_signed_file(run):
    Path("ho-so.pdf").write_bytes(ONE_PAGE.read_bytes())
    Path("ho-so.manifest.json").write_text('{"title": "Hồ sơ", "sha256": "cu", "file": "ho-so.pdf"}')
    assert run("sign", "ho-so.pdf")[0] == 0
    told = json.loads(Path("ho-so-da-ky.manifest.json").read_text())
    assert (told["title"], told["file"]) == ("Hồ sơ", "ho-so-da-ky.pdf")
    assert told["signature"]["unsigned_bytes"] == ONE_PAGE.stat().st_size
    assert "Từng byte của tệp vẫn như khi đóng" in run("verify", "ho-so-da-ky.pdf")[1]


def test_without_a_key_the_setting_is_named(run, monkeypatch):
    monkeypatch.delenv("VANBAN_SIGN_PKCS12")
    code, _, err = run("sign", ONE_PAGE, "-o", "da-ky.pdf")
    assert code == 78
    assert "VANBAN_SIGN_PKCS12" in err
    Path("du-lieu.json").write_text("[{}]")
    code, _, err = run("make", "giay-moi", "du-lieu.json", "--dossier", "--sign")
    assert code == 78
    assert "VANBAN_SIGN_PKCS12" in err


def test_doctor_says_whether_things_can_be_signed(run, monkeypatch):
    monkeypatch.setattr(proving, "probe", lambda *_: [])
    monkeypatch.setattr(proving, "probe_judge", lambda: ToolStatus(name="veraPDF", found=True))
    assert "Ký số: đã đặt tệp PKCS#12, mức B-B" in run("doctor")[1]
    monkeypatch.setenv("VANBAN_SIGN_LEVEL", "B-T")
    assert "Ký số: Mức B-T cần máy chủ dấu thời gian" in run("doctor")[1]


def test_a_signature_goes_with_a_dossier_only(run):
    Path("du-lieu.json").write_text("[{}]")
    assert run("make", "giay-moi", "du-lieu.json", "--sign")[0] == 64


def test_what_came_after_and_who_is_not_trusted_is_said():
    lines = proving_lines(after=After.CONTENT, trusted=False, problem="Xin lấy lại tệp gốc.")
    assert lines[0].startswith(
        "a.pdf: CHỮ KÝ KHÔNG ĐẠT: VĂN PHÒNG ĐẢNG ỦY (Đảng ủy phường Mỹ Thọ) ký lúc 17:05:00"
    )
    assert "nội dung bị thêm hoặc sửa" in lines[1]
    assert lines[-1] == "    Xin lấy lại tệp gốc."
    assert "CHỮ KÝ NGUYÊN VẸN" in proving_lines(trusted=None)[0]
    assert proving_lines(signer="", whole=False, problem="Hỏng.") == ["a.pdf: CHỮ KÝ KHÔNG ĐẠT: Hỏng."]


def proving_lines(**changed):
    from dataclasses import replace

    from service.commands.signing import signature_lines

    return signature_lines("a.pdf", replace(A_SIGNATURE, **changed))
