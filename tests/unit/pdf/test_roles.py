"""Which pages are numbered, and what label each page of a dossier has."""

import pikepdf
import pytest
from pypdf import PdfReader

from service.pdf.roles import Role, Start, numbered, page_labels

COVER, CONTENTS, DOCUMENT, CLOSING = Role


def labels(tmp_path, parts, start=Start.DOCUMENTS):
    """Give the labels as a viewer shows them."""
    with pikepdf.new() as pdf:
        for _ in range(sum(pages for _, pages in parts)):
            pdf.add_blank_page()
        pdf.Root.PageLabels = page_labels(parts, start)
        pdf.save(tmp_path / "out.pdf")
    return PdfReader(tmp_path / "out.pdf").page_labels


def test_documents_count_from_one_and_the_contents_by_itself(tmp_path):
    parts = [(COVER, 1), (CONTENTS, 3), (DOCUMENT, 2), (DOCUMENT, 1), (CLOSING, 1)]
    assert labels(tmp_path, parts) == ["Bìa", "i", "ii", "iii", "1", "2", "3", "KT"]


def test_long_covers_and_closing_sheets_tell_their_pages_apart(tmp_path):
    parts = [(COVER, 2), (DOCUMENT, 1), (CLOSING, 2)]
    assert labels(tmp_path, parts) == ["Bìa-1", "Bìa-2", "1", "KT-1", "KT-2"]


def test_documents_alone_are_numbered_as_they_lie(tmp_path):
    assert labels(tmp_path, [(DOCUMENT, 2), (DOCUMENT, 2)]) == ["1", "2", "3", "4"]


def test_counting_may_start_at_the_cover(tmp_path):
    parts = [(COVER, 1), (CONTENTS, 1), (DOCUMENT, 2), (CLOSING, 1)]
    assert labels(tmp_path, parts, Start.COVER) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("start", "numbers"),
    [
        (Start.DOCUMENTS, [None, None, 1, 2, 3, None]),
        (Start.COVER, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_only_numbered_pages_have_a_number(start, numbers):
    stretch = numbered([(COVER, 1), (CONTENTS, 1), (DOCUMENT, 2), (DOCUMENT, 1), (CLOSING, 1)], start)
    assert [stretch.number(position) for position in range(6)] == numbers
