"""Tags of a PDF from elsewhere: whether its own can be taken over, and those that a page without tags is given."""

import re
from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from service.pdf.tags import (
    KEYS,
    Parents,
    is_element,
    keyed,
    kids,
    next_key,
    read_parents,
    top_elements,
    write_ids,
    write_parents,
)

MOST_DEEP, MOST_ELEMENTS = 200, 1_000_000
_TEXT = re.compile(rb"(?<![^\s>\])])(?:Tj|TJ|'|\")(?=\s|$)")
_STANDARD = frozenset(
    f"/{name}"
    for name in (
        *(
            "Document",
            "Part",
            "Art",
            "Sect",
            "Div",
            "BlockQuote",
            "Caption",
            "TOC",
            "TOCI",
            "Index",
            "NonStruct",
        ),
        *(
            "Private",
            "P",
            "H",
            "H1",
            "H2",
            "H3",
            "H4",
            "H5",
            "H6",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TR",
            "TH",
        ),
        *(
            "TD",
            "THead",
            "TBody",
            "TFoot",
            "Span",
            "Quote",
            "Note",
            "Reference",
            "BibEntry",
            "Code",
            "Link",
            "Annot",
        ),
        *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    )
)  # ISO 32000-1, 14.8.4


def is_tagged(pdf: Pdf) -> bool:
    """Say whether the file has tags that can be taken over: a tree that ends, whose types have a standard meaning.

    The types get their standard names at once: two files may mean different things by one name.
    """
    root = pdf.Root.get("/StructTreeRoot")
    marked = pdf.Root.get("/MarkInfo")
    if (
        not isinstance(root, Dictionary)
        or not isinstance(marked, Dictionary)
        or not marked.get("/Marked", False)
    ):
        return False
    try:
        elements = list(_elements(root))
        standard = {id(e): _standard(root, str(e.S)) for e in elements}
        parents = read_parents(root)
    except (AttributeError, TypeError, ValueError, RecursionError, _CircleError):
        return False
    sound = all(isinstance(held, Array | Dictionary) for held in parents.values())
    if not elements or not parents or not sound or not all(standard.values()):
        return False
    for element in elements:
        if str(element.S) != standard[id(element)]:
            element.S = Name(standard[id(element)])
    for key in ("/RoleMap", "/ParentTreeNextKey"):
        if key in root:
            del root[key]
    return True


def _name(root: Object) -> None:
    """Enter into the IDTree what elements are called by: some programs forget it, and names must stay apart."""
    own = {str(e.ID): e for e in _elements(root) if isinstance(e.get("/ID"), String)}
    if "/IDTree" in root:
        del root.IDTree
    write_ids(root, own)


def drop_lost_keys(pages: Sequence[Object], root: Object) -> None:
    """Take off pages, and all on them, the keys that lead to no element: in a dossier they would lead to another's."""
    parents = read_parents(root)
    for holder in (holder for page in pages for holder in keyed(page)):
        for key in KEYS:
            if key in holder and int(holder[key]) not in parents:
                del holder[key]


class _CircleError(Exception):
    """The tree runs in a circle, or too deep."""


def _elements(root: Object) -> Iterator[Object]:
    waiting = [(top, 0) for top in top_elements(root)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        element, depth = waiting.pop()
        if element.objgen in seen or depth > MOST_DEEP or len(seen) > MOST_ELEMENTS:
            raise _CircleError
        if element.is_indirect:
            seen.add(element.objgen)
        yield element
        waiting += [(kid, depth + 1) for kid in kids(element) if is_element(kid)]


def _standard(root: Object, role: str) -> str:
    """Give the standard type that a type stands for by the RoleMap; "" when it stands for none."""
    roles = root.get("/RoleMap", Dictionary())
    steps = 0
    while role not in _STANDARD and role in roles and steps < MOST_DEEP:
        role, steps = str(roles[role]), steps + 1
    return role if role in _STANDARD else ""


class Tagging:
    """The tags of a copy: the file's own, or a `new` tree of one Document with an element for each page."""

    def __init__(self, pdf: Pdf, *, new: bool) -> None:
        self._pdf = pdf
        if new:
            self._begin()
        self._root: Object = pdf.Root.StructTreeRoot
        self._top: Object = top_elements(self._root)[0]
        self._parents: Parents = read_parents(self._root)

    def _begin(self) -> None:
        for held in self._pdf.objects:  # keys and bookmarks that still call upon tags of before
            for key in ("/StructParent", "/StructParents", "/SE"):
                if isinstance(held, Dictionary | Stream) and key in held:
                    del held[key]
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        root.K = Array([top])
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def hold(self, page: Object, words: str) -> None:
        """Put all that a page draws into one element; `words` describe a page on which there is nothing to read."""
        readable = any(_TEXT.search(content) for content in _drawn(page))
        role = Name.P if readable else Name.Figure
        content = page.Contents.read_bytes()
        page.Contents.write(b"%s <</MCID 0>> BDC\n%sEMC\n" % (str(role).encode(), content))
        element = self._element(page, role, 0)
        if not readable:
            element.Alt = String(words)
        key = next_key(self._parents)
        page.StructParents, page.Tabs = key, Name.S
        self._parents[key] = self._pdf.make_indirect(Array([element]))

    def picture(self, page: Object, widget: Object, words: bytes, said: str) -> bytes:
        """Give `words`, which draw a widget, as content of a Figure, which takes the place of the widget's element."""
        if "/StructParents" not in page:
            page.StructParents = next_key(self._parents)
            self._parents[int(page.StructParents)] = self._pdf.make_indirect(Array())
        marked = self._parents.setdefault(int(page.StructParents), self._pdf.make_indirect(Array()))
        place = len(marked)
        own = self._parents.pop(int(widget.StructParent), None) if "/StructParent" in widget else None
        if isinstance(own, Dictionary):
            own.S, own.K, own.Pg = Name.Figure, Array([place]), page
        element = own if isinstance(own, Dictionary) else self._element(page, Name.Figure, place)
        box = [float(edge) for edge in widget.Rect]
        element.Alt, element.A = String(said), Dictionary(O=Name.Layout, BBox=Array(box))
        marked.append(element)
        return b"/Figure <</MCID %d>> BDC\n%sEMC\n" % (place, words)

    def finish(self) -> None:
        """Write the way back from the pages to the elements, and let go of what is not in the file (any more).

        That are annotations that were taken off, and what stood on pages that another program cut out of the file.
        """
        pages = [page.obj for page in self._pdf.pages]
        left = {held.objgen for page in pages for held in (page, *page.get("/Annots", ()))}
        empty: set[tuple[int, int]] = set()
        for element in reversed(list(_elements(self._root))):
            held = kids(element)
            kept = [
                kid
                for kid in held
                if _stays(kid, element, left) and not (is_element(kid) and kid.objgen in empty)
            ]
            if len(kept) < len(held):
                element.K = Array(kept)
                if not kept and element.is_indirect:
                    empty.add(element.objgen)
        _name(self._root)
        write_parents(self._root, self._parents)

    def _element(self, page: Object, role: Name, place: int) -> Object:
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=role, P=self._top, Pg=page, K=Array([place]))
        )
        if not isinstance(self._top.get("/K"), Array):
            self._top.K = Array(kids(self._top))
        self._top.K.append(element)
        return element


def _stays(kid: Object, element: Object, left: set[tuple[int, int]]) -> bool:
    """Say whether what an element holds is still in the file, of which the pages and annotations `left` are."""
    if is_element(kid):
        return True
    if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
        held = kid.get("/Obj")
        return isinstance(held, Dictionary | Stream) and ("/Rect" not in held or held.objgen in left)
    page = (kid if isinstance(kid, Dictionary) and "/Pg" in kid else element).get("/Pg")
    return page.objgen in left if page is not None else isinstance(kid, Dictionary) and "/Stm" in kid


def _drawn(page: Object) -> Iterator[bytes]:
    """Give the words that draw the page, and those of the drawings in it."""
    waiting, seen = [page], set[tuple[int, int]]()
    while waiting:
        held = waiting.pop()
        if held.objgen in seen:
            continue
        seen.add(held.objgen)
        if isinstance(held, Stream):
            yield held.read_bytes()
        drawings = held.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        waiting += [
            d for _, d in drawings.items() if isinstance(d, Stream) and d.get("/Subtype") == Name.Form
        ]
