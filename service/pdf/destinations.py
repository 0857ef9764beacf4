"""Named destinations: kept apart for each file of a dossier, with every link and bookmark that goes to them."""

from collections.abc import Callable, Collection, Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from service.pdf.tags import leaves


class Destinations:
    """The names of a dossier while it grows. A name "a" of the third file becomes "3.a"."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._named: dict[bytes, Object] = {}

    def take_over(self, copied: Object) -> None:
        """Take what `named` gave of a file, now copied together with its pages."""
        pairs = list(copied)
        self._named.update({bytes(name): place for name, place in zip(pairs[::2], pairs[1::2], strict=True)})

    def finish(self) -> None:
        """Write the name tree; none when there is no name."""
        if self._named:
            flat = [item for name in sorted(self._named) for item in (String(name), self._named[name])]
            names = self._pdf.make_indirect(Dictionary(Names=Array(flat)))
            self._pdf.Root.Names = Dictionary(Dests=names)


def named(source: Pdf, prefix: str) -> Array:
    """Give the named destinations of `source` as name, place, name, place …, with `prefix` before each name."""
    return Array([item for name, place in _named(source) for item in (String(prefix + name), place)])


def prefix_calls(source: Pdf, prefix: str) -> None:
    """Put `prefix` before every name that a link or bookmark of `source` calls."""
    rename_calls(source, lambda name: prefix + name)


def rename_calls(source: Pdf, change: Callable[[str], str]) -> None:
    """Change every name that a link or bookmark of `source` calls."""
    for holder in _callers(source):
        for key in ("/Dest", "/D"):
            if isinstance(holder.get(key), String | Name):
                holder[key] = String(change(_plain(holder[key])))


def forget_places(link: Object, own: Collection[tuple[int, int]]) -> None:
    """Let a link or bookmark lead to none but the pages `own`; a place in another file is not ours to judge."""
    action = link.get("/A")
    if action is not None and not isinstance(action, Dictionary):
        del link["/A"]
    inside = isinstance(action, Dictionary) and action.get("/S") == Name.GoTo
    for holder, key in ((link, "/Dest"), *(((action, "/D"),) if inside else ())):
        place = holder.get(key)
        page = place[0] if isinstance(place, Array) and len(place) else None
        if isinstance(place, Array) and not (isinstance(page, Dictionary) and page.objgen in own):
            del holder[key]


def _callers(source: Pdf) -> Iterator[Object]:
    """Give all that may call a destination: links and bookmarks, and the actions of both."""
    links = [link for page in source.pages for link in page.obj.get("/Annots", ())]
    for holder in (*links, *bookmarks(source.Root.get("/Outlines"))):
        yield holder
        action = holder.get("/A")
        if action is not None and action.get("/S") == Name.GoTo:
            yield action


def bookmarks(node: Object | None) -> Iterator[Object]:
    """Give the bookmarks below a bookmark, or below the root of all."""
    item = node.get("/First") if node is not None else None
    while item is not None:
        yield item
        yield from bookmarks(item)
        item = item.get("/Next")


def _named(source: Pdf) -> Iterator[tuple[str, Object]]:
    """Give the names of `source` from both places: the old dictionary (LibreOffice's) and the name tree."""
    for name, place in source.Root.get("/Dests", Dictionary()).items():
        yield name[1:], place
    tree = source.Root.get("/Names", Dictionary()).get("/Dests")
    if tree is not None:
        yield from ((str(name), place) for name, place in leaves(tree, Name.Names))


def _plain(name: Object) -> str:
    return str(name)[1:] if isinstance(name, Name) else str(name)
