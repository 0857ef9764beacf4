"""The pages of a dossier while it grows.

The library's own page list counts all pages again for every page added: 3,000 documents took it 7.5 s, this 1.5 s. So
the page tree is written here, and each file is copied in one go with all that points at its pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pikepdf import Array, Name, Object, Pdf


class Pages:
    """All pages so far, in order."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages: list[Object] = []

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def all(self) -> Sequence[Object]:
        """The pages, in order."""
        return self._pages

    def copy(
        self, source: Pdf, belongings: Mapping[str, Object], only: Sequence[Object] | None = None
    ) -> tuple[list[Object], Object]:
        """Copy the pages of `source`, all or `only` these, and its `belongings`; give both, these under their names.

        What is copied at once keeps its references: a tag, link or bookmark goes to the new page. Spoils `source`,
        which is to be closed now: while pages are called pages and know their tree, the library will not copy them
        together with what points at them.
        """
        pages = [page.obj for page in source.pages] if only is None else list(only)
        for page in pages:
            del page["/Type"], page["/Parent"]
        with _holding(source.Root, {"Pages": Array(pages), **belongings}) as bundle:
            copied: Object = self._pdf.copy_foreign(bundle)
        added = list(copied.Pages)
        for copy in added:
            copy.Type, copy.Parent = Name.Page, self._pdf.Root.Pages
        self._pages += added
        return added, copied

    def finish(self) -> None:
        """Write the page tree."""
        self._pdf.Root.Pages.Kids = Array(self._pages)
        self._pdf.Root.Pages.Count = len(self._pages)


@contextmanager
def _holding(holder: Object, members: Mapping[str, Object]) -> Iterator[Object]:
    """Let an object that the file has already hold these members alone for a while.

    A new object would do, but for the first one the library reads the whole file.
    """
    kept = dict(holder.items())
    for key in kept:
        del holder[key]
    holder.update({f"/{name}": held for name, held in members.items()})
    yield holder
    for name in members:
        del holder[f"/{name}"]
    holder.update(kept)
