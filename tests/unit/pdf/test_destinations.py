"""Names and all that calls them change together; what goes to a page directly is left alone."""

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from service.pdf.destinations import Destinations, named, prefix_calls


@pytest.fixture
def pdf():
    with Pdf.new() as made:
        made.add_blank_page()
        yield made


def a_link(pdf, **entries):
    link = pdf.make_indirect(Dictionary(Subtype=Name.Link, **entries))
    pdf.pages[0].obj.Annots = Array([link])
    return link


@pytest.mark.parametrize("called", [String("phần"), Name("/phần")])
def test_a_link_by_name_or_by_action_is_renamed(pdf, called):
    link = a_link(pdf, Dest=called, A=Dictionary(S=Name.GoTo, D=called))
    prefix_calls(pdf, "2.")
    assert (str(link.Dest), str(link.A.D)) == ("2.phần", "2.phần")


def test_links_to_pages_and_to_other_files_are_left_alone(pdf):
    place = Array([pdf.pages[0].obj, Name.Fit])
    link = a_link(pdf, Dest=place, A=Dictionary(S=Name.GoToR, D=String("phan")))
    prefix_calls(pdf, "2.")
    assert link.Dest == place
    assert str(link.A.D) == "phan"


def test_names_from_both_places_are_given_with_the_prefix(pdf):
    place = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.Dests = Dictionary(cu=place)
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("mới"), place])))
    assert [str(name) for name in list(named(pdf, "2."))[::2]] == ["2.cu", "2.mới"]


def test_the_names_of_all_files_make_one_sorted_tree(pdf):
    place = Array([pdf.pages[0].obj, Name.Fit])
    destinations = Destinations(pdf)
    destinations.take_over(Array([String("2.b"), place, String("2.a"), place]))
    destinations.take_over(Array([String("1.c"), place]))
    destinations.finish()
    assert [str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]] == ["1.c", "2.a", "2.b"]


def test_without_names_there_is_no_tree(pdf):
    Destinations(pdf).finish()
    assert "/Names" not in pdf.Root
