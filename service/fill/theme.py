"""Write the fonts that a theme stands for into the places that point to it, so that the theme can stay behind.

Only fonts and colours that Word has resolved beside the theme's name are touched; a drawing that needs the theme
keeps it. Works on parsed trees and changes them.
"""

from collections.abc import Iterable, Mapping

from lxml import etree

from service.catalog.wordfile import W

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FONTS = f"{{{W}}}rFonts"
_SLOTS = {"asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "eastAsiaTheme": "eastAsia", "cstheme": "cs"}
_COLOUR_NAMES = tuple(
    f"{{{W}}}{n}"
    for n in ("themeColor", "themeTint", "themeShade", "themeFill", "themeFillTint", "themeFillShade")
)
_EAST = {"ja": "Jpan", "ko": "Hang", "zh-cn": "Hans", "zh-sg": "Hans", "zh": "Hant"}
_BIDI = {"ar": "Arab", "he": "Hebr", "th": "Thai", "vi": "Viet", "fa": "Arab", "ur": "Arab"}


def flatten_theme(
    theme: etree._Element, settings: etree._Element | None, trees: Iterable[etree._Element]
) -> bool:
    """Replace theme names by what they stand for; tell whether the theme is still needed (then nothing changed)."""
    found = list(trees)
    if any(
        next(t.iter(f"{{{A}}}schemeClr", f"{{{A}}}fontRef", f"{{{A}}}fillRef"), None) is not None
        for t in found
    ):
        return True
    fonts = theme_fonts(theme, _languages(settings))
    for tree in found:
        for element in tree.iter(_FONTS):
            _resolve(element, fonts)
        for element in tree.iter():
            for name in _COLOUR_NAMES:
                element.attrib.pop(name, "")
    return False


def theme_fonts(theme: etree._Element, languages: Mapping[str, str]) -> dict[str, str]:
    """Give what each name ("minorHAnsi", "majorEastAsia", …) stands for; "" when the theme leaves it open."""
    fonts: dict[str, str] = {}
    for size in ("major", "minor"):
        scheme = next(theme.iter(f"{{{A}}}{size}Font"), None)
        latin, east, bidi = (_face(scheme, kind, languages.get(kind, "")) for kind in ("latin", "ea", "cs"))
        fonts |= {f"{size}Ascii": latin, f"{size}HAnsi": latin, f"{size}EastAsia": east, f"{size}Bidi": bidi}
    return fonts


def _face(scheme: etree._Element | None, kind: str, script: str) -> str:
    if scheme is None:
        return ""
    element = scheme.find(f"{{{A}}}{kind}")
    face = "" if element is None else element.get("typeface", "")
    if face or not script:
        return face
    by_script = {e.get("script"): e.get("typeface", "") for e in scheme.iter(f"{{{A}}}font")}
    return by_script.get(script, "")


def _languages(settings: etree._Element | None) -> dict[str, str]:
    """Give the scripts that stand in where a theme names no font: {"ea": "Jpan"} from w:themeFontLang."""
    element = None if settings is None else next(settings.iter(f"{{{W}}}themeFontLang"), None)
    if element is None:
        return {}
    east = element.get(f"{{{W}}}eastAsia", "").lower()
    bidi = element.get(f"{{{W}}}bidi", "").lower()
    return {"ea": _EAST.get(east, _EAST.get(east[:2], "")), "cs": _BIDI.get(bidi[:2], "")}


def _resolve(element: etree._Element, fonts: Mapping[str, str]) -> None:
    for theme_name, slot in _SLOTS.items():
        name = element.attrib.pop(f"{{{W}}}{theme_name}", "")
        if fonts.get(str(name)):
            element.set(f"{{{W}}}{slot}", fonts[str(name)])
