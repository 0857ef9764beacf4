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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "-1"),
        ("PORT", "8.5"),
        ("CONVERT_TIMEOUT", "0"),
        ("CONVERT_TIMEOUT", "nan"),
        ("VERIFY_TIMEOUT", "lâu"),
        ("LOG_LEVEL", "TRACE"),
        ("DATABASE", "postgresql://x"),
        ("ENGINE", "redis://x"),
        ("STORAGE", "s3://x"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_with_what_the_setting_is_for(name, value):
    with pytest.raises(BadSettings) as caught:
        Settings.from_env({f"VANBAN_{name}": value})
    assert f"VANBAN_{name}: không hiểu giá trị “{value}”" in caught.value.detail


def test_a_secret_that_cannot_be_used_is_not_told():
    with pytest.raises(BadSettings) as caught:
        Settings.from_env({"VANBAN_API_TOKEN": "bi-mat"}).check_exposure()
    assert "bi-mat" not in caught.value.detail


def test_what_is_set_wins_over_the_data_folder(tmp_path):
    settings = Settings.from_env(
        {
            "VANBAN_DATA": str(tmp_path),
            "VANBAN_DATABASE": "sqlite:///a.db",
            "VANBAN_ENGINE": "sqlite:///b.db",
            "VANBAN_STORAGE": f"file:{tmp_path / 'kho'}",
            "VANBAN_TEMPLATES": f"{tmp_path}:/x",
            "VANBAN_LOG_LEVEL": "debug",
            "VANBAN_WORKERS": "3",
        }
    )
    assert (settings.database_url, settings.engine_url) == ("sqlite:///a.db", "sqlite:///b.db")
    assert (settings.storage_folder, settings.worker_count) == (tmp_path / "kho", 3)
    assert ([str(t) for t in settings.templates], settings.log_level) == ([str(tmp_path), "/x"], "DEBUG")


def test_an_empty_variable_is_as_good_as_none():
    settings = Settings.from_env({"VANBAN_PORT": ""})
    assert (settings.port, settings.given) == (8000, frozenset())


def test_there_is_no_setting_that_is_not_in_the_list():
    with pytest.raises(AttributeError):
        _ = Settings.from_env({}).khong_co
    with pytest.raises(BadSettings, match="khong_co"):
        Settings.from_env({}).replace(khong_co=1)


def test_an_address_with_a_password_in_it_is_refused_without_being_shown():
    with pytest.raises(BadSettings) as raised:
        Settings.from_env({"VANBAN_SIGN_TSA": "http://an:bi-mat@tsa.vn/"})
    assert "VANBAN_SIGN_TSA" in raised.value.detail
    assert "bi-mat" not in raised.value.detail
    for wrong in ("ftp://tsa.vn", "tsa.vn", "http://"):
        with pytest.raises(BadSettings):
            Settings.from_env({"VANBAN_SIGN_TSA": wrong})
    given = Settings.from_env({"VANBAN_SIGN_REVOCATION": " http://a.vn/ocsp  https://b.vn:8443/x.crl "})
    assert given.sign_revocation == "http://a.vn/ocsp https://b.vn:8443/x.crl"
