"""Fields of a PDF from elsewhere: those to fill in are refused; of signatures it is told who signed, and how it looks.

A bound dossier cannot keep a signature valid: its bytes are others. So the file is kept beside as it came, and in the
copy the signature's field is taken away while its picture stays on the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from service.pdf.foreign.reasons import Reasons

MAX_FIELDS = 5_000
FLAT = "xin in tệp ra PDF lại để các ô đã điền thành chữ thường, rồi gửi tệp mới"
_HIDDEN = 0x02 | 0x20  # annotation flags Hidden and NoView (ISO 32000-1, table 165)


@dataclass(frozen=True)
class Signature:
    """What a signature says of itself; whether it is valid is not judged here. `page` is None when it stands on none.

    `whole` says whether it covers the file to the end: when not, something was added after signing.
    """

    field: str
    name: str
    date: str
    reason: str
    kind: str
    page: int | None
    whole: bool

    def as_dict(self) -> dict[str, Any]:
        """Give a JSON shape."""
        return asdict(self)


def look_at_fields(pdf: Pdf, pages: Sequence[Object], size: int, reasons: Reasons) -> list[Signature]:
    """Note every field that is to be filled in; give the signatures of a file of `size` bytes."""
    form = pdf.Root.get("/AcroForm")
    homes = {w.objgen: n for n, page in enumerate(pages, start=1) for w in widgets(page)}
    signatures = []
    if isinstance(form, Dictionary) and "/XFA" in form:
        reasons.add("xfa", "là biểu mẫu XFA để điền trên máy", FLAT)
    for field, name in _fields(form):
        found = [homes.pop(w.objgen, None) for w in _shown_by(field)]
        page = next(filter(None, found), None)
        if _kind(field) != Name.Sig:
            reasons.add("form", f"có ô “{name[:60]}” để điền (biểu mẫu)", FLAT, page)
        elif isinstance(field.get("/V"), Dictionary):
            signatures.append(_signature(field["/V"], name, page, size))
    for page in sorted(set(homes.values())):
        reasons.add("form", "có ô để điền (biểu mẫu)", FLAT, page)
    return signatures


def widgets(page: Object) -> list[Object]:
    """Give the widgets on a page, seen or not."""
    return [a for a in annotations(page) if a.get("/Subtype") == Name.Widget]


def annotations(page: Object) -> list[Object]:
    """Give the annotations of a page."""
    held = page.get("/Annots")
    return [a for a in held if isinstance(a, Dictionary)] if isinstance(held, Array) else []


def appearance(widget: Object) -> Object | None:
    """Give what a widget shows; None when it cannot be seen."""
    if int(widget.get("/F", 0)) & _HIDDEN:
        return None
    try:
        box = [float(edge) for edge in widget.Rect]
        shown: Object = pikepdf.Annotation(widget).get_appearance_stream(Name.N)
    except (AttributeError, TypeError, ValueError):
        return None
    seen = isinstance(shown, pikepdf.Stream) and box[0] != box[2] and box[1] != box[3]
    return shown if seen else None


def _fields(form: object) -> Iterator[tuple[Object, str]]:
    """Give the fields at the ends of the tree, each with its full name (ISO 32000-1, 12.7.3)."""
    if not isinstance(form, Dictionary):
        return
    waiting = [(field, "") for field in _list(form.get("/Fields"))]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < MAX_FIELDS:
        field, above = waiting.pop(0)
        if field.objgen in seen and field.is_indirect:
            continue
        seen.add(field.objgen)
        name = ".".join(filter(None, (above, str(field.get("/T", "")))))
        kids = [kid for kid in _list(field.get("/Kids")) if "/T" in kid]
        if kids:
            waiting += [(kid, name) for kid in kids]
        else:
            yield field, name


def _shown_by(field: Object) -> list[Object]:
    return [field, *_list(field.get("/Kids"))]


def _list(held: object) -> list[Object]:
    return [one for one in held if isinstance(one, Dictionary)] if isinstance(held, Array) else []


def _kind(field: Object) -> Object | None:
    node, steps = field, 0
    while "/FT" not in node and isinstance(node.get("/Parent"), Dictionary) and steps < 50:
        node, steps = node["/Parent"], steps + 1
    found: Object | None = node.get("/FT")
    return found


def _signature(value: Object, field: str, page: int | None, size: int) -> Signature:
    span = value.get("/ByteRange")
    try:
        ends = int(span[2]) + int(span[3]) if isinstance(span, Array) else 0
    except (TypeError, ValueError, IndexError):
        ends = 0
    kind = str(value.get("/SubFilter", ""))[1:]
    said = {key: str(value.get(f"/{key}", ""))[:200] for key in ("Name", "M", "Reason")}
    return Signature(field, said["Name"], said["M"], said["Reason"], kind, page, whole=ends == size)
