"""Nothing is said of papers that our own templates make: all samples, made-up submissions, skeletons of each layout."""

import json
from pathlib import Path

import pytest

from service.catalog.package import Package, load_package
from service.checks.paper.judge import judge_paper
from service.fill.template import Templates
from service.forms.clean import clean
from service.layouts.skeleton import skeleton_package
from service.pipeline import papers
from tests.builders_branch import PACKAGES, submission
from tests.builders_papers import opened

ROOT = Path(__file__).parents[4]
LAYOUTS = ("dang", "nha-nuoc", "ca-nhan")
MADE_OF_EACH = 6
TEMPLATES = Templates()


def spoken_of(package: Package, raw: object, folder: Path) -> list[str]:
    """Fill every document of a submission and give the errors and warnings found in them."""
    told = []
    for paper in papers(package, clean(package.form, raw, lenient=False)):
        path = folder / "van-ban.docx"
        TEMPLATES.get(paper.spec.template).fill(paper.submission.values, path, paper.metadata)
        report = judge_paper(opened(path.read_bytes()))
        assert report.layout == package.layout
        told += [f"{f.severity} {f.rule} {f.place}: {f.found}" for f in report.findings if f.severity != "I"]
    return told


@pytest.mark.parametrize("slug", PACKAGES)
def test_nothing_is_said_of_what_our_templates_make(slug: str, tmp_path: Path) -> None:
    package = load_package(ROOT / "docx_templates" / slug)
    raw = json.loads((ROOT / "samples" / slug / "submission.json").read_text("utf-8"))
    rows = [package.sample, *(raw if isinstance(raw, list) else [raw])]
    rows += [submission(slug, package.sample, seed) for seed in range(MADE_OF_EACH)]
    assert [told for row in rows for told in spoken_of(package, row, tmp_path)] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_said_of_a_fresh_package_of_each_layout(layout: str, tmp_path: Path) -> None:
    skeleton_package(
        "to-giay", layout, tmp_path / "to-giay", "Bản cam kết" if layout == "ca-nhan" else "Thông báo"
    )
    package = load_package(tmp_path / "to-giay")
    assert spoken_of(package, package.sample, tmp_path) == []
