"""A new, empty Word file of a layout: paper, margins, styles, language, page number; no more."""

from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from lxml import etree

from service.layouts.look import LANGUAGE, Look, look_of
from service.layouts.styles import set_styles

_SETTINGS = f"""<w:settings {nsdecls("w")}>
  <w:zoom w:percent="100"/>
  <w:defaultTabStop w:val="567"/>
  <w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:doNotExpandShiftReturn/>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang w:val="{LANGUAGE}"/>
  <w:decimalSymbol w:val=","/>
  <w:listSeparator w:val=";"/>
</w:settings>"""


@dataclass(frozen=True)
class Draft:
    """A Word file being written, and the look of its layout; the other modules of this room add to it."""

    document: WordDocument
    look: Look


def new_draft(layout: str, *, title: str) -> Draft:
    """Begin an empty A4 file of a layout, with its styles and the page number from page 2 on.

    Raises:
        NotFound: there is no such layout.
    """
    look = look_of(layout)
    document = Document()
    _drop_load(document)
    set_styles(document.styles, look)
    _set_page(document, look)
    _set_properties(document, title)
    return Draft(document, look)


def save(draft: Draft, target: Path) -> None:
    """Write the file, making its folder when missing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.document.save(str(target))


def _drop_load(document: WordDocument) -> None:
    """Drop theme, thumbnail, custom XML and the like: nothing uses them, each costs at every conversion."""
    unused = {REL.THEME, REL.CUSTOM_XML, REL.WEB_SETTINGS, REL.FONT_TABLE, REL.NUMBERING}
    unused.add("http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects")
    for part_rels in (document.part.rels, document.part.package.rels if document.part.package else {}):
        for key in [k for k, rel in part_rels.items() if rel.reltype in unused | {REL.THUMBNAIL}]:
            part_rels.pop(key)
    _replace_children(document.settings.element, _SETTINGS)


def _replace_children(element: etree._Element, source: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in parse_xml(source):
        element.append(child)


def _set_page(document: WordDocument, look: Look) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(look.top), Mm(look.bottom)
    section.left_margin, section.right_margin = Mm(look.left), Mm(look.right)
    section.header_distance = Mm(look.page_number_from_top)
    section.footer_distance = Mm(look.page_number_from_top)
    section.start_type = WD_SECTION.NEW_PAGE
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph._p.style = "Header"
    _add_page_field(paragraph)


def _add_page_field(paragraph: Paragraph) -> None:
    """Add the field of the page number; the rules want it centred in the top margin, not on page 1."""
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def _set_properties(document: WordDocument, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.language, properties.last_modified_by, properties.keywords = LANGUAGE, "", ""
    for name in ("dcterms:created", "dcterms:modified"):
        for element in properties._element.findall(qn(name)):
            properties._element.remove(element)
