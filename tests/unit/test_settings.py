"""Settings are read once, whole, and a typo is an error."""

import pytest

from service.errors import BadSettings
from service.settings import SETTINGS, Settings


def test_defaults_need_nothing():
    settings = Settings.from_env({})
    assert settings.host == "127.0.0.1"
    assert settings.database_url == f"sqlite:///{settings.data_folder / 'service.db'}"
    assert settings.worker_count >= 1
    settings.check_exposure()


def test_all_mistakes_are_named_at_once():
    with pytest.raises(BadSettings) as caught:
        Settings.from_env({"VANBAN_PORTT": "1", "VANBAN_PORT": "tám", "VANBAN_MAX_ROWS": "-1"})
    for name in ("VANBAN_PORTT", "VANBAN_PORT:", "VANBAN_MAX_ROWS"):
        assert name in caught.value.detail


def test_a_secret_is_never_shown():
    settings = Settings.from_env({"VANBAN_API_TOKEN": "mat-khau-rat-dai-123"})
    assert "mat-khau" not in str(settings.shown())


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::"])
def test_other_addresses_need_a_token(host):
    with pytest.raises(BadSettings, match="VANBAN_API_TOKEN"):
        Settings.from_env({"VANBAN_HOST": host}).check_exposure()
    Settings.from_env({"VANBAN_HOST": host, "VANBAN_API_TOKEN": "x" * 16}).check_exposure()


def test_a_short_token_is_refused():
    with pytest.raises(BadSettings, match="quá ngắn"):
        Settings.from_env({"VANBAN_API_TOKEN": "ngan"}).check_exposure()


def test_command_line_options_reach_the_program_that_takes_over(tmp_path):
    settings = Settings.from_env({}).replace(port=8123, data=tmp_path)
    environment = settings.environment()
    assert environment["VANBAN_PORT"] == "8123"
    again = Settings.from_env({k: v for k, v in environment.items() if k.startswith("VANBAN_")})
    assert (again.port, again.data_folder) == (8123, tmp_path)


def test_every_setting_says_what_it_is_for():
    assert all(s.help and s.name == s.name.lower() for s in SETTINGS)
    assert len({s.name for s in SETTINGS}) == len(SETTINGS)
