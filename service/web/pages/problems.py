"""A page for every kind of problem: the type URIs of the API's answers point here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, render_template

from service.errors import NotFound, ServiceError
from service.web.problems import HTTP_SENTENCES

problems = Blueprint("problems", __name__, url_prefix="/problems")


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its code, HTTP status, title and usual sentence."""

    code: str
    status: int
    title: str
    sentence: str


@problems.get("")
def every() -> str:
    """List all kinds."""
    return render_template("kinds.html", kinds=sorted(kinds().values(), key=lambda k: (k.status, k.code)))


@problems.get("/<code>")
def one(code: str) -> str:
    """Explain one kind."""
    kind = kinds().get(code)
    if kind is None:
        raise NotFound("Không có loại lỗi này. Xin xem danh sách tại /problems.")
    return render_template("kind.html", kind=kind)


@cache
def kinds() -> dict[str, Kind]:
    """Give every kind by its code: those of service.errors, and those of HTTP itself."""
    found = {
        name: Kind(name, status, title, sentence)
        for status, (name, title, sentence) in HTTP_SENTENCES.items()
    }
    found["http"] = Kind(
        "http", 400, "Yêu cầu không thực hiện được", "Yêu cầu không đúng cách gọi. Xin xem /docs."
    )
    for kind in _tree(ServiceError):
        sentence = " ".join((kind.__doc__ or "").split())
        found[kind.code] = Kind(kind.code, kind.status, kind.title, sentence)
    return found


def _tree(kind: type[ServiceError]) -> Iterator[type[ServiceError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _tree(inner)
