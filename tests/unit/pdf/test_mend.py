"""Tags are mended so that a screen reader does not stumble, and the order in which it reads never changes."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from service.pdf.files import open_tagged
from service.pdf.mend import mend_tags
from service.pdf.tags import is_a, kids, read_ids, top_elements, walk, write_ids
from tests.builders_pdf import a_tagged_pdf, reopened, shape, tag_faults, text_of

RESOURCES = Path(__file__).parents[2] / "resources"
LAYOUT = Dictionary(O=Name.Layout, Placement=Name.Block, Width=9.07, BBox=Array([1, 2, 3, 4]))
SCOPE = Dictionary(O=Name.Table, Scope=Name.Column)


def mended(*tops, roles=None):
    pdf = a_tagged_pdf(*tops, roles=roles)
    mend_tags(pdf)
    return shape(pdf)


def reading_order(pdf):
    """Give (page, number) of all marked content, as it is read aloud."""
    found = []

    def read(element):
        for kid in kids(element):
            if isinstance(kid, int):
                found.append((element.Pg.objgen, kid))
            elif "/S" in kid:
                read(kid)

    for top in top_elements(pdf.Root.StructTreeRoot):
        read(top)
    return found


def test_style_names_become_standard_types_and_the_role_map_goes():
    roles = {"H1": "H1", "Standard": "P", "De_muc": "Heading", "Heading": "H1"}
    pdf = a_tagged_pdf(("Document", ("De_muc", "A"), ("H1", "B"), ("Standard", "C")), roles=roles)
    mend_tags(pdf)
    assert shape(pdf) == [("Document", ("H1", 0), ("H1", 1), ("P", 2))]
    assert "/RoleMap" not in pdf.Root.StructTreeRoot


def test_a_role_map_that_runs_in_a_circle_ends():
    assert mended(("Document", ("A", "x")), roles={"A": "B", "B": "A"})[0][1][0] in ("A", "B")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 3, 3, 2, 1], [1, 2, 2, 2, 1]),
        ([3, 1], [1, 1]),
        ([2, 4, 6], [1, 2, 3]),
        ([1, 2, 3, 2], [1, 2, 3, 2]),
    ],
)
def test_headings_that_leap_are_brought_together(before, after):
    tree = mended(("Document", *((f"H{level}", "x") for level in before)))
    assert [int(heading[0][1:]) for heading in tree[0][1:]] == after


@given(st.lists(st.integers(1, 6), min_size=1, max_size=20))
def test_heading_levels_begin_at_one_have_no_holes_and_stay_when_sound(levels):
    tree = mended(("Document", *((f"H{level}", "x") for level in levels)))
    after = [int(heading[0][1:]) for heading in tree[0][1:]]
    assert after[0] == 1
    assert all(right <= left + 1 for left, right in pairwise(after))
    assert all((b[1] > b[0]) == (a[1] > a[0]) for b, a in zip(pairwise(levels), pairwise(after), strict=True))
    if levels[0] == 1 and all(right <= left + 1 for left, right in pairwise(levels)):
        assert after == levels


def test_the_label_of_a_list_item_is_split_from_its_text():
    pdf = a_tagged_pdf(("Document", ("L", ("LI", ("LBody", ("P", "1.", "Nhiem vu", "thu nhat"))))))
    mend_tags(pdf)
    assert shape(pdf) == [("Document", ("L", ("LI", ("Lbl", 0), ("LBody", ("P", 1, 2)))))]
    assert not tag_faults(reopened(pdf))


def test_the_text_of_an_item_without_label_is_not_taken_for_one():
    tree = ("Document", ("L", ("LI", ("LBody", ("P", "Mot la, con dang vien vang", "mat")))))
    assert mended(tree) == [("Document", ("L", ("LI", ("LBody", ("P", 0, 1)))))]


def test_an_item_of_one_short_piece_is_text():
    tree = ("Document", ("L", ("LI", ("LBody", ("P", "Hai")))))
    assert mended(tree) == [("Document", ("L", ("LI", ("LBody", ("P", 0)))))]


def test_a_label_that_is_there_already_is_left_alone():
    tree = ("Document", ("L", ("LI", ("Lbl", "1."), ("LBody", ("P", "a", "b")))))
    assert mended(tree) == [("Document", ("L", ("LI", ("Lbl", 0), ("LBody", ("P", 1, 2)))))]


def test_empty_paragraphs_and_undescribed_pictures_go_but_empty_cells_stay():
    row = ("TR", ("TD", ("P", "a")), ("TD", ("P",)), ("TD",))
    tree = mended(("Document", ("P",), ("Table", row, row), ("P", ("Figure", {"A": LAYOUT})), ("P", "b")))
    assert tree == [
        ("Document", *(("Table", *(("TR", ("TD", ("P", n)), ("TD",), ("TD",)) for n in (0, 1))),), ("P", 2))
    ]


def test_an_empty_note_goes_and_an_element_that_is_called_by_name_stays():
    pdf = a_tagged_pdf(("Document", ("Note",), ("Note", ("P",)), ("Span", {"ID": "o"}), ("P", "a")))
    mend_tags(pdf)
    assert shape(pdf) == [("Document", ("Span",), ("P", 0))]
    assert "/IDTree" not in pdf.Root.StructTreeRoot


def test_notes_are_named_apart_from_what_has_a_name_already():
    notes = (("Note", {"ID": "note-1"}, ("P", "a")), ("Note", ("P", "b")), ("Note", ("P", "c")))
    pdf = a_tagged_pdf(("Document", *notes))
    root = pdf.Root.StructTreeRoot
    write_ids(root, {"note-1": root.K[0].K[0]})
    mend_tags(pdf)
    assert [str(note.ID) for note in root.K[0].K] == ["note-1", "note-2", "note-3"]
    assert {name: note.objgen for name, note in read_ids(root).items()} == {
        str(note.ID): note.objgen for note in root.K[0].K
    }


def test_a_grid_of_one_row_is_plain_paragraphs_and_says_nothing_of_tables():
    row = ("TR", *(("TD", ("P", word)) for word in "abc"))
    pdf = a_tagged_pdf(("Document", ("Table", {"A": Dictionary(O=Name.Table, Summary="x")}, row)))
    mend_tags(pdf)
    assert shape(pdf) == [("Document", ("Div", ("P", 0), ("P", 1), ("P", 2)))]
    assert "/A" not in pdf.Root.StructTreeRoot.K[0].K[0]


def test_an_empty_heading_is_no_level():
    assert mended(("Document", ("H1",), ("H2", "a"))) == [("Document", ("H1", 0))]


def test_a_described_picture_keeps_its_place_and_description():
    pdf = a_tagged_pdf(("Document", ("P", ("Figure", {"A": LAYOUT, "Alt": "Con dau"}))))
    mend_tags(pdf)
    figure = next(e for e in walk(top_elements(pdf.Root.StructTreeRoot)[0]) if is_a(e, Name.Figure))
    assert text_of(figure.Alt) == "Con dau"
    assert dict(figure.A) == {"/O": Name.Layout, "/BBox": Array([1, 2, 3, 4])}


def test_wrong_layout_attributes_go_and_the_scope_of_header_cells_stays():
    header = ("TH", {"A": Array([LAYOUT, SCOPE])}, ("P", "TT"))
    pdf = a_tagged_pdf(("Document", ("Table", ("TR", header), ("TR", ("TD", {"A": LAYOUT}, ("P", "1"))))))
    mend_tags(pdf)
    cells = [e for e in walk(top_elements(pdf.Root.StructTreeRoot)[0]) if e.S in (Name.TH, Name.TD)]
    assert cells[0].A == SCOPE
    assert "/A" not in cells[1]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_small_grid_without_header_cells_is_plain_paragraphs(rows):
    grid = ("Table", *(("TR", ("TD", ("P", "a"), ("P", "b")), ("TD", ("P", "c"))) for _ in range(rows)))
    pdf = a_tagged_pdf(("Document", grid))
    mend_tags(pdf)
    assert shape(pdf) == [("Document", ("Div", *(("P", n) for n in range(3 * rows))))]
    assert not tag_faults(reopened(pdf))


@pytest.mark.parametrize(
    "table",
    [
        ("Table", ("TR", ("TH", ("P", "a")), ("TH", ("P", "b")))),
        ("Table", *(("TR", ("TD", ("P", "a")), ("TD", ("P", "b"))) for _ in range(4))),
        ("Table", *(("TR", *(("TD", ("P", "a")) for _ in range(3))) for _ in range(2))),
    ],
    ids=["header cells", "many rows", "many columns"],
)
def test_a_table_of_data_stays_a_table(table):
    assert mended(("Document", table))[0][1][0] == "Table"


def test_an_empty_grid_goes():
    assert mended(("Document", ("Table", ("TR", ("TD", ("P",))))), ("Document", ("P", "x")))[0] == (
        "Document",
    )


INLINE = st.one_of(st.text("ab", min_size=1, max_size=20), st.just(("Span", "x")), st.just(("Span",)))
BLOCK = st.recursive(
    st.tuples(st.sampled_from(["P", "H1", "H4", "Standard"]), INLINE) | st.just(("P",)),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda held: ("Div", *held))
        | st.lists(inner, min_size=1, max_size=2).map(
            lambda held: ("L", *(("LI", ("LBody", h)) for h in held))
        )
        | st.lists(st.lists(inner, max_size=2), min_size=1, max_size=4).map(
            lambda rows: ("Table", *(("TR", ("TD", *row), ("TD",)) for row in rows))
        )
        | inner.map(lambda held: ("Note", held))
    ),
    max_leaves=12,
)


@given(st.lists(BLOCK, max_size=4))
def test_whatever_is_mended_is_read_in_the_same_order_and_fits_together(blocks):
    pdf = a_tagged_pdf(("Document", *blocks), roles={"Standard": "P", "P": "P"})
    before = reading_order(pdf)
    mend_tags(pdf)
    assert reading_order(pdf) == before
    assert not tag_faults(pdf)


@given(st.lists(BLOCK, max_size=4))
def test_mending_twice_changes_nothing_more(blocks):
    pdf = a_tagged_pdf(("Document", *blocks), roles={"Standard": "P"})
    mend_tags(pdf)
    once = shape(pdf)
    mend_tags(pdf)
    assert shape(pdf) == once


@pytest.fixture
def minutes():
    with open_tagged(RESOURCES / "bien-ban-libreoffice.pdf", "Biên bản") as pdf:
        mend_tags(pdf)
        yield pdf


def test_a_footnote_has_a_name_a_label_and_its_link_back(minutes: Pdf):
    note = next(e for e in walk(top_elements(minutes.Root.StructTreeRoot)[0]) if is_a(e, Name.Note))
    label, text = kids(note)
    assert text_of(note.ID) == "note-1"
    assert is_a(label, Name.Lbl)
    assert is_a(text, Name.P)
    assert [kid.S for kid in kids(label) if not isinstance(kid, int)] == [Name.Link]


def test_every_link_is_in_an_element_and_pages_with_links_are_tabbed_in_order(minutes: Pdf):
    pages = [page.obj for page in minutes.pages if "/Annots" in page.obj]
    assert pages
    assert all(page.Tabs == Name.S for page in pages)
    assert not tag_faults(reopened(minutes))


def test_what_libreoffice_tags_well_stays(minutes: Pdf):
    elements = list(walk(top_elements(minutes.Root.StructTreeRoot)[0]))
    headers = [e for e in elements if is_a(e, Name.TH)]
    assert [e.A.Scope for e in headers] == [Name.Column] * 3
    assert len([e for e in elements if is_a(e, Name.Table)]) == 1
    assert [e.S for e in elements if e.S in (Name.H1, Name.H2)] == [Name.H1, Name.H2, Name.H1]
