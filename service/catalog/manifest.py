"""Read package.toml: what a package is called, which rules it follows, and which documents it makes.

Judges names, types and short texts; opens no Word file and no form. The page for authors is docs/mau.md.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.catalog.findings import error
from service.model import Finding
from service.vietnamese.text import closest, slug

MANIFEST, FORM, SAMPLE = "package.toml", "form.schema.json", "sample.json"
LAYOUTS = ("dang", "nha-nuoc", "ca-nhan")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

TOP_KEYS = ("title", "description", "version", "layout", "rules", "number", "document", "check")
NUMBER_KEYS = ("field", "series")
DOCUMENT_KEYS = ("key", "template", "title", "file", "when", "metadata")
METADATA_KEYS = ("number", "date", "organ", "kind", "subject", "keywords")


@dataclass(frozen=True)
class DocumentSpec:
    """One document that a package makes.

    `title`, `file` and the values of `metadata` are Jinja text over the values, `when` a Jinja expression (None:
    always). `file` is the name without extension, before it is made an ASCII slug.
    """

    key: str
    template: Path
    title: str
    file: str
    when: str | None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """package.toml as it was read. `checks` are its [[check]] tables as written; service.checks understands them."""

    title: str
    description: str
    version: str
    layout: str
    rules: str
    number_field: str | None
    number_series: str | None
    documents: tuple[DocumentSpec, ...]
    checks: tuple[Mapping[str, Any], ...] = ()


def bare_manifest(templates: Sequence[Path], name: str) -> Manifest:
    """Give the manifest of Word files that came without one."""
    documents = tuple(DocumentSpec(slug(p.stem) or "van-ban", p, p.stem, p.stem, None) for p in templates)
    return Manifest(name, "", "1", LAYOUTS[-1], "", None, None, documents)


def read_manifest(folder: Path) -> tuple[Manifest | None, list[Finding]]:
    """Read the package.toml of a folder; None when findings hold an error."""
    try:
        table = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        mend = "Sửa tệp theo mẫu trong docs/mau.md; lưu dạng UTF-8."
        return None, [error("P2", MANIFEST, f"Không đọc được: {exc}.", mend)]
    reader = _Reader(folder)
    manifest = reader.manifest(table)
    return (None if reader.findings else manifest), reader.findings


class _Reader:
    """Takes the values out of the table, and notes what does not fit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []

    def manifest(self, table: Mapping[str, Any]) -> Manifest:
        self.keys(table, TOP_KEYS, MANIFEST)
        title = self.text(table, "title", MANIFEST, required=True)
        layout = self.text(table, "layout", MANIFEST, required=True)
        if layout and layout not in LAYOUTS:
            self.note(
                f"{MANIFEST}, layout", f"Không có kiểu trình bày “{layout}”.", f"Chọn: {', '.join(LAYOUTS)}."
            )
        number = self.table(table, "number", MANIFEST)
        self.keys(number, NUMBER_KEYS, f"{MANIFEST}, [number]")
        place = f"{MANIFEST}, [number]"
        return Manifest(
            title=title,
            description=self.text(table, "description", MANIFEST),
            version=self.text(table, "version", MANIFEST, required=True),
            layout=layout,
            rules=self.text(table, "rules", MANIFEST),
            number_field=self.text(number, "field", place, required=True) if number else None,
            number_series=self.text(number, "series", place, required=True) if number else None,
            documents=tuple(self.documents(table.get("document"), title)),
            checks=self.checks(table.get("check", [])),
        )

    def checks(self, value: object) -> tuple[Mapping[str, Any], ...]:
        if isinstance(value, list) and all(isinstance(v, Mapping) for v in value):
            return tuple(value)
        self.note(MANIFEST, "check phải là các mục [[check]].", 'Viết [[check]] rồi rule = "M1" ….')
        return ()

    def documents(self, value: object, title: str) -> Iterator[DocumentSpec]:
        if not isinstance(value, list) or not value or not all(isinstance(v, Mapping) for v in value):
            self.note(MANIFEST, "Chưa có mục [[document]] nào.", 'Thêm [[document]] với template = "….docx".')
            return
        seen: set[str] = set()
        for position, entry in enumerate(value, start=1):
            place = f"{MANIFEST}, [[document]] thứ {position}"
            spec = self.document(entry, place, title)
            if spec.key in seen:
                self.note(
                    place, f"Khóa “{spec.key}” đã dùng ở mục trước.", 'Đặt khóa khác, ví dụ key = "phu-luc".'
                )
            seen.add(spec.key)
            yield spec

    def document(self, entry: Mapping[str, Any], place: str, title: str) -> DocumentSpec:
        self.keys(entry, DOCUMENT_KEYS, place)
        name = self.text(entry, "template", place, required=True)
        path = self.folder / name
        if name and (Path(name).name != name or not name.endswith(".docx") or not path.is_file()):
            self.note(
                place, f"Không có tệp mẫu “{name}” trong thư mục.", "Ghi đúng tên một tệp .docx cùng thư mục."
            )
        key = self.text(entry, "key", place) or slug(Path(name).stem)
        metadata = self.table(entry, "metadata", place)
        self.keys(metadata, METADATA_KEYS, f"{place}, metadata")
        return DocumentSpec(
            key=key,
            template=path,
            title=self.text(entry, "title", place) or title,
            file=self.text(entry, "file", place) or Path(name).stem,
            when=self.text(entry, "when", place) or None,
            metadata={k: self.text(metadata, k, f"{place}, metadata") for k in metadata},
        )

    def text(self, table: Mapping[str, Any], key: str, place: str, *, required: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.note(f"{place}, {key}", f"{key} phải là chữ, tìm thấy {value!r}.", f'Viết {key} = "…".')
            return ""
        if required and not value.strip():
            self.note(place, f"Thiếu {key}.", f'Thêm {key} = "…".')
        return value.strip()

    def table(self, table: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if isinstance(value, Mapping):
            return value
        self.note(f"{place}, {key}", f"{key} phải là một bảng.", f"Viết thành mục [{key}].")
        return {}

    def keys(self, table: Mapping[str, Any], known: Sequence[str], place: str) -> None:
        for key in table:
            if key not in known:
                guess = closest(key, known)
                mend = f"Ý bạn là “{guess}”?" if guess else f"Chỉ dùng: {', '.join(known)}."
                self.note(place, f"Không có mục “{key}”.", mend)

    def note(self, place: str, found: str, mend: str) -> None:
        self.findings.append(error("P2", place, found, mend))
