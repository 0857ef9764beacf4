"""A paper is checked in the service only when counting proves it light; all else goes to the child with limits."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from service.checks.paper import door
from service.checks.paper.door import PAPER, TEMPLATE, Asked, Examined, examine_file
from service.checks.paper.light import BOUNDS, is_light
from service.checks.paper.reading import read_paper
from service.errors import Busy
from tests.builders import a_docx
from tests.builders_papers import a_paper, opened

TABLE = (("TT", "Số"), ("1", "2"), ("2", "3"))
WORD = opened(a_paper(table=TABLE))


HAS = {
    "paragraphs": len(read_paper(WORD).paragraphs),
    "cells": len(TABLE) * 2 + 4,
    "paragraph": max(len(p.text) for p in read_paper(WORD).paragraphs),
    "letters": sum(len(p.text) for p in read_paper(WORD).paragraphs),
}


@pytest.mark.parametrize("name", HAS)
def test_a_paper_at_its_bound_is_light_and_one_beyond_is_not(name: str) -> None:
    assert is_light(WORD, replace(BOUNDS, **{name: HAS[name]}))
    assert not is_light(WORD, replace(BOUNDS, **{name: HAS[name] - 1}))


def test_marks_of_the_xml_are_counted_over_all_parts() -> None:
    read = b"".join(WORD.members[n] for n in WORD.members if n.startswith("word/") and n.endswith("xml"))
    assert not is_light(WORD, replace(BOUNDS, tags=WORD.members["word/document.xml"].count(b"<")))
    assert is_light(WORD, replace(BOUNDS, tags=read.count(b"<"), xml=len(read)))


def test_a_paper_of_some_pages_is_light_and_a_book_is_not() -> None:
    assert is_light(opened(a_paper(body=("Chi bộ giao đồng chí Bí thư theo dõi việc này. " * 8,) * 150)))
    assert not is_light(opened(a_paper(body=("Chi bộ họp.",) * (BOUNDS.paragraphs + 1))))


@pytest.mark.parametrize("text", ["{{ ho_ten }}", "{", "{%"])
def test_what_may_hold_a_tag_is_not_light(text: str) -> None:
    assert not is_light(opened(a_docx(text)))


@pytest.mark.parametrize(
    ("data", "kind", "apart"),
    [
        (a_paper(), "", False),
        (a_paper(), TEMPLATE, True),
        (a_docx("Ông {{ ho_ten }}"), "", True),
        (a_paper(body=("1" * (BOUNDS.paragraph + 1),)), "", True),
    ],
)
def test_only_light_papers_are_checked_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, kind: str, apart: bool
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(door, "examine_apart", lambda path, name, asked: sent.append(name))
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    examine_file(path, "x.docx", Asked(kind=kind))
    assert bool(sent) is apart


def test_heavy_files_wait_for_their_turn_and_then_are_put_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_CHILDREN", threading.BoundedSemaphore(1))
    monkeypatch.setattr(door, "PATIENCE", 0.01)
    template, paper = tmp_path / "mau.docx", tmp_path / "vb.docx"
    template.write_bytes(a_docx("Ông {{ ho_ten }}"))
    paper.write_bytes(a_paper())

    def meanwhile(path: Path, name: str, asked: Asked) -> Examined:
        with pytest.raises(Busy, match="thử lại"):
            examine_file(template, "b.docx", asked)
        return examine_file(paper, "vb.docx", asked)  # a light one does not wait

    monkeypatch.setattr(door, "examine_apart", meanwhile)
    for _ in range(2):
        assert examine_file(template, "a.docx", Asked()).kind == PAPER
