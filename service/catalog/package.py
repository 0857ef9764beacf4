"""Read a template package from its folder, or make one of a bare .docx; every fault told at once, with its place.

Reads files and judges their shape; the tags inside the Word files are judged by service.catalog.check.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.catalog.findings import broken, error, errors_in
from service.catalog.infer import infer_schema, sample_values
from service.catalog.manifest import (
    FORM,
    MANIFEST,
    SAMPLE,
    SLUG,
    DocumentSpec,
    Manifest,
    bare_manifest,
    read_manifest,
)
from service.catalog.markup import read_markup
from service.catalog.tags import find_variables
from service.catalog.wordfile import read_word_file
from service.errors import BrokenPackage, InvalidSubmission
from service.forms.clean import clean
from service.forms.schema import Form, load_form
from service.model import Finding
from service.vietnamese.text import slug as slug_of

MAX_JSON_BYTES = 5_000_000


@dataclass(frozen=True)
class Package:
    """One template package. `sha256` covers every file of it in the order of their names.

    `number_field` is the field that the number of the register goes into, `number_series` its series; None: no number.
    `sample` holds the values of sample.json as written; `{}` stands for none. `checks` are the [[check]] tables as
    written: service.checks understands and judges them.
    """

    slug: str
    title: str
    description: str
    version: str
    layout: str
    rules: str
    number_field: str | None
    number_series: str | None
    documents: tuple[DocumentSpec, ...]
    form: Form
    folder: Path
    sha256: str
    sample: dict[str, Any]
    checks: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Reading:
    """What came of reading: the package unless it cannot be used, and all findings."""

    package: Package | None
    findings: tuple[Finding, ...]


def load_package(folder: Path) -> Package:
    """Read a package folder or a bare .docx. Raises BrokenPackage with every error; the tags are not judged."""
    reading = read_package(folder)
    if reading.package is None:
        raise broken(reading.findings, folder.name)
    return reading.package


def read_package(folder: Path) -> Reading:
    """Read a package folder or a bare .docx, and collect what is wrong with it."""
    slug = folder.name.removeprefix("_") if folder.is_dir() else slug_of(folder.stem)
    findings: list[Finding] = []
    if folder.is_dir() and not SLUG.fullmatch(slug):
        mend = "Đặt tên thư mục bằng chữ thường không dấu, số và dấu gạch nối, ví dụ giay-moi."
        findings.append(error("P2", folder.name, f"Tên thư mục “{slug}” không dùng được.", mend))
    manifest = _manifest(folder, findings)
    form = _form(folder, manifest, findings)
    sample = _sample(folder, form, findings)
    if manifest is None or form is None or errors_in(findings):
        return Reading(None, tuple(findings))
    package = Package(
        slug=slug,
        title=manifest.title,
        description=manifest.description or form.description,
        version=manifest.version,
        layout=manifest.layout,
        rules=manifest.rules,
        number_field=manifest.number_field,
        number_series=manifest.number_series,
        documents=manifest.documents,
        form=form,
        folder=folder if folder.is_dir() else folder.parent,
        sha256=hash_of(folder),
        sample=sample,
        checks=manifest.checks,
    )
    return Reading(package, tuple(findings) + tuple(_number_fault(package)))


def files_of(folder: Path) -> list[Path]:
    """Give the files of a package in the order of their names, without the lock files that Word leaves."""
    if folder.is_file():
        return [folder]
    found = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(("~$", ".")))
    return sorted(found, key=lambda p: p.relative_to(folder).as_posix())


def hash_of(folder: Path) -> str:
    """Give the hex SHA-256 over the names and bytes of all files of a package. Raises BrokenPackage."""
    digest = hashlib.sha256()
    for path in files_of(folder):
        name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        data = _bytes(path)
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise BrokenPackage(f"Không đọc được {path.name}.") from exc


def _manifest(folder: Path, findings: list[Finding]) -> Manifest | None:
    if not folder.exists():
        findings.append(
            error("P2", folder.name, "Không có thư mục hoặc tệp này.", "Kiểm tra lại tên bộ mẫu.")
        )
        return None
    if folder.is_file():
        return bare_manifest([folder], folder.stem)
    if (folder / MANIFEST).is_file():
        manifest, found = read_manifest(folder)
        findings += found
        return manifest
    templates = sorted(p for p in folder.glob("*.docx") if not p.name.startswith("~$"))
    if not templates:
        mend = "Đặt vào thư mục ít nhất một mẫu Word .docx, và package.toml nếu cần."
        findings.append(error("P2", folder.name, "Thư mục không có package.toml và không có mẫu Word.", mend))
        return None
    return bare_manifest(templates, folder.name)


def _form(folder: Path, manifest: Manifest | None, findings: list[Finding]) -> Form | None:
    path = folder / FORM
    try:
        if folder.is_dir() and path.is_file():
            return load_form(_json(path))
        return None if manifest is None else load_form(_inferred(manifest))
    except BrokenPackage as exc:
        details = [e.detail for e in exc.errors] or [exc.detail]
        place = FORM if path.is_file() else folder.name
        findings += [
            error("P3", place, detail, f"Sửa {FORM} (hoặc tên trong thẻ) cho đúng.") for detail in details
        ]
        return None


def _inferred(manifest: Manifest) -> dict[str, Any]:
    variables = []
    for document in manifest.documents:
        variables += find_variables(read_markup(read_word_file(document.template)))
    return infer_schema(variables, manifest.title)


def _sample(folder: Path, form: Form | None, findings: list[Finding]) -> dict[str, Any]:
    path = folder / SAMPLE
    if form is None:
        return {}
    try:
        if folder.is_dir() and path.is_file():
            raw = _json(path)
            clean(form, raw, lenient=False)
            return raw
        if not (folder.is_dir() and (folder / FORM).is_file()):
            return dict(sample_values(form.schema))
        mend = f"Thêm {SAMPLE}: một bộ dữ liệu đầy đủ, điền mọi thẻ."
        findings.append(error("P4", SAMPLE, f"Bộ mẫu chưa có {SAMPLE}.", mend))
    except InvalidSubmission as exc:
        findings += [
            error(
                "P4",
                f"{SAMPLE}{e.pointer and ' tại ' + e.pointer}",
                e.detail,
                f"Sửa {SAMPLE} cho đúng biểu mẫu.",
            )
            for e in exc.errors
        ]
    except BrokenPackage as exc:
        findings.append(error("P4", SAMPLE, exc.detail, f"Sửa {SAMPLE}."))
    return {}


def _json(path: Path) -> dict[str, Any]:
    data = _bytes(path)
    try:
        value = json.loads(data.decode("utf-8-sig")) if len(data) <= MAX_JSON_BYTES else None
    except (ValueError, RecursionError) as exc:
        raise BrokenPackage(f"{path.name} không phải JSON đúng (UTF-8): {exc}.") from exc
    if not isinstance(value, dict):
        raise BrokenPackage(f"{path.name} phải là một đối tượng JSON {{…}}, không quá 5 MB.")
    return value


def _number_fault(package: Package) -> list[Finding]:
    name = package.number_field
    if name is None or package.form.find("/" + name.replace(".", "/")) is not None:
        return []
    mend = 'Ghi tên một trường có trong biểu mẫu, ví dụ field = "so".'
    return [error("P2", f"{MANIFEST}, [number]", f"Biểu mẫu không có trường “{name}”.", mend)]
