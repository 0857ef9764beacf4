"""A picture that a screen reader would pass over in silence is told, at its place, with what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.catalog.check import check_template
from service.catalog.pictures import find_picture_faults
from service.catalog.wordfile import open_word_bytes
from service.model import Finding, Severity
from tests.builders import a_docx
from tests.builders_pictures import add_old_shape, add_picture, add_shape


def faults(add: Callable[[Any], object], **more: Any) -> list[Finding]:
    """Look at a document whose second paragraph got what `add` adds."""
    data = a_docx("Một", "Dấu của {{ a }}", change=lambda d: add(d.paragraphs[1]), **more)
    return list(find_picture_faults(open_word_bytes(data, "m.docx")))


def test_a_picture_without_words_is_told_with_its_place_and_how_to_mend() -> None:
    (found,) = faults(add_picture)
    assert (found.rule, found.severity) == ("P17", Severity.WARNING)
    assert found.place == "thân văn bản, đoạn 2 (“Dấu của {{ a }}”)"
    assert "“Picture 1” không có chữ thay thế" in found.found
    assert "Edit Alt Text" in found.mend
    assert "Mark as decorative" in found.mend


@pytest.mark.parametrize(
    "add",
    [
        lambda p: add_picture(p, "Con dấu"),
        lambda p: add_picture(p, "Ảnh của {{ a }}"),
        lambda p: add_picture(p, decorative=True),
        lambda p: add_shape(p, "line"),
        lambda p: add_shape(p, "straightConnector1"),
        lambda p: add_shape(p, "rect", text="Chữ trong khung"),
        lambda p: add_old_shape(p, "line"),
        lambda p: add_old_shape(p, "rect", 'o:hr="t"'),
    ],
)
def test_described_and_decorative_pictures_lines_and_frames_with_text_are_not_told(add: Any) -> None:
    assert faults(add) == []


@pytest.mark.parametrize(
    "add",
    [
        lambda p: add_picture(p, "Ảnh nghiêng", turned=2_700_000),
        lambda p: add_shape(p, "ellipse", "Hình tròn"),
        lambda p: add_shape(p, "ellipse"),
        lambda p: add_old_shape(p, "shape", 'alt="Dấu"'),
    ],
)
def test_drawings_whose_words_are_lost_on_the_way_are_told(add: Any) -> None:
    (found,) = faults(add)
    assert "không theo được sang PDF" in found.found
    assert "Insert → Pictures" in found.mend


def test_blank_words_are_no_words() -> None:
    assert len(faults(lambda p: add_picture(p, "  "))) == 1


def test_a_turn_that_is_no_number_breaks_nothing() -> None:
    assert len(faults(lambda p: add_picture(p, "x", turned="nghiêng"))) == 1  # type: ignore[arg-type]


def test_a_picture_in_a_cell_is_found_there_and_one_in_the_header_is_an_artifact() -> None:
    def change(document: Any) -> None:
        add_picture(document.tables[0].cell(1, 1).paragraphs[0])
        add_picture(document.sections[0].header.paragraphs[0])

    data = a_docx("{{ a }}", table=[["A", "B"], ["1", "2"]], change=change)
    (found,) = find_picture_faults(open_word_bytes(data, "m.docx"))
    assert found.place == "thân văn bản, bảng 1, hàng 2, ô 2 (“2”)"


def test_checking_a_template_tells_it(tmp_path: Path) -> None:
    (tmp_path / "m.docx").write_bytes(a_docx("{{ a }}", change=lambda d: add_picture(d.paragraphs[0])))
    assert "P17" in [f.rule for f in check_template(tmp_path / "m.docx", None)]
