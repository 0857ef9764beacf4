"""Word files sent to be checked: each by itself, several of them against one another; nothing is made or kept."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from service.checks.paper.door import Asked, Examined, examine_file
from service.checks.paper.judge import read_day
from service.checks.paper.together import together
from service.errors import Busy, FieldError, InputTooLarge, InvalidSubmission, ServiceError, UnreadableInput
from service.model import Finding, Severity
from service.web.contract import checked
from service.web.joined import joined

LONGEST_NAME = 200
SECONDS = 120.0
"""How long one call may take before the files that are left are told to be sent again; the last one may run over it."""
LATE = "Chưa kiểm tệp này vì lần gửi đã quá lâu. Xin gửi lại tệp này trong lần sau."


@dataclass(frozen=True)
class CheckedFile:
    """One file: what was found, or why it could not be read. `name` tells it from the others."""

    name: str
    examined: Examined | None = None
    problem: ServiceError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the shape of the contract."""
        told = self.examined.as_dict() if self.examined else {}
        return {"file": self.name, **told} | ({"problem": self.problem.as_problem()} if self.problem else {})


@dataclass(frozen=True)
class CheckedFiles:
    """Several files, and what was found of their numbers by holding them against one another (D1, D2)."""

    files: tuple[CheckedFile, ...]
    together: tuple[Finding, ...]

    @property
    def compared(self) -> int:
        """How many finished papers were held against one another."""
        return sum(f.examined is not None and f.examined.report is not None for f in self.files)

    @property
    def counts(self) -> dict[str, int]:
        """Count the findings of all files and between them."""
        every = Counter(f.severity for one in self.files if one.examined for f in one.examined.findings)
        every += Counter(f.severity for f in self.together)
        return {s.value: every[s] for s in Severity}

    def as_dict(self) -> dict[str, Any]:
        """Give the shape of the contract; `findings` are those between the files, by the name of one of them."""
        return {
            "files": [f.as_dict() for f in self.files],
            "compared": self.compared,
            "counts": self.counts,
            "findings": [f.as_dict() for f in self.together],
        }


def checked_upload(missing: str, how: str) -> CheckedFile | CheckedFiles:
    """Check the Word files of the multipart field `file`: one by itself, several against one another too.

    `missing` is said when there is none; `how` tells the reader where the days of congresses are named.

    Raises:
        InvalidSubmission: no file, too many, or a field is wrong.
        UnreadableInput, InputTooLarge, Busy: of a single file, see examine_file; of several the file itself bears it.
    """
    sent = [f for f in request.files.getlist("file") if f.filename]
    if not sent:
        raise InvalidSubmission(
            missing, errors=[FieldError(pointer="/file", rule="required", detail=missing)]
        )
    asked, terms = _asked([""] * len(sent))
    names = list(_told_apart([(f.filename or "")[:LONGEST_NAME] for f in sent]))
    if len(sent) == 1:
        return CheckedFile(names[0], _examined(sent[0], names[0], asked))
    end = time.monotonic() + SECONDS
    files = tuple(_one(f, name, asked, end) for f, name in zip(sent, names, strict=True))
    papers = [(f.name, f.examined.report) for f in files if f.examined and f.examined.report]
    return CheckedFiles(files, together(papers, terms=terms, book=joined().shop.book, how=how))


def _asked(files: Sequence[str]) -> tuple[Asked, list[date]]:
    """Read what is wanted of the check, and the days from which terms run."""
    form = request.form
    terms = [t for t in form.getlist("term") if t.strip()]
    given = checked("FileCheckForm", {**form.to_dict(), "file": files, "term": terms})
    asked = Asked(
        kind=given.get("as", ""),
        rules=given.get("rules", ""),
        day=read_day(given.get("date", "")),
        today=joined().shop.bench.today,
        folders=joined().settings.rules,
    )
    return asked, [day for n, text in enumerate(terms) if (day := read_day(text, f"/term/{n}"))]


def _told_apart(names: Sequence[str]) -> Iterator[str]:
    """Give the names; of those that came twice with their place among the files."""
    for number, name in enumerate(names, start=1):
        yield name if names.count(name) == 1 else f"{name} (tệp thứ {number})"


def _one(sent: FileStorage, name: str, asked: Asked, end: float) -> CheckedFile:
    if time.monotonic() > end:
        return CheckedFile(name, problem=Busy(LATE))
    try:
        return CheckedFile(name, _examined(sent, name, asked))
    except (UnreadableInput, InputTooLarge, Busy) as exc:
        return CheckedFile(name, problem=exc)


def _examined(sent: FileStorage, name: str, asked: Asked) -> Examined:
    """Check one file, which lies in a work folder only while it is read."""
    with joined().shop.folder() as folder:
        path = folder / "van-ban.docx"
        sent.save(path)
        return examine_file(path, name, asked)
