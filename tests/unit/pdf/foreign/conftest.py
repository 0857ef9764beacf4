"""What tests of papers from elsewhere ask for."""

import json

import pytest

from service.pdf.foreign.worker import main


@pytest.fixture
def look(tmp_path, capsys):
    """Look through a file as the child does, but here."""

    def look(path, title="Quyết định số 15"):
        main([str(path), str(tmp_path / "ban.pdf"), str(tmp_path / "thu.pdf"), title])
        return json.loads(capsys.readouterr().out)

    return look
