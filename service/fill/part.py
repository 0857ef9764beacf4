"""One part of a template (body, header, notes) as compiled Jinja, and its errors told with the tag and its place."""

import re
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from service.catalog.findings import broken, errors_in
from service.catalog.markup import PartMarkup
from service.catalog.sandbox import RENDER_ERRORS, explain, sandbox
from service.catalog.soundness import find_faults
from service.catalog.trial import failing_tag
from service.errors import FillFailed
from service.fill.properties import DECLARATION
from service.fill.source import ONE_LINE, PARAGRAPHS, adapt
from service.fill.values import in_paragraphs, in_run, on_one_line

_FIRST_ID = 1000


class CompiledPart:
    """A part ready to render. Raises BrokenPackage when its tags are unsound."""

    def __init__(self, markup: PartMarkup, name: str) -> None:
        self._markup = markup
        base = sandbox(xml=True)
        faults = errors_in(find_faults(markup))
        if faults:
            raise broken(faults, name)
        adapted = adapt(markup.source)
        filters = {**base.filters, PARAGRAPHS: in_paragraphs(adapted.joiners), ONE_LINE: on_one_line}
        environment = base.overlay(finalize=in_run)
        environment.filters = filters
        code = environment.compile(adapted.source, filename=markup.part.name)
        self._template = environment.template_class.from_code(
            environment, code, environment.make_globals(None)
        )
        levels = {t.level for t in markup.tags}
        inners = " ".join(t.inner for t in markup.tags)
        self._redraws = "<wp:docPr" in markup.source and "for " in inners
        self._reshapes = "tc" in levels or "colspan" in inners or any(t.inner == "hm" for t in markup.tags)
        self._empties = "p" in levels or "tr" in levels

    def render(self, values: Mapping[str, Any], most: int) -> str:
        """Give the XML of the part with the values in it, at most `most` characters. Raises FillFailed."""
        pieces: list[str] = []
        size = len(DECLARATION)
        try:
            for piece in self._template.generate(values):
                size += len(piece)
                if size > most:
                    raise FillFailed(f"Văn bản điền ra quá dài ({self._markup.part.label}); xin bớt dữ liệu.")
                pieces.append(piece)
        except RENDER_ERRORS as exc:
            raise FillFailed(self._explain(exc)) from exc
        return DECLARATION + self._mend("".join(pieces))

    def _mend(self, xml: str) -> str:
        if self._empties:
            xml = without_hollows(xml)
        if not (self._redraws or self._reshapes):
            return xml
        word = DocxTemplate("")
        word.docx_ids_index = _FIRST_ID
        tree = word.fix_tables(xml) if self._reshapes else etree.fromstring(xml)
        word.fix_docpr_ids(tree)
        return str(etree.tostring(tree, encoding="unicode"))

    def _explain(self, exc: Exception) -> str:
        """Say which tag failed, where it stands, and why."""
        tag = failing_tag(self._markup, exc)
        where = f"Thẻ {tag.text} ở {tag.place}" if tag else f"Một thẻ ở {self._markup.part.label}"
        return f"{where}: {explain(exc)}"


def without_hollows(xml: str) -> str:
    """Mend what a skipped {%p or {%tr leaves behind and Word refuses: a cell without paragraph, a table without row."""
    xml = xml.replace("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>").replace(
        "<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"
    )
    if "</w:tblGrid></w:tbl>" in xml:
        xml = re.sub(
            r"<w:tbl>(?:(?!<w:tbl>|<w:tr[ >]).)*?</w:tblGrid></w:tbl>", "<w:p/>", xml, flags=re.DOTALL
        )
    return xml
