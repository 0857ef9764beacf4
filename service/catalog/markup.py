"""Turn the XML of one Word part into a Jinja source in which every tag is whole and every line knows its tag.

Word splits tags over runs and bends quotes; both are mended on the tree. What {%tr, {%tc, {%p, {%r, colspan, cellbg, vm
and hm mean is left to docxtpl's own patch_xml. Each tag then starts a line of its own inside the braces, so that a
line number from Jinja names exactly one tag. Nothing is compiled or run here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from docxtpl import DocxTemplate
from lxml import etree

from service.catalog.places import TC, TR, Place, Spot, own_texts, spots, text_of, words_around
from service.catalog.wordfile import TextPart, W, WordFile, parse_xml
from service.errors import BrokenPackage

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_LEVEL = re.compile(r"(tr|tc|p|r)\s")
_R, _RPR = f"{{{W}}}r", f"{{{W}}}rPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
)
# docxtpl's own way to print braces; written as XML characters, so that no value typed like this is touched.
_PRINTED = {"{_{": "&#123;&#123;", "}_}": "&#125;&#125;", "{_%": "&#123;%", "%_}": "%&#125;"}


@dataclass(frozen=True)
class Tag:
    """One tag as its author sees it. `kind` is "{{", "{%" or "{#", `level` docxtpl's prefix ("tr", "tc", "p", "r", "").

    `label` is what the author wrote for people to read beside it: the words before it, or the head of its column.
    `beside` is text that would vanish with it: all else in the paragraph, row or cell that a prefix takes away.
    """

    text: str
    inner: str
    kind: str
    level: str
    place: Place
    label: str
    beside: str


@dataclass(frozen=True)
class Fault:
    """A brace that opens or closes nothing; the part cannot be read while it stands there."""

    place: Place
    found: str


@dataclass(frozen=True)
class PartMarkup:
    """One part: its Jinja source ("" when it has faults), its tags in reading order, its faults.

    `lines[i]` is the index of the tag on line i + 2 of the source.
    """

    part: TextPart
    source: str
    tags: tuple[Tag, ...]
    faults: tuple[Fault, ...]
    lines: tuple[int, ...]

    def tag_at(self, line: int) -> Tag | None:
        """Give the tag that stands on a line of the source."""
        position = self.lines[line - 2] if 2 <= line < len(self.lines) + 2 else len(self.tags)
        return self.tags[position] if position < len(self.tags) else None


def read_markup(word: WordFile) -> tuple[PartMarkup, ...]:
    """Read every part that has tags or faults, in reading order. Raises BrokenPackage when the XML cannot be read."""
    found = (read_part(parse_xml(word.members[part.name]), part) for part in word.text_parts)
    return tuple(m for m in found if m.source or m.faults)


def read_part(root: etree._Element, part: TextPart) -> PartMarkup:
    """Mend the tags in the tree (it is changed) and give its markup. Raises BrokenPackage for strict Open XML."""
    if root.nsmap.get("w") != W:
        raise BrokenPackage(
            "Tệp Word lưu ở dạng “Strict Open XML”. Xin lưu lại ở dạng “Word Document (.docx)”."
        )
    tags: list[Tag] = []
    faults: list[Fault] = []
    for spot in list(spots(root)):
        texts = own_texts(spot.paragraph)
        whole = "".join(t.text or "" for t in texts)
        if not _BRACES.search(whole):
            continue
        if not spot.copy:
            tags += _tags_of(whole, part.label, spot)
            faults += _faults_of(whole, part.label, spot.where)
        _rejoin(texts, whole)
    if faults:
        return PartMarkup(part, "", tuple(tags), tuple(faults), ())
    source, lines = _source(root, tags)
    return PartMarkup(part, source, tuple(tags), (), lines)


def split_tag(text: str) -> tuple[str, str, str]:
    """Take a tag apart: "{%tr for d in vang %}" → ("{%", "tr", "for d in vang")."""
    kind, inner = text[:2], text[2:-2]
    level = _LEVEL.match(inner)
    if level:
        return kind, level[1], inner[level.end() :].strip()
    return kind, "", inner.strip("-+").strip()


def _tags_of(whole: str, part: str, spot: Spot) -> Iterator[Tag]:
    for match in TAG.finditer(whole):
        text = match[0].translate(_QUOTES)
        kind, level, inner = split_tag(text)
        place = Place(part, spot.where, words_around(whole, match.start(), match.end()))
        before = whole[: match.start()].rpartition("}")[2]
        beside = _beside(spot.paragraph, level, match[0])
        yield Tag(text, inner, kind, level, place, _label(before) or spot.heading, beside)


def _beside(paragraph: etree._Element, level: str, text: str) -> str:
    if level == "p":
        return text_of(paragraph).replace(text, "", 1).strip()
    if level in ("tr", "tc"):
        holder = next(paragraph.iterancestors(TR if level == "tr" else TC), None)
        return "" if holder is None else text_of(holder).replace(text, "", 1).strip()
    return ""


def _label(before: str) -> str:
    words = re.split(r"[.;,…]\s", before.strip(" \t.…_"))[-1].strip(" \t:.…_-–*()[]“”\"'0123456789")
    return words if 1 < len(words) <= 60 else ""


def _faults_of(whole: str, part: str, where: str) -> Iterator[Fault]:
    for match in TAG.finditer(whole):
        if _BRACES.search(match[0][2:-2]):
            yield Fault(Place(part, where, words_around(whole, match.start(), match.end())), match[0][:40])
    rest = TAG.sub(lambda m: " " * len(m[0]), whole)
    for match in _BRACES.finditer(rest):
        yield Fault(Place(part, where, words_around(whole, match.start(), match.end())), match[0])


def _rejoin(texts: Sequence[etree._Element], whole: str) -> None:
    """Put each tag whole into the w:t where it starts, with its quotes straight; drop runs that became empty."""
    spans = {m.start(): m.end() for m in TAG.finditer(whole)}
    at = taken = 0
    for t in texts:
        end, pieces = at + len(t.text or ""), []
        while at < end:
            if at in spans:
                taken = spans[at]
                pieces.append(whole[at:taken].translate(_QUOTES))
            elif at >= taken:
                pieces.append(whole[at])
            at += 1
        _set_text(t, "".join(pieces))


def _set_text(t: etree._Element, text: str) -> None:
    if text == (t.text or "") and "{" not in text:
        return
    if text:
        t.text = text
        t.set(_SPACE, "preserve")
        return
    run = t.getparent()
    if run is not None:
        run.remove(t)
        holder = run.getparent()
        if run.tag == _R and holder is not None and all(child.tag == _RPR for child in run):
            holder.remove(run)


def _source(root: etree._Element, tags: Sequence[Tag]) -> tuple[str, tuple[int, ...]]:
    raw = etree.tostring(root, encoding="unicode").replace("\n", " ")
    if not TAG.search(raw):
        return "", ()
    patched: str = DocxTemplate("").patch_xml(raw)
    for sign, printed in _PRINTED.items():
        patched = patched.replace(sign, printed)
    keys = [_key(t.text) for t in tags]
    lines: list[int] = []

    def start_line(match: re.Match[str]) -> str:
        text = unescape(match[0])
        lines.append(_position(keys, _key(text), lines[-1] if lines else -1))
        head = 3 if text[2] in "-+" else 2
        return f"{text[:head]}\n{text[head:]}"

    return TAG.sub(start_line, patched), tuple(lines)


def _key(text: str) -> str:
    return re.sub(r"\s", "", split_tag(text)[2])


def _position(keys: Sequence[str], key: str, last: int) -> int:
    """Find the tag after `last` with this key; docxtpl moves and doubles some (colspan, vm), so then anywhere.

    A tag that docxtpl wrote itself goes with the one before it.
    """
    for low in (last + 1, 0):
        if key in keys[low:]:
            return keys.index(key, low)
    return max(last, 0)
