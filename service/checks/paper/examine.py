"""Check a Word file of any origin: refuse what is none, tell template from finished paper, judge it as that.

Everything is bounded before it is read: bytes, entries, unpacked size, text, depth (service.catalog.wordfile, reading).
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from service.catalog.check import check_template
from service.catalog.wordfile import WordFile, open_word_bytes
from service.checks.paper.blocks import recognise
from service.checks.paper.judge import PaperReport, judge_paper
from service.checks.paper.reading import Paper, read_paper
from service.checks.rulebook import Rulebook
from service.checks.rulefiles import load_rulebook
from service.errors import BrokenPackage, InputTooLarge, UnreadableInput
from service.model import Finding, Severity

PAPER, TEMPLATE = "paper", "template"
MAX_FILE_BYTES = 64_000_000
_MANY_TAGS = 3
"""Tags from which on a file is a template even when its header bears a date."""
_TAG = re.compile(r"\{\{|\{%")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED, _OLD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_OTHERS = (
    (b"%PDF", "tệp PDF"),
    (b"{\\rtf", "văn bản RTF"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"MZ", "chương trình chạy được"),
)
_AGAIN = "Xin mở bằng Word, chọn Lưu thành (Save As) dạng .docx rồi gửi lại."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the sender wants: `kind` is PAPER, TEMPLATE or "" (by its content); the rest as judge_paper takes it."""

    kind: str = ""
    rules: str = ""
    day: date | None = None
    today: date | None = None
    folders: tuple[Path, ...] = ()
    """Where the office keeps rules of its own."""


@dataclass(frozen=True)
class Examined:
    """What a file was checked as, what was found, and, of a paper, what it is."""

    kind: str
    findings: tuple[Finding, ...]
    report: PaperReport | None = None

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(f.severity is Severity.ERROR for f in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape: kind, paper facts when it is one, counts, findings[]."""
        if self.report is not None:
            return {"checked_as": self.kind, **self.report.as_dict()}
        counts = {s.value: sum(f.severity is s for f in self.findings) for s in Severity}
        return {"checked_as": self.kind, "counts": counts, "findings": [f.as_dict() for f in self.findings]}


def examine(path: Path, name: str, asked: Asked) -> Examined:
    """Check one Word file as what it is; `name` is what people call it.

    Raises:
        UnreadableInput: no .docx, damaged, locked, or made to harm; the sentence says what it is.
        InputTooLarge: more than any paper has.
        InvalidSubmission: there is no such rule set.
    """
    word = open_paper(path, name)
    try:
        kind = asked.kind or (TEMPLATE if is_template(word) else PAPER)
        if kind == TEMPLATE:
            return Examined(kind, tuple(check_template(path, None)))
    except BrokenPackage as exc:
        raise UnreadableInput(exc.detail) from exc
    return examine_paper(word, asked)


def examine_paper(word: WordFile, asked: Asked) -> Examined:
    """Check an open file as a finished paper; raises as examine."""
    try:
        report = judge_paper(
            word, today=asked.today, day=asked.day, rules=asked.rules, book=_book(asked.folders)
        )
    except BrokenPackage as exc:
        raise UnreadableInput(exc.detail) from exc
    return Examined(PAPER, report.findings, report)


@lru_cache(maxsize=4)
def _book(folders: tuple[Path, ...]) -> Rulebook:
    return load_rulebook(*folders)


def open_paper(path: Path, name: str) -> WordFile:
    """Open a file as a .docx. Raises UnreadableInput or InputTooLarge."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputTooLarge(
                f"{name} lớn quá {MAX_FILE_BYTES // 1_000_000} MB. Xin bớt hình ảnh rồi gửi lại."
            )
        data = path.read_bytes()
    except OSError as exc:
        raise UnreadableInput(f"Không đọc được tệp {name}.") from exc
    _refuse_others(data, name)
    try:
        return open_word_bytes(data, name)
    except BrokenPackage as exc:
        raise UnreadableInput(exc.detail) from exc


def is_template(word: WordFile) -> bool:
    """Say whether a file is a template: several tags, or any where a finished paper would bear its date."""
    paper = read_paper(word)
    tags = _tags(paper)
    return tags >= _MANY_TAGS or (tags > 0 and recognise(paper).day is None)


def _tags(paper: Paper) -> int:
    return sum(len(_TAG.findall(p.text)) for p in paper.paragraphs if "{" in p.text)


def _refuse_others(data: bytes, name: str) -> None:
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableInput(f"{name} trống, không có nội dung. Xin chọn lại tệp.")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableInput(
                f"{name} có mật khẩu nên không đọc được. Xin mở bằng Word, bỏ mật khẩu rồi gửi lại."
            )
        what = "văn bản Word kiểu cũ (.doc)" if _OLD in data else "tệp Office kiểu cũ"
        raise UnreadableInput(f"{name} là {what}. {_AGAIN}")
    for magic, words in _OTHERS:
        if data.startswith(magic):
            raise UnreadableInput(f"{name} thật ra là {words}, không phải văn bản Word .docx. {_AGAIN}")
    start = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<meta", b"mime-version")):
        raise UnreadableInput(
            f"{name} thật ra là trang web hoặc XML, không phải văn bản Word .docx. {_AGAIN}"
        )
    if data.startswith(b"PK") and b"application/vnd.oasis.opendocument" in data[:200]:
        raise UnreadableInput(f"{name} là văn bản OpenDocument (LibreOffice). {_AGAIN}")
