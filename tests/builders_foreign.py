"""Make PDFs as they come from elsewhere: scans, signed papers, and files that mean harm or were made badly."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Object, Pdf, String
from PIL import ImageCms

A4 = (595, 842)


def a_scan(pages: int = 1, *, claim: tuple[str, str] | None = None, size: tuple[float, float] = A4) -> Pdf:
    """Make a scan: a grey picture on each page, no text, no tags; `claim` ("2", "B") makes it PDF/A-2b."""
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=size)
        picture = pdf.make_stream(bytes((n * (number + 3)) % 256 for n in range(64)))
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 8, 8, 8
        picture.ColorSpace = Name.DeviceGray
        page = pdf.pages[number].obj
        page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
        page.Contents = pdf.make_stream(b"q %g 0 0 %g 0 0 cm /Im0 Do Q" % size)
    if claim is not None:
        claiming(pdf, *claim)
    return pdf


def claiming(pdf: Pdf, part: str, level: str) -> Pdf:
    """Make the file claim a PDF/A level, with the colour profile that goes with it."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    if part == "1":
        data[8] = 2  # PDF/A-1 knows version 2 of ICC profiles only
    profile = pdf.make_stream(bytes(data))
    profile.N = 3
    name = String("sRGB IEC61966-2.1")
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=name,
                DestOutputProfile=profile,
            )
        ]
    )
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["pdfaid:part"], xmp["pdfaid:conformance"] = part, level
    return pdf


def written(pdf: Pdf, path: Path, **how: Any) -> Path:
    """Write a file as PDF/A wants its head."""
    plain = {
        "object_stream_mode": pikepdf.ObjectStreamMode.disable,
        "deterministic_id": "encryption" not in how,
    }
    pdf.save(path, **(plain | how))
    return path


def signed(pdf: Pdf, *, seen: bool = True, name: str = "Lê Thị Bích", kept: bool = True) -> Pdf:
    """Put a signature's field on the first page; `kept` False: the field is there, nobody has signed yet."""
    shown = pdf.make_stream(b"0.8 0.9 1 rg 0 0 200 60 re f")
    shown.Type, shown.Subtype = Name.XObject, Name.Form
    shown.BBox, shown.Resources = Array([0, 0, 200, 60]), Dictionary()
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("ChuKy1"),
            Rect=Array([300, 100, 500, 160] if seen else [0, 0, 0, 0]),
            F=132,
            P=pdf.pages[0].obj,
            AP=Dictionary(N=shown),
        )
    )
    if kept:
        field.V = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig,
                Filter=Name("/Adobe.PPKLite"),
                SubFilter=Name("/adbe.pkcs7.detached"),
                ByteRange=Array([0, 100, 200, 300]),
                Contents=String(b"\0" * 50),
                Name=String(name),
                M=String("D:20260301090000+07'00'"),
            )
        )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=3))
    return pdf


def with_field(pdf: Pdf) -> Pdf:
    """Put a text field on the last page."""
    page = pdf.pages[-1].obj
    box = Array([50, 50, 200, 80])
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("ho_ten"), Rect=box, F=4)
    page.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=Array(list(page.Annots)))
    return pdf


def an_action(kind: str, **more: Any) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def _annotated(pdf: Pdf, **members: Any) -> Pdf:
    pdf.pages[-1].obj.Annots = Array([Dictionary(Type=Name.Annot, Rect=Array([0, 0, 50, 50]), **members)])
    return pdf


def _rooted(pdf: Pdf, **members: Any) -> Pdf:
    for name, held in members.items():
        pdf.Root[f"/{name}"] = held
    return pdf


def _attached(pdf: Pdf, name: str) -> Pdf:
    spec = Dictionary(
        Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=pdf.make_stream(b"MZ"))
    )
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String(name), pdf.make_indirect(spec)]))
    )
    return pdf


def attached(name: str) -> Pdf:
    """Make a scan with a file in it."""
    return _attached(a_scan(), name)


def _bomb(pdf: Pdf) -> Pdf:
    """Let a page's content unfold to 512 MB, packed twice to a few hundred bytes."""
    packer = zlib.compressobj(1)
    zeros = b" " * (1 << 24)
    once = b"".join(packer.compress(zeros) for _ in range(32)) + packer.flush()
    stream = pdf.make_stream(b"")
    stream.write(
        zlib.compress(once, 9), filter=Array([Name.FlateDecode, Name.FlateDecode]), decode_parms=None
    )
    pdf.pages[-1].obj.Contents = stream
    return pdf


def _circle_of_pages(pdf: Pdf) -> Pdf:
    top = pdf.Root.Pages
    top.Kids = Array([*top.Kids, top])
    return pdf


def _deep_pages(pdf: Pdf) -> Pdf:
    top = pdf.Root.Pages
    node = Dictionary(Type=Name.Pages, Kids=Array(list(top.Kids)), Count=1)
    for _ in range(5_000):
        node = Dictionary(Type=Name.Pages, Kids=Array([pdf.make_indirect(node)]), Count=1)
    top.Kids = Array([pdf.make_indirect(node)])
    return pdf


def _chain(pdf: Pdf, count: int, **members: Any) -> Object:
    """Make `count` objects, each of which leads to the next, and the last to the first."""
    links = [pdf.make_indirect(Dictionary(**members)) for _ in range(count)]
    for here, there in zip(links, [*links[1:], links[0]], strict=True):
        here.Next = there
    return links[0]


def _circle_of_objects(pdf: Pdf) -> Pdf:
    first = _chain(pdf, 100_000, Title=String("x"))
    pdf.Root.Outlines = Dictionary(Type=Name.Outlines, First=first, Last=first, Count=1)
    return pdf


def _deep_drawing(pdf: Pdf) -> Pdf:
    form = None
    for _ in range(2_000):
        outer = pdf.make_stream(b"/X Do")
        outer.Type, outer.Subtype, outer.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        outer.Resources = Dictionary(XObject=Dictionary(X=form)) if form is not None else Dictionary()
        form = outer
    pdf.pages[-1].obj.Resources.XObject.X = form
    return pdf


def _drawing_of_itself(pdf: Pdf) -> Pdf:
    form = pdf.make_stream(b"/X Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[-1].obj.Resources.XObject.X = form
    return pdf


def _hidden_layer(pdf: Pdf) -> Pdf:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Ẩn")))
    return _rooted(pdf, OCProperties=Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))))


_JS = an_action("JavaScript", JS=String("app.alert(1)"))

HARMFUL: dict[str, tuple[str, Callable[[Pdf], Pdf]]] = {
    "JavaScript when opened": ("active", lambda pdf: _rooted(pdf, OpenAction=_JS)),
    "JavaScript by name": (
        "active",
        lambda pdf: _rooted(pdf, Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), _JS])))),
    ),
    "JavaScript in a chain": (
        "active",
        lambda pdf: _annotated(
            pdf, Subtype=Name.Link, A=an_action("URI", URI=String("https://example.vn"), Next=Array([_JS]))
        ),
    ),
    "action of the file": ("active", lambda pdf: _rooted(pdf, AA=Dictionary(WC=_JS))),
    "action of a page": (
        "active",
        lambda pdf: _page(pdf, AA=Dictionary(O=an_action("Named", N=Name.NextPage))),
    ),
    "launch": (
        "active",
        lambda pdf: _annotated(pdf, Subtype=Name.Link, A=an_action("Launch", F=String("cmd.exe"))),
    ),
    "sending": ("active", lambda pdf: _annotated(pdf, Subtype=Name.Link, A=an_action("SubmitForm"))),
    "link to a file": (
        "link",
        lambda pdf: _annotated(pdf, Subtype=Name.Link, A=an_action("URI", URI=String("file:///etc/passwd"))),
    ),
    "form": ("form", with_field),
    "XFA": (
        "xfa",
        lambda pdf: _rooted(pdf, AcroForm=Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))),
    ),
    "program inside": ("attachment", lambda pdf: _attached(pdf, "tinh.exe")),
    "portfolio": ("portfolio", lambda pdf: _rooted(pdf, Collection=Dictionary(View=Name.D))),
    "film": ("media", lambda pdf: _annotated(pdf, Subtype=Name.RichMedia)),
    "sound": ("media", lambda pdf: _annotated(pdf, Subtype=Name.Sound)),
    "hidden layer": ("layers", _hidden_layer),
    "circle of pages": ("page-tree", _circle_of_pages),
    "deep pages": ("page-tree", _deep_pages),
    "100,000 objects in a circle": ("objects", _circle_of_objects),
    "deep drawing": ("drawing", _deep_drawing),
    "drawing of itself": ("drawing", _drawing_of_itself),
    "bomb": ("unfolds", _bomb),
    "huge page": ("page-size", lambda pdf: _page(pdf, MediaBox=Array([0, 0, 20_000, 20_000]))),
    "tiny page": ("page-size", lambda pdf: _page(pdf, MediaBox=Array([0, 0, 3, 3]))),
    "huge unit": ("page-size", lambda pdf: _page(pdf, UserUnit=1_000)),
    "huge picture": ("picture", lambda pdf: _picture(pdf, 100_000)),
}
"""What harms, by name: the rule that refuses it, and what does it to a scan."""


def _page(pdf: Pdf, **members: Any) -> Pdf:
    for name, held in members.items():
        pdf.pages[-1].obj[f"/{name}"] = held
    return pdf


def _picture(pdf: Pdf, side: int) -> Pdf:
    picture = pdf.pages[-1].obj.Resources.XObject.Im0
    picture.Width, picture.Height = side, side
    return pdf


def harmful(name: str, path: Path) -> Path:
    """Write a scan of two pages with that harm in it, on the last page where it is on one."""
    return written(HARMFUL[name][1](a_scan(2)), path)


LOCKED = {
    "by a user": Encryption(user="mo", owner="chu"),
    "by its owner": Encryption(user="", owner="chu"),
}


def broken(kind: str, path: Path) -> Path:
    """Write what is hardly a PDF any more: "cut", "not a PDF", "no pages", "trailing", "nested", "empty"."""
    whole = written(a_scan(3), path).read_bytes()
    nested = b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"]" * 200_000 + b"\nendobj\n"
    content = {
        "cut": whole[: len(whole) * 2 // 3],
        "not a PDF": b"PK\x03\x04" + whole[9:],
        "trailing": whole + b"\nPK\x03\x04" + bytes(range(1, 255)) * 20,
        "nested": nested + b"trailer <</Root 1 0 R /Size 2>>\nstartxref\n0\n%%EOF",
        "empty": b"",
    }
    if kind == "no pages":
        return written(pikepdf.new(), path)
    path.write_bytes(content[kind])
    return path
