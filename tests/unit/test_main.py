"""Each command: what it says, on which stream, and its exit code (sysexits.h)."""

import json
import socket
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.commands import making, proving, serving
from service.errors import NotFound, StorageUnavailable, ToolMissing
from service.fill.template import Templates
from service.model import ToolStatus
from service.pipeline import Tools
from service.wiring import claim
from tests.builders_checks import a_roll_call, roll_call
from tests.builders_papers import a_paper
from tests.builders_service import an_invitation
from tests.fakes import BrokenConverter, FakeConverter, FakeJudge, RefusingConverter

ROWS = [{"ho_ten": "Nguyễn Văn An"}, {"ho_ten": "Trần Thị Bình"}]


@pytest.fixture(autouse=True)
def _world(run, tmp_path, monkeypatch):
    """One package, a data folder, and nothing else in the environment."""
    an_invitation(tmp_path / "mau")
    monkeypatch.setenv("VANBAN_TEMPLATES", str(tmp_path / "mau"))
    monkeypatch.setenv("VANBAN_DATA", str(tmp_path / "du-lieu"))


@pytest.fixture
def lend(monkeypatch):
    """Let `make` work with fakes."""

    def give(converter=None, judge=None) -> None:
        @contextmanager
        def borrowed(_settings):
            yield Tools(Templates(), converter or FakeConverter(), judge or FakeJudge(), 2)

        monkeypatch.setattr(making, "borrowed_tools", borrowed)

    give()
    return give


def data(rows: Any = ROWS) -> Path:
    path = Path("du-lieu.json")
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


# make


def test_make_says_what_it_made_and_that_all_is_well(run, lend):
    code, out, err = run("make", "giay-moi", data(), "--dossier", "-o", "ra")
    assert code == 0
    assert "Đã làm 2 văn bản (2 trang) trong ra/van-ban" in out
    assert "Hồ sơ: ra/ho-so.pdf" in out
    assert "3/3 tệp đạt (xem ra/kiem-dinh.json)" in out
    assert err == ""


def test_make_writes_below_out_when_it_is_told_nothing_else(run, lend):
    assert run("make", "giay-moi", data(), "--no-verify")[0] == 0
    assert len(list(Path("out/van-ban").glob("*.pdf"))) == 2


def test_make_says_that_nothing_was_judged(run, lend):
    assert "Chưa kiểm định PDF/A." in run("make", "giay-moi", data(), "--no-verify")[1]


def test_make_calls_the_dossier_as_it_is_told(run, lend):
    run("make", "giay-moi", data(), "--dossier", "--title", "Hồ sơ họp", "-o", "ra")
    assert b"H\xe1\xbb\x93 s\xc6\xa1 h\xe1\xbb\x8dp" in Path("ra/ho-so.pdf").read_bytes()


def test_make_names_bad_rows_makes_the_good_ones_and_is_not_content(run, lend):
    code, out, err = run("make", "giay-moi", data([{"ho_ten": "An"}, {"ho_tem": "x"}]), "--no-verify")
    assert code == 65
    assert "Đã làm 1 văn bản" in out
    assert "chưa khớp: 1 dòng" in out
    assert "dòng 2" in err
    assert "ho_ten" in err


def test_make_without_a_good_row_makes_nothing(run, lend):
    code, out, err = run("make", "giay-moi", data([{}]))
    assert (code, out) == (65, "")
    assert "Không có dòng nào dùng được" in err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [("[", "JSON"), ("%PDF-1.7", "JSON"), ("", "trống"), ("[]", "danh sách dữ liệu trống")],
)
def test_make_refuses_a_file_that_holds_no_rows(run, lend, content, said):
    Path("hong.json").write_text(content)
    code, _, err = run("make", "giay-moi", "hong.json")
    assert code == 65
    assert said.lower() in err.lower()


def test_make_names_a_file_that_is_not_there(run, lend):
    code, _, err = run("make", "giay-moi", "khong-co.json")
    assert code == 66
    assert "khong-co.json" in err


def test_make_guesses_which_package_is_meant(run, lend):
    code, _, err = run("make", "giay-mo", data())
    assert code == 66
    assert "Ý bạn là “giay-moi”?" in err


def test_make_names_the_row_that_could_not_be_made(run, lend):
    lend(converter=RefusingConverter(["Bình"]))
    code, out, err = run("make", "giay-moi", data(), "--no-verify")
    assert code == 70
    assert "Chưa làm được: 1 văn bản" in out
    assert "Dòng 2: Văn bản này làm hỏng máy chuyển." in err


def test_make_says_which_tool_is_missing(run, lend):
    lend(converter=RefusingConverter(["mời"], ToolMissing("Thiếu LibreOffice. Xin cài libreoffice-writer.")))
    code, _, err = run("make", "giay-moi", data())
    assert (code, err) == (69, "Lỗi: Thiếu LibreOffice. Xin cài libreoffice-writer.\n")


def test_make_without_a_judge_keeps_what_it_made_and_says_so(run, lend):
    lend(judge=FakeJudge(error=ToolMissing("Thiếu Java.")))
    code, out, err = run("make", "giay-moi", data())
    assert code == 69
    assert "Đã làm 2 văn bản" in out
    assert "Chưa kiểm định PDF/A." in out
    assert "Thiếu Java." in err


def test_make_says_which_files_are_not_fit_for_the_archive(run, lend):
    lend(judge=FakeJudge(strict=True))
    code, out, err = run("make", "giay-moi", data(ROWS[:1]))
    assert code == 70
    assert "0/1 tệp đạt" in out
    assert "PDF/A-2a KHÔNG ĐẠT" in err
    assert "6.1.2-1 header (1 chỗ)" in err


def test_make_says_that_it_cannot_write(run, lend):
    Path("la-tep").write_text("")
    code, _, err = run("make", "giay-moi", data(), "-o", "la-tep/ra")
    assert code == 75
    assert "Không ghi được tệp kết quả" in err


# check, sheet, new


def test_check_of_sound_packages_is_content(run):
    code, out, _ = run("check")
    assert code == 0
    assert "Đã kiểm tra 1 bộ mẫu." in out


def test_check_says_where_a_package_is_wrong_and_how_to_mend_it(run):
    form = Path("mau/giay-moi/form.schema.json")
    form.write_text(form.read_text().replace("ho_ten", "ho_tem"))
    code, out, _ = run("check", "giay-moi")
    assert code == 78
    assert "cách sửa:" in out


def test_check_of_one_word_file(run):
    code, out, _ = run("check", "mau/giay-moi/giay-moi.docx")
    assert code == 0
    assert "Không có" in out


def test_check_of_a_finished_paper(run):
    Path("dung.docx").write_bytes(a_paper())
    code, out, _ = run("check", "dung.docx")
    assert (code, out.splitlines()[1]) == (0, "Không có phát hiện nào.")
    assert "nghị quyết Số 05-NQ/CB, ngày 05/8/2026, theo 05-HD/VPTW" in out
    Path("sai.docx").write_bytes(a_paper(number="Số: 5-NQ/CB"))
    code, out, _ = run("check", "sai.docx")
    assert code == 65
    assert "cách sửa: Ghi “Số 05-NQ/CB”." in out


def test_check_takes_a_file_as_the_caller_wants(run):
    Path("x.docx").write_bytes(a_paper())
    code, out, _ = run("check", "x.docx", "--as", "template")
    assert (code, "Mẫu không có thẻ nào" in out) == (0, True)
    code, out, _ = run("check", "x.docx", "--date", "26/5/2026", "--rules", "dang")
    assert "theo 36-HD/VPTW" in out
    assert run("check", "x.docx", "--rules", "36")[0] == 65
    Path("x.docx").write_bytes(b"%PDF-1.7")
    code, _, err = run("check", "x.docx")
    assert (code, "tệp PDF" in err) == (65, True)


def test_check_of_papers_given_together_holds_their_numbers_against_one_another(run):
    Path("vb").mkdir()
    Path("vb/1.docx").write_bytes(a_paper())
    Path("vb/2.docx").write_bytes(a_paper(place_date="Mỹ Thọ, ngày 12 tháng 9 năm 2026"))
    Path("vb/~$2.docx").write_bytes(b"")
    for targets in (["vb"], ["vb/1.docx", "vb/2.docx", "vb/1.docx"]):
        code, out, _ = run("check", *targets)
        assert (code, "Đối chiếu số của 2 văn bản: 1 phát hiện." in out) == (0, True)
        assert "W D1 vb/2.docx: số, ký hiệu\n" in out
    assert run("check", "vb", "--term", "15/6/2025")[0] == 65
    Path("vb/3.docx").write_bytes(b"%PDF-1.7")
    code, out, _ = run("check", "vb")
    assert (code, "vb/3.docx: 3.docx thật ra là tệp PDF" in out, "2 văn bản" in out) == (65, True, True)


def test_check_of_a_folder_without_papers_or_of_a_file_that_is_not_there(run):
    Path("trong").mkdir()
    assert run("check", "trong")[0] == run("check", "trong", "khong-co.docx")[0] == 66


@pytest.mark.parametrize("target", ["khong-co", "khong-co.docx"])
def test_check_of_what_is_not_there(run, target):
    code, _, err = run("check", target)
    assert code == 66
    assert target in err


@pytest.mark.parametrize("name", ["bang.xlsx", "bang.csv"])
def test_sheet_writes_a_table_to_fill_in(run, name):
    code, out, _ = run("sheet", "giay-moi", "-o", name)
    assert (code, out) == (0, f"Đã tạo {name}\n")
    assert Path(name).stat().st_size > 0


def test_sheet_makes_the_folder_that_is_not_there(run):
    assert run("sheet", "giay-moi", "-o", "moi/bang/bang.xlsx")[0] == 0
    assert Path("moi/bang/bang.xlsx").stat().st_size > 0


@pytest.mark.parametrize("name", ["tep/bang.xlsx", "tep/bang.csv"])
def test_sheet_says_so_when_it_cannot_be_written(run, name):
    Path("tep").write_text("")
    code, _, err = run("sheet", "giay-moi", "-o", name)
    assert (code, "Không ghi được tep/bang" in err) == (75, True)


def test_sheet_of_another_kind_is_refused(run):
    code, _, err = run("sheet", "giay-moi", "-o", "bang.pdf")
    assert (code, ".xlsx hoặc .csv" in err) == (65, True)


def test_sheet_of_an_unknown_package(run):
    assert run("sheet", "khong-co", "-o", "bang.xlsx")[0] == 66


def test_new_writes_a_package_that_check_is_content_with(run):
    code, out, _ = run("new", "to-trinh", "--layout", "nha-nuoc", "--title", "Tờ trình")
    assert code == 0
    assert "vanban check to-trinh" in out
    assert run("check", "to-trinh")[0] == 0


# verify, doctor, settings


@pytest.fixture
def judging(monkeypatch):
    """Let `verify` ask a fake, of files that claim both standards."""

    def give(judge: FakeJudge, claims=("2a", "ua1")) -> None:
        monkeypatch.setattr(proving, "VeraJudge", lambda **_: judge)
        monkeypatch.setattr(proving, "claimed", lambda _: claims)

    return give


def a_pdf(name: str = "a.pdf") -> str:
    Path(name).write_bytes(b"%PDF-1.7")
    return name


def test_verify_says_each_standard_and_is_content(run, judging):
    judging(FakeJudge())
    code, out, _ = run("verify", a_pdf())
    assert code == 0
    assert out.splitlines() == ["a.pdf: PDF/A-2a ĐẠT (100 phép kiểm)", "a.pdf: PDF/UA-1 ĐẠT (100 phép kiểm)"]


def test_verify_says_the_rule_that_a_file_breaks(run, judging):
    judging(FakeJudge(strict=True))
    code, out, _ = run("verify", a_pdf())
    assert code == 65
    assert "a.pdf: PDF/UA-1 KHÔNG ĐẠT" in out
    assert "6.1.2-1 header (1 chỗ)" in out


def test_verify_of_a_file_that_claims_nothing_is_not_content(run, judging):
    judging(FakeJudge(), claims=())
    code, out, _ = run("verify", a_pdf())
    assert code == 65
    assert "không tự nhận" in out


def test_verify_goes_on_after_a_file_that_it_cannot_judge(run, judging):
    class ForOne(FakeJudge):
        def judge(self, path, flavours=("2a", "ua1")):
            if path.name == "khong-co.pdf":
                raise NotFound("Không tìm thấy tệp khong-co.pdf.")
            return super().judge(path, flavours)

    judging(ForOne())
    code, out, _ = run("verify", "khong-co.pdf", a_pdf())
    assert code == 66
    assert "khong-co.pdf: Không tìm thấy tệp" in out
    assert "a.pdf: PDF/UA-1 ĐẠT" in out


@pytest.mark.parametrize("found", [True, False])
def test_doctor_says_what_is_missing_and_how_to_get_it(run, monkeypatch, found):
    tools = [
        ToolStatus(name="LibreOffice", found=found, version="7.4", mend="apt-get install libreoffice-writer"),
    ]
    monkeypatch.setattr(proving, "probe", lambda *_: tools)
    monkeypatch.setattr(
        proving, "probe_judge", lambda: ToolStatus(name="veraPDF", found=True, version="1.28", mend="")
    )
    code, out, _ = run("doctor")
    assert code == (0 if found else 69)
    assert ("Máy đã đủ" in out) is found
    assert ("libreoffice-writer" in out) is not found


def test_settings_says_values_and_where_they_come_from_but_no_secret(run, monkeypatch):
    monkeypatch.setenv("VANBAN_API_TOKEN", "mat-khau-rat-dai-123")
    monkeypatch.setenv("VANBAN_PORT", "8123")
    code, out, _ = run("settings")
    assert code == 0
    assert "VANBAN_PORT=8123  (đã đặt)" in out
    assert "VANBAN_MAX_ROWS=10000  (mặc định)" in out
    assert "mat-khau" not in out


# serve


@pytest.fixture
def taken_over(monkeypatch):
    """Give what the server would be started with instead of becoming it."""
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(serving.os, "execve", lambda _, arguments, env: started.append((arguments, env)))
    return started


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_serve_says_its_address_and_hands_its_options_on(run, taken_over):
    port = free_port()
    code, _, err = run("serve", "--port", str(port), "--data", "kho")
    assert code == 0
    assert f"http://127.0.0.1:{port}/" in err
    ((arguments, env),) = taken_over
    assert arguments[:3] == [sys.executable, "-m", "granian"]
    assert (env["VANBAN_PORT"], env["VANBAN_DATA"]) == (str(port), "kho")


def test_serve_refuses_an_open_address_without_a_token(run, taken_over):
    code, _, err = run("serve", "--host", "0.0.0.0", "--port", str(free_port()))
    assert (code, taken_over) == (78, [])
    assert "VANBAN_API_TOKEN" in err


def test_serve_says_that_the_port_is_taken(run, taken_over):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert (code, taken_over) == (78, [])
    assert "--port" in err


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_serve_refuses_a_port_that_cannot_be(run, taken_over, port):
    assert run("serve", "--port", port)[0] == 78


def test_serve_refuses_a_data_folder_that_is_in_use(run, taken_over, monkeypatch):
    monkeypatch.setattr(serving, "claim", lambda folder: claim(folder, patience=0))
    with claim(Path("du-lieu").absolute()):
        code, _, err = run("serve", "--port", str(free_port()))
    assert (code, taken_over) == (78, [])
    assert "đang dùng thư mục dữ liệu" in err


# whatever command


def test_help_is_in_vietnamese_and_names_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    for command in ("make", "check", "sheet", "verify", "serve", "doctor", "settings", "new"):
        assert f"\n  {command} " in out


def test_without_a_command_it_shows_how_to_use_it(run):
    code, _, err = run()
    assert code == 64
    assert "Commands:" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lam"], "Không có lệnh “lam”."),
        (["mak"], "Ý bạn là “make”?"),
        (["make"], "Thiếu SLUG. Chạy `vanban make --help`"),
        (["make", "a", "b", "--dosier"], "Ý bạn là “--dossier”?"),
        (["new", "a", "--layout", "x"], "Giá trị của --layout chưa đúng."),
        (["make", "a", "b", "c"], "Cách gọi lệnh chưa đúng."),
    ],
)
def test_wrong_usage_is_said_in_vietnamese(run, arguments, said):
    code, _, err = run(*arguments)
    assert code == 64
    assert said in err


def test_a_setting_that_does_not_exist_stops_every_command(run, monkeypatch):
    monkeypatch.setenv("VANBAN_PORTT", "1")
    code, _, err = run("settings")
    assert code == 78
    assert "VANBAN_PORTT" in err


def test_whoever_stops_a_command_is_told_so(run, lend):
    class Stopped(FakeConverter):
        def convert(self, source, target):
            raise KeyboardInterrupt

    lend(converter=Stopped())
    code, _, err = run("make", "giay-moi", data())
    assert (code, err.strip()) == (130, "Đã dừng theo yêu cầu.")


def test_a_fault_of_ours_is_a_sentence_and_the_log_has_the_rest(run, lend, monkeypatch):
    class Faulty(BrokenConverter):
        def convert(self, source, target):
            raise ZeroDivisionError("bí mật")

    lend(converter=Faulty(0))
    code, out, err = run("make", "giay-moi", data())
    assert (code, out) == (70, "")
    log, sentence = err.splitlines()
    assert "ZeroDivisionError" in json.loads(log)["exception"]
    assert sentence.startswith("Lỗi: Có lỗi ngoài dự kiến")


def test_who_stops_reading_gets_no_complaint(run, monkeypatch):
    def closed(*_args, **_kwargs):
        raise BrokenPipeError

    monkeypatch.setattr(proving.click, "echo", closed)
    assert run("settings")[0] == 0


def test_every_refusal_carries_its_own_exit_code(run, lend):
    lend(converter=RefusingConverter(["mời"], StorageUnavailable()))
    assert run("make", "giay-moi", data())[0] == StorageUnavailable.exit_code == 75


# the office's own rules


def office_rules(monkeypatch, text: str) -> None:
    Path("quy-tac").mkdir()
    Path("quy-tac/co-quan.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("VANBAN_RULES", "quy-tac")


@pytest.mark.parametrize("command", ["doctor", "settings", "serve"])
def test_wrong_rules_of_the_office_are_told_at_their_place(run, monkeypatch, command):
    office_rules(monkeypatch, "[rule.M1]\nseverity = 'X'")
    code, _, err = run(command)
    assert code == 78
    assert "quy-tac/co-quan.toml, [rule.M1]: “X” không dùng được. Chọn: E, W, I, tắt." in err


def test_doctor_says_which_rules_are_in_force(run, monkeypatch):
    office_rules(monkeypatch, "[rule.M8]\nseverity = 'tắt'")
    assert "Quy tắc kiểm tra: quy-tac; tắt: M8" in run("doctor")[1]


# errors that the rules find


def test_an_error_stops_the_row_and_a_reason_lets_it_pass(run, lend, monkeypatch):
    a_roll_call(Path("mau-khac"))
    monkeypatch.setenv("VANBAN_TEMPLATES", "mau-khac")
    rows = data([roll_call("An"), roll_call("Bình", present=26)])
    code, out, err = run("make", "diem-danh", rows, "--no-verify", "-o", "ra")
    assert code == 65 and "Đã làm 1 văn bản" in out
    assert "Phát hiện E M1, dòng 2, Tổng số:" in err and "thấy: 30 = 26 + 03" in err
    answered = ("--override", "M1:/tong_so@2=Đảng ủy đã xác nhận số liệu")
    code, out, err = run("make", "diem-danh", rows, "--no-verify", "--dossier", "-o", "ra", *answered)
    assert code == 0 and "Đã làm 2 văn bản" in out
    assert "bỏ qua, lý do: Đảng ủy đã xác nhận số liệu" in err
    told = json.loads(Path("ra/ho-so.manifest.json").read_text("utf-8"))["documents"]
    assert ["overridden" in d for d in told] == [False, True]


@pytest.mark.parametrize("text", ["M1", "M1:tong_so=lý do đủ dài", "=lý do đủ dài", "M1@0=lý do đủ dài"])
def test_an_override_that_cannot_be_read_is_a_slip_of_the_command(run, lend, text):
    assert run("make", "giay-moi", data(), "--override", text)[0] == 64


def test_a_reason_that_says_nothing_is_refused(run, lend):
    code, _, err = run("make", "giay-moi", data(), "--override", "M1=ngắn")
    assert code == 65 and "/overrides/0/reason" in err
