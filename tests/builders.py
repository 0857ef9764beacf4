"""Make test data in code: Word templates and template packages, as small as the test needs them.

a_docx("Ông {{ ho_ten }}", table=[["STT", "Họ tên"], ["{%tr for d in vang %}"], …], header="{{ don_vi }}")
a_package(tmp_path, documents={"giay-moi.docx": a_docx("…")}, form=a_form(ho_ten="string"), sample={"ho_ten": "…"})
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import docx

from service.model import Metadata

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def a_docx(
    *paragraphs: str | Sequence[str],
    table: Sequence[Sequence[str]] = (),
    header: str | None = None,
    footer: str | None = None,
    change: Callable[[docx.document.Document], object] | None = None,
) -> bytes:
    """Make a .docx out of python-docx's default template. A paragraph given as a list is one run for each string."""
    document = docx.Document()
    for paragraph in paragraphs:
        made = document.add_paragraph()
        for run in [paragraph] if isinstance(paragraph, str) else paragraph:
            made.add_run(run)
    _fill_table(document, table)
    for text, place in ((header, document.sections[0].header), (footer, document.sections[0].footer)):
        if text is not None:
            place.paragraphs[0].text = text
    if change is not None:
        change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _fill_table(document: docx.document.Document, table: Sequence[Sequence[str]]) -> None:
    if table:
        grid = document.add_table(rows=0, cols=max(map(len, table)))
        for row in table:
            cells = grid.add_row().cells
            for cell, text in zip(cells, row, strict=False):
                cell.text = text


def a_form(
    title: str = "Biểu mẫu thử", required: Sequence[str] = (), **fields: str | Mapping[str, object]
) -> dict:
    """Make a form schema: each field by its type ("string") or by its own schema."""
    properties = {}
    for name, kind in fields.items():
        schema = {"type": kind} if isinstance(kind, str) else dict(kind)
        properties[name] = {"title": name.replace("_", " ").capitalize(), **schema}
    return {"title": title, "type": "object", "properties": properties, "required": list(required)}


def a_list(**fields: str | Mapping[str, object]) -> dict:
    """Make the schema of a list of objects."""
    return {"type": "array", "items": {k: v for k, v in a_form(**fields).items() if k != "title"}}


def a_package(
    folder: Path,
    slug: str = "giay-moi",
    *,
    documents: Mapping[str, bytes] | None = None,
    form: Mapping[str, object] | None = None,
    sample: Mapping[str, object] | None = None,
    toml: str | None = None,
) -> Path:
    """Write a template package below `folder`; without more, a sound one with the single field ho_ten."""
    documents = {"giay-moi.docx": a_docx("Kính mời ông {{ ho_ten }}")} if documents is None else documents
    package = folder / slug
    package.mkdir(parents=True)
    for name, data in documents.items():
        (package / name).write_bytes(data)
    if toml is None:
        heads = 'title = "Giấy mời"\nversion = "1.0"\nlayout = "ca-nhan"\n'
        toml = heads + "".join(f'[[document]]\ntemplate = "{name}"\n' for name in documents)
    (package / "package.toml").write_text(toml, encoding="utf-8")
    write_json(
        package / "form.schema.json", a_form(ho_ten="string", required=["ho_ten"]) if form is None else form
    )
    write_json(package / "sample.json", {"ho_ten": "Nguyễn Văn An"} if sample is None else sample)
    return package


def write_json(path: Path, value: object) -> None:
    """Write JSON as authors do."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")


def a_metadata(title: str = "Văn bản thử", **more: object) -> Metadata:
    """Make the metadata of a document; the moment is fixed."""
    return Metadata(title=title, created=datetime(2026, 2, 5, 17, 0, tzinfo=UTC), **more)


def members_of(data: bytes | Path) -> dict[str, bytes]:
    """Unzip a .docx."""
    source = data if isinstance(data, Path) else io.BytesIO(data)
    with zipfile.ZipFile(source) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(data: bytes, change: Mapping[str, bytes | None]) -> bytes:
    """Replace members of a .docx (None drops one)."""
    members = {**members_of(data), **change}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


def paragraphs_of(path: Path) -> list[str]:
    """Give the paragraphs of a filled .docx, those in tables too, in the order of the text."""
    document = docx.Document(str(path))
    found = document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    return [docx.text.paragraph.Paragraph(p, document).text for p in found]
