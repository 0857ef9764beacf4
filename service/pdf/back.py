"""The way back: the running number on a document's first page leads to the line of the contents that names it.

The link lies on the number, which is an artifact, so no text and no drawing of the document is touched. In the tags it
is the last thing in the document's Part (ISO 14289-1, 7.18.5), where who listens to it has come to its end.
"""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from service.pdf.contents import Rows
from service.pdf.stamp import Box
from service.pdf.tags import TagForest, is_a, kids

OURS = "vanban-ve-muc-luc"
"""The name (NM) of these links: by it they are taken off again when the dossier is split."""

_PRINTED = 4  # ISO 19005-2, 6.3.2: an annotation is printed with its page
_ABOVE = 60
"""Points of the page that are shown above a line."""


def lead_back(
    pdf: Pdf,
    tags: TagForest,
    rows: Rows,
    contents: Sequence[Object],
    documents: Sequence[tuple[int, Object, Box | None]],
) -> None:
    """Give each document its link: told by the place of its Part, its first page, and where the number stands there.

    A document without a number gets none; where the contents has no links, all lead to its first page.
    """
    lines = _lines(rows, contents)
    for n, (place, page, box) in enumerate(documents):
        if box is None:
            continue
        link = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(edge, 2) for edge in box]),
                Border=Array([0, 0, 0]),
                F=_PRINTED,
                NM=String(OURS),
                Contents=String(f"Về mục lục của hồ sơ, số thứ tự {n + 1}"),
                Dest=lines[n] if n < len(lines) else Array([contents[0], Name.Fit]),
            )
        )
        page.Annots = Array([*page.get("/Annots", ()), link])
        page.Tabs = Name.S  # ISO 14289-1, 7.18.3
        tags.hang_link(place, link, page)


def _lines(rows: Rows, contents: Sequence[Object]) -> list[Object]:
    """Give the place of each line of the contents."""
    homes = {link.objgen: page for page in contents for link in page.get("/Annots", ())}
    return [_place(links, homes.get(links[0].objgen), contents) for links in rows]


def _place(links: Sequence[Object], page: Object | None, contents: Sequence[Object]) -> Object:
    if page is None:
        return Array([contents[0], Name.Fit])
    return Array([page, Name.XYZ, None, max(float(link.Rect[3]) for link in links) + _ABOVE, None])


def forget_way_back(page: Object, part: Object) -> None:
    """Take the link off the page again, and out of the Part; harmless on a page that has none.

    It hangs at the end of the Part itself; a dossier that was bound in the dossier has links of its own, which stay.
    """
    held, last = list(page.get("/Annots", ())), kids(part)[-1:]
    hung = [kid.Obj.objgen for one in last if is_a(one, Name.Link) for kid in kids(one) if "/Obj" in kid]
    left = [link for link in held if str(link.get("/NM", "")) != OURS or link.objgen not in hung]
    if len(left) == len(held):
        return
    part.K = Array(kids(part)[:-1])
    if left:
        page.Annots = Array(left)
    else:
        del page.Annots, page.Tabs
