"""Makes of a PDF from elsewhere, found harmless, the copy that is bound: its pages, tags, links and bookmarks.

Tags that stand are kept. A page without tags gets one element that holds all of it: a paragraph where it has text to
read, else a figure whose description says that it is a picture of the paper. That lets a screen reader say what stands
there; it makes no PDF/A level "a" of a scan, and no such level is claimed for it (ISO 19005-2, 6.7; ISO 14289-1, 7.1).
"""

from collections.abc import Collection, Sequence

from pikepdf import Annotation, Array, Dictionary, Name, Object, Pdf, Stream

from service.pdf.destinations import bookmarks, forget_places
from service.pdf.foreign.colours import lend_colours
from service.pdf.foreign.forms import annotations, appearance
from service.pdf.foreign.shape import bookmarks_end, settle_boxes
from service.pdf.foreign.tagging import Tagging, drop_lost_keys, is_tagged

_CATALOG = frozenset(
    ("/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Dests", "/OutputIntents")
)
_PAGE = frozenset(
    (
        *("/Type", "/Parent", "/Resources", "/Contents", "/Annots", "/Group", "/StructParents", "/Tabs"),
        *("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate", "/UserUnit"),
    )
)
_MARKS = frozenset(
    (
        *(
            "/Link",
            "/Text",
            "/FreeText",
            "/Line",
            "/Square",
            "/Circle",
            "/Polygon",
            "/PolyLine",
            "/Highlight",
        ),
        *("/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Redact", "/Watermark"),
    )
)
"""Annotations that are kept; a popup only repeats the words of its note."""


def make_copy(pdf: Pdf, title: str) -> bool:
    """Make `pdf`, in place, the copy to bind; say whether it was tagged. Its metadata is the caller's to write."""
    tagged = is_tagged(pdf)
    _keep_only(pdf.Root, _CATALOG)
    _settle_names(pdf)
    if not bookmarks_end(pdf):
        del pdf.Root.Outlines
    lend_colours(pdf)
    _drop_files(pdf)
    pages = [page.obj for page in pdf.pages]
    if tagged:
        drop_lost_keys(pages, pdf.Root.StructTreeRoot)
    tagging = Tagging(pdf, new=not tagged)
    own = {page.objgen for page in pages}
    for bookmark in bookmarks(pdf.Root.get("/Outlines")):
        forget_places(bookmark, own)
    for number, page in enumerate(pages, start=1):
        _keep_only(page, _PAGE)
        settle_boxes(page)
        shown = _signatures(page)
        if tagged:
            _draw(pdf, page, shown, tagging, title)
        else:
            _wrap(pdf, page, shown)
            tagging.hold(page, f"{title}, trang {number}/{len(pages)}")
        _keep_annotations(page, own, tagged=tagged)
    tagging.finish()
    return tagged


def _keep_only(holder: Object, keys: frozenset[str]) -> None:
    for key in [key for key in holder.keys() if key not in keys]:  # noqa: SIM118 - a PDF dictionary is no dict
        del holder[key]


def _settle_names(pdf: Pdf) -> None:
    """Keep of the names only those of places in the file."""
    names = pdf.Root.get("/Names")
    if not isinstance(names, Dictionary):
        return
    _keep_only(names, frozenset(("/Dests",)))
    if not len(names):
        del pdf.Root.Names


def _drop_files(pdf: Pdf) -> None:
    """Drop the files that go with a picture or an element: they are kept with the file as it came."""
    for held in pdf.objects:
        if isinstance(held, Dictionary | Stream) and "/AF" in held:
            del held["/AF"]


def _signatures(page: Object) -> list[tuple[Object, Object]]:
    """Give the signatures that can be seen on a page, each widget with its picture."""
    found = [(a, appearance(a)) for a in annotations(page) if a.get("/Subtype") == Name.Widget]
    return [(widget, shown) for widget, shown in found if shown is not None]


def _keep_annotations(page: Object, own: Collection[tuple[int, int]], *, tagged: bool) -> None:
    kept = [a for a in annotations(page) if str(a.get("/Subtype")) in _MARKS]
    for mark in kept:
        for key in ("/Popup", "/P", "/OC", *(() if tagged else ("/StructParent",))):
            if key in mark:
                del mark[key]
        forget_places(mark, own)
    if kept:
        page.Annots = Array(kept)
    elif "/Annots" in page:
        del page["/Annots"]


def _wrap(pdf: Pdf, page: Object, shown: Sequence[tuple[Object, Object]]) -> None:
    """Make all that a page draws one drawing: what it leaves behind in the graphics state then ends with it."""
    held = page.get("/Contents", Array())
    streams = list(held) if isinstance(held, Array) else [held]
    drawing = pdf.make_stream(b"\n".join(s.read_bytes() for s in streams if isinstance(s, Stream)))
    drawing.Type, drawing.Subtype, drawing.BBox = Name.XObject, Name.Form, page.MediaBox
    drawing.Resources = page.get("/Resources", Dictionary())
    if "/Group" in page:
        drawing.Group = page.Group
    pictures = Dictionary({"/Trang": drawing})
    words = b"/Trang Do\n" + b"".join(_placed(widget, picture, pictures) for widget, picture in shown)
    page.Resources = Dictionary(XObject=pictures)
    page.Contents = pdf.make_stream(words)


def _draw(
    pdf: Pdf, page: Object, shown: Sequence[tuple[Object, Object]], tagging: Tagging, title: str
) -> None:
    """Draw signatures on a tagged page, each in an element of its own; set apart what the page drew before."""
    if not shown:
        return
    if "/Resources" not in page:
        page.Resources = Dictionary()
    if "/XObject" not in page.Resources:
        page.Resources.XObject = Dictionary()
    words = [
        tagging.picture(
            page, widget, _placed(widget, picture, page.Resources.XObject), f"Chữ ký số trên {title}"
        )
        for widget, picture in shown
    ]
    held = page.get("/Contents", Array())
    before = list(held) if isinstance(held, Array) else [held]
    after = pdf.make_stream(b"\nQ\n" + b"".join(words))
    page.Contents = Array([pdf.make_stream(b"q\n"), *before, after])


def _placed(widget: Object, picture: Object, pictures: Object) -> bytes:
    """Give the words that draw a widget's picture where the widget stands (ISO 32000-1, 12.5.5)."""
    name = f"/Ky{len(pictures)}"
    pictures[name] = picture
    return Annotation(widget).get_page_content_for_appearance(Name(name), 0) + b"\n"
