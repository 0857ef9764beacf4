"""Each sample becomes a dossier whose pages say what they said before: text, bookmarks, metadata and the verdict.

The pages are kept in tests/golden/<slug>.txt as words, drawn by LibreOffice 7.4. Another one may break pages elsewhere:
from that one the same words and bookmarks are wanted, wherever they stand. After a change that is meant:
`./test tests/golden --rewrite-golden`, and read the difference before it is committed.
"""

import re
import subprocess
import textwrap
from pathlib import Path

import pikepdf
import pytest

from service.intake.read import read
from service.jobs.folder import Outcome, make_files
from service.jobs.order import Order, Rows
from service.pipeline import Tools
from service.settings import PROJECT, Settings
from service.wiring import library
from tests.finished import FinishedPdf

pytestmark = [pytest.mark.soffice, pytest.mark.verapdf, pytest.mark.slow, pytest.mark.timeout(600)]

SLUGS = sorted(folder.name for folder in (PROJECT / "samples").iterdir() if folder.is_dir())
GOLDEN = Path(__file__).parent
PAGE = "=== trang"
DRAWN_BY = "LibreOffice 7.4."
PLACE = re.compile(r"→ \d+$|\b\d+/\d+\b|\b\d+\b", re.MULTILINE)


@pytest.fixture(scope="module")
def made(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Make the documents and the dossier of every sample."""
    return {slug: make(tools, slug, tmp_path_factory.mktemp(slug)) for slug in SLUGS}


def make(tools: Tools, slug: str, out: Path) -> Outcome:
    package = library(Settings.from_env({})).get(slug)
    path = PROJECT / "samples" / slug / "submission.json"
    taken = read(path, path.name, package.form, max_rows=100)
    assert taken.bad_rows == ()
    return make_files(tools, package, Rows(taken.good), out, Order(dossier=True), lambda *_: None)


def dossier_of(outcome: Outcome) -> Path:
    assert outcome.dossier is not None
    return outcome.dossier


def told(path: Path) -> str:
    """Say what a dossier holds: its title, its bookmarks, and the words of each page."""
    pdf = FinishedPdf(path)
    lines = [f"=== {pdf.title} ({pdf.language}), {pdf.pages} trang", "=== dấu trang"]
    lines += [f"{'  ' * (b.level - 1)}{b.title} → {b.page}" for b in pdf.bookmarks]
    raw = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    for number, text in enumerate(raw.stdout.decode().split("\f")[: pdf.pages], start=1):
        words = " ".join(text.split())
        lines += [
            f"{PAGE} {number}",
            *textwrap.wrap(words, 110, break_long_words=False, break_on_hyphens=False),
        ]
    return "\n".join(lines) + "\n"


def pages_of(text: str) -> list[list[str]]:
    """Give the words of the head and of each page."""
    return [part.split() for part in re.split(rf"^{PAGE} \d+$", text, flags=re.MULTILINE)]


@pytest.fixture(scope="module")
def same_breaks() -> bool:
    """True where pages must break where they did."""
    said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.startswith(DRAWN_BY)


def placeless(text: str) -> tuple[str, set[str]]:
    """Give the head with its bookmarks, and all words, but no page numbers."""
    head, _, rest = PLACE.sub("", text).partition(PAGE)
    return head, set(rest.split())


@pytest.mark.parametrize("slug", SLUGS)
def test_a_dossier_says_page_by_page_what_it_said_before(made, slug, request, same_breaks):
    golden, now = GOLDEN / f"{slug}.txt", told(dossier_of(made[slug]))
    if request.config.getoption("--rewrite-golden"):
        golden.write_text(now, encoding="utf-8")
    before = golden.read_text(encoding="utf-8")
    assert placeless(now) == placeless(before)
    if same_breaks:
        assert pages_of(now) == pages_of(before)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_document_and_the_dossier_are_fit_for_the_archive(made, slug):
    outcome = made[slug]
    assert len(outcome.verdicts) == len(outcome.made) + 1
    for name, verdict in outcome.verdicts.items():
        assert [f.flavour for f in verdict.flavours] == ["2a", "ua1"]
        assert verdict.compliant, (name, verdict.as_dict())


@pytest.mark.parametrize("slug", SLUGS)
def test_a_dossier_opens_at_each_of_its_documents(made, slug):
    outcome = made[slug]
    pdf = FinishedPdf(dossier_of(outcome))
    marks = {b.title: b.page for b in pdf.bookmarks if b.level == 1}
    titles = [m.paper.metadata.title for _, m in outcome.made]
    places = [marks[title] or 0 for title in titles]
    assert places == sorted(places)
    assert pdf.pages >= sum(m.pages for _, m in outcome.made)
    for (_, document), first in zip(outcome.made, places, strict=True):
        alone = FinishedPdf(document.pdf).text[0].split()
        assert set(alone) <= set(pdf.text[first - 1].split())


@pytest.mark.parametrize("slug", SLUGS)
def test_info_and_xmp_say_the_same(made, slug):
    outcome = made[slug]
    for path in (dossier_of(outcome), *(m.pdf for _, m in outcome.made)):
        with pikepdf.open(path) as pdf, pdf.open_metadata() as xmp:
            info = {key: str(value) for key, value in pdf.docinfo.items()}
            assert info["/Title"] == xmp["dc:title"]
            assert info["/Producer"] == xmp["pdf:Producer"]
            for key, name in (("/Subject", "dc:description"), ("/Keywords", "pdf:Keywords")):
                assert info.get(key) == xmp.get(name)
            assert info.get("/Author") == (xmp["dc:creator"][0] if "dc:creator" in xmp else None)
            digits = re.sub(r"\D", "", info["/CreationDate"])
            assert digits == re.sub(r"\D", "", xmp["xmp:CreateDate"])
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")


def test_there_is_a_golden_text_for_each_sample_and_for_nothing_else():
    assert sorted(p.stem for p in GOLDEN.glob("*.txt")) == SLUGS
