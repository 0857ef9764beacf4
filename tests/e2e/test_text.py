"""Every string of a submission is found in the text of its PDF as it was typed, whatever it looks like."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.catalog.package import Package
from service.forms.clean import clean
from service.forms.schema import Field
from service.model import Submission
from service.pipeline import Tools, make_document, papers
from service.settings import Settings
from service.vietnamese.dates import clock_words, long_date, month_year, parse_time, short_date
from service.wiring import borrowed_tools, library
from tests.builders_forms import HOSTILE, NAMES

pytestmark = [pytest.mark.soffice, pytest.mark.slow, pytest.mark.timeout(600)]

SETTINGS = Settings.from_env({})
LIBRARY = library(SETTINGS)
SLUGS = [package.slug for package in LIBRARY.list()]
PLAIN = (None, "text")


@pytest.fixture(scope="module")
def tools() -> Iterator[Tools]:
    with borrowed_tools(SETTINGS) as borrowed:
        yield borrowed


class Hostility:
    """Replaces the strings of a sample by hostile ones, each recognisable by a number of its own."""

    def __init__(self) -> None:
        self._count = 0

    def members(self, fields: tuple[Field, ...], values: dict[str, Any]) -> dict[str, Any]:
        known = {f.name: f for f in fields}
        return {name: self.value(known[name], value) for name, value in values.items()}

    def value(self, field: Field, value: Any) -> Any:
        if field.kind == "object":
            return self.members(field.fields, value)
        if field.kind == "array" and field.item is not None:
            return [self.value(field.item, v) for v in value]
        if field.kind != "string" or field.enum or not value or "pattern" in field.schema:
            return value
        if field.format == "vn-name":
            return unicodedata.normalize("NFD", NAMES[self._next() % len(NAMES)])
        return self.text(field) if field.format in PLAIN else value

    def text(self, field: Field) -> str:
        number = self._next()
        one = f"{HOSTILE[number % len(HOSTILE)]} số{number}"
        if field.format == "text":
            one += f"\nDòng hai {HOSTILE[(number + 5) % len(HOSTILE)]}"
        most = field.schema.get("maxLength", len(one))
        return one if len(unicodedata.normalize("NFC", one)) <= most else f"<&>{number}"

    def _next(self) -> int:
        self._count += 1
        return self._count


def strings(
    fields: tuple[Field, ...], values: dict[str, Any], at: str = ""
) -> Iterator[tuple[str, Field, str]]:
    """Give (pointer, field, value) of every string in clean values that is not empty."""
    for field in fields:
        yield from _strings(field, values[field.name], f"{at}/{field.name}")


def _strings(field: Field, value: Any, at: str) -> Iterator[tuple[str, Field, str]]:
    if field.kind == "object":
        yield from strings(field.fields, value, at)
    elif field.kind == "array" and field.item is not None:
        for n, item in enumerate(value):
            yield from _strings(field.item, item, f"{at}/{n}")
    elif field.kind == "string" and value:
        yield at, field, value


def printed(field: Field, value: str) -> list[list[str]]:
    """Give the ways in which a template may print a value, each as the lines that must all be there."""
    if field.format == "vn-date":
        day = date.fromisoformat(value)
        return [[long_date(day)], [short_date(day)], [month_year(day.year, day.month)]]
    if field.format == "vn-month":
        month = date.fromisoformat(value + "-01")
        return [[month_year(month.year, month.month)], [f"{month.month}/{month.year}"], [f"{month:%m/%Y}"]]
    if field.format == "vn-time":
        return [[clock_words(parse_time(value))], [value]]
    lines = [line for line in value.split("\n") if line.strip()]
    return [lines, [line.upper() for line in lines], [line[:1].lower() + line[1:] for line in lines]]


def text_of(pdf: Path) -> str:
    """Give the text in the order of the file's content, without page numbers, spaces and line breaks."""
    raw = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", pdf, "-"], capture_output=True, check=True)
    pages = raw.stdout.decode().split("\f")
    kept = (line for n, page in enumerate(pages, 1) for line in page.splitlines() if line.strip() != str(n))
    return squeezed("".join(kept))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def missing(package: Package, submission: Submission, tools: Tools, folder: Path) -> list[str]:
    """Make all documents of a submission and name the strings that are in the text of none."""
    made = [make_document(tools, p, folder, str(n)) for n, p in enumerate(papers(package, submission))]
    text = "".join(text_of(m.pdf) for m in made)
    lost = []
    for at, field, value in strings(package.form.fields, submission.values):
        ways = printed(field, value)
        if not any(all(squeezed(line) in text for line in way) for way in ways):
            lost.append(f"{at}: {value}")
    return lost


@pytest.mark.parametrize("slug", SLUGS)
def test_every_string_of_the_sample_is_printed(slug, tools, tmp_path):
    package = LIBRARY.get(slug)
    assert missing(package, clean(package.form, package.sample, lenient=False), tools, tmp_path) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_hostile_strings_come_out_as_they_were_typed(slug, tools, tmp_path):
    package = LIBRARY.get(slug)
    raw = Hostility().members(package.form.fields, package.sample)
    submission = clean(package.form, raw, lenient=False)
    assert submission.canonical == unicodedata.normalize("NFC", submission.canonical)
    assert missing(package, submission, tools, tmp_path) == []
