"""The command line in tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service import __main__ as entry
from service.settings import SETTINGS


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[Any, str, str]]:
    """Run one command in the test's folder, without settings but the test's; give exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)

    def call(*arguments: object) -> tuple[Any, str, str]:
        try:
            entry.main([str(a) for a in arguments])
            code: Any = 0
        except SystemExit as exc:
            code = exc.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
