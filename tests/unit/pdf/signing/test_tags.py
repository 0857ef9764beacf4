"""The field of a signature gets a Form element under a key that is its own, whatever shape the tags are in."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from service.pdf.signing.tags import tag_field
from service.pdf.tags import leaves, read_parents
from tests.builders_pdf import a_tagged_pdf, shape, tag_faults


def tagged(pdf: Pdf, *, first: bool = True) -> Pdf:
    """Write the file, lay a bare field on its first page, tag it, and read all again."""
    stream = BytesIO()
    pdf.save(stream)
    writer = IncrementalPdfFileWriter(stream)
    page = writer.find_page_for_modification(0)[0]
    kind = {pdf_name("/Subtype"): pdf_name("/Widget"), pdf_name("/FT"): pdf_name("/Sig")}
    field = writer.add_object(generic.DictionaryObject(kind))
    page.get_object()[pdf_name("/Annots")] = generic.ArrayObject([field])
    writer.update_container(page.get_object())
    tag_field(writer, field, page, first=first)
    written = BytesIO()
    writer.write(written)
    return Pdf.open(written)


def a_paper() -> Pdf:
    return a_tagged_pdf(("Document", ("H1", "a"), ("P", "b")))


@pytest.mark.parametrize(
    ("first", "order"), [(True, ("Form", ("H1", 0), ("P", 1))), (False, (("H1", 0), ("P", 1), "Form"))]
)
def test_the_element_stands_first_or_last_in_the_document(first, order):
    pdf = tagged(a_paper(), first=first)
    assert shape(pdf) == [("Document", *(one if isinstance(one, tuple) else (one,) for one in order))]
    assert tag_faults(pdf) == []
    assert int(pdf.pages[0].Annots[0].StructParent) == 1
    assert pdf.Root.StructTreeRoot.ParentTreeNextKey == 2


def spread(pdf: Pdf, *keys: int) -> None:
    """Let the ParentTree have leaves, with further keys that are taken."""
    root = pdf.Root.StructTreeRoot
    leaf = pdf.make_indirect(Dictionary(Nums=root.ParentTree.Nums, Limits=Array([0, 0])))
    own = root.K[0]
    other = pdf.make_indirect(
        Dictionary(Nums=Array([n for key in keys for n in (key, own)]), Limits=Array([keys[0], keys[-1]]))
    )
    root.ParentTree = pdf.make_indirect(
        Dictionary(Kids=Array([Dictionary(Kids=Array([leaf, other]), Limits=Array([0, keys[-1]]))]))
    )


def test_a_tree_of_many_leaves_gets_another_leaf():
    pdf = a_paper()
    spread(pdf, 4, 9)
    pdf = tagged(pdf)
    tree = pdf.Root.StructTreeRoot.ParentTree
    assert [int(key) for key, _ in leaves(tree, Name.Nums)] == [0, 4, 9, 10]
    assert list(tree.Kids[-1].Limits) == [10, 10]
    assert tag_faults(pdf) == []


@pytest.mark.parametrize(("said", "key"), [(0, 1), (1, 1), (7, 7)])
def test_the_key_is_free_though_the_tree_may_say_otherwise(said, key):
    pdf = a_paper()
    pdf.Root.StructTreeRoot.ParentTreeNextKey = said
    pdf = tagged(pdf)
    assert list(read_parents(pdf.Root.StructTreeRoot)) == [0, key]
    assert pdf.Root.StructTreeRoot.ParentTreeNextKey == key + 1
    assert tag_faults(pdf) == []


def test_a_single_kid_that_stands_alone_keeps_its_place():
    pdf = a_paper()
    root = pdf.Root.StructTreeRoot
    document = root.K[0]
    document.K = document.K[0]
    root.K = document
    root.ParentTree.Nums[1] = Array([document.K])
    assert shape(tagged(pdf)) == [("Document", ("Form",), ("H1", 0))]


def test_without_one_document_on_top_the_element_hangs_on_the_root():
    pdf = tagged(a_tagged_pdf(("H1", "a"), ("P", "b")), first=False)
    assert shape(pdf) == [("H1", 0), ("P", 1), ("Form",)]
    assert tag_faults(pdf) == []


def test_an_empty_document_and_a_tree_without_parents_are_enough():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    root = pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    pdf = tagged(pdf)
    assert shape(pdf) == [("Document", ("Form",))]
    assert tag_faults(pdf) == []


def test_a_file_without_tags_gets_none():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    assert "/StructTreeRoot" not in tagged(pdf).Root
