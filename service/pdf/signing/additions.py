"""Says at once that what follows a signature is no more than further signatures and proofs, as this service adds them.

pyHanko's own analysis reads every object of the signed file and every way to it: 79 s and 300 MB for 600 pages. Here
only the objects that were written again are looked at; each must be one that a further signature changes, in no other
way than it does: the list of fields, the annotations of a page, the store of proofs, the metadata. Whatever is not
quite so is left to pyHanko. What was signed must not speak of any object that came later: something that was missing
could so be put in its place, which pyHanko 0.38 takes for an orphan. Runs in the child only.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.rules.metadata_rules import MetadataUpdateRule
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

_REFERENCE = re.compile(rb'"(\d+) \d+ R"')
_FIELD = frozenset(("/Type", "/Subtype", "/FT", "/T", "/TU", "/Rect", "/F", "/Ff", "/P", "/V", "/DA"))
_STORE = frozenset(("/Type", "/Certs", "/OCSPs", "/CRLs", "/VRI"))
_MAY_DIFFER = {
    "/Root": {"/DSS", "/Extensions"},
    "/Info": {"/ModDate", "/Producer"},
    "/AcroForm": {"/Fields", "/SigFlags"},
}
_METADATA = frozenset(("/Type", "/Subtype", "/Length", "/Filter"))
_UNREAD = (
    pikepdf.PdfError,
    PdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
)


class Additions(StandardDiffPolicy):
    """Judges what follows the signatures of the file that `reader` reads."""

    def __init__(self, reader: PdfFileReader) -> None:
        super().__init__(DEFAULT_DIFF_POLICY.global_rules, DEFAULT_DIFF_POLICY.form_rule)
        self._reader = reader
        self._spoken: dict[int, Counter[int]] = {}

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """Compare a later revision with the signed one; see pyHanko."""
        found = None
        if field_mdp_spec is None:
            try:
                found = _Later(old, new, self._spoken_of(old)).told()
            except SuspiciousModification:
                raise
            except _UNREAD:
                found = None
        return found or super().apply(old, new, field_mdp_spec, doc_mdp)

    def _spoken_of(self, old: HistoricalResolver) -> Counter[int]:
        """Count how often the objects of the signed file name each object, also one that came later.

        What was not written again is read as it stands in the whole file: alone, a reader of the signed part would
        pass over what is not in it.
        """
        if old.revision not in self._spoken:
            revisions = range(old.revision + 1, self._reader.xrefs.total_revisions)
            later = {ref for n in revisions for ref in self._reader.xrefs.explicit_refs_in_revision(n)}
            size = self._reader.xrefs.get_xref_container_info(revisions[-1]).size
            if any(ref.idnum >= size for ref in later):  # some readers pass over these, others do not
                raise SuspiciousModification("objects beyond the length of their list")
            self._reader.stream.seek(0)
            spoken = _named_by_others(self._reader.stream.read(), {ref.idnum for ref in later})
            for ref in later:
                if not old.is_ref_unassignable(ref):
                    spoken.update(_named_in(old(ref)))
            self._spoken[old.revision] = spoken
        return self._spoken[old.revision]


def _named_by_others(data: bytes, but: set[int]) -> Counter[int]:
    """Count the references in all objects of a file but some."""
    spoken: Counter[int] = Counter()
    with pikepdf.open(BytesIO(data), attempt_recovery=False) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Object) and one.objgen[0] not in but:
                spoken.update(map(int, _REFERENCE.findall(one.to_json(dereference=True, schema_version=2))))
    return spoken


def _named_in(held: Any) -> Iterator[int]:
    """Give the numbers that an object refers to."""
    if isinstance(held, generic.IndirectObject):
        yield held.idnum
    elif isinstance(held, generic.DictionaryObject):
        for key in held:
            yield from _named_in(held.raw_get(key))
    elif isinstance(held, generic.ArrayObject):
        for n in range(len(held)):
            yield from _named_in(held.raw_get(n))


class _Later:
    """One later revision held against the signed one."""

    def __init__(self, old: HistoricalResolver, new: HistoricalResolver, spoken: Counter[int]) -> None:
        self._old, self._new, self._spoken = old, new, spoken
        written = new.explicit_refs_in_revision()
        self._added = {ref for ref in written if old.is_ref_unassignable(ref)}
        self._changed = written - self._added
        self._fields: dict[tuple[int, int], Any] = {}

    def told(self) -> DiffResult | None:
        """Say how far the changes go; None where they are not the plain ones, which does not mean that they are bad.

        Raises:
            SuspiciousModification: they are.
        """
        old, new = self._old, self._new
        if any(self._was_there(ref) for ref in self._added):
            raise SuspiciousModification("the signed file speaks of what only came later")
        if new.refs_freed_in_revision():
            return None
        if any(
            _raw(old.trailer_view, k) != _raw(new.trailer_view, k) for k in ("/Root", "/Info", "/Encrypt")
        ):
            return None
        if not self._takes_fields() or not all(self._is_plain(ref) for ref in self._changed):
            return None
        kinds = {str(field["/V"]["/Type"]) for field in self._fields.values()}
        if kinds - {"/Sig", "/DocTimeStamp"}:
            return None
        names = {str(f["/T"]) for f in self._fields.values() if f["/V"]["/Type"] == "/Sig"}
        level = ModificationLevel.FORM_FILLING if names else ModificationLevel.LTA_UPDATES
        return DiffResult(level, names)

    def _was_there(self, ref: generic.Reference | generic.IndirectObject) -> bool:
        """Say whether the signed file speaks of an object, though by the length of its list it cannot have it."""
        return bool(self._spoken[ref.idnum]) or (ref.idnum, ref.generation) in self._known

    def _takes_fields(self) -> bool:
        """Take the fields that were added; say whether there is nothing else than fields that nobody sees."""
        old, new = self._old.root["/AcroForm"], self._new.root["/AcroForm"]
        added = _appended(old["/Fields"], new["/Fields"])
        if added is None:
            return False
        self._fields = {(ref.idnum, ref.generation): ref.get_object() for ref in added}
        fresh = all(
            self._old.is_ref_unassignable(ref.reference) and not self._was_there(ref) for ref in added
        )
        return fresh and all(_unseen(field) for field in self._fields.values())

    def _is_plain(self, ref: generic.Reference) -> bool:
        """Say whether one object was written again as a further signature does it."""
        before, after = self._old(ref), self._new(ref)
        known = self._known.get((ref.idnum, ref.generation))
        if known is None:
            return self._is_page(before, after)
        if known in _MAY_DIFFER:
            plain = _differs_by(before, after, _MAY_DIFFER[known])
        elif known == "/Metadata":
            MetadataUpdateRule.is_well_formed_xml(generic.Reference(ref.idnum, ref.generation, self._new))
            plain = after.keys() <= _METADATA
        elif known == "/DSS":
            plain = isinstance(after, generic.DictionaryObject) and after.keys() <= _STORE
        else:
            plain = isinstance(after, generic.ArrayObject)
        # What is named twice might be something else in another place, where no change of catalog or Info would matter.
        return plain and (known in ("/Root", "/Info") or self._spoken[ref.idnum] <= 1)

    @cached_property
    def _known(self) -> dict[tuple[int, int], str]:
        """Give what a further signature may write again, and as what it stands in the signed file; the first counts."""
        root, trailer = self._old.root, self._old.trailer_view
        store = root["/DSS"] if "/DSS" in root else generic.DictionaryObject()
        places = [(trailer, "/Root"), (trailer, "/Info")]
        places += [(root, key) for key in ("/Metadata", "/AcroForm", "/DSS")]
        places += [(store, key) for key in ("/Certs", "/OCSPs", "/CRLs")]
        found = [(_raw(holder, key), key) for holder, key in places]
        known = [(one, key) for one, key in found if isinstance(one, generic.IndirectObject)]
        return {(one.idnum, one.generation): key for one, key in reversed(known)}

    def _is_page(self, before: Any, after: Any) -> bool:
        """Say whether this is a page that got nothing but the new fields among its annotations."""
        if not isinstance(before, generic.DictionaryObject) or _raw(before, "/Type") != "/Page":
            return False
        held = [_raw(page, "/Annots") for page in (before, after)]
        if not all(one is None or isinstance(one, generic.ArrayObject) for one in held):
            return False
        added = _appended(*(one or generic.ArrayObject() for one in held))
        if added is None or not _differs_by(before, after, {"/Annots"}):
            return False
        return {(ref.idnum, ref.generation) for ref in added} <= self._fields.keys()


def _raw(holder: Any, key: str) -> Any:
    return holder.raw_get(key) if key in holder else None


def _differs_by(before: Any, after: Any, keys: set[str]) -> bool:
    """Say whether two dictionaries are equal but for some members."""
    if type(before) is not type(after) or not isinstance(before, generic.DictionaryObject):
        return False
    wrong = {key for key in before.keys() | after.keys() if _raw(before, key) != _raw(after, key)}
    return not isinstance(before, generic.StreamObject) and wrong <= keys


def _appended(before: Any, after: Any) -> list[generic.IndirectObject] | None:
    """Give the references at the end of a list that were not there before; None where anything else changed."""
    first, rest = list(after)[: len(before)], [after.raw_get(n) for n in range(len(before), len(after))]
    same = all(before.raw_get(n) == after.raw_get(n) for n in range(len(first)))
    same = same and len(first) == len(before)
    return rest if same and all(isinstance(one, generic.IndirectObject) for one in rest) else None


def _unseen(field: Any) -> bool:
    """Say whether a field is one for a signature that takes no place on the page and shows nothing."""
    if field.keys() - _FIELD or field["/FT"] != "/Sig" or field["/Subtype"] != "/Widget":
        return False
    x1, y1, x2, y2 = (float(edge) for edge in field["/Rect"])
    return x1 == x2 and y1 == y2
