"""Brings pictures into the tags: LibreOffice 7.4.7 draws a picture as an artifact and leaves its Figure empty.

A Figure with alternative text gets the drawing that lies in its box (ISO 32000-1, 14.8.4.5; ISO 14289-1, 7.3). A Figure
without one (a line, a frame, a picture that nobody described) would be something that a reader cannot be told of: its
drawing becomes an artifact, and text in it stays in its place; `vanban check` has told the template's author (rule
P17). LibreOffice keeps no alternative text of drawn shapes and of turned pictures.
"""

import re
from collections.abc import MutableMapping

from pikepdf import Array, Dictionary, Name, Object, Page

from service.pdf.tags import attribute_objects, is_element, kids, next_key

_CLIPPED = re.compile(
    rb"/Artifact BMC(?=\n(?:Q )?q ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re\nW\* n\n(?!EMC))"
)
_MCID = re.compile(rb"/MCID (\d+)>>")
_SLACK = 1.0
"""Points by which what LibreOffice clips a picture to may stand out of the box that it tells."""
_LEAST = 0.5
"""The part of its box that a picture fills at least; a broad frame takes the rest."""


class Pictures:
    """The figures of one file; `parents` is its flat ParentTree, changed in place."""

    def __init__(self, parents: MutableMapping[int, Object]) -> None:
        self._parents = parents
        self._drawn: dict[tuple[int, int], tuple[Object, bytes]] = {}
        self._changed: set[tuple[int, int]] = set()

    def settle(self, figure: Object) -> None:
        """Give a described figure its drawing; make an undescribed one a Div of the text in it, its lines artifacts."""
        held = kids(figure)
        if "/Alt" in figure:
            if not held and "/Pg" in figure:
                self._give_drawing(figure)
            return
        if all(self._hide(figure, kid) for kid in held if not is_element(kid)):
            figure.S, figure.K = Name.Div, Array([kid for kid in held if is_element(kid)])
            for key in ("/A", *(() if len(figure.K) else ("/K",))):
                if key in figure:
                    del figure[key]

    def finish(self) -> None:
        """Write the drawings of the pages that were changed."""
        for number in self._changed:
            page, content = self._drawn[number]
            page.Contents.write(content)

    def _give_drawing(self, figure: Object) -> None:
        page = figure.Pg
        content = self._content(page)
        box = next((a.BBox for a in attribute_objects(figure) if "/BBox" in a), None)
        mark = None if box is None else _find(content, [float(edge) for edge in box])
        if mark is None:
            return
        held = self._held(page)
        number = max([len(held) - 1, *(int(n) for n in _MCID.findall(content))]) + 1
        while len(held) < number:
            held.append(None)
        held.append(figure)
        figure.K = Array([number])
        self._write(page, content[: mark[0]] + b"/Figure<</MCID %d>>BDC" % number + content[mark[1] :])

    def _hide(self, figure: Object, kid: Object) -> bool:
        """Make a piece of a figure's drawing an artifact; False when it is not found."""
        page = kid.get("/Pg", figure.get("/Pg")) if isinstance(kid, Dictionary) else figure.get("/Pg")
        number = kid.get("/MCID") if isinstance(kid, Dictionary) else kid
        if page is None or number is None:
            return False
        mark = b"/Figure<</MCID %d>>BDC" % int(number)
        content = self._content(page)
        if content.count(mark) != 1:
            return False
        self._write(page, content.replace(mark, b"/Artifact BMC"))
        self._held(page)[int(number)] = None
        return True

    def _held(self, page: Object) -> Object:
        """Give the entry of a page in the ParentTree."""
        if "/StructParents" not in page:
            page.StructParents = next_key(dict(self._parents))
        return self._parents.setdefault(int(page.StructParents), Array())

    def _content(self, page: Object) -> bytes:
        if page.objgen not in self._drawn:
            Page(page).contents_coalesce()
            self._drawn[page.objgen] = page, page.Contents.read_bytes() if "/Contents" in page else b""
        return self._drawn[page.objgen][1]

    def _write(self, page: Object, content: bytes) -> None:
        self._drawn[page.objgen] = page, content
        self._changed.add(page.objgen)


def _find(content: bytes, box: list[float]) -> tuple[int, int] | None:
    """Find the mark of the first artifact that is clipped to (nearly) this box."""
    left, bottom, right, top = box
    least = _LEAST * (right - left) * (top - bottom)
    for mark in _CLIPPED.finditer(content):
        x, y, width, height = (float(number) for number in mark.groups())
        inside = left - _SLACK <= x and x + width <= right + _SLACK
        inside = inside and bottom - _SLACK <= y and y + height <= top + _SLACK
        if inside and width * height >= least:
            return mark.start(), mark.end()
    return None
