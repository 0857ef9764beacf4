"""The hardened profile."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from service.convert.pool import SofficePool
from service.convert.probe import find_python, find_soffice
from service.convert.profile import Tools, prepare, settings_xml
from service.errors import ToolMissing
from tests.unit.convert.stand_in import warm

OOR = "{http://openoffice.org/2001/registry}"


def _settings():
    return {
        (item.get(f"{OOR}path"), prop.get(f"{OOR}name")): prop.findtext("value")
        for item in ElementTree.fromstring(settings_xml())
        for prop in item
    }


def _tools(tmp_path, soffice, python):
    return Tools(
        soffice=soffice, python=python, fonts_conf=Path("/etc/fonts/fonts.conf"), cache=tmp_path / "cache"
    )


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
        ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
        ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ],
)
def test_the_three_settings_that_keep_documents_from_reaching_out_are_made(path, name, value):
    assert _settings()[path, name] == value


@pytest.mark.soffice
def test_the_profile_is_made_once(tmp_path):
    tools = _tools(tmp_path, find_soffice(None), find_python(None))
    made = prepare(tmp_path, tmp_path, tools)
    assert (made / "user" / "registrymodifications.xcu").read_text(encoding="utf-8") == settings_xml()
    stamp = made.stat().st_mtime_ns
    assert prepare(tmp_path, tmp_path, tools) == made
    assert made.stat().st_mtime_ns == stamp
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == [made.name]


def test_a_libreoffice_that_does_not_start_is_told_as_such(tmp_path):
    broken = tmp_path / "soffice.bin"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(ToolMissing, match="không khởi động được"):
        prepare(tmp_path, tmp_path, _tools(tmp_path, broken, broken))


@pytest.mark.soffice
def test_libreoffice_knows_every_setting(tmp_path):
    """A misspelt one would be left out when LibreOffice writes the file anew."""
    settings = {"workers": 1, "timeout": 60.0, "memory_mb": 1024, "restart_after": 200}
    pool = SofficePool(soffice=None, python=None, scratch=tmp_path, **settings)
    try:
        warm(pool, tmp_path)
        written = next(tmp_path.glob("run-*/1/profile/user/registrymodifications.xcu"))
        text = written.read_text(encoding="utf-8")
    finally:
        pool.close()
    missing = [key for key in _settings() if f'"{key[0]}"' not in text or f'oor:name="{key[1]}"' not in text]
    assert missing == []
