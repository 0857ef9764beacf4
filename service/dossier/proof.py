"""Says by a dossier's manifest whether the file is still what was bound.

Two manifests, two strengths. One kept beside the file holds the SHA-256 of all its bytes: no change escapes it, as
long as the manifest itself is kept safe. The one inside a PDF/A-3a holds the hashes of the other enclosed files and the
seals of the pages: it shows damage and careless changes to these, nothing else, and whoever changes the file on purpose
can change it too. Only a signature proves who made a file.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pikepdf import PdfError

from service.dossier.manifest import MANIFEST
from service.errors import NotFound, UnreadableInput
from service.model import Finding, Severity
from service.pdf.attach import enclosed
from service.pdf.files import opened
from service.pdf.seal import Sealer
from service.pipeline import file_sha256

MAX_MANIFEST = 100_000_000
RULE = "ban-ke"

_BROKEN = "Bản kê {name} không đọc được (không phải bản kê của hồ sơ, hoặc đã hỏng)."


@dataclass(frozen=True)
class Proof:
    """What a manifest proves: the sentence that says so, and what does not agree with it."""

    said: str
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """True when all agrees."""
        return not self.findings


def beside(pdf: Path) -> Path:
    """Give where the manifest of a dossier lies beside it."""
    return pdf.with_name(f"{pdf.stem}.{MANIFEST}")


def proofs(path: Path) -> Iterator[Proof]:
    """Hold the file against its manifests: the one beside it, the one inside it; nothing where there is none.

    Raises:
        NotFound, UnreadableInput: the file is not there or no PDF; a manifest cannot be read.
    """
    outside = _outside(path)
    if outside is not None:
        yield _by_hash(path, *outside)
    inside = _inside(path)
    if inside is not None:
        yield _by_parts(path, *inside)


def _outside(path: Path) -> tuple[str, Mapping[str, Any]] | None:
    """Read `ho-so.manifest.json`, or a `manifest.json` that names the file (as in a .zip from the service)."""
    for place, must_name in ((beside(path), False), (path.with_name(MANIFEST), True)):
        if not place.is_file():
            continue
        try:
            if place.stat().st_size > MAX_MANIFEST:
                raise UnreadableInput(_BROKEN.format(name=place.name))
            told = _read(place.read_bytes(), place.name)
        except OSError as exc:
            raise UnreadableInput(_BROKEN.format(name=place.name)) from exc
        if not must_name or told.get("file") == path.name:
            return place.name, told
    return None


def _inside(path: Path) -> tuple[Mapping[str, Any], dict[str, bytes]] | None:
    try:
        opened(path).close()
    except UnreadableInput:
        return None  # what is no PDF has nothing inside; the judge says what it is
    try:
        files = {file.said: file.content for file in enclosed(path)}
    except NotFound:
        return None
    if MANIFEST not in files:
        return None
    return _read(files.pop(MANIFEST), MANIFEST), files


def _read(content: bytes, name: str) -> Mapping[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise UnreadableInput(_BROKEN.format(name=name)) from exc
    if not isinstance(told, dict):
        raise UnreadableInput(_BROKEN.format(name=name))
    return told


def _by_hash(path: Path, name: str, told: Mapping[str, Any]) -> Proof:
    found = file_sha256(path)
    said = f"Bản kê để ngoài ({name}) giữ mã băm SHA-256 của toàn bộ tệp."
    beside = tuple(_changed_originals(path.parent, told))
    if told.get("sha256") != found:
        wrong = _finding(path.name, f"SHA-256 {told.get('sha256')}", f"SHA-256 {found}")
        return Proof(f"{said} Tệp đã khác với khi đóng.", (wrong, *beside))
    whole = f"{said} Từng byte của tệp vẫn như khi đóng."
    return Proof(f"{whole} Bản gốc để cạnh có chỗ không khớp." if beside else whole, beside)


def _changed_originals(folder: Path, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Hold the originals that lie beside a dossier against its manifest: signed papers, papers with files in them."""
    try:
        originals = [d["original"] for d in told.get("documents", ()) if "original" in d]
        kept = [(str(o["file"]), str(o["sha256"])) for o in originals if o["kept"] == "beside"]
    except (KeyError, TypeError, AttributeError) as exc:
        raise UnreadableInput(_BROKEN.format(name=MANIFEST)) from exc
    for name, required in kept:
        path = folder / name
        within = path.resolve().is_relative_to(folder.resolve())
        found = f"SHA-256 {file_sha256(path)}" if within and path.is_file() else "không có tệp này"
        if found != f"SHA-256 {required}":
            yield _finding(f"bản gốc “{name}”", f"SHA-256 {required}", found)


def _by_parts(path: Path, told: Mapping[str, Any], files: Mapping[str, bytes]) -> Proof:
    try:
        listed = {str(a["name"]): str(a["sha256"]) for a in told["attachments"]}
        found = [*_changed_files(listed, files), *_changed_parts(path, told["parts"])]
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise UnreadableInput(_BROKEN.format(name=MANIFEST)) from exc
    said = "Bản kê bên trong giữ mã băm của các tệp kèm và của nội dung hiện trên từng phần."
    end = "đều khớp" if not found else "có chỗ không khớp"
    limits = (
        "Nó không nói gì về thẻ cấu trúc, liên kết, siêu dữ liệu, và ai cố ý sửa tệp thì sửa được cả nó; "
        "muốn chắc chắn từng byte, xin giữ bản kê để ngoài."
    )
    return Proof(
        f"{said} Tất cả {end}. {limits}" if not found else f"{said} Nay {end}. {limits}", tuple(found)
    )


def _changed_files(listed: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in sorted(listed.keys() | files.keys()):
        found = sha256(files[name]).hexdigest() if name in files else ""
        if found != listed.get(name):
            required = f"SHA-256 {listed[name]}" if name in listed else "không có tệp này"
            yield _finding(f"tệp kèm “{name}”", required, f"SHA-256 {found}" if found else "không có tệp này")


def _changed_parts(path: Path, parts: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    with opened(path) as pdf:
        sealer = Sealer(pdf)
        pages = len(pdf.pages)
        for part in parts:
            try:
                found = sealer.seal(int(part["first_page"]), int(part["pages"]))
            except PdfError:
                found = "không đọc được"
            if found != part["seal"]:
                place = f"phần “{part['title']}”, từ trang {part['first_page']}"
                yield _finding(place, f"mã nội dung {part['seal']}", f"mã nội dung {found}")
    told = sum(int(part["pages"]) for part in parts)
    if told != pages:
        yield _finding("số trang", str(told), str(pages))


def _finding(place: str, required: str, found: str) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        place=place,
        required=required,
        found=found,
        mend="Xin lấy lại tệp gốc từ kho lưu trữ.",
    )
