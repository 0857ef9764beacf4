"""What the documents promise is what there is."""

import re
from pathlib import Path

from service.settings import SETTINGS

PROJECT = Path(__file__).resolve().parents[2]


def read(name):
    return (PROJECT / name).read_text("utf-8")


def test_every_setting_is_documented_as_it_is():
    rows = re.findall(r"^\| `(VANBAN_\w+)` \| (.+?) \| (.+) \|$", read("docs/van-hanh.md"), re.MULTILINE)
    told = {name: (default.strip("`–"), meaning) for name, default, meaning in rows}
    real = {s.variable: (s.default.removeprefix(f"{PROJECT}/"), s.help) for s in SETTINGS}
    assert told == real


def test_the_readme_is_short_and_its_links_lead_somewhere():
    text = read("README.md")
    assert text.count("\n") < 120
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (PROJECT / target).exists(), target
