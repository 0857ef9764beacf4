"""List the tags of a template with their places, and the values that they use as dotted paths. Runs nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError

from service.catalog.markup import PartMarkup, Tag
from service.catalog.sandbox import sandbox
from service.catalog.variables import Use, find_uses


@dataclass(frozen=True)
class Variable:
    """One use of a value, with the place to name for people and the tag (None in package.toml)."""

    use: Use
    place: str
    tag: Tag | None

    @property
    def path(self) -> str:
        """The dotted path, lists marked by []: "vang[].ho_ten"."""
        return self.use.path


def find_variables(markups: Iterable[PartMarkup]) -> list[Variable]:
    """Give every use of a value in parts that can be read; parts with syntax errors are passed over."""
    environment = sandbox(xml=True)
    found: list[Variable] = []
    for markup in markups:
        for use in _uses(markup.source, environment):
            tag = markup.tag_at(use.line)
            found.append(Variable(use, str(tag.place) if tag else markup.part.label, tag))
    return found


def find_text_variables(text: str, place: str) -> list[Variable]:
    """Give every use of a value in a short text such as a title."""
    return [Variable(use, place, None) for use in _uses(text, sandbox(xml=False))]


def _uses(source: str, environment: Environment) -> list[Use]:
    try:
        return find_uses(environment.parse(source))
    except TemplateSyntaxError:
        return []
