"""The set-up never dies without saying what to do: which command, which Python."""

import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def bash(script: str) -> "subprocess.CompletedProcess[str]":
    """Run bash with the set-up loaded and some of what it looks at replaced; stdin is no terminal."""
    return subprocess.run(
        ["bash", "-c", f"set -euo pipefail; . {PROJECT}/setup.sh; {script}"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_without_root_and_sudo_the_exact_command_is_named() -> None:
    done = bash('id() { echo 1000; }; has() { [ "$1" = apt-get ]; }; install_packages qpdf fontconfig')
    assert done.returncode == 69
    assert "apt-get update && apt-get install -y --no-install-recommends qpdf fontconfig\n" in done.stderr


def test_sudo_that_would_ask_for_a_password_is_not_tried_without_a_terminal() -> None:
    done = bash("id() { echo 1000; }; has() { true; }; sudo() { return 1; }; install_packages qpdf")
    assert done.returncode == 69
    assert "quyền root" in done.stderr


def test_on_another_system_the_missing_packages_are_named() -> None:
    done = bash("has() { false; }; install_packages qpdf")
    assert done.returncode == 69
    assert "qpdf" in done.stderr
    assert "Debian" in done.stderr


@pytest.mark.parametrize("version", ["3.10", "3.9"])
def test_an_old_python_is_refused_with_the_command_that_mends_it(version: str) -> None:
    done = bash(f"find_python() {{ return 1; }}; python3() {{ echo {version}; }}; refuse_old_python")
    assert done.returncode == 69
    assert version in done.stderr
    assert "apt-get install -y python3.11 python3.11-venv" in done.stderr


def test_a_new_python_without_venv_is_a_missing_package_and_no_refusal() -> None:
    done = bash(
        "find_python() { return 1; }; python3() { echo 3.12; }; refuse_old_python; missing_packages run"
    )
    assert done.returncode == 0
    assert "python3-venv" in done.stdout.split()


def test_nothing_is_missing_where_the_tests_run() -> None:
    done = bash("missing_packages test")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_failed_installation_shows_the_last_words_of_the_installer() -> None:
    done = bash("quietly 'apt-get install' bash -c 'echo E: no space left; exit 100'")
    assert done.returncode == 1
    assert "E: no space left" in done.stderr
    assert "apt-get install không thành công" in done.stderr


def test_the_environment_is_made_again_when_lock_project_or_place_change(tmp_path: Path) -> None:
    for name in ("setup.sh", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((PROJECT / name).read_bytes())
    script = f". {tmp_path}/setup.sh; fingerprint requirements.lock"
    marks = [bash(script).stdout, bash("fingerprint requirements.lock").stdout]
    (tmp_path / "requirements.lock").write_text("another")
    marks.append(bash(script).stdout)
    assert all(marks)
    assert len(set(marks)) == 3


def test_run_explains_itself_without_installing_anything() -> None:
    done = subprocess.run([PROJECT / "run", "--help"], capture_output=True, text=True, check=True, cwd="/")
    assert "--setup-only" in done.stdout


def test_where_chromium_is_only_a_snap_playwright_brings_its_own(tmp_path: Path) -> None:
    home = f"export HOME={tmp_path}; unset PLAYWRIGHT_BROWSERS_PATH; is_ubuntu() {{ true; }}; has() {{ false; }};"
    assert "chromium" not in bash(f"{home} missing_packages test").stdout.split()
    fetch = f'VENV={tmp_path}; quietly() {{ shift 2; echo "$@"; }}; add_browser'
    assert bash(f"{home} {fetch}").stdout == "-m playwright install --with-deps --only-shell chromium\n"
    kept = tmp_path / ".cache" / "ms-playwright" / "chromium_headless_shell-1"
    kept.mkdir(parents=True)
    (kept / "INSTALLATION_COMPLETE").touch()
    assert bash(f"{home} {fetch}").stdout == ""
