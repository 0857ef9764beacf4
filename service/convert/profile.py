"""The LibreOffice profile: hardened settings, made ready once per LibreOffice version and copied for each process.

It writes only below the folder it is given. A fresh profile makes the first LibreOffice exit with code 81 ("start me
again"), so that is settled here, once, and not in front of a waiting document.
"""

import hashlib
import os
import signal
import subprocess  # noqa: TID251 - this room starts LibreOffice
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from service.convert.quick import TEMPORARY
from service.errors import ToolMissing, ToolTimeout

RESTART_WANTED = 81
START_TIMEOUT = 60.0
DOES_NOT_START = (
    "LibreOffice có trên máy nhưng không khởi động được. Chạy `vanban doctor`, hoặc cài lại: apt-get install -y "
    "--reinstall --no-install-recommends libreoffice-writer-nogui libreoffice-core-nogui python3-uno"
)

_COMMON = "/org.openoffice.Office.Common/"
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    # No address on the network is fetched, no file named by a document is read, no code of a document is run.
    (_COMMON + "Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (_COMMON + "Security/Scripting", "DisableMacrosExecution", "true"),
    (_COMMON + "Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    # Nothing is written beside the documents, nothing is remembered of them.
    (_COMMON + "Misc", "UseLocking", "false"),
    (_COMMON + "Misc", "UseDocumentOOoLockFile", "false"),
    (_COMMON + "Misc", "UseDocumentSystemFileLocking", "false"),
    (_COMMON + "History", "PickListSize", "0"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    # No questions, no tips, no work that no reader sees.
    (_COMMON + "Misc", "FirstRun", "false"),
    (_COMMON + "Misc", "ShowTipOfTheDay", "false"),
    (_COMMON + "Misc", "CrashReport", "false"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Office.Linguistic/SpellChecking", "IsSpellAuto", "false"),
    ("/org.openoffice.Office.Linguistic/GrammarChecking", "IsAutoCheck", "false"),
    # The same layout on every machine: Vietnamese defaults (A4), and fonts chosen by our fontconfig file alone.
    ("/org.openoffice.Setup/L10N", "ooLocale", "en-US"),
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "vi-VN"),
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale", "vi-VN"),
    (_COMMON + "Font/Substitution", "Replacement", "false"),
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TINY = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_REL}"><Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr><w:t>Cộng hòa</w:t></w:r></w:p>'
    "</w:tc></w:tr></w:tbl><w:p/></w:body></w:document>",
}


def write_tiny_docx(target: Path) -> None:
    """Write the smallest .docx with Vietnamese text in a table; it warms a process up and proves that one works."""
    with zipfile.ZipFile(target, "w") as package:
        for name, text in _TINY.items():
            package.writestr(name, text)


def settings_xml() -> str:
    """Give the text of registrymodifications.xcu."""
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    ]
    return _HEAD + "\n".join(items) + "\n</oor:items>\n"


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What every LibreOffice of one pool is started with: programs, our fontconfig file, a cache shared by all."""

    soffice: Path
    python: Path
    fonts_conf: Path
    cache: Path

    def environment(self, folder: Path) -> dict[str, str]:
        """Give all variables that a process in `folder` sees: nothing of the service's own, so no secret either."""
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "TMPDIR": str(folder / TEMPORARY),
            "LANG": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
            "FONTCONFIG_FILE": str(self.fonts_conf),
            "XDG_CACHE_HOME": str(self.cache),
        }


def prepare(scratch: Path, work: Path, tools: Tools) -> Path:
    """Give the ready profile for this LibreOffice below `scratch`; at the first call make it, in the folder `work`.

    Many services may call at once: the profile appears whole.
    Raises ToolMissing when LibreOffice does not start, ToolTimeout when it hangs, OSError from the disk.
    """
    stamp = tools.soffice.stat()
    known = f"{tools.soffice} {stamp.st_mtime_ns} {stamp.st_size} {settings_xml()}"
    ready = scratch / f"profile-{hashlib.sha256(known.encode()).hexdigest()[:16]}"
    if ready.is_dir():
        return ready
    with tempfile.TemporaryDirectory(dir=work) as name:
        profile = Path(name, "profile")
        _first_start(profile, tools)
        try:
            profile.rename(ready)
        except OSError:
            if not ready.is_dir():  # else another process was quicker
                raise
    return ready


def _first_start(profile: Path, tools: Tools) -> None:
    """Let LibreOffice make what a profile needs; what it did to the settings is written over."""
    registry = profile / "user" / "registrymodifications.xcu"
    registry.parent.mkdir(parents=True)
    registry.write_text(settings_xml(), encoding="utf-8")
    (profile.parent / TEMPORARY).mkdir()
    command = [str(tools.soffice), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    for _ in range(3):
        code = _run([*command, "--terminate_after_init"], tools.environment(profile.parent))
        if code != RESTART_WANTED:
            break
    if code != 0:
        raise ToolMissing(DOES_NOT_START)
    registry.write_text(settings_xml(), encoding="utf-8")


def _run(command: list[str], environment: dict[str, str]) -> int:
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return process.wait(START_TIMEOUT)
        except subprocess.TimeoutExpired as exc:
            os.killpg(process.pid, signal.SIGKILL)
            raise ToolTimeout(f"LibreOffice không khởi động xong sau {START_TIMEOUT:.0f} giây.") from exc
