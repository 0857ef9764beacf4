"""The mark keeps clear of what is written, whatever way the page is turned."""

import pytest

from service.pdf.signing.spots import Line, Sheet, _room

UPRIGHT = Sheet(0, 0, 595, 842, 0)


@pytest.mark.parametrize(
    ("turn", "box"),
    [(0, (10, 20, 40, 30)), (90, (565, 10, 575, 40)), (180, (555, 812, 585, 822)), (270, (20, 802, 30, 832))],
)
def test_a_place_as_it_is_seen_becomes_a_place_on_the_page(turn, box):
    assert Sheet(0, 0, 595, 842, turn).box(10, 20, 30, 10) == box


def test_an_edge_that_does_not_begin_at_zero_moves_the_place():
    assert Sheet(100, 200, 695, 1042, 0).box(10, 20, 30, 10) == (110, 220, 140, 230)


def a_line(middle, baseline, wide=100):
    return Line(middle - wide / 2, middle + wide / 2, baseline)


def test_the_room_lies_between_office_and_name():
    lines = [a_line(440, 400), a_line(440, 320), a_line(150, 360), a_line(297, 500, 480)]
    middle, lower, high = _room(lines, UPRIGHT)
    assert middle == 440
    assert 320 < lower < lower + high < 400


def test_the_room_lies_below_the_last_line_where_no_name_is():
    middle, lower, high = _room([a_line(440, 400), a_line(297, 500, 480)], UPRIGHT)
    assert middle == 440
    assert lower + high < 400


def test_a_page_full_of_text_has_no_room():
    assert _room([a_line(297, y, 480) for y in range(60, 780, 20)], UPRIGHT) is None
    assert _room([], UPRIGHT) is None


def test_the_seen_size_turns_with_the_page():
    assert Sheet(0, 0, 595, 842, 90).seen == (842, 595)
