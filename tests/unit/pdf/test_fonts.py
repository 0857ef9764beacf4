"""Papers bound together share one font of each face, and every page shows what it showed."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from service.pdf.bind import Part, bind
from service.pdf.fonts import fonts_of, read_subset, slim_fonts
from service.pdf.inspect import FinishedPdf
from service.pdf.recode import content_of, recode
from tests.builders import a_metadata

RESOURCES = Path(__file__).parents[2] / "resources"
PAPERS = [
    RESOURCES / f"{name}.pdf" for name in ("cam-ket-libreoffice", "nghi-quyet-2a-ua1", "bien-ban-libreoffice")
]


def shown(pdf):
    """Give for every page what is drawn, string by string, told by the glyphs and not by their codes."""
    return [list(_signs(page.obj)) for page in pdf.pages]


def _signs(page):
    fonts = {name[1:]: read_subset(font) for name, font in page.Resources.Font.items()}
    found = []

    def note(name, codes):
        found.append((fonts[name].name, [fonts[name].signs[code] for code in codes]))
        return codes

    recode(content_of(page), note)
    return found


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    target = tmp_path_factory.mktemp("fonts") / "ho-so.pdf"
    bind([Part(paper, paper.stem) for paper in (*PAPERS, *PAPERS[:1])], target, a_metadata("Hồ sơ"))
    return target


def test_every_string_on_every_page_is_drawn_by_the_same_glyphs(dossier, tmp_path):
    expected = []
    for n, paper in enumerate((*PAPERS, *PAPERS[:1])):
        alone = tmp_path / f"{n}.pdf"
        bind([Part(paper, "Một mình")], alone, a_metadata("Một mình"))
        with Pdf.open(alone) as pdf:
            expected += shown(pdf)
    with Pdf.open(dossier) as pdf:
        assert shown(pdf) == expected


def test_each_face_is_stored_once(dossier):
    with Pdf.open(dossier) as pdf:
        names = [str(font.BaseFont).partition("+")[2] for font in fonts_of(pdf)]
    assert sorted(names) == sorted(set(names))


def test_a_font_without_room_is_followed_by_another(tmp_path):
    sources = []
    for n in range(5):
        with Pdf.open(PAPERS[0]) as pdf:
            for font in fonts_of(pdf):
                # The same glyphs, said to be other characters: none can share a code.
                said = font.ToUnicode.read_bytes()
                font.ToUnicode.write(said.replace(b"> <", b"> <00%02X" % (0x41 + n)))
            pdf.save(tmp_path / f"{n}.pdf")
        sources.append(tmp_path / f"{n}.pdf")
    bind([Part(s, s.stem) for s in sources], tmp_path / "ho-so.pdf", a_metadata("Hồ sơ"))
    with Pdf.open(tmp_path / "ho-so.pdf") as pdf:
        fonts = [read_subset(font) for font in fonts_of(pdf)]
        assert all(0 < len(font.signs) <= 255 and 0 not in font.signs for font in fonts)
        assert (
            len({str(font.BaseFont) for font in fonts_of(pdf)}) == len(fonts) > len({f.name for f in fonts})
        )


def test_a_page_of_other_make_keeps_its_fonts(tmp_path):
    with Pdf.open(PAPERS[0]) as pdf:
        page = pdf.pages[0]
        page.contents_add(pdf.make_stream(b"/Artifact BMC BT /F1 9 Tf (a) Tj ET EMC"))
        before = sorted(str(font.BaseFont) for font in fonts_of(pdf))
        pdf.save(tmp_path / "la.pdf")
    bind([Part(tmp_path / "la.pdf", "Lạ")], tmp_path / "ho-so.pdf", a_metadata("Hồ sơ"))
    with Pdf.open(tmp_path / "ho-so.pdf") as pdf:
        assert sorted(str(font.BaseFont) for font in fonts_of(pdf)) == before
    assert FinishedPdf(tmp_path / "ho-so.pdf").text[1:] == FinishedPdf(PAPERS[0]).text[1:]


def test_slim_fonts_hold_only_what_is_shown(dossier):
    with Pdf.open(dossier) as pdf:
        del pdf.pages[1:]
        before = shown(pdf)
        slim_fonts(pdf)
        assert shown(pdf) == before
        used = {sign for _, signs in before[0] for sign in signs}
        assert {s for font in fonts_of(pdf) for s in read_subset(font).signs.values()} == used


@pytest.mark.parametrize(
    "spoil",
    [
        lambda font: font.update(Dictionary(Subtype=Name.Type1)),
        lambda font: font.update(Dictionary(Encoding=Name.WinAnsiEncoding)),
        lambda font: font.FontDescriptor.FontFile2.write(b"OTTO"),
        lambda font: font.ToUnicode.write(b"1 beginbfrange <01> <02> <0041> endbfrange"),
        lambda font: font.__delitem__("/Widths"),
        lambda font: font.update(Dictionary(BaseFont=Name.Serif)),
    ],
)
def test_fonts_of_another_make_are_not_touched(spoil):
    with pikepdf.open(PAPERS[0]) as pdf:
        font = fonts_of(pdf)[0]
        assert read_subset(font) is not None
        spoil(font)
        assert read_subset(font) is None
