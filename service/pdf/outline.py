"""Bookmarks of a dossier: one for each document, opening at its first page, with the document's own below it."""

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


class Bookmarks:
    """The bookmarks of a dossier while it grows."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._items: list[Object] = []

    def add(self, own: Object | None, title: str, first_page: Object) -> None:
        """Add the bookmark of a document; `own` is the root of its bookmarks, copied together with its pages.

        That root becomes the document's bookmark: those below it know it as their parent already. It is closed, so
        that the reader sees the documents first.
        """
        item = self._pdf.make_indirect(Dictionary()) if own is None else own
        if own is not None:
            item.Count = -abs(int(item.get("/Count", 1)))
        if "/Type" in item:
            del item["/Type"]
        item.Title = String(title)
        item.Dest = Array([first_page, Name.XYZ, None, None, None])
        self._items.append(item)

    def finish(self) -> None:
        """Hang the documents' bookmarks together, and let viewers show them."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(self._items)))
        for item in self._items:
            item.Parent = root
        for left, right in zip(self._items, self._items[1:], strict=False):
            left.Next, right.Prev = right, left
        root.First, root.Last = self._items[0], self._items[-1]
        self._pdf.Root.Outlines = root
        self._pdf.Root.PageMode = Name.UseOutlines


def own_bookmarks(source: Pdf) -> Object | None:
    """Give the root of the bookmarks of `source`; None when it has none."""
    root = source.Root.get("/Outlines")
    return root if root is not None and "/First" in root else None
