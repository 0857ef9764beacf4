"""The parts are joined once; the data folder is one service's alone; the log hides numbers of identity."""

import json
import stat
import threading

import pytest
import structlog

from service.database.schema import LEFT
from service.errors import BadSettings, StorageUnavailable
from service.settings import Settings
from service.wiring import Service, borrowed_tools, build, claim, library, masked, now, start_logging
from tests.builders_service import Office
from tests.fakes import FakeConverter, FakeJudge, HandEngine


def settings_for(folder, **more: str) -> Settings:
    return Settings.from_env({"VANBAN_DATA": str(folder / "du-lieu"), "VANBAN_WORKERS": "2", **more})


def joined(folder, **parts) -> Service:
    given = {"converter": FakeConverter(), "judge": FakeJudge(), "engine": HandEngine}
    return build(settings_for(folder), **{**given, **parts})


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_present_is_aware():
    assert now().utcoffset() is not None


@pytest.mark.parametrize("place", ["work/tmpabc", "tools/verapdf/verapdf-abc", "tools/soffice/run-abc"])
def test_what_a_killed_process_left_half_done_is_thrown_away(tmp_path, place):
    left = tmp_path / "du-lieu" / place
    left.mkdir(parents=True)
    (left / "van-ban.docx").write_text("dở dang")
    service = joined(tmp_path)
    assert not left.exists()
    assert list(service.shop.work.iterdir()) == []
    service.close()


def test_the_data_folder_is_its_owners_only(tmp_path):
    service = joined(tmp_path)
    service.close()
    assert mode(tmp_path / "du-lieu") == 0o700


def test_the_secret_is_made_once_for_its_owner_only(tmp_path):
    service = joined(tmp_path)
    first = service.secret()
    assert (len(first), mode(tmp_path / "du-lieu" / "secret")) == (32, 0o600)
    assert service.secret() == first
    service.close()
    again = joined(tmp_path)
    assert again.secret() == first
    again.close()
    assert not (tmp_path / "du-lieu" / ".secret.part").exists()


def test_a_secret_that_was_being_made_when_the_process_was_killed_is_made_anew(tmp_path):
    service = joined(tmp_path)
    (tmp_path / "du-lieu" / ".secret.part").write_bytes(b"abc")
    assert len(service.secret()) == 32
    service.close()


def test_a_data_folder_that_cannot_be_written_is_said_with_what_to_do(tmp_path):
    (tmp_path / "du-lieu").write_text("là tệp")
    with pytest.raises(StorageUnavailable, match="VANBAN_DATA"):
        joined(tmp_path)


def test_a_second_service_on_one_data_folder_is_refused(tmp_path):
    held = claim(tmp_path)
    with pytest.raises(BadSettings, match="đang dùng thư mục dữ liệu"):
        claim(tmp_path, patience=0)
    held.close()
    claim(tmp_path, patience=0).close()


def test_a_former_service_that_is_being_stopped_is_waited_for(tmp_path):
    held = claim(tmp_path)
    threading.Timer(0.2, held.close).start()
    claim(tmp_path, patience=30).close()


def test_a_service_that_could_not_be_joined_holds_nothing(tmp_path):
    (tmp_path / "du-lieu").mkdir()
    (tmp_path / "du-lieu" / "service.db").write_text("không phải cơ sở dữ liệu " * 50)
    with pytest.raises(StorageUnavailable):
        joined(tmp_path)
    claim(tmp_path / "du-lieu", patience=0).close()


def test_an_open_address_without_a_token_joins_nothing(tmp_path):
    with pytest.raises(BadSettings, match="VANBAN_API_TOKEN"):
        build(settings_for(tmp_path, VANBAN_HOST="0.0.0.0"))
    assert not (tmp_path / "du-lieu").exists()


def test_closing_twice_is_harmless_and_lets_go_of_the_data_folder(tmp_path):
    service = joined(tmp_path)
    service.start()
    service.close()
    service.close()
    joined(tmp_path).close()


def test_starting_leaves_calls_that_died_with_the_former_process_to_be_repeated(tmp_path):
    office = Office(tmp_path)
    with office.shop.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO answer (key, body_sha256, created) VALUES ('/api/v1/batches x', '', '2026-02-05T10:04')"
        )
    office.service.start()
    with office.shop.database.read() as connection:
        assert connection.exec_driver_sql("SELECT status FROM answer").scalars().all() == [LEFT]
    office.close()


def test_borrowed_tools_are_closed_and_leave_nothing(tmp_path):
    with borrowed_tools(settings_for(tmp_path)) as tools:
        assert tools.workers == 3  # one more than LibreOffice processes
    assert not (tmp_path / "du-lieu").exists()


def test_folders_of_templates_that_are_not_there_are_named(tmp_path):
    places = f"{tmp_path}:{tmp_path / 'mot'}:{tmp_path / 'hai'}"
    with pytest.raises(BadSettings, match=r"/mot, \S+/hai\. Xin sửa VANBAN_TEMPLATES"):
        library(settings_for(tmp_path, VANBAN_TEMPLATES=places))


def test_the_catalogue_is_what_the_settings_name(tmp_path):
    slugs = {p.slug for p in library(settings_for(tmp_path)).list()}
    assert {"ban-cam-ket", "nghi-quyet-chi-bo"} <= slugs


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("CCCD 012345678901", "CCCD •••"),
        ("thẻ 12345678, cmnd 123456789", "thẻ 12345678, cmnd •••"),
        ("0912345678", "•••"),
        ("5.631.000 đồng, 2026-02-05", "5.631.000 đồng, 2026-02-05"),
        ("job 0d6e3ea719894228bc252220b5e6f18c", "job 0d6e3ea719894228bc252220b5e6f18c"),
        ("815cb07c80e340ef, 1234567890c1434f", "815cb07c80e340ef, 1234567890c1434f"),  # ids of requests
        ("a1" * 10 + "012345678901" + "f" * 32, "a1" * 10 + "012345678901" + "f" * 32),
        (["012345678901", {"so": ("x 012345678901",)}], ["•••", {"so": ["x •••"]}]),
        (12, 12),
        (None, None),
    ],
)
def test_numbers_of_identity_are_hidden_and_our_own_ids_are_not(said, logged):
    assert masked(said) == logged


def test_the_log_is_json_lines_without_numbers_of_identity(capsys):
    start_logging("INFO")
    log = structlog.get_logger("thu")
    log.debug("not_wanted")
    log.info("đã nhận", found={"cccd": "012345678901"}, job="ab" * 16)
    try:
        int("CCCD 012345678901")
    except ValueError:
        log.exception("hỏng")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["event"], first["found"], first["job"]) == ("đã nhận", {"cccd": "•••"}, "ab" * 16)
    assert "CCCD •••" in second["exception"]
    assert "012345678901" not in json.dumps([first, second])
