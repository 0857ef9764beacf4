"""Archives that are sent while they are made: the first file is under way before the next one is there.

Nothing is kept and nobody waits: to cut apart a dossier of thousands of documents takes minutes, to find its first
document seconds.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from io import SEEK_SET, BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from flask import Response

from service.archive.keep import Archive
from service.pdf.split import split
from service.vietnamese.text import slug
from service.web.files import TYPES, add_file


class _Window(BytesIO):
    """A file of which only the piece not yet sent is held; a .zip goes back no further than to its last member.

    Because one can go back, each member's size and checksum stand before it, as programs expect that read .zip files
    from their beginning.
    """

    _sent = 0

    def tell(self) -> int:
        return self._sent + super().tell()

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        return self._sent + super().seek(offset - self._sent if whence == SEEK_SET else offset, whence)

    def drain(self) -> bytes:
        """Give what was written since the last time, and forget it."""
        piece = self.getvalue()
        self.truncate(0)
        super().seek(0)
        self._sent += len(piece)
        return piece


def split_stream(archive: Archive, sha256: str | None, work: Path) -> Generator[bytes]:
    """Give the .zip of the documents that a dossier splits into, a piece for each document.

    Raises:
        NotFound, UnreadableInput, StorageUnavailable: before the first piece, if it is the dossier's fault.
    """
    work.mkdir(parents=True, exist_ok=True)
    window = _Window()
    with TemporaryDirectory(dir=work) as name, ZipFile(window, "w") as bundle:
        dossier = archive.fetch(sha256, ".pdf", Path(name) / "ho-so.pdf")
        for number, piece in enumerate(split(dossier, Path(name)), start=1):
            with piece.path.open("rb") as stream:
                add_file(bundle, f"{number:04}_{slug(piece.title) or 'van-ban'}.pdf", stream)
            piece.path.unlink()
            yield window.drain()
    yield window.drain()


def send_stream(pieces: Generator[bytes], name: str) -> Response:
    """Send an archive while it is made; whatever its first piece raises becomes a problem report, not half a file."""
    first = next(pieces)

    def all_pieces() -> Iterator[bytes]:
        with closing(pieces):
            yield first
            yield from pieces

    answer = Response(all_pieces(), mimetype=TYPES[Path(name).suffix])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-cache, max-age=0"
    return answer
