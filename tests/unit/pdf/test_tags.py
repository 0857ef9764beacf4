"""Structure trees are read whole and made their own before they are joined."""

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from service.pdf.tags import (
    TagForest,
    leaves,
    next_key,
    prefix_names,
    read_ids,
    read_parents,
    shift_keys,
    top_elements,
    walk,
    write_ids,
    write_parents,
)
from tests.builders_pdf import a_tagged_pdf, shape, tag_faults


def test_elements_are_walked_in_reading_order():
    pdf = a_tagged_pdf(("Document", ("H1", "a"), ("L", ("LI", "b"), ("LI", "c")), ("P", "d")))
    walked = [str(e.S)[1:] for e in walk(top_elements(pdf.Root.StructTreeRoot)[0])]
    assert walked == ["Document", "H1", "L", "LI", "LI", "P"]


@given(st.dictionaries(st.integers(0, 10_000), st.integers(0, 99), max_size=20))
def test_a_parent_tree_is_read_as_it_was_written(parents):
    root = Dictionary()
    write_parents(root, parents)
    assert read_parents(root) == parents
    assert root.ParentTreeNextKey == next_key(parents)
    assert list(root.ParentTree.Nums)[::2] == sorted(parents)


def test_a_number_tree_of_many_nodes_is_read_whole():
    low, high = Dictionary(Nums=Array([0, 10, 1, 11])), Dictionary(Nums=Array([7, 17]))
    tree = Dictionary(Kids=Array([Dictionary(Kids=Array([low])), high]))
    assert list(leaves(tree, Name.Nums)) == [(0, 10), (1, 11), (7, 17)]


def test_an_absent_parent_tree_has_no_keys():
    assert read_parents(Dictionary()) == {}
    assert next_key({}) == 0


def test_shifted_keys_still_fit_together():
    pdf = a_tagged_pdf(("Document", ("P", "a"), ("P", "b")))
    page = pdf.pages[0].obj
    form = pdf.make_stream(b"")
    form.StructParent = 3
    page.Resources = Dictionary(XObject=Dictionary(Fm0=form, Fm1=form))
    shift_keys(pdf, 40)
    assert (page.StructParents, form.StructParent) == (40, 43)
    assert list(read_parents(pdf.Root.StructTreeRoot)) == [40]
    assert not tag_faults(pdf)


def test_keys_of_drawings_in_drawings_and_of_each_annotation_are_shifted():
    pdf = a_tagged_pdf(("Document", ("P", "a")))
    page = pdf.pages[0].obj
    inner, outer = pdf.make_stream(b""), pdf.make_stream(b"")
    inner.StructParents = 3
    inner.Resources = Dictionary(XObject=Dictionary(Back=outer))
    outer.Resources = Dictionary(XObject=Dictionary(Fm0=inner))
    page.Resources = Dictionary(XObject=Dictionary(Fm0=outer))
    page.Annots = Array([Dictionary(StructParent=4), Dictionary(StructParent=5)])
    shift_keys(pdf, 40)
    assert (inner.StructParents, [a.StructParent for a in page.Annots]) == (43, [44, 45])


def test_ids_stand_in_the_order_of_their_bytes():
    root = Dictionary()
    write_ids(root, {name: Dictionary() for name in ("1.đoạn", "10.a", "2.a")})
    written = [bytes(name) for name in root.IDTree.Names[::2]]
    assert written == sorted(written)


def test_names_are_prefixed_wherever_they_are_called():
    header = ("TH", {"ID": String("cot"), "C": Name.Dam}, "a")
    cell = (
        "TD",
        {"A": Dictionary(O=Name.Table, Headers=Array([String("cot")])), "C": Array([Name.Dam, 0])},
        "b",
    )
    pdf = a_tagged_pdf(("Document", ("Table", ("TR", header, cell))))
    root = pdf.Root.StructTreeRoot
    top, bold = top_elements(root)[0], Dictionary(O=Name.Layout)
    th, td = [e for e in walk(top) if str(e.S) in ("/TH", "/TD")]
    root.ClassMap = Dictionary(Dam=bold)
    write_ids(root, {"cot": th})
    prefix_names(root, "3.")
    assert (str(th.ID), str(td.A.Headers[0])) == ("3.cot", "3.cot")
    assert list(read_ids(root)) == ["3.cot"]
    assert read_ids(root)["3.cot"] == th
    assert (list(th.C), list(td.C)) == ([Name("/3.Dam")], [Name("/3.Dam"), 0])
    assert list(root.ClassMap.keys()) == ["/3.Dam"]


def test_a_class_that_is_not_in_the_map_is_left_alone():
    pdf = a_tagged_pdf(("Document", ("P", {"C": Name.La}, "a")))
    prefix_names(pdf.Root.StructTreeRoot, "3.")
    assert list(top_elements(pdf.Root.StructTreeRoot)[0].K[0].C) == [Name.La]


def test_a_file_without_keys_gives_none_away_that_is_taken():
    pdf = a_tagged_pdf(("Document", ("P", "a")))
    copied, forest = pdf.Root.StructTreeRoot, TagForest(pdf, "vi-VN")
    forest.graft(copied, "Một")
    empty = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
    forest.graft(pdf.make_indirect(Dictionary(K=Array([empty]))), "Hai", "en")
    assert forest.next_key() == 1
    forest.finish()
    assert shape(pdf) == [("Document", ("Part", ("P", 0)), ("Part",))]
    (document,) = top_elements(pdf.Root.StructTreeRoot)
    assert [(str(p.T), str(p.Lang)) for p in document.K] == [("Một", "vi-VN"), ("Hai", "en")]
    assert not tag_faults(pdf)


@pytest.mark.parametrize(
    ("tops", "part"),
    [
        ([("Document", ("P", "a"))], ("Part", ("P", 0))),
        ([("Document", ("P", "a")), ("P", "b")], ("Part", ("Document", ("P", 0)), ("P", 1))),
        ([("Sect", ("P", "a"))], ("Part", ("Sect", ("P", 0)))),
    ],
)
def test_whatever_stands_on_top_of_a_file_becomes_one_part(tops, part):
    pdf = a_tagged_pdf(*tops)
    copied, forest = pdf.Root.StructTreeRoot, TagForest(pdf, "vi-VN")
    forest.graft(copied, "Một")
    forest.finish()
    assert shape(pdf) == [("Document", part)]
    assert not tag_faults(pdf)


def test_links_end_their_part_each_under_a_key_of_its_own():
    pdf = a_tagged_pdf(("Document", ("P", "a")))
    copied, forest = pdf.Root.StructTreeRoot, TagForest(pdf, "vi-VN")
    forest.graft(copied, "Một")
    links = [pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link)) for _ in range(2)]
    pdf.pages[0].obj.Annots = Array(links)
    for link in links:
        forest.hang_link(0, link, pdf.pages[0].obj)
    forest.finish()
    assert shape(pdf) == [("Document", ("Part", ("P", 0), ("Link",), ("Link",)))]
    assert [int(link.StructParent) for link in links] == [1, 2]
    assert forest.next_key() == 3
    assert not tag_faults(pdf)


def test_without_ids_there_is_no_tree_of_them():
    root = Dictionary()
    write_ids(root, {})
    assert "/IDTree" not in root


def test_the_tree_of_ids_is_sorted_by_name():
    root, element = Dictionary(), Dictionary(S=Name.P)
    write_ids(root, {"b": element, "a": element, "A": element})
    assert [str(name) for name in list(root.IDTree.Names)[::2]] == ["A", "a", "b"]


def test_the_test_builder_gives_back_what_it_was_given():
    pdf = a_tagged_pdf(("Document", ("H1", "a"), ("P", "b", "c")))
    assert shape(pdf) == [("Document", ("H1", 0), ("P", 1, 2))]
    assert not tag_faults(pdf)
    pdf.Root.StructTreeRoot.ParentTree.Nums[1][0] = pikepdf.Dictionary(S=Name.P)
    assert tag_faults(pdf) == ["0/0 belongs to another"]
