"""A hash of what a page shows: its drawing, its fonts and pictures, its size; not of how the file stores them.

So it is the same after any rewriting that changes nothing to be seen, and another when a byte of a drawing, font or
picture is another. Tags, links, bookmarks and metadata are not in it.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

_SHOWN = ("/Contents", "/CropBox", "/MediaBox", "/Resources", "/Rotate")
_STORING = frozenset(("/DecodeParms", "/Filter", "/Length"))
_MAX_DEPTH = 40


class Sealer:
    """Gives the seals of pages of one file; what many pages share is read once."""

    def __init__(self, pdf: Pdf) -> None:
        self._pages = [page.obj for page in pdf.pages]
        self._known: dict[tuple[int, int], bytes] = {}

    def seal(self, first: int, pages: int) -> str:
        """Give the hex SHA-256 of what `pages` pages show, beginning at page `first` (from 1)."""
        whole = sha256()
        for page in self._pages[first - 1 : first - 1 + pages]:
            for key in _SHOWN:
                if key in page:
                    whole.update(key.encode() + self._digest(page[key], 0))
        return whole.hexdigest()

    def _digest(self, held: object, depth: int) -> bytes:
        if not isinstance(held, Array | Dictionary | Stream):
            said = b"s" + bytes(held) if isinstance(held, String) else repr(held).encode()
            return sha256(said).digest()
        number = held.objgen
        if number in self._known:
            return self._known[number]
        if number != (0, 0):
            self._known[number] = b"circle"
        if depth > _MAX_DEPTH:
            raise ValueError("a drawing holds itself")
        found = sha256(b"".join(self._said(held, depth + 1))).digest()
        if number != (0, 0):
            self._known[number] = found
        return found

    def _said(self, held: Object, depth: int) -> Iterator[bytes]:
        if isinstance(held, Array):
            yield b"["
            for member in held:
                yield self._digest(member, depth)
            return
        yield b"<"
        for key in _sorted(held):
            yield key.encode() + self._digest(held[key], depth)
        if isinstance(held, Stream):
            yield sha256(_content(held)).digest()


def _sorted(held: Object) -> Iterable[str]:
    left = _STORING if isinstance(held, Stream) else frozenset[str]()
    return sorted(key for key in held.keys() if key not in left)  # noqa: SIM118 - a PDF dictionary is no dict


def _content(stream: Object) -> bytes:
    """Read a stream unpacked where packing says nothing; a picture in a format of its own stays as it is."""
    packing = stream.get("/Filter", Name.FlateDecode)
    return stream.read_bytes() if packing == Name.FlateDecode else stream.read_raw_bytes()
