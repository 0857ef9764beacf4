"""Take a Word template that somebody sent into the library: checked whole first, then kept version by version.

<folder>/<slug>/<number>/ holds a whole package. A version once there never changes, so that work in hand goes on with
the one it began with; the library gives the highest. Nothing outside `folder` is written.
"""

import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import TemporaryDirectory
from typing import Any

from service.catalog.check import check_template, examine
from service.catalog.example import example_values
from service.catalog.findings import error, errors_in, sentence
from service.catalog.infer import infer_form
from service.catalog.library import Library
from service.catalog.manifest import FORM, LAYOUTS, MANIFEST, SAMPLE, SLUG
from service.catalog.package import Package, hash_of
from service.catalog.wordfile import read_word_file
from service.errors import BrokenPackage, Conflict, FieldError, InvalidTemplate, StorageUnavailable
from service.forms.schema import load_form
from service.model import Finding
from service.vietnamese.text import find_control, printable_line, tidy
from service.vietnamese.text import slug as slug_of

STAGING = ".dang-them-"
MAX_SLUG, MAX_TITLE = 60, 200
_FORM_RULES = ("P3", "P4")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A Word file, the name its sender gave it, and what may come with it; the rest is made of the file."""

    file: Path
    name: str
    title: str = ""
    slug: str = ""
    form: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Addition:
    """A package as it was taken in, and what its author should still look at."""

    package: Package
    findings: tuple[Finding, ...]


class Additions:
    """The packages that people sent, below `folder`, which must be one of the library's. Safe for many threads."""

    def __init__(self, folder: Path, library: Library) -> None:
        self._folder = folder
        self._library = library
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Remove what a killed process was about to add."""
        for left in self._folder.glob(f"{STAGING}*"):
            rmtree(left, ignore_errors=True)
        for home in self._folder.glob("*/"):
            if not any(home.iterdir()):
                home.rmdir()

    def add(self, offer: Offer) -> Addition:
        """Check a template and keep it as the next version of its slug; the same again changes nothing.

        Raises:
            InvalidTemplate: it has errors; carries all findings.
            Conflict: a built-in package has this slug.
            StorageUnavailable: it cannot be written.
        """
        title, slug = _names(offer)
        self._refuse_built_in(slug)
        with _writing():
            self._folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(prefix=STAGING, dir=self._folder) as name:
                staged = Path(name) / slug
                staged.mkdir()
                copyfile(offer.file, staged / f"{slug}.docx")
                findings = _complete(staged, title, offer.form)
                with self._lock:
                    self._keep(staged, title)
        return Addition(self._library.get(slug), tuple(findings))

    def _refuse_built_in(self, slug: str) -> None:
        place = self._library.places().get(slug)
        if place is not None and self._folder not in place.parents:
            raise Conflict(
                f"“{slug}” là bộ mẫu có sẵn nên không thay được. Xin gửi lại với tên khác trong trường slug."
            )

    def _keep(self, staged: Path, title: str) -> None:
        home = self._folder / staged.name
        number = max((int(p.name) for p in _versions(home)), default=0)
        if number:
            _write_manifest(staged, title, number)
            if hash_of(staged) == hash_of(home / str(number)):
                return
        _write_manifest(staged, title, number + 1)
        for path in (*staged.iterdir(), staged):
            _flush(path)
        home.mkdir(exist_ok=True)
        staged.rename(home / str(number + 1))
        _flush(home)
        _flush(self._folder)


def _names(offer: Offer) -> tuple[str, str]:
    """Give title and slug: as sent, or from the name of the file."""
    stem = Path(offer.name.replace("\\", "/")).stem
    title = tidy(offer.title) or printable_line(stem)[:MAX_TITLE]
    slug = offer.slug or slug_of(stem, MAX_SLUG)
    errors = []
    if not SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        said = (
            f"Tên ngắn (slug) phải gồm chữ thường không dấu, số và gạch nối, tối đa {MAX_SLUG} ký tự, ví dụ giay-moi; "
            f"tìm thấy “{slug[:MAX_SLUG]}”."
        )
        errors.append(FieldError(pointer="/slug", rule="slug", detail=said))
    if find_control(title) is not None or "\n" in title or len(title) > MAX_TITLE or _has_tags(title):
        said = f"Tên bộ mẫu phải là một dòng chữ, tối đa {MAX_TITLE} ký tự, không có thẻ {{{{ … }}}}."
        errors.append(FieldError(pointer="/title", rule="title", detail=said))
    if errors:
        raise InvalidTemplate(errors=errors)
    return title or slug, slug


def _has_tags(text: str) -> bool:
    return any(mark in text for mark in ("{{", "{%", "{#"))


def _complete(staged: Path, title: str, form: Mapping[str, Any] | None) -> list[Finding]:
    """Write what makes a package of the Word file, and check it whole."""
    docx = staged / f"{staged.name}.docx"
    schema = _inferred(docx, title) if form is None else _judged(docx, form)
    _write_json(staged / FORM, schema)
    _write_json(staged / SAMPLE, example_values(schema))
    _write_manifest(staged, title, 1)
    return _refuse(examine(staged).findings, "/file" if form is None else "/form")


def _judged(docx: Path, form: Mapping[str, Any]) -> dict[str, Any]:
    """Give the form that was sent when it is one; otherwise say what is wrong with it and with the template."""
    try:
        load_form(form)
        return dict(form)
    except BrokenPackage as exc:
        details = [e.detail.replace(FORM, "Biểu mẫu") for e in exc.errors] or [exc.detail]
    except RecursionError:
        details = ["Biểu mẫu lồng quá nhiều cấp."]
    mend = "Sửa biểu mẫu (JSON Schema) rồi gửi lại, hoặc bỏ trường form để biểu mẫu được suy ra từ các thẻ."
    found = [error("P3", "trường form", detail, mend) for detail in details]
    _refuse([*found, *check_template(docx, None)], "/form")
    return {}


def _inferred(docx: Path, title: str) -> dict[str, Any]:
    found = check_template(docx, None)
    _refuse(found, "/file")
    schema = infer_form(read_word_file(docx), title)
    if not schema["properties"]:
        mend = "Đặt thẻ như {{ ho_ten }} vào chỗ cần điền rồi gửi lại."
        _refuse([error("P5", docx.name, "Mẫu không có thẻ nào nên không có gì để điền.", mend)], "/file")
    return schema


def _refuse(found: Sequence[Finding], form: str) -> list[Finding]:
    """Give the findings back when none of them is an error.

    Raises:
        InvalidTemplate: one is; `form` is the member that a fault of form or sample is charged to.
    """
    findings = [_addressed(f) for f in found]
    errors = errors_in(findings)
    if not errors:
        return findings
    more = f" Còn {len(errors) - 1} chỗ khác phải sửa." if len(errors) > 1 else ""
    raise InvalidTemplate(
        f"Mẫu chưa được nhận. {sentence(errors[0])}{more}",
        errors=[
            FieldError(pointer=form if f.rule in _FORM_RULES else "/file", rule=f.rule, detail=sentence(f))
            for f in errors
        ],
        findings=[f.as_dict() for f in findings],
    )


def _addressed(finding: Finding) -> Finding:
    """Word a fault of the sample, which nobody sent, for the author of the form."""
    if finding.rule != "P4":
        return finding
    place = (finding.place or "").replace(SAMPLE, "biểu mẫu")
    return replace(finding, place=place, mend="Thêm examples (ví dụ đúng) cho trường này trong biểu mẫu.")


def _versions(home: Path) -> Iterator[Path]:
    if home.is_dir():
        yield from (p for p in home.iterdir() if p.name.isdecimal() and p.is_dir())


def _write_manifest(folder: Path, title: str, number: int) -> None:
    lines = [
        f"title = {_toml(title)}",
        f'version = "{number}"',
        f'layout = "{LAYOUTS[-1]}"',
        "",
        "[[document]]",
        f'template = "{folder.name}.docx"',
        f"title = {_toml(title)}",
        f'file = "{folder.name}"',
    ]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StorageUnavailable from exc
