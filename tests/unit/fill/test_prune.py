"""A template is made light without changing how a page looks."""

import hashlib
import subprocess
from pathlib import Path

import docx
import pytest
from lxml import etree

from service.catalog.wordfile import W, open_word_bytes, parse_xml
from service.fill.container import deflate, write_container
from service.fill.properties import APP, APP_XML, CORE, core_properties
from service.fill.prune import prune, set_language
from tests.builders import a_docx, a_metadata

STYLES = (
    "List Bullet",
    "List Number 2",
    "Intense Quote",
    "Caption",
    "Title",
    "Subtitle",
    "Heading 1",
    "Heading 3",
)
TABLES = ("Light Grid Accent 1", "Medium Shading 2 Accent 3", "Table Grid")
ROOT = Path(__file__).parents[3]


def many_styles(document: docx.document.Document) -> None:
    for style in STYLES:
        document.add_paragraph(f"Chữ theo kiểu {style}, 日本語, đủ dấu: ừ ẫ ộ", style=style)
        document.add_paragraph("Đoạn kế tiếp", style=style).add_run(" nhấn mạnh", style="Intense Emphasis")
    for style in TABLES:
        table = document.add_table(3, 3, style=style)
        for number, cell in enumerate(c for row in table.rows for c in row.cells):
            cell.text = f"ô {number}"
        document.add_paragraph()


def languages(data: bytes) -> list[str | None]:
    root = parse_xml(prune(open_word_bytes(data, "m.docx")).members["word/styles.xml"])
    return [e.get(f"{{{W}}}val") for e in root.findall(f".//{{{W}}}docDefaults//{{{W}}}lang")]


def test_unused_styles_and_parts_go_and_the_language_is_vietnamese() -> None:
    data = a_docx("x", header="y")
    word = prune(open_word_bytes(data, "m.docx"))
    styles = parse_xml(word.members["word/styles.xml"])
    assert len(list(styles.iter(f"{{{W}}}style"))) < 10
    assert sum(map(len, word.members.values())) < 30_000
    assert languages(data) == ["vi-VN"]


def test_a_language_that_somebody_chose_stays() -> None:
    styles = etree.fromstring(f'<w:styles xmlns:w="{W}"/>')
    set_language(styles, "fr-FR")
    set_language(styles)
    assert [e.get(f"{{{W}}}val") for e in styles.iter(f"{{{W}}}lang")] == ["fr-FR"]


def test_traces_of_editing_go_and_text_stays() -> None:
    def change(document: docx.document.Document) -> None:
        run = document.paragraphs[0].runs[0]._r
        run.set(f"{{{W}}}rsidR", "00AB12CD")
        run.addprevious(etree.Element(f"{{{W}}}proofErr"))

    xml = prune(open_word_bytes(a_docx("chữ", change=change), "m.docx")).members["word/document.xml"]
    assert b"rsid" not in xml and b"proofErr" not in xml
    assert "chữ".encode() in xml


def pages(path: Path) -> list[str]:
    profile = path.parent / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(path.parent), str(path)], check=True, capture_output=True, timeout=150
    )
    subprocess.run(
        ["pdftoppm", "-r", "70", "-png", path.with_suffix(".pdf"), path.with_suffix("")], check=True
    )
    return [
        hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(path.parent.glob(f"{path.stem}-*.png"))
    ]


@pytest.mark.soffice
@pytest.mark.parametrize("name", ["nhieu-kieu", "nghi-quyet-chi-bo/nghi-quyet.docx"])
def test_pages_look_the_same_before_and_after(tmp_path: Path, name: str) -> None:
    if name == "nhieu-kieu":
        data = a_docx("Ông {{ ho_ten }}", header="Đầu trang", footer="Chân trang", change=many_styles)
    else:
        data = (ROOT / "docx_templates" / name).read_bytes()
    before, after = tmp_path / "truoc.docx", tmp_path / "sau.docx"
    before.write_bytes(data)
    word = prune(open_word_bytes(data, "m.docx"))
    own = {CORE: core_properties(a_metadata()).encode(), APP: APP_XML.encode()}
    write_container(after, [deflate(n, d) for n, d in {**word.members, **own}.items()])
    assert after.stat().st_size < before.stat().st_size
    found = pages(before)
    assert found and found == pages(after)
