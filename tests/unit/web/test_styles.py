"""Every class of the pages has a style, and every style of ours a class: what is misspelt or forgotten shows here."""

import re
from pathlib import Path

import service.web

WEB = Path(service.web.__file__).parent
TEMPLATES = [p.read_text("utf-8") for p in sorted((WEB / "templates").glob("*.html"))]
SCRIPTS = [p.read_text("utf-8") for p in sorted((WEB / "static").glob("*.js"))]
OTHERS = {"info", "title", "version", "opblock"}
"""Classes that Swagger's own page makes."""


def _without_blocks(css: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def _classes(css: str) -> set[str]:
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", _without_blocks(css)))


OURS = {
    name
    for name in _classes((WEB / "static/app.css").read_text("utf-8"))
    if name not in OTHERS and not name.startswith(("swagger-", "opblock-"))
}
PICO = _classes(next((WEB / "static/vendor/pico").glob("*.css")).read_text("utf-8"))


def _used() -> tuple[set[str], set[str]]:
    """Give the classes that stand plainly in the pages, and the words of those that are worked out."""
    plain: set[str] = set()
    worked_out: set[str] = set()
    for text in TEMPLATES:
        for value in re.findall(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', text):
            plain.update(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", value).split())
        worked_out.update(word for said in re.findall(r"[\"']([\w \-]+)[\"']", text) for word in said.split())
    for text in SCRIPTS:
        worked_out.update(re.findall(r"[\w-]+", text))
    return plain, worked_out


def test_every_class_of_the_pages_has_a_style() -> None:
    assert _used()[0] - OURS - PICO == set()


def test_every_style_of_ours_is_used() -> None:
    plain, worked_out = _used()
    assert OURS - plain - worked_out == set()
