"""Leave out the parts of a .docx that no page shows, and write relationships and content types for what remains.

Each part left out costs LibreOffice time with every document. What is in doubt stays. Works on a dict of zip members.
"""

import posixpath
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from service.catalog.wordfile import CONTENT_TYPES, RELATIONSHIPS, Relationship, WordFile
from service.fill.properties import (
    APP,
    APP_RELATIONSHIP,
    APP_TYPE,
    CORE,
    CORE_RELATIONSHIP,
    CORE_TYPE,
    DECLARATION,
)

# Last words of relationship types whose targets are for editing, not for pages.
NEVER_SHOWN = frozenset(
    {
        "webSettings", "stylesWithEffects", "thumbnail", "glossaryDocument", "printerSettings", "attachedTemplate",
        "mailMergeSource", "mailMergeHeaderSource", "recipientData", "keyMapCustomizations", "commentsExtended",
        "commentsIds", "commentsExtensible", "people", "core-properties", "extended-properties", "classificationlabels",
        "userXmlData", "vbaProject", "wordVbaData", "attachedToolbars", "documenttasks",
    }
)  # fmt: skip
PACKAGE = ""


def drop_parts(word: WordFile, *, numbering: bool, theme: bool) -> WordFile:
    """Give the file without what no page shows.

    Args:
        word: the file; its XML parts say what they refer to.
        numbering: keep the numbering part.
        theme: keep the theme part.
    """
    unwanted = set(NEVER_SHOWN) | _unused_data(word)
    unwanted |= ({"numbering"} if not numbering else set()) | ({"theme"} if not theme else set())
    kept: dict[str, tuple[Relationship, ...]] = {}
    waiting = [PACKAGE]
    while waiting:
        name = waiting.pop()
        if name in kept:
            continue
        kept[name] = tuple(r for r in word.relationships(name) if _wanted(r, unwanted, word))
        waiting += [r.target for r in kept[name] if not r.external and r.target in word.members]
    return WordFile(_rewritten(word, kept))


def _wanted(relationship: Relationship, unwanted: set[str], word: WordFile) -> bool:
    if relationship.kind in unwanted:
        return False
    return relationship.external or relationship.kind == "hyperlink" or relationship.target in word.members


def _unused_data(word: WordFile) -> set[str]:
    """Custom XML fills bound controls, custom properties fill DOCPROPERTY fields; without those nothing shows them."""
    texts = [word.members[p.name] for p in word.text_parts]
    found = set()
    if not any(b"dataBinding" in t for t in texts):
        found.add("customXml")
    if not any(b"DOCPROPERTY" in t for t in texts):
        found.add("custom-properties")
    return found


def _rewritten(word: WordFile, kept: Mapping[str, tuple[Relationship, ...]]) -> dict[str, bytes]:
    types = {n: word.content_types.get(n, "application/octet-stream") for n in kept if n}
    types |= {CORE: CORE_TYPE, APP: APP_TYPE}
    members = {CONTENT_TYPES: _content_types(types)}
    for name in kept:
        if kept[name] or name == PACKAGE:
            folder, base = posixpath.split(name)
            members[posixpath.join(folder, "_rels", f"{base}.rels")] = _relationships(name, kept[name])
    members |= {name: word.members[name] for name in word.members if name in kept}
    return members


def _content_types(types: Mapping[str, str]) -> bytes:
    overrides = "".join(
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
        for name, kind in types.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _relationships(name: str, kept: tuple[Relationship, ...]) -> bytes:
    entries = [(r.id, r.type, r.raw_target, r.external) for r in kept]
    if name == PACKAGE:
        entries += [("rIdCore", CORE_RELATIONSHIP, CORE, False), ("rIdApp", APP_RELATIONSHIP, APP, False)]
    body = "".join(
        f"<Relationship Id={quoteattr(i)} Type={quoteattr(t)} Target={quoteattr(target)}"
        + (' TargetMode="External"/>' if external else "/>")
        for i, t, target, external in entries
    )
    return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{body}</Relationships>'.encode()
