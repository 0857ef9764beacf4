"""One Word template, compiled once and filled many times; the whole of what is kept for a template version.

Compiling prunes the file, mends its tags and compiles one Jinja template for each part that has tags; every other
part stays deflated as it will be written. Filling reads nothing but the values, so any number of threads may fill.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service.catalog.markup import read_markup
from service.catalog.wordfile import open_word_bytes
from service.errors import BrokenPackage
from service.fill.container import FAST_LEVEL, Member, deflate, write_container
from service.fill.part import CompiledPart
from service.fill.properties import APP, APP_XML, CORE, core_properties
from service.fill.prune import prune
from service.model import Metadata

MAX_OUTPUT_CHARACTERS = 50_000_000
MAX_KEPT = 64


class CompiledTemplate:
    """A template ready to fill. `sha256` is that of the file it was made from.

    Raises BrokenPackage when made from a file that is no sound template; the detail names the place.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.name = name
        word = prune(open_word_bytes(data, name))
        markups = read_markup(word)
        self._parts = {m.part.name: CompiledPart(m, name) for m in markups}
        order = [*word.members, CORE, APP]
        static = {n: d for n, d in word.members.items() if n not in self._parts} | {APP: APP_XML.encode()}
        self._static: dict[str, Member] = {n: deflate(n, d) for n, d in static.items()}
        self._order = tuple(order)

    def fill(self, values: Mapping[str, Any], target: Path, metadata: Metadata) -> None:
        """Write the filled .docx; the same values and metadata give the same bytes.

        Args:
            values: plain values of one submission.
            target: the file to write.
            metadata: becomes the document properties.

        Raises:
            FillFailed: a tag has no value, a filter refuses one, or the result grows too large; names the tag.
            StorageUnavailable: the disk refuses.
        """
        fresh = {CORE: deflate(CORE, core_properties(metadata).encode(), FAST_LEVEL)}
        left = MAX_OUTPUT_CHARACTERS
        for name, part in self._parts.items():
            xml = part.render(values, left)
            left -= len(xml)
            fresh[name] = deflate(name, xml.encode(), FAST_LEVEL)
        write_container(target, [fresh.get(n) or self._static[n] for n in self._order])


class Templates:
    """Compiled templates by content, the least lately used forgotten first. Safe to use from many threads."""

    def __init__(self, kept: int = MAX_KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._by_hash: OrderedDict[str, CompiledTemplate] = OrderedDict()
        self._hashes: dict[Path, tuple[tuple[int, int], str]] = {}

    def get(self, path: Path) -> CompiledTemplate:
        """Give the compiled template of a file as it is now. Raises BrokenPackage."""
        try:
            stat = path.stat()
            signature = (stat.st_mtime_ns, stat.st_size)
            with self._lock:
                known = self._hashes.get(path)
                if known and known[0] == signature and known[1] in self._by_hash:
                    self._by_hash.move_to_end(known[1])
                    return self._by_hash[known[1]]
            data = path.read_bytes()
        except OSError as exc:
            raise BrokenPackage(f"Không đọc được tệp mẫu {path.name}.") from exc
        return self._keep(path, signature, data)

    def _keep(self, path: Path, signature: tuple[int, int], data: bytes) -> CompiledTemplate:
        key = hashlib.sha256(data).hexdigest()
        with self._lock:
            self._hashes[path] = (signature, key)
            found = self._by_hash.get(key)
        made = found or CompiledTemplate(data, path.name)  # outside the lock: others go on filling meanwhile
        with self._lock:
            made = self._by_hash.setdefault(key, made)
            self._by_hash.move_to_end(key)
            while len(self._by_hash) > self._kept:
                self._by_hash.popitem(last=False)
        return made
