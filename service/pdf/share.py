"""Stores once what many documents of a dossier hold alike: fonts, pictures, colour profiles, whole page contents.

Documents of one template carry the same fonts, and dropping the copies makes a dossier several times smaller. Two
objects are the same when they say the same, once all that they refer to has been made the same.
"""

from hashlib import sha256

from pikepdf import Array, Dictionary, Object, Stream

# What a copy may not share: it belongs to one place in the document.
_BOUND = ("/StructParent", "/StructParents")


class SharedObjects:
    """The objects of one output file, each kept under a hash of what it says."""

    def __init__(self) -> None:
        self._kept: dict[bytes, Object] = {}
        self._settled: dict[tuple[int, int], Object] = {}

    def share(self, page: Object) -> None:
        """Let `page` draw with objects that are stored already, wherever there are equal ones."""
        for key in ("/Resources", "/Contents"):
            if key in page:
                page[key] = self._settle(page[key])

    def keep(self, held: Object) -> None:
        """Take it that `held` and all below it is stored once already; it is not looked into."""
        self._settled[held.objgen] = held

    def _settle(self, held: Object) -> Object:
        """Give the object to use for `held`: itself or an equal one; all below it is settled first."""
        if held.is_indirect:
            if held.objgen in self._settled:
                return self._settled[held.objgen]
            self._settled[held.objgen] = held  # ends the walk where objects refer to each other in a circle
        if isinstance(held, Array):
            for position, member in enumerate(list(held)):
                if _is_container(member):
                    held[position] = self._settle(member)
        else:
            self._settle_members(held)
        if not held.is_indirect or _is_bound(held):
            return held
        kept = self._kept.setdefault(_digest(held), held)
        self._settled[held.objgen] = kept
        return kept

    def _settle_members(self, holder: Object) -> None:
        for key, member in holder.items():
            if _is_container(member):
                kept = self._settle(member)
                if kept.objgen != member.objgen:
                    holder[key] = kept


def _is_bound(held: Object) -> bool:
    return not isinstance(held, Array) and any(key in held for key in _BOUND)


def _is_container(member: Object) -> bool:
    return isinstance(member, Dictionary | Array | Stream)


def _digest(held: Object) -> bytes:
    if not isinstance(held, Stream):
        return sha256(held.unparse(resolved=True)).digest()
    words = {key: value for key, value in held.stream_dict.items() if key != "/Length"}
    return sha256(Dictionary(words).unparse() + b"\0" + held.read_raw_bytes()).digest()
