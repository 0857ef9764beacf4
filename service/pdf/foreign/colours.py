"""The colours of a PDF from elsewhere: a dossier has one output intent, sRGB, so other colours must say what they are.

What the file's own profile said of plain red, green and blue, or of the four inks, or of grey, is said in the resources
instead, where it holds for these pages alone (ISO 32000-1, 8.6.5.6; ISO 19005-2, 6.2.4.3). Nothing is converted.
"""

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from PIL import ImageCms

_DEFAULTS = {1: "/DefaultGray", 3: "/DefaultRGB", 4: "/DefaultCMYK"}
_SRGB = (b"sRGB", "sRGB".encode("utf-16-be"))


def lend_colours(pdf: Pdf) -> None:
    """Let what draws with plain colours know the profile by which they are meant, unless that is sRGB."""
    profile = _profile(pdf)
    if profile is None:
        return
    if any(sign in profile.read_bytes() for sign in _SRGB):
        return
    key = _DEFAULTS.get(int(profile.get("/N", 0)))
    pdf.Root.OutputIntents = Array([_srgb(pdf)])
    if key is None:
        return
    space = pdf.make_indirect(Array([Name.ICCBased, profile]))
    for held in pdf.objects:
        if isinstance(held, Dictionary | Stream) and ("/Resources" in held or held.get("/Type") == Name.Page):
            _lend(held, key, space)


def _srgb(pdf: Pdf) -> Object:
    """Give the output intent that all dossiers have."""
    stream = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    stream.N = 3
    name = String("sRGB IEC61966-2.1")
    return Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=name, DestOutputProfile=stream
    )


def _lend(holder: Object, key: str, space: Object) -> None:
    if "/Resources" not in holder:
        return
    resources = holder.Resources
    if "/ColorSpace" not in resources:
        resources.ColorSpace = Dictionary()
    if key not in resources.ColorSpace:
        resources.ColorSpace[key] = space


def _profile(pdf: Pdf) -> Object | None:
    """Give the profile of the first output intent; the intents that name none are dropped."""
    intents = pdf.Root.get("/OutputIntents")
    held = [i for i in intents if isinstance(i, Dictionary)] if isinstance(intents, Array) else []
    for intent in held:
        profile = intent.get("/DestOutputProfile")
        if isinstance(profile, Stream):
            pdf.Root.OutputIntents = Array([intent])
            return profile
    if "/OutputIntents" in pdf.Root:
        del pdf.Root.OutputIntents
    return None
