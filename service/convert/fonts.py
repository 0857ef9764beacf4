"""Fonts: which a .docx asks for, what stands in for them, and the fontconfig file that decides it.

The same file is given to LibreOffice, so what is told here is what is drawn there. It must never let a font without all
Vietnamese letters be chosen, and never let a substitution pass without a word.
"""

import shutil
import subprocess  # noqa: TID251 - this room asks fontconfig
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from service.convert.docx_fonts import asked_fonts
from service.errors import ToolMissing
from service.model import Finding, Severity

SYSTEM_CONF = Path("/etc/fonts/fonts.conf")
TIMEOUT = 30.0
PATH = "/usr/bin:/bin"

# Free stand-ins, best first: metric-compatible where there is one, and complete in Vietnamese. Caladea has Cambria's
# widths and lacks 91 Vietnamese letters; Noto Serif has them all.
STAND_INS: dict[str, tuple[str, ...]] = {
    "Times New Roman": ("Liberation Serif",),
    "Times": ("Liberation Serif",),
    "Arial": ("Liberation Sans",),
    "Helvetica": ("Liberation Sans",),
    "Courier New": ("Liberation Mono",),
    "Consolas": ("Liberation Mono",),
    "Calibri": ("Carlito",),
    "Calibri Light": ("Carlito",),
    "Cambria": ("Noto Serif",),
    "Georgia": ("Noto Serif",),
    "Tahoma": ("DejaVu Sans Condensed", "DejaVu Sans"),
    "Verdana": ("DejaVu Sans",),
    "Segoe UI": ("Noto Sans",),
}
# The letters of a Vietnamese text in NFC. fontconfig's own list for "vi" asks for bare combining marks besides, which
# Carlito lacks and nobody needs.
_LETTERS = frozenset(
    ord(letter)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    for letter in unicodedata.normalize("NFC", vowel + tone)
) | {ord("đ"), ord("Đ")}
# Families that fontconfig's own rules put for the above. A file of theirs that lacks Vietnamese letters (Debian's
# Liberation 1, Caladea, the Nimbus family) is hidden from LibreOffice.
_SUSPECTS = (
    "Liberation",
    "Caladea",
    "Nimbus",
    "Carlito",
    "Gelasio",
    "TeX Gyre",
    "C059",
    "P052",
    "URW",
    "FreeS",
)
_LEGACY = (".vn", "vni-", "vni ")


@dataclass(frozen=True)
class Face:
    """One installed font file: its family names, and whether it has every Vietnamese letter."""

    families: tuple[str, ...]
    file: Path
    vietnamese: bool


@dataclass(frozen=True)
class Substitution:
    """What is drawn for a font that a document asks for; `exact` when that very font is there."""

    asked: str
    drawn: str
    exact: bool
    vietnamese: bool


def installed(conf: Path = SYSTEM_CONF) -> tuple[Face, ...]:
    """List the fonts that a fontconfig file shows; raises ToolMissing without fontconfig."""
    listed = _fontconfig(conf, "fc-list", "--format", "%{family}\t%{file}\t%{charset}\n")
    faces = []
    for line in listed.splitlines():
        family, file, charset = [*line.split("\t"), "", ""][:3]
        faces.append(Face(tuple(family.split(",")), Path(file), _has_letters(charset)))
    return tuple(faces)


def write_conf(target: Path, system: Path = SYSTEM_CONF) -> None:
    """Write the fontconfig file that LibreOffice is given: the system's own, less bad fonts, with our stand-ins.

    Raises ToolMissing without fontconfig.
    """
    bad = [
        face.file
        for face in installed(system)
        if not face.vietnamese and face.families[0].startswith(_SUSPECTS)
    ]
    hidden = "".join(f"<glob>{escape(str(file))}</glob>" for file in sorted(bad))
    aliases = "".join(
        f'<alias binding="same"><family>{asked}</family><accept>'
        + "".join(f"<family>{name}</family>" for name in names)
        + "</accept></alias>\n"
        for asked, names in STAND_INS.items()
    )
    # Ours come first: of two accepted families the earlier rule's stands nearer to the one asked for.
    target.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"{aliases}<include>{escape(str(system))}</include>\n"
        f"<selectfont><rejectfont>{hidden}</rejectfont></selectfont>\n</fontconfig>\n",
        encoding="utf-8",
    )


def substitutions(asked: Iterable[str]) -> tuple[Substitution, ...]:
    """Say for each font what LibreOffice draws in its place; raises ToolMissing without fontconfig."""
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder, "fonts.conf")
        write_conf(conf)
        return tuple(_substitution(name, conf) for name in asked)


def font_findings(docx: Path) -> tuple[Finding, ...]:
    """Tell every substitution that a .docx meets on this machine, and every font that cannot write Vietnamese.

    Raises ToolMissing without fontconfig, UnreadableInput when the file is not a .docx.
    """
    return tuple(
        finding for found in substitutions(asked_fonts(docx)) if (finding := _finding(found)) is not None
    )


def _has_letters(charset: str) -> bool:
    """Say whether a set such as "20-7e a0-17f 1ea0-1ef9" (hexadecimal) holds every Vietnamese letter."""
    missing = set(_LETTERS)
    for span in charset.split():
        first, _, last = span.partition("-")
        missing.difference_update(range(int(first, 16), int(last or first, 16) + 1))
    return not missing


def _substitution(asked: str, conf: Path) -> Substitution:
    pattern = asked.replace("\\", r"\\").replace("-", r"\-").replace(":", r"\:").replace(",", r"\,")
    matched = _fontconfig(conf, "fc-match", "--format", "%{family}\t%{charset}", pattern)
    family, _, charset = matched.partition("\t")
    names = family.split(",")
    exact = asked.casefold() in (name.casefold() for name in names)
    return Substitution(asked, asked if exact else names[0], exact, _has_letters(charset))


def _finding(found: Substitution) -> Finding | None:
    if found.asked.casefold().startswith(_LEGACY):
        return Finding(
            rule="font-legacy",
            severity=Severity.ERROR,
            required="phông chữ Unicode (TCVN 6909:2001)",
            found=f"phông “{found.asked}” của bảng mã cũ (TCVN3 hoặc VNI); chữ có dấu sẽ sai",
            mend="Chuyển văn bản sang Unicode, phông Times New Roman, rồi lưu lại.",
        )
    if not found.vietnamese:
        return Finding(
            rule="font-vietnamese",
            severity=Severity.WARNING,
            required="phông có đủ chữ tiếng Việt",
            found=f"phông “{found.asked}” được vẽ bằng “{found.drawn}”, thiếu chữ tiếng Việt",
            mend="Đổi sang Times New Roman trong mẫu, hoặc cài phông đủ chữ tiếng Việt.",
        )
    if not found.exact and found.drawn not in STAND_INS.get(found.asked, ()):
        return Finding(
            rule="font-substituted",
            severity=Severity.WARNING,
            required=f"phông “{found.asked}” có trên máy chủ",
            found=f"không có; được vẽ bằng “{found.drawn}”, bề rộng chữ có thể khác",
            mend="Cài phông đó trên máy chủ, hoặc đổi sang Times New Roman trong mẫu.",
        )
    if not found.exact:
        return Finding(
            rule="font-stand-in",
            severity=Severity.INFO,
            required=f"phông “{found.asked}”",
            found=f"được vẽ bằng phông thay thế “{found.drawn}”",
            mend="Không phải sửa gì nếu trang in ra vẫn đúng.",
        )
    return None


def _fontconfig(conf: Path, program: str, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [shutil.which(program, path=PATH) or program, *arguments],
            env={"PATH": PATH, "FONTCONFIG_FILE": str(conf), "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            check=True,
            encoding="utf-8",
        )
    except (OSError, subprocess.SubprocessError) as exc:
        raise ToolMissing(
            "Thiếu fontconfig (fc-list, fc-match). Cài: apt-get install -y --no-install-recommends fontconfig"
        ) from exc
    return done.stdout
