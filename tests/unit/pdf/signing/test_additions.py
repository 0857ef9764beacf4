"""What a further signature adds is known at once; anything that is not quite that is left to pyHanko's own analysis."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    ModificationLevel,
    StandardDiffPolicy,
    SuspiciousModification,
)

from service.model import After
from service.pdf.signing.additions import Additions
from service.pdf.signing.look import look
from service.pdf.signing.means import Means
from service.pdf.signing.write import sign
from tests.authority import now


@pytest.fixture(scope="session")
def once(lasting_authority, dossier, tmp_path_factory):
    target = tmp_path_factory.mktemp("ky") / "mot.pdf"
    means = Means(**lasting_authority.means(pkcs12=lasting_authority.standing, level="B-LT"))
    sign(means, dossier, target, now())
    return target


@pytest.fixture
def long_way(monkeypatch):
    """Tell how often pyHanko was asked."""
    asked = []
    whole = StandardDiffPolicy.apply

    def apply(*given, **named):
        asked.append(1)
        return whole(*given, **named)

    monkeypatch.setattr(StandardDiffPolicy, "apply", apply)
    return asked


def judged(path):
    """Give what is said of all that follows the first signature, and what pyHanko says."""
    reader = PdfFileReader(BytesIO(path.read_bytes()), strict=False)
    first = next(iter(reader.embedded_signatures))
    return [
        one.review_file(reader, first.signed_revision) for one in (Additions(reader), DEFAULT_DIFF_POLICY)
    ]


@pytest.mark.parametrize("level", ["B-B", "B-LT"])
def test_further_signatures_are_known_at_once_and_pyhanko_says_the_same(
    authority, once, tmp_path, long_way, level
):
    archive, _ = authority.signer("LƯU TRỮ", "")
    sign(Means(**authority.means(pkcs12=archive, level=level)), once, tmp_path / "2.pdf", now())
    sign(Means(**authority.means(pkcs12=authority.standing)), tmp_path / "2.pdf", tmp_path / "3.pdf", now())
    ours, theirs = judged(tmp_path / "3.pdf")
    assert len(long_way) == 2  # pyHanko's own, for two later revisions
    assert ours == theirs
    assert ours.modification_level is ModificationLevel.FORM_FILLING
    assert ours.changed_form_fields == {"ChuKySo2", "ChuKySo3"}


def rewritten(source, target, change):
    """Append a revision in which `change` wrote something again."""
    writer = IncrementalPdfFileWriter(BytesIO(source.read_bytes()))
    change(writer)
    with target.open("wb") as file:
        writer.write(file)
    return target


def other_words(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
    writer.update_container(page)


def other_tags(writer):
    writer.root["/StructTreeRoot"][pdf_name("/K")] = generic.ArrayObject()
    writer.update_container(writer.root["/StructTreeRoot"])


def other_start(writer):
    writer.root[pdf_name("/OpenAction")] = generic.NullObject()
    writer.update_root()


def a_note(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    box = generic.ArrayObject(generic.NumberObject(n) for n in (9, 9, 99, 99))
    note = {pdf_name("/Subtype"): pdf_name("/Square"), pdf_name("/Rect"): box}
    page["/Annots"].append(writer.add_object(generic.DictionaryObject(note)))
    writer.update_container(page)


def a_seen_field(writer):
    box = generic.ArrayObject(generic.NumberObject(n) for n in (9, 9, 99, 99))
    field = {
        pdf_name("/Subtype"): pdf_name("/Widget"),
        pdf_name("/FT"): pdf_name("/Tx"),
        pdf_name("/T"): generic.pdf_string("o"),
        pdf_name("/Rect"): box,
    }
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(generic.DictionaryObject(field)))
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


def no_signature_any_more(writer):
    writer.root["/AcroForm"]["/Fields"].clear()
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


@pytest.mark.parametrize(
    "change", [other_words, other_tags, other_start, a_note, a_seen_field, no_signature_any_more]
)
def test_every_other_change_is_left_to_pyhanko_and_noticed(once, tmp_path, change, long_way):
    path = rewritten(once, tmp_path / "doi.pdf", change)
    if change is not no_signature_any_more:  # else there is nothing left to ask about
        ours, theirs = judged(path)
        assert type(ours) is type(theirs) is not type(None)
        assert not hasattr(ours, "modification_level")
        assert len(long_way) == 2
        (found,) = look(Means(), path, now())
        assert (found.after, found.sound) == (After.CONTENT, False)


@pytest.mark.parametrize("listed", [True, False])
def test_what_was_missing_in_the_signed_file_cannot_be_put_in_its_place(authority, dossier, tmp_path, listed):
    """The shadow attack: the signed page draws a form that is not there; a later revision brings it."""
    with pikepdf.open(dossier) as pdf:
        ghost = pdf.make_indirect(Dictionary())
        pdf.pages[0].obj.Resources.XObject = Dictionary(Ma=ghost)
        pdf.pages[0].contents_add(b"\n/Ma Do\n")
        pdf.save(tmp_path / "cam-bay.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = (tmp_path / "cam-bay.pdf").read_bytes()
    with pikepdf.open(BytesIO(data)) as pdf:
        number = pdf.pages[0].obj.Resources.XObject.Ma.objgen[0]
        last = pdf.trailer.Size - 1
    far = str(last + 40).encode()
    data = data.replace(b"/Ma %d 0 R" % number, b"/Ma " + far + b" 0 R")
    (tmp_path / "cam-bay.pdf").write_bytes(data)
    means = Means(**authority.means(pkcs12=authority.standing))
    sign(means, tmp_path / "cam-bay.pdf", tmp_path / "ky.pdf", now())

    def bring(writer):
        shown = generic.StreamObject({pdf_name("/Subtype"): pdf_name("/Form")}, stream_data=b"0 0 9 9 re f")
        writer.objects[(0, int(far))] = shown
        if listed:
            writer._lastobj_id = int(far)

    path = rewritten(tmp_path / "ky.pdf", tmp_path / "doi.pdf", bring)
    ours, theirs = judged(path)
    assert isinstance(ours, SuspiciousModification)
    assert isinstance(theirs, DiffResult)  # pyHanko 0.38 lets it pass
    assert look(Means(), path, now())[0].after is After.CONTENT
