"""The template packages that come with the service keep what they promise: forms, samples, page, tables, signatures."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from service.catalog.check import examine
from service.catalog.package import load_package
from service.errors import InvalidSubmission
from service.forms.clean import clean
from service.forms.places import path_of
from service.forms.schema import Form

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(p.parent for p in ROOT.glob("docx_templates/*/package.toml"))
TEMPLATES = sorted(ROOT.glob("docx_templates/[!_]*/*.docx"))
SAMPLES = sorted(p.parent for p in ROOT.glob("samples/*/submission.json"))
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}

each_package = pytest.mark.parametrize("folder", PACKAGES, ids=lambda p: p.name)
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.stem)
each_sample = pytest.mark.parametrize("folder", SAMPLES, ids=lambda p: p.name)


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def values_at(values: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """Give every value that a pointer with * for list positions leads to."""
    if not path:
        yield values
    elif path[0] == "*":
        for item in values:
            yield from values_at(item, path[1:])
    elif isinstance(values, dict) and path[0] in values:
        yield from values_at(values[path[0]], path[1:])


def data_tables(document: WordDocument) -> list[Table]:
    return [t for t in document.tables if t._tbl.tblPr.style == "TableGrid"]


def has(row: Any, name: str) -> bool:
    properties = row._tr.trPr
    return properties is not None and properties.find(qn(name)) is not None


@pytest.mark.parametrize(
    "slug", ["nghi-quyet-chi-bo", "bien-ban-sinh-hoat-chi-bo", "ban-cam-ket", "bao-cao-tong-ket-nam"]
)
def test_the_package_is_here(slug: str) -> None:
    assert slug in [folder.name for folder in PACKAGES]


@each_package
def test_a_strict_check_of_the_package_finds_nothing(folder: Path) -> None:
    assert [f.as_dict() for f in examine(folder).findings] == []


@each_package
def test_the_sample_is_valid_and_leaves_no_field_empty(folder: Path) -> None:
    form, sample = load_package(folder).form, read_json(folder / "sample.json")
    values = clean(form, sample, lenient=False).values
    empty = [
        pointer
        for pointer, _ in form.walk()
        if all(v in ("", None, []) for v in values_at(values, path_of(pointer)))
    ]
    assert empty == []


@each_package
def test_every_field_has_a_vietnamese_title(folder: Path) -> None:
    untitled = [
        pointer for pointer, field in load_package(folder).form.walk() if field.title in ("", field.name)
    ]
    assert untitled == []


@each_template
def test_the_page_is_that_of_the_rules(template: Path) -> None:
    for section in Document(str(template)).sections:
        measures = {name: round(getattr(section, name) / Mm(1)) for name in MARGINS}
        assert measures == MARGINS
        assert section.different_first_page_header_footer


@each_template
def test_head_rows_repeat_and_rows_never_split(template: Path) -> None:
    document = Document(str(template))
    for table in data_tables(document):
        assert has(table.rows[0], "w:tblHeader"), table.rows[0].cells[0].text
    assert all(has(row, "w:cantSplit") for table in document.tables for row in table.rows)


@each_template
def test_heading_levels_have_no_holes(template: Path) -> None:
    styles = [str(p._p.style) for p in Document(str(template)).paragraphs]
    levels = [int(style[-1]) for style in styles if style.startswith("Heading")]
    steps = list(zip([0, *levels], levels, strict=False))
    assert all(after <= before + 1 for before, after in steps), levels


@each_template
def test_the_signature_never_stands_alone_on_a_page(template: Path) -> None:
    document = Document(str(template))
    signatures = [t for t in document.tables if any(p._p.style == "NguoiKy" for p in paragraphs_of(t))]
    assert signatures
    for table in signatures:
        place = document.element.body.index(table._tbl)
        before = [p for p in document.paragraphs if document.element.body.index(p._p) < place]
        words = next(p for p in reversed(before) if p.text and not p.text.startswith("{%p"))
        assert words.paragraph_format.keep_with_next, words.text


def paragraphs_of(table: Table) -> Iterator[Paragraph]:
    for row in table.rows:
        for cell in row.cells:
            yield from cell.paragraphs


@each_sample
def test_the_sample_submissions_are_valid(folder: Path) -> None:
    form = load_package(ROOT / "docx_templates" / folder.name).form
    assert [place for _, row in rows_of(folder / "submission.json") for place in problems(form, row)] == []


@each_sample
def test_the_wrong_submission_gets_exactly_the_expected_problems(folder: Path) -> None:
    form = load_package(ROOT / "docx_templates" / folder.name).form
    found = [{"row": n, **p} for n, row in rows_of(folder / "wrong.json") for p in problems(form, row)]
    expected = [{"row": 1, **p} for p in read_json(folder / "wrong.expected.json")]
    assert expected
    assert found == expected


def rows_of(path: Path) -> list[tuple[int, Any]]:
    """Give the submissions of a file, numbered from 1: it holds one, or a list of them."""
    raw = read_json(path)
    return list(enumerate(raw if isinstance(raw, list) else [raw], start=1))


def problems(form: Form, raw: Any) -> list[dict[str, Any]]:
    try:
        clean(form, raw, lenient=False)
    except InvalidSubmission as exc:
        return [{"pointer": e.pointer, "rule": e.rule} for e in exc.errors]
    return []
