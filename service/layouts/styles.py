"""The style sheet of a layout as WordprocessingML: the styles of its look, no theme fonts, none latent."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.styles.styles import Styles

from service.layouts.look import FONT, LANGUAGE, Look, StyleLook

_FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'

_DEFAULTS = f"""<w:docDefaults {nsdecls("w")}>
  <w:rPrDefault><w:rPr>{_FONTS}<w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>
    <w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault>
</w:docDefaults>"""

_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
_GRID = "".join(f"<w:{side} {_LINE}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_NO_MARGINS = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
_SIDE_MARGINS = "".join(f'<w:{side} w:w="85" w:type="dxa"/>' for side in ("left", "right"))

_TABLE_STYLES = (
    f"""<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{_NO_MARGINS}</w:tblCellMar></w:tblPr></w:style>""",
    f"""<w:style {nsdecls("w")} w:type="table" w:styleId="TableGrid">
  <w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/>
  <w:tblPr><w:tblBorders>{_GRID}</w:tblBorders><w:tblCellMar>{_SIDE_MARGINS}</w:tblCellMar></w:tblPr></w:style>""",
)

TWIPS_PER_MM = 1440 / 25.4

_BUILT_IN = {"Normal", "Header", "BodyText", "Heading1", "Heading2", "Heading3", "Title", "Subtitle"}


def set_styles(styles: Styles, look: Look) -> None:
    """Replace every style of a file by those of the look, and two table styles: none, and a black grid."""
    element = styles.element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(_DEFAULTS))
    for style in look.styles:
        element.append(parse_xml(style_xml(style)))
    for source in _TABLE_STYLES:
        element.append(parse_xml(source))


def style_xml(look: StyleLook) -> str:
    """Give the `w:style` element of one paragraph style, its parts in the order that the schema wants."""
    default = ' w:default="1"' if look.key == "Normal" else ""
    custom = "" if look.key in _BUILT_IN else ' w:customStyle="1"'
    base = f'<w:basedOn w:val="{look.base}"/>' if look.base else ""
    following = f'<w:next w:val="{"BodyText" if look.outline else look.key}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{default}{custom} w:styleId="{look.key}">'
        f'<w:name w:val="{look.name}"/>{base}{following}<w:qFormat/>'
        f"<w:pPr>{_paragraph_xml(look)}</w:pPr><w:rPr>{_run_xml(look)}</w:rPr></w:style>"
    )


def _paragraph_xml(look: StyleLook) -> str:
    spacing = {"before": _twips(look.before), "after": _twips(look.after), "line": _twips(look.line)}
    attributes = "".join(f' w:{k}="{v}"' for k, v in spacing.items() if v is not None)
    rule = ' w:lineRule="exact"' if look.line is not None else ""
    parts = [
        "<w:keepNext/>" if look.keep_next else "",
        f"<w:spacing{attributes}{rule}/>" if attributes else "",
        f'<w:ind w:firstLine="{round(look.first_indent * TWIPS_PER_MM)}"/>' if look.first_indent else "",
        f'<w:jc w:val="{look.align}"/>' if look.align else "",
        f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline else "",
    ]
    return "".join(parts)


def _run_xml(look: StyleLook) -> str:
    parts = [_toggle("b", look.bold), _toggle("i", look.italic)]
    if look.size is not None:
        parts.append(f'<w:sz w:val="{round(look.size * 2)}"/><w:szCs w:val="{round(look.size * 2)}"/>')
    if look.underline:
        parts.append('<w:u w:val="single"/>')
    return "".join(parts)


def _toggle(name: str, value: bool | None) -> str:
    return "" if value is None else f'<w:{name} w:val="{int(value)}"/><w:{name}Cs w:val="{int(value)}"/>'


def _twips(points: float | None) -> int | None:
    return None if points is None else round(points * 20)
