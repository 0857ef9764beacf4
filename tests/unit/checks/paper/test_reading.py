"""A paper from anywhere is read as a person reads it: text boxes, controls, revisions, fields, nested tables."""

import io
import time
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from service.checks.paper import reading
from service.checks.paper.blocks import recognise
from service.checks.paper.reading import read_paper
from service.errors import InputTooLarge
from tests.builders_papers import a_paper, judged, opened, told

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def a_docx(*body: str) -> bytes:
    """A file whose body is this WordprocessingML."""
    document = docx.Document()
    made = parse_xml(f"<w:body {nsdecls('w', 'r')} {MC} {VML}>{''.join(body)}</w:body>")
    for element in list(made):
        document.element.body.insert(len(document.element.body) - 1, element)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def texts(data: bytes) -> list[str]:
    return [p.text for p in read_paper(opened(data)).main]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<w:ins w:id='1' w:author='a'>{run('thêm')}</w:ins>", "thêm"),
        ("<w:del w:id='1' w:author='a'><w:r><w:delText>bỏ</w:delText></w:r></w:del>", ""),
        (f"<w:moveFrom w:id='1' w:author='a'>{run('cũ')}</w:moveFrom>", ""),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('ô điền')}</w:sdtContent></w:sdt>", "ô điền"),
        (f"<w:fldSimple w:instr=' DATE '>{run('05/8/2026')}</w:fldSimple>", "05/8/2026"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('2')}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "2",
        ),
        (f"<w:hyperlink>{run('liên kết')}</w:hyperlink>", "liên kết"),
        (f"<w:smartTag w:uri='a' w:element='b'>{run('Mỹ')}{run(' Thọ')}</w:smartTag>", "Mỹ Thọ"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r>", "a\tb\nc-"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>", ""),
        ("<w:r><w:t>Chi bô\u0323</w:t></w:r>", "Chi bộ"),
    ],
)
def test_a_paragraph_is_read_as_it_is_seen(inside: str, text: str) -> None:
    assert texts(a_docx(f"<w:p>{inside}</w:p>")) == [text]


def test_text_boxes_are_read_once_whatever_word_made_them() -> None:
    box = f"<w:txbxContent><w:p>{run('trong khung')}</w:p></w:txbxContent>"
    both = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    old = f"<w:p><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>"
    assert texts(a_docx(both)) == ["", "trong khung"]
    assert texts(a_docx(old)) == ["", "trong khung"]


def test_places_count_as_a_person_counts() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('con')}</w:p></w:tc></w:tr></w:tbl>"
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc>{inner}<w:p>{run('b')}</w:p></w:tc></w:tr></w:tbl>"
    paper = read_paper(
        opened(a_docx(f"<w:p>{run('một')}</w:p>", "<w:p/>", f"<w:p>{run('hai')}</w:p>", table))
    )
    places = {p.text: p.place() for p in paper.main if p.text}
    assert places["hai"] == "đoạn 2 (“hai”)"
    assert places["b"] == "bảng 1, hàng 1, ô 2 (“b”)"
    assert places["con"].startswith("bảng 1, hàng 1, ô 2, bảng con, hàng 1, ô 1")


def test_a_control_that_shows_its_prompt_is_left_over() -> None:
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Bấm vào đây</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    assert "L12 Còn ô điền chưa có nội dung: đoạn 1." in told(a_docx(control))


def test_comments_are_left_over() -> None:
    data = a_docx("<w:p><w:r><w:t>Chữ</w:t></w:r><w:r><w:commentReference w:id='0'/></w:r></w:p>")
    assert "L12 Còn nhận xét (Comments)." in told(data)


def boxed_head(document: Document) -> None:
    """Move the header grid into a text box."""
    table = document.tables[0]._tbl
    paragraphs = [p for cell in table.iter(qn("w:tc")) for p in cell.findall(qn("w:p"))]
    box = parse_xml(
        f"<w:p {nsdecls('w')} {VML}><w:r><w:pict><v:textbox><w:txbxContent/></v:textbox></w:pict></w:r></w:p>"
    )
    table.addprevious(box)
    next(box.iter(qn("w:txbxContent"))).extend(paragraphs)
    table.getparent().remove(table)


def wrapped_head(document: Document) -> None:
    """Put the header grid into a content control, as form designers do."""
    table = document.tables[0]._tbl
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    table.addprevious(control)
    control[1].append(table)


def head_in_page_header(document: Document) -> None:
    """Keep the heading in the header of the first page."""
    header = document.sections[0].first_page_header
    for paragraph in [p for p in document.tables[0]._tbl.iter(qn("w:p")) if "".join(p.itertext()).strip()]:
        header._element.append(paragraph)
    document.element.body.remove(document.tables[0]._tbl)


def nested_head(document: Document) -> None:
    """Put the header grid into a cell of another table."""
    table = document.tables[0]._tbl
    outer = parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
    table.addprevious(outer)
    next(outer.iter(qn("w:tc"))).insert(0, table)


@pytest.mark.parametrize("change", [boxed_head, wrapped_head, head_in_page_header, nested_head])
def test_the_header_is_known_wherever_it_stands(change: Callable[[Document], None]) -> None:
    blocks = recognise(read_paper(opened(a_paper(change=change))))
    assert (blocks.heading, blocks.kind, str(blocks.day)) == ("dang", "nghị quyết", "2026-08-05")
    assert (blocks.text("superior"), blocks.text("organ")) == ("ĐẢNG BỘ XÃ MỸ THỌ", "CHI BỘ ẤP MỸ THẠNH")
    assert blocks.text("number") == "Số 05-NQ/CB"


def test_a_long_name_may_take_two_lines() -> None:
    blocks = recognise(read_paper(opened(a_paper(organ="CHI BỘ TRƯỜNG TIỂU HỌC VÀ\nTRUNG HỌC CƠ SỞ MỸ THỌ"))))
    assert blocks.text("organ") == "CHI BỘ TRƯỜNG TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ MỸ THỌ"
    assert blocks.text("superior") == "ĐẢNG BỘ XÃ MỸ THỌ"


def test_a_paper_without_a_heading_is_judged_by_its_words_alone() -> None:
    data = a_docx(f"<w:p>{run('Có 240/260 đồng chí đạt, chiếm 92,30%.')}</w:p>")
    report = judged(data)
    assert (report.layout, report.rule_set) == ("", "")
    assert [f"{f.severity} {f.rule}" for f in report.findings] == ["I L6", "W T3"]


def test_too_many_paragraphs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PARAGRAPHS", 3)
    with pytest.raises(InputTooLarge, match="quá 3 đoạn"):
        read_paper(opened(a_docx(*["<w:p/>"] * 4)))


@pytest.mark.parametrize("words", ["a", "ă", "Nguyễn ", "T/M ", "{{", "Số 1-"])
def test_a_paragraph_that_never_ends_costs_little_time(words: str) -> None:
    began = time.monotonic()
    judged(a_docx(f"<w:p><w:r><w:t>{words * (90_000 // len(words))}</w:t></w:r></w:p>"))
    assert time.monotonic() - began < 10


def test_a_long_line_of_spaces_costs_no_time() -> None:
    began = time.monotonic()
    judged(a_docx(f"<w:p><w:r><w:t xml:space='preserve'>Số{' ' * 90_000}x</w:t></w:r></w:p>"))
    judged(a_docx("<w:p><w:r><w:t xml:space='preserve'>" + "Chủ trì " * 10_000 + "</w:t></w:r></w:p>"))
    assert time.monotonic() - began < 5
