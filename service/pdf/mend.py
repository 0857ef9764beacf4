"""Mends the tags that LibreOffice writes, so that a screen reader does not stumble over them.

What LibreOffice 7.4.7 does well: one Document, header cells of a repeated header row as TH with Scope, RowSpan and
ColSpan; sublists of one list inside their item; a table that runs over pages is one Table and its repeated header is
an artifact, as are page headers, footers, page numbers and rules; links have their Link element, text and description.

What it does not, and what is done here:

* RoleMap maps style names to P and standard types to themselves, which PDF/UA-1 (ISO 14289-1, 7.1) forbids: every
  element gets its standard type and the RoleMap goes. Two files can then not mean different things by one style name.
* Layout attributes are wrong by a factor of 50 (a table 453 pt wide says 9.07): dropped, but for a picture's BBox.
* The label of a list item or footnote lies in its text: split off as Lbl, told from text by its few glyphs.
* Empty paragraphs (spacing) and pictures without description (drawn as artifacts) leave empty elements: dropped.
* Heading levels follow the template's styles and may leap: brought to levels without holes (ISO 14289-1, 7.4.2).
* The borderless grids of a paper's head and signatures are Tables: made plain paragraphs in reading order.
* Footnotes have no ID (ISO 14289-1, 7.9), and the link back from a footnote is in no element (7.18.5).
* A picture with a description has it on an empty Figure, and is drawn as an artifact: see `pictures`.

Mending twice changes nothing more.
"""

from collections.abc import Callable
from itertools import count

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from service.pdf.glyphs import Glyphs
from service.pdf.pictures import Pictures
from service.pdf.tags import (
    attribute_objects,
    is_a,
    is_element,
    kids,
    next_key,
    read_ids,
    read_parents,
    top_elements,
    walk,
    write_ids,
    write_parents,
)

MAX_LABEL = 8
"""A longer first piece of a list item is its text ("xviii. " has 7 glyphs)."""
MAX_GRID_COLUMNS = 2
MAX_GRID_ROWS = 3

_HEADINGS = {f"/H{level}": level for level in range(1, 7)}
_DISPENSABLE = frozenset(
    (
        *("/P", "/H", "/Span", "/Div", "/NonStruct", "/Link", "/Caption", "/Note", "/Form"),
        *("/L", "/LI", "/LBody", "/Lbl", "/TOC", "/TOCI"),
        *_HEADINGS,
    )
)
_FIGURE = "/Figure"
_TELLING = frozenset((_FIGURE, "/Table", "/TR", "/TH", "/TD", "/L", "/Form", "/Formula"))
"""Types whose attributes may say more than layout; reading those of all others costs as much as all the mending."""
_LAYOUT = Name.Layout


def mend_tags(pdf: Pdf) -> None:
    """Mend the structure tree of `pdf` in place."""
    _Mender(pdf).run()


class _Mender:
    """One file while its tags are mended: element by element, what is inside first."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.Root.StructTreeRoot
        self._roles = _standard_roles(self._root)
        self._parents = read_parents(self._root)
        self._glyphs = Glyphs()
        self._pictures = Pictures(self._parents)
        self._open_headings: list[int] = []
        self._notes: list[Object] = []
        self._ids: set[str] = set()
        self._special: dict[str, Callable[[Object], None]] = {
            _FIGURE: self._pictures.settle,
            "/LI": self._list_item,
            "/Note": self._note,
            "/Table": self._table,
        }

    def run(self) -> None:
        """Mend all elements, then the links that are in none."""
        for top in top_elements(self._root):
            self._mend(top)
        if Name.RoleMap in self._root:
            del self._root.RoleMap
        self._pictures.finish()
        self._adopt_links()
        write_parents(self._root, self._parents)
        if self._notes:
            self._name_notes()

    def _mend(self, element: Object) -> bool:
        """Mend an element and all below it; False when nothing is left of it."""
        said = str(element["/S"])
        role = self._roles.get(said, said)
        if role != said:
            element.S = Name(role)
        if "/ID" in element:
            self._ids.add(str(element.ID))
        _keep_true_attributes(element, role)
        held = kids(element)
        left = [kid for kid in held if not is_element(kid) or self._mend(kid)]
        if len(left) < len(held):
            _hold(element, left)
        if role in self._special:
            self._special[role](element)
            left, role = kids(element), str(element.S)
        if not left and _is_dispensable(element, role):
            return False
        if role in _HEADINGS:
            element.S = Name(self._level(_HEADINGS[role]))
        return True

    def _level(self, level: int) -> str:
        """Give the heading level without holes: one below the nearest heading that stands above this one."""
        while self._open_headings and self._open_headings[-1] >= level:
            self._open_headings.pop()
        self._open_headings.append(level)
        return f"/H{len(self._open_headings)}"

    def _list_item(self, item: Object) -> None:
        bodies = [kid for kid in kids(item) if is_element(kid)]
        if not bodies or not is_a(bodies[0], Name.LBody):
            return
        label = self._split_label(item, bodies[0])
        if label is not None:
            _hold(item, [label, *bodies])

    def _note(self, note: Object) -> None:
        if kids(note):
            self._notes.append(note)
        label = self._split_label(note, note)
        if label is not None:
            _hold(note, [label, *kids(note)])

    def _split_label(self, parent: Object, holder: Object) -> Object | None:
        """Take the label out of the first paragraph in `holder`, as a Lbl whose parent is to be `parent`."""
        paragraphs = [kid for kid in kids(holder) if is_element(kid)]
        if not paragraphs or not is_a(paragraphs[0], Name.P):
            return None
        paragraph = paragraphs[0]
        first, *rest = kids(paragraph)
        if not rest or not isinstance(first, int) or self._glyphs.count(paragraph.Pg, first) > MAX_LABEL:
            return None
        label = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Lbl, P=parent, Pg=paragraph.Pg, K=Array([first]))
        )
        self._parents[int(paragraph.Pg.StructParents)][first] = label
        _hold(paragraph, rest)
        return label

    def _table(self, table: Object) -> None:
        """Make a grid that only arranges paragraphs (no header cells, few cells) a Div with these paragraphs."""
        rows = _rows(table)
        cells = [[kid for kid in kids(row) if is_element(kid)] for row in rows]
        small = len(rows) <= MAX_GRID_ROWS and max(map(len, cells), default=0) <= MAX_GRID_COLUMNS
        if any(is_a(cell, Name.TH) for row in cells for cell in row) or not (small or len(rows) == 1):
            return
        table.S = Name.Div
        if Name.A in table:
            del table.A
        _hold(table, [kid for row in cells for cell in row for kid in kids(cell)])

    def _adopt_links(self) -> None:
        """Give every link that is in no element a Link: in the Lbl of the footnote beside it, else at the very end."""
        for page in self._pdf.pages:
            strays = [a for a in page.obj.get(Name.Annots, ()) if _is_link(a) and Name.StructParent not in a]
            if Name.Annots in page.obj:
                page.obj.Tabs = Name.S
            if not strays:
                continue
            strays.sort(key=lambda link: -float(link.Rect[1]))
            notes = [n for n in self._notes if _page_of(n) == page.obj]
            for position, link in enumerate(strays):
                home = notes[position] if len(notes) == len(strays) else top_elements(self._root)[-1]
                self._adopt(link, home, page.obj)

    def _adopt(self, link: Object, home: Object, page: Object) -> None:
        if is_a(home, Name.Note):
            home = next((kid for kid in kids(home) if is_a(kid, Name.Lbl)), home)
        reference = Dictionary(Type=Name.OBJR, Obj=link, Pg=page)
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Link, P=home, Pg=page, K=Array([reference]))
        )
        _hold(home, [*kids(home), element])
        key = next_key(self._parents)
        link.StructParent = key
        self._parents[key] = element

    def _name_notes(self) -> None:
        free = (name for number in count(1) if (name := f"note-{number}") not in self._ids)
        ids = read_ids(self._root)
        for note in self._notes:
            if "/ID" not in note:
                name = next(free)
                note.ID = String(name)
                ids[name] = note
        write_ids(self._root, ids)


def _standard_roles(root: Object) -> dict[str, str]:
    """Give for every mapped type the standard type at the end of its chain; a type mapped to itself is its own."""
    mapped = {name: str(role) for name, role in root.get(Name.RoleMap, Dictionary()).items()}
    found: dict[str, str] = {}
    for name, said in mapped.items():
        role, seen = said, {name}
        while role in mapped and role not in seen:
            seen.add(role)
            role = mapped[role]
        found[name] = role
    return found


def _is_dispensable(element: Object, role: str) -> bool:
    """True when an element that holds nothing says nothing either, and nobody calls it by name."""
    if role == _FIGURE:
        return "/Alt" not in element
    return role in _DISPENSABLE and "/ID" not in element


def _keep_true_attributes(element: Object, role: str) -> None:
    """Drop layout attributes; keep those of tables and lists, and the place of a picture."""
    if "/A" not in element:
        return
    if role not in _TELLING:
        del element["/A"]
        return
    held = attribute_objects(element)
    kept = [a for a in held if a.get("/O") != _LAYOUT]
    if role == _FIGURE:
        boxes = [a.BBox for a in held if "/BBox" in a]
        kept += [Dictionary(O=Name.Layout, BBox=box) for box in boxes[:1]]
    if not kept:
        del element["/A"]
    elif len(kept) < len(held) or role == _FIGURE:
        element.A = kept[0] if len(kept) == 1 else Array(kept)


def _hold(element: Object, content: list[Object]) -> None:
    """Let the element hold exactly this content, and the elements in it know their parent."""
    if not content:
        if Name.K in element:
            del element.K
        return
    element.K = Array(content)
    for kid in content:
        if is_element(kid):
            kid.P = element


def _rows(table: Object) -> list[Object]:
    """Give the rows of a table, through THead, TBody and TFoot if it has them, never those of a table in a cell."""
    held = [kid for kid in kids(table) if is_element(kid)]
    return [row for kid in held for row in ([kid] if is_a(kid, Name.TR) else _rows(kid))]


def _is_link(annotation: Object) -> bool:
    return bool(annotation.get(Name.Subtype) == Name.Link)


def _page_of(element: Object) -> Object | None:
    """Give the page on which an element's content begins."""
    return next((e.Pg for e in walk(element) if Name.Pg in e), None)
