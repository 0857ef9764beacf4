"""The output intent: the colour profile by which sRGB is meant. Kept once, and free of the clock."""

from pikepdf import Name, Pdf

# ICC.1:2010, 7.2.8 and 7.2.18: the profile's date and its identifier (a hash over the whole; zero means "not given").
_DATE = slice(24, 36)
_IDENTIFIER = slice(84, 100)
_FIXED_DATE = b"".join(n.to_bytes(2, "big") for n in (2000, 1, 1, 0, 0, 0))


def settle_intent(pdf: Pdf) -> None:
    """Give the colour profile a fixed date: LibreOffice writes the time of conversion into it."""
    for intent in pdf.Root.get(Name.OutputIntents, ()):
        profile = intent.get(Name.DestOutputProfile)
        if profile is None:
            continue
        data = bytearray(profile.read_bytes())
        data[_DATE] = _FIXED_DATE
        data[_IDENTIFIER] = bytes(16)
        profile.write(bytes(data))
