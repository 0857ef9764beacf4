"""Make a template light, once, when it is loaded: leave out what no page shows. The pages must not change by a pixel.

Orders the work of styles, theme and parts; the rules are theirs.
"""

from collections.abc import Mapping

from lxml import etree

from service.catalog.wordfile import W, WordFile, parse_xml
from service.fill.parts import drop_parts
from service.fill.styles import prune_styles
from service.fill.theme import flatten_theme

LANGUAGE = "vi-VN"
_WORD_DEFAULT_LANGUAGE = "en-US"
_STYLES = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_SETTINGS = "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_TRACES = tuple(f"{{{W}}}{n}" for n in ("proofErr", "lastRenderedPageBreak"))
_EDITING = tuple(
    f"{{{W}}}{n}" for n in ("rsids", "attachedTemplate", "mailMerge", "proofState", "activeWritingStyle")
)
_TRACE_NAMES = frozenset(
    [f"{{{W}}}{n}" for n in ("rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidDel", "rsidSect", "rsidTr")]
    + [f"{{{_W14}}}{n}" for n in ("paraId", "textId")]
)


def prune(word: WordFile) -> WordFile:
    """Give the same pages in fewer bytes. Raises BrokenPackage when an XML part cannot be read."""
    trees = {n: parse_xml(d) for n, d in word.members.items() if n.endswith(".xml") and not n.startswith("[")}
    named = {kind: name for name, kind in word.content_types.items() if name in trees}
    texts = [trees[p.name] for p in word.text_parts]
    if _COMMENTS in named:
        texts.append(trees[named[_COMMENTS]])
    for tree in texts:
        _drop_traces(tree)
    settings = _tree(trees, named, _SETTINGS)
    if settings is not None:
        _remove(settings, _EDITING)
    styles, numbering = _tree(trees, named, _STYLES), _tree(trees, named, _NUMBERING)
    lists = True
    if styles is not None:
        lists = prune_styles(styles, numbering, [*texts, *([] if settings is None else [settings])])
        set_language(styles)
    themed = _flatten(trees, named, [t for t in (*texts, styles, numbering) if t is not None])
    members = dict(word.members)
    members |= {named[k]: _bytes(trees[named[k]]) for k in (_STYLES, _NUMBERING, _SETTINGS) if k in named}
    members |= {p.name: _bytes(trees[p.name]) for p in word.text_parts}
    return drop_parts(WordFile(members), numbering=lists, theme=themed)


def set_language(styles: etree._Element, language: str = LANGUAGE) -> None:
    """State the language of the text in the document defaults, where Word has left its own or none."""
    defaults = _below(styles, "docDefaults", first=True)
    properties = _below(_below(defaults, "rPrDefault", first=True), "rPr")
    lang = properties.find(f"{{{W}}}lang")
    if lang is None:
        lang = etree.SubElement(properties, f"{{{W}}}lang")
    if lang.get(f"{{{W}}}val") in (None, _WORD_DEFAULT_LANGUAGE):
        lang.set(f"{{{W}}}val", language)


def _below(element: etree._Element, name: str, *, first: bool = False) -> etree._Element:
    child = element.find(f"{{{W}}}{name}")
    if child is None:
        child = etree.Element(f"{{{W}}}{name}")
        element.insert(0 if first else len(element), child)
    return child


def _flatten(
    trees: Mapping[str, etree._Element], named: Mapping[str, str], users: list[etree._Element]
) -> bool:
    theme = _tree(trees, named, _THEME)
    others = [n for n in trees if "/charts/" in n or "/diagrams/" in n or "/drawings/" in n]
    if theme is None or others:
        return True
    return flatten_theme(theme, _tree(trees, named, _SETTINGS), users)


def _drop_traces(tree: etree._Element) -> None:
    _remove(tree, _TRACES)
    for element in tree.iter():
        for name in _TRACE_NAMES.intersection(str(a) for a in element.attrib):
            del element.attrib[name]


def _remove(tree: etree._Element, tags: tuple[str, ...]) -> None:
    for element in list(tree.iter(*tags)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _tree(trees: Mapping[str, etree._Element], named: Mapping[str, str], kind: str) -> etree._Element | None:
    return trees.get(named.get(kind, ""))


def _bytes(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
