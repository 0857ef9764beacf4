"""Paragraphs of a template: body, headings, tags that stand alone. Every tag stays whole in one run."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from service.layouts.page import Draft
from service.layouts.styles import TWIPS_PER_MM


def write(paragraph: Paragraph, text: str, style: str) -> Paragraph:
    """Put text into an empty paragraph and give it a style (a key of the look).

    `**…**` is bold and `__…__` italic; a tag must stand wholly inside or outside of them, so it is never cut.
    """
    paragraph._p.style = style
    for i, piece in enumerate(text.split("**")):
        for j, words in enumerate(piece.split("__")):
            if words:
                _set(paragraph.add_run(words), bold=i % 2 == 1, italic=j % 2 == 1)
    return paragraph


def _set(run: Run, *, bold: bool, italic: bool) -> None:
    """Set only what is wanted: python-docx leaves an empty w:rPr behind for a None."""
    if bold:
        run.bold = True
    if italic:
        run.italic = True


def add(draft: Draft, text: str, style: str) -> Paragraph:
    """Add a paragraph of any style at the end of the file."""
    return write(draft.document.add_paragraph(), text, style)


def body(draft: Draft, text: str, *, keep_next: bool = False, after_table: bool = False) -> Paragraph:
    """Add a paragraph of the text proper: justified, first line 10 mm in, 6 pt below.

    Set `keep_next` on the last one before the signature: the signature block may not stand alone on a page.
    `after_table` leaves 6 pt above too, as a table has no gap of its own.
    """
    paragraph = add(draft, text, "BodyText")
    if keep_next:
        paragraph.paragraph_format.keep_with_next = True
    if after_table:
        paragraph.paragraph_format.space_before = Pt(6)
    return paragraph


def heading(draft: Draft, text: str, level: int = 1, *, new_page: bool = False) -> Paragraph:
    """Add a heading of level 1, 2 or 3; bookmarks and tags come from it, so no level may be skipped."""
    paragraph = add(draft, text, f"Heading{level}")
    if new_page:
        paragraph.paragraph_format.page_break_before = True
    return paragraph


def control(draft: Draft, tag: str) -> Paragraph:
    """Add a paragraph that is only a tag of logic (`{%p if x %}`); it is gone once the template is filled."""
    return add(draft, tag, "Normal")


def cell_lines(cell: _Cell, *lines: tuple[str, str]) -> list[Paragraph]:
    """Fill an empty cell with (text, style) lines, the first into the paragraph that a cell begins with."""
    first, *others = lines
    written = [write(cell.paragraphs[0], *first)]
    return written + [write(cell.add_paragraph(), *line) for line in others]


def rule_below(paragraph: Paragraph, *, indent_mm: float) -> None:
    """Draw a solid line under a paragraph, `indent_mm` in from both sides of its column.

    A border of the paragraph, not a drawing: a drawing wants an alternative text in a tagged PDF (ISO
    14289-1, 7.3) and slips when the name above grows by a line.
    """
    _border(paragraph, "bottom", indent_mm)


def rule_above(paragraph: Paragraph, *, indent_mm: float) -> None:
    """Draw a solid line above a paragraph, `indent_mm` in from both sides of its column."""
    _border(paragraph, "top", indent_mm)


def _border(paragraph: Paragraph, side: str, indent_mm: float) -> None:
    indent = round(indent_mm * TWIPS_PER_MM)
    line = f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
    properties = paragraph._p.get_or_add_pPr()
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    ind = parse_xml(f'<w:ind {nsdecls("w")} w:left="{indent}" w:right="{indent}"/>')
    properties.extend([borders, ind])  # after pStyle alone: the order that the schema wants
