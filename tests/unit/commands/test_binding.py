"""`vanban bind`: files in a folder become a dossier that says what it is; originals stay; all refusals at once."""

import json
from contextlib import contextmanager
from hashlib import sha256

import pytest

from service.errors import SigningFailed
from service.fill.template import Templates
from service.pdf.claims import claimed
from service.pdf.signing.door import NoSigner
from service.pipeline import Tools
from tests.builders_foreign import a_scan, harmful, signed, written
from tests.fakes import FakeConverter, FakeJudge, FakeSigner


@pytest.fixture
def lend(monkeypatch):
    """Let the command work with fakes, and with this signer; give the judge."""

    def use(signer):
        judge = FakeJudge()

        @contextmanager
        def borrowed(_settings):
            yield Tools(Templates(), FakeConverter(), judge, 1, signer=signer)

        monkeypatch.setattr("service.commands.binding.borrowed_tools", borrowed)
        return judge

    return use


@pytest.fixture
def run(run, lend):
    lend(NoSigner())
    return run


def test_files_are_bound_in_their_order_with_a_manifest_beside(run, tmp_path):
    written(a_scan(2, claim=("2", "B")), tmp_path / "a.pdf")
    written(a_scan(claim=("2", "B")), tmp_path / "b.pdf")
    code, out, err = run(
        "bind", "b.pdf", "a.pdf", "-o", "hs.pdf", "--title", "Tập", "--of", 1, "title", "Đơn"
    )
    assert code == 0, out + err
    assert "Hồ sơ: hs.pdf (2 văn bản, 6 trang)" in out
    assert "1. Đơn: 1 trang, PDF/A-2b (b.pdf)" in out
    assert "Hồ sơ đạt PDF/A-2b." in out
    told = json.loads((tmp_path / "hs.manifest.json").read_text("utf-8"))
    assert (told["title"], told["level"], told["verified"]) == ("Tập", ["2b"], True)
    assert claimed(tmp_path / "hs.pdf") == ("2b",)


def test_a_title_that_cannot_be_printed_is_refused(run, tmp_path):
    written(a_scan(), tmp_path / "a.pdf")
    code, _, err = run("bind", "a.pdf", "-o", "hs.pdf", "--title", "Tập\x01")
    assert code == 65
    assert "Tiêu đề hồ sơ có ký tự điều khiển" in err
    assert not (tmp_path / "hs.pdf").exists()


def test_a_dossier_that_is_no_pdf_a_says_why_and_ends_so(run, tmp_path):
    written(signed(a_scan()), tmp_path / "ky.pdf")
    code, out, err = run("bind", "ky.pdf", "-o", "hs.pdf", "--no-cover", "--no-contents", "--no-closing")
    assert code == 65
    assert "không tự nhận là PDF/A, vì:\n  Tài liệu 1 “ky”: chưa đạt PDF/A." in out
    assert "Lê Thị Bích" in err
    kept = tmp_path / "hs.ban-goc" / "0001_ky.pdf"
    assert kept.read_bytes() == (tmp_path / "ky.pdf").read_bytes()
    told = json.loads((tmp_path / "hs.manifest.json").read_text("utf-8"))
    assert told["documents"][0]["original"]["file"] == "hs.ban-goc/0001_ky.pdf"


def test_the_bound_dossier_is_signed_judged_again_and_says_so(run, lend, monkeypatch, tmp_path):
    monkeypatch.setenv("VANBAN_SIGN_PKCS12", "khoa.p12")
    judge = lend(FakeSigner())
    written(a_scan(claim=("2", "B")), tmp_path / "a.pdf")
    code, out, err = run("bind", "a.pdf", "-o", "hs.pdf", "--sign")
    assert code == 0, out + err
    assert "Đã ký số: VĂN PHÒNG ĐẢNG ỦY, mức B-T\nHồ sơ đạt PDF/A-2b." in out
    data = (tmp_path / "hs.pdf").read_bytes()
    assert data.endswith(b"% da ky\n")
    told = json.loads((tmp_path / "hs.manifest.json").read_text("utf-8"))
    assert told["signature"]["unsigned_bytes"] == len(data) - len(b"% da ky\n")
    assert told["sha256"] == told["verdict"]["sha256"] == judge.judged[-1] == sha256(data).hexdigest()


def test_a_dossier_that_cannot_be_signed_stays_as_it_was_bound(run, lend, monkeypatch, tmp_path):
    monkeypatch.setenv("VANBAN_SIGN_PKCS12", "khoa.p12")
    lend(FakeSigner(error=SigningFailed("Máy chủ dấu thời gian không trả lời. Xin thử lại sau.")))
    written(a_scan(claim=("2", "B")), tmp_path / "a.pdf")
    code, out, err = run("bind", "a.pdf", "-o", "hs.pdf", "--sign")
    assert code == SigningFailed.exit_code
    assert "Hồ sơ chưa được ký số: Máy chủ dấu thời gian không trả lời." in err
    assert "Hồ sơ đạt PDF/A-2b." in out
    assert "signature" not in json.loads((tmp_path / "hs.manifest.json").read_text("utf-8"))


def test_without_a_key_nothing_is_bound_and_the_setting_is_named(run, tmp_path):
    written(a_scan(), tmp_path / "a.pdf")
    code, _, err = run("bind", "a.pdf", "-o", "hs.pdf", "--sign")
    assert (code, "VANBAN_SIGN_PKCS12" in err) == (78, True)
    assert not (tmp_path / "hs.pdf").exists()


def test_an_original_that_lies_in_the_way_is_not_overwritten(run, tmp_path):
    written(signed(a_scan()), tmp_path / "ky.pdf")
    (tmp_path / "hs.ban-goc").mkdir()
    (tmp_path / "hs.ban-goc" / "0001_ky.pdf").write_bytes(b"another")
    code, _, err = run("bind", "ky.pdf", "-o", "hs.pdf")
    assert (code, "không ghi đè" in err) == (65, True)


def test_all_reasons_of_all_files_are_told(run, tmp_path):
    harmful("launch", tmp_path / "a.pdf")
    harmful("huge page", tmp_path / "b.pdf")
    code, _, err = run("bind", "a.pdf", "b.pdf", "-o", "hs.pdf")
    assert code == 65
    assert "a.pdf: Trang 2: có lệnh mở" in err
    assert "b.pdf: Trang 2: khổ giấy" in err
    assert not (tmp_path / "hs.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["khong-co.pdf", "-o", "hs.pdf"], 66),
        (["-o", "hs.pdf"], 64),
        (["a.pdf", "-o", "hs.pdf", "--of", "2", "title", "x"], 64),
        (["a.pdf", "-o", "hs.pdf", "--of", "1", "ten", "x"], 64),
        (["a.pdf", "-o", "hs.pdf", "--about", "ten", "x"], 64),
        (["a.pdf", "-o", "hs.pdf", "--of", "1", "date", "mai"], 65),
    ],
)
def test_wrong_calls_end_in_one_sentence(run, tmp_path, arguments, code):
    written(a_scan(), tmp_path / "a.pdf")
    found, _, err = run("bind", *arguments)
    assert (found, err.startswith("Lỗi: ")) == (code, True)
