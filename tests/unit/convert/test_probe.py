"""What is found, and what is said of what is not."""

import sys
from pathlib import Path

import pytest

from service.convert.probe import find_python, find_soffice, probe
from service.errors import ToolMissing


@pytest.mark.soffice
def test_all_that_is_required_is_there_with_its_version():
    statuses = {status.name: status for status in probe(None, None)}
    assert statuses["LibreOffice"].version.count(".") >= 2
    assert statuses["python3-uno"].version.startswith("Python 3.")
    assert [status.name for status in statuses.values() if status.required and not status.found] == []


@pytest.mark.soffice
def test_the_program_itself_is_given_and_not_the_script_around_it():
    assert find_soffice(None).name == "soffice.bin"
    assert find_soffice(Path("/usr/bin/soffice")) == find_soffice(None)


def test_a_missing_program_is_told_with_the_command_that_brings_it(tmp_path):
    statuses = {status.name: status for status in probe(tmp_path / "soffice", tmp_path / "python")}
    for name, package in (("LibreOffice", "libreoffice-writer-nogui"), ("python3-uno", "python3-uno")):
        assert not statuses[name].found
        assert "apt-get install -y --no-install-recommends" in statuses[name].mend
        assert package in statuses[name].mend


def test_a_python_without_uno_is_no_use():
    with pytest.raises(ToolMissing, match="python3-uno"):
        find_python(Path(sys.executable))


def test_a_program_that_does_not_run_is_not_found(tmp_path):
    broken = tmp_path / "soffice.bin"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    status = probe(broken, None)[0]
    assert not status.found
    assert "Cài lại" in status.mend
