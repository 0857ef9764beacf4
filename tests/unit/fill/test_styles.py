"""Styles and lists that nothing uses are left out, with all that hangs on those in use kept."""

from lxml import etree

from service.catalog.wordfile import W
from service.fill.styles import prune_styles

NS = f'xmlns:w="{W}"'


def xml(name: str, body: str) -> etree._Element:
    return etree.fromstring(f"<w:{name} {NS}>{body}</w:{name}>")


def style(key: str, inner: str = "", default: str = "") -> str:
    return (
        f'<w:style w:styleId="{key}" {default and f"w:default={chr(34)}{default}{chr(34)}"}>{inner}</w:style>'
    )


def value(name: str, key: str) -> str:
    return f'<w:{name} w:val="{key}"/>'


def left(tree: etree._Element, tag: str, key: str) -> list[str]:
    return [e.get(f"{{{W}}}{key}") for e in tree.iter(f"{{{W}}}{tag}")]


def text(inner: str) -> etree._Element:
    return xml("document", inner)


def test_used_styles_keep_their_chains_and_defaults_stay() -> None:
    styles = xml(
        "styles",
        "<w:latentStyles/>"
        + style("Normal", default="1")
        + style("Base")
        + style("Link", value("next", "After"))
        + style("After")
        + style("Used", value("basedOn", "Base") + value("link", "Link"))
        + style("Grid")
        + style("Char")
        + style("Unused", value("basedOn", "Base")),
    )
    needed = prune_styles(
        styles, None, [text(value("pStyle", "Used") + value("tblStyle", "Grid") + value("rStyle", "Char"))]
    )
    assert needed is False
    assert left(styles, "style", "styleId") == ["Normal", "Base", "Link", "After", "Used", "Grid", "Char"]
    assert left(styles, "latentStyles", "count") == []


def numbering() -> etree._Element:
    return xml(
        "numbering",
        '<w:abstractNum w:abstractNumId="0">' + value("pStyle", "Tied") + "</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"/>'
        '<w:num w:numId="5">' + value("abstractNumId", "0") + '</w:num><w:num w:numId="6">'
        + value("abstractNumId", "1") + "</w:num>",
    )  # fmt: skip


def test_a_used_list_keeps_the_styles_tied_to_it_and_others_go() -> None:
    styles, lists = xml("styles", style("Tied") + style("Other")), numbering()
    assert prune_styles(styles, lists, [text(value("numId", "5"))]) is True
    assert left(styles, "style", "styleId") == ["Tied"]
    assert left(lists, "num", "numId") == ["5"]
    assert left(lists, "abstractNum", "abstractNumId") == ["0"]


def test_a_list_used_by_a_used_style_is_needed() -> None:
    styles = xml("styles", style("Bullet", value("numId", "6")))
    assert prune_styles(styles, numbering(), [text(value("pStyle", "Bullet"))]) is True


def test_no_list_in_use_means_no_numbering_and_zero_is_no_list() -> None:
    assert prune_styles(xml("styles", style("A")), numbering(), [text(value("numId", "0"))]) is False


def test_lists_that_borrow_their_look_keep_their_lender() -> None:
    lists = xml(
        "numbering",
        '<w:abstractNum w:abstractNumId="0">' + value("numStyleLink", "L") + "</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1">' + value("styleLink", "L") + "</w:abstractNum>"
        '<w:num w:numId="5">' + value("abstractNumId", "0") + "</w:num>",
    )  # fmt: skip
    styles = xml("styles", style("L"))
    assert prune_styles(styles, lists, [text(value("numId", "5"))]) is True
    assert left(lists, "abstractNum", "abstractNumId") == ["0", "1"]
    assert left(styles, "style", "styleId") == ["L"]
