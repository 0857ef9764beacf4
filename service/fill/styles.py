"""Leave out the styles and lists of a template that nothing uses: they cost LibreOffice more than the text does.

A style is used when text names it, when a used style is based on it, linked to it or followed by it, when it is a
default, or when a used list is tied to it. Works on parsed trees and changes them.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from service.catalog.wordfile import W

_VAL = f"{{{W}}}val"
_NAMING = frozenset(
    f"{{{W}}}{n}" for n in ("pStyle", "rStyle", "tblStyle", "clickAndTypeStyle", "defaultTableStyle")
)
_CHAINS = frozenset(f"{{{W}}}{n}" for n in ("basedOn", "link", "next"))
_LISTS = frozenset(f"{{{W}}}{n}" for n in ("styleLink", "numStyleLink"))
_STYLE, _NUM, _ABSTRACT = (f"{{{W}}}{n}" for n in ("style", "num", "abstractNum"))
_NUM_ID, _ABSTRACT_ID = f"{{{W}}}numId", f"{{{W}}}abstractNumId"
_ON = frozenset({"1", "true", "on"})


def prune_styles(
    styles: etree._Element, numbering: etree._Element | None, texts: Iterable[etree._Element]
) -> bool:
    """Remove what `texts` do not need from `styles` and `numbering`; tell whether numbering is still needed."""
    by_id = {s.get(f"{{{W}}}styleId", ""): s for s in styles.iter(_STYLE)}
    used: set[str] = {i for i, s in by_id.items() if s.get(f"{{{W}}}default") in _ON}
    lists: set[str] = set()
    for text in texts:
        used |= _values(text, _NAMING)
        lists |= _values(text, frozenset({_NUM_ID}))
    size = -1
    while size != len(used) + len(lists):
        size = len(used) + len(lists)
        for style in [by_id[i] for i in used if i in by_id]:
            used |= _values(style, _CHAINS)
            lists |= _values(style, frozenset({_NUM_ID}))
        if numbering is not None:
            used |= _tied_styles(numbering, lists)
    _remove(s for i, s in by_id.items() if i not in used)
    _remove(styles.iter(f"{{{W}}}latentStyles"))
    lists.discard("0")  # numId 0 takes a paragraph out of its list
    if numbering is None or not lists:
        return False
    _prune_lists(numbering, lists)
    return True


def _tied_styles(numbering: etree._Element, lists: set[str]) -> set[str]:
    abstracts = _abstracts_of(numbering, lists)
    tied = {a for a in numbering.iter(_ABSTRACT) if a.get(_ABSTRACT_ID) in abstracts}
    return {v for a in tied for v in _values(a, _NAMING | _LISTS)}


def _abstracts_of(numbering: etree._Element, lists: set[str]) -> set[str]:
    """Give the abstract lists behind list ids; those that lend their look to another by a list style come along."""
    links = {v for e in numbering.iter(*_LISTS) if (v := e.get(_VAL))}
    found = {
        e.get(_VAL, "") for n in numbering.iter(_NUM) if n.get(_NUM_ID) in lists for e in n.iter(_ABSTRACT_ID)
    }
    if links:
        found |= {a.get(_ABSTRACT_ID, "") for a in numbering.iter(_ABSTRACT) if _values(a, _LISTS)}
    return found


def _prune_lists(numbering: etree._Element, lists: set[str]) -> None:
    abstracts = _abstracts_of(numbering, lists)
    _remove(n for n in numbering.iter(_NUM) if n.get(_NUM_ID) not in lists)
    _remove(a for a in numbering.iter(_ABSTRACT) if a.get(_ABSTRACT_ID) not in abstracts)


def _values(element: etree._Element, tags: frozenset[str]) -> set[str]:
    return {v for e in element.iter(*tags) if (v := e.get(_VAL))}


def _remove(elements: Iterable[etree._Element] | Iterator[etree._Element]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
