"""LibreOffice Calc, driven as a clerk uses it."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from service.convert.probe import find_python, find_soffice

XLSX, ODS, PDF = "Calc MS Excel 2007 XML", "calc8", "calc_pdf_Export"
DRIVER = Path(__file__).with_name("calc_driver.py")
PATIENCE = 120


def job(
    source: Path, target: Path, kind: str, edits: Mapping[str, Any] | None = None, report: Path | None = None
) -> dict[str, Any]:
    """Describe one thing to do: open, type, keep as another file."""
    made = {"source": str(source), "target": str(target), "filter": kind, "edits": edits or {}}
    return made | ({"report": str(report)} if report else {})


def run_calc(folder: Path, jobs: Sequence[Mapping[str, Any]]) -> None:
    """Do the jobs in one run of LibreOffice, whose profile lies in `folder`."""
    soffice, pipe = find_soffice(None), f"vanban-{uuid4().hex}"
    assert (soffice.resolve().parent / "libsclo.so").exists(), (
        "LibreOffice Calc is missing: ./test --setup-only installs it"
    )
    program = [str(soffice), "--headless", "--norestore", "--nologo", "--nodefault"]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    if not (folder / "profile").exists():  # a fresh profile makes LibreOffice start anew in the middle
        first = [*program, profile, "--terminate_after_init"]
        subprocess.run(first, env=environment, timeout=PATIENCE, check=False, capture_output=True)
    office = subprocess.Popen(
        [*program, profile, f"--accept=pipe,name={pipe};urp;"],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        driver = [str(find_python(None)), str(DRIVER), pipe, json.dumps(list(jobs))]
        done = subprocess.run(
            driver, capture_output=True, text=True, timeout=PATIENCE, check=False, env=environment
        )
        assert done.returncode == 0, done.stderr[-2000:]
        office.wait(30)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(office.pid, 9)
        office.wait(30)
