"""Make small tagged PDFs in code, and say what the tags of one are.

A tree is nested tuples: ("Document", ("H1", "Đề mục"), ("P", "1.", "Một")): the type, then elements and pieces of text.
Each piece is one marked content on one page; a dictionary in the place of a piece adds entries to the element.
"""

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from service.pdf.tags import is_element, kids, read_parents, top_elements, walk

Tree = tuple[Any, ...]


def a_tagged_pdf(*tops: Tree, roles: dict[str, str] | None = None) -> Pdf:
    """Make a PDF of one page with these elements on top; `roles` is its RoleMap."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    page = pdf.pages[0].obj
    page.StructParents = 0
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    drawing = _Drawing(pdf, page)
    root.K = Array([drawing.element(top, root) for top in tops])
    root.ParentTree = Dictionary(Nums=Array([0, Array(drawing.owners)]))
    if roles:
        root.RoleMap = Dictionary({f"/{k}": Name(f"/{v}") for k, v in roles.items()})
    page.Contents = pdf.make_stream(b"\n".join(drawing.drawn))
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return pdf


def reopened(pdf: Pdf) -> Pdf:
    """Write and read again, so that nothing rests on objects in memory."""
    stream = BytesIO()
    pdf.save(stream)
    return Pdf.open(stream)


class _Drawing:
    def __init__(self, pdf: Pdf, page: Object) -> None:
        self._pdf, self._page = pdf, page
        self.owners: list[Object] = []
        self.drawn: list[bytes] = []

    def element(self, tree: Tree, parent: Object) -> Object:
        role, *held = tree
        made = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=parent, Pg=self._page)
        )
        content: list[Any] = []
        for piece in held:
            if isinstance(piece, str):
                content.append(self._text(piece, made))
            elif isinstance(piece, dict):
                made.update(Dictionary({f"/{key}": value for key, value in piece.items()}))
            else:
                content.append(self.element(piece, made))
        if content:
            made.K = Array(content)
        return made

    def _text(self, text: str, owner: Object) -> int:
        mcid = len(self.owners)
        self.owners.append(owner)
        self.drawn.append(
            b"/X<</MCID %d>>BDC\nBT <%s> Tj ET\nEMC" % (mcid, text.encode("latin-1").hex().encode())
        )
        return mcid


def shape(pdf: Pdf) -> list[Tree]:
    """Give the elements back as nested tuples, marked content as its number."""
    return [_shape(top) for top in top_elements(pdf.Root.StructTreeRoot)]


def _shape(element: Object) -> Tree:
    held = [_shape(k) if is_element(k) else k for k in kids(element) if is_element(k) or isinstance(k, int)]
    return (str(element.S)[1:], *held)


def tag_faults(pdf: Pdf) -> list[str]:
    """Say what does not fit together in the structure tree: parents, ParentTree, pages, IDs, roles; none is right."""
    root = pdf.Root.StructTreeRoot
    pages = {page.obj.objgen: page.obj for page in pdf.pages}
    parents = read_parents(root)
    faults = ["RoleMap"] if "/RoleMap" in root else []
    seen: set[tuple[int, int]] = set()
    for top in top_elements(root):
        if top["/P"] != root:
            faults.append("top element without the root as parent")
        for element in walk(top):
            faults += _faults(element, pages, parents, seen)
    owned = {
        (k, m) for k, v in parents.items() if isinstance(v, Array) for m, e in enumerate(v) if e is not None
    }
    faults += [f"marked content {found} is in no element" for found in sorted(owned - seen)]
    for page in pages.values():
        faults += [f"link {a.objgen}" for a in page.get("/Annots", ()) if int(a.StructParent) not in parents]
    return faults


def _faults(element: Object, pages: Any, parents: Any, seen: set[tuple[int, int]]) -> list[str]:
    faults = []
    for kid in kids(element):
        if is_element(kid):
            faults += [f"{kid.S} does not know its parent"] if kid["/P"] != element else []
        elif isinstance(kid, int):
            key = int(element.Pg.StructParents)
            seen.add((key, kid))
            faults += ["page not in the file"] if element.Pg.objgen not in pages else []
            faults += [f"{key}/{kid} belongs to another"] if parents[key][kid] != element else []
        elif kid.get("/Type") == Name.OBJR:
            faults += ["link belongs to another"] if parents[int(kid.Obj.StructParent)] != element else []
        elif kid.get("/Type") == Name.MCR:
            key = int(kid.get("/Pg", element.get("/Pg")).StructParents)
            seen.add((key, int(kid.MCID)))
            faults += (
                [f"{key}/{kid.MCID} belongs to another"] if parents[key][int(kid.MCID)] != element else []
            )
    return faults


def text_of(value: Object) -> str:
    """Give a PDF string as text."""
    assert isinstance(value, String)
    return str(value)
