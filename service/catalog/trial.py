"""Render a part of a template with sample values, only to see whether it can be done; the result is thrown away."""

import traceback
from collections.abc import Mapping
from typing import Any

from service.catalog.findings import error
from service.catalog.markup import PartMarkup, Tag
from service.catalog.sandbox import RENDER_ERRORS, explain, sandbox
from service.model import Finding


def find_render_fault(markup: PartMarkup, values: Mapping[str, Any]) -> Finding | None:
    """Give the first tag that fails with these values, None when all is well."""
    environment = sandbox(xml=True)
    try:
        code = environment.compile(markup.source, filename=markup.part.name)
        made = environment.template_class.from_code(environment, code, environment.make_globals(None))
        made.render(values)
    except RENDER_ERRORS as exc:
        tag = failing_tag(markup, exc)
        text, place = (tag.text, tag.place) if tag else ("{{ … }}", markup.part.label)
        mend = "Sửa thẻ, hoặc sửa giá trị của trường đó trong sample.json."
        return error("P14", place, f"Thẻ {text} không điền được: {explain(exc)}", mend)
    return None


def failing_tag(markup: PartMarkup, exc: BaseException) -> Tag | None:
    """Find the tag that an exception of a template compiled under the part's name came from."""
    frames = traceback.extract_tb(exc.__traceback__)
    lines = [f.lineno for f in frames if f.filename == markup.part.name and f.lineno is not None]
    return markup.tag_at(lines[-1]) if lines else None
