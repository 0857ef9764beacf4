"""How deep the drawings of a page lie in each other; a drawing that holds itself lies infinitely deep.

What binds and seals a page goes through its drawing step by step; a viewer that goes through a circle does not end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Stream

from service.pdf.foreign.reasons import AGAIN, Reasons

MOST_DEEP = 30
_DRAWN = ("/Contents", "/Resources")


def look_at_drawings(pages: Sequence[Object], reasons: Reasons) -> None:
    """Note every page whose drawing is in a circle or too deep."""
    heights: dict[tuple[int, int], int] = {}
    for number, page in enumerate(pages, start=1):
        drawn = [page[key] for key in _DRAWN if isinstance(page.get(key), Array | Dictionary | Stream)]
        if any(_height(held, heights) > MOST_DEEP for held in drawn):
            said = "hình vẽ trên trang chứa chính nó hoặc lồng nhau quá sâu"
            reasons.add("drawing", said, AGAIN, number)


@dataclass
class _Level:
    held: Object
    kids: Iterator[Object]
    height: int = 0


def _height(top: Object, heights: dict[tuple[int, int], int]) -> int:
    """Give how many containers lie in each other below `top`; more than MOST_DEEP for a circle."""
    path = [_Level(top, _kids(top))]
    on_path = {top.objgen} if top.is_indirect else set()
    while True:
        here = path[-1]
        kid = next(here.kids, None)
        if kid is None:
            height = path.pop().height + 1
            if here.held.is_indirect:
                heights[here.held.objgen] = height
                on_path.discard(here.held.objgen)
            if not path:
                return height
            path[-1].height = max(path[-1].height, height)
        elif kid.is_indirect and kid.objgen in heights:
            here.height = max(here.height, heights[kid.objgen])
        elif kid.objgen in on_path or len(path) > MOST_DEEP:
            return MOST_DEEP + 1
        else:
            path.append(_Level(kid, _kids(kid)))
            if kid.is_indirect:
                on_path.add(kid.objgen)


def _kids(held: Object) -> Iterator[Object]:
    values = iter(held) if isinstance(held, Array) else (value for _, value in held.items())
    return (value for value in values if isinstance(value, Array | Dictionary | Stream))
