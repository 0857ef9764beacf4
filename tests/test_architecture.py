"""Rules of the house that no linter holds: sizes, unfinished work, lock files, and nothing of any one machine."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SERVICE = sorted(PROJECT.glob("service/**/*.py"))
NOT_OURS = {".git", ".venv", "instance", "out"}
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
OF_ONE_MACHINE = re.compile(
    r"py[p]i\.org|python[h]osted|deb\.deb[i]an\.org|registry\.np[m]js|files\.python[h]|artif[a]ctory"
    r"|(?<![\w.])/wor[k]/|(?<![\w.])/roo[t]/|/home/\w+/"
)


def project_files() -> Iterator[Path]:
    """Give the files that belong to the project: no caches, no environment, no data."""
    for folder, folders, files in os.walk(PROJECT):
        folders[:] = [
            f for f in folders if f not in NOT_OURS and not re.search(r"cache|egg-info|hypothesis", f)
        ]
        yield from (Path(folder, f) for f in files)


def pins(name: str) -> dict[str, str]:
    return dict(PINNED.findall((PROJECT / name).read_text()))


@pytest.mark.parametrize("path", SERVICE, ids=lambda p: str(p.relative_to(PROJECT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    functions = [
        n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert not [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 60]


@pytest.mark.parametrize("path", SERVICE, ids=lambda p: str(p.relative_to(PROJECT)))
def test_each_file_says_what_it_is_for_and_none_is_unfinished(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text))
    assert not re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplemented", text)


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{path.relative_to(PROJECT)}:{node.lineno}"
        for path in SERVICE
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(PROJECT)}: {hit}" for hit in set(OF_ONE_MACHINE.findall(text))]
    assert not found


def test_the_lock_files_agree_and_cover_what_the_project_asks_for() -> None:
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert run.items() <= test.items()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["setup"]
    names = {re.match(r"[a-z0-9-]+", a.lower())[0] for a in asked}  # type: ignore[index]
    assert names <= run.keys()
    extra = {re.match(r"[a-z0-9-]+", a.lower())[0] for a in project["optional-dependencies"]["test"]}  # type: ignore[index]
    assert extra <= test.keys()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_package_has_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (PROJECT / name).read_text())
    assert all("--hash=sha256:" in block for block in blocks)
