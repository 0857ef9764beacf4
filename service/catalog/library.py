"""All template packages below the given folders, read again when their files change. Safe to use from many threads."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from service.catalog.check import examine
from service.catalog.findings import broken, errors_in
from service.catalog.manifest import MANIFEST
from service.catalog.package import Package, files_of
from service.errors import BrokenPackage, NotFound
from service.vietnamese.text import closest
from service.vietnamese.text import slug as slug_of

Signature = tuple[tuple[str, int, int], ...]
"""Name, time of change (ns) and size of every file of a package."""


@dataclass(frozen=True)
class _Shelf:
    """One package as it was when last read: itself, or why it cannot be used."""

    signature: Signature
    package: Package | None
    problem: BrokenPackage | None


class Library:
    """The packages in `folders`: sub-folders, and bare .docx files. Of two with one slug the later folder's counts.

    A sub-folder that holds numbered folders only is a package kept version by version; the highest number counts.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._lock = threading.Lock()
        self._shelves: dict[Path, _Shelf] = {}

    def list(self) -> list[Package]:
        """Give the packages that can be used, by title."""
        shelves = (self._shelf(slug, path) for slug, path in self.places().items())
        return sorted((s.package for s in shelves if s.package), key=lambda p: (p.title, p.slug))

    def get(self, slug: str, version: str = "") -> Package:
        """Give one package; `version` names an older one where the package is kept version by version.

        Raises:
            NotFound: there is none of this name; the detail says which may be meant.
            BrokenPackage: it has errors; the detail and `errors` say which.
        """
        places = self.places()
        if slug not in places:
            guess = closest(slug[:100], places)
            raise NotFound(f"Không có bộ mẫu “{slug[:80]}”." + (f" Ý bạn là “{guess}”?" if guess else ""))
        place = places[slug]
        older = place.parent / version
        if version.isdecimal() and place.parent.name == slug and older.is_dir():
            place = older
        shelf = self._shelf(slug, place)
        if shelf.package is None:
            problem = shelf.problem or BrokenPackage()
            raise BrokenPackage(problem.detail, errors=problem.errors)
        return shelf.package

    def problems(self) -> Mapping[str, BrokenPackage]:
        """Give the packages that cannot be used, slug → why."""
        shelves = {slug: self._shelf(slug, path) for slug, path in self.places().items()}
        return {slug: s.problem for slug, s in shelves.items() if s.problem}

    def places(self) -> dict[str, Path]:
        """Give where each package lies, sound or not: slug → folder or bare .docx."""
        return {slug: path for folder in self._folders for slug, path in sorted(_packages_in(folder))}

    def _shelf(self, slug: str, path: Path) -> _Shelf:
        signature = _signature(path)
        with self._lock:
            shelf = self._shelves.get(path)
            if shelf is None or shelf.signature != signature:
                shelf = _read(slug, path, signature)
                self._shelves[path] = shelf
            return shelf


def _packages_in(folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name.startswith((".", "~$", "_")):
            continue
        if path.is_dir():
            yield path.name, newest(path)
        elif path.suffix.lower() == ".docx":
            yield slug_of(path.stem), path


def newest(folder: Path) -> Path:
    """Give the folder of a package's newest version; the folder itself when it holds the package directly."""
    if (folder / MANIFEST).is_file():
        return folder
    numbered = [p for p in folder.iterdir() if p.name.isdecimal() and p.is_dir()]
    return max(numbered, key=lambda p: int(p.name), default=folder)


def _read(slug: str, path: Path, signature: Signature) -> _Shelf:
    try:
        checked = examine(path)
    except BrokenPackage as exc:
        return _Shelf(signature, None, exc)
    if checked.package is None or errors_in(checked.findings):
        return _Shelf(signature, None, broken(checked.findings, slug))
    return _Shelf(signature, replace(checked.package, slug=slug), None)


def _signature(path: Path) -> Signature:
    found = []
    try:
        for file in files_of(path):
            stat = file.stat()
            found.append((file.as_posix(), stat.st_mtime_ns, stat.st_size))
    except OSError:
        return ()
    return tuple(found)
