"""The structure tree of a tagged PDF (ISO 32000-1, 14.7): reading it, and joining the trees of many files into one.

A tree hangs on three nails, and a merge that forgets one gives a file that only claims to be tagged: the elements
(each knows its parent and its page), the ParentTree (from a page's or an annotation's key back to its elements), and
the IDTree (elements that others call by name). Must never decide what an element ought to be: that is `mend`.
"""

from collections.abc import Callable, Iterator, Mapping

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

Parents = dict[int, Object]
"""A ParentTree, flat: key of a page → array of elements by marked content, key of an annotation → its element."""

KEYS = (Name.StructParents, Name.StructParent)


def kids(element: Object) -> list[Object]:
    """Give what an element holds, in order: elements, marked content (a number or an MCR), object references."""
    held = element.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, Array) else [held]


def is_element(kid: Object) -> bool:
    """True for a structure element, false for marked content and object references."""
    return isinstance(kid, Dictionary) and "/S" in kid


def is_a(kid: Object, role: Name) -> bool:
    """True for a structure element of this type."""
    return is_element(kid) and bool(kid["/S"] == role)


def walk(element: Object) -> Iterator[Object]:
    """Give the element and all elements below it, in reading order."""
    waiting = [element]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(kid for kid in reversed(kids(here)) if is_element(kid))


def top_elements(root: Object) -> list[Object]:
    """Give the elements right below the StructTreeRoot."""
    return [kid for kid in kids(root) if is_element(kid)]


def read_parents(root: Object) -> Parents:
    """Read the ParentTree of a StructTreeRoot."""
    return (
        {int(key): value for key, value in leaves(root.ParentTree, Name.Nums)}
        if Name.ParentTree in root
        else {}
    )


def write_parents(root: Object, parents: Parents) -> None:
    """Write the ParentTree of a StructTreeRoot."""
    flat = [item for key in sorted(parents) for item in (key, parents[key])]
    root.ParentTree = Dictionary(Nums=Array(flat))
    root.ParentTreeNextKey = next_key(parents)


def next_key(parents: Parents) -> int:
    """Give the first key that is free."""
    return max(parents, default=-1) + 1


def leaves(node: Object, name: Name) -> Iterator[tuple[Object, Object]]:
    """Give the pairs of a number tree (`name` is Nums) or a name tree (Names), in order (ISO 32000-1, 7.9.6)."""
    pairs = list(node.get(name, ()))
    yield from zip(pairs[::2], pairs[1::2], strict=True)
    for kid in node.get(Name.Kids, ()):
        yield from leaves(kid, name)


def shift_keys(pdf: Pdf, offset: int) -> None:
    """Move all keys of a file up by `offset`: those of pages, annotations and XObjects, and those of the ParentTree.

    After this the file may be copied beside files whose keys end below `offset`.
    """
    root = pdf.Root.StructTreeRoot
    write_parents(root, {key + offset: value for key, value in read_parents(root).items()})
    shifted: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for holder in keyed(page.obj):
            if holder.is_indirect:
                if holder.objgen in shifted:
                    continue
                shifted.add(holder.objgen)
            for key in KEYS:
                if key in holder:
                    holder[key] = int(holder[key]) + offset


def keys_of(page: Object) -> list[int]:
    """Give the keys of a page and of all on it that has one."""
    return [int(holder[key]) for holder in keyed(page) for key in KEYS if key in holder]


def keyed(page: Object) -> list[Object]:
    """Give all that may have a key into the ParentTree: the page, its annotations and XObjects, those in these too."""
    drawn: dict[tuple[int, int], Object] = {}
    waiting = [page]
    while waiting:
        held = waiting.pop().get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary())
        new = {one.objgen: one for one in held.values() if one.objgen not in drawn}
        drawn.update(new)
        waiting += new.values()
    return [page, *page.get(Name.Annots, ()), *drawn.values()]


def prefix_names(root: Object, prefix: str) -> None:
    """Put `prefix` before all that elements are called by: IDs, header cells called by ID, attribute classes."""
    rename(root, lambda name: prefix + name)


def rename(root: Object, change: Callable[[str], str]) -> None:
    """Change all that elements are called by: IDs, header cells called by ID, attribute classes."""
    classes = root.get("/ClassMap", Dictionary())
    own = {str(name): f"/{change(name[1:])}" for name in classes.keys()}  # noqa: SIM118 - a PDF dictionary is no dict
    if own:
        root.ClassMap = Dictionary({own[name]: value for name, value in classes.items()})
    for element in (element for top in top_elements(root) for element in walk(top)):
        if "/ID" in element:
            element.ID = String(change(str(element.ID)))
        if "/C" in element:
            held = element.C if isinstance(element.C, Array) else [element.C]
            element.C = Array([Name(own.get(str(c), str(c))) if isinstance(c, Name) else c for c in held])
        for attributes in attribute_objects(element):
            if "/Headers" in attributes:
                attributes.Headers = Array([String(change(str(h))) for h in attributes.Headers])
    write_ids(root, {change(name): element for name, element in read_ids(root).items()})


def attribute_objects(element: Object) -> list[Object]:
    """Give the attribute dictionaries of an element, without the revision numbers that may stand between them."""
    held = element.get("/A")
    if held is None:
        return []
    return [a for a in (held if isinstance(held, Array) else [held]) if isinstance(a, Dictionary)]


class TagForest:
    """The tree of a dossier while it grows: one Document, and in it one Part for each file."""

    def __init__(self, pdf: Pdf, language: str) -> None:
        self._pdf, self._language = pdf, language
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, Lang=String(language))
        )
        self._parts: list[Object] = []
        self._parents: Parents = {}
        self._next_key = 0
        self._classes: dict[str, Object] = {}
        self._ids: dict[str, Object] = {}
        pdf.Root.StructTreeRoot = self._root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def graft(self, copied: Object, title: str, language: str = "") -> None:
        """Take a StructTreeRoot that was copied together with its pages, as the next Part, in its own language.

        Its roles must be standard ones (`mend` sees to that), so there is no RoleMap to join; its keys and names must
        be its own (`make_own`).
        """
        self._parts.append(self._as_part(copied, title, language or self._language))
        parents = read_parents(copied)
        self._parents.update(parents)
        self._next_key = max(self._next_key, next_key(parents))
        self._classes.update(copied.get("/ClassMap", Dictionary()).items())
        self._ids.update(read_ids(copied))

    def next_key(self) -> int:
        """Give the key from which the next file's keys must start; see `shift_keys`."""
        return self._next_key

    def hang_link(self, place: int, link: Object, page: Object) -> None:
        """Let the Part at `place` end with a link annotation of its own."""
        part, key = self._parts[place], self._next_key
        element = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Link,
                P=part,
                Pg=page,
                K=Array([Dictionary(Type=Name.OBJR, Obj=link, Pg=page)]),
            )
        )
        part.K = Array([*kids(part), element])
        link.StructParent, self._parents[key] = key, element
        self._next_key += 1

    def finish(self) -> None:
        """Write what is known only when all files are in: ParentTree, IDTree, ClassMap and the Document's Parts."""
        self._document.K = Array(self._parts)
        self._root.K = Array([self._document])
        write_parents(self._root, self._parents)
        write_ids(self._root, self._ids)
        if self._classes:
            self._root.ClassMap = Dictionary(self._classes)

    def _as_part(self, copied: Object, title: str, language: str) -> Object:
        """Make a Part of the file's single Document element, or put a Part around whatever stands on top."""
        tops = top_elements(copied)
        if len(tops) == 1 and is_a(tops[0], Name.Document):
            part = tops[0]
            part.S = Name.Part
        else:
            part = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, K=Array(tops)))
            for top in tops:
                top.P = part
        part.P, part.T, part.Lang = self._document, String(title), String(language)
        return part


def read_ids(root: Object) -> dict[str, Object]:
    """Read the IDTree of a StructTreeRoot."""
    return {str(name): element for name, element in leaves(root.get("/IDTree", Dictionary()), Name.Names)}


def write_ids(root: Object, ids: Mapping[str, Object]) -> None:
    """Write the IDTree of a StructTreeRoot; none when no element has an ID."""
    if ids:
        written = sorted((String(name) for name in ids), key=bytes)  # ISO 32000-1, 7.9.6: by their bytes
        root.IDTree = Dictionary(Names=Array([item for name in written for item in (name, ids[str(name)])]))
