"""Files that are no Word papers, or made to harm, are refused with words in bounded time; templates are told apart."""

import io
import time
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest

from service.checks.paper.apart import examine_apart
from service.checks.paper.door import Asked, examine_file
from service.checks.paper.judge import judge_paper, read_day
from service.checks.paper.light import BOUNDS
from service.errors import InputError, InputTooLarge, InvalidSubmission
from service.limited import Limits
from tests.builders import a_docx
from tests.builders_papers import a_paper, opened

ROOT = Path(__file__).parents[4]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SECONDS, BYTES = 10, 400_000_000


def with_part(name: str, content: bytes, data: bytes | None = None) -> bytes:
    """The same paper with one part in place of its own."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or a_paper())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
    return target.getvalue()


def document(body: str, head: str = "") -> bytes:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return with_part(
        "word/document.xml",
        f'{head}<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>'.encode(),
    )


def many_entries() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for n in range(20_000):
            archive.writestr(f"word/media/{n:0>50}", b"")
    return target.getvalue()


def varied(size: int) -> bytes:
    """Text that does not shrink a hundredfold."""
    return b"".join(b"<w:p><w:r><w:t>%d %x</w:t></w:r></w:p>" % (n, n * n * 7919) for n in range(size))


DEEP = 20_000
BOMB = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
HOSTILE = {
    "empty": (b"", "trống"),
    "text": (b"Chi bo ap 3", "không phải tệp .docx"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "tệp PDF"),
    "old word": (OLE + "WordDocument".encode("utf-16-le"), "Word kiểu cũ"),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "rtf": (b"{\\rtf1\\ansi Chi bo}", "RTF"),
    "web page": (b"<html><body>Chi bo</body></html>", "trang web"),
    "cut off": (a_paper()[:9000], "không phải tệp .docx"),
    "no zip inside": (b"PK\x03\x04" + bytes(500), "không phải tệp .docx"),
    "a bomb": (with_part("word/document.xml", b" " * 60_000_000), "nén bất thường"),
    "a long list of types": (with_part("[Content_Types].xml", b" " * 2_000_000), "nén bất thường"),
    "many entries": (many_entries(), "quá nhiều mục"),
    "outside entity": (document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", OUTSIDE), "DTD"),
    "laughs": (document("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", BOMB), "DTD|hỏng"),
    "deep": (document("<w:sdt><w:sdtContent>" * DEEP + "</w:sdtContent></w:sdt>" * DEEP), "hỏng"),
    "broken xml": (document("<w:p>"), "hỏng"),
    "much text": (document(varied(600_000).decode()), "MB"),
    "one long paragraph": (document(f"<w:p><w:r><w:t>{'1' * 400_000}</w:t></w:r></w:p>"), "một đoạn dài"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "says"), HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_with_words_in_bounded_time_and_memory(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(InputError, match=says):
            examine_file(path, "van-ban.docx", Asked())
        assert time.monotonic() - began < SECONDS
        assert tracemalloc.get_traced_memory()[1] < BYTES
    finally:
        tracemalloc.stop()


def test_styles_based_on_one_another_in_a_ring_end() -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ring = "".join(
        f'<w:style w:type="paragraph" w:default="1" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    styles = f'<w:styles xmlns:w="{main}">{ring}</w:styles>'.encode()
    assert judge_paper(opened(with_part("word/styles.xml", styles))).layout == "dang"


def test_a_paper_of_many_pages_takes_seconds() -> None:
    body = tuple(
        f"Việc {n}: có 40/45 đồng chí đạt, chiếm 88,9%; Chi bộ giao đồng chí Lê Văn An theo dõi."
        for n in range(400)
    )
    data = a_paper(body=body)
    began = time.monotonic()
    assert [f for f in judge_paper(opened(data)).findings if f.severity != "I"] == []
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (a_paper(), "paper"),
        (a_paper(body=("Người thực hiện: {{ ho_ten }}.",)), "paper"),
        (a_docx("Ông {{ ho_ten }}"), "template"),
        (a_docx("Ông Nguyễn Văn An"), "paper"),
        (a_paper(name="{{ nguoi_ky }}", number="Số {{ so }}-NQ/CB", body=("{{ noi_dung }}",)), "template"),
        ((ROOT / "docx_templates/nghi-quyet-chi-bo/nghi-quyet.docx").read_bytes(), "template"),
    ],
)
def test_templates_and_papers_are_told_apart_by_their_content(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    examined = examine_file(path, "van-ban.docx", Asked())
    assert examined.kind == kind
    assert examined.as_dict()["checked_as"] == kind
    other = "template" if kind == "paper" else "paper"
    assert examine_file(path, "van-ban.docx", Asked(kind=other)).kind == other


def test_the_sender_chooses_rules_and_day() -> None:
    paper = opened(a_paper())
    assert judge_paper(paper, day=date(2026, 5, 26)).rule_set == "36-HD/VPTW"
    assert judge_paper(paper, rules="nha-nuoc").rule_set == "30/2020/NĐ-CP"
    assert judge_paper(paper, rules="36-hd").rule_set == "36-HD/VPTW"
    with pytest.raises(InvalidSubmission, match="Ý bạn là “05-HD/VPTW”") as refused:
        judge_paper(paper, rules="5-HD/VPTW")
    assert refused.value.errors[0].pointer == "/rules"


def test_a_day_that_is_none_is_refused_at_its_place() -> None:
    assert read_day(" ") is None
    assert read_day("05/8/2026") == date(2026, 8, 5)
    with pytest.raises(InvalidSubmission) as refused:
        read_day("hôm qua")
    assert refused.value.errors[0].pointer == "/date"


def test_a_paper_dated_ahead_is_told() -> None:
    assert [f.rule for f in judge_paper(opened(a_paper()), today=date(2026, 8, 4)).findings] == ["D6"]


def test_a_heavy_paper_is_checked_in_a_child_as_here(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    asked = Asked(today=date(2026, 8, 4), day=date(2026, 8, 5), rules="05-HD/VPTW")
    path.write_bytes(a_paper(number="Số: 5-NQ/CB"))
    assert examine_apart(path, "van-ban.docx", asked) == examine_file(path, "van-ban.docx", asked)
    path.write_bytes(a_docx("Ông {{ ho_ten }}", "Bà {{ ho_ten | hoaa }}"))
    assert examine_apart(path, "van-ban.docx", Asked()) == examine_file(path, "van-ban.docx", Asked())


def test_refusals_come_back_from_the_child_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(a_paper())
    with pytest.raises(InvalidSubmission) as refused:
        examine_apart(path, "van-ban.docx", Asked(rules="99"))
    assert refused.value.errors[0].pointer == "/rules"
    with pytest.raises(InputTooLarge, match="quá phức tạp"):
        examine_apart(
            path, "van-ban.docx", Asked(), Limits(memory=40_000_000, cpu_seconds=5, wall_seconds=20)
        )


def test_millions_of_empty_paragraphs_take_only_the_child_down(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    body = "".join(f"<w:p w:rsidR='{n * 7919:08X}'/>" for n in range(400_000))
    data = document(body)
    assert len(body) > BOUNDS.xml
    path.write_bytes(data)
    began = time.monotonic()
    with pytest.raises(InputError):
        examine_file(path, "van-ban.docx", Asked())
    assert time.monotonic() - began < SECONDS


def test_the_rules_of_the_office_are_taken(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(a_paper(number="Số: 05-NQ/CB"))
    (tmp_path / "quy-tac").mkdir()
    (tmp_path / "quy-tac/rieng.toml").write_text('[rule.D3]\nseverity = "I"\n[rule.L3]\nseverity = "tắt"\n')
    examined = examine_file(tmp_path / "x.docx", "x.docx", Asked(folders=(tmp_path / "quy-tac",)))
    assert [(f.rule, f.severity) for f in examined.findings] == [("D3", "I")]
