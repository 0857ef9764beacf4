"""Finds the outside programs, and says for `doctor` what is there and how to get what is not."""

import re
import shutil
import subprocess  # noqa: TID251 - this room asks programs for their versions
from pathlib import Path

from service.convert.fonts import Face, installed
from service.errors import ToolMissing
from service.model import ToolStatus

INSTALL = "apt-get install -y --no-install-recommends "
WRITER = "libreoffice-writer-nogui python3-uno"
TIMEOUT = 60.0

_FONTS = {
    "Liberation Serif": ("thay Times New Roman", "fonts-liberation2"),
    "Liberation Sans": ("thay Arial", "fonts-liberation2"),
    "Carlito": ("thay Calibri", "fonts-crosextra-carlito"),
    "Noto Serif": ("thay Cambria", "fonts-noto-core"),
    "DejaVu Sans": ("thay Verdana, Tahoma", "fonts-dejavu"),
}


def find_soffice(given: Path | None) -> Path:
    """Give LibreOffice's own program (soffice.bin, not the script around it); raises ToolMissing."""
    if given is not None:
        candidates = [given]
    else:
        candidates = [Path(found) for name in ("soffice", "libreoffice") if (found := shutil.which(name))]
        candidates += sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        candidates += [Path(lib, "libreoffice/program/soffice.bin") for lib in ("/usr/lib", "/usr/lib64")]
    for candidate in candidates:
        program = candidate.resolve().with_name("soffice.bin")
        if program.is_file():
            return program
    asked = f" (tìm ở {given})" if given is not None else ""
    raise ToolMissing(f"Không thấy LibreOffice{asked}. Cài: {INSTALL}{WRITER}")


def gone(soffice: Path | None, python: Path | None) -> str:
    """Say that a program is not where it was found, or is nowhere; empty when all are there. Starts nothing."""
    try:
        find_soffice(soffice)
    except ToolMissing:
        return f"Không thấy LibreOffice trên máy. Cài: {INSTALL}{WRITER}"
    if python is not None and not python.is_file():
        return f"Không thấy Python dùng được LibreOffice trên máy. Cài: {INSTALL}python3-uno"
    return ""


def find_python(given: Path | None) -> Path:
    """Give a Python interpreter that has LibreOffice's `uno` module; raises ToolMissing."""
    if given is not None:
        candidates = [given]
    else:
        candidates = [Path("/usr/bin/python3"), Path("/usr/local/bin/python3")]
        candidates += sorted(Path("/opt").glob("libreoffice*/program/python"), reverse=True)
    for candidate in candidates:
        if candidate.is_file() and _output([str(candidate), "-I", "-c", "import uno; print('uno')"]) == "uno":
            return candidate
    asked = f" (thử {given})" if given is not None else ""
    raise ToolMissing(f"Không có Python nào dùng được LibreOffice{asked}. Cài: {INSTALL}python3-uno")


def probe(soffice: Path | None, python: Path | None) -> list[ToolStatus]:
    """Look for all that a conversion needs; nothing is started but questions for a version."""
    return [_soffice_status(soffice), _python_status(python), *_font_statuses(), _network_status()]


def _soffice_status(given: Path | None) -> ToolStatus:
    try:
        program = find_soffice(given)
    except ToolMissing as exc:
        return ToolStatus(name="LibreOffice", found=False, mend=exc.detail)
    version = re.search(r"\d+(\.\d+)+", _output([str(program), "--version"]))
    if version is None:
        mend = f"LibreOffice không chạy được. Cài lại: {INSTALL}--reinstall {WRITER}"
        return ToolStatus(name="LibreOffice", found=False, mend=mend)
    return ToolStatus(name="LibreOffice", found=True, version=version[0])


def _python_status(given: Path | None) -> ToolStatus:
    try:
        program = find_python(given)
    except ToolMissing as exc:
        return ToolStatus(name="python3-uno", found=False, mend=exc.detail)
    version = _output([str(program), "-I", "-c", "import platform; print(platform.python_version())"])
    return ToolStatus(name="python3-uno", found=True, version=f"Python {version}")


def _font_statuses() -> list[ToolStatus]:
    try:
        faces = installed()
    except ToolMissing as exc:
        return [ToolStatus(name="fontconfig", found=False, mend=exc.detail)]
    return [_font_status(faces, family) for family in _FONTS]


def _font_status(faces: tuple[Face, ...], family: str) -> ToolStatus:
    use, package = _FONTS[family]
    name = f"Phông {family} ({use})"
    if any(face.vietnamese and family in face.families for face in faces):
        return ToolStatus(name=name, found=True, required=family == "Liberation Serif")
    there = any(family in face.families for face in faces)
    why = "Bản trên máy thiếu chữ tiếng Việt. " if there else ""
    return ToolStatus(
        name=name, found=False, mend=f"{why}Cài: {INSTALL}{package}", required=family == "Liberation Serif"
    )


def _network_status() -> ToolStatus:
    name = "Cắt mạng của LibreOffice"
    unshare = shutil.which("unshare")
    cut = unshare is not None and any(_succeeds([unshare, *way, "true"]) for way in (["-n"], ["-rn"]))
    if cut:
        return ToolStatus(name=name, found=True, required=False)
    mend = (
        "Không bắt buộc: LibreOffice đã được cấu hình không tải địa chỉ mạng. Muốn chặn cả ở mức hệ điều hành, "
        "cho phép user namespace: sysctl kernel.unprivileged_userns_clone=1"
    )
    return ToolStatus(name=name, found=False, mend=mend, required=False)


def _output(command: list[str]) -> str:
    """Give what a program prints, or nothing when it cannot be run or fails."""
    try:
        done = subprocess.run(
            command,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def _succeeds(command: list[str]) -> bool:
    return _output([*command[:-1], "sh", "-c", "echo yes"]) == "yes"
