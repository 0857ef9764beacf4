"""Papers bound together share one program of each face, and every page shows what it showed, byte for byte."""

import re
import struct
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

import service.pdf.fonts
from service.pdf.bind import Part, bind
from service.pdf.conform import prepare
from service.pdf.fonts import FontShelf, fonts_of, separate_fonts
from service.pdf.split import split
from service.pdf.subset import read_said, read_subset
from service.pdf.truetype import FontProgram
from tests.builders import a_metadata
from tests.finished import FinishedPdf

RESOURCES = Path(__file__).parents[2] / "resources"
PAPERS = [
    RESOURCES / f"{name}.pdf" for name in ("cam-ket-libreoffice", "nghi-quyet-2a-ua1", "bien-ban-libreoffice")
]
MAPPED = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]+)>")


def signs_of(font):
    """Give for each code of a font, simple or shared, what it draws, its width and its characters."""
    characters = {int(code, 16): said for code, said in MAPPED.findall(font.ToUnicode.read_bytes())}
    if font.Subtype == Name.TrueType:
        program = FontProgram(font.FontDescriptor.FontFile2.read_bytes())
        numbers, first, widths = program.codes, int(font.FirstChar), font.Widths
    else:
        below = font.DescendantFonts[0]
        program = FontProgram(below.FontDescriptor.FontFile2.read_bytes())
        held = below.CIDToGIDMap.read_bytes()
        numbers, (first, widths) = struct.unpack(f">{len(held) // 2}H", held), below.W
    return {c: (program.glyphs[numbers[c]], int(widths[c - int(first)]), characters[c]) for c in characters}


def shown(pdf):
    """Give for every page what is drawn, string by string, told by the glyphs and not by their codes."""
    known = {font.objgen: signs_of(font) for font in fonts_of(pdf)}
    return [list(_drawn(page.obj, known)) for page in pdf.pages]


def _drawn(page, known):
    font = None
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                font = page.Resources.Font[operands[0]]
            case "Tj" | "TJ":
                pieces = operands if str(operator) == "Tj" else operands[0]
                codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                yield str(font.BaseFont).partition("+")[2], [known[font.objgen][code] for code in codes]


def shown_before(papers):
    found = []
    for paper in papers:
        with Pdf.open(paper) as pdf:
            prepare(pdf)
            found += shown(pdf)
    return found


def bound(papers, target):
    bind([Part(paper, paper.stem) for paper in papers], target, a_metadata("Hồ sơ"))
    return target


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    return bound((*PAPERS, *PAPERS[:1]), tmp_path_factory.mktemp("fonts") / "ho-so.pdf")


def source_of(font):
    return read_subset(font, read_said(font)).source


def programs(pdf):
    below = [font.DescendantFonts[0].FontDescriptor for font in fonts_of(pdf) if font.Subtype == Name.Type0]
    return {descriptor.objgen: descriptor for descriptor in below}.values()


def test_every_string_on_every_page_is_drawn_by_the_same_glyphs(dossier):
    with Pdf.open(dossier) as pdf:
        assert shown(pdf) == shown_before((*PAPERS, *PAPERS[:1]))
        assert {str(font.Subtype) for font in fonts_of(pdf)} == {"/Type0"}


def test_each_face_is_stored_once_and_equal_subsets_too(dossier):
    with Pdf.open(dossier) as pdf:
        names = [str(descriptor.FontName).partition("+")[2] for descriptor in programs(pdf)]
        assert sorted(names) == sorted(set(names))
        first, last = pdf.pages[0].obj.Resources.Font, pdf.pages[-1].obj.Resources.Font
        assert {name: font.objgen for name, font in first.items()} == {n: f.objgen for n, f in last.items()}
        assert len({font.Encoding.objgen for font in fonts_of(pdf)}) == 1


def test_a_font_without_room_is_followed_by_another(tmp_path, monkeypatch):
    monkeypatch.setattr(service.pdf.fonts, "_MOST_GLYPHS", 200)
    with Pdf.open(bound(PAPERS, tmp_path / "ho-so.pdf")) as pdf:
        names = [str(descriptor.FontName) for descriptor in programs(pdf)]
        assert len(names) == len(set(names)) > len({name.partition("+")[2] for name in names})
        found = shown(pdf)
    assert found == shown_before(PAPERS)


def test_what_is_split_off_has_its_own_subset_again(dossier, tmp_path):
    pieces = list(split(dossier, tmp_path))
    for piece, paper in zip(pieces, (*PAPERS, *PAPERS[:1]), strict=True):
        with Pdf.open(piece.path) as pdf, Pdf.open(paper) as before:
            prepare(before)
            assert shown(pdf) == shown(before)
            for name, font in before.pages[0].obj.Resources.Font.items():
                again = pdf.pages[0].obj.Resources.Font[name]
                assert source_of(again) == source_of(font)
                assert signs_of(again) == signs_of(font)
                assert (again.FirstChar, again.LastChar) == (font.FirstChar, font.LastChar)
                assert again.Widths == font.Widths
                sizes = [len(f.FontDescriptor.FontFile2.read_bytes()) for f in (again, font)]
                assert sizes[0] < sizes[1] + 100


def test_two_subsets_of_one_face_in_a_document_come_apart_whole(tmp_path):
    """A paper of more than 255 different letters has a second subset of the same face."""
    with Pdf.open(PAPERS[0]) as pdf, Pdf.open(PAPERS[2]) as other:
        prepare(pdf)
        page = pdf.pages[0].obj
        page.Resources.Font["/F9"] = pdf.copy_foreign(other.pages[0].obj.Resources.Font["/F1"])
        more = pdf.make_stream(b"/Artifact BMC BT /F9 9 Tf 9 9 Td <010203040506> Tj ET EMC")
        page.Contents = Array([page.Contents, more])
        before = shown(pdf)
        pdf.save(tmp_path / "hai.pdf")
    (piece,) = split(bound([tmp_path / "hai.pdf"], tmp_path / "ho-so.pdf"), tmp_path)
    with Pdf.open(piece.path) as pdf:
        assert shown(pdf) == before
        names = [str(font.FontDescriptor.FontName) for font in fonts_of(pdf)]
        assert len(set(names)) == len(names) == len({font.FontDescriptor.objgen for font in fonts_of(pdf)})


FORGED = {
    "half a glyph number": lambda below: below.CIDToGIDMap.write(b"\0\1\0"),
    "no such glyph": lambda below: below.CIDToGIDMap.write(b"\xff\xff"),
    "too many codes": lambda below: below.CIDToGIDMap.write(bytes(514)),
    "other widths": lambda below: below.update(Dictionary(W=Array([1, 2, 500]))),
    "a width alone": lambda below: below.update(Dictionary(W=Array([1, 500]))),
    "another program": lambda below: below.FontDescriptor.FontFile2.write(b"OTTO" + bytes(100)),
    "no descriptor": lambda below: below.__delitem__("/FontDescriptor"),
}


@pytest.mark.parametrize("spoil", FORGED.values(), ids=FORGED.keys())
def test_a_forged_shared_font_is_left_as_it_is(dossier, spoil):
    with Pdf.open(dossier) as pdf:
        font = fonts_of(pdf)[0]
        below = font.DescendantFonts[0]
        spoil(below)
        before = font.unparse(resolved=True), below.unparse(resolved=True)
        separate_fonts(pdf)
        assert (font.unparse(resolved=True), below.unparse(resolved=True)) == before
        assert {str(font.Subtype) for font in fonts_of(pdf)} == {"/Type0", "/TrueType"}


def test_what_is_no_font_among_fonts_is_passed_over(dossier):
    with Pdf.open(dossier) as pdf:
        pdf.pages[0].obj.Resources.Font["/F8"] = 42
        pdf.pages[0].obj.Resources.Font["/F9"] = pdf.make_indirect(Array())
        assert len(fonts_of(pdf)) == len({font.objgen for font in fonts_of(pdf)}) > 0


def test_binding_what_was_split_gives_the_same_fonts(dossier, tmp_path):
    pieces = [piece.path for piece in split(dossier, tmp_path)]
    with Pdf.open(bound(pieces, tmp_path / "ho-so.pdf")) as again, Pdf.open(dossier) as pdf:
        assert [d.FontFile2.read_bytes() for d in programs(again)] == [
            d.FontFile2.read_bytes() for d in programs(pdf)
        ]


SPOILED = {
    "another kind": lambda font: font.update(Dictionary(Subtype=Name.Type1)),
    "an encoding": lambda font: font.update(Dictionary(Encoding=Name.WinAnsiEncoding)),
    "another program": lambda font: font.FontDescriptor.FontFile2.write(b"OTTO" + bytes(100)),
    "no program": lambda font: font.FontDescriptor.__delitem__("/FontFile2"),
    "a cmap cut off": lambda font: font.FontDescriptor.FontFile2.write(without_cmap(font)),
    "codes of two bytes": lambda font: font.ToUnicode.write(
        font.ToUnicode.read_bytes().replace(b"<FF>", b"<FFFF>")
    ),
    "no characters": lambda font: font.__delitem__("/ToUnicode"),
    "no widths": lambda font: font.__delitem__("/Widths"),
    "widths elsewhere": lambda font: font.Widths.__setitem__(3, font.FontDescriptor),
    "no subset": lambda font: font.update(Dictionary(BaseFont=Name.Serif)),
    "no symbols": lambda font: font.FontDescriptor.update(Dictionary(Flags=32)),
    "a width for all other codes": lambda font: font.FontDescriptor.update(Dictionary(MissingWidth=500)),
    "more codes than widths": lambda font: font.update(Dictionary(LastChar=int(font.LastChar) + 1)),
    "codes below zero": lambda font: font.update(Dictionary(FirstChar=-1, LastChar=len(font.Widths) - 2)),
    "codes above a byte": lambda font: font.update(Dictionary(FirstChar=1, LastChar=256, Widths=[500] * 256)),
    "a code without a glyph": lambda font: font.FontDescriptor.FontFile2.write(with_a_lost_code(font)),
    "a program packed otherwise": lambda font: font.FontDescriptor.FontFile2.write(
        font.FontDescriptor.FontFile2.read_bytes().hex().encode() + b">", filter=Name.ASCIIHexDecode
    ),
    "overlapping tables": lambda font: font.FontDescriptor.FontFile2.write(with_many_tables(font)),
    "a box elsewhere": lambda font: font.FontDescriptor.update(Dictionary(FontBBox=font.ToUnicode)),
}


def without_cmap(font):
    data = font.FontDescriptor.FontFile2.read_bytes()
    return data.replace(b"cmap", b"kmap")


def with_a_lost_code(font):
    data = font.FontDescriptor.FontFile2.read_bytes()
    program = FontProgram(data)
    return data.replace(program.codes, program.codes[:-1] + bytes([len(program.glyphs)]))


def with_many_tables(font):
    data = font.FontDescriptor.FontFile2.read_bytes()
    return data[:4] + b"\xff\xff" + data[6:] + bytes(2**20)


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_font_of_another_make_is_not_touched(spoil):
    with Pdf.open(PAPERS[0]) as pdf, Pdf.new() as target:
        font = fonts_of(pdf)[0]
        names = {name for name, held in pdf.pages[0].obj.Resources.Font.items() if held.objgen == font.objgen}
        assert names
        spoil(font)
        before = dict(font.items())
        homes = FontShelf(target).take_in(pdf)
        assert homes[0].keys() and not homes[0].keys() & names
        assert dict(font.items()) == before and names <= pdf.pages[0].obj.Resources.Font.keys()


def test_a_page_whose_fonts_are_written_in_its_own_resources_keeps_them(tmp_path):
    with Pdf.open(PAPERS[0]) as pdf:
        for page in pdf.pages:
            page.obj.Resources = Dictionary(Font=Dictionary(dict(page.obj.Resources.Font.items())))
        before, text = sorted(str(font.BaseFont) for font in fonts_of(pdf)), shown(pdf)
        pdf.save(tmp_path / "la.pdf")
    with Pdf.open(bound([tmp_path / "la.pdf"], tmp_path / "ho-so.pdf")) as pdf:
        assert sorted(str(font.BaseFont) for font in fonts_of(pdf)) == before
        assert shown(pdf) == text
    assert FinishedPdf(tmp_path / "ho-so.pdf").text == FinishedPdf(PAPERS[0]).text
